"""A file that a colleague or partner sends with a signal she never reads: added to it, and seen by her as a name and a size.

Judged, kept and given out like every other file (`attachments.py`). How it stands with it is copied to the sender's own row.
"""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from django.conf import settings
from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core import walls
from core.access import Actor
from core.errors import WrongState
from core.resend import other_content
from core.unit import once
from core.workdays import start_of_today
from signals.events import SignalEvent
from signals.models import Attachment, SentFile, Signal, Submission
from signals.policies import SignalAction
from signals.sharing_codes import Provenance, stricter
from signals.workflow import SIGNAL, AttachmentState

from .attachments import NewFile, demand_kept, take_in, too_much_today

NO_MORE_FILES = "Bij dit signaal kan geen bestand meer. Vertel het aan wie het leest."
# Under which the windows of one sender wait for each other, so that together they do not add more than one may.
_NAMESPACE = uuid.UUID("0f1b8f0a-6f0c-4f0e-8d0b-3a1c5e7d9b24")


@contextmanager
def _adding(submission: Submission, actor: Actor) -> Iterator[None]:
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[submission.municipality_id])):
        yield


def _lock_signal(submission: Submission, actor: Actor) -> None:
    """The signal before its copy, as every step of the signal does."""
    with _adding(submission, actor):
        Signal._base_manager.select_for_update(of=("self",)).get(pk=submission.signal_id)


@operation(SignalAction.SEND_FILE, lock_first=_lock_signal)
def send_file(submission: Submission, *, actor: Actor, file: NewFile) -> Submission:
    """Add a file to what was sent, as long as somebody works on it or will. The same key again adds nothing.

    Raises Invalid, at `file`, when there is no room for it, and AlreadySent for another file under a key that was used.
    """
    sent = SentFile(
        id=str(file.key),
        name=file.name,
        size=len(file.content),
        digest=hashlib.sha256(file.content).hexdigest(),
        state=AttachmentState.RECEIVED,
    )
    made = next((one for one in submission.sent_files if one.id == sent.id), None)
    if made is not None:
        # Of what was removed only its size is kept.
        if (made.name or sent.name, made.size, made.digest or sent.digest) != (sent.name, sent.size, sent.digest):
            raise other_content()
        record_view(SignalEvent.SUBMISSION_VIEWED, submission, actor=actor)
        return submission
    with _adding(submission, actor):
        kept = _take_in(submission, actor, file)
    submission.changed_at = timezone.now()
    # Not whose it is held for here: that would tell who sent it whose data somebody else added to the report.
    told = _taken_for(file.provenance, Provenance.OWN, by_organisation=submission.partner_id is not None)
    submission.files = [*(submission.files or []), asdict(replace(sent, provenance=told))]
    record(SignalEvent.FILE_SENT, kept, actor=actor, detail={"kind": kept.kind, "bytes": kept.came_size})
    return submission


def _take_in(submission: Submission, actor: Actor, file: NewFile) -> Attachment:
    there = Signal._base_manager.get(pk=submission.signal_id)
    if SIGNAL.why_not(SignalAction.SEND_FILE, there):
        # In words that tell nothing of how far it is.
        raise WrongState(NO_MORE_FILES)
    demand_kept(there, message="Bij dit signaal kan geen bestand meer. Vertel de rest aan wie het leest.")
    # Of a partner together, in this municipality: its programs act for nobody in person.
    partner = submission.partner_id
    mine = {"signal__sender": partner} if partner else {"author": actor.person_id}
    once(uuid.uuid5(_NAMESPACE, f"{partner}:{None if partner else actor.person_id}"))
    came = Attachment.objects.unscoped(reason="only how much this sender sent today").filter(from_sender=True, **mine)
    if came.bytes_since(start_of_today()) + len(file.content) > settings.FILE_BYTES_A_DAY:
        raise too_much_today()
    # Whoever judges must have seen it.
    with changing(there) as signal:
        signal.version += 1
        file = replace(file, provenance=_whose(signal, file.provenance))
        return take_in(signal, file, author_id=actor.user_id, from_sender=True)


def _whose(signal: Signal, said: Provenance) -> Provenance:
    return _taken_for(said, Provenance(signal.provenance), by_organisation=signal.sender_id is not None)


def _taken_for(said: Provenance, report: Provenance, *, by_organisation: bool) -> Provenance:
    """Whose the report is, unless who sends it says that it is held back more. What an organisation sends is never the
    municipality's own; so nothing is said where a program leaves it out."""
    whose = Provenance.PARTNER if report == Provenance.OWN and by_organisation else report
    return whose if said == Provenance.OWN else stricter(whose, said)
