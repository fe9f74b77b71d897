"""The draft before a signal: kept page by page, seen by its writer only, deleted when nobody goes on with it.

`draft.answers` maps a page to what was typed there, as it was typed, with how often the page was saved and from which
shown page last:

    {"wat": {"fields": {"facts": "..."}, "saved": 2, "page": "<key of the shown page>", "form": 2, "typed": null}}

`form` is the version of the form in which it was typed. What the questions of a page were then, signals/wizard.py knows:
a page that asks otherwise now says so, with what was typed that it does not ask any more.

A page that was opened before another window saved the same page is refused; the same shown page may be sent again (the
back button, a double click).

A page is also kept while somebody types, a little after the last key. `typed` is when that was by the clock of that browser,
null once the page was sent with a button: what comes in late, typed before what is kept, is refused. The log tells of a shown
page that was kept in this way once.

Danger answered "ja" starts a clock. A draft that is not sent within the hour, or is thrown away, alarms the focal
officer: municipality and call-back number, nothing else of it.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_told
from core import walls
from core.access import Actor
from core.errors import Conflict
from core.unit import once
from municipalities.models import Municipality
from signals.codes import Answered
from signals.drafts import call_back_of, demand_unsent
from signals.events import SignalEvent
from signals.models import DangerAlarm, Draft
from signals.notices import announce
from signals.policies import SignalAction

# Raised when a page of the wizard asks otherwise than before: another question, or other answers to the same one.
FORM_VERSION = 2


class SavedElsewhere(Conflict):
    """The page of a draft was saved from another window after this one was opened."""

    title = "U hebt deze pagina intussen in een ander venster bewaard"


@operation(SignalAction.DRAFT)
def start_draft(*, actor: Actor, municipality: Municipality, key: uuid.UUID) -> Draft:
    """Begin a draft for one municipality: the holder, fixed from here on. The same key gives the same draft."""
    once(key)
    demand_unsent(actor, key)
    made: Draft | None = Draft.objects.visible_to(actor).filter(pk=key).first()
    draft = made or _new_draft(actor, municipality, key)
    record(SignalEvent.DRAFT_SAVED, draft, actor=actor)
    return draft


def _new_draft(actor: Actor, municipality: Municipality, key: uuid.UUID) -> Draft:
    now = timezone.now()
    draft: Draft = Draft.objects.create(
        id=key,
        author_id=actor.person_id,
        hat=actor.hat,
        municipality=municipality,
        form_version=FORM_VERSION,
        answers={},
        started_at=now,
        saved_at=now,
    )
    return draft


@operation(SignalAction.DRAFT)
def save_draft(
    draft: Draft,
    *,
    actor: Actor,
    step: str,
    fields: Mapping[str, Any],
    saved: int = 0,
    page: uuid.UUID | None = None,
    typed: int | None = None,
) -> Draft:
    """Keep what was typed on one page; the others stay as they are.

    `saved`: how often the page had been saved when it was shown; `page`: the key of the shown page; `typed`: when, in
    milliseconds, of a page that is not sent yet. Raises SavedElsewhere when another window was first, or something newer.
    """
    before = _kept_of(draft, step)
    again = before["page"] == str(page)
    demand_newest(draft, step=step, saved=saved, page=page, typed=typed)
    about = {"page": str(page), "form": FORM_VERSION, "typed": typed}
    draft.answers = {**(draft.answers or {}), step: {"fields": dict(fields), "saved": before["saved"] + 1, **about}}
    draft.saved_at = timezone.now()
    if "danger" in fields:
        _note_danger(draft, str(fields["danger"]))
    if again and typed is not None:
        record_told()
    else:
        record(SignalEvent.DRAFT_SAVED, draft, actor=actor, detail={"step": step})
    return draft


def demand_newest(
    draft: Draft, *, step: str, saved: int, page: uuid.UUID | None, typed: int | None = None, undone: str = ""
) -> None:
    """Raise SavedElsewhere when a page, as `save_draft` takes it, is not the newest of its step. `undone`: what did not happen."""
    kept = _kept_of(draft, step)
    again = kept["page"] == str(page)
    if (again and is_late(kept.get("typed"), typed)) or not (again or kept["saved"] == saved):
        message = f"{undone or 'Er is niets overschreven.'} Kijk eerst wat er nu staat."
        raise SavedElsewhere(message)


def _kept_of(draft: Draft, step: str) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = (draft.answers or {}).get(step, {"saved": 0, "page": ""})
    return kept


def is_late(last: int | None, typed: int | None) -> bool:
    """Whether what was `typed` on a shown page is older than what is kept of that page: who pressed a button had the last word.

    Both as `typed` of `save_draft`.
    """
    return typed is not None and (last is None or typed <= last)


def _note_danger(draft: Draft, answer: str) -> None:
    draft.danger = answer if answer in Answered.values else Answered.UNKNOWN
    if draft.danger != Answered.YES:
        draft.danger_since = None
    elif draft.danger_since is None:
        draft.danger_since = draft.saved_at


@operation(SignalAction.DRAFT)
def discard_draft(draft: Draft, *, actor: Actor, sent: bool = False) -> Draft:
    """Throw a draft away. `sent`: it became a signal, so its danger is known there and needs no alarm."""
    record(SignalEvent.DRAFT_DELETED, draft, actor=actor)
    if not sent and draft.danger == Answered.YES and draft.danger_alarmed_at is None:
        _alarm(draft, actor)
    Draft.objects.visible_to(actor).filter(pk=draft.pk).delete()
    return draft


@operation(SignalAction.EXPIRE_DRAFT)
def expire_draft(draft: Draft, *, actor: Actor) -> Draft:
    """Delete a draft that nobody went on with."""
    record(SignalEvent.DRAFT_EXPIRED, draft, actor=actor)
    Draft.objects.unscoped(reason="nobody's own step: its time is over").filter(pk=draft.pk).delete()
    return draft


@operation(SignalAction.RAISE_ALARM)
def raise_alarm(draft: Draft, *, actor: Actor) -> Draft:
    """The hour is over: tell the focal officer that a report with direct danger was broken off."""
    draft.danger_alarmed_at = timezone.now()
    _alarm(draft, actor)
    return draft


def _alarm(draft: Draft, actor: Actor) -> None:
    alarm_at(draft.municipality, actor=actor, call_back=call_back_of(draft), key=uuid.uuid4())


def alarm_at(
    municipality: Municipality, *, actor: Actor, call_back: str, key: uuid.UUID, told_with: uuid.UUID | None = None
) -> None:
    """Tell whoever is on duty that somebody told of direct danger and can be called back. A step of an operation."""
    alarm = DangerAlarm(
        id=key,
        dossier_id=key,
        municipality_id=municipality.pk,
        raised_at=timezone.now(),
        call_back=call_back or None,
        told_with=told_with,
    )
    with walls.context(walls.sign_all(content=[municipality.pk])):
        alarm.save(force_insert=True)
    announce(municipality, danger=True)
    record(SignalEvent.ALARM_RAISED, alarm, actor=actor)


@operation(SignalAction.SEE_ALARM)
def see_alarm(alarm: DangerAlarm, *, actor: Actor) -> DangerAlarm:
    """Somebody takes it up; the first one stays noted."""
    if alarm.seen_at is None:
        alarm.seen_at = timezone.now()
        alarm.seen_by_id = actor.person_id
    record(SignalEvent.ALARM_SEEN, alarm, actor=actor)
    return alarm


@operation(SignalAction.FORGET_ALARM)
def forget_alarm(alarm: DangerAlarm, *, actor: Actor) -> DangerAlarm:
    """Delete an alarm that was taken up long ago, with its call-back number."""
    record(SignalEvent.ALARM_FORGOTTEN, alarm, actor=actor)
    rows = DangerAlarm.objects.unscoped(reason="nobody's own step: its time is over")
    rows.filter(pk=alarm.pk, seen_at__isnull=False).delete()
    return alarm
