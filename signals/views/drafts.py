"""The drafts of the writer: going on with one, throwing one away."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.access import Actor
from core.forms import ChangeForm
from core.pages import Request, page, show
from core.templatetags.ui import moment
from signals import operations
from signals.codes import Answered
from signals.drafts import begun_of, draft_or_404, drafts_of, kept_until, numbered, told_apart
from signals.models import Draft
from signals.operations.drafts import SavedElsewhere
from signals.policies import SignalAction
from signals.terms import DRAFT_LIFE, in_words
from signals.wizard import Wizard


@page(SignalAction.DRAFT)
def drafts(request: Request) -> HttpResponse:
    """What was begun and not sent, the newest first."""
    rows: list[dict[str, Any]] = []
    for draft in drafts_of(request.actor).select_related("municipality"):
        wizard = Wizard(draft, request.actor)
        url, how_far = wizard.left_off()
        about = {"url": url, "how_far": how_far, "first_words": wizard.first_words}
        rows.append({"draft": draft, "kept_until": kept_until(draft), **about})
    for row, name in zip(rows, numbered(moment(row["draft"].started_at) for row in rows), strict=True):
        row["name"] = name
    lead = f"Alleen u ziet uw concepten. Na {in_words(DRAFT_LIFE)} wordt een concept gewist."
    kept = begun_of(request.actor).select_related("signal__municipality")
    begun = [(one, name, kept_until(one)) for one, name in told_apart(kept)]
    return show(request, "signals/drafts.html", {"rows": rows, "begun": begun, "lead": lead})


@page(SignalAction.DRAFT, methods=("GET", "POST"))
def discard(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw it away."""
    draft = draft_or_404(request.actor, pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=draft.version)
    if form.carried_out(lambda: _discard(draft, request.actor, form.cleaned_data["version"])):
        messages.success(request, "Uw concept is weggegooid.")
        return redirect("signals:drafts")
    context = {"draft": draft, "form": form, "alarms": draft.danger == Answered.YES}
    return show(request, "signals/drafts_discard.html", context, status=form.status)


def _discard(draft: Draft, actor: Actor, version: int) -> Draft:
    if version != draft.version:
        message = "Er is niets verwijderd. Kijk eerst wat er nu staat."
        raise SavedElsewhere(message)
    return operations.discard_draft(draft, actor=actor, version=version)
