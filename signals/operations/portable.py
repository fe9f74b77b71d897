"""The files and the gathered information that go along with a move: looked at when it is offered, made anew when it is accepted.

A file goes as the bytes that were made of it here, sealed anew for the other municipality under a key of its own there, in the
same transaction as the dossier it belongs to: all of it, or nothing. What was taken back, removed or held back more since the
offer does not go; the row of the move says so. From then on each side erases its own.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone

from core.access import Actor
from core.errors import Faults, WrongState
from municipalities.models import StoredFile
from signals.models import Attachment, Enrichment, Move, Signal, part_of
from signals.portable import Portable, portable
from signals.sharing_codes import PERMISSION
from signals.typed_beside import repeats_secret
from signals.workflow import AttachmentState

from .along import words_along

CHANGED = "Een bijlage of iets dat is opgezocht, is net veranderd. Bekijk opnieuw wat er is."
OF_SOURCE = "“{}” kan laten zien wie dit meldde. Kruis ook de melder aan, of laat dit hier."
CHANGED_THERE = "Iets dat mee zou komen, is net veranderd. Er is niets overgenomen. Probeer het opnieuw."
# What of an enrichment, or of a question, is another once it counts no more.
_TAKEN_BACK = ("withdrawn_at", "result", "provenance", "state")
UNREADABLE = (
    "Een bijlage die mee zou komen, kan nu niet worden gelezen. Er is niets overgenomen. Probeer het later nog eens, of vraag "
    "de andere gemeente om het signaal zonder die bijlage aan te bieden."
)


def chosen_along(signal: Signal, codes: Collection[str]) -> list[Portable]:
    """Of what may go along what was ticked, in the order of the page; `demand_may_go` says whether all of it may."""
    return [one for code, one in portable(signal).items() if code in codes]


def demand_may_go(
    signal: Signal, codes: Collection[str], chosen: Collection[Portable], *, with_source: bool, permitted_by: str
) -> None:
    """Raise Invalid with all that keeps what was ticked (`codes`, of which `chosen` is there) from going.

    At `along`, for what is not there (any more), tells who reported while she stays, or repeats what stays here; at
    `permitted_by` where who gave it has to agree and nobody says that she did.
    """
    faults = Faults()
    if set(codes) != {one.code for one in chosen}:
        faults.add("along", CHANGED)
    for one, words in words_along(chosen):
        if one.is_of_source and not with_source:
            faults.add("along", OF_SOURCE.format(one.title))
        elif told := repeats_secret(signal, words):
            faults.add("along", told)
    if any(one.is_asked_first for one in chosen) and not permitted_by.strip():
        faults.add("permitted_by", PERMISSION)
    faults.demand_none()


def still_along(source: Signal, move: Move, *, with_source: bool) -> Iterator[Portable]:
    """Of what was ticked what can still go, as it was when it was offered."""
    there = portable(source)
    for code, _title, origin, digest, _went in move.along or []:
        one = there.get(code)
        if one is None or (one.digest, one.origin) != (digest, origin):
            continue
        if with_source or not one.is_of_source:
            yield one


def take_parts(signal: Signal, source: Signal, move: Move, *, actor: Actor, with_source: bool) -> dict[str, int]:
    """Make them in the new dossier, and write down at the move what went. Gives how many files and how many of the others.

    Raises WrongState when the bytes of a file are not there, or are not those that were offered.
    """
    went = list(still_along(source, move, with_source=with_source))
    for one in went:
        if one.is_file:
            _take_file(signal, one)
        else:
            _take_gathered(signal, one, actor)
    codes = {one.code for one in went}
    if move.along:
        move.along = [[*row[:-1], row[0] in codes] for row in move.along]
    files = sum(one.is_file for one in went)
    return {"files": files, "gathered": len(went) - files}


def _take_gathered(signal: Signal, one: Portable, actor: Actor) -> None:
    # Locked: who takes it back waits, or was first.
    rows = type(one.row)._base_manager.select_for_update(of=("self",))
    found: Any = rows.get(pk=one.row.pk)
    if any(getattr(found, name) != getattr(one.row, name) for name in _TAKEN_BACK if hasattr(found, name)):
        raise WrongState(CHANGED_THERE)
    Enrichment.objects.create(
        **part_of(signal), id=uuid.uuid4(), **one.columns, author_id=actor.person_id, taken_over=True
    )


def _take_file(signal: Signal, one: Portable) -> None:
    # Locked: who removes it, or says whose data it holds, waits, or was first.
    rows = Attachment.objects.of(one.row.signal).select_for_update(of=("self",))
    file: Any = rows.filter(pk=one.row.pk, state=AttachmentState.CLEAN, provenance=one.origin).first()
    if file is None:
        raise WrongState(UNREADABLE)
    stored: StoredFile | None = StoredFile.objects.made_for(file.pk).first()
    content = stored.content if stored is not None else None
    if stored is None or not content or hashlib.sha256(content).hexdigest() != one.digest:
        raise WrongState(UNREADABLE)
    now = timezone.now()
    made: Attachment = Attachment.objects.create(
        **part_of(signal),
        id=uuid.uuid4(),
        name=file.name,
        description=file.description,
        kind=file.kind,
        state=AttachmentState.CLEAN,
        came_size=len(content),
        size=len(content),
        digest=one.digest,
        from_sender=file.from_sender,
        provenance=file.provenance,
        taken_over=True,
        added_at=now,
        waits_since=now,
        checked_at=file.checked_at,
    )
    StoredFile.objects.create(
        municipality_id=made.municipality_id,
        dossier_id=made.dossier_id,
        about=made.pk,
        name=made.neutral_name,
        media_type=stored.media_type,
        size=len(content),
        content=content,
        words=stored.words,
    )
