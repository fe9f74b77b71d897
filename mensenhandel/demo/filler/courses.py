"""What happened to a generated signal, per fate; and which of them became a case."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.workdays import local_date
from mensenhandel.demo.texts.writer import Writer
from mensenhandel.demo.world import World
from signals import terms
from signals.codes import CloseReason
from signals.events import SignalEvent
from signals.models import Handover, Signal
from signals.workflow import HandoverState, OfferState, SignalState

from . import looks
from .begin import open_file
from .deal import Card, deal
from .erase import erase_when_due
from .fates import CASES, Fate
from .file import File
from .sheet import SIGNAL_ROWS, Sheet

F = Fate
# Followed for longer than this: another way was tried first.
_FOLLOWED_AT_MOST = 290


@dataclass(frozen=True, slots=True)
class BecameCase:
    """A generated signal that care coordination accepted, and when."""

    card: Card
    signal: Signal
    accepted_at: datetime


@dataclass
class Courses:
    """All generated signals, written one by one."""

    world: World
    sheet: Sheet
    writer: Writer
    cases: list[BecameCase] = field(default_factory=list)
    _handovers: Counter[str] = field(default_factory=Counter)

    def run(self) -> list[BecameCase]:
        """Write everything; gives those that became a case."""
        for card in deal(self.world):
            file = open_file(self.sheet, self.writer, card)
            _COURSES[card.fate](self, file)
            erase_when_due(file, self.world.moment(0, "07:00"))
        self.sheet.store(SIGNAL_ROWS)
        return self.cases

    # --- pieces of a course

    def _judge(self, file: File) -> None:
        file.take_up()
        if file.card.number % 3 == 0:
            file.gather()
        file.decide()
        file.inform()

    def _pass_on(self, file: File) -> Handover:
        turn = self._handovers[file.card.area]
        self._handovers[file.card.area] += 1
        return file.hand_over(looks.ANSWERS[turn % len(looks.ANSWERS)])

    def _follow_now(self, file: File) -> None:
        """Followed until today, most of them passed on as well; for those that wait longest following came later."""
        decided = file.now
        if file.card.number % 3:
            self._pass_on(file)
        if file.card.ago(self.world) > _FOLLOWED_AT_MOST:
            start = self.world.date(70 + self.world.random.randrange(_FOLLOWED_AT_MOST - 80))
            if start > local_date(file.now):
                file.at(start)
        else:
            file.now = decided
            file.later(workdays=1)
        file.follow(self.world.day, late=file.card.number % 14 == 0)

    # --- courses

    def received(self, file: File) -> None:
        """Nobody took it up yet."""

    def triage(self, file: File) -> None:
        file.take_up()

    def enriching(self, file: File) -> None:
        file.take_up()
        file.later(workdays=1)
        file.state(SignalState.ENRICHING)
        file.log(SignalEvent.GATHERING)

    def waiting(self, file: File) -> None:
        self._judge(file)
        file.hand_over(terms.EXPIRE_HANDOVER.amount + 1)

    def offered(self, file: File) -> None:
        file.take_up()
        file.now += timedelta(minutes=25)
        file.decide_at_once()
        file.offer()

    def follow_own(self, file: File) -> None:
        self._judge(file)
        self._follow_now(file)

    def follow_returned(self, file: File) -> None:
        self._judge(file)
        file.answer_offer(file.offer(), OfferState.RETURNED)
        self._follow_now(file)

    def case(self, file: File) -> None:
        """Accepted; most of them were passed on to a partner as well."""
        if file.card.fate == F.CASE_INTAKE:
            file.take_up()
            file.later(workdays=1)
            file.decide_at_once()
        else:
            self._judge(file)
        decided = file.now
        offer = file.offer()
        file.answer_offer(offer, OfferState.ACCEPTED)
        accepted = file.now
        self.cases.append(BecameCase(file.card, file.signal, accepted))
        if file.card.fate != F.CASE_INTAKE and file.card.number % 3:
            file.now = decided
            handover = self._pass_on(file)
            file.now = max(file.now, accepted)
            if handover.state not in (HandoverState.ANSWERED, HandoverState.NO_ANSWER):
                return
        if file.card.fate == F.CASE_CLOSED:
            file.later(workdays=6)
            file.close(CloseReason.PROMOTED)

    def closed_none(self, file: File) -> None:
        file.take_up()
        if file.card.number % 2 and file.card.ago(self.world) > _TIME_TO_LOOK:
            file.gather()
        room = (self.world.day - local_date(file.now)).days
        file.later(workdays=2) if room > _SHORT else file.later()
        file.close(looks.NOTHING_FOUND[file.card.number % len(looks.NOTHING_FOUND)])

    def closed_passed(self, file: File) -> None:
        self._judge(file)
        handover = self._pass_on(file)
        file.later(workdays=3)
        answered = handover.state == HandoverState.ANSWERED
        file.close(CloseReason.PASSED_COMPLETE if answered else CloseReason.INSUFFICIENT_INFO)

    def closed_followed(self, file: File) -> None:
        self._judge(file)
        file.later(workdays=1)
        weeks = 10 + file.card.number % 3 * 6
        until = min(local_date(file.now) + timedelta(weeks=weeks), self.world.date(20))
        follow = file.follow(until)
        file.end_follow(follow)
        file.later()
        file.close(CloseReason.FOLLOWED_ENDED)


_TIME_TO_LOOK = 14
_SHORT = 5
_COURSES: Mapping[Fate, Callable[[Courses, File], None]] = {
    F.RECEIVED: Courses.received,
    F.TRIAGE: Courses.triage,
    F.ENRICHING: Courses.enriching,
    F.OFFERED: Courses.offered,
    F.WAITING: Courses.waiting,
    F.FOLLOW_OWN: Courses.follow_own,
    F.FOLLOW_RETURNED: Courses.follow_returned,
    F.FOLLOW_PLAIN: Courses.follow_own,
    **dict.fromkeys(CASES, Courses.case),
    F.CLOSED_NONE: Courses.closed_none,
    F.CLOSED_PASSED: Courses.closed_passed,
    F.CLOSED_FOLLOWED: Courses.closed_followed,
}
