"""Taking a file of signals out: asking for it, seeing how far it is, fetching it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.access import Actor
from core.errors import NotVisible
from core.files import given_out
from core.pages import Request, page, show, visible_or_404
from jobs.models import Job
from jobs.words import progress_of
from municipalities.models import StoredFile
from signals import operations
from signals.forms.exporting import ExportForm
from signals.list_states import ExportState
from signals.models import ListExport
from signals.policies import SignalAction

from .start import FORM


def export_or_404(request: Request, pk: uuid.UUID) -> ListExport:
    """The file, when it is hers."""
    mine = ListExport.objects.visible_to(request.actor).select_related("municipality")
    found: ListExport = visible_or_404(mine, pk=pk)
    return found


@page(SignalAction.ORDER_EXPORT, methods=FORM, fresh=True)
def export(request: Request) -> HttpResponse:
    """Which signals, which columns, for what; below it the files of before."""
    form = ExportForm(request.POST or None, actor=request.actor, shown=request.GET)
    if made := form.carried_out(lambda: _ordered(form, request.actor)):
        if (several := len(form.held_by)) == 1:
            return redirect("signals:list-export", made.pk)
        messages.success(
            request, f"Er worden {several} bestanden gemaakt, voor elke gemeente een. U vindt ze hieronder."
        )
        return redirect("signals:export")
    files = ListExport.objects.visible_to(request.actor).select_related("municipality")[:20]
    # What can be fetched stands first; what is gone is history.
    there, gone = ([one for one in files if (one.state == ExportState.WIPED) is wiped] for wiped in (False, True))
    context = {
        "form": form,
        "files": there,
        "gone": gone,
        "hours": settings.EXPORT_HOURS,
        "most": settings.EXPORTS_A_DAY,
    }
    return show(request, "signals/export.html", context, status=form.status)


def _ordered(form: ExportForm, actor: Actor) -> ListExport:
    """A file of each municipality that was chosen; the last of them."""
    chosen = form.held_by
    made = [
        operations.order_export(actor=actor, municipality=one, new=form.new_export(one), together=chosen[place:])
        for place, one in enumerate(chosen)
    ]
    return made[-1]


@page(SignalAction.ORDER_EXPORT)
def one(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How far it is, and where to fetch it."""
    about = export_or_404(request, pk)
    job = None
    if about.state == ExportState.MAKING:
        job = Job.objects.visible_to(request.actor).filter(object_id=about.pk).first()
    return show(request, "signals/export_one.html", {"about": about} | (progress_of(job) if job else {}))


@page(SignalAction.DOWNLOAD_EXPORT, fresh=True)
def file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file itself, for whoever asked for it."""
    about = operations.fetch_export(export_or_404(request, pk), actor=request.actor)
    stored = StoredFile.objects.made_for(about.pk).first()
    if stored is None:
        raise NotVisible
    return given_out(about.file_name, stored.media_type, stored.content)
