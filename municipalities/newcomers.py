"""Who comes in by the screen of a municipality that lets any colleague report, and was never invited.

She gets an account at that moment, without password and with one right: to send in what she noticed, and to see its number,
its state and the answer. Whatever else somebody may do here is given by a person, as ever.
"""

from accounts.models import Issuer, User
from core import walls
from core.access import SYSTEM

from .models import IssuerArea
from .operations import let_in_to_report


def welcomes(issuer: Issuer, email: str, name: str) -> User | None:
    """The account that was made; None where nobody comes in uninvited."""
    if not IssuerArea.objects.filter(issuer=issuer, colleagues_report=True).exists():
        return None
    with walls.enter(SYSTEM):
        return let_in_to_report(actor=SYSTEM, issuer=issuer, email=email, name=name)
