"""The one alarm of who follows an area: does the oldest signal that nobody took up wait too long, yes or no.

District and regional coordinators see no signal, and no number of signals before a period is over: from a number that
changes by one they would see a single signal come and go. So the question is asked in a context of its own, from which only the ids of municipalities come out: one
signal or nine give the same answer, and whose it is, since when, or what about stays inside. It is asked when a page is
shown, so taking up the last one takes the alarm away at once; by itself it only ever changes at midnight.
"""

from core import walls
from core.access import Actor, may
from core.workdays import today
from municipalities.signs import Sign

from . import terms
from .models import Signal
from .policies import SignalAction
from .querysets import SignalQuerySet
from .workflow import SignalState


def places_where_one_waits(actor: Actor) -> frozenset[int] | None:
    """Of the municipalities that the actor follows, those with a signal that waits longer than the term.

    None for who is not told of it. One query.
    """
    if not may(actor, SignalAction.SEE_UNTAKEN):
        return None
    long_ago = terms.UNTAKEN.began_before(today())
    with walls.context(walls.sign_all(content=actor.governance)):
        signals: SignalQuerySet = Signal.objects.unscoped(reason="only in which municipalities there is one")
        waiting = signals.filter(
            state=SignalState.RECEIVED, received_at__lt=long_ago, municipality_id__in=actor.governance
        )
        return frozenset(waiting.order_by().values_list("municipality_id", flat=True).distinct())


UNTAKEN = Sign(
    question=f"Oudste niet-opgepakte signaal ouder dan {terms.UNTAKEN}",
    badge="signaal wacht te lang",
    advice="U ziet niet welk signaal dat is en hoeveel het er zijn. Bel de aandachtsfunctionaris of de vervanger; "
    "is die er niet, dan zorgt de achtervang dat er iemand komt.",
    places=places_where_one_waits,
)
