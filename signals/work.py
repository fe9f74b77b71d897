"""The signals in "Mijn werk": one line for each thing that waits for the hat that acts, and how many there are.

Work follows the absence: what an absent colleague owns stands with the deputy too, for those days. What a line says is
its kind, number and term, never content.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.urls import reverse

from core.access import Actor, may
from core.attention import MOST_WORK, Work
from core.counting import StandingCount
from core.reading import read_together
from core.workdays import today
from municipalities.duty import owned_by

from . import work_lines
from .asked_sets import EnrichmentQuerySet, QuestionQuerySet
from .codes import Answered
from .consent_sets import TellingQuerySet
from .drafts import begun_of, drafts_of
from .from_list import came_from_list
from .handed_sets import HandoverQuerySet, HandoverQuestionQuerySet
from .heard import no_answer_in_time
from .models import (
    Arrival,
    Concern,
    Enrichment,
    Follow,
    Handover,
    HandoverQuestion,
    Move,
    Offer,
    Override,
    Question,
    SharedSignal,
    Signal,
    TableItem,
    TablePaper,
    Telling,
)
from .policies import SignalAction
from .querysets import FollowQuerySet, SignalQuerySet, in_pool_of, is_calm
from .seated import hers_to_do
from .table_sets import ItemQuerySet, PaperQuerySet
from .unattended import numbers_with, waiting_with
from .veilig_thuis import asks_veilig_thuis
from .watched import (
    CALLS_OF_LIST,
    WATCHED,
    awaits_call,
    decided_before_danger,
    leave_decided,
    work_of,
    works_on_signals,
)
from .workflow import OPEN_STATES, WORKED_STATES, SignalState

# What a line says of a signal, and how it stands to the actor.
_OF_A_SIGNAL = (
    *(
        "municipality_id",
        "reference",
        "state",
        "origin",
        "owner_id",
        "received_at",
        "due_on",
        "gather_by",
        "decide_by",
        "hand_over_by",
        "decided_at",
    ),
    *("danger", "danger_since", "danger_called_on", "danger_called_at", "danger_called_by", "danger_not_called"),
)
# As `Work.rank` has it, for where only the first ones are read.
_URGENT = (is_calm(), F("due_on").asc(nulls_last=True), "reference")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of work: to whom it comes, of which rows and in which order, and the line that a row becomes."""

    comes_to: Callable[[Actor], bool]
    rows: Callable[[Actor], QuerySet[Any, Any]]
    order: Sequence[Any]
    line: Callable[[Any, Actor], Work]
    beside: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def asked(self, actor: Actor) -> QuerySet[Any, Any]:
        """As many as the page shows; of a signal what a line says of it."""
        rows = self.rows(actor).order_by(*self.order)
        rows = rows.select_related(*self.beside) if self.beside else rows
        return (rows.only(*_OF_A_SIGNAL, *self.columns) if rows.model is Signal else rows)[:MOST_WORK]


def work(actor: Actor) -> Iterator[Work]:
    """Of each kind at most as many as the page shows; one query (more for the fall-back of a place without officer)."""
    yield from _unattended(actor)
    kinds = {str(number): kind for number, kind in enumerate(_KINDS) if kind.comes_to(actor)}
    found = read_together({number: kind.asked(actor) for number, kind in kinds.items()})
    for number, rows in found.items():
        yield from (kinds[number].line(row, actor) for row in rows)


def count_work(actor: Actor) -> int:
    """How many of them: one query, for it stands on every page (more for the fall-back of a place without officer)."""
    return numbers_with(actor).total + _count(actor)


# What is counted for the actor, but for what a fall-back may only count.
_count = StandingCount(lambda actor: [kind.rows(actor) for kind in _KINDS if kind.comes_to(actor)])


def _unattended(actor: Actor) -> Iterator[Work]:
    """For a fall-back: what nobody can take up."""
    for waiting in waiting_with(actor, MOST_WORK):
        what = f"Aandachtsfunctionaris aanwijzen voor {waiting.municipality}"
        yield Work(what, waiting.reference, reverse("signals:unattended"), waiting.due_on, kind=work_lines.TO_APPOINT)


def _writes(actor: Actor) -> bool:
    return actor.user_id is not None and may(actor, SignalAction.DRAFT)


def _to_do(actor: Actor) -> SignalQuerySet:
    judging = Q(state__in=(SignalState.TRIAGE, SignalState.ENRICHING)) & owned_by(actor)
    # The states are said once more for the index: the condition alone is looked up in every signal of the municipality.
    return work_of(actor).to_do().filter(Q(state=SignalState.RECEIVED) | judging)


def _in_danger(actor: Actor) -> SignalQuerySet:
    # State and danger are said once more for the index: there are few.
    rows = work_of(actor).filter(state__in=WORKED_STATES, danger=Answered.YES)
    return rows.filter(awaits_call() | decided_before_danger(), owned_by(actor))


def _unasked(actor: Actor) -> SignalQuerySet:
    mine = Q(state=SignalState.RECEIVED) & ~in_pool_of(actor) | owned_by(actor)
    return work_of(actor).filter(asks_veilig_thuis(), mine).exclude(came_from_list())


def _unasked_of_list(actor: Actor) -> QuerySet[Any, Any]:
    """Of each municipality one, with how many there are."""
    rows = work_of(actor).filter(WATCHED[CALLS_OF_LIST].condition(actor))
    counted = rows.annotate(so_many=Window(Count("pk"), partition_by="municipality_id"))
    first: QuerySet[Any, Any] = counted.distinct("municipality_id")
    return first


def _decided_here(actor: Actor) -> SignalQuerySet:
    decided = work_of(actor).filter(state=SignalState.HANDLING, due_on__isnull=False)
    return decided.filter(owned_by(actor))


def _leaves_here(actor: Actor) -> QuerySet[Override]:
    """Asked by the actor, or about a signal of hers."""
    leaves: QuerySet[Override] = Override.objects.listed_for(actor).filter(
        leave_decided(), signal__state__in=OPEN_STATES
    )
    return leaves.filter(owned_by(actor, "author") | owned_by(actor, "signal__owner"))


def _offered_here(actor: Actor) -> QuerySet[Arrival]:
    arrivals: QuerySet[Arrival] = Arrival.objects.listed_for(actor).waiting().select_related("from_municipality")
    return arrivals


def _asked_here(actor: Actor) -> QuerySet[SharedSignal]:
    rows: QuerySet[SharedSignal] = SharedSignal.objects.listed_for(actor).waiting().select_related("from_municipality")
    return rows


def _to_answer(actor: Actor) -> QuerySet[Offer]:
    offers: QuerySet[Offer] = Offer.objects.listed_for(actor).waiting_for_officer()
    return offers.filter(owned_by(actor, "signal__owner")) if may(actor, SignalAction.OFFER_AGAIN) else offers.none()


def _kept_waiting[M: Model](model: type[M]) -> Callable[[Actor], QuerySet[M]]:
    """Of signals of the actor, and of those that nobody took up: what another municipality, or care, did not answer in time."""

    def rows(actor: Actor) -> QuerySet[M]:
        seen: QuerySet[M] = model._default_manager.listed_for(actor)  # type: ignore[attr-defined]  # a gated manager
        mine = owned_by(actor, "signal__owner") | Q(signal__owner__isnull=True)
        return no_answer_in_time(seen).filter(mine, signal__state__in=OPEN_STATES)

    return rows


def _to_review(actor: Actor) -> FollowQuerySet:
    """Follows of the actor whose day to look again has come."""
    mine: FollowQuerySet = Follow.objects.listed_for(actor)
    # The gate asks the signal where it is; so does the follow itself, and that has an index.
    here = Q(municipality_id__in=actor.content) | Q(dossier_id__in=actor.dossiers)
    return mine.to_review(today()).filter(here, owned_by(actor, "signal__owner"))


def _to_tell(actor: Actor) -> TellingQuerySet:
    """Of signals of the actor, also closed ones: who was not told yet, where the day to look again has come."""
    mine: TellingQuerySet = Telling.objects.listed_for(actor)
    states = (*WORKED_STATES, SignalState.CLOSED)
    return mine.to_look_at(today()).filter(owned_by(actor, "signal__owner"), signal__state__in=states)


def _asked(actor: Actor) -> QuestionQuerySet:
    asked: QuestionQuerySet = Question.objects.asked_of(actor)
    return asked.open()


def _overdue(actor: Actor) -> QuestionQuerySet:
    """Asked by the actor, or about a signal of hers, and the term is over."""
    seen: QuestionQuerySet = Question.objects.listed_for(actor)
    return seen.overdue(today()).filter(owned_by(actor, "author") | owned_by(actor, "signal__owner"))


def _expected_now(actor: Actor) -> EnrichmentQuerySet:
    """Of signals of the actor that are worked on."""
    seen: EnrichmentQuerySet = Enrichment.objects.listed_for(actor)
    return seen.expected(today()).filter(owned_by(actor, "signal__owner"), signal__state__in=WORKED_STATES)


def _asked_back(actor: Actor) -> HandoverQuestionQuerySet:
    """About handovers of signals of the actor."""
    seen: HandoverQuestionQuerySet = HandoverQuestion.objects.listed_for(actor)
    return seen.open().filter(owned_by(actor, "signal__owner"))


def _asked_after(actor: Actor) -> HandoverQuerySet:
    """Of signals of the actor: what she is to remind a partner of herself."""
    seen: HandoverQuerySet = Handover.objects.listed_for(actor)
    return seen.filter(ask_since__isnull=False).filter(owned_by(actor, "signal__owner"))


def to_settle(actor: Actor) -> PaperQuerySet:
    """For everybody of the party, or the one who was named and who stands in for her."""
    papers: PaperQuerySet = TablePaper.objects.listed_for(actor)
    return papers.to_settle().filter(hers_to_do(actor))


def _proposed(actor: Actor) -> ItemQuerySet:
    """By a screening table, about signals of the actor that are worked on."""
    seen: ItemQuerySet = TableItem.objects.listed_for(actor)
    return seen.proposing().filter(owned_by(actor, "signal__owner"), signal__state__in=WORKED_STATES)


def _handed_over(actor: Actor) -> HandoverQuerySet:
    handovers: HandoverQuerySet = Handover.objects.visible_to(actor)
    return handovers.waiting()


def _those_who_may(action: SignalAction) -> Callable[[Actor], bool]:
    return lambda actor: may(actor, action)


_KINDS: tuple[_Kind, ...] = (
    _Kind(works_on_signals, _in_danger, ("danger_since", "reference"), work_lines.danger),
    _Kind(works_on_signals, _offered_here, ("due_on", "id"), work_lines.arrival),
    _Kind(works_on_signals, _asked_here, ("due_on", "id"), work_lines.look_along),
    _Kind(works_on_signals, _to_do, _URGENT, work_lines.to_judge),
    _Kind(works_on_signals, _decided_here, _URGENT, work_lines.decided),
    _Kind(works_on_signals, _leaves_here, ("decided_at", "id"), work_lines.leave),
    _Kind(works_on_signals, _unasked, ("received_at", "reference"), work_lines.minor),
    _Kind(
        works_on_signals,
        _unasked_of_list,
        ("municipality_id", "received_at", "reference"),
        work_lines.minors_of_list,
        ("municipality",),
        ("municipality__name", "municipality__gm_code"),
    ),
    _Kind(works_on_signals, _to_answer, ("due_on", "signal__reference"), work_lines.returned, ("signal",)),
    _Kind(
        works_on_signals,
        _kept_waiting(Move),
        ("due_on", "signal__reference"),
        work_lines.move_unanswered,
        ("signal", "to_municipality"),
    ),
    _Kind(
        works_on_signals,
        _kept_waiting(Concern),
        ("due_on", "signal__reference"),
        work_lines.concern_unanswered,
        ("signal", "other_municipality"),
    ),
    _Kind(
        works_on_signals,
        _kept_waiting(Offer),
        ("due_on", "signal__reference"),
        work_lines.offer_unanswered,
        ("signal",),
    ),
    _Kind(works_on_signals, _to_review, ("review_on", "signal__reference"), work_lines.review, ("signal",)),
    _Kind(works_on_signals, _to_tell, ("review_on", "signal__reference"), work_lines.telling, ("signal",)),
    _Kind(works_on_signals, _overdue, ("due_on", "reference"), work_lines.unanswered),
    _Kind(works_on_signals, _expected_now, ("expected_on", "id"), work_lines.expected, ("signal",)),
    _Kind(works_on_signals, _asked_back, ("due_on", "id"), work_lines.asked_by_receiver, ("handover", "partner")),
    _Kind(works_on_signals, _asked_after, ("ask_since", "reference"), work_lines.reminder, ("partner",)),
    _Kind(works_on_signals, _proposed, ("decided_at", "id"), work_lines.proposed, ("signal",)),
    _Kind(_those_who_may(SignalAction.ANSWER_QUESTION), _asked, ("due_on", "reference"), work_lines.question),
    # What waits longest comes first.
    _Kind(_those_who_may(SignalAction.LIST_HANDOVERS), _handed_over, ("sent_at", "id"), work_lines.handover),
    _Kind(_those_who_may(SignalAction.SETTLE_ACTION), to_settle, ("due_on", "reference"), work_lines.action),
    _Kind(_writes, drafts_of, ("saved_at",), work_lines.draft, ("municipality",)),
    _Kind(works_on_signals, begun_of, ("saved_at",), work_lines.begun, ("signal",)),
)
