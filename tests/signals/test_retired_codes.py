"""A code that is retired, from where it is stored to where it would come in: kept, found and exported, and not chosen again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.codes import RETIRED
from municipalities.roles import actor_for
from signals import importing
from signals.columns import Choice
from signals.exporting import lines_of
from signals.forms.importing import ValuesForm
from signals.indicators import Indicator
from signals.models import Signal
from tests.factories import lists
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import begin, fill, open_page, page_url, send

TOLD = "“Baliemedewerker burgerzaken” is niet meer in gebruik."
MARK = "(niet meer in gebruik)"


@pytest.fixture
def retire(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`retire(list, *codes)`: these were chosen for the last time long ago."""

    def end(name: str, *codes: str) -> None:
        for code in codes:
            monkeypatch.setitem(RETIRED, (f"signals.{name}", code), dt.date(2025, 12, 31))

    return end


def _signal() -> Signal:
    signal: Signal = Signal.objects.unscoped(reason="test").select_related("municipality").get()
    return signal


def _page(client: OutsideClient, url: str) -> str:
    return client.get(url).content.decode()


def test_a_draft_that_holds_it_is_asked_again_at_that_field(
    world: World, client_of: Callable[..., OutsideClient], retire: Callable[..., None]
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    ticked = {
        "form": "labour",
        "route": "unknown",
        "indicators": ["gen_debt", "gen_other"],
        "basis_gen_debt": "observed",
    }
    ticked |= {"basis_gen_other": "told", "text_gen_other": "Loopt elke avond rondjes."}
    check = fill(client, draft, vorm=ticked)
    retire("codes.Source", "mun_counter")
    retire("indicators.Indicator", "gen_debt", "gen_other")
    page = _page(client, check)
    asked = page.partition("Nog niet in orde")[2] or page
    assert [f"{page_url(draft, slug)}?terug=1" in asked for slug in ("bron", "vorm")] == [True, True]
    assert send(client, check).status_code == 422
    source = client.get(page_url(draft, "bron")).context["form"]
    assert source["source"].help_text.startswith(TOLD)
    assert 'value="mun_counter"' not in str(source["source"])
    assert source["contact"].value() == "tst. 12"  # nothing else is lost
    answers: dict[str, Any] = {"knowledge": "seen", "naming": "inside", "contact": "tst. 12"}
    refused = send(client, page_url(draft, "bron"), **answers, source="mun_counter")
    assert (refused.status_code, TOLD in refused.content.decode()) == (422, True)
    asked = _page(client, page_url(draft, "vorm"))
    assert 'value="gen_debt"' not in asked
    told = f"“{Indicator.GEN_DEBT.label}” is niet meer in gebruik."
    assert told in asked
    assert told in send(client, page_url(draft, "vorm"), **ticked).content.decode()
    # What was written with "anders, namelijk" stays there until it was put elsewhere.
    words = {"form": "labour", "route": "unknown", "text_gen_other": "Loopt elke avond rondjes."}
    kept = send(client, page_url(draft, "vorm"), **words)
    for said, field in ((asked, ""), (kept.content.decode(), "Zet deze woorden ergens anders")):
        assert ('value="Loopt elke avond rondjes."' in said, field in said, 'value="gen_other"' in said) == (
            True,
            True,
            False,
        )
    assert kept.status_code == 422
    assert send(client, page_url(draft, "bron"), **answers, source="police").status_code == 302
    assert send(client, page_url(draft, "vorm"), form="labour", route="unknown").status_code == 302
    assert send(client, check).status_code == 302
    assert _signal().source == "police"


def test_what_is_stored_stays_with_its_row_and_is_shown_found_and_exported(
    world: World, client_of: Callable[..., OutsideClient], retire: Callable[..., None]
) -> None:
    client = client_of(world.wilma)
    fill(client, draft := begin(client))
    send(client, reverse("signals:draft-check", args=[draft.pk]))
    signal = _signal()
    retire("codes.Source", "mun_counter", "police")
    assert "Baliemedewerker burgerzaken" in _page(client, reverse("signals:detail", args=[signal.pk]))
    assert signal.reference in _page(client, "/signalen/?tab=alles&bron=mun_counter")
    export = _page(client, f"{reverse('signals:export')}?bron=mun_counter")
    assert '<option value="mun_counter" selected>Baliemedewerker burgerzaken</option>' in export
    assert "Baliemedewerker burgerzaken" in lines_of([signal], ["source"], actor_for(world.wilma))[1]
    url = reverse("signals:complete", args=[signal.pk])
    form = client.get(url).context["form"]
    assert f"Baliemedewerker burgerzaken {MARK}" in str(form["source"])
    assert 'value="police"' not in str(form["source"])
    known = {name: form[name].value() or "" for name in form.fields if name not in {"hat", "version"}}
    assert client.post(url, {**open_page(client, url), **known, "source": "police"}).status_code == 422
    assert client.post(url, {**open_page(client, url), **known, "shift": "’s nachts"}).status_code == 302
    assert (_signal().source, _signal().shift) == ("mun_counter", "’s nachts")


@pytest.mark.usefixtures("cleaned_here")
def test_a_list_does_not_bring_it_in(world: World, retire: Callable[..., None]) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    retire("codes.Source", "police")
    retire("codes.CloseReason", "no_indication")
    content = lists.csv_list(
        [
            ("Omschrijving", "Plaats", "Wanneer", "Ontvangen op", "Bron", "Status"),
            *(
                ("Eerste.", "Goes", "vaak", "1-3-2024", "politie", "open"),
                ("Tweede.", "Goes", "vaak", "2-3-2024", "boa", "dicht"),
                ("Derde.", "Goes", "vaak", "3-3-2024", "", "open"),
                ("Vierde.", "Goes", "vaak", "4-3-2024", "boa", "open"),
            ),
        ]
    )
    closing = {"close_reason": "no_indication", "close_motivation": "Afgehandeld vóór Signaalpunt."}
    about = lists.checked(wilma, world.goes, content, source="police", **closing)
    assert (about.good, about.bad) == (1, 3)
    assert about.result is not None
    told = [(row, what, sentence.partition(" is ")[0]) for row, what, sentence in about.result["errors"]]
    assert told == [
        (2, "Bron", "“Politie”"),
        (3, "Reden van sluiten", "“Geen aanwijzing voor mensenhandel”"),
        (4, "Bron", "“Politie”"),
    ]
    words = importing.values_to_choose(about, Choice.told(about.choice))
    asked = ValuesForm(None, actor=wilma, version=1, words=words, choice=Choice.told(about.choice))["waarde_source_0"]
    assert "Politie is" not in str(asked)
