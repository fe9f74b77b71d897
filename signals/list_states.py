"""The states of lists: one that is taken over from a spreadsheet, and a file of signals that somebody takes out."""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

from .policies import SignalAction as A


class ImportState(models.TextChoices):
    """A list that is taken over from a spreadsheet."""

    READING = "reading", "Wordt gelezen"
    REFUSED = "refused", "Niet aangenomen"
    READ = "read", "Kolommen kiezen"
    CHECKING = "checking", "Wordt nagekeken"
    CHECKED = "checked", "Nagekeken"
    IMPORTING = "importing", "Wordt geïmporteerd"
    IMPORTED = "imported", "Geïmporteerd"
    UNDOING = "undoing", "Wordt teruggenomen"
    UNDONE = "undone", "Teruggenomen"
    DROPPED = "dropped", "Weggegooid"


L = ImportState
IMPORT_ENDED = (L.REFUSED, L.IMPORTED, L.UNDONE, L.DROPPED)
IMPORT_WAITING = (L.READING, L.CHECKING, L.IMPORTING, L.UNDOING)
_UNFINISHED = (L.READING, L.READ, L.CHECKING, L.CHECKED, L.IMPORTING)

IMPORT_TONES: Mapping[str, str] = {
    **dict.fromkeys((*IMPORT_WAITING, L.READ, L.CHECKED), "info"),
    L.REFUSED: "warning",
    L.IMPORTED: "success",
    **dict.fromkeys((L.UNDONE, L.DROPPED), "quiet"),
}

IMPORT = Workflow(
    "import",
    [
        arrow(A.READ_IMPORT, {L.READING}, L.READ),
        arrow(A.REFUSE_IMPORT, {L.READING}, L.REFUSED),
        arrow(A.MAP_IMPORT, {L.READ, L.CHECKED}, L.READ),
        # A check or import whose job broke off is asked for again.
        arrow(A.CHECK_IMPORT, {L.READ, L.CHECKED, L.CHECKING, L.IMPORTING}, L.CHECKING),
        arrow(A.JUDGE_IMPORT, {L.CHECKING}, L.CHECKED),
        arrow(A.RUN_IMPORT, {L.CHECKED, L.IMPORTING}, L.IMPORTING),
        arrow(A.STORE_IMPORT, {L.IMPORTING}, L.IMPORTED),
        # What was right when it was checked is so no more: nothing was taken over.
        arrow(A.HALT_IMPORT, {L.IMPORTING}, L.CHECKED),
        arrow(A.UNDO_IMPORT, {L.IMPORTED, L.UNDOING}, L.UNDOING),
        arrow(A.TAKE_BACK_IMPORT, {L.UNDOING}, L.UNDONE),
        # Meanwhile something was done to one of its signals: all of them stay.
        arrow(A.KEEP_IMPORT, {L.UNDOING}, L.IMPORTED),
        arrow(A.DROP_IMPORT, _UNFINISHED, L.DROPPED),
        arrow(A.EXPIRE_IMPORT, _UNFINISHED, L.DROPPED),
    ],
)


class ExportState(models.TextChoices):
    """A file of signals that somebody takes out."""

    MAKING = "making", "Wordt gemaakt"
    READY = "ready", "Klaar"
    WIPED = "wiped", "Gewist"


E = ExportState
EXPORT_TONES: Mapping[str, str] = {E.MAKING: "info", E.READY: "success", E.WIPED: "quiet"}

EXPORT = Workflow(
    "export",
    [
        arrow(A.MAKE_EXPORT, {E.MAKING}, E.READY),
        arrow(A.DOWNLOAD_EXPORT, {E.READY}),
        arrow(A.WIPE_EXPORT, {E.MAKING, E.READY}, E.WIPED),
    ],
)
