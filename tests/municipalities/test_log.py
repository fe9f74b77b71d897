"""The page on the log for who watches over it: who saw what in her municipalities, without content, and nothing else."""

import datetime as dt
import html
import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.events import Kind, Result, told_as
from audit.models import AuditEvent
from audit.recording import record_view
from cases import operations as case_operations
from cases.models import CasePerson
from cases.operations.people import Identity
from core.access import declared_actions
from core.errors import Conflict
from core.unit import unit_of_work
from municipalities.codes import Role
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations
from signals.events import SignalEvent
from signals.models import Signal
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]

URL = "/controle/"
NAME = "Vreemdenaamdrager"


@pytest.fixture
def vince(world: World, client_of: ClientOf) -> OutsideClient:
    """The privacy officer of Goes."""
    return client_of(world.person("Vince"))


@pytest.fixture
def elsewhere(world: World, client_of: ClientOf) -> OutsideClient:
    """Otto, privacy officer of Vlissingen."""
    give(world.vlissingen, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    return client_of(world.outsider)


def logged(world: World, client_of: ClientOf) -> tuple[Any, Any]:
    """Wilma looked at a signal of Goes, Karlijn at who somebody is in a case; Vera was refused the signal."""
    with unit_of_work():
        signal = make.handled(world.goes, world.wilma, facts=f"{NAME} in de haven")
    with unit_of_work():
        case = make_case.intensive(world.goes, world.karlijn)
        who = Identity(name=NAME)
        case_operations.add_person(case, actor=make_case.coordinator(world.karlijn), key=uuid.uuid4(), identity=who)
    client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk]))
    client_of(world.vera).get(reverse("signals:detail", args=[signal.pk]))
    person = CasePerson.objects.of(case).get()
    client_of(world.karlijn).post(reverse("cases:reveal", args=[person.pk]), {"hat": make_case.HAT})
    return signal, case


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_she_reads_who_saw_and_who_was_refused_and_no_content(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    signal, case = logged(world, client_of)
    page = text(vince.get(URL))
    assert signal.reference in page
    assert case.reference in page
    for words in ("heeft het signaal bekeken", "heeft de gegevens van een persoon bekeken", "een signaal bekijken"):
        assert words in page
    for name in (world.wilma, world.karlijn, world.vera):
        assert name.full_name in page
    assert "geweigerd</span>" in page
    for secret in (NAME, case.working_name, "haven", "signals.view<"):
        assert secret not in page


def test_what_was_refused_is_told_in_words_of_its_own() -> None:
    told = {action: told_as(action, Kind.READ, Result.REFUSED) for action in declared_actions()}
    assert [action for action, words in told.items() if len(words) < len("openen") or "." in words] == []
    assert sorted(told.values()) == sorted(set(told.values()))
    of_no_action = [told_as("account_sessions", kind, Result.REFUSED) for kind in Kind]
    assert of_no_action == ["een formulier versturen", "een pagina bekijken"]


def test_one_of_another_municipality_sees_none_of_it(
    world: World, client_of: ClientOf, elsewhere: OutsideClient
) -> None:
    signal, case = logged(world, client_of)
    for query in ({}, {"nummer": signal.reference}, {"nummer": case.reference}, {"wie": world.wilma.pk}):
        page = text(elsewhere.get(URL, query))
        # What she typed herself stands in the field.
        assert page.count(signal.reference) == (query.get("nummer") == signal.reference)
        assert page.count(case.reference) == (query.get("nummer") == case.reference)
        assert world.wilma.full_name not in page
        assert "Persoon 1" not in page


def test_one_of_the_region_sees_all_its_municipalities(world: World, client_of: ClientOf) -> None:
    signal, _ = logged(world, client_of)
    give(world.region, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    assert signal.reference in text(client_of(world.outsider).get(URL))


def test_the_wall_lets_her_read_the_log_and_no_dossier(world: World, client_of: ClientOf) -> None:
    logged(world, client_of)
    actor = actor_for(world.person("Vince"))
    with contexts.acting_as(actor), overseeing(actor):
        assert set(AuditEvent.objects.unscoped(reason="test").values_list("chain", flat=True)) >= {world.goes.pk}
        assert not AuditEvent.objects.unscoped(reason="test").filter(chain=world.vlissingen.pk).exists()
        for table in ("signals_signal", "cases_case", "cases_caseperson"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own table names
                assert cursor.fetchone() == (0,)
    with contexts.acting_as(actor):
        assert not AuditEvent.objects.unscoped(reason="test").filter(chain=world.goes.pk).exists()


@pytest.mark.parametrize("person", ["Wilma", "Karlijn", "Daphne", "Lowie", "Bo", "Hanna", "Jet"])
def test_nobody_else_has_the_page(world: World, client_of: ClientOf, person: str) -> None:
    answer = client_of(world.person(person)).get(URL)
    assert answer.status_code == 403


def test_no_two_facts_are_offered_under_the_same_words(vince: OutsideClient) -> None:
    words = [str(label) for _fact, label in vince.get(URL).context["form"].fields["wat"].choices]
    assert sorted(words) == sorted(set(words))


def test_each_filter_leaves_what_was_asked(world: World, client_of: ClientOf, vince: OutsideClient) -> None:
    signal, case = logged(world, client_of)

    def lines(**query: Any) -> list[Any]:
        return list(vince.get(URL, query).context["lines"])

    whole = lines()
    assert {line.who for line in lines(wie=world.vera.pk)} == {world.vera.full_name}
    assert {line.what for line in lines(wat="signals.viewed")} == {"heeft het signaal bekeken"}
    assert all(line.refused for line in lines(uitkomst="geweigerd"))
    assert len(lines(uitkomst="geweigerd")) == 1
    assert {line.number for line in lines(nummer=signal.reference.lower().replace("-", " "))} == {signal.reference}
    assert 0 < len(lines(soort="read")) < len(whole)
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    assert lines(tot=yesterday) == []
    assert len(lines(wie="onzin", soort="onzin", persoon="onzin")) == len(whole)
    assert case.reference in {line.number for line in whole}
    with unit_of_work(), suppress(Conflict):
        operations.take_up(signal, actor=actor_for(world.wilma), version=0)
    [stale] = lines(uitkomst="kon-niet")
    assert (stale.refused, stale.outcome, stale.what) == (False, "kon niet", "een signaal oppakken")
    assert len(lines(uitkomst="geweigerd")) == 1


def test_who_saw_a_person_is_asked_by_the_number_of_the_case(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    _, case = logged(world, client_of)
    answer = vince.get(URL, {"nummer": case.reference})
    assert "Persoon 1" in text(answer)
    [person] = answer.context["persons"]
    looks = vince.get(URL, {"nummer": case.reference, "persoon": person.key}).context["lines"]
    assert [(line.who, line.what, line.number) for line in looks] == [
        (world.karlijn.full_name, "heeft de gegevens van een persoon bekeken", case.reference)
    ]


def test_a_year_is_the_longest_period(vince: OutsideClient) -> None:
    answer = vince.get(URL, {"van": "2019-01-01"})
    first, last = answer.context["days"]
    assert (last - first).days == 366
    assert "ten hoogste een jaar" in text(answer)
    assert "ten hoogste een jaar" not in text(vince.get(URL))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"van": "2026-03-02", "tot": "2026-03-01"}, "van", "ligt na"),
        ({"van": "9999-12-31"}, "van", "moet nog komen"),
        ({"van": "onzin"}, "van", "Dit is geen datum"),
        ({"tot": "31-02-2026"}, "tot", "Dit is geen datum"),
        ({"nummer": "S-ONZI-N"}, "nummer", "Dit is geen nummer van een dossier"),
        ({"nummer": "S" * 30}, "nummer", "Dit is geen nummer van een dossier"),
    ],
    ids=["backwards", "to-come", "no-day", "no-such-day", "no-number", "too-long"],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_looked_up(
    typed: dict[str, str], field: str, words: str, world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    logged(world, client_of)
    answer = vince.get(URL, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in page.partition(f'id="id_{field}_error"')[2]
    assert f'value="{typed[field]}"' in page
    assert not answer.context["lines"]
    assert "Niets gevonden" not in page
    assert world.wilma.full_name not in page.partition("</form>")[2].partition("</form>")[2]


def test_a_dossier_in_the_list_leads_to_everybody_who_was_in_it(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    signal, _ = logged(world, client_of)
    asked: dict[str, Any] = {"wie": world.vera.pk, "uitkomst": "geweigerd", "van": "2026-01-01"}
    page = text(vince.get(URL, asked))
    [query] = re.findall(r'href="(\?[^"]*nummer=[^"]*)"', page)
    whole = vince.get(URL + html.unescape(query))
    assert {world.vera.full_name, world.wilma.full_name} <= {line.who for line in whole.context["lines"]}
    assert whole.context["form"].number == signal.reference
    assert "van=2026-01-01" in query


def test_how_to_ask_who_saw_a_person_stands_there_before_anything_was_asked(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    _, case = logged(world, client_of)
    assert "het nummer van de casus" in text(vince.get(URL)).partition("Wie zag een persoon?")[2]
    assert "Persoon 1" in text(vince.get(URL, {"nummer": case.reference}))
    other: dict[str, Any] = {
        "nummer": logged(world, client_of)[0].reference,
        "persoon": "00000000-0000-4000-8000-000000000000",
    }
    answer = vince.get(URL, other)
    assert "staat nergens in het logboek dat iemand de gegevens van een persoon bekeek" in text(answer)
    assert answer.context["lines"]


def test_her_search_stands_in_the_log_without_what_she_asked(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    signal, _ = logged(world, client_of)
    vince.get(URL, {"nummer": signal.reference})
    event = AuditEvent.objects.unscoped(reason="test").get(event="municipalities.log_searched")
    assert (event.actor_id, event.hat) == (world.person("Vince").pk, Role.PRIVACY_OFFICER)
    assert set(event.detail) == {"rows", "query"}
    assert signal.reference not in str(event.detail)


def test_the_page_asks_as_much_for_many_events_as_for_few(
    world: World, client_of: ClientOf, vince: OutsideClient
) -> None:
    signal, _ = logged(world, client_of)
    vince.get(URL)
    few = len(queries_of(lambda: vince.get(URL)))
    with unit_of_work():
        for _ in range(60):
            record_view(SignalEvent.VIEWED, signal, actor=actor_for(world.wilma))
    # One of them is of the frame: how much waits for a privacy officer (signals/judging.py).
    assert len(queries_of(lambda: vince.get(URL))) <= few <= 9
    page = vince.get(URL)
    assert len(page.context["lines"]) == 25
    following = vince.get(URL, {"na": page.context["page"].next})
    assert following.context["lines"]
    assert page.context["lines"][-1].at >= following.context["lines"][0].at


def test_she_reaches_no_content_still(world: World) -> None:
    actor = actor_for(world.person("Vince"))
    assert actor.oversees == {world.goes.pk}
    assert [reached for reached in (actor.content, actor.governance, actor.dossiers, actor.partners) if reached] == []
    assert not Signal.objects.visible_to(actor).exists()
    for person in ("Wilma", "Karlijn", "Lowie", "Bo"):
        assert actor_for(world.person(person)).oversees == frozenset()


@pytest.mark.parametrize("asked", ["tot=0001-01-01", "van=0001-01-01&tot=0001-06-01", "tot=9999-12-31"])
def test_a_day_at_the_edge_of_all_calendars_is_a_period_like_any_other(asked: str, vince: OutsideClient) -> None:
    assert vince.get(f"{URL}?{asked}").status_code == 200
