"""A signal that belongs elsewhere: asked, taken over as a new dossier, refused or withdrawn; each side sees its own."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.columns import column_of, label_of_column
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.unit import current_unit
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.models import Municipality
from municipalities.roles import actor_for
from municipalities.shielding import excluded_from, team_of
from reports.figures.signals import received_by_place
from reports.periods import Period, PeriodKind
from signals import operations
from signals.attention import lines
from signals.codes import Certainty, MoveField, PossibleRole
from signals.models import Arrival, Consent, Move, Reporter, Signal, SignalPerson, Submission
from signals.operations.along import ALWAYS
from signals.operations.completing import Completion
from signals.operations.logging import ReporterFacts
from signals.operations.moving import OfferedMove
from signals.operations.people import Named
from signals.watched import watched
from signals.work import work
from signals.workflow import SignalState
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
type ClientOf = Callable[..., OutsideClient]
ALL = tuple(MoveField)
WHY = "Het huis ligt in Breda."


def offered(signal: Signal, to: Municipality, *fields: MoveField, actor: Actor | None = None, **given: Any) -> Arrival:
    key = given.pop("key", None) or uuid.uuid4()
    asked = OfferedMove(key, to, WHY, fields)
    operations.offer_move(signal, actor=actor or officer_of(signal), offered=asked, **given)
    arrival: Arrival = Arrival.objects.unscoped(reason="test").get(move_id=key)
    return arrival


def completion_of(signal: Signal) -> Completion:
    """What is known already, and one fact more."""
    same = {one.name: getattr(signal, one.name) for one in fields(Completion) if hasattr(signal, one.name)}
    return Completion(**same | {"more_facts": "Het busje komt elke nacht.", "reporter": ReporterFacts()})


def officer_of(signal: Signal) -> Actor:
    assert signal.owner is not None
    return actor_for(signal.owner)


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def events() -> list[tuple[str, int | None]]:
    return [(event.event.removeprefix("signals."), event.municipality_id) for event in current_unit().gathered]


def test_taken_over_it_is_a_new_dossier_there_and_the_old_one_leads_by_number_only(
    world: World, as_user: AsUser
) -> None:
    signal = make.received(
        world.goes, world.hanna, company="Rozenhof", interpretation="Vast uitbuiting.", address="Kade 1"
    )
    with as_user(world.wilma) as wilma:
        asked = OfferedMove(uuid.uuid4(), world.breda, WHY, [MoveField.COMPANY])
        operations.offer_move(signal, actor=wilma, offered=asked)
    arrival = Arrival.objects.unscoped(reason="test").get()
    assert set(OutboxMessage.objects.values_list("user_id", flat=True)) >= {world.floor.pk}
    with as_user(world.floor) as floor:
        assert not Signal.objects.visible_to(floor).exists()
        assert set(rows_within_walls(signal.dossier_id)) == set()
        assert [item.what for item in work(floor)] == ["Overnemen van Goes?"]
        assert [line.text for line in lines(floor)] == ["1 signaal aangeboden door een andere gemeente"]
        made = operations.accept_move(actor=floor, arrival=arrival, seen=arrival.version)
        assert operations.accept_move(actor=floor, arrival=arrival, seen=arrival.version) == made
        assert set(rows_within_walls(signal.dossier_id)) == set()  # still nothing of the sender's
        here = Signal.objects.visible_to(floor).get()
        assert next(iter(work(floor))).what == "Beoordelen"
    assert (here.municipality, here.owner, here.state) == (world.breda, world.floor, SignalState.TRIAGE)
    assert (here.facts, here.company, here.interpretation, here.address) == (signal.facts, "Rozenhof", "", None)
    assert here.received_at == signal.received_at
    assert here.due_on > today()
    with as_user(world.wilma) as wilma:
        there = Signal.objects.visible_to(wilma).get()
        assert (there.state, there.due_on) == (SignalState.MOVED, None)
        assert Move.objects.of(there).get().new_reference == here.reference
        assert set(rows_within_walls(here.dossier_id)) == set()
        # Its reporter still waits for word, and that stays work of who moved it.
        assert not any("melder" in line.text for line in lines(wilma))
        Signal._base_manager.filter(pk=there.pk).update(inform_by=today() - dt.timedelta(days=1))
        waiting = [line.text for line in lines(wilma) if "melder" in line.text]
        assert waiting == ["1 melder die nog niets hoorde"]
        assert list(watched(Signal.objects.listed_for(wilma), "melder", wilma)) == [there]
        operations.inform_reporter(now(there), actor=wilma, answer="Het ligt nu bij Breda.")
        assert not watched(Signal.objects.listed_for(wilma), "melder", wilma)
    with as_user(world.hanna) as hanna:
        sent = Submission.objects.visible_to(hanna).get()
        assert (sent.stand, sent.answer) == ("In behandeling", "Het ligt nu bij Breda.")
    told = set(events())
    assert {("move_offered", world.goes.pk), ("move_arrived", world.breda.pk)} <= told
    assert {("move_accepted", world.goes.pk), ("taken_over", world.breda.pk)} <= told
    year = Period.holding(today(), PeriodKind.YEAR)
    assert received_by_place([world.goes.pk, world.breda.pk], year) == {world.breda.pk: 1}


def test_what_was_chosen_goes_along_and_a_reporter_who_stays_unknown_never(world: World) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    known = ReporterFacts(name="Buurvrouw", function="Balie", contact="0113", wants_anonymity=False)
    signal = make.triaged(world.goes, world.wilma, facts="Jan Jansen woont er.", address="Kade 1", reporter=known)
    operations.move_name(signal, actor=wilma, named=Named("Jan Jansen", PossibleRole.VICTIM, Certainty.SEEN))
    operations.note_consent(now(signal), actor=wilma, key=uuid.uuid4(), asked=agreed())
    made = operations.accept_move(actor=floor, arrival=offered(now(signal), world.breda, *ALL))
    assert not Consent.objects.of(made).exists()  # what somebody said to Goes she said to Goes: Breda asks her itself
    assert (made.address, made.facts) == ("Kade 1", "persoon 1 woont er.")
    assert SignalPerson.objects.of(made).get().name == "Jan Jansen"
    reporter = Reporter.objects.of(made).get()
    assert (reporter.name, reporter.function) == ("Buurvrouw", "Balie")
    unknown = make.triaged(world.goes, world.wilma, reporter=ReporterFacts("Buurman", "Conciërge"))
    made = operations.accept_move(actor=floor, arrival=offered(unknown, world.breda, *ALL))
    reporter = Reporter.objects.of(made).get()
    assert (reporter.name, reporter.function) == (None, None)


def test_only_what_the_page_of_the_offer_showed_goes_along(world: World) -> None:
    wilma = actor_for(world.wilma)
    signal = make.triaged(world.goes, world.wilma, facts="Jan Jansen woont er.")
    named = Named("Jan Jansen", PossibleRole.VICTIM, Certainty.SEEN)
    completion = completion_of(signal)
    offered(signal, world.breda, *ALL)
    with pytest.raises(WrongState, match="aangeboden aan Breda"):
        operations.move_name(now(signal), actor=wilma, named=named)
    with pytest.raises(WrongState, match="aangeboden aan Breda"):
        operations.complete_signal(now(signal), actor=wilma, completion=completion)
    operations.withdraw_move(Move.objects.of(signal).get(), actor=wilma)
    operations.complete_signal(now(signal), actor=wilma, completion=completion)
    operations.move_name(now(signal), actor=wilma, named=named)


def test_refused_or_withdrawn_it_stays_and_nothing_was_copied(world: World) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    signal = make.triaged(world.goes, world.wilma)
    first = offered(signal, world.breda)
    with pytest.raises(Invalid):
        operations.refuse_move(actor=floor, arrival=first, refusal=" ")
    for _ in range(2):
        refused = operations.refuse_move(actor=floor, arrival=first, refusal="Het ligt in Tilburg.")
    assert (refused.state, Move.objects.of(signal).get().refusal) == ("refused", "Het ligt in Tilburg.")
    with pytest.raises(WrongState, match="niet meer aangeboden"):
        operations.accept_move(actor=floor, arrival=first)
    second = offered(now(signal), world.vlissingen)
    move = Move.objects.of(signal).get(state="offered")
    operations.withdraw_move(move, actor=wilma, version=1)
    with pytest.raises(WrongState, match="niet meer aangeboden"):
        operations.accept_move(actor=actor_for(world.vera), arrival=second)
    with pytest.raises(WrongState):
        operations.withdraw_move(move, actor=wilma)
    assert Signal.objects.unscoped(reason="test").count() == 1
    assert now(signal).state == SignalState.TRIAGE


def test_one_question_at_a_time_and_no_decision_meanwhile(world: World) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    signal, key = make.triaged(world.goes, world.wilma), uuid.uuid4()
    arrival = offered(signal, world.breda, key=key, version=signal.version)
    offered(signal, world.breda, key=key, version=signal.version)  # a second click
    assert Arrival.objects.unscoped(reason="test").count() == 1
    with pytest.raises(WrongState, match="overdracht"):
        offered(now(signal), world.vlissingen)
    with pytest.raises(WrongState, match="aangeboden aan Breda"):
        operations.decide(now(signal), actor=wilma, judgement=make.JUDGEMENT)
    with pytest.raises(Conflict):
        operations.accept_move(actor=floor, arrival=arrival, seen=arrival.version + 1)
    operations.follow_signal(now(signal), actor=wilma, why="Even.", what_changes_it="Meer.")
    with pytest.raises(WrongState, match="werkt nog aan"):
        operations.accept_move(actor=floor, arrival=arrival)
    assert now(signal).state == SignalState.TRIAGE
    with pytest.raises(WrongState):
        offered(make.handled(world.goes, world.wilma), world.breda)
    with pytest.raises(Invalid):
        offered(make.triaged(world.goes, world.wilma), world.goes)


def test_only_an_officer_on_each_side_has_a_say(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma)
    arrival = offered(signal, world.breda)
    for user in (world.wilma, world.vera, world.person("Berend"), world.lowie):
        assert not Arrival.objects.visible_to(actor_for(user)).exists()
        with pytest.raises(Forbidden):
            operations.accept_move(actor=actor_for(user), arrival=arrival)
    with pytest.raises(Forbidden):
        offered(make.triaged(world.goes, world.wilma), world.breda, actor=actor_for(world.karlijn))


def test_who_is_kept_out_here_is_kept_out_there_too(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma)
    shield.excluded(signal, world.floor)
    shield.restricted(signal, [world.wilma])
    arrival = offered(signal, world.breda)
    assert excluded_from(arrival.dossier_id) == {world.floor.pk}
    assert not Arrival.objects.visible_to(actor_for(world.floor)).exists()
    free = make.triaged(world.goes, world.wilma)
    shield.restricted(free, [world.wilma])
    made = operations.accept_move(actor=actor_for(world.floor), arrival=offered(free, world.breda))
    assert team_of(made.dossier_id) == frozenset({world.floor.pk})


def test_both_sides_read_that_it_is_restricted_and_who_takes_it_over_says_who_sees_it(
    world: World, client_of: ClientOf
) -> None:
    signal, berend = make.triaged(world.goes, world.wilma), world.person("Berend")
    told = "Dit signaal is daar afgeschermd"
    offering, free = reverse("signals:offer-move", args=[signal.pk]), offered(signal, world.breda)
    floor = client_of(world.floor)
    assert told not in floor.get(reverse("signals:arrival", args=[free.pk])).content.decode()
    operations.withdraw_move(Move.objects.of(signal).get(), actor=actor_for(world.wilma))
    shield.restricted(signal, [world.wilma])
    assert "Dit signaal is afgeschermd" in client_of(world.wilma).get(offering).content.decode()
    arrival = offered(signal, world.breda)
    asked = floor.get(reverse("signals:arrival", args=[arrival.pk]))
    assert told in asked.content.decode()
    assert [pk for pk, _ in asked.context["form"].fields["team"].choices] == [berend.pk]
    accept = reverse("signals:accept-move", args=[arrival.pk])
    press = {"hat": floor.hat, "version": arrival.version}
    wrong = floor.post(accept, press | {"team": world.vera.pk})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"team"})
    taken = floor.post(accept, press | {"team": berend.pk})
    assert team_of(arrival.dossier_id) == frozenset({world.floor.pk, berend.pk})
    new = floor.get(taken.headers["Location"]).content.decode()
    assert "Het is afgeschermd. Onder “Wie mag dit zien?” leest en wijzigt u wie" in new
    assert reverse("signals:restrict", args=[arrival.pk]) in new


def test_every_column_that_always_goes_along_has_a_name_of_its_own_to_be_shown_under() -> None:
    assert len({label_of_column(Signal, name) for name in ALWAYS}) == len(ALWAYS)
    assert all(getattr(column_of(Signal, name), "_verbose_name", None) for name in ALWAYS)


def test_the_pages_show_what_goes_and_what_stays_and_the_receiver_nothing_of_it(
    world: World, client_of: ClientOf
) -> None:
    signal = make.triaged(world.goes, world.wilma, address="Kade 1", interpretation="Een vermoeden.")
    make.asked(signal, actor_for(world.wilma))
    wilma, url = client_of(world.wilma), reverse("signals:offer-move", args=[signal.pk])
    before = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert url in before
    assert reverse("signals:complete", args=[signal.pk]) in before
    answer = wilma.get(url)
    page, form = answer.content.decode(), answer.context["form"]
    for words in (make.FACTS, "Wat is er gezien of gehoord", "Kade 1", "Een vermoeden.", "Verzamelde informatie (1)"):
        assert words in page
    assert form.fields["fields_along"].initial == ["address"]
    data = {name: form[name].value() or "" for name in form.fields} | {"fields_along": ["address"]}
    assert wilma.post(url, data).status_code == 422
    data |= {"to_municipality": world.breda.pk, "why": WHY}
    for _ in range(2):
        assert wilma.post(url, data).status_code == 302
    mine = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    withdraw = reverse("signals:withdraw-move", args=[Move.objects.of(signal).get().pk])
    assert withdraw in mine
    assert "kan het signaal dan niet meer overnemen" in wilma.get(withdraw).content.decode()
    assert "Besluit vastleggen" not in mine
    assert reverse("signals:complete", args=[signal.pk]) not in mine
    arrival = Arrival.objects.unscoped(reason="test").get()
    floor, there = client_of(world.floor), reverse("signals:arrival", args=[arrival.pk])
    asked = floor.get(there).content.decode()
    assert WHY in asked
    assert signal.reference in asked
    assert make.FACTS not in asked
    assert client_of(world.vera).get(there).status_code == 404
    press = {"hat": floor.hat, "version": arrival.version}
    for _ in range(2):
        taken = floor.post(reverse("signals:accept-move", args=[arrival.pk]), press)
        assert taken.headers["Location"] == reverse("signals:detail", args=[arrival.pk])
    new = floor.get(taken.headers["Location"]).content.decode()
    assert f"begon in Goes als {signal.reference}" in new
    assert "Kade 1" in new
    assert "Een vermoeden." not in new
    assert floor.get(there).status_code == 302
    assert floor.get(reverse("signals:detail", args=[signal.pk])).status_code == 404
    done = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Overgedragen aan andere gemeente" in done
    assert Signal._base_manager.get(pk=arrival.pk).reference in done
