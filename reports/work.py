"""The job that makes a report."""

from jobs.models import Job

from .models import Report

JOB_KIND = "reports.make"


def running_job(report: Report) -> Job | None:
    """The job that makes it now, or that waits for a worker; None when nothing is going on."""
    jobs = Job.objects.filter(kind=JOB_KIND, object_id=report.pk, finished_at=None)
    return jobs.order_by("-created_at").first()
