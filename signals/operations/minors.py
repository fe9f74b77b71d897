"""Whether Veilig Thuis was called, where somebody under 18 is involved or may be: asked the same day, in every open state.

The wizard asks it; of a note, a public report, a list or a program it is asked on the signal's page until somebody answers.
What stood there before is kept in a Revision.
"""

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid
from signals.codes import Answered
from signals.events import SignalEvent
from signals.models import Revision, Signal, part_of
from signals.policies import SignalAction
from signals.workflow import SIGNAL

from .completing import change_known


def _stands(signal: Signal, *, actor: Actor, minor: Answered, called: Answered, why: str = "") -> bool:
    """Whether this is how it stands already, as after a second click."""
    if (signal.minor, signal.veilig_thuis, signal.veilig_thuis_not) != (minor, called, why):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.ANSWER_VEILIG_THUIS, done_before=_stands)
def answer_veilig_thuis(signal: Signal, *, actor: Actor, minor: Answered, called: Answered, why: str = "") -> Signal:
    """Write down whether it was called, or `why` not.

    Raises Invalid for an answer that is unknown where somebody under 18 may be involved, and for "no" without a reason where one is.
    """
    SIGNAL.move(signal, SignalAction.ANSWER_VEILIG_THUIS)
    if minor != Answered.NO and called == Answered.UNKNOWN:
        raise Invalid({"veilig_thuis": ["Zeg of Veilig Thuis is gebeld."]})
    if (minor, called, why.strip()) == (Answered.YES, Answered.NO, ""):
        raise Invalid({"why": ["Schrijf in een paar woorden waarom niet."]})
    if _stands(signal, actor=actor, minor=minor, called=called, why=why):
        return signal
    was = change_known(signal, {"minor": minor, "veilig_thuis": called, "veilig_thuis_not": why})
    Revision.objects.create(**part_of(signal), at=timezone.now(), author_id=actor.person_id, was=was)
    record(SignalEvent.VEILIG_THUIS_ANSWERED, signal, actor=actor, detail={"called": called.value})
    return signal
