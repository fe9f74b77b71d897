"""Who sees a signal, in words and by function, for the line with the eye and the last page of the wizard."""

from core.workdays import today
from municipalities import roles
from municipalities.areas import since_merged
from municipalities.codes import Role
from municipalities.duty import Desk, fallback_for
from municipalities.mandates import care_area_under_mandate
from municipalities.models import Municipality
from municipalities.shielding import excluded_from

from .models import Signal


def read_by(municipality: Municipality, *, care: bool) -> str:
    """By which functions a signal of this municipality is read; `care`: by care coordination too.

    Of one that is shielded, `shielding.seen_by` says who really does.
    """
    people = _officers(municipality)
    return f"{people}, zorgcoördinator met een afspraak met deze gemeente" if care else people


def read_when_sent(municipality: Municipality) -> str:
    """Who will see what is sent to this municipality now. In the pool care coordination reads it until somebody is appointed."""
    people = _officers(municipality)
    if fallback_for(municipality, today()).desk is Desk.CARE_COORDINATOR:
        return f"{people}, en tot die tijd de zorgcoördinator met een afspraak met deze gemeente"
    return people


def workers_of(signal: Signal) -> dict[int, str]:
    """Who could be in the team of a restricted signal, id -> name: officers, deputies and care coordination, now or later."""
    area = care_area_under_mandate(signal.municipality_id, today())
    places = since_merged(signal.municipality, today())
    found = roles.holders(Role.FOCAL_OFFICER, places, today(), later=True)
    found += roles.holders(Role.CARE_COORDINATOR, [area], today(), later=True) if area else []
    people = {holding.user.pk: holding.user.full_name for holding in found}
    out = excluded_from(signal.dossier_id)
    return {pk: name for pk, name in people.items() if pk not in out}


def _officers(municipality: Municipality) -> str:
    """The focal officer and who deputises: they read the same inbox, also on days when nobody is absent."""
    held = [holding.deputy for holding in roles.holders(Role.FOCAL_OFFICER, [municipality], today())]
    deputies = "de vervangers" if sum(held) > 1 else "de vervanger"
    match (not all(held), any(held)):
        case (True, True):
            return f"aandachtsfunctionaris {municipality} en {deputies}"
        case (True, False):
            return f"aandachtsfunctionaris {municipality}"
        case (False, True):
            return f"{deputies} van de aandachtsfunctionaris {municipality}"
        case _:
            return f"wie als aandachtsfunctionaris van {municipality} wordt aangewezen"
