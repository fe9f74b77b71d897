"""The letter of a *doormelding*: the frozen content on paper, nothing that is not in it.

An anonymous letter names no officer, no department and no municipality as sender: neither text, file name nor
document properties lead to the source.
"""

from django.template.loader import render_to_string

from core import walls
from core.documents import render_pdf
from municipalities.models import StoredFile

from .models import Handover


def letter_of(handover: Handover) -> bytes:
    """The letter as PDF (PDF/UA-1). Raises core.documents.NoDocument."""
    title = f"Doormelding {handover.reference}"
    html = render_to_string("signals/letter.pdf.html", {"handover": handover, "title": title, "mark": "Vertrouwelijk"})
    return render_pdf(html, title=title)


def kept_letter(handover: Handover) -> StoredFile | None:
    """The letter that was made of this handover; None while there is none.

    It lies in the signal's dossier, where its receiver never comes: whoever may open the handover may read its letter.
    """
    with walls.context(walls.sign_all(dossiers=[handover.dossier_id])):
        file: StoredFile | None = StoredFile.objects.made_for(handover.pk).first()
    return file
