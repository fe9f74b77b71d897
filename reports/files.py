"""Giving out the PDF of a report."""

from core import walls
from municipalities.models import StoredFile

from .models import Report


def read_pdf(report: Report) -> StoredFile | None:
    """The newest PDF of a report that the reader may see; None while there is none.

    The file is kept for whoever had it made, and the wall gives it to that user alone. So it is read as that user.
    """
    if report.filed_by_id is None:
        return None
    with walls.context(walls.sign_all(user_id=report.filed_by_id)):
        file: StoredFile | None = StoredFile.objects.made_for(report.pk).first()
    return file
