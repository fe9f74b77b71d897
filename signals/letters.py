"""The letter of a *doormelding*: the frozen content on paper, nothing that is not in it.

What was added later stands below it, with its day.

An anonymous letter names no officer, no department and no municipality as sender: neither text, file name nor
document properties lead to the source.
"""

import uuid

from django.template.loader import render_to_string

from core import walls
from core.documents import render_pdf
from municipalities.models import StoredFile

from .models import Handover, HandoverAddition


def letter_of(handover: Handover) -> bytes:
    """The letter as PDF (PDF/UA-1). Raises core.documents.NoDocument."""
    title = f"Doormelding {handover.reference}"
    added = HandoverAddition.objects.of_handover(handover)
    context = {"handover": handover, "additions": added, "title": title, "mark": "Vertrouwelijk"}
    html = render_to_string("signals/letter.pdf.html", context)
    return render_pdf(html, title=title)


def letter_about(handover: Handover) -> uuid.UUID:
    """Of which row the letter is that says all its receiver has: the handover, or what was added to it last."""
    last = HandoverAddition.objects.of_handover(handover).last()
    return last.pk if last is not None else handover.pk


def kept_letter(handover: Handover) -> StoredFile | None:
    """The letter that was made of this handover and what was added to it; None while there is none.

    It lies in the signal's dossier, where its receiver never comes: whoever may open the handover may read its letter.
    """
    with walls.context(walls.sign_all(dossiers=[handover.dossier_id])):
        file: StoredFile | None = StoredFile.objects.made_for(letter_about(handover)).first()
    return file
