"""What the person concerned said last about the signals that a case was made of: asked by who goes on from there.

The same answers hold back an offer and a handover (consenting.py); a case is a way to care too. Only what the actor's walls
show is read: of a municipality without a mandate any more nothing is.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q

from signals.consent_codes import ConsentAbout
from signals.matter import one_matter
from signals.models import Consent, Signal

_WHY = "what was said about signals that a case was made of, and what was merged with them"


def last_said_of(signals: Iterable[uuid.UUID], about: ConsentAbout, *, on: dt.date) -> list[Consent]:
    """By signal (key) what was noted last of its matter, of what was said until that day; nothing of one where nobody was asked.

    What is written down of an earlier day goes by what she had said by then. Two queries a signal.
    """
    until = Q(asked_on__lte=on) | Q(asked_on__isnull=True)
    rows = Consent.objects.unscoped(reason=_WHY).filter(until, about=about)
    found = (rows.filter(signal__in=one_matter(Signal(pk=signal))).last() for signal in signals)
    return [said for said in found if said is not None]
