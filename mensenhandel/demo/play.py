"""Playing the told stories: each step is the real operation, at its time, by the person who would do it."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod

from core.access import Actor
from core.files import early_kind
from jobs.models import Job
from municipalities.codes import Role
from signals import operations
from signals.checking import check
from signals.codes import Answered, CloseReason, LegalGround, MoveField, Origin
from signals.disclosure import choices_of
from signals.last_check import Settled
from signals.models import Arrival, Attachment, Follow, Handover, Offer, Question, Signal, SignalIndicator
from signals.operations.attachments import CHECK_KIND, NewFile
from signals.operations.deciding import answers_to
from signals.operations.gathering import Finding
from signals.operations.handovers import Disclosure
from signals.operations.lifecycle import Closing, Judgement
from signals.operations.merging import Pair
from signals.operations.moving import OfferedMove
from signals.operations.noticing import SituationFacts
from signals.operations.questions import NewQuestion, ToldAnswer
from signals.portable import portable
from signals.sharing_codes import Circle
from signals.situations import VagueDay
from signals.withheld import about_to_leave
from signals.workflow import FollowState

from . import between, concerned, people
from .casework.play import CasePlayer, open_case
from .casework.told import TOLD_CASES
from .handover_clock import with_clock
from .partners import DESKS, NEEDED, agreed_purpose
from .stories import steps as s
from .stories.noticed import NOTICED
from .world import World

_WHY = "a story reads its own rows while the demo world is built"


def play_all(world: World, stories: Iterable[s.Story]) -> None:
    """Play them one after the other."""
    for story in stories:
        Player(world, story).play()


@dataclass
class Player:
    """One story. `signal` after its first step; `handovers` by partner, `questions` by who was asked."""

    world: World
    story: s.Story
    signal: Signal = field(init=False)
    handovers: dict[str, Handover] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    cases: list[CasePlayer] = field(default_factory=list)

    def play(self) -> None:
        for step in with_clock(list(self.story.steps)):
            with self.world.then(step.ago, step.at):
                self.do(step)
        for case in self.cases:
            case.play()

    # --- who

    @property
    def officer(self) -> Actor:
        person = people.officer(self.story.municipality)
        if person is None:
            message = f"{self.story.key}: {self.story.municipality} has nobody who could do this."
            raise LookupError(message)
        return self.world.actor(person, Role.FOCAL_OFFICER)

    @property
    def coordinator(self) -> Actor:
        area = self.offer.service_area.name
        return self.world.actor(people.holder(Role.CARE_COORDINATOR, area), Role.CARE_COORDINATOR)

    def contact(self, partner: str) -> Actor:
        return self.world.contact(partner)

    @property
    def sender(self) -> Actor:
        """Who sent it: a partner's contact, or a colleague."""
        match self.story.steps[0]:
            case s.Posted(partner=name) | s.Submitted(function=name):
                return self.asked(name)
        message = f"{self.story.key}: nobody sent this."
        raise LookupError(message)

    def asked(self, to: str) -> Actor:
        """A partner's contact, or the colleague with this function."""
        if to in self.world.organisations:
            return self.contact(to)
        person = people.colleague(self.story.municipality, to)
        if person is None:
            message = f"{self.story.key}: nobody is {to} in {self.story.municipality}."
            raise LookupError(message)
        return self.world.actor(person, Role.REPORTER)

    # --- what there is

    @property
    def offer(self) -> Offer:
        return Offer.objects.of(self.signal).select_related("service_area").latest("offered_at")

    @property
    def follow(self) -> Follow:
        active: Follow = Follow.objects.of(self.signal).get(state=FollowState.ACTIVE)
        return active

    def key(self, *parts: object) -> uuid.UUID:
        """The fixed key of a row of this story."""
        return self.world.key(parts[0], self.story.key, *parts[1:])

    def _read(self) -> None:
        self.signal = Signal.objects.unscoped(reason=_WHY).get(pk=self.world.key("signal", self.story.key))

    def _beginning(self) -> dict[str, object]:
        seen = None if self.story.seen is None else self.world.date(self.story.seen)
        return {
            "municipality": self.world.municipalities[self.story.municipality],
            "facts": replace(self.story.facts, seen_on=seen, indicators=NOTICED.get(self.story.key, ())),
            "key": self.world.key("signal", self.story.key),
        }

    # --- steps

    @singledispatchmethod
    def do(self, step: s.Step) -> None:
        """Do one step."""
        between.do(step, self)

    @do.register
    def _(self, step: s.Submitted) -> None:
        operations.submit_signal(actor=self.asked(step.function), **self._beginning())
        self._read()

    @do.register
    def _(self, step: s.Posted) -> None:
        actor = self.world.program(step.partner) if step.by_program else self.contact(step.partner)
        sender = self.world.organisations[step.partner]
        operations.submit_signal(actor=actor, sender=sender, **self._beginning())
        self._read()

    @do.register
    def _(self, step: s.Logged) -> None:
        operations.log_signal(actor=self.officer, origin=Origin.FOCAL_OFFICER, **self._beginning())
        self._read()

    @do.register
    def _(self, step: s.TakenUp) -> None:
        operations.take_up(self.signal, actor=self.officer)

    @do.register
    def _(self, step: s.Mentioned) -> None:
        key = self.world.key("mention", self.story.key, step.ago, step.at)
        operations.add_mention(self.signal, actor=self.officer, told=step.told, key=key)

    @do.register
    def _(self, step: s.LookedUp) -> None:
        asked = self.world.date(step.ago if step.asked is None else step.asked)
        finding = Finding(
            kind=step.kind,
            question=step.question,
            ground=step.ground,
            necessity=step.necessity,
            source=step.source,
            asked_on=asked,
            result=step.result,
            answered_on=self.world.date(step.ago) if step.text else None,
            text=step.text,
            provenance=step.provenance,
            key=self.world.key("finding", self.story.key, step.ago, step.kind, step.question),
        )
        operations.enrich(self.signal, actor=self.officer, finding=finding)

    @do.register
    def _(self, step: s.Asked) -> None:
        question = NewQuestion(
            text=step.text,
            to_user_id=None if step.purpose else self.asked(step.to).user_id,
            to_partner_id=self.world.organisations[step.to].pk if step.purpose else None,
            purpose=step.purpose,
            ground=LegalGround.PUBLIC_TASK if step.purpose else None,
            key=self.world.key("question", self.story.key, step.to),
        )
        self.questions[step.to] = operations.ask_question(self.signal, actor=self.officer, question=question)

    @do.register
    def _(self, step: s.Replied) -> None:
        question = self.questions[step.to]
        if step.by_phone:
            told = ToldAnswer(step.text, step.by_phone)
            operations.record_told_answer(question, actor=self.officer, told=told)
            return
        operations.answer_question(question, actor=self.asked(step.to), text=step.text)

    @do.register
    def _(self, step: s.Attached) -> None:
        content = step.drawn()
        key = self.world.key("file", self.story.key, step.name)
        kind = early_kind(step.name, content, len(content))
        file = NewFile(step.name, kind, content, step.description, key)
        operations.add_file(self.signal, actor=self.officer, file=file)
        # What a worker would do a moment later.
        check(Attachment.objects.of(self.signal).get(pk=key))
        if not Attachment.objects.of(self.signal).get(pk=key).is_clean:
            message = f"{self.story.key}: {step.name} was not accepted."
            raise ValueError(message)
        Job.objects.filter(kind=CHECK_KIND, object_id=key).delete()

    @do.register
    def _(self, step: s.Situated) -> None:
        since = None if step.since is None else self.world.date(step.since)
        facts = SituationFacts(
            form=self.story.facts.form,
            basis=step.basis,
            source=self.story.facts.source,
            confidence=step.confidence,
            place=step.place,
            address=step.address,
            since=None if since is None else VagueDay(since.year, since.month),
            seen_when=step.seen_when,
            note=step.note,
            role=step.role,
            key=self.world.key("situation", self.story.key, step.place, step.address),
        )
        operations.add_situation(self.signal, actor=self.officer, facts=facts)

    @do.register
    def _(self, step: s.TakenBack) -> None:
        row = SignalIndicator.objects.of(self.signal).get(code=step.code, withdrawn_at__isnull=True)
        operations.withdraw_indicator(row, actor=self.officer)

    @do.register
    def _(self, step: s.EnoughKnown) -> None:
        operations.stop_gathering(self.signal, actor=self.officer)

    @do.register
    def _(self, step: s.Judged) -> None:
        minors = Answered(self.signal.minor)
        judgement = Judgement(step.severity, step.plausibility, step.urgency, step.motivation, step.own_wish, minors)
        operations.decide(self.signal, actor=self.officer, judgement=judgement)

    @do.register
    def _(self, step: s.TipWritten) -> None:
        operations.write_tip(self.signal, actor=self.officer, text=step.text, kept=[])

    @do.register
    def _(self, step: s.PassedOn) -> None:
        fields = [*step.fields, *(f"file-{self.key('file', name)}" for name in step.files)]
        disclosure = Disclosure(
            partner=self.world.organisations[step.partner],
            kind=step.kind,
            anonymous=step.anonymous,
            purpose=agreed_purpose(self.world.organisations[step.partner], step.purpose),
            ground=step.ground,
            necessity=NEEDED,
            method=step.method,
            to_function=DESKS[step.partner],
            fields=fields,
            answers={} if step.anonymous else _settled(self.signal, fields),
            circle=Circle.MANY if step.anonymous else None,
            key=self.world.key("handover", self.story.key, step.partner),
        )
        self.handovers[step.partner] = operations.hand_over(self.signal, actor=self.officer, disclosure=disclosure)

    @do.register
    def _(self, step: s.PartnerOpened) -> None:
        operations.receive_handover(self.handovers[step.partner], actor=self.contact(step.partner))

    @do.register
    def _(self, step: s.PartnerAccepted) -> None:
        operations.accept_handover(self.handovers[step.partner], actor=self.contact(step.partner))

    @do.register
    def _(self, step: s.PartnerRefused) -> None:
        handover = self.handovers[step.partner]
        operations.refuse_handover(handover, actor=self.contact(step.partner), refusal=step.refusal)

    @do.register
    def _(self, step: s.PartnerAnswered) -> None:
        handover, words = self.handovers[step.partner], {"text": step.text, "for_reporter": step.for_reporter}
        if step.recorded:
            operations.record_answer(handover, actor=self.officer, outcomes=step.outcomes, **words)
        else:
            actor = self.contact(step.partner)
            operations.answer_handover(handover, actor=actor, outcomes=step.outcomes, **words)

    @do.register
    def _(self, step: s.Considered) -> None:
        self._read()
        if self.signal.consider_by is not None:
            operations.consider_answer(self.signal, actor=self.officer, seen=answers_to(self.signal))

    @do.register
    def _(self, step: s.Reminded) -> None:
        operations.remind_handover(self.handovers[step.partner], actor=self.world.system)

    @do.register
    def _(self, step: s.Expired) -> None:
        operations.expire_handover(self.handovers[step.partner], actor=self.world.system)

    @do.register
    def _(self, step: s.Offered) -> None:
        asked = concerned.asked(self.world, step)
        operations.offer_signal(self.signal, actor=self.officer, why=step.why, asked=asked)

    @do.register
    def _(self, step: s.Wished) -> None:
        concerned.wish(self.world, self.signal, self.officer, step)

    @do.register
    def _(self, step: s.Informed) -> None:
        concerned.inform(self.world, self.signal, self.officer, step)

    @do.register
    def _(self, step: s.Returned) -> None:
        operations.return_offer(
            self.offer, actor=self.coordinator, question=step.question, follow_first=step.follow_first
        )

    @do.register
    def _(self, step: s.OfferedAgain) -> None:
        operations.offer_again(self.offer, actor=self.officer, reply=step.reply)

    @do.register
    def _(self, step: s.Accepted) -> None:
        coordinator = self.coordinator
        for name in step.cases:
            self._read()
            open_case(self.world, TOLD_CASES[name], self.signal, coordinator)
            self.cases.append(CasePlayer(self.world, TOLD_CASES[name], coordinator))

    @do.register
    def _(self, step: s.Followed) -> None:
        operations.follow_signal(
            self.signal,
            actor=self.officer,
            why=step.why,
            what_changes_it=step.what_changes_it,
            review_on=None if step.review is None else self.world.date(step.review),
        )

    @do.register
    def _(self, step: s.LookedBack) -> None:
        next_on = None if step.next_on is None else self.world.date(step.next_on)
        operations.review_follow(self.follow, actor=self.officer, line=step.line, next_on=next_on)

    @do.register
    def _(self, step: s.Told) -> None:
        operations.inform_reporter(self.signal, actor=self.officer, answer=step.answer)

    @do.register
    def _(self, step: s.Closed) -> None:
        closing = Closing(step.reason, step.motivation, step.answer, step.no_answer_why)
        operations.close(self.signal, actor=self.officer, closing=closing)

    @do.register
    def _(self, step: s.Reopened) -> None:
        operations.reopen(self.signal, actor=self.officer, new_fact=step.new_fact)

    @do.register
    def _(self, step: s.MergedWith) -> None:
        other = Signal.objects.unscoped(reason=_WHY).get(pk=self.world.key("signal", step.key))
        closing = Closing(CloseReason.MERGED, step.why, step.answer)
        key = self.world.key("merge", self.story.key)
        operations.merge_signals(actor=self.officer, key=key, pair=Pair(self.signal, other), closing=closing)

    @do.register
    def _(self, step: s.SplitAgain) -> None:
        operations.split_signal(actor=self.officer, signal=self.signal, why=step.why)

    @do.register
    def _(self, step: s.MovedTo) -> None:
        key = self.world.key("move", self.story.key)
        # What nobody has to agree with first.
        along = [one.code for one in portable(self.signal).values() if not (one.is_asked_first or one.is_of_source)]
        asked = OfferedMove(key, self.world.municipalities[step.municipality], step.why, (MoveField.COMPANY,), along)
        operations.offer_move(self.signal, actor=self.officer, offered=asked)
        there = self.world.actor(people.holder(Role.FOCAL_OFFICER, step.municipality), Role.FOCAL_OFFICER)
        arrival = Arrival.objects.unscoped(reason=_WHY).get(move_id=key)
        operations.accept_move(actor=there, arrival=arrival)


def _settled(signal: Signal, fields: Collection[str]) -> dict[str, str]:
    """As the officer of the story settles what the last check finds: it stays where it may, and else it goes."""
    check = about_to_leave(signal, choices_of(signal, anonymous=False), fields, {}).check
    ways = {find.key: dict(find.ways) for find in check.left}
    return {key: Settled.NEEDED if Settled.NEEDED in known else Settled.REMOVE for key, known in ways.items()}
