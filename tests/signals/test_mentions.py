"""The people and things of a signal: added, corrected and taken back; nothing is overwritten and nothing leaks."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from audit.recording import write_gathered
from core.errors import Conflict, Forbidden, Invalid, NotVisible, WrongState
from core.unit import current_unit
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, PossibleRole
from signals.models import MatchKey, Signal, SignalPerson, SignalThing
from signals.models.people import PERSON, standing
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.people import Named
from signals.things import Platform, ThingKind, Whose
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page, send

type ClientOf = Callable[..., OutsideClient]

WULP = ToldPerson("Demo Wulp", alias="Wulpie", birth_year="2001", role=PossibleRole.VICTIM, certainty=Certainty.TOLD)
CAR = ToldThing(ThingKind.VEHICLE, value="0-dem-04", description="wit busje", whose=Whose.EXPLOITER)
PAGE = ToldThing(ThingKind.PROFILE, value="@demo_nevel", platform=Platform.INSTAGRAM)
NEVEL = ToldThing(ThingKind.COMPANY, name="Voorbeeldbedrijf Nevelfruit", value="00000017", place="Reimerswaal")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma)


def told(signal: Signal) -> list[str]:
    rows = standing([*SignalPerson.objects.of(signal), *SignalThing.objects.of(signal)])
    return [f"{row}: {row.told}" for row in rows]


def add_url(signal: Signal, kind: str) -> str:
    return reverse("signals:add-mention", args=[signal.pk, kind])


def page_of(client: OutsideClient, signal: Signal) -> str:
    return str(client.get(reverse("signals:detail", args=[signal.pk])).content.decode())


def test_each_kind_is_added_and_stands_on_the_page_with_what_it_may_be(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    make.mentioned(signal, actor_for(world.wilma), WULP, CAR, PAGE, NEVEL, make.PHONE)
    assert told(signal) == [
        "bedrijf 1: Voorbeeldbedrijf Nevelfruit (KvK 00000017), Reimerswaal",
        "persoon 1: Demo Wulp, ook bekend als Wulpie, geboren in 2001",
        "telefoonnummer 1: 06-0000 1234",
        "website of profiel 1: Instagram: @demo_nevel",
        "voertuig 1: 0-DEM-04, wit busje",
    ]
    given = {"value": "PLX-2026.000123", "description": "aangifte", "provenance": "wpg"}
    client, too_short = client_of(world.wilma), send(client_of(world.wilma), add_url(signal, "zaaknummer"), value="12")
    assert set(too_short.context["form"].errors) == {"value"}
    assert send(client, add_url(signal, "zaaknummer"), **given).status_code == 302
    page = page_of(client, signal)
    assert "PLX-2026.000123, aangifte" in page
    assert "Mogelijk slachtoffer (van horen zeggen)" in page
    assert "Van een mogelijke uitbuiter of iemand die meewerkt" in page
    assert "0-DEM-04, wit busje" in page


def test_a_correction_and_a_withdrawal_keep_what_stood_there(world: World, client_of: ClientOf, signal: Signal) -> None:
    wilma, client = actor_for(world.wilma), client_of(world.wilma)
    make.mentioned(signal, wilma, make.PHONE)
    other = ToldThing(ThingKind.PHONE, value="06-0000 9999")
    signal = operations.correct_mention(signal, actor=wilma, number=1, told=other, key=uuid.uuid4())
    assert told(signal) == ["telefoonnummer 1: 06-0000 9999"]
    assert "06-0000 1234; " in page_of(client, signal)
    why = "Dit is het nummer van de balie."
    given: dict[str, Any] = {"kind": "phone", "number": 1, "why": why, "key": uuid.uuid4()}
    for _ in range(2):
        signal = operations.withdraw_mention(signal, actor=wilma, **given)
    assert (told(signal), SignalThing.objects.of(signal).count()) == ([], 3)
    assert why in page_of(client, signal)
    assert not MatchKey.objects.of(signal).filter(about="phone").exists()
    with pytest.raises(WrongState):
        operations.correct_mention(signal, actor=wilma, number=1, told=other, key=uuid.uuid4())
    make.mentioned(signal, wilma, make.PHONE)
    assert told(signal) == ["telefoonnummer 2: 06-0000 1234"]


def test_the_same_form_sent_twice_adds_once_and_other_words_under_its_key_are_refused(
    world: World, signal: Signal
) -> None:
    wilma, key = actor_for(world.wilma), uuid.uuid4()
    for _ in range(2):
        operations.add_mention(signal, actor=wilma, told=WULP, key=key)
    assert SignalPerson.objects.of(signal).count() == 1
    with pytest.raises(Conflict):
        operations.add_mention(signal, actor=wilma, told=ToldPerson("Demo Tureluur"), key=key)


def test_what_says_nothing_is_refused(world: World, signal: Signal) -> None:
    wilma = actor_for(world.wilma)
    for nothing in (ToldPerson(), ToldThing(ThingKind.PHONE, description="gezien"), ToldThing(ThingKind.COMPANY)):
        with pytest.raises(Invalid):
            operations.add_mention(signal, actor=wilma, told=nothing, key=uuid.uuid4())
    with pytest.raises(NotVisible):
        operations.correct_mention(signal, actor=wilma, number=1, told=WULP, key=uuid.uuid4())
    make.mentioned(signal, wilma, WULP)
    with pytest.raises(Invalid):
        operations.withdraw_mention(signal, actor=wilma, kind=PERSON, number=1, why=" ", key=uuid.uuid4())


def test_nobody_but_who_works_on_it_adds_and_nothing_is_added_to_a_closed_one(world: World, signal: Signal) -> None:
    for other in (world.vera, world.karlijn, world.hanna):
        with pytest.raises((Forbidden, NotVisible)):
            operations.add_mention(signal, actor=actor_for(other), told=WULP, key=uuid.uuid4())
    wilma = actor_for(world.wilma)
    closed = operations.close(signal, actor=wilma, closing=make.CLOSING)
    with pytest.raises(WrongState):
        operations.add_mention(closed, actor=wilma, told=WULP, key=uuid.uuid4())


def test_only_who_works_on_it_or_was_offered_it_sees_people_things_and_keys(world: World) -> None:
    offered = make_case.offered(world.goes, world.wilma)
    kept = make.triaged(world.goes, world.wilma)
    for row in (offered, kept):
        make.mentioned(row, actor_for(world.wilma), WULP, CAR)
    for model in (SignalPerson, SignalThing, MatchKey):
        seen = model.objects.visible_to(make_case.coordinator(world.karlijn))
        assert {row.signal_id for row in seen} == {offered.pk}
        for other in (world.vera, world.hanna, world.philo, world.lowie):
            assert not model.objects.visible_to(actor_for(other)).exists()


def test_nothing_readable_holds_who_it_is(world: World, signal: Signal) -> None:
    make.mentioned(signal, actor_for(world.wilma), WULP, CAR, PAGE, make.PHONE)
    write_gathered(current_unit())
    with connection.cursor() as cursor:
        for table in ("signals_signalperson", "signals_signalthing", "signals_matchkey", "audit_auditevent"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM {table} AS row")  # noqa: S608  our own table names
            ((text,),) = cursor.fetchall()
            assert not [word for word in ("wulp", "dem", "nevel") if word in text.lower()], table
            # The number however it is written; four digits of it stand in a key or a moment by chance.
            assert not re.search(r"0000\W*1234", text), table
    added = AuditEvent.objects.unscoped(reason="test").filter(event="signals.mention_added").order_by("number")
    assert [(event.detail["kind"], event.detail["number"]) for event in added] == [
        ("person", 1),
        ("vehicle", 1),
        ("profile", 1),
        ("phone", 1),
    ]


def test_the_pages_add_correct_and_withdraw(world: World, client_of: ClientOf, signal: Signal) -> None:
    client, back = client_of(world.wilma), reverse("signals:detail", args=[signal.pk])
    answer = send(client, add_url(signal, "telefoon"), value="06 0000 1234", whose="victim", certainty="seen")
    assert answer.headers["Location"] == back
    change = reverse("signals:correct-mention", args=[signal.pk, "telefoon", 1])
    page = client.get(change).content.decode()
    assert 'value="06 0000 1234"' in page
    assert send(client, change, value="06 0000 4321", whose="victim", certainty="seen").status_code == 302
    away = reverse("signals:withdraw-mention", args=[signal.pk, "telefoon", 1])
    assert send(client, away, why="").status_code == 422
    form = {**open_page(client, away), "why": "Hoort er niet bij."}
    assert [client.post(away, form).status_code for _ in range(2)] == [302, 302]
    assert told(signal) == []
    assert [client.get(url).status_code for url in (change, away)] == [409, 409]
    for path in ("iets/", "telefoon/7/"):
        assert client.get(f"{back}wie-en-wat/{path}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "answers", "field", "message"),
    [
        ("telefoon", {"value": "bel maar"}, "value", "Dit is geen telefoonnummer."),
        ("telefoon", {"description": "van de buurman"}, "value", "Vul het telefoonnummer in."),
        ("bedrijf", {"name": "Voorbeeldbedrijf", "value": "123"}, "value", "Een KvK-nummer heeft 8 cijfers."),
        ("bedrijf", {"value": "00000017"}, "name", "Vul de naam van het bedrijf in."),
        ("voertuig", {"value": "?!"}, "value", "Dit is geen kenteken."),
        ("persoon", {"name": "Demo Wulp", "birth_year": "3001"}, "birth_year", "Dit jaar kan niet."),
        ("persoon", {"description": "Heeft BSN 111222333."}, "description", "Hier staat een nummer dat een burger"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_lost(
    kind: str, answers: dict[str, str], field: str, message: str, world: World, client_of: ClientOf, signal: Signal
) -> None:
    refused = send(client_of(world.wilma), add_url(signal, kind), **answers)
    assert refused.status_code == 422
    [sentence] = refused.context["form"].errors[field]
    assert sentence.startswith(message)
    assert all(text in refused.content.decode() for text in answers.values())
    assert told(signal) == []


def test_an_empty_form_is_told_so(world: World, client_of: ClientOf, signal: Signal) -> None:
    refused = send(client_of(world.wilma), add_url(signal, "persoon"))
    assert refused.status_code == 422
    assert "Vul iets in, of ga terug zonder op te slaan." in refused.content.decode()


def test_a_stale_form_overwrites_nothing(world: World, client_of: ClientOf, signal: Signal) -> None:
    client = client_of(world.wilma)
    make.mentioned(signal, actor_for(world.wilma), make.PHONE)
    url = reverse("signals:correct-mention", args=[signal.pk, "telefoon", 1])
    form = {**open_page(client, url), "value": "06 0000 4321"}
    again = Signal._base_manager.get(pk=signal.pk)
    make.mentioned(again, actor_for(world.wilma), WULP)
    assert client.post(url, form).status_code == 409
    assert told(signal)[-1] == "telefoonnummer 1: 06-0000 1234"


def test_a_name_from_the_text_goes_to_a_person_that_stands_there(world: World, client_of: ClientOf) -> None:
    facts = "Buurman noemt Mies Muntenbak. Persoon 3 staat er ook."
    signal = make.triaged(world.goes, world.wilma, facts=facts.replace("Persoon", "persoon"))
    wilma = actor_for(world.wilma)
    make.mentioned(signal, wilma, ToldPerson(alias="de chauffeur", role=PossibleRole.EXPLOITER))
    [person] = SignalPerson.objects.of(signal)
    assert person.number == 4, "the text says persoon 3 already"
    client, url = client_of(world.wilma), reverse("signals:names", args=[signal.pk])
    answers = {"choice": "Mies Muntenbak", "person": "4", "role": "unknown", "certainty": "unknown"}
    form = {**open_page(client, url), **answers}
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert Signal._base_manager.get(pk=signal.pk).facts == "Buurman noemt persoon 4. persoon 3 staat er ook."
    [person] = standing(SignalPerson.objects.of(signal))
    assert (person.name, person.alias, person.role, person.revision) == (
        *("Mies Muntenbak", "de chauffeur"),
        *(PossibleRole.EXPLOITER, 2),
    )


def test_another_name_of_somebody_is_kept_beside_the_first(world: World) -> None:
    signal = make.triaged(
        world.goes, world.wilma, facts="Mies Muntenbak belt. Volgens de buurman heet hij Joost Jaspers."
    )
    wilma = actor_for(world.wilma)
    for name, number in (("Mies Muntenbak", None), ("Joost Jaspers", 1)):
        named = Named(name, PossibleRole.UNKNOWN, Certainty.UNKNOWN, number=number)
        signal = operations.move_name(signal, actor=wilma, named=named)
    [person] = standing(SignalPerson.objects.of(signal))
    assert (person.number, person.name, person.alias) == (1, "Mies Muntenbak", "Joost Jaspers")
    named = Named("buurman", PossibleRole.UNKNOWN, Certainty.UNKNOWN, number=9)
    with pytest.raises(Invalid):
        operations.move_name(signal, actor=wilma, named=named)
