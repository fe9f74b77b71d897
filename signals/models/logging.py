"""Before and beside the signal: the draft of its writer, and what a reporter or partner sees of what was sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.access import Actor, Reach
from core.erasing import Bare, Untouched
from core.files import sentence_of
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content, Own, PartnerWall
from municipalities.dossiers import DossierRoot, DossierRow
from municipalities.models import Municipality, Organisation
from signals.codes import Answered
from signals.querysets import DangerAlarmQuerySet, DraftQuerySet, SubmissionQuerySet
from signals.sharing_codes import Provenance
from signals.workflow import (
    ATTACHMENT_TONES,
    IN_HAND,
    SENDER_WORDS,
    SENT_FILE_WORDS,
    STATE_TONES,
    WITH_PARTNER,
    AttachmentState,
    SignalState,
)

from .signal import Signal


class Draft(models.Model):
    """Answers of the wizard, kept page by page, or of a short note that was cut off; only the writer sees them.

    Deleted after `terms.DRAFT_LIFE`. Its id becomes the id of the signal, so that sending twice makes one signal. `answers`: see
    operations/drafts.py.
    `form_version`: of the pages when it was begun; one that was saved since says its own (signals/wizard.py).
    `danger` stands apart: a draft with danger that is not sent within the hour alarms the focal officer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=40)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    form_version = models.PositiveSmallIntegerField(default=1)
    answers = SealedJSONField(label="signals.draft.answers", null=True)
    danger = models.CharField(max_length=10, choices=Answered, default=Answered.UNKNOWN)
    danger_since = models.DateTimeField(null=True)
    danger_alarmed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    wall = Own()
    erasing = Untouched("deleted when it is sent, or after two weeks")
    objects: ClassVar[DraftQuerySet] = manager_of(DraftQuerySet)

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        indexes = [
            models.Index(fields=["author", "hat", "-saved_at"], name="draft_mine"),
            models.Index(fields=["saved_at"], name="draft_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                name="draft_danger_has_a_time", condition=~Q(danger=Answered.YES) | Q(danger_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"concept {self.started_at:%Y-%m-%d}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """MINE for its writer."""
        return {Reach.MINE} if actor.user_id is not None and self.author_id == actor.user_id else set()


class DangerAlarm(DossierRoot):
    """A broken-off report with direct danger: municipality and call-back number, nothing else of the draft.

    It belongs to no signal. `told_with`: the copy of its sender that tells of it, where the signal is closed. Once somebody took it up it is kept for as long as a draft is; until then it waits.
    """

    raised_at = models.DateTimeField("gemeld op")
    told_with = models.UUIDField("doorgegeven bij", null=True, editable=False)
    call_back = SealedTextField(label="signals.danger_alarm.call_back", null=True)
    seen_at = models.DateTimeField("gezien op", null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    wall = Content()
    erasing = Untouched("deleted two weeks after somebody took it up")
    objects: ClassVar[DangerAlarmQuerySet] = manager_of(DangerAlarmQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "afgebroken melding met direct gevaar"
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(
                name="dangeralarm_seen_by_somebody",
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.raised_at:%Y-%m-%d %H:%M}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN for who works on signals of the municipality."""
        return {Reach.OWN} if self.municipality_id in actor.content else set()


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as who sent it sees it afterwards: that it came and how it stands with it, never what is in it.

    `id`: of the attachment; `name`: None once it was removed; `size`, `digest`: of what came, in bytes and as SHA-256;
    `provenance`: whose data it is as far as who sent it said; `state`: an `AttachmentState`; `why`: a code of `core.files.Why`,
    "" when nothing is wrong.
    """

    id: str
    name: str | None
    size: int
    digest: str
    state: str
    why: str = ""
    provenance: str = Provenance.OWN.value

    @property
    def state_label(self) -> str:
        """In the sender's words: of what was taken in there is nothing to download here."""
        return SENT_FILE_WORDS.get(self.state) or AttachmentState(self.state).label

    @property
    def tone(self) -> str:
        """The colour of that word's badge."""
        tones: Mapping[str, str] = ATTACHMENT_TONES
        return tones[self.state]

    @property
    def sentence(self) -> str:
        """Why it was not accepted, and what to do; "" when nothing is wrong with it."""
        return sentence_of(self.why) if self.why else ""


class Submission(DossierRow):
    """What the sender of a signal sees of it: number, state, answer. Copied here by the operations on the signal.

    A reporter or partner never reads the signal row. `due_on`: the last day to take it up, as it was when it was sent.
    `with_partner`: it was handed over by name, and that was not refused or taken back; of a tip its sender learns nothing.
    `files`: what was sent along, oldest first, each as `SentFile`; the bytes lie with the signal, where the sender never comes.
    `danger_told_at`: when the sender last told that somebody is in danger, after it was sent; `danger_keys`: of the last of
    these presses, whatever came of them.
    """

    signal = models.OneToOneField(Signal, models.PROTECT, related_name="submission")
    reference = models.CharField("nummer", max_length=12)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    request_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField("stand", max_length=12, choices=SignalState)
    with_partner = models.BooleanField("bij een partner", default=False)
    answer = SealedTextField(label="signals.submission.answer", null=True)
    files = SealedJSONField(label="signals.submission.files", null=True)
    answered_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("verstuurd op")
    due_on = models.DateField("termijn")
    changed_at = models.DateTimeField("laatst gewijzigd op")
    danger_told_at = models.DateTimeField("gevaar doorgegeven op", null=True)
    danger_keys = ArrayField(models.CharField(max_length=36), default=list)

    wall = Content(parent="signal") | Own() | PartnerWall()
    erasing = Bare(
        kept=("signal", "reference", "author", "partner", "state", "with_partner", "sent_at", "due_on", "request_hash"),
        months=("created_at", "answered_at", "changed_at", "danger_told_at"),
    )
    objects: ClassVar[SubmissionQuerySet] = manager_of(SubmissionQuerySet)

    class Meta:
        verbose_name = "ingestuurd signaal"
        verbose_name_plural = "ingestuurde signalen"
        indexes = [
            models.Index(fields=["author", "-sent_at", "id"], name="submission_mine"),
            models.Index(fields=["partner", "-sent_at", "id"], name="submission_partner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="submission_has_a_sender", condition=Q(author__isnull=False) | Q(partner__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """PARTNER for the organisation that sent it, MINE for the colleague who did."""
        reaches: set[str] = set()
        if self.partner_id in actor.partners:
            reaches.add(Reach.PARTNER)
        if self.partner_id is None and actor.user_id is not None and self.author_id == actor.user_id:
            reaches.add(Reach.MINE)
        return reaches

    @property
    def sent_files(self) -> list[SentFile]:
        """What was sent along, oldest first."""
        return [SentFile(**one) for one in self.files or []]

    @property
    def stand(self) -> str:
        """The state in the sender's words. Source: domain 2.2, the three grades of word to a reporter."""
        words = SENDER_WORDS[self.state]
        return WITH_PARTNER if self.with_partner and words == IN_HAND else words

    @property
    def tone(self) -> str:
        """The colour of that word's badge."""
        return "info" if SENDER_WORDS[self.state] == IN_HAND else STATE_TONES[self.state]
