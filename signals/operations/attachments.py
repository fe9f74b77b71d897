"""Files of a signal: added by whoever works on it, judged by the check, given out by nobody before that.

What came in lies apart (`Upload`) until it was judged. What may be given out is another file, made by us (`core/files.py`),
and lies where letters and reports lie.
"""

import uuid
from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.files import Cleaned, Kind, Why
from core.resend import other_content, sent_before
from core.unit import once
from core.workdays import start_of_today
from jobs.operations import enqueue
from municipalities.models import StoredFile
from signals.events import SignalEvent
from signals.models import Attachment, SentFile, Signal, Submission, Upload, part_of
from signals.policies import SignalAction
from signals.sharing_codes import Provenance
from signals.workflow import ATTACHMENT, SIGNAL

CHECK_KIND = "signals.check_file"
FILE_GONE = "Deze bijlage is verwijderd. Er is niets veranderd."


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as somebody sends it. `name`: as a page may show it; `key`: the new row's id."""

    name: str
    kind: Kind
    content: bytes
    description: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    provenance: Provenance = Provenance.OWN


@operation(SignalAction.ADD_FILE)
def add_file(signal: Signal, *, actor: Actor, file: NewFile) -> Signal:
    """Take it in and have it checked. Sending the same key again adds nothing.

    What a colleague added meanwhile is no reason to refuse this; whoever judges must have seen it, so the version is raised.
    """
    given = {
        "name": file.name,
        "description": file.description or None,
        "kind": file.kind.code,
        "came_size": len(file.content),
        "provenance": file.provenance,
    }
    if sent_before(Attachment.objects.of(signal), file.key, **given):
        # Once it was judged its bytes are gone; until then another file of the same name and size is told apart.
        if any(one.content != file.content for one in Upload.objects.of(signal).filter(attachment=file.key)):
            raise other_content()
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return signal
    SIGNAL.move(signal, SignalAction.ADD_FILE)
    demand_kept(signal)
    # Her other windows wait here, so that together they do not add more than each of them may.
    once(uuid.UUID(int=actor.person_id))
    mine = Attachment.objects.unscoped(reason="how much she added today, wherever").filter(author=actor.person_id)
    if mine.bytes_since(start_of_today()) + len(file.content) > settings.FILE_BYTES_A_DAY:
        raise too_much_today()
    made = take_in(signal, file, author_id=actor.person_id)
    signal.version += 1
    record(SignalEvent.FILE_ADDED, made, actor=actor, detail={"kind": made.kind, "bytes": made.came_size})
    return signal


def demand_kept(signal: Signal, message: str = "") -> None:
    """Raise Invalid, at `file`, when as many files hang on the signal as may; `message`: with a place for that number."""
    most = settings.FILES_PER_SIGNAL
    if Attachment.objects.of(signal).kept().count() >= most:
        told = message or "Bij dit signaal staan al {most} bijlagen. Verwijder er eerst een."
        raise Invalid({"file": [told.format(most=most)]})


def too_much_today() -> Invalid:
    """The refusal of more than somebody may add in a day."""
    megabytes = settings.FILE_BYTES_A_DAY // 1024**2
    return Invalid({"file": [f"U voegde vandaag al bijna {megabytes} MB toe. Morgen kan er weer meer bij."]})


def take_in(signal: Signal, file: NewFile, *, author_id: int | None, from_sender: bool = False) -> Attachment:
    """Keep it apart as it came, and have it checked."""
    now = timezone.now()
    made: Attachment = Attachment.objects.create(
        **part_of(signal),
        id=file.key,
        name=file.name,
        description=file.description or None,
        provenance=file.provenance,
        kind=file.kind.code,
        came_size=len(file.content),
        author_id=author_id,
        from_sender=from_sender,
        added_at=now,
        waits_since=now,
    )
    Upload.objects.create(**part_of(signal), attachment=made, content=file.content)
    _order_check(made)
    return made


def _order_check(attachment: Attachment) -> None:
    # For nobody in person: checking gives nobody anything, and who added it may have lost that role a minute later.
    enqueue(
        CHECK_KIND,
        owner_id=None,
        municipality_id=attachment.municipality_id,
        object_id=attachment.pk,
        idempotency_key=f"{CHECK_KIND}:{attachment.pk}:{attachment.version}",
    )


@operation(SignalAction.ACCEPT_FILE)
def accept_file(attachment: Attachment, *, actor: Actor, made: Cleaned) -> Attachment:
    """Nothing is against it: what was made of it may be given out, and what came in goes."""
    ATTACHMENT.move(attachment, SignalAction.ACCEPT_FILE)
    attachment.size, attachment.digest = len(made.content), made.digest
    attachment.checked_at, attachment.why = timezone.now(), ""
    StoredFile.objects.create(
        municipality_id=attachment.municipality_id,
        dossier_id=attachment.dossier_id,
        about=attachment.pk,
        name=attachment.neutral_name,
        media_type=made.kind.media_type,
        size=attachment.size,
        content=made.content,
        words=made.words,
    )
    _drop_upload(attachment)
    _tell_sender(attachment)
    record(SignalEvent.FILE_ACCEPTED, attachment, actor=actor)
    return attachment


@operation(SignalAction.REFUSE_FILE)
def refuse_file(attachment: Attachment, *, actor: Actor, why: Why) -> Attachment:
    """It is not accepted, and nothing of it is kept but that it came."""
    ATTACHMENT.move(attachment, SignalAction.REFUSE_FILE)
    attachment.why, attachment.checked_at = why.value, timezone.now()
    _drop_upload(attachment)
    _tell_sender(attachment)
    record(SignalEvent.FILE_REFUSED, attachment, actor=actor, detail={"why": why.value})
    return attachment


@operation(SignalAction.HOLD_FILE)
def hold_file(attachment: Attachment, *, actor: Actor, why: Why) -> Attachment:
    """Nobody could say: it stays as it came, sealed and shut, until it is checked again."""
    ATTACHMENT.move(attachment, SignalAction.HOLD_FILE)
    attachment.why = why.value
    _tell_sender(attachment)
    record(SignalEvent.FILE_HELD, attachment, actor=actor, detail={"why": why.value})
    return attachment


@operation(SignalAction.RECHECK_FILE)
def recheck_file(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Have it checked once more."""
    ATTACHMENT.move(attachment, SignalAction.RECHECK_FILE)
    attachment.why, attachment.waits_since = "", timezone.now()
    _order_check(attachment)
    _tell_sender(attachment)
    record(SignalEvent.FILE_RECHECKED, attachment, actor=actor)
    return attachment


def _says_whose(attachment: Attachment, *, actor: Actor, provenance: Provenance, reason: str) -> bool:
    """Whether a second click says what stands there."""
    if (attachment.provenance, attachment.provenance_why) != (provenance, reason):
        return False
    record_view(SignalEvent.VIEWED, attachment.signal, actor=actor)
    return True


@operation(SignalAction.CORRECT_FILE, done_before=_says_whose)
def correct_file(attachment: Attachment, *, actor: Actor, provenance: Provenance, reason: str) -> Attachment:
    """Put right whose data it holds, with why: held back more or less from now on, wherever it goes. What went stays gone.

    Raises Invalid when that stands there already, or nobody says why.
    """
    SIGNAL.move(attachment.signal, SignalAction.CORRECT_FILE)
    if attachment.is_removed:
        raise WrongState(FILE_GONE)
    if attachment.provenance == provenance:
        raise Invalid({"provenance": ["Dit staat er al. Kies iets anders, of ga terug."]})
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom."]})
    whose = [attachment.provenance, provenance]
    attachment.provenance, attachment.provenance_why = provenance, reason
    record(SignalEvent.FILE_CORRECTED, attachment, actor=actor, detail={"whose": whose})
    return attachment


@operation(SignalAction.REMOVE_FILE)
def remove_file(attachment: Attachment, *, actor: Actor, reason: str) -> Attachment:
    """The bytes go, its name and what was said of it too; that there was a file, and why it went, stays."""
    SIGNAL.move(attachment.signal, SignalAction.REMOVE_FILE)
    ATTACHMENT.move(attachment, SignalAction.REMOVE_FILE)
    attachment.name = attachment.description = attachment.digest = attachment.provenance_why = None
    attachment.removed_at, attachment.removal_reason = timezone.now(), reason
    _drop_upload(attachment)
    StoredFile.objects.made_for(attachment.pk).delete()
    _tell_sender(attachment)
    record(SignalEvent.FILE_REMOVED, attachment, actor=actor)
    return attachment


def _drop_upload(attachment: Attachment) -> None:
    Upload.objects.of(attachment.signal).filter(attachment=attachment).delete()


def _tell_sender(attachment: Attachment) -> None:
    """Copy how it stands with a file to who sent it; of one that was removed its name goes here too."""
    if not attachment.from_sender:
        return
    rows = Submission.objects.unscoped(reason="how it stands with a file goes to the sender's own copy")
    copy = rows.select_for_update(of=("self",)).filter(signal_id=attachment.signal_id).first()
    if copy is None:
        return
    copy.files = [asdict(_as_now(one, attachment)) for one in copy.sent_files]
    copy.changed_at = timezone.now()
    copy.save(update_fields=["files", "changed_at"])


def _as_now(one: SentFile, attachment: Attachment) -> SentFile:
    if uuid.UUID(one.id) != attachment.pk:
        return one
    if attachment.is_removed:
        one = replace(one, name=None, digest="")
    return replace(one, state=attachment.state, why=attachment.why)
