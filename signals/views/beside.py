"""Two signals beside each other, before they are merged: all that both say, where they differ, and what is the same.

Of people and things what the actor may see. Read together: the page takes no more statements for what they hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from core.access import Actor
from core.columns import label_of_column
from core.reading import read_together
from signals.models import (
    Attachment,
    Enrichment,
    Handover,
    MatchKey,
    Merge,
    Signal,
    SignalIndicator,
    SignalPerson,
    SignalThing,
    Situation,
)
from signals.models.people import Mention, standing
from signals.normal.streets import near_contents
from signals.noticed import told_indicators, told_situations
from signals.numbers import numbers_in
from signals.reasons import NAMED, NAMES, REASONS, codes_of
from signals.things import MatchKind

type Rows = Mapping[str, Sequence[Any]]
type Line = tuple[str, str, str, bool]

# The columns that are compared, each under its own label; the form with all that stands beside it.
_COMPARED = (
    *(
        "facts",
        "interpretation",
        "already_done",
        "place",
        "address",
        "company",
        "vehicle",
        "shift",
        "seen_on",
        "seen_when",
    ),
    *("source", "provenance", "knowledge", "form", "route", "minor", "danger"),
)


def beside(signal: Signal, kept: Signal, actor: Actor) -> dict[str, Any]:
    """For the page: `rows` (what, here, there, whether they differ), `same` why they may be one matter, `stays` (what, how many)."""
    rows = read_together(_asked(signal, kept, actor))
    return {
        "rows": [*_said(signal, kept), *_noted(signal, kept, rows)],
        "same": ", ".join(dict.fromkeys(REASONS[code].words for code in _why(signal, kept, rows))),
        "stays": list(_stays(signal, rows)),
    }


def _asked(signal: Signal, kept: Signal, actor: Actor) -> dict[str, QuerySet[Any, Any]]:
    both = {"signal__in": [signal.pk, kept.pk]}
    keys = MatchKey.objects.visible_to(actor)
    merged = Merge.objects.visible_to(actor).running().order_by().filter(into=kept).values("signal")
    return {
        "keys": keys.filter(**both),
        # What was merged into the one that stays belongs to it.
        "merged_keys": keys.filter(signal__in=merged),
        "people": SignalPerson.objects.visible_to(actor).filter(**both),
        "things": SignalThing.objects.visible_to(actor).filter(**both),
        "indicators": SignalIndicator.objects.visible_to(actor).filter(**both, withdrawn_at__isnull=True),
        "situations": Situation.objects.visible_to(actor).filter(**both, ended_at__isnull=True),
        "enrichments": Enrichment.objects.of(signal).standing().values_list("pk"),
        "attachments": Attachment.objects.of(signal).kept().values_list("pk"),
        "handovers": Handover.objects.of(signal).values_list("pk"),
    }


def _why(signal: Signal, kept: Signal, rows: Rows) -> tuple[str, ...]:
    """Why they may be one matter, as the page of related dossiers has it (reasons.py); of names whose letters are alike nothing."""
    keys = [*rows["keys"], *rows["merged_keys"]]
    here = {key.content for key in keys if key.signal_id == signal.pk}
    there = {key.content: key.kind for key in keys if key.signal_id != signal.pk}
    codes = {there[content] for content in here & there.keys()}
    codes |= {MatchKind.STREET} if near_contents(here) & there.keys() else set()
    codes |= {NAMES} if kept.reference in numbers_in(signal) else set()
    codes |= {NAMED} if signal.reference in numbers_in(kept) else set()
    return codes_of(codes, hides_people=False)


def _said(signal: Signal, kept: Signal) -> Iterator[Line]:
    """What each says itself; a field that neither has is left out."""
    yield _line("Ontvangen", _day(signal), _day(kept))
    yield _line("Stand", signal.get_state_display(), kept.get_state_display())
    for name in _COMPARED:
        here, there = _told(signal, name), _told(kept, name)
        if here or there:
            yield _line(label_of_column(Signal, name), here, there)


def _noted(signal: Signal, kept: Signal, rows: Rows) -> Iterator[Line]:
    """What stands in rows of its own."""
    for name, label, tell in (
        ("indicators", "Kenmerken", told_indicators),
        ("situations", "Situaties", told_situations),
        ("people", "Personen", _mentioned),
        ("things", "Zaken", _mentioned),
    ):
        here, there = (tell([row for row in rows[name] if row.signal_id == one.pk]) for one in (signal, kept))
        if here or there:
            yield _line(label, here, there)


def _mentioned(rows: Iterable[Mention]) -> str:
    return "\n".join(f"{row.told}; {row.about.lower()}" if row.about else row.told for row in standing(rows))


def _line(label: str, here: str, there: str) -> Line:
    return label, here, there, here != there


def _day(signal: Signal) -> str:
    return date_format(timezone.localtime(signal.received_at), "j F Y")


def _told(signal: Signal, name: str) -> str:
    if name == "form":
        return signal.forms_in_words
    if name == "seen_on":
        return date_format(signal.seen_on, "j F Y") if signal.seen_on else ""
    display = getattr(signal, f"get_{name}_display", None)
    return str((display() if display else getattr(signal, name)) or "")


def _stays(signal: Signal, rows: Rows) -> Iterator[tuple[str, int]]:
    """How many parts stay with the one that is closed."""
    mentioned = [row for name in ("people", "things") for row in rows[name] if row.signal_id == signal.pk]
    for label, found in (
        ("informatie die u verzamelde", rows["enrichments"]),
        ("bijlagen", rows["attachments"]),
        ("doormeldingen met hun antwoord", rows["handovers"]),
        ("personen en zaken", standing(mentioned)),
    ):
        if found:
            yield label, len(found)
