"""The page "Vorm en kenmerken" of the wizard: skipped, ticked, half ticked, and a draft of before there were characteristics."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from signals.codes import Form
from signals.indicators import PROVES_NOTHING, Basis, Indicator
from signals.models import Draft, SignalIndicator
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .filling import ANSWERS, begin, fill, open_page, page_url, send, signal_of

type ClientOf = Callable[..., OutsideClient]

WORDS = "Draagt altijd dezelfde jas"
TICKED: dict[str, Any] = {
    **ANSWERS["vorm"],
    "indicators": ["gen_debt", "lab_other"],
    "basis_gen_debt": "told",
    "basis_lab_other": "observed",
    "text_lab_other": WORDS,
    # Chosen, and then the box was unticked again.
    "basis_lab_fines": "assumed",
}


def _groups(client: OutsideClient, draft: Draft) -> dict[str, Any]:
    form = client.get(page_url(draft, "vorm")).context["form"]
    return {group.code: group for group in form.groups()}


def test_what_was_ticked_stands_in_the_check_and_in_the_signal_in_few_statements(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft, vorm=TICKED)
    page = client.get(check).content.decode()
    assert "Kenmerken: algemeen" in page
    assert f"Anders: {WORDS} (zelf gezien)" in page
    assert str(Indicator.LAB_FINES.label) not in page
    shown, answers = open_page(client, check), list[Any]()
    found = queries_of(lambda: answers.append(client.post(check, shown)))
    assert len(found) <= 15, "\n".join(one[:150] for one in found)
    assert answers[0].status_code == 302
    rows = SignalIndicator.objects.of(signal_of(draft))
    assert {(row.code, row.basis, row.text) for row in rows} == {
        (Indicator.GEN_DEBT, Basis.TOLD, None),
        (Indicator.LAB_OTHER, Basis.OBSERVED, WORDS),
    }


def test_the_page_may_be_skipped_and_says_that_nothing_is_proved(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client)
    page = client.get(page_url(draft, "vorm")).content.decode()
    assert PROVES_NOTHING in page
    assert not any(group.open for group in _groups(client, draft).values())
    assert send(client, fill(client, draft, vorm={"form": "unknown", "route": "unknown"})).status_code == 302
    signal = signal_of(draft)
    assert (signal.form, SignalIndicator.objects.of(signal).exists()) == (Form.UNKNOWN, False)


def test_the_groups_of_the_forms_that_are_chosen_are_unfolded(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    given = {"form": "labour", "other_forms": ["forced_begging"], "route": "unknown"}
    assert send(client, page_url(draft, "vorm"), **given).status_code == 302
    groups = _groups(client, draft)
    assert [code for code, group in groups.items() if group.open] == ["general", "labour", "criminal"]


def test_a_tick_without_how_it_is_known_is_asked_for_beside_it_and_kept_all_the_same(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "vorm")
    half = {**ANSWERS["vorm"], "indicators": ["sex_minor", "sex_other"], "basis_sex_other": "made_up"}
    answer = send(client, url, **half)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"basis_sex_minor", "basis_sex_other", "text_sex_other"}
    page = answer.content.decode()
    assert 'href="#id_basis_sex_minor_0"' in page
    assert 'id="id_basis_sex_minor_0"' in page
    assert 'href="#id_text_sex_other"' in page
    # Going elsewhere keeps it, right or not.
    assert send(client, url, **half, stap="later").status_code == 302
    sexual = _groups(client, draft)["sexual"]
    assert sexual.open
    assert [row.code for row in sexual.rows if row.ticked] == ["sex_minor", "sex_other"]
    checked = client.get(reverse("signals:draft-check", args=[draft.pk])).content.decode()
    assert "Vorm en kenmerken" in checked


def test_only_what_was_filled_in_is_kept_of_a_hundred_fields(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    send(client, page_url(draft, "vorm"), **TICKED)
    kept = Draft.objects.unscoped(reason="test").get(pk=draft.pk).answers["vorm"]["fields"]
    assert {name for name in kept if name.startswith(("basis_", "text_"))} == {
        "basis_gen_debt",
        "basis_lab_other",
        "basis_lab_fines",
        "text_lab_other",
    }


@pytest.mark.parametrize("version", [0, 1])
def test_a_draft_of_before_there_were_characteristics_opens_and_is_sent(
    version: int, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    row = Draft.objects.unscoped(reason="test").get(pk=draft.pk)
    answers = dict(row.answers)
    old = {name: answers["vorm"]["fields"][name] for name in ("form", "other_forms", "route")}
    row.answers = {**answers, "vorm": {**answers["vorm"], "fields": old}}
    row.form_version = version
    row.save()
    assert client.get(page_url(draft, "vorm")).status_code == 200
    assert send(client, check).status_code == 302
    assert not SignalIndicator.objects.of(signal_of(draft)).exists()


def test_own_words_that_seem_to_hold_a_bsn_are_asked_about_with_a_way_out(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url, number = page_url(draft, "vorm"), "Noemde 111222333"
    answer = send(client, url, **(TICKED | {"text_lab_other": number}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"text_lab_other"}
    assert "Dit is geen BSN" in answer.content.decode()
    assert send(client, url, **(TICKED | {"text_lab_other": number, "no_bsn": "on"})).status_code == 302
