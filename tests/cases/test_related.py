"""Cases that may be about the same people as a signal or another case: to who lists cases, and never with a name."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.urls import reverse

from cases import intake, operations
from cases.kin import related_to_case
from cases.models import Case, CaseKey, CasePair, CasePerson
from cases.operations.people import Identity
from core.access import Actor
from core.errors import Invalid
from municipalities.models import Mandate
from municipalities.roles import actor_for
from signals.models import Signal
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.pairs import Pair
from signals.related import related_to
from signals.things import MatchKind, ThingKind
from tests.factories import cases as make
from tests.factories import shielding as shield
from tests.factories import signals as make_signal
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

NAME = "Demo Kowalski"
WHO = Identity(
    name=NAME,
    born_on=dt.date(2001, 5, 4),
    contact="alleen appen 06-0000 1234, ma tot do",
    address="Nergensweg 12, Goes",
    shelter_address="Kade 9, Vlissingen",
)


@pytest.fixture
def karlijn(world: World) -> Actor:
    return make.coordinator(world.karlijn)


@pytest.fixture
def case(world: World, karlijn: Actor) -> Case:
    return known(make.intensive(world.goes, world.karlijn), karlijn)


def known(case: Case, actor: Actor, who: Identity = WHO) -> Case:
    return operations.add_person(case, actor=actor, key=uuid.uuid4(), identity=who)


def of_signal(signal: Signal, actor: Actor) -> dict[str, str]:
    with contexts.acting_as(actor):
        found = related_to(signal, actor)
    return {kin.row.reference: kin.why for kin in (*found.sure, *found.alike)}


def of_case(case: Case, actor: Actor) -> dict[str, str]:
    with contexts.acting_as(actor):
        found = related_to_case(case, actor)
    return {kin.row.reference: kin.why for kin in (*found.sure, *found.alike)}


def test_somebody_is_found_by_name_number_and_address_and_never_by_the_shelter(case: Case) -> None:
    kinds = sorted(CaseKey.objects.of(case).values_list("kind", flat=True))
    names = [MatchKind.PERSON, MatchKind.PERSON_INITIALS, MatchKind.PERSON_SOUND]
    assert kinds == sorted([*names, MatchKind.PHONE, MatchKind.ADDRESS, MatchKind.STREET_NAME, MatchKind.STREET])
    contents = " ".join(key.content for key in CaseKey.objects.of(case))
    assert "kade" not in contents
    assert "vlissingen" not in contents


def test_a_corrected_name_is_found_as_it_is_now(world: World, case: Case, karlijn: Actor) -> None:
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME),))
    assert of_signal(signal, karlijn) == {case.reference: "mogelijk dezelfde persoon"}
    person = CasePerson.objects.of(case).get()
    operations.edit_person(case, actor=karlijn, person=person, identity=Identity(name="Demo Wulp"))
    assert of_signal(signal, karlijn) == {}
    assert {key.kind for key in CaseKey.objects.of(case)} == {MatchKind.PERSON, MatchKind.PERSON_SOUND}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (ToldPerson("Demo Kovalsky"), "mogelijk dezelfde persoon"),
        (ToldPerson("D. K. Kowalski"), ""),
        (ToldPerson("Dunya Kip", birth_year="2001"), "mogelijk dezelfde persoon"),
        (make_signal.PHONE, "zelfde telefoonnummer"),
        (ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", place="Goes"), "zelfde adres"),
        (ToldThing(ThingKind.ADDRESS, value="Nergensweg 99", place="Goes"), "zelfde straat"),
        (ToldThing(ThingKind.ADDRESS, value="Nergenswwg 99", place="Goes"), "straat lijkt erop"),
        (ToldThing(ThingKind.ADDRESS, value="Kade 9", place="Vlissingen"), ""),
    ],
)
def test_each_way_in_which_a_signal_may_be_about_the_same(
    world: World, case: Case, karlijn: Actor, told: ToldPerson | ToldThing, why: str
) -> None:
    signal = make.own_signal(world.goes, world.karlijn, told=(told,))
    expected = {case.reference: why} if why else {}
    assert of_signal(signal, karlijn) == expected
    assert of_case(case, karlijn) == ({signal.reference: why} if why else {})


def test_a_number_in_the_text_of_a_signal_is_found_both_ways(world: World, case: Case, karlijn: Actor) -> None:
    signal = make.own_signal(world.goes, world.karlijn, facts=f"Zie ook {case.reference}.")
    assert of_signal(signal, karlijn) == {case.reference: "het nummer wordt hier genoemd"}
    assert of_case(case, karlijn) == {signal.reference: "noemt het nummer van dit dossier"}
    misread = f"{case.reference[:3]}{'3' if case.reference[3] == '2' else '2'}{case.reference[4:]}"
    signal = make.own_signal(world.goes, world.karlijn, facts=f"Zie ook {misread}.")
    assert of_signal(signal, karlijn) == {case.reference: "hier wordt bijna dit nummer genoemd"}


def test_two_cases_about_the_same(world: World, case: Case, karlijn: Actor) -> None:
    other = known(make.intensive(world.goes, world.karlijn), karlijn, Identity(name=NAME))
    assert of_case(case, karlijn) == {other.reference: "mogelijk dezelfde persoon"}


def test_the_signals_that_a_case_was_made_of_are_no_relation_but_what_they_mention_finds_others(
    world: World, karlijn: Actor
) -> None:
    plate = ToldThing(ThingKind.VEHICLE, value="0-DEM-04")
    fed = make.offered(world.goes, world.wilma, told=(plate,))
    with contexts.acting_as(karlijn):
        case = intake.accept_into_new_case(
            actor=karlijn, key=uuid.uuid4(), opening=make.opening(world.goes), brought=make.brought(fed)
        )
    known(case, karlijn)
    other = make.own_signal(world.goes, world.karlijn, told=(plate,))
    assert of_case(case, karlijn) == {other.reference: "zelfde kenteken"}
    make_signal.mentioned(fed, actor_for(world.wilma), make_signal.PHONE)
    assert case.reference not in of_signal(fed, karlijn)


def test_an_officer_never_finds_a_case(world: World, case: Case) -> None:
    signal = make_signal.triaged(world.goes, world.wilma, told=(ToldPerson(NAME), make_signal.PHONE))
    signal_that_names = make_signal.triaged(world.goes, world.wilma, facts=f"Zie {case.reference}.")
    for one in (signal, signal_that_names):
        assert of_signal(one, actor_for(world.wilma)) == {}


def test_a_coordinator_of_another_area_without_mandate_or_kept_out_finds_nothing(
    world: World, case: Case, karlijn: Actor
) -> None:
    there = make.own_signal(world.breda, world.person("Berend"), told=(ToldPerson(NAME),))
    assert of_signal(there, make.coordinator(world.person("Berend"))) == {}
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME),))
    assert case.reference in of_signal(signal, karlijn)
    shield.excluded(case, world.karlijn)
    assert of_signal(signal, make.coordinator(world.karlijn)) == {}


def test_a_case_of_two_municipalities_shows_neither_officer_that_the_other_is_there(
    world: World, client_of: ClientOf, karlijn: Actor
) -> None:
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(
        municipality=world.vlissingen, organisation=carer, document="Voorbeeldbesluit", valid_from="2020-01-01"
    )
    who = ToldPerson(NAME)
    goes = make.offered(world.goes, world.wilma, told=(who,))
    vlissingen = make.offered(world.vlissingen, world.vera, told=(who,))
    both = make.coordinator(world.karlijn)
    with contexts.acting_as(both):
        case = intake.accept_into_new_case(
            actor=both, key=uuid.uuid4(), opening=make.opening(world.goes), brought=make.brought(goes, vlissingen)
        )
    known(case, both)
    assert vlissingen.reference in of_signal(goes, both)
    for officer, own, other in ((world.wilma, goes, vlissingen), (world.vera, vlissingen, goes)):
        assert of_signal(own, actor_for(officer)) == {}
        for name in ("signals:detail", "signals:related"):
            page = client_of(officer).get(reverse(name, args=[own.pk])).content.decode()
            assert not [one for one in (other.reference, case.reference, case.working_name) if one in page], name


def test_the_pages_name_nobody(world: World, client_of: ClientOf, case: Case, karlijn: Actor) -> None:
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson("Demo Kovalsky"),))
    browser = client_of(world.karlijn, make.HAT)
    pages = {
        "cases": browser.get(reverse("cases:related", args=[case.pk])),
        "signals": browser.get(reverse("signals:related", args=[signal.pk])),
    }
    for name, answer in pages.items():
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "ogelijk dezelfde persoon" in page, name
        assert "Kowalski" not in page
        assert "klinkt" not in page
    assert signal.reference in pages["cases"].content.decode()
    assert case.reference in pages["signals"].content.decode()


def test_a_case_can_be_put_aside_from_the_page_of_the_signal(
    world: World, client_of: ClientOf, case: Case, karlijn: Actor
) -> None:
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME),))
    browser = client_of(world.karlijn, make.HAT)
    margin = browser.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert f"{case.reference}</a> {case.working_name}: mogelijk dezelfde persoon" in margin
    given = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "True", "why": "Een andere leeftijd."}
    assert browser.post(reverse("signals:judge-pair", args=[signal.pk, case.pk]), given).status_code == 302
    assert of_signal(signal, karlijn) == of_case(case, karlijn) == {}
    for name, pk in (("signals:related", signal.pk), ("cases:related", case.pk)):
        assert "Een andere leeftijd." in browser.get(reverse(name, args=[pk])).content.decode()
    assert (
        case.reference not in client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    )


def test_two_cases_are_put_aside_as_a_pair_and_brought_back(
    world: World, client_of: ClientOf, case: Case, karlijn: Actor
) -> None:
    other = known(make.intensive(world.goes, world.karlijn), karlijn, Identity(name=NAME))
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME),))
    browser = client_of(world.karlijn, make.HAT)
    pages = [reverse("cases:related", args=[one.pk]) for one in (case, other)]
    step = reverse("cases:judge-pair", args=[case.pk, other.pk])
    assert step in browser.get(pages[0]).content.decode()
    assert reverse("cases:judge-pair", args=[case.pk, signal.pk]) not in browser.get(pages[0]).content.decode()
    assert browser.get(reverse("cases:judge-pair", args=[case.pk, signal.pk])).status_code == 404
    given = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "True", "why": ""}
    assert browser.post(step, given).status_code == 422
    given["why"] = "Een andere leeftijd."
    assert browser.post(step, given).status_code == 302
    assert browser.post(step, given).status_code == 302  # a second click
    assert browser.post(step, given | {"key": str(uuid.uuid4())}).status_code == 409
    assert CasePair.objects.unscoped(reason="test").count() == 1
    assert set(of_case(case, karlijn)) == set(of_case(other, karlijn)) == {signal.reference}
    assert make.SAFE in browser.get(step).content.decode()
    for page in pages:
        told = browser.get(page).content.decode()
        assert "Een andere leeftijd." in told
        assert "Terugzetten<span" in told
        assert len(queries_of(partial(browser.get, page))) <= 12
    assert "hier niet bij hoort" not in browser.get(reverse("cases:course", args=[case.pk])).content.decode()
    # From the other one, and not with itself, nor by who works in one of both places.
    back = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "False", "why": "Toch dezelfde."}
    assert browser.post(reverse("cases:judge-pair", args=[other.pk, case.pk]), back).status_code == 302
    assert other.reference in of_case(case, karlijn)
    with pytest.raises(Invalid):
        operations.judge_pair(case, actor=karlijn, pair=Pair(uuid.uuid4(), case, apart=True, why="Zo."))
    elsewhere = replace(karlijn, content=frozenset({world.vlissingen.pk}), dossiers=frozenset({case.pk}))
    assert not CasePair.objects.visible_to(elsewhere).exists()
    both = replace(elsewhere, dossiers=frozenset({case.pk, other.pk}))  # of the team of both, without mandate
    assert CasePair.objects.visible_to(both).count() == 2


def test_the_pages_take_few_queries_however_many_there_are(
    world: World, client_of: ClientOf, case: Case, karlijn: Actor
) -> None:
    browser = client_of(world.karlijn, make.HAT)
    signal = make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME),))

    def counts() -> list[int]:
        pages = (("cases:related", case.pk), ("signals:related", signal.pk), ("signals:detail", signal.pk))
        return [len(queries_of(partial(browser.get, reverse(name, args=[pk])))) for name, pk in pages]

    counts()  # what a process asks once
    few = counts()
    for _ in range(12):
        make.own_signal(world.goes, world.karlijn, told=(ToldPerson(NAME), make_signal.PHONE))
        known(make.taken_in(world.goes, world.karlijn), karlijn)
    assert counts() == few
    assert max(few[:2]) <= 12
    assert few[2] <= 10
