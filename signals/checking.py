"""The check of a file that was added: the virus scanner where there is one, then the parsers in a process of their own.

It ends in one of three ways: passed, refused with its reason, or held. Held is what nobody could judge: no answer of the
scanner, or a check that broke off each time. It fails closed: only what passed can be downloaded.
"""

from core import scanning
from core.access import SYSTEM
from core.files import Refusal, Why, accept
from core.scanning import Verdict
from jobs.models import Job
from jobs.states import ENDED

from .models import Attachment, Upload
from .operations import accept_file, hold_file, refuse_file
from .operations.attachments import CHECK_KIND


def check(attachment: Attachment) -> None:
    """Judge what came in, and let the fitting operation write it down."""
    content = Upload.objects.of(attachment.signal).get(attachment=attachment).content
    match scanning.scan(content) if scanning.is_configured() else Verdict.CLEAN:
        case Verdict.FOUND:
            refuse_file(attachment, actor=SYSTEM, why=Why.VIRUS)
        case Verdict.UNKNOWN:
            hold_file(attachment, actor=SYSTEM, why=Why.NO_SCANNER)
        case Verdict.CLEAN:
            _clean(attachment, content)


def _clean(attachment: Attachment, content: bytes) -> None:
    try:
        made = accept(attachment.name, content)
    except Refusal as refusal:
        refuse_file(attachment, actor=SYSTEM, why=refusal.why)
    else:
        accept_file(attachment, actor=SYSTEM, made=made)


def hold_stuck(attachment: Attachment) -> None:
    """A check that waits or runs goes on; one of which the job ended without a verdict is told to whoever waits for it."""
    if not Job.objects.filter(kind=CHECK_KIND, object_id=attachment.pk).exclude(state__in=ENDED).exists():
        hold_file(attachment, actor=SYSTEM, why=Why.NOT_CHECKED)
