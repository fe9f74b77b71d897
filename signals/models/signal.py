"""The signal: a suspicion, not a case. No person in it is a victim or a suspect."""

import datetime as dt
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least

from core.access import Actor, Reach
from core.erasing import Bare, Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content, Wall
from municipalities.dossiers import DossierRoot, DossierRow
from municipalities.models import Organisation
from signals.calling import Caller, is_silent, told_call
from signals.codes import Answered, CloseReason, Form, Knowledge, Origin, Source
from signals.keeping import KeepRule, told_why
from signals.policies import SignalAction, SignalReach
from signals.querysets import TO_DO_STATES, ReporterQuerySet, SignalQuerySet, is_calm
from signals.sectors import WORK
from signals.sharing_codes import Naming, Provenance
from signals.workflow import ENDED_STATES, OPEN_STATES, STATE_TONES, SignalState

from .classified import Classified

_user = settings.AUTH_USER_MODEL
_ERASED = Q(state=SignalState.ANONYMISED)
_WHEN = Q(seen_on__isnull=False) | ~Q(seen_when="") | _ERASED
# By the name of an index which signals of a municipality are in it; of comparing letters the walls let it narrow no further.
_OF_MANY_FEW = {
    "signal_care": Q(origin=Origin.CARE_COORDINATOR) | Q(care_sees=True),
    "signal_company": ~Q(company=""),
    "signal_danger": Q(state__in=OPEN_STATES, danger=Answered.YES),
    "signal_followed": Q(is_followed=True),
    "signal_logged_by_care": Q(origin=Origin.CARE_COORDINATOR),
    "signal_silent": Q(is_silent(), state__in=OPEN_STATES),
}


class Signal(Classified, DossierRoot):
    """One signal, held by one municipality from its first draft on (the place may be elsewhere).

    `due_on` is the last day of the term that runs now: take-up, then decision; while information is gathered the first of
    `gather_by` and `decide_by`, the day for the decision that waits meanwhile; after the decision the first of `hand_over_by`
    (it was decided to hand it over and nothing was sent yet) and `consider_by` (a partner answered and nobody looked at that).
    `inform_by`: until when a reporter who can be reached may wait for word. `care_sees`, `is_passed_on` and `is_followed` are kept
    by the operations on offers, handovers and follows, so that the gate and the lists need no join.

    `danger` is what is so now: it is set and lifted in every open state (operations/danger.py), and what stood there before is kept
    in a Revision. `danger_called_on`: None when the call was told as the signal was logged.
    `reported_on`: when it was told to whoever logs it, where that was before `received_at`; which clock runs from which of the
    two stands in terms.py.
    `address_found`: of an address that was looked up, {"id": its number in the BAG, "gm_code", "municipality": where it
    lies}; None when nobody checked it, or when it was changed after that.
    """

    reference = models.CharField("nummer", max_length=12, unique=True)
    state = models.CharField("stand", max_length=12, choices=SignalState, default=SignalState.RECEIVED)
    origin = models.CharField("vastgelegd door", max_length=20, choices=Origin)
    author = models.ForeignKey(_user, models.PROTECT, verbose_name="ingevoerd door", null=True, related_name="+")
    sender = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="ingestuurd door", null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(_user, models.PROTECT, verbose_name="eigenaar", null=True, blank=True, related_name="+")
    past_owners = ArrayField(models.BigIntegerField(), verbose_name="eerdere eigenaren", default=list)

    source = models.CharField("bron", max_length=20, choices=Source)
    # Whose data came with it says under which law they may go on. It follows from the source until somebody says otherwise.
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance, default=Provenance.OWN)
    knowledge = models.CharField("hoe bekend", max_length=10, choices=Knowledge, default=Knowledge.UNKNOWN)

    danger = models.CharField("direct gevaar", max_length=10, choices=Answered, default=Answered.UNKNOWN)
    danger_since = models.DateTimeField("direct gevaar sinds", null=True, blank=True)
    danger_called_on = models.DateField("112 gebeld op", null=True, blank=True)
    danger_called_at = models.TimeField("112 gebeld om", null=True, blank=True)
    danger_called_by = models.CharField("wie 112 belde", max_length=10, choices=Caller, blank=True)
    danger_not_called = models.TextField("waarom 112 niet gebeld", blank=True)
    danger_over = models.TextField("waarom geen direct gevaar meer", blank=True)
    minor = models.CharField("minderjarig", max_length=10, choices=Answered, default=Answered.UNKNOWN)

    veilig_thuis = models.CharField("Veilig Thuis gebeld", max_length=10, choices=Answered, default=Answered.UNKNOWN)
    veilig_thuis_not = models.TextField("waarom Veilig Thuis niet gebeld", blank=True)

    facts = models.TextField("wat is er gezien of gehoord")
    interpretation = models.TextField("eigen gedachten", blank=True)
    already_done = models.TextField("wat is er al gedaan", blank=True)

    place = models.CharField("plaats", max_length=120, blank=True)
    place_unknown = models.CharField("waarom geen plaats", max_length=200, blank=True)
    address = SealedTextField("adres", label="signals.signal.address", null=True)
    address_found = SealedJSONField("adres gecontroleerd", label="signals.signal.address_found", null=True)
    company = models.CharField("bedrijf", max_length=120, blank=True)
    vehicle = models.CharField("voertuig", max_length=120, blank=True)
    shift = models.CharField("tijdstip of dienst", max_length=120, blank=True)
    seen_on = models.DateField("gezien op", null=True, blank=True)
    seen_when = models.CharField("wanneer", max_length=120, blank=True)

    reported_on = models.DateField("bij de gemeente gemeld op", null=True, blank=True)
    received_at = models.DateTimeField("ontvangen op")
    due_on = models.DateField("termijn", null=True, blank=True)
    gather_by = models.DateField("informatie verzameld voor", null=True, blank=True)
    decide_by = models.DateField("besluiten voor", null=True, blank=True)
    hand_over_by = models.DateField("doorgeven voor", null=True, blank=True)
    consider_by = models.DateField("antwoord bekijken voor", null=True, blank=True)
    inform_by = models.DateField("melder iets laten weten voor")
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)
    close_reason = models.CharField("reden", max_length=24, choices=CloseReason, blank=True)
    close_motivation = models.TextField("motivering", blank=True)

    kept_until = models.DateField("bewaren tot en met", null=True, blank=True)
    # Of one that was anonymised: how long it took, for then the days themselves are gone.
    days_to_decision = models.PositiveIntegerField("dagen tot het besluit", null=True)
    days_to_close = models.PositiveIntegerField("dagen tot het sluiten", null=True)
    kept_why = models.CharField("waarom zo lang", max_length=10, choices=KeepRule, blank=True)

    care_sees = models.BooleanField("zichtbaar voor zorgcoördinatie", default=False)
    is_passed_on = models.BooleanField("doorgegeven", default=False)
    is_followed = models.BooleanField("gevolgd", default=False)

    search = SearchVectorField(null=True, editable=False)

    letter = "S"
    view_action = SignalAction.VIEW
    page_name = "signals:detail"

    wall = Content()
    erasing = Bare(
        kept=(
            *("reference", "state", "origin", "source", "minor", "form", "close_reason", "is_passed_on"),
            *("serious_disadvantage", "kept_why", "days_to_decision", "days_to_close"),
        ),
        months=("created_at", "received_at", "inform_by", "decided_at", "closed_at"),
    )
    objects: ClassVar[SignalQuerySet] = manager_of(SignalQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        indexes = [
            models.Index(fields=["municipality", "-received_at", "id"], name="signal_list"),
            models.Index(fields=["municipality", "state", "-received_at", "id"], name="signal_by_state"),
            models.Index(fields=["municipality", "due_on"], name="signal_due", condition=Q(state__in=OPEN_STATES)),
            # What "Te doen" is sorted by (`ORDER_OF_TAB`): danger, then the day of its term.
            models.Index(
                *("municipality", is_calm(), "due_on", "id"), name="signal_to_do", condition=Q(state__in=TO_DO_STATES)
            ),
            models.Index(
                fields=["municipality", "kept_until", "id"],
                name="signal_past_its_day",
                condition=Q(state__in=ENDED_STATES),
            ),
            *(models.Index(fields=["municipality"], name=name, condition=of) for name, of in _OF_MANY_FEW.items()),
            GinIndex(fields=["search"], name="signal_search"),
        ]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(name="signal_state_known", condition=Q(state__in=SignalState.values)),
            models.CheckConstraint(
                name="signal_has_owner_when_worked",
                condition=Q(state__in=[SignalState.RECEIVED, SignalState.MOVED, SignalState.ANONYMISED])
                | Q(owner__isnull=False),
                violation_error_message="Een signaal in behandeling heeft een eigenaar.",
            ),
            models.CheckConstraint(
                name="signal_undecided_has_a_term",
                condition=~Q(state__in=[SignalState.RECEIVED, SignalState.TRIAGE, SignalState.ENRICHING])
                | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="signal_gathering_has_the_first_term",
                condition=Q(gather_by__isnull=True, decide_by__isnull=True)
                | Q(gather_by__isnull=False, decide_by__isnull=False, state=SignalState.ENRICHING)
                & Q(due_on__isnull=False, due_on=Least("gather_by", "decide_by"))
                | Q(gather_by__isnull=False, decide_by__isnull=False, state__in=ENDED_STATES),
            ),
            models.CheckConstraint(
                name="signal_decided_has_the_first_term",
                condition=~Q(state=SignalState.HANDLING)
                | Q(due_on__isnull=True, hand_over_by__isnull=True, consider_by__isnull=True)
                | Q(due_on__isnull=False, due_on=Least("hand_over_by", "consider_by")),
            ),
            models.CheckConstraint(
                name="signal_closed_tells_why",
                condition=(
                    Q(state=SignalState.CLOSED, closed_at__isnull=False) & ~Q(close_reason="") & ~Q(close_motivation="")
                )
                | (Q(state__in=OPEN_STATES) & Q(closed_at__isnull=True, close_reason=""))
                | Q(state__in=[SignalState.MOVED, SignalState.ANONYMISED]),
                violation_error_message="Geef bij het sluiten een reden en een motivering.",
            ),
            models.CheckConstraint(
                name="signal_done_is_kept_until_a_day",
                condition=(Q(state__in=ENDED_STATES, kept_until__isnull=False) & ~Q(kept_why=""))
                | Q(state__in=OPEN_STATES, kept_until__isnull=True, kept_why="")
                | Q(state=SignalState.ANONYMISED),
            ),
            models.CheckConstraint(
                name="signal_handling_was_decided",
                condition=~Q(state=SignalState.HANDLING) | Q(decided_at__isnull=False),
                violation_error_message="Een signaal in behandeling heeft een besluit.",
            ),
            models.CheckConstraint(
                name="signal_danger_has_a_beginning",
                condition=Q(danger=Answered.YES, danger_since__isnull=False, danger_over="")
                | (~Q(danger=Answered.YES) & Q(danger_since__isnull=True)),
            ),
            models.CheckConstraint(
                name="signal_call_has_a_time",
                condition=Q(danger_called_at__isnull=False) | Q(danger_called_on__isnull=True, danger_called_by=""),
            ),
            models.CheckConstraint(
                name="signal_sector_is_of_work",
                condition=Q(labour_sector="") | Q(form__in=WORK) | Q(other_forms__overlap=list(WORK)),
            ),
            models.CheckConstraint(
                name="signal_sex_sector_is_of_sexual",
                condition=Q(sex_sector="") | Q(form=Form.SEXUAL) | Q(other_forms__contains=[Form.SEXUAL]),
            ),
            models.CheckConstraint(
                name="signal_checked_address_is_there",
                condition=Q(address_found__isnull=True) | Q(address__isnull=False),
            ),
            models.CheckConstraint(
                name="signal_place_or_why_not",
                condition=~Q(place="") | ~Q(place_unknown="") | Q(state=SignalState.ANONYMISED),
                violation_error_message="Vul een plaats in, of zeg waarom die niet bekend is.",
            ),
            models.CheckConstraint(name="signal_when_or_unknown", condition=_WHEN),
            models.CheckConstraint(
                name="signal_from_partner_names_it",
                condition=~Q(origin=Origin.PARTNER) | Q(sender__isnull=False) | _ERASED,
            ),
        ]
        triggers = [
            # A trigger and not a generated column: a role that may only insert could not return such a column.
            pgtrigger.UpdateSearchVector(
                name="fill_search",
                vector_field="search",
                document_fields=["reference", "facts", "interpretation", "already_done", "place", "company", "vehicle"],
                config_name="pg_catalog.dutch",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """How the actor stands to this signal; see the policy."""
        reaches = super().reaches_of(actor)
        if Reach.OWN in reaches:
            if self.origin == Origin.CARE_COORDINATOR:
                reaches.add(SignalReach.LOGGED)
            if self.care_sees:
                reaches.add(SignalReach.CARE)
        if self.is_in_pool_of(actor) and self.dossier_id not in actor.excluded:
            reaches.add(SignalReach.POOL)
        return reaches

    def is_in_pool_of(self, actor: Actor) -> bool:
        """Whether it came in where nobody before this actor is there; see `querysets.in_pool_of`."""
        return self.municipality_id in actor.pool and self.state == SignalState.RECEIVED

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return STATE_TONES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.state in OPEN_STATES

    @property
    def due_for(self) -> str:
        """What the term is for, as stands before it: of gathering, or of a decided signal; "" while it is judged."""
        if self.is_gathering_first:
            return "informatie verzamelen"
        if self.due_on is None or self.state != SignalState.HANDLING:
            return ""
        return "doorgeven" if self.due_on == self.hand_over_by else "antwoord bekijken"

    @property
    def is_gathering_first(self) -> bool:
        """Whether the term that runs is the one for gathering, which ends before the one for the decision."""
        return self.gather_by is not None and self.due_on == self.gather_by != self.decide_by

    @property
    def arrived_at(self) -> dt.datetime:
        """When it came in here: what was taken over from a list or another municipality, on the day that it was."""
        return max(self.received_at, self.created_at or self.received_at)

    @property
    def is_acute(self) -> bool:
        """Whether somebody is in direct danger, as far as was told."""
        return self.danger == Answered.YES

    @property
    def told_call(self) -> str:
        """Whether 112 was called, as a sentence; "" while nobody wrote that down."""
        at, by = self.danger_called_at, self.danger_called_by
        return told_call(self.danger_called_on, at, by, self.danger_not_called)

    @property
    def awaits_call(self) -> bool:
        """Somebody is in direct danger, and nobody wrote down whether 112 was called."""
        return self.is_acute and self.is_open and not self.told_call

    @property
    def was_decided_before_danger(self) -> bool:
        """The danger became known after the last decision: that one did not heed it."""
        decided = self.state == SignalState.HANDLING and self.decided_at is not None
        return bool(decided and self.danger_since and self.decided_at < self.danger_since)  # type: ignore[operator]  # both are there

    @property
    def is_taken_over(self) -> bool:
        """Whether it came from another municipality, where it began."""
        return self.origin == Origin.MUNICIPALITY

    @property
    def why_kept(self) -> str:
        """Why it is kept until that day, and what happens then; "" while somebody works on it."""
        return told_why(self.kept_why)

    @property
    def is_anonymised(self) -> bool:
        """Whether only what figures are made of is left."""
        return self.state == SignalState.ANONYMISED

    @property
    def is_merged(self) -> bool:
        """Whether it was closed as a duplicate of another one, and that was not undone."""
        return self.close_reason == CloseReason.MERGED


class SignalPart(DossierRow):
    """Base of a signal's parts: same municipality, same dossier, held by a composite key."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="%(class)s_set")

    wall: ClassVar[Wall] = Content(parent="signal")

    class Meta:
        abstract = True

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to the signal."""
        return self.signal.reaches_of(actor)


def part_of(signal: Signal) -> dict[str, object]:
    """The columns that tie a new part to its signal."""
    return {"signal": signal, "municipality_id": signal.municipality_id, "dossier_id": signal.dossier_id}


class Reporter(SignalPart):
    """Who reported, apart from the signal: seen by the one who works on it, never part of a handover unless ticked."""

    name = SealedTextField(label="signals.reporter.name", null=True)
    function = SealedTextField("functie of afdeling", label="signals.reporter.function", null=True)
    contact = SealedTextField(label="signals.reporter.contact", null=True)
    call_back = SealedTextField(label="signals.reporter.call_back", null=True)
    naming = models.CharField("naam mag mee naar een partner", max_length=10, choices=Naming, default=Naming.NOT_ASKED)
    # Who was never asked may be hidden all the same; the page says only of who was that she wants it.
    wants_anonymity = models.BooleanField("wil anoniem blijven", default=True)
    informed_at = models.DateTimeField("geïnformeerd op", null=True, blank=True)
    informed_what = SealedTextField(label="signals.reporter.informed_what", null=True)
    not_informed_why = models.CharField("waarom geen antwoord", max_length=200, blank=True)
    # When a sender in danger gave so many numbers that only the last is kept.
    many_numbers_at = models.DateTimeField("telkens een ander nummer op", null=True)

    erasing = Gone()
    objects: ClassVar[ReporterQuerySet] = manager_of(ReporterQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reporter_one_per_signal", fields=["signal"]),
            models.CheckConstraint(
                name="reporter_anonymous_is_not_named",
                condition=~Q(wants_anonymity=True, naming=Naming.MAY)
                & ~Q(wants_anonymity=False, naming=Naming.ANONYMOUS),
            ),
        ]

    def __str__(self) -> str:
        return f"melder van {self.signal_id}"

    @property
    def may_be_named(self) -> bool:
        """Whether the name may go along to a partner."""
        return self.naming == Naming.MAY
