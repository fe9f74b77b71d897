"""The address book of organisations: to whom can be handed over, who can be asked, who carries care coordination."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities.codes import OrganisationKind
from municipalities.events import MunicipalityEvent
from municipalities.models import Mandate, Municipality, Organisation, OrganisationAlias, Region
from municipalities.names import fold
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
    keeper: Region,
    municipality: Municipality | None = None,
    valid_from: date,
) -> Organisation:
    """A new one. Without `municipality` it works everywhere, and the administrators of `keeper` keep it.

    Raises Invalid for a name that another one has then.
    """
    made = Organisation(kind=kind, municipality=municipality, valid_from=valid_from)
    made.keeper = None if municipality else keeper
    _demand_own_names(made, facts)
    made.name, made.mailbox, made.phone = facts.name, facts.mailbox, facts.phone
    made.save()
    _name_also(made, facts.also, since=valid_from)
    detail = {"kind": str(kind), "name": facts.name, "mailbox": facts.mailbox}
    record(MunicipalityEvent.ORGANISATION_REGISTERED, made, actor=actor, detail=detail)
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
    _demand_own_names(organisation, facts)
    # These name functions and public organisations: the log keeps what stood there.
    was = {name: getattr(organisation, name) for name in ("name", "mailbox", "phone")}
    organisation.name, organisation.mailbox, organisation.phone = facts.name, facts.mailbox, facts.phone
    names = OrganisationAlias.objects.filter(organisation=organisation)
    # The form shows the names of today: those that begin later stay.
    gone = names.on(day).exclude(name__in=also)
    gone.filter(valid_from=day).delete()
    gone.update(valid_until=day - timedelta(days=1))
    _name_also(organisation, set(also) - set(names.not_ended(day).values_list("name", flat=True)), since=day)
    # Also when only another name came or went: who has an old form open should see it.
    organisation.version += 1
    now = {name: getattr(organisation, name) for name in was if getattr(organisation, name) != was[name]}
    detail = {"was": {name: was[name] for name in now}, "now": now, "also": sorted(also)}
    record(MunicipalityEvent.ORGANISATION_CHANGED, organisation, actor=actor, detail=detail)
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
    longer = Q(valid_until=None) | Q(valid_until__gt=last_day)
    if Mandate.objects.filter(longer, organisation=organisation).exists():
        raise Invalid({"last_day": ["Gemeenten hebben een mandaat met deze organisatie. Beëindig eerst de mandaten."]})
    organisation.valid_until = last_day
    record(MunicipalityEvent.ORGANISATION_ENDED, organisation, actor=actor, detail={"until": str(last_day)})
    return organisation


def _demand_own_names(row: Organisation, facts: OrganisationFacts) -> None:
    """Raises Invalid for a name that is another's, or reads as another's: who hands over chooses by it."""
    others = Organisation.objects.not_ended(row.valid_from).exclude(pk=row.pk)
    also = OrganisationAlias.objects.not_ended(row.valid_from).exclude(organisation=row.pk)
    taken = {_read_as(name) for names in (others, also) for name in names.values_list("name", flat=True)}
    for field, names in (("name", (facts.name,)), ("also", facts.also)):
        if strange := next((name for name in names if not _in_latin_letters(name)), None):
            raise Invalid(
                {field: [f"In “{strange}” staat een teken dat op een gewone letter lijkt. Typ de naam opnieuw."]}
            )
        if double := next((name for name in names if _read_as(name) in taken), None):
            raise Invalid({field: [f"Er is al een organisatie met deze naam: “{double}”."]})


def _in_latin_letters(name: str) -> bool:
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())


def _read_as(name: str) -> str:
    """The letters and digits of a name alone: what looks the same is the same."""
    return "".join(sign for sign in fold(unicodedata.normalize("NFKC", name)) if sign.isalnum())


def _name_also(row: Organisation, names: Collection[str], *, since: date) -> None:
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=row, name=name, valid_from=since) for name in sorted(names) if name != row.name
    )
