"""The rows of a signal that may leave it, read in one statement: for a handover, a move, a share, and what protects a tip."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from core.access import SYSTEM, Actor
from core.reading import StandingReading

from .codes import EnrichmentResult
from .models import (
    Attachment,
    Enrichment,
    HiddenNames,
    Merge,
    Question,
    Reporter,
    Signal,
    SignalIndicator,
    SignalPerson,
    SignalThing,
    Situation,
    TipText,
)
from .workflow import AttachmentState, QuestionState

# What was merged into it, and into that, however many steps: the walls look at this as at any other statement.
_EVERY_STEP = f"""
with recursive step(id) as (
  select signal_id from {Merge._meta.db_table} where into_id = %s::uuid and undone_at is null
  union select one.signal_id from {Merge._meta.db_table} one join step on one.into_id = step.id where one.undone_at is null
) select id from step
"""  # noqa: S608  the name of a table
# What was only asked, also where no answer will come.
_TELLS_NOTHING = (EnrichmentResult.ASKED, EnrichmentResult.NOT_COMING)
_WHY = "of what was merged into a signal that passed its gate, only to keep it out of a tip; shown to nobody"


def merged_into(signal: Signal) -> RawSQL:
    """The ids of what was merged into it, and into that, for a filter."""
    return RawSQL(_EVERY_STEP, [signal.pk.hex])  # noqa: S611  no text of anybody in it


def _of_signal(_actor: Actor, dossier_id: uuid.UUID, _municipality_id: int) -> Mapping[str, QuerySet[Any, Any]]:
    """The same for whoever asks."""
    # By its column: with `pk` Django draws a key first, and what is drawn must not hang on what is kept.
    signal = Signal(id=dossier_id, dossier_id=dossier_id)
    into = merged_into(signal)
    return {
        "people": SignalPerson.objects.of(signal),
        "things": SignalThing.objects.of(signal),
        "indicators": SignalIndicator.objects.of(signal).filter(withdrawn_at__isnull=True),
        "situations": Situation.objects.of(signal).filter(ended_at__isnull=True),
        "found": Enrichment.objects.of(signal).standing().exclude(result__in=_TELLS_NOTHING),
        "files": Attachment.objects.of(signal).filter(state=AttachmentState.CLEAN),
        "answered": Question.objects.of(signal)
        .filter(state=QuestionState.ANSWERED)
        .select_related("to_user", "to_partner"),
        "tip": TipText.objects.of(signal),
        "reporters": Reporter.objects.of(signal),
        "hidden": HiddenNames.objects.of(signal),
        "merged": Signal.objects.unscoped(reason=_WHY).filter(pk__in=into).select_related("sender", "author", "owner"),
        "merged_people": SignalPerson.objects.unscoped(reason=_WHY).filter(signal__in=into),
        "merged_things": SignalThing.objects.unscoped(reason=_WHY).filter(signal__in=into),
        "merged_reporters": Reporter.objects.unscoped(reason=_WHY).filter(signal__in=into),
        "merged_hidden": HiddenNames.objects.unscoped(reason=_WHY).filter(signal__in=into),
    }


_read = StandingReading(_of_signal)


def held_rows(signal: Signal) -> Mapping[str, list[Any]]:
    """Of a signal that has passed its own gate: `people` and `things` (every revision), `indicators` and `situations` that
    stand, what was `found`, the questions that were `answered`, the `files` that were cleaned, the text written for a `tip`, and the `reporters`. `hidden` is by what names of an earlier
    municipality are found. Of the signals that were merged into it (`merged`) the people, things, reporters and hidden names
    too, under names that begin with "merged_": whom a tip must hide.

    Asked once for this object: a form asks its fields for their text several times. An operation locks a fresh one.
    """
    kept: Mapping[str, list[Any]] | None = vars(signal).get("_held_rows")
    if kept is None:
        kept = vars(signal)["_held_rows"] = _read(SYSTEM, signal.pk, 0)  # whoever asks, wherever: one text
    return kept
