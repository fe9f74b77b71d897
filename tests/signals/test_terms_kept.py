"""A term starts with what its region has that day, and ends on the day that was fixed then, whatever is set afterwards."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.access import SYSTEM, Actor
from core.errors import Invalid
from core.workdays import AMSTERDAM, today
from municipalities.models import Region, RegionMembership
from municipalities.roles import actor_for
from signals import operations, terms
from signals.codes import Answered, Outcome
from signals.models import Follow, Offer, Question, Signal, Submission
from signals.operations.danger import Danger
from signals.period_sets import Span
from signals.watched import watched
from signals.workflow import HandoverState, QuestionState
from tests.factories import signals as make
from tests.factories import terms as setting
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
DAY = dt.timedelta(days=1)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def _dates(world: World, wilma: Actor) -> dict[str, object]:
    """One of everything that has a term, begun now, with its last day."""
    received = make.received(world.goes, world.hanna)
    decided = make.handled(world.goes, world.wilma)
    told = make.triaged(world.goes, world.wilma)
    operations.decide(told, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
    operations.offer_signal(decided, actor=wilma, why="Hulp nodig.", asked=agreed())
    operations.follow_signal(decided, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    handover = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    operations.answer_handover(handover, actor=actor_for(world.philo), outcomes=[Outcome.values[0]])
    waiting = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    moved = make.offered_to(make.triaged(world.goes, world.wilma), world.breda, wilma)
    concern = make.shared_with(make.handled(world.goes, world.wilma), world.breda, wilma)
    question = make.questioned(make.triaged(world.goes, world.wilma), wilma, to_user_id=world.koos.pk)
    taken = operations.take_up(make.received(world.goes, world.hanna), actor=wilma)
    rows: list[object] = [received, told, handover.signal, waiting, moved, concern, question, taken]
    operations.offer_signal(handover.signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    returned = Offer.objects.of(handover.signal).get()
    rows.append(operations.return_offer(returned, actor=actor_for(world.karlijn), question="Waar slaapt men?"))
    rows += [Offer.objects.of(decided).get(), Follow.objects.of(decided).get()]
    rows.append(Submission.objects.unscoped(reason="test").get(signal=received))
    return {f"{number}-{type(row).__name__}": row for number, row in enumerate(rows)}


_COLUMNS = (
    "due_on",
    "hand_over_by",
    "consider_by",
    "inform_by",
    "remind_on",
    "clock",
    "review_on",
    "motivate_on",
    "expires_on",
)


def _ends(rows: dict[str, object]) -> dict[str, dict[str, object]]:
    found = {}
    for name, row in rows.items():
        fresh = type(row)._base_manager.get(pk=row.pk)  # type: ignore[attr-defined]  # whatever row it is
        found[name] = {column: getattr(fresh, column) for column in _COLUMNS if hasattr(fresh, column)}
    return found


def test_whatever_is_set_nothing_that_runs_moves_and_what_begins_then_is_other(world: World, wilma: Actor) -> None:
    with time_machine.travel(dt.datetime(2026, 9, 16, 12, tzinfo=AMSTERDAM), tick=False):
        rows = _dates(world, wilma)
        before = _ends(rows)
        setting.every_other(world)
        assert _ends(rows) == before
        after = _ends(_dates(world, actor_for(world.wilma, "focal_officer")))
    for name, ends in after.items():
        if "Handover" not in name:  # its clock is agreed for the whole country
            assert ends != before[name], name
    assert before["0-Signal"]["due_on"] == dt.date(2026, 9, 17)
    assert after["0-Signal"]["due_on"] == dt.date(2026, 9, 23)


def test_working_days_skip_easter_and_a_kings_day_that_moved(world: World) -> None:
    """In 2025 the 27th of April was a Sunday: King's Day was the Saturday before it; Easter Monday was the 21st."""
    setting.set_to(world, terms.TAKE_UP, 2, today())
    for received, due in (
        (
            dt.date(2025, 4, 17),
            dt.date(2025, 4, 23),
        ),  # Thursday; Good Friday, the weekend and Easter Monday do not count
        (dt.date(2025, 4, 25), dt.date(2025, 4, 29)),  # Friday; the King's Day of that year is a Saturday
        (dt.date(2026, 4, 24), dt.date(2026, 4, 29)),  # Friday; Monday the 27th is King's Day
    ):
        term = terms.TAKE_UP.of(world.goes.pk)
        assert term.due_from(received) == due


def test_a_signal_gets_the_term_of_its_own_region(world: World) -> None:
    elsewhere = Region.objects.create(name="Verzonnen Oost")
    RegionMembership.objects.filter(municipality=world.vlissingen).update(area=elsewhere)
    setting.set_to(world, terms.DECIDE, 5)
    here, there = make.triaged(world.goes, world.wilma), make.triaged(world.vlissingen, world.vera)
    assert here.due_on == terms.DECIDE.of(world.goes.pk).due(timezone.now())
    assert there.due_on == terms.DECIDE.default.due(timezone.now())
    assert here.due_on != there.due_on


def _on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day} 12:00+01:00", tick=False)


def test_deciding_counts_from_the_arrival_and_gathering_has_a_term_within_it(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    with _on("2026-11-02"):
        signal, waiting = (make.received(world.goes, world.hanna) for _ in range(2))
    with _on("2026-11-03"):
        signal = operations.take_up(signal, actor=wilma)
        assert signal.due_on == dt.date(2026, 11, 23)
    with _on("2026-11-04"):
        signal = operations.gather(signal, actor=wilma)
        assert (signal.due_on, signal.decide_by) == (dt.date(2026, 11, 18), dt.date(2026, 11, 23))
        # Who adds something at once gathers too.
        added = make.triaged(world.goes, world.wilma)
        make.asked(added, wilma)
        assert (_now(added).state, _now(added).gather_by) == ("enriching", dt.date(2026, 11, 18))
        operations.close(_now(added), actor=wilma, closing=make.CLOSING)
        operations.set_danger(signal, actor=wilma, danger=Danger(Answered.YES, not_called="Nog niet."))
    with _on("2026-11-05"):
        signal = operations.set_danger(_now(signal), actor=wilma, danger=Danger(Answered.NO, over="Zij is weg."))
        assert (signal.due_on, signal.decide_by) == (dt.date(2026, 11, 18), dt.date(2026, 11, 23))
    with _on("2026-11-19"):
        client = client_of(world.wilma)
        page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
        shown = re.sub("<[^>]+>", "", page)
        assert "informatie verzamelen 1 dag te laat" in shown
        assert "besluiten nog 2 werkdagen" in shown
        assert signal in watched(Signal.objects.visible_to(wilma), "termijn", wilma)
        assert "Informatie verzamelen afronden" in client.get("/mijn-werk/").content.decode()
        # With danger the decision is due today, and not as late as the gathering is.
        operations.set_danger(_now(signal), actor=wilma, danger=Danger(Answered.YES, not_called="Nog niet."))
        hastened = _now(signal)
        assert (hastened.due_on, hastened.decide_by) == (dt.date(2026, 11, 18), dt.date(2026, 11, 19))
        operations.set_danger(hastened, actor=wilma, danger=Danger(Answered.NO, over="Zij is weg."))
        assert operations.stop_gathering(_now(signal), actor=wilma).due_on == dt.date(2026, 11, 23)
        # What is gathered again waits no longer than the decision may.
        again = operations.gather(_now(signal), actor=wilma)
        assert (again.due_on, again.due_for) == (dt.date(2026, 11, 23), "")
        decided = operations.decide(again, actor=wilma, judgement=make.JUDGEMENT)
        assert (decided.gather_by, decided.decide_by) == (None, None)
    with _on("2026-11-30"):
        # Who takes it up too late has not missed the next term at once, and gains nothing by it.
        assert operations.take_up(waiting, actor=wilma).due_on == dt.date(2026, 12, 1)
        closed = operations.close(_now(signal), actor=wilma, closing=make.CLOSING)
        assert operations.reopen(closed, actor=wilma, new_fact="Meer.").due_on == dt.date(2026, 12, 21)
    with _on("2026-12-02"):
        # In the figures of a period as on the page: taken up late, and decided late.
        span = Span(wilma, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
        assert set(span.pace.late) == {waiting.pk}


def _now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def test_with_direct_danger_it_is_the_same_day_whatever_is_set(world: World, wilma: Actor) -> None:
    setting.every_other(world)
    signal = make.received(world.goes, world.hanna, danger=Answered.YES)
    assert signal.due_on == today()
    assert operations.take_up(signal, actor=wilma).due_on == today()
    decided = operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
    assert decided.hand_over_by == decided.due_on == today()


def test_a_partner_who_is_asked_in_another_region_changes_nothing_of_the_clock(world: World, wilma: Actor) -> None:
    """Reminders after 14 and 28 days, no answer after 56: as they were when it was sent."""
    sent = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    start = today()
    assert sent.clock == [start + days * DAY for days in (14, 28, 56)]
    for reminders, days in ((1, 28), (2, 56)):
        sent = operations.remind_handover(sent, actor=SYSTEM)
        assert (sent.reminders, sent.remind_on) == (reminders, start + days * DAY)
    assert sent.is_at_last_step
    assert operations.expire_handover(sent, actor=SYSTEM).state == HandoverState.NO_ANSWER


def test_a_question_expires_on_the_day_that_was_fixed_when_it_was_asked(world: World, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma)
    asked = make.questioned(signal, wilma, to_user_id=world.koos.pk)
    setting.set_to(world, terms.EXPIRE_QUESTION, 7)
    later = make.questioned(signal, actor_for(world.wilma), to_user_id=world.koos.pk, text="En nog iets?")
    assert asked.expires_on == asked.due_on + 28 * DAY
    assert later.expires_on == later.due_on + 7 * DAY
    _run_clock(later.expires_on + DAY)
    states = {one.pk: one.state for one in Question.objects.of(signal)}
    assert (states[asked.pk], states[later.pk]) == (QuestionState.OPEN, QuestionState.EXPIRED)


def _run_clock(day: dt.date) -> None:
    from jobs.models import Job  # noqa: PLC0415 (only this test needs it)
    from signals.tasks import run_question_clock  # noqa: PLC0415 (only this test needs it)

    with time_machine.travel(dt.datetime.combine(day, dt.time(12), AMSTERDAM), tick=False):
        run_question_clock(Job(kind="signals.question_clock"), SYSTEM)


def test_a_follow_is_motivated_from_the_day_that_was_fixed_when_it_began(world: World, wilma: Actor) -> None:
    signal = make.followed(world.goes, world.wilma)
    follow = Follow.objects.of(signal).get()
    setting.set_to(world, terms.MOTIVATE_FOLLOW, 1)
    two_months_on = dt.datetime.combine(today() + 62 * DAY, dt.time(12), AMSTERDAM)
    with time_machine.travel(two_months_on, tick=False):
        follow = operations.review_follow(follow, actor=actor_for(world.wilma), line="Niets nieuws.")
    half_a_year_on = dt.datetime.combine(follow.motivate_on, dt.time(12), AMSTERDAM)
    with time_machine.travel(half_a_year_on, tick=False), pytest.raises(Invalid):
        operations.review_follow(follow, actor=actor_for(world.wilma), line="Weer niets.")


def test_the_next_look_takes_the_term_of_that_day(world: World, wilma: Actor) -> None:
    signal = make.followed(world.goes, world.wilma)
    follow = Follow.objects.of(signal).get()
    assert follow.review_on == today() + 30 * DAY
    setting.set_to(world, terms.REVIEW_FOLLOW, 14)
    assert Follow.objects.of(signal).get().review_on == today() + 30 * DAY
    again = operations.review_follow(follow, actor=actor_for(world.wilma), line="Niets nieuws.")
    assert again.review_on == today() + 14 * DAY


def test_a_reporter_waits_as_long_as_was_promised_when_it_came_in(world: World) -> None:
    reported = make.received(world.goes, world.hanna)
    setting.set_to(world, terms.INFORM_REPORTER, 1)
    wilma = actor_for(world.wilma)
    after_two = dt.datetime.combine(today() + 4 * DAY, dt.time(12), AMSTERDAM)
    with time_machine.travel(after_two, tick=False):
        assert not watched(Signal.objects.visible_to(wilma), "melder", wilma)
    with time_machine.travel(dt.datetime.combine(reported.inform_by + DAY, dt.time(12), AMSTERDAM), tick=False):
        assert list(watched(Signal.objects.visible_to(wilma), "melder", wilma)) == [reported]


def test_pages_say_the_terms_of_the_region(world: World, client_of: ClientOf) -> None:
    setting.every_other(world)
    client = client_of(world.wilma)
    signal = make.triaged(world.goes, world.wilma)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Uiterlijk over 60 dagen" in page
    form = client.get(reverse("signals:ask", args=[signal.pk])).context["form"]
    assert form["within"].value() == 15
    followed = make.followed(world.goes, world.wilma, review_on=today())
    follow = Follow.objects.of(followed).get()
    assert "60 dagen" in client.get(reverse("signals:review-follow", args=[follow.pk])).content.decode()
    assert "Over 60 dagen bekijkt" in client.get(reverse("signals:review-many")).content.decode()


def test_a_term_that_the_asker_chose_may_be_one_of_the_regions_own(world: World, client_of: ClientOf) -> None:
    setting.set_to(world, terms.USUAL_ANSWER, 3)
    client = client_of(world.wilma)
    signal = make.triaged(world.goes, world.wilma)
    form = client.get(reverse("signals:ask", args=[signal.pk])).context["form"]
    assert [days for days, _ in form.fields["within"].choices] == [1, 2, 3, 5, 10, 15]
