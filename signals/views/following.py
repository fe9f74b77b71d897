"""What was typed wrong when a signal began to be followed, or was prolonged: put right, with what stood there kept."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from core.pages import Request, page
from signals import operations
from signals.forms.steps import CorrectFollowForm
from signals.models import Follow, Revision
from signals.policies import SignalAction

from .start import FORM, form_page, part_or_404

LEAD = (
    "Hebt u iets verkeerd getypt? Verbeter het hier. Wat er stond, blijft te lezen. Keek u opnieuw naar het signaal, kies "
    "dan “Opnieuw bekijken”: dit telt daar niet voor."
)


@page(SignalAction.CORRECT_FOLLOW, methods=FORM)
def correct_follow(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put right why it is followed, what would change that, and the day to look again."""
    follow = part_or_404(request, Follow, pk)
    form = CorrectFollowForm(request.POST or None, actor=request.actor, follow=follow)
    return form_page(
        request,
        form,
        about=follow,
        heading="Volgen verbeteren",
        lead=LEAD,
        submit="Verbetering opslaan",
        done="De verbetering is opgeslagen.",
        run=lambda: operations.correct_follow(
            follow,
            actor=request.actor,
            version=form.cleaned_data["version"],
            **{name: form.cleaned_data[name] for name in ("why", "what_changes_it", "review_on")},
        ),
    )


def corrections(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    """Of what is or was followed: who put what right and when, and (label, value) of what stood there, the newest first."""
    return [
        {
            "follow_id": one.follow_id,
            "heading": f"Verbeterd op {timezone.localtime(one.at):%d-%m-%Y, %H:%M} door {one.author}: wat er stond",
            "stood_before": [(_LABELS[name], _words(name, value)) for name, value in (one.was or {}).items()],
        }
        for one in revisions
        if one.follow_id
    ]


_LABELS = {name: CorrectFollowForm.base_fields[name].label for name in ("why", "what_changes_it", "review_on")}


def _words(name: str, value: str) -> str:
    return f"{dt.date.fromisoformat(value):%d-%m-%Y}" if name == "review_on" else value
