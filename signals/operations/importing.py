"""A list that is taken over from a spreadsheet: read in, its columns chosen, checked, imported, taken back.

What takes long is a job of whoever asks for it (signals/importing.py), with her rights of that moment. All rows become
signals in one transaction, or none (taking_over.py): a worker that is killed leaves nothing, and a second click finds that it was done.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.cleaning.refusing import Why
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.unit import once
from jobs.models import Job
from jobs.operations import enqueue
from municipalities.models import Municipality, StoredFile
from signals.columns import Choice
from signals.events import SignalEvent
from signals.fingerprints import keyed
from signals.list_states import IMPORT, IMPORT_ENDED, ImportState
from signals.models import ListImport
from signals.policies import SignalAction

from .remembering import remember

READ_KIND, CHECK_KIND, RUN_KIND = "signals.read_list", "signals.check_list", "signals.import_list"
MOST_AT_ONCE = 10
_ROWS = "regels.json"


@dataclass(frozen=True, slots=True)
class NewList:
    """A file as somebody sends it. `code`: how it is read (core.files.list_code); `key`: the new row's id."""

    name: str
    code: str
    content: bytes
    key: uuid.UUID


@operation(SignalAction.START_IMPORT)
def read_in_list(*, actor: Actor, municipality: Municipality, new: NewList) -> ListImport:
    """Take in the file; a job reads it. Sending the same key again changes nothing."""
    digest = keyed(municipality.pk, new.content.hex())
    given = {"municipality_id": municipality.pk, "digest": digest}
    if sent_before(ListImport.objects.visible_to(actor), new.key, **given):
        found: ListImport = ListImport.objects.visible_to(actor).get(pk=new.key)
        record_view(SignalEvent.LIST_READ_IN, found, actor=actor)
        return found
    once(uuid.UUID(int=actor.person_id))
    if ListImport.objects.visible_to(actor).exclude(state__in=IMPORT_ENDED).count() >= MOST_AT_ONCE:
        message = f"U hebt al {MOST_AT_ONCE} lijsten die nog niet zijn geïmporteerd. Gooi er eerst een weg."
        raise Invalid({"file": [message]})
    made = ListImport(
        id=new.key,
        author_id=actor.person_id,
        municipality=municipality,
        name=new.name,
        kind=new.code,
        size=len(new.content),
        digest=digest,
    )
    made.save(force_insert=True)
    _keep(made, "lijst", new.content)
    order(made, READ_KIND, actor)
    made.save(update_fields=["job_id"])
    record(SignalEvent.LIST_READ_IN, made, actor=actor, detail={"kind": new.code, "bytes": made.size})
    return made


def _keep(about: ListImport, name: str, content: bytes) -> None:
    """For whoever read it in alone: without a municipality, no colleague reaches it."""
    StoredFile.objects.create(
        about=about.pk,
        author_id=about.author_id,
        name=name,
        media_type="application/octet-stream",
        size=len(content),
        content=content,
    )


def order(about: ListImport, kind: str, actor: Actor) -> None:
    """A job of whoever asks, with her rights of when it runs. A step of an operation."""
    job = enqueue(
        kind,
        owner_id=actor.person_id,
        hat=actor.hat,
        municipality_id=about.municipality_id,
        object_id=about.pk,
        idempotency_key=f"{kind}:{about.pk}:{about.version}",
    )
    about.job_id = job.pk


def content_of(about: ListImport) -> bytes:
    """The file as it came, until it was read."""
    content: bytes = StoredFile.objects.made_for(about.pk).get(name="lijst").content
    return content


def rows_of(about: ListImport, choice: Choice) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings of the chosen sheet, and the rows below them with their numbers."""
    sheets = json.loads(StoredFile.objects.made_for(about.pk).get(name=_ROWS).content)
    rows = sheets[choice.sheet]["rows"]
    headings: list[str] = next((cells for number, cells in rows if number == choice.heading), [])
    return headings, [(number, cells) for number, cells in rows if number > choice.heading]


@operation(SignalAction.READ_IMPORT)
def keep_rows(about: ListImport, *, actor: Actor, sheets: Sequence[Mapping[str, Any]], choice: Choice) -> ListImport:
    """The file was read: its rows are kept, and itself no more. `choice`: what is proposed for its columns."""
    IMPORT.move(about, SignalAction.READ_IMPORT)
    forget_rows(about)
    _keep(about, _ROWS, json.dumps(sheets).encode())
    about.sheets = [{"name": one["name"], "rows": len(one["rows"]), "top": one["rows"][:15]} for one in sheets]
    about.choice = choice.kept()
    record(SignalEvent.LIST_READ, about, actor=actor, detail={"rows": sum(len(one["rows"]) for one in sheets)})
    return about


@operation(SignalAction.REFUSE_IMPORT)
def refuse_list(about: ListImport, *, actor: Actor, why: Why) -> ListImport:
    """It cannot be read, and nothing of it is kept."""
    IMPORT.move(about, SignalAction.REFUSE_IMPORT)
    about.why = why.value
    forget_rows(about)
    record(SignalEvent.LIST_REFUSED, about, actor=actor, detail={"why": why.value})
    return about


def forget_rows(about: ListImport) -> None:
    """The file, its rows and what was chosen and found of them. A step of an operation."""
    StoredFile.objects.made_for(about.pk).delete()
    about.sheets = about.choice = about.result = None


@operation(SignalAction.MAP_IMPORT)
def choose_columns(about: ListImport, *, actor: Actor, choice: Choice) -> ListImport:
    """What the columns are; what a check found before counts no more."""
    IMPORT.move(about, SignalAction.MAP_IMPORT)
    about.choice, about.result = choice.kept(), None
    about.good = about.bad = about.known = 0
    record(SignalEvent.LIST_MAPPED, about, actor=actor, detail={"columns": sorted(choice.columns.values())})
    return about


@operation(SignalAction.CHECK_IMPORT)
def check_list(about: ListImport, *, actor: Actor, choice: Choice) -> ListImport:
    """Have every row looked at; nothing becomes a signal. What was chosen is remembered for the next list."""
    demand_idle(about)
    IMPORT.move(about, SignalAction.CHECK_IMPORT)
    about.choice = choice.kept()
    headings, _ = rows_of(about, choice)
    remember(about.municipality_id, actor, headings, choice)
    order(about, CHECK_KIND, actor)
    record(SignalEvent.LIST_CHECK_ASKED, about, actor=actor, detail={"no_bsn": len(choice.no_bsn)})
    return about


def demand_idle(about: ListImport) -> None:
    """Raise WrongState while a job works on it."""
    if about.job_id is not None and about.waits:
        job = Job.objects.filter(pk=about.job_id).first()
        if job is not None and not job.has_ended:
            raise WrongState("Hier wordt nog aan gewerkt. Wacht tot het klaar is.")


@operation(SignalAction.JUDGE_IMPORT)
def keep_result(
    about: ListImport, *, actor: Actor, counts: tuple[int, int, int], result: Mapping[str, Any]
) -> ListImport:
    """What the check found. `counts`: of the rows that are good and new, wrong, known already."""
    IMPORT.move(about, SignalAction.JUDGE_IMPORT)
    _write(about, counts, result)
    good, bad, known = counts
    record(SignalEvent.LIST_CHECKED, about, actor=actor, detail={"good": good, "bad": bad, "known": known})
    return about


def _write(about: ListImport, counts: tuple[int, int, int], result: Mapping[str, Any]) -> None:
    about.good, about.bad, about.known = counts
    about.result = dict(result)


def _ordered_before(about: ListImport, *, actor: Actor) -> bool:
    """Whether a second click asks what was asked."""
    if about.state not in {ImportState.IMPORTING, ImportState.IMPORTED}:
        return False
    record_view(SignalEvent.LIST_ORDERED, about, actor=actor)
    return True


@operation(SignalAction.RUN_IMPORT, done_before=_ordered_before)
def run_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Have all its good rows become signals. Only when no row is wrong: so nothing is taken over by halves."""
    demand_idle(about)
    if about.state == ImportState.CHECKED and not about.can_run:
        raise WrongState(
            "Er staan nog fouten in de lijst, of er is niets nieuws. Verbeter de lijst en lees haar opnieuw in."
        )
    IMPORT.move(about, SignalAction.RUN_IMPORT)
    order(about, RUN_KIND, actor)
    record(SignalEvent.LIST_ORDERED, about, actor=actor, detail={"rows": about.good})
    return about


@operation(SignalAction.HALT_IMPORT)
def halt_list(
    about: ListImport, *, actor: Actor, counts: tuple[int, int, int], result: Mapping[str, Any]
) -> ListImport:
    """What was right when it was checked is so no more; nothing was taken over."""
    IMPORT.move(about, SignalAction.HALT_IMPORT)
    _write(about, counts, result)
    record(SignalEvent.LIST_HALTED, about, actor=actor, detail={"bad": about.bad, "known": about.known})
    return about


@operation(SignalAction.DROP_IMPORT)
def drop_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Throw a list away that was not imported."""
    demand_idle(about)
    IMPORT.move(about, SignalAction.DROP_IMPORT)
    forget_rows(about)
    record(SignalEvent.LIST_DROPPED, about, actor=actor)
    return about


@operation(SignalAction.EXPIRE_IMPORT)
def expire_list(about: ListImport, *, actor: Actor) -> ListImport:
    """Nobody went on with it: its rows are not kept."""
    IMPORT.move(about, SignalAction.EXPIRE_IMPORT)
    forget_rows(about)
    record(SignalEvent.LIST_EXPIRED, about, actor=actor)
    return about
