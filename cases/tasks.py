"""Thin jobs: load rows, call an operation."""

from datetime import time, timedelta

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
    """Where a mandate ended, running cases stay with their team, which gets the task to find who takes over."""
    mandated = Mandate.objects.on(today()).values("municipality")
    without = list(Municipality.objects.exclude(pk__in=mandated).values_list("pk", flat=True))
    reason = "the watch looks at every municipality without a mandate"
    with walls.context(walls.sign_all(content=without, lifetime=JOB_LIFETIME)):
        asked = Task.objects.unscoped(reason=reason).open().filter(kind=TaskKind.TAKE_OVER)
        cases = Case.objects.unscoped(reason=reason).open().filter(municipality__in=without, owner__isnull=False)
        unasked = cases.exclude(pk__in=asked.values("case")).order_by("id")
        for case in in_batches(order, unasked, "Casussen zonder afspraak nalopen"):
            with settled_meanwhile():
                ask_take_over(case, actor=SYSTEM)
