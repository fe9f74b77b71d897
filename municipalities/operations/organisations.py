"""The address book of organisations: to whom can be handed over, who can be asked, who carries care coordination."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities.codes import OrganisationKind
from municipalities.events import MunicipalityEvent
from municipalities.models import Mandate, Municipality, Organisation, OrganisationAlias
from municipalities.policies import MunicipalityAction


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What is known of an organisation; `also`: other names under which people look for it.

    `mailbox` and `phone` are those of a function, never of a person.
    """

    name: str
    also: tuple[str, ...] = ()
    mailbox: str = ""
    phone: str = ""


@operation(MunicipalityAction.REGISTER_ORGANISATION)
def register_organisation(
    *,
    actor: Actor,
    kind: OrganisationKind,
    facts: OrganisationFacts,
    municipality: Municipality | None = None,
    valid_from: date,
) -> Organisation:
    """A new one. Without `municipality` it works everywhere. Raises Invalid for a name that another one has then."""
    made = Organisation(kind=kind, municipality=municipality, valid_from=valid_from)
    _set(made, facts)
    made.save()
    _name_also(made, facts.also, since=valid_from)
    record(MunicipalityEvent.ORGANISATION_REGISTERED, made, actor=actor, detail={"kind": str(kind)})
    return made


@operation(MunicipalityAction.CHANGE_ORGANISATION)
def change_organisation(organisation: Organisation, *, actor: Actor, facts: OrganisationFacts) -> Organisation:
    """What is known from today on. A former name stays as another name, for those who look for it.

    A letter that was made keeps the name that stands in it. Raises Invalid for a name that another one has.
    """
    day = timezone.localdate()
    former, also = organisation.name, [name for name in facts.also if name != facts.name]
    if former != facts.name and former not in also:
        also.append(former)
    _set(organisation, facts)
    names = OrganisationAlias.objects.filter(organisation=organisation)
    # The form shows the names of today: those that begin later stay.
    gone = names.on(day).exclude(name__in=also)
    gone.filter(valid_from=day).delete()
    gone.update(valid_until=day - timedelta(days=1))
    _name_also(organisation, set(also) - set(names.not_ended(day).values_list("name", flat=True)), since=day)
    # Also when only another name came or went: who has an old form open should see it.
    organisation.version += 1
    record(MunicipalityEvent.ORGANISATION_CHANGED, organisation, actor=actor)
    return organisation


@operation(MunicipalityAction.END_ORGANISATION)
def end_organisation(organisation: Organisation, *, actor: Actor, last_day: date) -> Organisation:
    """After `last_day` nothing is given to it any more; what it has can still be answered.

    Raises Invalid before its first day, after an earlier end, and while municipalities have a mandate with it.
    """
    if last_day < organisation.valid_from:
        raise Invalid({"last_day": [f"Deze organisatie is er pas vanaf {organisation.valid_from:%d-%m-%Y}."]})
    if organisation.valid_until is not None and last_day > organisation.valid_until:
        raise Invalid({"last_day": ["Deze organisatie houdt al eerder op."]})
    if Mandate.objects.not_ended(last_day + timedelta(days=1)).filter(organisation=organisation).exists():
        raise Invalid({"last_day": ["Gemeenten hebben een mandaat met deze organisatie. Beëindig eerst de mandaten."]})
    organisation.valid_until = last_day
    record(MunicipalityEvent.ORGANISATION_ENDED, organisation, actor=actor, detail={"until": str(last_day)})
    return organisation


def _set(row: Organisation, facts: OrganisationFacts) -> None:
    """Set what is known. The database would refuse a name twice; here it is said beside the field."""
    again = Organisation.objects.not_ended(row.valid_from).filter(name=facts.name).exclude(pk=row.pk)
    if again.exists():
        raise Invalid({"name": ["Er is al een organisatie met deze naam."]})
    row.name, row.mailbox, row.phone = facts.name, facts.mailbox, facts.phone


def _name_also(row: Organisation, names: Collection[str], *, since: date) -> None:
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=row, name=name, valid_from=since) for name in sorted(names) if name != row.name
    )
