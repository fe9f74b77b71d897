"""Adding a file as somebody does in a browser, and judging it as a worker does."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobs.models import Job
from jobs.runner import run
from jobs.states import JobState
from signals.models import Attachment, Signal
from tests.support.clients import OutsideClient


def send(browser: OutsideClient, signal: Signal, name: str, data: bytes, **more: Any) -> Any:
    """Add a file as the form does."""
    return browser.post(adding(signal), form(browser, signal, name, data, **more))


def adding(signal: Signal) -> str:
    """The address of the form."""
    return reverse("signals:add-file", args=[signal.pk])


def form(browser: OutsideClient, signal: Signal, name: str, data: bytes, **more: Any) -> dict[str, Any]:
    """The form as it was opened, filled in."""
    key = re.findall(r'name="key" value="([^"]+)"', browser.get(adding(signal)).content.decode())[0]
    return {
        "hat": browser.hat,
        "key": key,
        "description": "",
        "provenance": "own",
        "file": SimpleUploadedFile(name, data),
        **more,
    }


def only(signal: Signal) -> Attachment:
    found: Attachment = Attachment.objects.of(signal).get()
    return found


def check(attachment: Attachment) -> Attachment:
    """As the worker does: every job of this file that waits."""
    for job in Job.objects.filter(object_id=attachment.pk, state=JobState.QUEUED):
        run(job.pk)
    attachment.refresh_from_db()
    return attachment


def address(attachment: Attachment) -> str:
    return reverse("signals:attachment", args=[attachment.signal_id, attachment.pk])
