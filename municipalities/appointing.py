"""Whom a fall-back may appoint: a colleague who works for a municipality, and nobody who decides about roles.

The fall-back closes a gap in a hurry, alone and without anybody who looks along. So the road is narrow: it makes
nobody focal officer who works for a partner, who only counts, who checks the others, or who gives roles. For those
there is the administrator's page, where a second person is always needed.
"""

from datetime import date

from accounts.models import User

from . import roles
from .models import MunicipalityFallBack, RegionFallBack
from .policies import MANAGES_ROLES, WORKS_FOR_A_MUNICIPALITY

# One sentence for every reason, an unknown address too: the form does not tell who has an account, or which role.
REFUSED = "Met dit adres kan dat niet. Vraag de beheerder."


def can_be_appointed(email: str, by: MunicipalityFallBack | RegionFallBack, on: date) -> User | None:
    """The open account with this address, if its owner may be appointed that day; an unknown one asks as many queries.

    Who gave roles since the fall-back was named counts as giving roles still: else somebody could lay that role down,
    be appointed, and have arranged the gap himself.
    """
    found = User.objects.active().filter(email=email.strip().lower()).first()
    asked = found.pk if found else 0
    held = roles.held_by([asked], not_before=min(by.valid_from, on))[asked]
    manages = any(holding.role in MANAGES_ROLES for holding in held)
    present = [holding for holding in held if holding.valid_until is None or holding.valid_until >= on]
    fits = all(holding.role in WORKS_FOR_A_MUNICIPALITY for holding in present)
    return found if fits and not manages else None
