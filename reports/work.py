"""The jobs that make a report and its PDF."""

from django.db.models import QuerySet

from jobs.models import Job

from .models import Report

JOB_KIND = "reports.make"
PDF_KIND = "reports.pdf"


def running_job(report: Report) -> Job | None:
    """The job that makes it now, or that waits for a worker; None when nothing is going on."""
    job = last_job(report)
    return job if job is not None and not job.has_ended else None


def last_job(report: Report) -> Job | None:
    """The last time that somebody had it made, however that ended."""
    return _of(report, JOB_KIND).first()


def pdf_job(report: Report) -> Job | None:
    """The last time that its PDF alone was asked, however that ended."""
    return _of(report, PDF_KIND).first()


def _of(report: Report, kind: str) -> QuerySet[Job]:
    return Job.objects.filter(kind=kind, object_id=report.pk).order_by("-created_at")
