"""Generated cases: what became of the generated signals that care coordination accepted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models

from cases import team
from cases.birds import BIRDS
from cases.codes import (
    RETENTION_MONTHS,
    CaseOrigin,
    CloseReason,
    ContactKind,
    ContactOutcome,
    ReferralOutcome,
    Risk,
    TaskKind,
    Trafficking,
)
from cases.events import CaseEvent
from cases.intake import summary_of
from cases.keys import unstored_keys
from cases.models import (
    Case,
    CaseKey,
    CasePerson,
    ContactMoment,
    PhasePeriod,
    Referral,
    SignalLink,
    SignalOutcome,
    Task,
    part_of,
)
from cases.workflow import CasePhase
from core.access import Actor
from core.workdays import add_months, add_working_days, local_date
from mensenhandel.demo.filler.courses import BecameCase
from mensenhandel.demo.filler.file import office_moment
from mensenhandel.demo.filler.sheet import Sheet
from mensenhandel.demo.filler.who import coordinator
from mensenhandel.demo.naming import STORY_BIRDS, phone
from mensenhandel.demo.texts.writer import Writer
from mensenhandel.demo.world import World
from municipalities.models import Organisation

from .courses import END_REASONS, REFERRALS, Stretch, stretches
from .phrases import FORM_INSTEAD

CASE_ROWS: tuple[type[models.Model], ...] = (
    Case,
    CasePerson,
    CaseKey,
    PhasePeriod,
    SignalLink,
    SignalOutcome,
    ContactMoment,
    Referral,
    Task,
)
P = CasePhase
_WORKED = (P.INTENSIVE, P.FOLLOWED, P.AFTERCARE)
_EVENTS = {
    P.INTENSIVE: CaseEvent.INTENSIVE_STARTED,
    P.FOLLOWED: CaseEvent.SCALED_DOWN,
    P.AFTERCARE: CaseEvent.AFTERCARE_STARTED,
    P.CLOSED: CaseEvent.CLOSED,
}


def write_cases(world: World, sheet: Sheet, writer: Writer, became: list[BecameCase]) -> None:
    """Store them all, and put the coordinators of the open ones in their teams."""
    birds = [bird for bird in BIRDS if bird not in STORY_BIRDS]
    world.random.shuffle(birds)
    carriers = {row.name: row for row in Organisation.objects.all()}
    files = [
        CaseFile(sheet, writer, one, bird, number, carriers[world.service_area_of(one.card.municipality).name])
        for number, (one, bird) in enumerate(zip(became, birds, strict=False))
    ]
    for file in files:
        file.write()
    sheet.store(CASE_ROWS)
    for file in files:
        if file.case.is_open:
            team.join(file.case, file.actor.person_id, local_date(file.case.opened_at))


@dataclass
class CaseFile:
    """One generated case while it is written."""

    sheet: Sheet
    writer: Writer
    became: BecameCase
    bird: str
    number: int
    accountable: Organisation

    def __post_init__(self) -> None:
        self.world = self.sheet.world
        self.actor: Actor = coordinator(self.world, self.became.card)
        self.course = stretches(self.world, self.became, self.number)

    def write(self) -> None:
        self.case = self.sheet.add(self._case())
        self._links()
        self._phases()
        if self.case.phase != P.ANONYMISED:
            self._person()
            self._contacts()
            self._referral()
        if self.case.is_open:
            self._task()
            self._next_dates()

    def _key(self, *parts: object) -> UUID:
        return self.world.key("case", self.became.card.area, self.became.card.number, *parts)

    def _log(self, event: CaseEvent, row: models.Model, at: datetime, **detail: object) -> None:
        self.sheet.log(event, row, at, self.actor, detail)

    # --- rows

    def _case(self) -> Case:
        signal, last, key = self.became.signal, self.course[-1], self._key()
        phase = P.ANONYMISED if self._is_past_retention(last) else last.phase
        case = Case(
            id=key,
            dossier_id=key,
            municipality=self.world.municipalities[self.became.card.municipality],
            reference=self.sheet.reference("C", self.became.card.area, self.became.card.number),
            working_name=self.bird,
            phase=phase,
            origin=CaseOrigin.SIGNAL,
            owner_id=self.actor.user_id,
            accountable=self.accountable,
            main_form=FORM_INSTEAD.get(signal.form, signal.form),
            minor=signal.minor,
            opened_at=self.became.accepted_at,
            review_on=self.world.date(0),  # until _next_dates: an open row needs its days
            due_on=self.world.date(0),
        )
        if phase != P.ANONYMISED:
            self._tell(case)
        if last.phase == P.CLOSED:
            self._end(case, last)
        return case

    def _tell(self, case: Case) -> None:
        """What the case says in words, and the judgement that intensive care needs."""
        case.request = self.writer.phrase("request")
        case.safe_contact = self.writer.phrase("safe_contact")
        if any(stretch.phase in _WORKED for stretch in self.course):
            case.agreed = self.writer.phrase("agreed")
            case.trafficking = Trafficking.POSSIBLE if self.number % 4 else Trafficking.ESTABLISHED
            case.judged_by = "zorgcoördinator" if self.number % 4 else "politie"
            case.risk = Risk.values[self.number % 3]

    def _end(self, case: Case, last: Stretch) -> None:
        case.review_on = case.due_on = None
        case.closed_at = last.since
        case.close_reason = self._reason()
        if case.phase == P.CLOSED:
            case.close_motivation = self.writer.phrase(f"ended_{case.close_reason}")
        else:
            case.owner_id = None

    def _reason(self) -> CloseReason:
        early = not any(stretch.phase in _WORKED for stretch in self.course)
        reasons = END_REASONS[early]
        return reasons[self.number % len(reasons)]

    def _is_past_retention(self, last: Stretch) -> bool:
        if last.phase != P.CLOSED:
            return False
        months = RETENTION_MONTHS[self._reason()]
        return add_months(local_date(last.since), months + 1) < self.world.day

    def _links(self) -> None:
        signal, at = self.became.signal, self.became.accepted_at
        self.sheet.add(
            SignalLink(
                id=self._key("link"),
                **part_of(self.case),
                signal=signal,
                signal_reference=signal.reference,
                from_municipality_id=signal.municipality_id,
                form=signal.form,
                minor=signal.minor,
                summary=summary_of(signal) or None,
                linked_at=at,
                author_id=self.actor.person_id,
            )
        )
        self.sheet.add(
            SignalOutcome(
                id=self._key("outcome"),
                signal=signal,
                municipality_id=signal.municipality_id,
                dossier_id=signal.dossier_id,
                since=at,
            )
        )
        self._log(CaseEvent.OPENED, self.case, at, signals=1)
        self._log(CaseEvent.BECAME_CASE, signal, at)

    def _phases(self) -> None:
        for stretch in self.course:
            changed = stretch.phase != P.INTAKE and self.case.phase != P.ANONYMISED
            self._period(stretch.phase, stretch.since, stretch.until, changed=changed)
            if stretch.phase in _EVENTS:
                self._log(_EVENTS[stretch.phase], self.case, stretch.since)
        if self.case.phase == P.ANONYMISED:
            last = self.sheet.rows[PhasePeriod][-1]
            last.until = self.world.moment(12, "03:00")
            self._period(P.ANONYMISED, last.until, None, changed=False)

    def _period(self, phase: CasePhase, since: datetime, until: datetime | None, *, changed: bool) -> None:
        self.sheet.add(
            PhasePeriod(
                id=self._key("phase", phase),
                **part_of(self.case),
                phase=phase,
                since=since,
                until=until,
                why=self.writer.phrase("why_changed") if changed else None,
                author_id=self.actor.person_id,
            )
        )

    def _person(self) -> None:
        age = 16 if self.case.minor == "yes" else 19 + self.number * 7 % 30
        person = CasePerson(
            id=self._key("person"),
            **part_of(self.case),
            name=f"Demo {self.bird}",
            birth_date=date(local_date(self.case.opened_at).year - age, 1, 1).isoformat(),
            contact=phone(8000 + self.number * 3),
        )
        self.sheet.add(person)
        for number, key in enumerate(unstored_keys(self.case, person)):
            key.id = self._key("person key", number)
            self.sheet.add(key)

    def _contacts(self) -> None:
        """A few lines: of the last weeks for an open case, of the last weeks before the end for a closed one."""
        end = self.course[-1].since if not self.case.is_open else self.world.moment(0, "07:00")
        for number in range(2 + self.number % 3):
            at = office_moment(self.sheet, add_working_days(local_date(end), -(3 + number * 8 + self.number % 4)))
            if at <= self.case.opened_at:
                break
            reached = (self.number + number) % 4 != 0
            self.sheet.add(
                ContactMoment(
                    id=self._key("contact", number),
                    **part_of(self.case),
                    kind=ContactKind.PHONE if number % 2 else ContactKind.VISIT,
                    outcome=ContactOutcome.REACHED if reached else ContactOutcome.NO_ANSWER,
                    text=self.writer.phrase("contact") if reached else None,
                    at=at,
                    author_id=self.actor.person_id,
                )
            )
            self._log(CaseEvent.CONTACT_LOGGED, self.case, at)

    def _referral(self) -> None:
        worked = next((stretch for stretch in self.course if stretch.phase in _WORKED), None)
        if worked is None or self.number % 3 == 0:
            return
        kind, provider = REFERRALS[self.number % len(REFERRALS)]
        asked = local_date(worked.since) + timedelta(days=2)
        known = asked + timedelta(days=14) < self.world.day
        over = ReferralOutcome.COMPLETED if self.case.phase != P.INTENSIVE else ReferralOutcome.ACCEPTED
        self.sheet.add(
            Referral(
                id=self._key("referral"),
                **part_of(self.case),
                kind=kind,
                provider=provider,
                asked_on=asked,
                outcome=over if known else ReferralOutcome.PENDING,
                outcome_on=asked + timedelta(days=14) if known else None,
                author_id=self.actor.person_id,
            )
        )

    def _task(self) -> None:
        if self.case.phase == P.AFTERCARE:
            self._aftercare_checks()
        elif self.case.phase == P.INTENSIVE or self.number % 3 == 0:
            self._plan(self.writer.phrase("task"), TaskKind.BY_HAND, self.world.date(-4 - self.number % 9))

    def _aftercare_checks(self) -> None:
        since = local_date(self.course[-1].since)
        for months in (1, 3, 6):
            due = add_months(since, months)
            if due >= self.world.day:
                self._plan(
                    f"Nazorgcheck na {months} {'maand' if months == 1 else 'maanden'}", TaskKind.AFTERCARE_CHECK, due
                )

    def _plan(self, title: str, kind: TaskKind, due: date) -> None:
        self.sheet.add(
            Task(
                id=self._key("task", due),
                **part_of(self.case),
                title=title,
                kind=kind,
                due_on=due,
                owner_id=self.actor.person_id,
                author_id=self.actor.person_id,
            )
        )

    def _next_dates(self) -> None:
        """When to look again; for one in fourteen of those followed that day has passed."""
        case = self.case
        late = case.phase == P.FOLLOWED and self.number % 14 == 5
        case.review_on = self.world.date(3) if late else self.world.date(-6 - self.number * 5 % 20)
        if case.phase == P.AFTERCARE:
            case.review_on = add_months(local_date(self.course[-1].since), 6)
        if case.phase in (P.INTAKE, P.INTENSIVE):
            case.next_contact_on = add_working_days(self.world.day, 1 + self.number % 6)
        tasks = [row.due_on for row in self.sheet.rows[Task] if row.case is case]
        case.due_on = min(day for day in (case.review_on, case.next_contact_on, *tasks) if day is not None)
