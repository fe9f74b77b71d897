"""Thin jobs: load through the gate, call an operation."""

from datetime import time, timedelta

from django.urls import reverse

from core import walls
from core.access import SYSTEM, Actor
from core.workdays import today
from jobs.models import Job
from jobs.registry import job, recurring
from municipalities.models import Municipality

from .letters import letter_of
from .models import Handover
from .operations import expire_handover, remind_handover, store_letter
from .terms import REMIND_HANDOVER


def _letter_url(finished: Job) -> str:
    return reverse("signals:letter", args=[finished.object_id])


@job("signals.letter", label="Brief van de doormelding maken", result_url=_letter_url)
def make_letter(order: Job, actor: Actor) -> None:
    """The letter of one handover."""
    handover = (
        Handover.objects.visible_to(actor).select_related("partner", "signal__municipality").get(pk=order.object_id)
    )
    store_letter(handover, actor=actor, pdf=letter_of(handover))


@recurring("signals.handover_clock", every=timedelta(days=1), at=time(6))
def run_handover_clock(_order: Job, _actor: Actor) -> None:
    """Reminders after 14 and 28 days, at 56 days "geen antwoord ontvangen"; for every municipality, by nobody."""
    everywhere = Municipality.objects.values_list("pk", flat=True)
    with walls.context(walls.sign_all(content=list(everywhere))):
        due = Handover.objects.unscoped(reason="the clock runs for every municipality").waiting()
        for handover in due.filter(remind_on__lte=today()).order_by("remind_on", "id"):
            step = remind_handover if handover.reminders < len(REMIND_HANDOVER) else expire_handover
            step(handover, actor=SYSTEM)
