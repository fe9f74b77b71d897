"""A file that went along with a handover, for its receiver and for who works on the signal."""

import uuid

from django.http import HttpResponse

from core.pages import Request, page
from signals.policies import SignalAction
from signals.receiving import handed_out


@page(SignalAction.DOWNLOAD_HANDED_FILE)
def handed_file(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """One file, as a download under a name of ours."""
    return handed_out(request.actor, pk, number)
