"""What the person concerned said last about the signals that a case was made of: asked by who goes on from there.

The same answers hold back an offer and a handover (consenting.py); a case is a way to care too. They count also where the case
team reads the signals no more, because a mandate ended: running cases go on (workflows.md 4), and a no that was noted since holds
them back as it would before.
"""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db.models import Q

from core import walls
from signals.consent_codes import ConsentAbout
from signals.matter import one_matter
from signals.models import Consent, Signal

_WHY = "what was said about signals that a case was made of, and what was merged with them"


def last_said_of(signals: Mapping[uuid.UUID, int], about: ConsentAbout, *, on: dt.date) -> dict[uuid.UUID, Consent]:
    """By signal what was noted last of its matter, of what was said until that day; nothing of one where nobody was asked.

    `signals`: by key the municipality that holds it. What is written down of an earlier day goes by what she had said by then.
    Two queries a signal, and the answer alone comes out: what she said, not the signal and not who asked.
    """
    until = Q(asked_on__lte=on) | Q(asked_on__isnull=True)
    rows = Consent.objects.unscoped(reason=_WHY).filter(until, about=about)
    with walls.context(walls.sign_all(content=sorted(set(signals.values())))):
        found = {signal: rows.filter(signal__in=one_matter(Signal(pk=signal))).last() for signal in signals}
    return {signal: said for signal, said in found.items() if said is not None}
