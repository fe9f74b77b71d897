"""Giving and ending roles.

Nobody gives a role to himself: an administrator without content could otherwise open any dossier. Who is named as
fall-back by somebody else may appoint herself. A role ends on a day; what was ended stays, so that the log can be read
years later.
"""

from datetime import date

from django.db import models
from django.utils import timezone

from accounts.models import User
from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities import areas, roles
from municipalities.appointing import REFUSED, can_be_appointed
from municipalities.codes import Role
from municipalities.duty import gap_of
from municipalities.events import MunicipalityEvent
from municipalities.models import Absence, Municipality, MunicipalityFallBack, RegionFallBack, RoleRow
from municipalities.policies import MunicipalityAction
from municipalities.shielding import keep_out_newcomer

from .absences import end_what_was_lent
from .people import demand_another, demand_open_account


@operation(MunicipalityAction.GRANT_ROLE)
def grant_role(
    *,
    actor: Actor,
    user: User,
    role: str,
    area: models.Model,
    valid_from: date,
    valid_until: date | None = None,
    deputy: bool = False,
) -> RoleRow:
    """Give `user` a role on an area for a period; `deputy`: as stand-in.

    Raises Invalid for a role that is not given on this kind of area, for oneself, for a closed account, for a period
    that is turned round or overlaps one in which the person already has the role here.
    """
    demand_another(actor, user, "U kunt uzelf geen rol geven. Vraag een andere beheerder.")
    demand_open_account(user)
    if not roles.role_fits(area, role):
        raise Invalid({"area": [f"De rol {Role(role).label} hoort niet bij dit soort gebied of organisatie."]})
    _demand_order(valid_from, valid_until)
    row = roles.give(area, user.pk, role, valid_from=valid_from, valid_until=valid_until, deputy=deputy)
    detail = {"role": role, "user": user.pk, "deputy": deputy, "from": str(valid_from), "until": str(valid_until or "")}
    record(MunicipalityEvent.ROLE_GRANTED, row, actor=actor, detail=detail)
    keep_out_newcomer(user.pk, actor)
    return row


@operation(MunicipalityAction.END_ROLE)
def end_role(row: RoleRow, *, actor: Actor, last_day: date) -> RoleRow:
    """Let a role end after `last_day`, with what was lent of it; yesterday ends it at once.

    With a last day before its first the role was given by mistake or does not begin: the row is removed, the log keeps
    that it was there. Raises Invalid for a day after its present last day.
    """
    if row.valid_until is not None and last_day > row.valid_until:
        raise Invalid({"last_day": ["De rol eindigt al eerder. Geef een nieuwe rol voor een langere periode."]})
    end_what_was_lent(row, last_day)
    roles.end(row, last_day)
    detail = {"role": row.role.value, "user": row.user_id, "until": str(last_day)}
    record(MunicipalityEvent.ROLE_ENDED, row, actor=actor, detail=detail)
    return row


@operation(MunicipalityAction.APPOINT_FOCAL_OFFICER)
def appoint_focal_officer(
    fall_back: MunicipalityFallBack | RegionFallBack, *, actor: Actor, municipality: Municipality, user: User
) -> RoleRow:
    """The fall-back of a municipality where no focal officer is gives the role, from today, to a colleague or to oneself.

    Where officers and deputies are all away, as deputy until the first of them is back (`end_absence`). Oneself only because somebody else
    named the fall-back: nobody names himself (name_municipality_fall_back). Raises Invalid when the fall-back does not cover
    the municipality today, when an officer or deputy is there, or when the person may not be appointed by this road
    (municipalities/appointing.py).
    """
    today = timezone.localdate()
    if not fall_back.holds_on(today) or not _covers(fall_back, municipality, today):
        raise Invalid(message="U bent vandaag niet de achtervang van deze gemeente.")
    gap = gap_of(municipality, today)
    if gap is None:
        raise Invalid(message="Deze gemeente heeft al een aandachtsfunctionaris of een vervanger.")
    away = Absence.objects.on(today).filter(user=user, role=Role.FOCAL_OFFICER)
    if user.pk in gap.away or away.exists():
        raise Invalid({"user": ["Deze persoon is zelf afwezig. Kies iemand anders."]})
    if can_be_appointed(user.email, fall_back, today) is None:
        raise Invalid({"user": [REFUSED]})
    row = roles.give(
        municipality,
        user.pk,
        Role.FOCAL_OFFICER,
        valid_from=today,
        valid_until=gap.until,
        deputy=bool(gap.away),
        while_away=bool(gap.away),
    )
    detail = {"user": user.pk, "deputy": row.deputy, "until": str(gap.until or "")}
    record(MunicipalityEvent.FOCAL_OFFICER_APPOINTED, row, actor=actor, detail=detail)
    keep_out_newcomer(user.pk, actor)
    return row


def _covers(fall_back: MunicipalityFallBack | RegionFallBack, municipality: Municipality, today: date) -> bool:
    if isinstance(fall_back, MunicipalityFallBack):
        return fall_back.municipality_id == municipality.pk
    region = areas.region_of(municipality, today)
    return region is not None and region.pk == fall_back.region_id


def _demand_order(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Invalid({"valid_until": ["De einddatum ligt voor de begindatum."]})
