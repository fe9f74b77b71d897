"""The first look by its receiver at what was handed over, whichever way: page, program or letter."""

from core.access import Actor, may

from .models import Handover
from .operations import receive_handover
from .policies import SignalAction
from .workflow import HandoverState


def open_handover(handover: Handover, *, actor: Actor) -> Handover:
    """Whatever shows the content calls this first. An officer who looks at her own handover receives nothing."""
    if handover.state == HandoverState.SENT and may(actor, SignalAction.RECEIVE_HANDOVER, handover):
        return receive_handover(handover, actor=actor)
    return handover
