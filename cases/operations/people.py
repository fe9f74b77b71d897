"""Who it is: writing identities down, and showing them with a trace. The facts of the case beside it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from audit.operation import operation
from audit.recording import record, record_view
from cases.codes import BIRTHDAY_KINDS, PersonRole, Risk, Trafficking
from cases.events import CaseEvent
from cases.keys import write_keys
from cases.models import Case, CasePerson, Clock, part_of
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import Actor
from core.errors import Invalid
from core.resend import sent_before
from core.workdays import add_months, today
from signals.codes import Answered, Form

from .parts import locked

ADULT = 18


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies somebody; all of it may be unknown."""

    role: PersonRole = PersonRole.CLIENT
    name: str = ""
    born_on: dt.date | None = None
    contact: str = ""
    address: str = ""
    shelter_address: str = ""


@operation(CaseAction.EDIT_PERSON)
def add_person(case: Case, *, actor: Actor, key: uuid.UUID, identity: Identity) -> Case:
    """Write down somebody in the case. `key`: the row's id, so that sending twice makes one person."""
    CASE.move(case, CaseAction.EDIT_PERSON)
    if sent_before(CasePerson.objects.of(case), key, **_columns(identity)):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    person = CasePerson(**part_of(case), id=key)
    _fill(person, identity)
    person.save(force_insert=True)
    write_keys(case, person)
    _follow_age(case, person, actor)
    record(CaseEvent.PERSON_EDITED, case, actor=actor, detail={"role": identity.role})
    return case


@operation(CaseAction.EDIT_PERSON)
def edit_person(case: Case, *, actor: Actor, person: CasePerson, identity: Identity, seen: int | None = None) -> Case:
    """Change what is known of somebody; the clocks of a birthday follow. `seen`: the version the form showed."""
    CASE.move(case, CaseAction.EDIT_PERSON)
    row = locked(CasePerson.objects.of(case), person, seen, actor)
    changed = sorted(name for name, value in _columns(identity).items() if getattr(row, name) != value)
    _fill(row, identity)
    row.save()
    write_keys(case, row)
    _follow_age(case, row, actor)
    record(CaseEvent.PERSON_EDITED, row, actor=actor, detail={"fields": changed})
    return case


@operation(CaseAction.REVEAL)
def reveal_person(person: CasePerson, *, actor: Actor, purpose: str = "") -> CasePerson:
    """Show who somebody is; the look is an event."""
    record_view(CaseEvent.IDENTITY_VIEWED, person, actor=actor, purpose=purpose)
    return person


def _columns(identity: Identity) -> Mapping[str, str | None]:
    return {
        "role": identity.role,
        "name": identity.name or None,
        "birth_date": identity.born_on.isoformat() if identity.born_on else None,
        "contact": identity.contact or None,
        "address": identity.address or None,
        "shelter_address": identity.shelter_address or None,
    }


def _fill(person: CasePerson, identity: Identity) -> None:
    if identity.born_on is not None and identity.born_on > today():
        raise Invalid({"born_on": ["Deze datum ligt in de toekomst."]})
    for name, value in _columns(identity).items():
        setattr(person, name, value)


def _follow_age(case: Case, person: CasePerson, actor: Actor) -> None:
    """Start or move the clocks of turning 16 and 18; the age of the client decides whether the case is of a minor."""
    born_on = person.born_on
    Clock.objects.of(case).running().filter(person=person).delete()
    if born_on is None:
        return
    for kind, years in BIRTHDAY_KINDS.items():
        birthday = add_months(born_on, 12 * years)
        if birthday > today():
            month = birthday.replace(day=1)
            Clock.objects.create(
                **part_of(case),
                kind=kind,
                person=person,
                starts_on=min(today(), month),
                ends_on=month,
                author_id=actor.person_id,
            )
    if person.role == PersonRole.CLIENT:
        is_adult = add_months(born_on, 12 * ADULT) <= today()
        case.minor = Answered.NO if is_adult else Answered.YES


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the case, beside its course."""

    main_form: Form
    minor: Answered
    parent_involved: Answered
    risk: Risk | str = ""
    trafficking: Trafficking | str = ""
    judged_by: str = ""
    other_forms: tuple[Form, ...] = ()
    language: str = ""
    representative: str = ""
    agreed: str = ""
    request: str = ""


@operation(CaseAction.EDIT)
def edit_case(case: Case, *, actor: Actor, facts: Facts) -> Case:
    """Change what is known; the log names the fields that changed, never what stands in them."""
    CASE.move(case, CaseAction.EDIT)
    values = {
        "main_form": facts.main_form,
        "other_forms": [form for form in facts.other_forms if form != facts.main_form],
        "minor": facts.minor,
        "parent_involved": facts.parent_involved,
        "risk": facts.risk,
        "trafficking": facts.trafficking,
        "judged_by": facts.judged_by,
        "language": facts.language,
        "representative": facts.representative or None,
        "agreed": facts.agreed or None,
        "request": facts.request or None,
    }
    changed = sorted(name for name, value in values.items() if getattr(case, name) != value)
    for name in changed:
        setattr(case, name, values[name])
    record(CaseEvent.EDITED, case, actor=actor, detail={"fields": changed})
    return case
