"""Look after jobs that ended without result.

manage.py jobs            list what a person must look at, and what waits unusually long
manage.py jobs retry ID   give a job all its attempts again
"""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from jobs.models import Job, OutboxMessage
from jobs.operations import try_again
from jobs.states import JobState, MailState


class Command(BaseCommand):
    """See the module."""

    help = "List jobs that need a person, or give one another chance."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "retry"], default="list")
        parser.add_argument("job_id", nargs="?", type=uuid.UUID)

    def handle(self, *_args: Any, action: str, job_id: uuid.UUID | None, **_options: Any) -> None:
        if action == "list":
            self._list()
        elif job_id is None:
            raise CommandError("Say which job: manage.py jobs retry ID")
        else:
            self._retry(job_id)

    def _list(self) -> None:
        stuck = [job for job in Job.objects.exclude(state=JobState.DONE).order_by("created_at") if _needs_look(job)]
        for job in stuck:
            self.stdout.write(f"{job.pk}  {job.created_at:%Y-%m-%d %H:%M}  {job.state:8}{job.kind}  {job.error}")
        mails = OutboxMessage.objects.filter(state=MailState.MANUAL).count()
        self.stdout.write(f"{len(stuck)} jobs and {mails} mails need a person.")

    def _retry(self, job_id: uuid.UUID) -> None:
        with transaction.atomic():
            job = Job.objects.filter(pk=job_id).first()
            if job is None or not try_again(job):
                message = "There is no such job that ended without result."
                raise CommandError(message)
        self.stdout.write(f"{job_id} is queued again.")


def _needs_look(job: Job) -> bool:
    return job.state == JobState.MANUAL or job.waits_long
