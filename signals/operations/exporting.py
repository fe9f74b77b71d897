"""A file of signals for the own municipality: asked with a purpose, made by a job, fetched by whoever asked, wiped.

In it stands what she may see at the moment it is made, and of that the columns she chose (signals/exporting.py). Each signal
in it has a look in the log, with the purpose.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import demand_same, sent_before
from core.unit import once
from core.workdays import start_of_today
from jobs.operations import enqueue
from municipalities.models import Municipality, StoredFile
from signals.codes import ExportPurpose
from signals.events import SignalEvent
from signals.list_states import EXPORT
from signals.models import ListExport, Signal
from signals.policies import SignalAction

MAKE_KIND = "signals.make_export"
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class NewExport:
    """What is asked. `chosen`: of the list's filter, by name; `words`: searched; `columns`: codes; `key`: the new row's id."""

    kind: str
    purpose: ExportPurpose
    why: str
    chosen: Mapping[str, str]
    words: str
    columns: Sequence[str]
    key: uuid.UUID

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {"filter": dict(self.chosen), "words": self.words, "columns": list(self.columns)}


@operation(SignalAction.ORDER_EXPORT)
def order_export(
    *, actor: Actor, municipality: Municipality, new: NewExport, together: Sequence[Municipality] = ()
) -> ListExport:
    """Ask for a file; a job makes it. Sending the same key again asks for nothing more.

    `together`: of which municipalities a file is asked for now, of this one too: none when the day does not allow all.
    """
    given = {"municipality_id": municipality.pk, "kind": new.kind, "purpose": new.purpose, "why": new.why}
    mine = ListExport.objects.visible_to(actor)
    if sent_before(mine, new.key, **given):
        found: ListExport = mine.get(pk=new.key)
        if found.asked is not None:  # of a file that was wiped it is gone
            demand_same(found, {"asked": new.kept()})
        record_view(SignalEvent.EXPORT_ORDERED, found, actor=actor)
        return found
    # Her other windows wait here, so that together they do not ask more than each of them may.
    once(uuid.UUID(int=actor.person_id))
    _demand_left(actor, together or [municipality])
    made: ListExport = ListExport.objects.create(
        id=new.key,
        author_id=actor.person_id,
        asked=new.kept(),
        until=timezone.now() + timedelta(hours=settings.EXPORT_HOURS),
        **given,
    )
    enqueue(
        MAKE_KIND,
        owner_id=actor.person_id,
        hat=actor.hat,
        municipality_id=municipality.pk,
        object_id=made.pk,
        idempotency_key=f"{MAKE_KIND}:{made.pk}",
    )
    # Which filters were on and not what was searched: that may be a name.
    detail = {"columns": list(new.columns), "filter": dict(new.chosen), "words": bool(new.words)}
    record(SignalEvent.EXPORT_ORDERED, made, actor=actor, detail=detail, purpose=str(new.purpose.label))
    return made


def _demand_left(actor: Actor, places: Sequence[Municipality]) -> None:
    """Raise Invalid where the day allows no more files of one of these: who works for twelve takes out of each as much as who has one."""
    hers = ListExport.objects.unscoped(reason="how many she asked for today, whatever she sees of them now")
    hers = hers.filter(author_id=actor.person_id, municipality__in=places).asked_since(start_of_today())
    asked = Counter(hers.order_by().values_list("municipality", flat=True))
    full = [str(one) for one in places if asked[one.pk] >= settings.EXPORTS_A_DAY]
    if not full:
        return
    message = f"Van {', '.join(full)} liet u vandaag al {settings.EXPORTS_A_DAY} bestanden maken. Morgen kan het weer."
    if len(places) > 1:
        raise Invalid({"municipality": [f"{message} Kies een andere gemeente."]})
    raise Invalid({"purpose": [message]})


@operation(SignalAction.MAKE_EXPORT)
def keep_export(
    about: ListExport,
    *,
    actor: Actor,
    signals: Sequence[Signal],
    merged: Sequence[Signal],
    content: bytes,
    media_type: str,
) -> ListExport:
    """The file was made: sealed, for whoever asked for it; each signal in it was looked at, and so was what was merged into one."""
    EXPORT.move(about, SignalAction.MAKE_EXPORT)
    StoredFile.objects.create(
        about=about.pk,
        author_id=about.author_id,
        name=about.file_name,
        media_type=media_type,
        size=len(content),
        content=content,
    )
    held = [*signals, *merged]
    about.keys, about.rows = [str(signal.pk) for signal in held], len(signals)
    purpose = str(about.get_purpose_display())
    for signal in held:
        record_view(SignalEvent.EXPORTED, signal, actor=actor, purpose=purpose)
    record(SignalEvent.EXPORT_MADE, about, actor=actor, detail={"rows": about.rows}, purpose=purpose)
    return about


@operation(SignalAction.DOWNLOAD_EXPORT)
def fetch_export(about: ListExport, *, actor: Actor) -> ListExport:
    """Whoever asked for it fetches it. Raises WrongState once its time is over, or a signal in it is kept from her."""
    EXPORT.move(about, SignalAction.DOWNLOAD_EXPORT)
    if about.until < timezone.now():
        raise WrongState("Dit bestand is er niet meer. Laat zo nodig een nieuw maken.")
    if Signal.objects.visible_to(actor).filter(pk__in=about.keys or []).count() != len(about.keys or []):
        raise WrongState("In dit bestand staat een signaal dat u niet meer mag zien. Laat een nieuw bestand maken.")
    record(
        SignalEvent.EXPORT_DOWNLOADED,
        about,
        actor=actor,
        detail={"rows": about.rows},
        purpose=str(about.get_purpose_display()),
    )
    return about


@operation(SignalAction.WIPE_EXPORT)
def wipe_export(about: ListExport, *, actor: Actor) -> ListExport:
    """Its time is over: the file goes, and what was asked too; that it was made, when and for what stays."""
    EXPORT.move(about, SignalAction.WIPE_EXPORT)
    StoredFile.objects.made_for(about.pk).delete()
    about.asked = about.keys = None
    record(SignalEvent.EXPORT_WIPED, about, actor=actor)
    return about
