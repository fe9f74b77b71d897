"""Mijn werk: each hat its own, counted as it is listed, nothing of another."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.attention import work_for
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Absence
from municipalities.roles import actor_for
from signals import operations, terms
from signals.models import Concern, Draft, Handover, Move, Offer, Signal
from signals.work import count_work, work
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .filling import begin

type ClientOf = Callable[..., OutsideClient]

DAY = dt.timedelta(days=1)


def _whats(user: User, hat: str = "") -> list[str]:
    return [item.what for item in work(actor_for(user, hat))]


def _handed_over(world: World) -> Handover:
    signal = make.handled(world.goes, world.wilma)
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate)


def _returned(world: World, *, follow_first: bool = False) -> Signal:
    signal = make.handled(world.goes, world.wilma)
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    question = "Waar slaapt men?"
    operations.return_offer(
        Offer.objects.of(signal).get(), actor=actor_for(world.karlijn), question=question, follow_first=follow_first
    )
    return signal


def test_a_partner_finds_what_waits_for_an_answer_until_it_gave_one(world: World, client_of: ClientOf) -> None:
    handover = _handed_over(world)
    Handover.objects.unscoped(reason="test").update(sent_at=timezone.now() - 12 * DAY)
    (item,) = work(actor_for(world.philo))
    assert (item.what, item.reference) == ("Doormelding beantwoorden", handover.reference)
    assert item.since == today() - 12 * DAY
    client = client_of(world.philo)
    assert "wacht sinds" in client.get(reverse("work")).content.decode()
    assert client.get(item.url).status_code == 200
    assert _whats(world.person("Tirza")) == []
    operations.answer_handover(
        Handover.objects.visible_to(actor_for(world.philo)).get(),
        actor=actor_for(world.philo),
        outcomes=["insufficient"],
        text="Te weinig.",
    )
    assert _whats(world.philo) == []


def test_what_waits_the_longest_for_a_partner_stands_on_top(world: World) -> None:
    sent = []
    for days in (3, 41, 12):
        handover = _handed_over(world)
        moment = timezone.now() - days * DAY
        Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(sent_at=moment)
        sent.append((days, handover.reference))
    found = [item.reference for item in work_for(actor_for(world.philo))]
    assert found == [reference for _, reference in sorted(sent, reverse=True)]


def test_a_colleague_finds_what_she_did_not_send_with_the_day_it_is_deleted(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client)
    until = today() + 14 * DAY
    (item,) = work(actor_for(world.hanna))
    assert item.what.startswith("Concept afmaken, wordt gewist op ")
    assert str(until.year) in item.what
    assert (item.due, item.unit) == (until, "calendar")
    assert client.get(item.url).status_code == 200
    assert str(draft.pk) in item.url
    assert "bewaard tot" in client.get("/").content.decode()
    assert _whats(world.wilma) == []
    Draft.objects.unscoped(reason="test").update(saved_at=timezone.now() - 15 * DAY)
    assert _whats(world.hanna) == []
    assert count_work(actor_for(world.hanna)) == 0


def test_a_question_of_care_coordination_waits_with_the_officer_until_it_is_answered(
    world: World, client_of: ClientOf
) -> None:
    signal = _returned(world)
    (item,) = work(actor_for(world.wilma))
    assert (item.what, item.reference) == ("Vraag van de zorgcoördinator beantwoorden", signal.reference)
    offer = Offer.objects.of(signal).get()
    assert item.due == offer.due_on == terms.ANSWER_RETURN.default.due(timezone.now())
    assert client_of(world.wilma).get(item.url).status_code == 200
    assert _whats(world.vera) == _whats(world.karlijn) == _whats(world.koos) == []
    operations.offer_again(Offer.objects.of(signal).get(), actor=actor_for(world.wilma), reply="In het huis.")
    assert _whats(world.wilma) == []


def test_an_advice_to_follow_first_leads_to_the_signal(world: World) -> None:
    signal = _returned(world, follow_first=True)
    (item,) = work(actor_for(world.wilma))
    assert item.what == "Aanbod kwam terug met het advies: eerst volgen"
    assert item.due is not None
    assert item.url == reverse("signals:detail", args=[signal.pk])


def test_an_advice_that_is_followed_asks_for_nothing_more(world: World, client_of: ClientOf) -> None:
    signal = _returned(world, follow_first=True)
    asked = "aanbod kwam terug met een vraag of advies"
    assert asked in client_of(world.wilma).get("/").content.decode()
    operations.follow_signal(signal, actor=actor_for(world.wilma), why="Te weinig.", what_changes_it="Een melding.")
    assert _whats(world.wilma) == []
    assert count_work(actor_for(world.wilma)) == 0
    assert asked not in client_of(world.wilma).get("/").content.decode()
    assert Offer.objects.visible_to(actor_for(world.karlijn)).get().signal_id == signal.pk


def test_a_question_waits_also_when_the_signal_is_followed(world: World) -> None:
    signal = _returned(world)
    operations.follow_signal(signal, actor=actor_for(world.wilma), why="Te weinig.", what_changes_it="Een melding.")
    assert _whats(world.wilma) == ["Vraag van de zorgcoördinator beantwoorden"]


def test_what_another_municipality_or_care_did_not_answer_in_time_waits_with_the_officer(
    world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)
    moved, unowned = make.triaged(world.goes, world.wilma), make.received(world.goes, world.hanna)
    shared, offered = make.handled(world.goes, world.wilma), make.handled(world.goes, world.wilma)
    for signal in (moved, unowned):
        make.offered_to(signal, world.vlissingen, wilma)
    make.shared_with(shared, world.breda, wilma)
    operations.offer_signal(offered, actor=wilma, why="Hulp nodig.", asked=agreed())

    def silent(user: User) -> dict[str, str]:
        return {item.reference: item.what for item in work(actor_for(user)) if "bel of trek in" in item.what}

    before = count_work(wilma)
    assert silent(world.wilma) == {}
    for model in (Move, Concern, Offer):
        model.objects.unscoped(reason="test").update(due_on=today() - DAY)
    vlissingen, breda = (f"Geen antwoord van {place}: bel of trek in" for place in ("Vlissingen", "Breda"))
    care = "Geen antwoord van de zorgcoördinator: bel of trek in"
    assert silent(world.wilma) == {
        moved.reference: vlissingen, unowned.reference: vlissingen, shared.reference: breda, offered.reference: care,
    }  # fmt: skip
    assert count_work(wilma) == before + 4
    assert silent(world.koos) == {unowned.reference: vlissingen}
    assert (silent(world.karlijn), silent(world.vera)) == ({}, {})
    client = client_of(world.wilma)
    for item in work(wilma):
        assert client.get(item.url).status_code == 200
    operations.withdraw_offer(Offer.objects.of(offered).get(), actor=wilma)
    assert offered.reference not in silent(world.wilma)


def test_on_days_of_absence_the_work_stands_with_the_deputy_too(world: World) -> None:
    make.triaged(world.goes, world.wilma)
    make.followed(world.goes, world.wilma, review_on=today())
    _returned(world)
    assert _whats(world.koos) == []
    away = Absence(user=world.wilma, deputy=world.koos, role=Role.FOCAL_OFFICER)
    away.valid_from, away.valid_until = today() + DAY, today() + 5 * DAY
    away.save()
    assert _whats(world.koos) == []
    Absence.objects.update(valid_from=today())
    assert len(_whats(world.koos)) == count_work(actor_for(world.koos)) == 3
    assert _whats(world.koos) == _whats(world.wilma)
    assert _whats(world.daphne, "focal_officer") == []


def test_another_hat_of_the_same_person_shows_its_own_work_only(world: World) -> None:
    make.received(world.goes, world.hanna)
    assert _whats(world.daphne, "district_coordinator") == []
    assert _whats(world.daphne, "focal_officer") == ["Oppakken"]


@pytest.mark.parametrize("name", ["Wilma", "Koos", "Karlijn", "Philo", "Hanna", "Daphne"])
def test_it_is_counted_as_it_is_listed_in_one_query(world: World, client_of: ClientOf, name: str) -> None:
    _handed_over(world)
    _returned(world)
    begin(client_of(world.hanna))
    begin(client_of(world.wilma))
    make.received(world.goes, world.hanna)
    make.followed(world.goes, world.wilma, review_on=today())
    actor = actor_for(world.person(name))
    listed = len(list(work(actor)))
    counted: list[int] = []
    assert len(queries_of(lambda: counted.append(count_work(actor)))) <= 1
    assert counted == [listed]


@pytest.mark.parametrize("name", ["Wilma", "Philo", "Hanna"])
def test_the_page_asks_as_much_for_many_lines_as_for_few(world: World, client_of: ClientOf, name: str) -> None:
    def more() -> None:
        _handed_over(world)
        _returned(world)
        begin(client_of(world.hanna))

    page = partial(client_of(world.person(name)).get, reverse("work"))
    more()
    page()
    few = len(queries_of(page))
    for _ in range(3):
        more()
    assert len(queries_of(page)) == few
