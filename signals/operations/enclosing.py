"""What is ticked of the files of a signal goes along with a handover, as a copy of its own."""

import hashlib
import uuid
from collections.abc import Iterable

from core.errors import Invalid
from municipalities.models import StoredFile
from signals.disclosure import Choice, Content
from signals.models import Attachment, Handover, HandoverFile, part_of
from signals.sharing_fields import FILE
from signals.workflow import AttachmentState

_CHANGED = "Een bijlage is net veranderd. Bekijk het voorbeeld opnieuw."


def enclose(handover: Handover, lines: Iterable[Choice], content: Content, *, after: int = 0) -> None:
    """Freeze the ticked files with it, in the order of `content`, numbered on from `after`.

    Raises Invalid for one that is no longer what was shown.
    """
    told = {text for code, _, text in content if code.startswith(f"{FILE}-")}
    ticked = [line for line in lines if line.code.startswith(f"{FILE}-")]
    for number, line in enumerate(ticked, after + 1):
        # Locked: who removes it, or says whose data it holds, waits, or was first.
        rows = Attachment.objects.of(handover.signal).select_for_update(of=("self",))
        key = uuid.UUID(line.code.removeprefix(f"{FILE}-"))
        attachment = rows.filter(pk=key, state=AttachmentState.CLEAN).first()
        if attachment is None or attachment.provenance != line.origin:
            raise Invalid({"fields_shared": [_CHANGED]})
        frozen = StoredFile.objects.made_for(attachment.pk).get().content
        file = HandoverFile(
            **part_of(handover.signal),
            handover=handover,
            partner_id=handover.partner_id,
            number=number,
            kind=attachment.kind,
            provenance=attachment.provenance,
            size=len(frozen),
            digest=hashlib.sha256(frozen).hexdigest(),
            content=frozen,
        )
        if file.told not in told:
            raise Invalid({"fields_shared": [_CHANGED]})
        file.save(force_insert=True)
