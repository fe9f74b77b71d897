"""The page of a job, for whom it runs."""

import uuid

from django.http import HttpResponse

from core.pages import Request, member_page, show, visible_or_404

from .models import Job
from .words import progress_of


@member_page("one's own job: kind and state, no content")
def progress(request: Request, job_id: uuid.UUID) -> HttpResponse:
    """How far it is; htmx asks for the part that changes."""
    job = visible_or_404(Job.objects.visible_to(request.actor), pk=job_id)
    return show(request, "jobs/progress.html", progress_of(job), partial="progress")
