"""What of signals past their day happens outside the reach of who asks for it, each within a context of its own.

The privacy officer reaches no signal: she names one by its number, and a job carries out what she agreed to.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core import walls
from core.access import SYSTEM, Actor, authorize
from core.references import number_of
from jobs.states import JOB_LIFETIME
from municipalities.models import Municipality

from .models import Erasure, ErasureLine, Signal
from .operations import carry_out_erasure
from .operations.anonymising import places_of
from .policies import SignalAction
from .retention_states import ErasureState
from .workflow import SignalState

_WHY = "what was agreed to is erased, and shown to nobody"


def carry_out(pk: uuid.UUID, actor: Actor) -> None:
    """Anonymise what `actor`, who agreed to it, still may agree to. Done already: then there is nothing to do."""
    with _overseen(actor):
        erasure: Erasure = Erasure.objects.visible_to(actor).get(pk=pk)
        authorize(actor, SignalAction.AGREE_ERASURE, erasure)
        if erasure.state != ErasureState.ORDERED:
            return
        lines = ErasureLine.objects.visible_to(actor).filter(erasure=erasure)
        keys = list(lines.values_list("dossier_id", flat=True))
    own = {erasure.municipality_id}
    with _reaching(Municipality.objects.values_list("pk", flat=True)):
        places = own | places_of(keys)
    with _reaching(places):
        carry_out_erasure(erasure, actor=SYSTEM)


def numbered(words: str, actor: Actor) -> tuple[uuid.UUID, int, str] | None:
    """Key, municipality and number of the signal of that number that this actor watches over; None when there is none."""
    with _reaching(actor.oversees):
        rows = Signal.objects.unscoped(reason="whether there is one of that number is all that comes out")
        found = rows.filter(reference=number_of("S", words) or "", municipality__in=actor.oversees)
        there = found.exclude(state=SignalState.ANONYMISED).exclude(pk__in=actor.excluded)
        return there.values_list("pk", "municipality_id", "reference").first()


@contextmanager
def _overseen(actor: Actor) -> Iterator[None]:
    with walls.context(
        walls.sign_all(user_id=actor.user_id, overseen=actor.oversees, excluded=actor.excluded, lifetime=JOB_LIFETIME)
    ):
        yield


@contextmanager
def _reaching(places: Iterable[int]) -> Iterator[None]:
    with walls.context(walls.sign_all(content=sorted(places), lifetime=JOB_LIFETIME)):
        yield
