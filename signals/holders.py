"""For which municipality a signal can be logged: the holder, chosen before anything else and fixed from then on.

A focal officer or care coordinator logs for a municipality she works for (the coordinator only under a mandate), a
colleague for the one she works at. A partner names it; when it cannot, the municipality that the region named for
signals without a place holds the signal.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.access import Actor, reaches_for
from core.workdays import today
from municipalities.areas import region_of
from municipalities.codes import Role
from municipalities.models import Municipality, Organisation, RegionFallBack
from municipalities.names import fold
from municipalities.roles import areas_of

from .codes import Origin
from .policies import SignalAction, SignalReach


@dataclass(frozen=True, slots=True)
class Holder:
    """One choice: its code in the form, its words, and the municipality that will hold the signal."""

    code: str
    label: str
    municipality: Municipality
    place_known: bool = True


def holders_for(actor: Actor, on: dt.date | None = None) -> list[Holder]:
    """The choices of this actor that day, by name; none for who works for no municipality."""
    day = on or today()
    if actor.partners:
        return [*_named(existing(day)), *_somewhere(day)]
    if actor.content:
        return _named(existing(day).filter(pk__in=actor.content))
    if actor.user_id is None or not actor.hat:
        return []
    areas = areas_of(actor.user_id, Role(actor.hat), day)
    return _named(area for area in areas if isinstance(area, Municipality))


def holder_named(words: str, sender: Organisation, on: dt.date) -> Holder | None:
    """The holder of what a partner's program sends: the municipality with this GM code or (however it is written) name.

    Without a usable name it is the one that the region of the sender named, else that of the first region that did, and
    the place is not known; None when no region has: then nothing can be received.
    """
    by_code_or_name = Q(gm_code=words.strip().upper()) | Q(sort_name=fold(words))
    found = existing(on).filter(by_code_or_name).first()
    if found is not None:
        return _named([found])[0]
    rows = _fall_backs(on)
    near = rows.filter(region=region_of(sender.municipality, on)) if sender.municipality else rows.none()
    row = near.first() or rows.first()
    return _in_region(row) if row else None


def senders_for(actor: Actor) -> list[Organisation]:
    """The organisations in whose name this actor sends; none for a colleague of a municipality."""
    return list(Organisation.objects.filter(pk__in=actor.partners))


def may_hold(actor: Actor, municipality_id: int) -> bool:
    """Whether the actor can (still) log for this municipality."""
    return any(holder.municipality.pk == municipality_id for holder in holders_for(actor))


def origin_of(actor: Actor) -> Origin:
    """As what this actor logs; it decides who may work on the signal beside the focal officer."""
    reaches = reaches_for(actor, SignalAction.LOG)
    return Origin.CARE_COORDINATOR if SignalReach.LOGGED in reaches else Origin.FOCAL_OFFICER


def existing(day: dt.date) -> QuerySet[Municipality]:
    return Municipality.objects.filter(Q(succeeded_on=None) | Q(succeeded_on__gt=day))


def _named(municipalities: Iterable[Municipality]) -> list[Holder]:
    return [Holder(one.gm_code, one.name, one) for one in municipalities]


def _somewhere(day: dt.date) -> list[Holder]:
    return [_in_region(row) for row in _fall_backs(day)]


def _in_region(row: RegionFallBack) -> Holder:
    return Holder(f"regio-{row.region_id}", f"Ergens in {row.region}", row.municipality, place_known=False)


def _fall_backs(day: dt.date) -> QuerySet[RegionFallBack]:
    return RegionFallBack.objects.on(day).select_related("region", "municipality").order_by("region__sort_name")
