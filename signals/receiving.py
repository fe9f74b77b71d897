"""The first look by its receiver at what was handed over, whichever way: page, program or letter; and its files."""

import uuid

from django.http import HttpResponse

from audit.recording import record_view
from core.access import Actor, authorize, may
from core.files import given_out
from core.pages import visible_or_404

from .events import SignalEvent
from .models import Handover, HandoverFile
from .operations import receive_handover
from .policies import SignalAction
from .workflow import HandoverState


def open_handover(handover: Handover, *, actor: Actor) -> Handover:
    """Whatever shows the content calls this first. An officer who looks at her own handover receives nothing."""
    if handover.state == HandoverState.SENT and may(actor, SignalAction.RECEIVE_HANDOVER, handover):
        return receive_handover(handover, actor=actor)
    return handover


def handed_out(actor: Actor, pk: uuid.UUID, number: int) -> HttpResponse:
    """One file of a handover; the look is an event of its own.

    Raises NotVisible where there is none, also for the receiver of a handover that was withdrawn or erased.
    """
    handover: Handover = visible_or_404(Handover.objects.visible_to(actor), pk=pk)
    authorize(actor, SignalAction.DOWNLOAD_HANDED_FILE, handover)
    file: HandoverFile = visible_or_404(HandoverFile.objects.of_handover(handover), number=number)
    open_handover(handover, actor=actor)
    record_view(SignalEvent.HANDED_FILE_DOWNLOADED, handover, actor=actor, purpose=file.name)
    return given_out(file.name, file.media_type, file.content)
