"""The operation: the only way in which a row with content changes.

    @operation(SignalAction.TAKE_UP)
    def take_up(signal: Signal, *, actor: Actor) -> Signal: ...

Calling `take_up(signal, actor=..., version=...)`:

1. opens a savepoint, locks the row and reads it again, so that the function works on what is true now;
2. authorises the actor on that row by the policy table;
3. compares `version` (the one the form was opened with) and raises Stale when somebody was first (`stale`), unless
   what the form asks stands there already (`done_before`);
4. runs the function, which sets attributes of the row and writes rows beside it;
5. writes the row's changed columns once, with its version raised. The version of a row of a dossier is raised too when
   a form that carried it changed only rows beside it, so that no second form that saw the same overwrites those;
6. fails when the function recorded no audit event.

An operation without a positional argument creates a row and returns it; it is authorised on what it made. A refusal
undoes the savepoint and leaves an event (but for one of which the log holds enough), which commits with the request: refused where somebody was kept from something,
impossible where only the moment or the form was wrong. A constraint that refuses answers with its Dutch sentence. Web form and API end in the same call.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils import timezone

from core.access import Action, Actor, Reachable, authorize
from core.constraints import spoken
from core.errors import Conflict, DomainError, Incomplete, NotVisible, OwnChange, Stale
from core.sealed import Sealed, SealedField
from core.unit import Unit, current_unit

from .events import AuditFact, Kind, Result
from .recording import record, record_refusal
from .versions import made_since, note_raised, own_raised, own_since, tell_raised


def operation[T](
    action: Action,
    *,
    done_before: Callable[..., bool] | None = None,
    lock_first: Callable[[Any, Actor], object] | None = None,
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Make a function the operation of `action`; see the module.

    `done_before`: takes what the function takes and says whether that is how it stands already, as after a second click;
    then it has recorded a look, and the row is the answer.
    `lock_first`: of an operation that changes other rows along, from either end: locks all of them in one order.
    """

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @functools.wraps(function)
        def wrapper(row: models.Model | None = None, /, *, actor: Actor, version: int | None = None, **given: Any) -> T:
            unit = current_unit()
            gathered = unit.gathered
            before = len(gathered)
            with own_raised(unit):
                try:
                    with transaction.atomic(), spoken():
                        if lock_first is not None:
                            lock_first(row, actor)
                        result = _run(function, action, row, actor, version, given, done_before)
                except DomainError as refusal:
                    del gathered[before:]
                    _record(refusal, action, row, actor)
                    raise
                if len(gathered) == before:
                    message = f"{function.__qualname__} recorded no audit event."
                    raise RuntimeError(message)
                _tell_passed_bsn(unit, row if row is not None else result, actor)
                tell_raised(unit, before)
            return cast("T", result)

        wrapper.action = action  # type: ignore[attr-defined]  # what an operation carries
        return wrapper

    return decorate


def _record(refusal: DomainError, action: Action, row: models.Model | None, actor: Actor) -> None:
    """The refusal in the log: of the row, or of what it was aimed at where there is none yet."""
    subjects = [row] if row is not None else refusal.about or [None]
    for subject in () if refusal.is_told else subjects:
        aim, detail = cast("models.Model | None", subject), {"status": refusal.status}
        record_refusal(action.value, aim, actor=actor, detail=detail, denied=refusal.denies)
    refusal.is_recorded = True


def _tell_passed_bsn(unit: Unit, row: Any, actor: Actor) -> None:
    """Once for a form, however many steps it takes."""
    if unit.passed_bsn:
        record(AuditFact.NO_BSN, row, actor=actor, detail={"fields": sorted(unit.passed_bsn)})
        unit.passed_bsn.clear()


@contextmanager
def together() -> Iterator[None]:
    """Several operations of one form: all of them, or none and none of their events (refusals stay)."""
    gathered = current_unit().gathered
    before = len(gathered)
    try:
        with transaction.atomic():
            yield
    except DomainError:
        gathered[before:] = [event for event in gathered[before:] if event.result != Result.DONE]
        raise


@contextmanager
def changing[M: models.Model](row: M) -> Iterator[M]:
    """A row that changes along with the one of the operation: locked, read again, written with its version raised."""
    locked = _lock(row)
    was = dict(locked.__dict__)
    yield cast("M", locked)
    _write(locked, was)


def _run(
    function: Callable[..., Any],
    action: Action,
    row: models.Model | None,
    actor: Actor,
    version: int | None,
    given: dict[str, Any],
    done_before: Callable[..., bool] | None,
) -> Any:
    if row is None:
        made = function(actor=actor, **given)
        authorize(actor, action, cast("Reachable", made))
        return made
    locked = _lock(row)
    authorize(actor, action, cast("Reachable", locked))
    if version is not None:
        there: int = locked.version  # type: ignore[attr-defined]  # a form carries a version of rows that have one only
        if version < there and done_before is not None and done_before(locked, actor=actor, **given):
            return locked
        if version != there:
            raise stale(locked, actor, version)
    was = dict(locked.__dict__)
    gathered = len(current_unit().gathered)
    result = function(locked, actor=actor, **given)
    beside = version is not None and hasattr(locked, "dossier_id") and _has_done(gathered)
    _write(locked, was, beside=beside)
    return locked if result is None else result


def stale(row: Any, actor: Actor, version: int) -> Conflict:
    """The refusal of a form that saw another `version` of this row.

    Her own other window is not somebody else, and she may send what she has after all. A version that no page ever
    showed says nothing of anybody.
    """
    if not 1 <= version <= row.version:
        return Incomplete()
    own = own_since(actor, row, version)
    if own is not None:
        message = f"Uw eigen wijziging van {_moment(own)} staat er al. Wat u nu stuurde, is nog niet opgeslagen."
        return OwnChange(message, row=row.pk, version=row.version)
    message = "Iemand anders heeft dit gewijzigd nadat u de pagina opende. Er is niets overschreven."
    return Stale(message, meanwhile=made_since(actor, row, version))


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%d-%m-%Y, %H:%M}"


def _lock(row: models.Model) -> models.Model:
    rows = type(row)._base_manager.select_for_update(of=("self",))
    try:
        return rows.get(pk=row.pk)
    except ObjectDoesNotExist:
        raise NotVisible from None


def _has_done(before: int) -> bool:
    """Whether a change was recorded since, and not only a look."""
    since = current_unit().gathered[before:]
    return any(event.kind == Kind.CHANGE and event.result == Result.DONE for event in since)


def _write(row: models.Model, was: dict[str, Any], *, beside: bool = False) -> None:
    """Write what changed. `beside`: rows beside this one changed."""
    changed = [field.attname for field in row._meta.concrete_fields if _has_changed(row, field, was)]
    if not (changed or beside):
        return
    if hasattr(row, "version"):
        # Once, also for an operation that raised it itself because only rows beside this one changed.
        row.version = was["version"] + 1
        changed.append("version")
        note_raised(current_unit(), row, row.version)
    row.save(update_fields=set(changed))


def _has_changed(row: models.Model, field: "models.Field[Any, Any]", was: dict[str, Any]) -> bool:
    now, before = row.__dict__.get(field.attname), was.get(field.attname)
    if isinstance(field, SealedField) and isinstance(before, Sealed):
        return bool(field.pre_save(row, add=False) != before)
    return bool(now != before)
