"""One generated signal while it is written: every step adds its rows and moves the clock of this file on."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models

from core.access import SYSTEM, Actor
from core.workdays import AMSTERDAM, add_working_days, is_working_day, local_date
from mensenhandel.demo.partners import DESKS, NEEDED, NLA, agreed_purpose
from mensenhandel.demo.texts.writer import Writer
from signals import terms
from signals.codes import (
    Answered,
    CloseReason,
    EnrichmentResult,
    HandoverKind,
    HandoverMethod,
    LegalGround,
    Plausibility,
    Severity,
    Urgency,
)
from signals.consent_codes import ConsentAnswer, Spokesperson
from signals.disclosure import choices_of, chosen, content_hash, content_of
from signals.events import SignalEvent
from signals.keeping import keep
from signals.models import (
    Consent,
    Decision,
    Enrichment,
    Follow,
    FollowReview,
    Handover,
    HandoverAnswer,
    Offer,
    Reporter,
    Signal,
    StatePeriod,
    Submission,
    part_of,
)
from signals.operations.consenting import Asked
from signals.operations.handovers import clock_from
from signals.sharing_codes import Circle
from signals.workflow import FollowState, HandoverState, OfferState, SignalState

from . import looks, who
from .deal import Card
from .sheet import Sheet

S = SignalState
_OFFICE_OPENS, _MINUTES_OPEN = 8 * 60 + 30, 8 * 60


@dataclass
class File:
    """The signal with what was added so far. `now`: the moment up to which the file is written."""

    sheet: Sheet
    writer: Writer
    card: Card
    actor: Actor
    signal: Signal
    reporter: Reporter
    now: datetime
    submission: Submission | None = None
    period: StatePeriod | None = None
    parts: list[models.Model] = field(default_factory=list)
    periods: list[StatePeriod] = field(default_factory=list)

    # --- time

    def later(self, workdays: int = 0, days: int = 0) -> None:
        """On a working day, within office hours; without arguments a little later the same day."""
        if not workdays and not days:
            self.now += timedelta(minutes=15 + self.sheet.world.random.randrange(30))
            return
        start = local_date(self.now) + timedelta(days=days)
        self.at(add_working_days(start, workdays))

    def at(self, day: date) -> None:
        """On `day`, or the first working day after it."""
        while not is_working_day(day):
            day += timedelta(days=1)
        self.now = office_moment(self.sheet, day)

    # --- states

    def state(self, state: SignalState) -> None:
        """The dated row of the state before ends, the next begins."""
        if self.period is not None:
            self.period.until = self.now
        self.signal.state = state
        self.period = self.sheet.add(
            StatePeriod(id=self.key("period", state, self.now), **part_of(self.signal), state=state, since=self.now)
        )
        self.periods.append(self.period)
        if self.submission is not None:
            self.submission.state, self.submission.changed_at = state, self.now

    def log(
        self, event: SignalEvent, row: models.Model | None = None, actor: Actor | None = None, **detail: object
    ) -> None:
        self.sheet.log(event, row or self.signal, self.now, actor or self.actor, detail)

    def key(self, *parts: object) -> uuid.UUID:
        return self.sheet.world.key("filler", self.card.area, self.card.number, *parts)

    # --- steps

    def take_up(self) -> None:
        if self.signal.state == S.RECEIVED:
            self.later(workdays=1)
            self.state(S.TRIAGE)
            self.log(SignalEvent.TAKEN_UP)
        self.signal.owner_id = self.actor.user_id
        self.signal.due_on = terms.decide_by(terms.DECIDE.default, self.signal.received_at, self.now)

    def gather(self) -> None:
        """One thing asked, and found a few days later."""
        self.later(workdays=2)
        self.state(S.ENRICHING)
        look = looks.look_for(self.card)
        asked = local_date(self.now)
        self.later(workdays=2)
        self.part(
            Enrichment(
                id=self.key("enrichment"),
                **part_of(self.signal),
                kind=look.kind,
                question=look.question,
                ground=LegalGround.PUBLIC_TASK,
                necessity="Nodig om te beoordelen of iemand wordt uitgebuit.",
                source=look.source,
                asked_on=asked,
                result=EnrichmentResult.FOUND,
                answered_on=local_date(self.now),
                finding=self.writer.phrase("finding"),
                author_id=self.actor.person_id,
            )
        )
        self.log(SignalEvent.ENRICHED, kind=look.kind, result=EnrichmentResult.FOUND)

    def decide(self) -> None:
        """After some days of thought."""
        if self.signal.state == S.ENRICHING:
            self.later()
            self.state(S.TRIAGE)
            self.log(SignalEvent.GATHERED)
        self.later(workdays=self.sheet.world.random.randrange(1, 5))
        self.decide_at_once()

    def decide_at_once(self) -> None:
        chance = self.sheet.world.random
        self.state(S.HANDLING)
        self.signal.due_on = None
        self._judge(
            severity=chance.choice(Severity.values),
            plausibility=chance.choice(Plausibility.values),
            urgency=chance.choice((Urgency.NORMAL, Urgency.NORMAL, Urgency.SOON)),
            motivation=self.writer.phrase("motivation"),
        )
        self.log(SignalEvent.DECIDED)

    def hand_over(self, answer_after: int | None) -> Handover:
        """Passed on; answered after so many days, or not."""
        self.later()
        partner = who.receiver(self.card, minor=self.signal.minor == "yes")
        kind = who.handover_kind(self.card, partner, by_care=self.signal.origin == "care_coordinator")
        anonymous = kind == HandoverKind.ANONYMOUS_TIP
        fields = looks.TIP_FIELDS if anonymous else looks.SHARED_FIELDS
        content = content_of(chosen(choices_of(self.signal, anonymous=anonymous), fields), anonymous=anonymous)
        handover = Handover(
            id=self.key("handover"),
            **part_of(self.signal),
            partner=self.sheet.world.organisations[partner],
            partner_name=str(self.sheet.world.organisations[partner]),
            state=HandoverState.SENT,
            reference=self.sheet.reference("D", self.card.area, self.card.number),
            kind=kind,
            anonymous=anonymous,
            circle=Circle.MANY if anonymous else "",
            purpose=agreed_purpose(self.sheet.world.organisations[partner], self.writer.phrase("purpose")),
            ground=LegalGround.NO_PERSONAL_DATA if anonymous else LegalGround.PUBLIC_TASK,
            necessity=None if anonymous else NEEDED,
            method=HandoverMethod.API if partner == NLA and self.card.number % 2 else HandoverMethod.INBOX,
            to_function=DESKS[partner],
            content=content,
            content_hash=content_hash(content),
            author_id=self.actor.person_id,
            sent_at=self.now,
            clock=clock_from(self.now),
        )
        self.part(handover)
        self.signal.is_passed_on = True
        if self.submission and not anonymous:
            self.submission.with_partner = True
        self.log(SignalEvent.HANDOVER_SENT, handover, partner=handover.partner_id, anonymous=anonymous)
        self._let_the_clock_run(handover, answer_after)
        return handover

    def _let_the_clock_run(self, handover: Handover, answer_after: int | None) -> None:
        """Opened, perhaps accepted, reminded, answered or given up; whatever lies ahead of the build is still to come."""
        contact = self.sheet.world.contact(handover.partner.name)
        sent, ends = self.now, self.sheet.world.moment(0, "07:00")
        self._partner_moves(handover, contact, answer_after)
        waits = terms.EXPIRE_HANDOVER.amount if answer_after is None else answer_after
        for term in terms.REMIND_HANDOVER:
            due = sent + timedelta(days=term.amount)
            if term.amount < waits and due < ends:
                handover.reminders += 1
                handover.reminded_on = [*handover.reminded_on, local_date(due)]
                self.sheet.log(SignalEvent.HANDOVER_REMINDED, handover, due, SYSTEM, {"reminder": handover.reminders})
        over = sent + timedelta(days=waits)
        if over >= ends:
            handover.remind_on = handover.clock[handover.reminders]
        elif answer_after is None:
            self.now = over
            handover.state, handover.settled_at = HandoverState.NO_ANSWER, over
            self.log(SignalEvent.HANDOVER_EXPIRED, handover, SYSTEM)
        else:
            self.at(local_date(over))
            self._answer(handover, contact)

    def _partner_moves(self, handover: Handover, contact: Actor, answer_after: int | None) -> None:
        opened = self.now + timedelta(days=1, hours=1)
        if opened < self.sheet.world.moment(0, "07:00") and (answer_after is not None or self.card.number % 2):
            handover.state, handover.received_at = HandoverState.RECEIVED, opened
            self.sheet.log(SignalEvent.HANDOVER_RECEIVED, handover, opened, contact)

    def _answer(self, handover: Handover, contact: Actor) -> None:
        outcomes = looks.OUTCOMES[self.card.number % len(looks.OUTCOMES)]
        handover.state, handover.settled_at = HandoverState.ANSWERED, self.now
        self.part(
            HandoverAnswer(
                id=self.key("answer"),
                **part_of(self.signal),
                handover=handover,
                partner_id=handover.partner_id,
                outcomes=sorted(outcomes),
                text=self.writer.phrase("answer_text"),
                answered_at=self.now,
                recorded_by_us=False,
                author_id=contact.user_id,
            )
        )
        self.log(SignalEvent.HANDOVER_ANSWERED, handover, contact, outcomes=sorted(outcomes))

    def offer(self) -> Offer:
        self.later()
        offer = Offer(
            id=self.key("offer"),
            **part_of(self.signal),
            consent=self._asked(),
            service_area=self.sheet.world.service_area_of(self.card.municipality),
            why=self.writer.phrase("why_offered"),
            author_id=self.actor.person_id,
            offered_at=self.now,
            due_on=terms.ANSWER_OFFER.default.due(self.now),
        )
        self.part(offer)
        self.signal.care_sees = True
        self.log(SignalEvent.OFFERED)
        return offer

    def _asked(self) -> Consent:
        """The person concerned was asked that day; of one in four there was no safe moment yet."""
        spoken = self.card.number % 4 != 0
        asked = Asked(
            ConsentAnswer.AGREES if spoken else ConsentAnswer.NOT_ASKED,
            looks.AGES[Answered(self.signal.minor)],
            Spokesperson.SELF,
            looks.ASKERS[self.card.number % len(looks.ASKERS)] if spoken else "",
            local_date(self.now),
            "" if spoken else looks.NOT_ASKED,
        )
        row = Consent(
            id=self.key("consent"),
            **part_of(self.signal),
            **asked.columns(),
            noted_at=self.now,
            author_id=self.actor.person_id,
        )
        self.part(row)
        self.log(SignalEvent.CONSENT_NOTED, row, about=row.about, answer=row.answer)
        return row

    def answer_offer(self, offer: Offer, state: OfferState) -> None:
        """The coordinator answers within two working days."""
        coordinator = who.coordinator(self.sheet.world, self.card)
        self.later(workdays=1 + self.card.number % 2)
        offer.state, offer.answered_by_id = state, coordinator.user_id
        if state == OfferState.RETURNED:
            offer.question, offer.follow_first = self.writer.phrase("advice"), True
            offer.due_on = terms.ANSWER_RETURN.default.due(self.now)
            self.log(SignalEvent.OFFER_RETURNED, offer, coordinator, follow_first=True)
        elif state == OfferState.REFUSED:
            offer.refusal, offer.settled_at = self.writer.phrase("refusal"), self.now
            self.signal.care_sees = False
            self.log(SignalEvent.OFFER_REFUSED, offer, coordinator)
        else:
            offer.settled_at = self.now
            self.log(SignalEvent.OFFER_ACCEPTED, offer, coordinator)

    def follow(self, until: date, *, late: bool = False) -> Follow:
        """Followed from here, looked back at every thirty days up to `until`; `late`: the last look is missing."""
        follow = Follow(
            id=self.key("follow"),
            **part_of(self.signal),
            why=self.writer.phrase("why_followed"),
            what_changes_it=self.writer.phrase("what_changes_it"),
            started_at=self.now,
            review_on=terms.REVIEW_FOLLOW.default.due(self.now),
            motivate_on=terms.MOTIVATE_FOLLOW.default.due(self.now),
            author_id=self.actor.person_id,
        )
        self.part(follow)
        self.signal.is_followed = True
        self.log(SignalEvent.FOLLOW_STARTED)
        days = []
        day = local_date(self.now) + timedelta(days=28)
        while day < until:
            days.append(day if is_working_day(day) else add_working_days(day, -1))
            day += timedelta(days=28)
        for day in days[:-1] if late else days:
            self.now = office_moment(self.sheet, day)
            self._look_back(follow)
        return follow

    def _look_back(self, follow: Follow) -> None:
        follow.review_on = terms.REVIEW_FOLLOW.default.due(self.now)
        self.part(
            FollowReview(
                id=self.key("review", self.now),
                **part_of(self.signal),
                follow=follow,
                reviewed_on=local_date(self.now),
                line=self.writer.phrase("review_line"),
                next_on=follow.review_on,
                author_id=self.actor.person_id,
            )
        )
        self.log(SignalEvent.FOLLOW_REVIEWED, follow)

    def end_follow(self, follow: Follow) -> None:
        self.later(workdays=1)
        follow.state, follow.ended_at, follow.review_on = FollowState.ENDED, self.now, None
        follow.end_reason = self.writer.phrase("end_reason")
        self.signal.is_followed = False
        self.log(SignalEvent.FOLLOW_ENDED, follow)

    def close(self, reason: CloseReason) -> None:
        self.state(S.CLOSED)
        self.signal.closed_at, self.signal.due_on = self.now, None
        self.signal.close_reason, self.signal.close_motivation = reason, self.writer.phrase("close_motivation")
        if self.signal.decided_at is None:
            self._judge(motivation=self.signal.close_motivation, closing=True)
        keep(self.signal, self.now)
        if self.reporter.wants_anonymity and self.card.number % 7 == 0:
            self.reporter.not_informed_why = "De melder is niet te bereiken."
        else:
            self._tell(self.writer.phrase("told"))
        self.log(SignalEvent.CLOSED, reason=reason)

    def _judge(self, **told: Any) -> None:
        self.signal.decided_at = self.now
        about: dict[str, Any] = {**part_of(self.signal), "author_id": self.actor.person_id, "decided_at": self.now}
        self.part(Decision(id=self.key("decision"), minors=self.signal.minor, **about, **told))

    def inform(self) -> None:
        """Most reporters hear at the decision what happens next."""
        if self.card.number % 5:
            self.later()
            self._tell(self.writer.phrase("told"))
            self.log(SignalEvent.REPORTER_INFORMED)

    def _tell(self, words: str) -> None:
        self.reporter.informed_at, self.reporter.informed_what = self.now, words
        if self.submission is not None:
            self.submission.answer, self.submission.answered_at = words, self.now

    def part(self, row: models.Model) -> None:
        """Add a row of the signal."""
        self.parts.append(self.sheet.add(row))


def office_moment(sheet: Sheet, day: date) -> datetime:
    """Some moment of the working day."""
    minute = _OFFICE_OPENS + sheet.world.random.randrange(_MINUTES_OPEN // 5) * 5
    return datetime.combine(day, time(minute // 60, minute % 60), AMSTERDAM)
