"""Thin jobs: load through the gate, call an operation."""

from django.urls import reverse

from core.access import Actor
from jobs.models import Job
from jobs.registry import job

from .letters import letter_of
from .models import Handover
from .operations import store_letter


def _letter_url(finished: Job) -> str:
    return reverse("signals:letter", args=[finished.object_id])


@job("signals.letter", label="Brief van de doormelding maken", result_url=_letter_url)
def make_letter(order: Job, actor: Actor) -> None:
    """The letter of one handover."""
    handover = (
        Handover.objects.visible_to(actor).select_related("partner", "signal__municipality").get(pk=order.object_id)
    )
    store_letter(handover, actor=actor, pdf=letter_of(handover))
