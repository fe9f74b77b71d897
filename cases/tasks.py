"""Thin jobs: load rows, call an operation."""

from datetime import time, timedelta

from django.db.models import Exists, OuterRef

from core import walls
from core.access import SYSTEM, Actor
from core.errors import settled_meanwhile
from core.workdays import today
from jobs.models import Job
from jobs.progress import in_batches
from jobs.registry import recurring
from jobs.states import JOB_LIFETIME
from municipalities.models import Mandate, Municipality

from .codes import TaskKind
from .models import Case, Task
from .operations import ask_take_over


@recurring("cases.mandate_watch", every=timedelta(days=1), at=time(6))
def watch_mandates(order: Job, _actor: Actor) -> None:
    """Where the mandate of a case's organisation ended, the case stays with its team, which finds who takes over."""
    mandates = Mandate.objects.on(today())
    reason = "the watch looks at every case whose own organisation has no mandate"
    everywhere = list(Municipality.objects.values_list("pk", flat=True))
    with walls.context(walls.sign_all(content=everywhere, lifetime=JOB_LIFETIME)):
        asked = Task.objects.unscoped(reason=reason).open().filter(kind=TaskKind.TAKE_OVER)
        agreed = mandates.filter(municipality=OuterRef("municipality"), organisation=OuterRef("accountable"))
        cases = Case.objects.unscoped(reason=reason).open().filter(~Exists(agreed), owner__isnull=False)
        unasked = cases.exclude(pk__in=asked.values("case")).order_by("id")
        for case in in_batches(order, unasked, "Casussen zonder afspraak nalopen"):
            with settled_meanwhile():
                ask_take_over(case, actor=SYSTEM)
