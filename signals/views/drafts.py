"""The drafts of the writer: going on with one, throwing one away."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import ChangeForm
from core.pages import Request, page, show
from signals import operations
from signals.codes import Answered
from signals.drafts import begun_of, draft_or_404, drafts_of, kept_until
from signals.policies import SignalAction
from signals.terms import DRAFT_LIFE, in_words
from signals.wizard import LABELS, Wizard, step_number


@page(SignalAction.DRAFT)
def drafts(request: Request) -> HttpResponse:
    """What was begun and not sent, the newest first."""
    rows = []
    for draft in drafts_of(request.actor).select_related("municipality"):
        wizard = Wizard(draft, request.actor)
        slug = wizard.first_open()
        row = {"draft": draft, "kept_until": kept_until(draft), "url": wizard.url(slug), "number": step_number(slug)}
        rows.append(row)
    lead = f"Alleen u ziet uw concepten. Na {in_words(DRAFT_LIFE)} wordt een concept gewist."
    begun = [(one, kept_until(one)) for one in begun_of(request.actor).select_related("signal__municipality")]
    return show(request, "signals/drafts.html", {"rows": rows, "begun": begun, "steps": len(LABELS), "lead": lead})


@page(SignalAction.DRAFT, methods=("GET", "POST"))
def discard(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw it away."""
    draft = draft_or_404(request.actor, pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=draft.version)
    if form.carried_out(
        lambda: operations.discard_draft(draft, actor=request.actor, version=form.cleaned_data["version"])
    ):
        messages.success(request, "Uw concept is verwijderd.")
        return redirect("signals:drafts")
    context = {"draft": draft, "form": form, "alarms": draft.danger == Answered.YES}
    return show(request, "signals/drafts_discard.html", context, status=form.status)
