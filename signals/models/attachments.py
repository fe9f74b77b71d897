"""What is added to a signal as a file: how it stands with it, and until it was checked the bytes as they came."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat

from core.erasing import Gone
from core.files import KINDS, sentence_of
from core.managers import manager_of
from core.sealed import SealedBinaryField, SealedTextField
from signals.querysets import AttachmentQuerySet, SignalPartQuerySet
from signals.sharing_codes import Provenance
from signals.workflow import ATTACHMENT_TONES, AttachmentState

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL
S = AttachmentState


def told_file(kind: str, size: int, digest: str) -> str:
    """A file without its name, for who checks that it is the one: `size` in bytes."""
    return f"{KINDS[kind].label}, {filesizeformat(size)}, {told_digest(digest)}"


def told_digest(digest: str) -> str:
    """A SHA-256 (hexadecimal) in groups, so that it fits a line."""
    return "SHA-256: " + " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


class Attachment(SignalPart):
    """A *bijlage*. What may be given out is a `StoredFile` about this row; there is one in the state CLEAN only.

    `name`, `description`: as somebody gave them, for they may say who it is about; gone once it is removed.
    `kind`: a code of `core.files.KINDS`. `why`: a code of `core.files.Why`, for what is refused or held.
    `came_size`: bytes as they came, which count for the day; `size`, `digest`: of what is given out, SHA-256.
    `waits_since`: since when it waits for this check. `from_sender`: it came with what a colleague or partner sent; of a
    partner's program there is no `author`. `provenance`: whose data it holds, which says under which law it may go on;
    `provenance_why`: why that was put right, the last time. `taken_over`: it came along from another municipality, checked there.
    """

    name = SealedTextField(label="signals.attachment.name", null=True)
    description = SealedTextField(label="signals.attachment.description", null=True)
    kind = models.CharField("soort", max_length=8)
    state = models.CharField("stand", max_length=10, choices=AttachmentState, default=AttachmentState.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    why = models.CharField("waarom niet", max_length=20, blank=True)
    came_size = models.PositiveIntegerField("grootte zoals ontvangen")
    size = models.PositiveIntegerField("grootte", null=True)
    digest = SealedTextField(label="signals.attachment.digest", null=True)
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    from_sender = models.BooleanField("van de melder", default=False)
    taken_over = models.BooleanField("meegekomen van een andere gemeente", default=False)
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance, default=Provenance.OWN)
    provenance_why = SealedTextField(label="signals.attachment.provenance_why", null=True)
    added_at = models.DateTimeField("toegevoegd op")
    waits_since = models.DateTimeField("wacht sinds")
    checked_at = models.DateTimeField("gecontroleerd op", null=True)
    removed_at = models.DateTimeField("verwijderd op", null=True)
    removal_reason = SealedTextField(label="signals.attachment.removal_reason", null=True)

    erasing = Gone()
    objects: ClassVar[AttachmentQuerySet] = manager_of(AttachmentQuerySet)

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["added_at", "id"]
        indexes = [
            models.Index(
                fields=["waits_since"],
                name="attachment_waiting",
                condition=Q(state__in=[S.RECEIVED, S.HELD]),
            ),
            models.Index(fields=["author", "added_at"], name="attachment_of_day"),
        ]
        constraints = [
            models.CheckConstraint(name="attachment_state_known", condition=Q(state__in=AttachmentState.values)),
            models.CheckConstraint(
                name="attachment_came_from_somebody",
                condition=Q(author__isnull=False) | Q(from_sender=True) | Q(taken_over=True),
            ),
            models.CheckConstraint(name="attachment_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="attachment_clean_was_made",
                condition=~Q(state=S.CLEAN)
                | Q(size__isnull=False, digest__isnull=False, checked_at__isnull=False, why=""),
            ),
            models.CheckConstraint(
                name="attachment_shut_tells_why", condition=~Q(state__in=[S.REFUSED, S.HELD]) | ~Q(why="")
            ),
            models.CheckConstraint(
                name="attachment_removed_keeps_no_name",
                condition=Q(state=S.REMOVED, removed_at__isnull=False, name__isnull=True, description__isnull=True)
                | (~Q(state=S.REMOVED) & Q(removed_at__isnull=True, name__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"bijlage {self.pk}"

    @property
    def is_clean(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == S.CLEAN

    @property
    def is_held(self) -> bool:
        """Whether it waits for somebody to have it checked again."""
        return self.state == S.HELD

    @property
    def is_waiting(self) -> bool:
        """Whether it is being checked."""
        return self.state == S.RECEIVED

    @property
    def is_removed(self) -> bool:
        """Whether only this row is left of it."""
        return self.state == S.REMOVED

    @property
    def is_of_reporter(self) -> bool:
        """Whether it tells who reported: it came with the report, or from who made it."""
        return self.from_sender or self.provenance == Provenance.REPORTER

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        tones: Mapping[str, str] = ATTACHMENT_TONES
        return tones[self.state]

    @property
    def kind_label(self) -> str:
        """What sort of file, in words."""
        return KINDS[self.kind].label

    @property
    def sentence(self) -> str:
        """Why it cannot be downloaded, and what to do; "" when nothing is wrong with it."""
        return sentence_of(self.why) if self.why else ""

    @property
    def told(self) -> str:
        """As it stands in a handover behind its number: what sort of file, and by its hash exactly which."""
        return f".{KINDS[self.kind].extension} ({told_file(self.kind, self.size or 0, self.digest or '')})"

    @property
    def neutral_name(self) -> str:
        """Under which it is given out: nothing of a person, and nothing that a browser or folder could take otherwise."""
        return f"bijlage-{self.signal.reference}-{self.pk.hex[:6]}.{KINDS[self.kind].extension}"


class Upload(SignalPart):
    """The bytes of a file as they came. Only the check reads them, no page does; gone as soon as it has judged."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    content = SealedBinaryField(label="signals.upload.content")

    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["Upload"]] = manager_of(SignalPartQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(name="upload_one_per_attachment", fields=["attachment"])]

    def __str__(self) -> str:
        return f"ontvangen bestand {self.pk}"
