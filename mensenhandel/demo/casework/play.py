"""Playing the told cases: opened from their signal, then each step by the care coordinator at its time."""

from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from cases import operations
from cases.codes import ReferralKind
from cases.intake import Brought, accept_into_new_case, summary_of
from cases.models import Case, Referral, Task, Transfer
from cases.operations.closing import CallingAgain, Closing
from cases.operations.contact import Contact, Planned
from cases.operations.course import Asked, Start
from cases.operations.lifecycle import Change, Plan, WarmHandover
from cases.operations.opening import Opening
from cases.operations.people import Identity
from cases.operations.transfers import Offered
from cases.team import accountable_for
from cases.workflow import CasePhase
from core.access import Actor
from mensenhandel.demo.clock import working_name
from mensenhandel.demo.stories.steps import Step
from mensenhandel.demo.world import World
from signals.models import Signal

from . import steps as s

_WHY = "a told case reads its own rows while the demo world is built"


def open_case(world: World, told: s.ToldCase, signal: Signal, actor: Actor) -> None:
    """The acceptance, at the moment that the story's clock shows."""
    municipality = signal.municipality
    opening = Opening(
        municipality=municipality,
        accountable=accountable_for(municipality, world.day)[0],
        request=told.request,
        safe_contact=told.safe_contact,
        main_form=told.form,
        minor=told.minor,
        urgency=told.urgency,
        language=told.language,
    )
    key = world.key("case", told.name)
    with working_name(told.name):
        brought = [Brought(signal, summary_of(signal), again=True)]
        case = accept_into_new_case(actor=actor, key=key, opening=opening, brought=brought)
    identity = Identity(
        name=f"Demo {told.name}",
        born_on=date(world.day.year - told.born, 1, 1),
        contact=told.phone,
        shelter_address=told.shelter,
    )
    operations.add_person(case, actor=actor, key=world.key("person", told.name), identity=identity)


@dataclass
class CasePlayer:
    """One told case after its opening."""

    world: World
    told: s.ToldCase
    actor: Actor
    case: Case = field(init=False)
    _number: int = 0

    def play(self) -> None:
        for number, step in enumerate(sorted(self.told.steps, key=lambda step: (-step.ago, step.at))):
            self.case = Case.objects.unscoped(reason=_WHY).get(pk=self.world.key("case", self.told.name))
            self._number = number
            with self.world.then(step.ago, step.at):
                self.do(step)

    def _key(self) -> UUID:
        return self.world.key("case step", self.told.name, self._number)

    def _day(self, ago: int | None) -> date | None:
        return None if ago is None else self.world.date(ago)

    @singledispatchmethod
    def do(self, step: Step) -> None:
        """Do one step."""
        raise NotImplementedError(type(step).__name__)  # a step that was told and that nobody plays

    @do.register
    def _(self, step: s.Contacted) -> None:
        moment = self.world.moment(step.ago, step.at)
        contact = Contact(self._key(), step.kind, step.outcome, moment, step.text, self._day(step.again))
        operations.log_contact(self.case, actor=self.actor, contact=contact)

    @do.register
    def _(self, step: s.Noted) -> None:
        operations.add_note(self.case, actor=self.actor, key=self._key(), text=step.text)

    @do.register
    def _(self, step: s.Tasked) -> None:
        task = Planned(self._key(), step.title, self.world.date(step.due), self.actor.person_id)
        operations.plan_task(self.case, actor=self.actor, task=task)

    @do.register
    def _(self, step: s.Ticked) -> None:
        task = Task.objects.of(self.case).open().earliest("due_on")
        operations.complete_task(self.case, actor=self.actor, task=task)

    @do.register
    def _(self, step: s.Intensive) -> None:
        plan = Plan(step.trafficking, step.judged_by, step.risk, step.form, step.agreed)
        start = operations.start_intensive if self.case.phase == CasePhase.INTAKE else operations.scale_up
        start(self.case, actor=self.actor, plan=plan, change=Change(step.why))

    @do.register
    def _(self, step: s.ScaledDown) -> None:
        change = operations.follow if step.from_intake else operations.scale_down
        change(self.case, actor=self.actor, change=Change(step.why, step.told))

    @do.register
    def _(self, step: s.Aftercare) -> None:
        handover = WarmHandover(step.received_by, self.world.date(step.ago), step.risks)
        operations.start_aftercare(self.case, actor=self.actor, handover=handover)

    @do.register
    def _(self, step: s.Reviewed) -> None:
        operations.review(self.case, actor=self.actor, line=step.line)

    @do.register
    def _(self, step: s.ClockStarted) -> None:
        start = Start(self._key(), step.kind, self.world.date(step.ago), self._day(step.ends))
        operations.start_clock(self.case, actor=self.actor, start=start)

    @do.register
    def _(self, step: s.ReferredOn) -> None:
        asked = Asked(
            key=self._key(),
            kind=step.kind,
            asked_on=self.world.date(step.ago),
            partner=self.world.organisations[step.partner] if step.partner else None,
            provider=step.provider,
            note=step.note,
            consented=step.kind == ReferralKind.COMENSHA,
        )
        operations.refer_on(self.case, actor=self.actor, asked=asked)

    @do.register
    def _(self, step: s.CameOfIt) -> None:
        referral = Referral.objects.of(self.case).get(kind=step.kind)
        day = self.world.date(step.ago)
        operations.record_outcome(self.case, actor=self.actor, referral=referral, outcome=step.outcome, on=day)

    @do.register
    def _(self, step: s.Ended) -> None:
        calling = None
        if step.call_on is not None:
            calling = CallingAgain(self.world.date(step.call_on), step.safe_way)
        closing = Closing(step.reason, step.motivation, step.told, calling)
        operations.close(self.case, actor=self.actor, closing=closing)

    @do.register
    def _(self, step: s.TransferOffered) -> None:
        offered = Offered(self._key(), step.why, step.ground, receiver=step.receiver)
        operations.offer_transfer(self.case, actor=self.actor, offered=offered)

    @do.register
    def _(self, step: s.TransferTaken) -> None:
        transfer = Transfer.objects.of(self.case).open().get()
        operations.accept_transfer(self.case, actor=self.actor, transfer=transfer)
