"""A form that is given back reads as the page it came from: its own labels, words for codes, nothing that it carries."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.core import signing
from django.urls import reverse

from accounts import carrying
from accounts.typed import typed
from cases import operations
from cases.forms.support import ReferOnForm
from core.unit import unit_of_work
from municipalities.codes import Role
from municipalities.forms.shielding import ExcludeForm, WhyForm
from municipalities.roles import actor_for
from signals import operations as signal_operations
from signals.codes import Form, Source
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.factories.municipalities import holds
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

SIGNAL = uuid.UUID("47110000-0000-4000-8000-000000000000")
SENTENCE = "Hieronder staat wat u nu stuurde."


def _given_back(page: str, *about: object, **fields: str) -> dict[str, list[str]]:
    found = typed(reverse(page, args=about), [(name, [value]) for name, value in fields.items()])
    return {field.label: field.shown for field in found if field.label}


def test_the_form_that_accepts_an_offer_speaks_of_no_code_and_no_field_name() -> None:
    carried = {"hat": make.HAT, f"seen_{SIGNAL.hex}": "2", "key": "b3f1"}
    given = {f"summary_{SIGNAL.hex}": "Haven", "another": "on"}
    summary = {"Wat gaat er mee van het signaal?": ["Haven"]}
    another = {"Ja, dit signaal gaat ook naar deze tweede casus": ["ja"]}
    choice = {"Bij welke casus?": ["Uw keuze uit de lijst"]}
    assert _given_back("cases:join", **carried, **given, case=str(SIGNAL)) == summary | another | choice
    new = _given_back("cases:new", **carried, **given, main_form="labour", municipality="7")
    place = {"Welke gemeente is verantwoordelijk?": ["Uw keuze uit de lijst"]}
    assert new == summary | another | place | {"Vorm": [Form.LABOUR.label]}


def test_the_way_out_of_the_warning_for_a_number_is_given_back_as_a_ticked_box() -> None:
    assert _given_back("signals:note", no_bsn="on") == {"Dit is geen BSN": ["ja"]}


def test_a_choice_out_of_groups_is_given_back_in_its_words() -> None:
    """With what a note has beside it: other forms have a list of that name too."""
    given = _given_back(
        "signals:note", source=Source.MUN_SOCIAL, facts="Acht bedden.", call_back="tst. 12", danger="no"
    )
    assert given["Wie belde?"] == [Source.MUN_SOCIAL.label]


def test_words_that_were_searched_are_given_back_as_they_are() -> None:
    assert _given_back("cases:list", q="on") == {"Zoeken naar": ["on"]}


@pytest.mark.parametrize(
    ("typed_in", "shown"),
    [
        ("2026-11-21", "21 november 2026"),
        ("1-2-2026", "1 februari 2026"),
        ("morgen", "morgen"),
        ("2026-02-31", "2026-02-31"),
    ],
)
def test_a_date_is_given_back_as_people_write_it(typed_in: str, shown: str) -> None:
    given = _given_back("cases:refer-on", SIGNAL, asked_on=typed_in, provider="Opvang")
    assert sorted(given.values()) == sorted([[shown], ["Opvang"]])


def test_a_choice_of_a_list_that_came_along_is_given_back_in_its_words(world: World) -> None:
    people = {11: "Windvaan", 12: "Koffiekan"}
    form = ExcludeForm(actor=actor_for(world.wilma), version=1, people=people)
    given = _given_back("signals:exclude", SIGNAL, user="12", why="Familie", woorden=form.list_words())
    assert given == {"Welke collega?": ["Koffiekan"], "Waarom?": ["Familie"]}


@pytest.mark.parametrize(
    "words",
    ["", "x", "eyJ1c2VyIjp7IjEyIjoiaWVtYW5kIn19:1:x", signing.dumps({"user": {"12": "iemand"}})],
    ids=["none", "short", "forged", "signed for something else"],
)
def test_words_that_we_did_not_say_are_not_repeated(words: str) -> None:
    given = _given_back("signals:exclude", SIGNAL, user="12", why="Familie", woorden=words)
    assert given["Welke collega?"] == ["Uw keuze uit de lijst"]


def test_a_form_without_a_list_of_its_own_brings_no_words_along(world: World) -> None:
    assert WhyForm(actor=actor_for(world.wilma), version=1).list_words() == ""
    assert ReferOnForm(actor=make.coordinator(world.karlijn)).list_words() != ""  # which partner


def test_a_list_from_a_table_is_asked_once_for_its_words_and_its_page(world: World) -> None:
    form = ReferOnForm(actor=make.coordinator(world.karlijn))
    assert len(queries_of(lambda: (form.list_words(), str(form)))) == 1


def test_after_a_lost_session_the_choice_is_there_in_its_words(world: World, client_of: ClientOf) -> None:
    case, client = make.intensive(world.goes, world.karlijn), client_of(world.karlijn, make.HAT)
    url = reverse("cases:plan-task", args=[case.pk])
    page = client.get(url).content.decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert "woorden" in fields
    sent = {**fields, "title": "Bellen", "due_on": "2027-01-05", "owner": world.karlijn.pk}
    client.session.flush()
    carried = re.search(r'name="carried" value="([^"]*)"', client.post(url, sent).content.decode())
    assert carried is not None
    kept = carrying.unseal(carried[1], world.karlijn.pk)
    assert kept is not None
    shown = [word for field in typed(kept.path, kept.fields) if field.label for word in field.shown]
    assert sorted(shown) == sorted(["Bellen", "5 januari 2027", world.karlijn.full_name])


def test_a_form_of_another_hat_stands_there_in_words(world: World, client_of: ClientOf) -> None:
    offer = make.offer_of(make.offered(world.goes, world.wilma))
    sent = {
        "hat": "focal_officer",
        f"summary_{offer.signal_id.hex}": "Haven",
        f"seen_{offer.signal_id.hex}": offer.version,
        "another": "on",
    }
    url = f"{reverse('cases:join')}?signaal={offer.signal_id}"
    answer = client_of(world.karlijn, make.HAT).post(url, sent)
    assert answer.status_code == 409
    shown = re.findall(r"<dt>(.*?)</dt>|__value\">(.*?)</dd>", answer.content.decode())
    assert ["".join(one) for one in shown] == [
        "Wat gaat er mee van het signaal?",
        "Haven",
        "Ja, dit signaal gaat ook naar deze tweede casus",
        "ja",
    ]


def test_a_choice_that_is_given_back_after_ones_own_change_has_its_sentence_above_it(
    world: World, client_of: ClientOf
) -> None:
    case, client = make.intensive(world.goes, world.karlijn), client_of(world.karlijn, make.HAT)
    berend = holds(world.person("Berend"), Role.CARE_COORDINATOR, world.zvh_zeeland).user_id
    url = reverse("cases:assign", args=[case.pk])
    with unit_of_work():
        operations.edit_safe_contact(case, actor=make.coordinator(world.karlijn), safe_contact="Alleen appen.")
    answer = client.post(url, {"hat": make.HAT, "version": case.version, "owner": berend, "woorden": "van een ander"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Uw eigen wijziging van" in page
    assert SENTENCE in page
    assert '<dt>Aan welke collega?</dt>\n    <dd class="summary-list__value">Uw keuze uit de lijst</dd>' in page


def test_a_lone_button_after_ones_own_change_gives_nothing_back_and_promises_nothing(
    world: World, client_of: ClientOf
) -> None:
    signal = make_signal.triaged(world.goes, world.wilma)
    with unit_of_work():
        gathered = signal_operations.gather(signal, actor=actor_for(world.wilma, "focal_officer"))
    with unit_of_work():
        signal_operations.stop_gathering(gathered, actor=actor_for(world.wilma, "focal_officer"))
    sent = {"hat": "focal_officer", "version": signal.version}
    page = client_of(world.wilma).post(reverse("signals:gather", args=[signal.pk]), sent).content.decode()
    assert "Uw eigen wijziging van" in page
    assert SENTENCE not in page
    assert "<dl" not in page.partition("<main")[2]


def test_a_form_for_what_somebody_else_changed_is_given_back_with_its_labels_and_ticks(
    world: World, client_of: ClientOf
) -> None:
    signal = make_signal.triaged(world.goes, world.wilma)
    with unit_of_work():
        signal_operations.gather(signal, actor=actor_for(world.koos, "focal_officer"))
    client = client_of(world.wilma)
    sent = {
        "hat": "focal_officer",
        "version": signal.version,
        "severity": "raised",
        "plausibility": "reasonable",
        "urgency": "normal",
        "hand_over": "on",
        "motivation": "K",
    }
    refused = client.post(reverse("signals:decide", args=[signal.pk]), sent)
    gone = client.post(reverse("signals:decide", args=[SIGNAL]), sent)
    for answer, status in ((refused, 409), (gone, 404)):
        shown = dict(
            re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"summary-list__value\">(.*?)</dd>", answer.content.decode())
        )
        assert answer.status_code == status
        assert shown["Waarom besluit u dit?"] == "K"
        assert "ja" in shown.values()
        assert "Ernstig" in shown.values()
        assert not shown.keys() & {"severity", "hand over", "motivation"}
