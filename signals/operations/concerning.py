"""A signal that also concerns a second municipality: it stays with its holder, and the other sees the parts that were chosen.

What is shared is frozen when it is offered, as the holder saw it, and given once the other accepted. What the holder shares
later stands beside it with its day; what was read stays as it was read. From then on both
write lines that both read; nothing else of either is seen by the other. When it ends, the parts go from the second side;
the common lines stay with both. What the holder writes names nobody who reported and may not be named; of what the second
side writes that is not asked, for a refusal would tell it who reported. Each side has rows of its own: whoever acts writes the
other's within a context that shows nothing. The rows are locked in one order, whoever acts: the signal, the
holder's, then the other's. What was taken back or struck since it was offered is not given any more.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.utils import timezone

from audit.operation import changing, operation, stale
from audit.recording import record, record_view
from core import walls
from core.access import Actor, authorize
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import today
from municipalities.models import Municipality
from municipalities.shielding import demand_let_in
from signals import terms
from signals.events import SignalEvent
from signals.looked_at import demand_unpointed
from signals.models import Concern, JointNote, SharedSignal, Signal, part_of
from signals.notices import tell_municipality, tell_worker
from signals.policies import SignalAction
from signals.shareable import still_shared
from signals.shared_texts import Parts, SharedText, has_part, stored
from signals.sharing_codes import ASKED_FIRST, PERMISSION, strictness
from signals.typed_beside import demand_unsaid, names_barred_source, repeats_secret
from signals.workflow import CONCERN, SIGNAL, ConcernState

from .elsewhere import arrive, demand_not_kept_out
from .pointing import demand_pointing_told
from .states import lock_signal

NOT_SHARED = "Dit signaal wordt niet (meer) met u gedeeld. Vraag zo nodig de andere gemeente hoe het ermee staat."
NOT_YET = "De andere gemeente kijkt dit eerst zelf nog na. Neem contact met haar op."
_WHY = "the other side of what is shared is written by the step itself, and shown to nobody"

_SETTLED = {SignalAction.REFUSE_CONCERN: ConcernState.REFUSED, SignalAction.END_CONCERN: ConcernState.ENDED}


@dataclass(frozen=True, slots=True)
class AskedConcern:
    """Whom it concerns too, why (read before accepting), and the parts as they are shared. `key`: the new row's id.

    `permitted_by`: who agreed that what does not go on by itself does. `pointing_why`: why words that point to data that stay are
    left standing (pointing.py).
    """

    key: uuid.UUID
    other_municipality: Municipality
    why: str
    parts: Parts
    permitted_by: str = ""
    pointing_why: str = ""


def _asked_before(signal: Signal, *, actor: Actor, asked: AskedConcern) -> bool:
    chosen = [part.code for part in asked.parts]  # what they say is the signal's, and may have changed since
    given = {"other_municipality_id": asked.other_municipality.pk, "why": asked.why, "asked_with": chosen}
    if not sent_before(Concern.objects.of(signal), asked.key, **given):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.CONCERN_ALSO, done_before=_asked_before)
def concern_also(signal: Signal, *, actor: Actor, asked: AskedConcern) -> Signal:
    """Say that it concerns another municipality too, and offer it these parts. Sending the same key again asks once."""
    if _asked_before(signal, actor=actor, asked=asked):
        return signal
    demand_let_in(signal, actor)
    SIGNAL.move(signal, SignalAction.CONCERN_ALSO)
    by_leave = _demand_asked(signal, asked, actor)
    now = timezone.now()
    concern = Concern.objects.create(
        **part_of(signal),
        id=asked.key,
        other_municipality=asked.other_municipality,
        why=asked.why,
        shared=stored(asked.parts),
        permitted_by=asked.permitted_by.strip(),
        offered_at=now,
        due_on=terms.ANSWER_MOVE.of(signal.municipality_id, actor).due(now),
        author_id=actor.person_id,
    )
    asked_there = SharedSignal(municipality=concern.other_municipality, concern_id=concern.pk, ask_first=by_leave)
    shared = arrive(asked_there, signal, concern, actor=actor)
    signal.version += 1
    record(SignalEvent.CONCERN_OFFERED, signal, actor=actor)
    record(SignalEvent.SHARE_ARRIVED, shared, actor=actor)
    tell_municipality(shared, actor=actor)
    return signal


def _demand_asked(signal: Signal, asked: AskedConcern, actor: Actor) -> bool:
    """Raise Invalid for what may not be asked like this. Whether police data leave by words that stay by leave."""
    if asked.other_municipality.pk == signal.municipality_id:
        raise Invalid({"other_municipality": ["Dit is uw eigen gemeente. Kies een andere."]})
    running = Concern.objects.of(signal).filter(state__in=[ConcernState.OFFERED, ConcernState.ACCEPTED])
    if running.filter(other_municipality=asked.other_municipality).exclude(pk=asked.key).exists():
        raise Invalid({"other_municipality": ["Met deze gemeente deelt u dit signaal al."]})
    if not asked.why.strip():
        raise Invalid({"why": ["Schrijf op waarom het die gemeente ook betreft."]})
    if not asked.parts:
        raise Invalid({"parts": ["Kies wat de andere gemeente ziet."]})
    if any(ASKED_FIRST.intersection(part.origins) for part in asked.parts) and not asked.permitted_by.strip():
        raise Invalid({"permitted_by": [PERMISSION]})
    _demand_tellable(signal, asked.why, field="why")
    return _demand_parts(signal, asked, actor)


def _demand_parts(signal: Signal, asked: AskedConcern, actor: Actor) -> bool:
    """Nothing of what is shared names who reported or repeats what stays; and of words that point to such data somebody said why."""
    for part in asked.parts:
        if named := names_barred_source(signal, part.text):
            raise Invalid({"parts": [f"{part.heading}: {named} Verplaats de naam eerst, of deel dit niet."]})
        if told := repeats_secret(signal, part.text):
            raise Invalid({"parts": [f"{part.heading}: {told}"]})
    texts = [
        ("Waarom", asked.why, signal.provenance),
        *((part.heading, part.text, _whose(signal, part)) for part in asked.parts),
    ]
    return demand_pointing_told(signal, texts, actor=actor, why=asked.pointing_why, permitted_by=asked.permitted_by)


def _whose(signal: Signal, part: SharedText) -> str:
    """Whose data a part holds: what is held back most; else those of the report."""
    return max(ASKED_FIRST.intersection(part.origins), key=strictness, default=signal.provenance)


def _demand_tellable(signal: Signal, text: str, *, field: str) -> None:
    """What the holder writes to the other names nobody who reported and may not be named, and repeats nothing that stays."""
    demand_unsaid(signal, {field: text}, names_barred_source, repeats_secret)


def _shared_before(
    concern: Concern,
    *,
    actor: Actor,
    parts: Parts,
    permitted_by: str = "",
    pointing_why: str = "",
    seen: int | None = None,
) -> bool:
    """Whether all of it is shared already: a second click."""
    if not parts or any(not has_part(concern, part) for part in parts):
        return False
    record_view(SignalEvent.SHARE_VIEWED, concern, actor=actor)
    return True


# The signal is locked before what is shared of it: what the other gets to read stands still.
@operation(SignalAction.SHARE_MORE, done_before=_shared_before, lock_first=lock_signal)
def share_more(
    concern: Concern,
    *,
    actor: Actor,
    parts: Parts,
    permitted_by: str = "",
    pointing_why: str = "",
    seen: int | None = None,
) -> Concern:
    """Let the other municipality see these too, or as they read by now; each stands beside the rest with its day.

    `permitted_by`, `pointing_why`: as those of `AskedConcern`; who agreed last stands in the row. `seen`: the version of the
    signal of which these are parts; raises Stale where it changed since.
    """
    signal = lock_signal(concern)
    demand_let_in(signal, actor)
    if seen is not None and seen != signal.version:
        raise stale(signal, actor, seen)
    CONCERN.move(concern, SignalAction.SHARE_MORE)
    place, why = concern.other_municipality, concern.why
    asked = AskedConcern(concern.pk, place, why, parts, permitted_by, pointing_why)
    by_leave = _demand_asked(signal, asked, actor)
    concern.permitted_by = permitted_by.strip() or concern.permitted_by
    added = [replace(part, added_on=today()) for part in parts if not has_part(concern, part)]
    with _other_side(concern, actor) as row:
        concern.shared = [*(concern.shared or []), *stored(added)]
        row.ask_first |= by_leave
        if row.is_shared:
            row.shared = concern.shared
        record(SignalEvent.SHARE_ADDED, concern, actor=actor, detail={"parts": len(added)})
        record(SignalEvent.SHARE_ADDED, row, actor=actor)
        tell_municipality(row, actor=actor)
    return concern


@operation(SignalAction.ACCEPT_CONCERN)
def accept_concern(*, actor: Actor, shared: SharedSignal, seen: int | None = None) -> SharedSignal:
    """See the parts that were chosen, and write along from now on. A second click changes nothing."""
    authorize(actor, SignalAction.ACCEPT_CONCERN, shared)
    with _both_of(shared, actor) as (concern, row):
        if row.state == ConcernState.ACCEPTED:
            record_view(SignalEvent.SHARE_VIEWED, row, actor=actor)
            return row
        _demand_seen(row, seen, actor)
        left = still_shared(concern)
        if not left or any(names_barred_source(concern.signal, part.text) for part in left):
            # Who reported took her yes back since it was offered, or all of it was taken back.
            raise WrongState(NOT_YET)
        _step(concern, row, SignalAction.ACCEPT_CONCERN)
        concern.accepted_at = row.accepted_at = timezone.now()
        concern.shared = row.shared = stored(left)
        _tell(SignalEvent.CONCERN_ACCEPTED, concern, row, actor)
    return row


@operation(SignalAction.REFUSE_CONCERN)
def refuse_concern(*, actor: Actor, shared: SharedSignal, reason: str, seen: int | None = None) -> SharedSignal:
    """It does not concern us; the holder reads why."""
    authorize(actor, SignalAction.REFUSE_CONCERN, shared)
    return _end(SignalAction.REFUSE_CONCERN, SignalEvent.CONCERN_REFUSED, actor, shared, reason, seen)


@operation(SignalAction.END_CONCERN)
def leave_concern(*, actor: Actor, shared: SharedSignal, reason: str, seen: int | None = None) -> SharedSignal:
    """The second municipality ends it."""
    authorize(actor, SignalAction.END_CONCERN, shared)
    return _end(SignalAction.END_CONCERN, SignalEvent.CONCERN_ENDED, actor, shared, reason, seen)


@operation(SignalAction.END_CONCERN)
def end_concern(concern: Concern, *, actor: Actor, reason: str) -> Concern:
    """The holder ends it, or takes the question back."""
    _demand_reason(reason)
    _demand_tellable(concern.signal, reason, field="reason")
    demand_unpointed("Concern.reason", reason, field="reason", origins=_own_of(concern))
    with _other_side(concern, actor) as row:
        _step(concern, row, SignalAction.END_CONCERN)
        _close(concern, row, reason)
    record(SignalEvent.CONCERN_ENDED, concern, actor=actor)
    record(SignalEvent.CONCERN_ENDED, row, actor=actor)
    return concern


@operation(SignalAction.WRITE_ALONG)
def write_along(*, actor: Actor, on: Concern | SharedSignal, key: uuid.UUID, text: str) -> JointNote:
    """A line that both sides read. Sending the same key again writes it once. Gives the writer's own row."""
    authorize(actor, SignalAction.WRITE_ALONG, on)
    if sent_before(JointNote.objects.on(on), key, text=text):
        note: JointNote = JointNote.objects.on(on).get(pk=key)
        record_view(SignalEvent.SHARE_VIEWED, on, actor=actor)
        return note
    if not text.strip():
        raise Invalid({"text": ["Schrijf op wat u wilt delen."]})
    demand_unpointed("JointNote.text", text, field="text", origins=_own_of(on))
    if isinstance(on, Concern):
        _demand_tellable(on.signal, text, field="text")
    now, sides = timezone.now(), _sides(on, actor)
    with sides as (concern, shared):
        if shared.state != ConcernState.ACCEPTED:
            raise WrongState(NOT_SHARED)
        written: list[JointNote] = []
        for side, parent in ((concern, {"concern": concern}), (shared, {"shared": shared})):
            row = JointNote(
                **parent,
                id=key if side.pk == on.pk else uuid.uuid4(),
                municipality_id=side.municipality_id,
                dossier_id=side.dossier_id,
                written_by_id=on.municipality_id,
                author_id=actor.person_id,
                text=text,
                written_at=now,
            )
            row.save(force_insert=True)
            written.append(row)
            record(SignalEvent.WROTE_ALONG, side, actor=actor)
        if on.pk == concern.pk:
            tell_municipality(shared, actor=actor)
        else:
            tell_worker(concern.signal, actor=actor)
    return next(row for row in written if row.pk == key)


def _own_of(on: Concern | SharedSignal) -> list[str]:
    """Whose data the writer's own signal holds: a police signal may be called one."""
    return [on.signal.provenance] if isinstance(on, Concern) else []


@contextmanager
def _sides(on: Concern | SharedSignal, actor: Actor) -> Iterator[tuple[Concern, SharedSignal]]:
    if isinstance(on, SharedSignal):
        with _both_of(on, actor) as both:
            yield both
        return
    with changing(on) as concern, _other_side(concern, actor) as row:
        yield concern, row


@contextmanager
def _both_of(shared: SharedSignal, actor: Actor) -> Iterator[tuple[Concern, SharedSignal]]:
    """Both rows, locked, for a step of the second municipality."""
    both = [shared.municipality_id, shared.from_municipality_id]
    with walls.context(walls.sign_all(user_id=actor.user_id, content=both)):
        found = Concern.objects.unscoped(reason=_WHY).get(pk=shared.concern_id)
        lock_signal(found)
        with changing(found) as concern, changing(shared) as row:
            demand_not_kept_out(actor, concern, row)
            yield concern, row


@contextmanager
def _other_side(concern: Concern, actor: Actor) -> Iterator[SharedSignal]:
    """The second municipality's row, locked, for a step of the holder, whose own is locked already."""
    both = [concern.municipality_id, concern.other_municipality_id]
    with walls.context(walls.sign_all(user_id=actor.user_id, content=both)):
        found = SharedSignal.objects.unscoped(reason=_WHY).select_related("municipality").get(concern_id=concern.pk)
        with changing(found) as row:
            yield row


def _end(
    action: SignalAction, event: SignalEvent, actor: Actor, shared: SharedSignal, reason: str, seen: int | None
) -> SharedSignal:
    _demand_reason(reason)
    demand_unpointed("SharedSignal.reason", reason, field="reason")
    with _both_of(shared, actor) as (concern, row):
        if (row.state, row.reason, row.settled_by_id) == (_SETTLED[action], reason, actor.user_id):  # a second click
            record_view(SignalEvent.SHARE_VIEWED, row, actor=actor)
            return row
        _demand_seen(row, seen, actor)
        _step(concern, row, action)
        _close(concern, row, reason)
        row.settled_by_id = actor.person_id
        _tell(event, concern, row, actor)
    return row


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom. De andere gemeente leest dit."]})


def _demand_seen(row: SharedSignal, seen: int | None, actor: Actor) -> None:
    if row.settled_at is not None:
        raise WrongState(NOT_SHARED)
    if seen is not None and seen != row.version:
        raise stale(row, actor, seen)


def _step(concern: Concern, row: SharedSignal, action: SignalAction) -> None:
    CONCERN.move(concern, action)
    CONCERN.move(row, action)


def _close(concern: Concern, row: SharedSignal, reason: str) -> None:
    concern.settled_at = row.settled_at = timezone.now()
    concern.reason = row.reason = reason
    row.shared = None


def _tell(event: SignalEvent, concern: Concern, row: SharedSignal, actor: Actor) -> None:
    record(event, concern, actor=actor)
    record(event, row, actor=actor)
    tell_worker(concern.signal, actor=actor)
