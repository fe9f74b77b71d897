"""Agreements about care coordination, and who is called when nobody is there."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities import roles
from municipalities.codes import CARE_KINDS, Role
from municipalities.events import MunicipalityEvent
from municipalities.mandates import care_areas_ahead
from municipalities.models import (
    Mandate,
    Municipality,
    MunicipalityFallBack,
    Organisation,
    Region,
    RegionFallBack,
)
from municipalities.policies import MunicipalityAction
from municipalities.shielding import keep_out_newcomer

from .people import demand_another, demand_open_account

_NOT_ONESELF = "U kunt uzelf niet als achtervang aanwijzen. Vraag een andere beheerder."


@operation(MunicipalityAction.REGISTER_MANDATE)
def register_mandate(
    *,
    actor: Actor,
    municipality: Municipality,
    organisation: Organisation,
    valid_from: date,
    document: str,
    valid_until: date | None = None,
) -> Mandate:
    """The municipality agreed that `organisation` coordinates care; `document` says where that was decided.

    Raises Invalid for an organisation that carries no care coordination, no document, or an overlapping mandate.
    """
    if organisation.kind not in CARE_KINDS:
        raise Invalid({"organisation": ["Deze organisatie verzorgt geen zorgcoördinatie."]})
    if not document.strip():
        raise Invalid({"document": ["Vul in waar het mandaat is vastgelegd, zoals het nummer van het besluit."]})
    if valid_until is not None and valid_until < valid_from:
        raise Invalid({"valid_until": ["De einddatum ligt voor de begindatum."]})
    mandate = Mandate.objects.create(
        municipality=municipality,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
        document=document.strip(),
    )
    detail = {"organisation": organisation.pk, "from": str(valid_from), "until": str(valid_until or "")}
    record(MunicipalityEvent.MANDATE_REGISTERED, mandate, actor=actor, detail=detail)
    # Who works there by it now, or later, and is kept from something where she works already, stays kept from it.
    coordinators = roles.holders(
        Role.CARE_COORDINATOR, care_areas_ahead(municipality, valid_from), timezone.localdate(), later=True
    )
    for user_id in sorted({holding.user.pk for holding in coordinators}):
        keep_out_newcomer(user_id, actor, "Dit mandaat kan nu niet worden vastgelegd.")
    return mandate


@operation(MunicipalityAction.END_MANDATE)
def end_mandate(mandate: Mandate, *, actor: Actor, last_day: date) -> Mandate:
    """Let a mandate end after `last_day`. It closes nothing: running cases stay with their case team.

    With a last day before its first it was registered by mistake: the row is removed, the log keeps that it was there.
    """
    if mandate.valid_until is not None and last_day > mandate.valid_until:
        raise Invalid({"last_day": ["Het mandaat eindigt al eerder. Leg een nieuw mandaat vast."]})
    if last_day < mandate.valid_from:
        Mandate.objects.filter(pk=mandate.pk).delete()
    else:
        mandate.valid_until = last_day
    record(MunicipalityEvent.MANDATE_ENDED, mandate, actor=actor, detail={"until": str(last_day)})
    return mandate


@operation(MunicipalityAction.NAME_FALL_BACK)
def name_municipality_fall_back(
    *, actor: Actor, municipality: Municipality, user: User, valid_from: date
) -> MunicipalityFallBack:
    """From `valid_from` on `user` is called when the municipality has no focal officer; the former one steps back.

    Raises Invalid for oneself, since the fall-back appoints, and for a closed account.
    """
    demand_another(actor, user, _NOT_ONESELF)
    demand_open_account(user)
    former = MunicipalityFallBack.objects.filter(municipality=municipality)
    _step_back(former, valid_from)
    row = MunicipalityFallBack.objects.create(municipality=municipality, user=user, valid_from=valid_from)
    record(MunicipalityEvent.FALL_BACK_NAMED, row, actor=actor, detail={"user": user.pk})
    return row


@operation(MunicipalityAction.NAME_FALL_BACK)
def name_region_fall_back(
    *, actor: Actor, region: Region, user: User, municipality: Municipality, valid_from: date
) -> RegionFallBack:
    """From `valid_from` on `user` is the last one called; `municipality` holds signals whose place nobody can tell.

    Raises Invalid for oneself, since the fall-back appoints, and for a closed account.
    """
    demand_another(actor, user, _NOT_ONESELF)
    demand_open_account(user)
    _step_back(RegionFallBack.objects.filter(region=region), valid_from)
    row = RegionFallBack.objects.create(region=region, user=user, municipality=municipality, valid_from=valid_from)
    record(MunicipalityEvent.FALL_BACK_NAMED, row, actor=actor, detail={"user": user.pk, "region": region.pk})
    return row


def _step_back(rows: Any, new_first_day: date) -> None:
    """End the rows that reach into the new period; one that would start in it never comes to hold."""
    rows.filter(valid_from__gte=new_first_day).delete()
    rows.not_ended(new_first_day).update(valid_until=new_first_day - timedelta(days=1))
