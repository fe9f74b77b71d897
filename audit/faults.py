"""A fault leaves a trace too: of a request that broke nothing is kept, so who asked for what is noted in a transaction of its own.

With the code that stands on the page and in the server's log; never what was typed, nor what the error says.
"""

from django.http import HttpRequest

from core.access import NOBODY
from core.transactions import Failure, reference_of

from .events import Kind
from .recording import record_fault
from .refusals import action_of


def note_fault(request: HttpRequest, failure: Failure) -> None:
    """Gather the fault of this request; a hook of `core.transactions.AFTER_FAILURE`."""
    detail = {"status": failure.status, "reference": reference_of(request), "asked": action_of(request)}
    kind = Kind.READ if request.method == "GET" else Kind.CHANGE
    record_fault(actor=getattr(request, "actor", NOBODY), detail=detail, kind=kind)
