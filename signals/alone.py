"""How few signals are like the one of which a tip is made: who reads the tip and knows them may see which it is.

Counted over the last twelve months among what the officer lists herself, so that nobody learns of another municipality how
many it has. What is counted is what goes along: fewer lines, more signals that they may be of.
"""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from core.access import Actor

from .codes import Form
from .models import Signal

# From so many on they hide each other, as in a report (domain 8.6).
ENOUGH = 5
_LAST = timedelta(days=365)
_LINES = {"form": "vorm", "place": "plaats", "company": "bedrijf", "shift": "dienst"}


def told_if_few(signal: Signal, actor: Actor, codes: Collection[str]) -> str:
    """In words how few share what goes along (`codes`: of signals.disclosure); "" when nothing does, or many. One query."""
    shared = {name: getattr(signal, name) for name in _LINES if name in codes}
    shared = {name: value for name, value in shared.items() if value and value != Form.UNKNOWN}
    if not shared:
        return ""
    same = {name if name == "form" else f"{name}__iexact": value for name, value in shared.items()}
    rows = Signal.objects.listed_for(actor).once().filter(received_at__gt=timezone.now() - _LAST, **same)
    count = rows.count()
    if not 0 < count < ENOUGH:
        return ""
    *first, last = (_LINES[name] for name in shared)
    what = f"{', '.join(first)} en {last}" if first else last
    there = f"staat bij u 1 signaal met deze {what}" if count == 1 else f"staan bij u {count} signalen met deze {what}"
    return f"In de laatste twaalf maanden {there}. Wie de tip leest en er meer van weet, kan zien over welk signaal het gaat."
