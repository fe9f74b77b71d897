"""A list of signals that an officer takes over from a spreadsheet, and what remains of it once that was done.

The list is hers alone (wall `own`) until its rows are signals; what came in, and its rows, lie sealed in a `StoredFile` about
this row that only she reaches, and go as soon as they are not needed. The signals are signals as any other.
"""

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.access import Actor, Reach, reaches_for
from core.erasing import Gone, Untouched
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Governance, Own
from municipalities.models import Municipality
from signals.list_states import IMPORT_ENDED, IMPORT_TONES, IMPORT_WAITING, ImportState
from signals.policies import SignalAction
from signals.querysets import ReporterQuerySet

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL
S = ImportState


class ListImportQuerySet(GatedQuerySet[Any]):
    """Lists that are taken over: only whoever read one in sees it, as long as she works for its municipality."""

    def _scope(self, actor: Actor) -> Q:
        if Reach.OWN not in reaches_for(actor, SignalAction.START_IMPORT):
            return Q(pk__in=[])
        return Q(author_id=actor.user_id, municipality_id__in=actor.content)

    def left_since_before(self, moment: dt.datetime) -> Self:
        """Nobody went on with it since then, and its rows are still there."""
        return self.filter(changed_at__lt=moment).exclude(state__in=IMPORT_ENDED)

    def of_same_file(self, other: "ListImport") -> Self:
        """Imported from the very same file, into the same municipality."""
        same = self.filter(municipality=other.municipality_id, digest=other.digest, state=S.IMPORTED)
        return same.exclude(pk=other.pk)


class ColumnMemoryQuerySet(GatedQuerySet[Any]):
    """What somebody chose for the whole of her lists."""

    def _scope(self, actor: Actor) -> Q:
        return Q(author_id=actor.user_id, municipality_id__in=actor.content)


class ListWordQuerySet(GatedQuerySet[Any]):
    """What the columns and words of a municipality's lists meant: for who takes over its lists."""

    def _scope(self, actor: Actor) -> Q:
        if Reach.OWN not in reaches_for(actor, SignalAction.START_IMPORT):
            return Q(pk__in=[])
        return Q(municipality_id__in=actor.content)


class ListImport(models.Model):
    """One list, from its file to its signals.

    `name`: of the file, as somebody gave it; `digest`: keyed hash of its bytes, to know the same file again.
    `sheets`: [{"name", "rows": how many, "top": its first rows as [number, [cell, ...]]}]. `choice`: what becomes of its
    columns (signals/columns.py). `result`: what the check found (signals/importing.py). Counts are of rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente", related_name="+")
    state = models.CharField("stand", max_length=10, choices=ImportState, default=S.READING)
    version = models.PositiveIntegerField(default=1)
    name = SealedTextField(label="signals.list_import.name", null=True)
    kind = models.CharField("soort", max_length=4)
    size = models.PositiveIntegerField("grootte")
    digest = models.CharField(max_length=64)
    why = models.CharField("waarom niet", max_length=20, blank=True)
    sheets = SealedJSONField(label="signals.list_import.sheets", null=True)
    choice = SealedJSONField(label="signals.list_import.choice", null=True)
    result = SealedJSONField(label="signals.list_import.result", null=True)
    good = models.PositiveIntegerField("goede regels", default=0)
    bad = models.PositiveIntegerField("regels met een fout", default=0)
    known = models.PositiveIntegerField("al geïmporteerd", default=0)
    job_id = models.UUIDField(null=True)
    created_at = models.DateTimeField("ingelezen op", auto_now_add=True)
    changed_at = models.DateTimeField("gewijzigd op", auto_now=True)
    imported_at = models.DateTimeField("geïmporteerd op", null=True)
    municipality_id: int

    wall = Own()
    erasing = Untouched("its rows are wiped once it ended, or after some days")
    objects: ClassVar[ListImportQuerySet] = manager_of(ListImportQuerySet)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["author", "-created_at", "id"], name="listimport_mine")]
        constraints = [
            models.CheckConstraint(name="listimport_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(name="listimport_refused_tells_why", condition=~Q(state=S.REFUSED) | ~Q(why="")),
            models.CheckConstraint(
                name="listimport_done_has_a_time",
                condition=~Q(state__in=[S.IMPORTED, S.UNDONE]) | Q(imported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="listimport_ended_keeps_no_rows",
                condition=~Q(state__in=IMPORT_ENDED) | Q(sheets__isnull=True, result__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN for whoever read it in, as long as she works for that municipality."""
        mine = actor.user_id is not None and self.author_id == actor.user_id and self.municipality_id in actor.content
        return {Reach.OWN} if mine else set()

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return IMPORT_TONES[self.state]

    @property
    def waits(self) -> bool:
        """Whether a job works on it."""
        return self.state in IMPORT_WAITING

    @property
    def can_run(self) -> bool:
        """Whether it was checked, and every row that is new is right."""
        return self.state == S.CHECKED and self.bad == 0 and self.good > 0


class ImportedFrom(SignalPart):
    """Of a signal that came from a list: which, at which row, under which number there.

    Seen by who sees the reporter. `fingerprint`: keyed hash of the number in the list, or of the row where it has none: so
    that no row becomes two signals.
    """

    batch = models.ForeignKey(ListImport, models.PROTECT, related_name="+")
    list_name = SealedTextField(label="signals.imported_from.list_name", null=True)
    line = models.PositiveIntegerField("regel")
    number_there = SealedTextField(label="signals.imported_from.number_there", null=True)
    fingerprint = models.CharField(max_length=64)

    erasing = Gone()
    objects: ClassVar[ReporterQuerySet] = manager_of(ReporterQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="importedfrom_one_per_signal", fields=["signal"]),
            models.UniqueConstraint(
                name="importedfrom_no_row_twice",
                fields=["municipality", "fingerprint"],
                violation_error_message="Een van deze regels is intussen al geïmporteerd. Laat de lijst opnieuw nakijken.",
            ),
        ]
        indexes = [models.Index(fields=["batch"], name="importedfrom_of_batch")]

    def __str__(self) -> str:
        return f"regel {self.line} van {self.batch_id}"


class ColumnMemory(models.Model):
    """What somebody chose for the whole of a list, proposed to her for one that is like it; of its columns and words: `ListWord`.

    `headings`: a keyed hash of all its headings; `each`: those of each of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64)
    each = ArrayField(models.CharField(max_length=64), default=list)
    choice = SealedJSONField(label="signals.column_memory.choice")
    used_at = models.DateTimeField(auto_now=True)
    municipality_id: int

    wall = Own()
    erasing = Untouched("how somebody's columns are called; none of their rows")
    objects: ClassVar[ColumnMemoryQuerySet] = manager_of(ColumnMemoryQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="columnmemory_one", fields=["author", "municipality", "headings"]),
        ]

    def __str__(self) -> str:
        return f"kolommen {self.pk}"


class ListWord(models.Model):
    """What the name of a column, or a word below one, meant in a list of this municipality the last time.

    No word stands in it: `digest` is a keyed hash, `code` one of ours, "" for a column that was not taken over. So whoever
    takes over the next list, a deputy or a successor too, need not say it again (docs/adr/0061).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=24, blank=True)
    used_at = models.DateTimeField()
    municipality_id: int

    wall = Governance()
    erasing = Untouched("how columns and words of lists are read; none of their rows, and no word of them")
    objects: ClassVar[ListWordQuerySet] = manager_of(ListWordQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(name="listword_one", fields=["municipality", "digest"])]

    def __str__(self) -> str:
        return f"woord {self.pk}"
