"""The signals in "Mijn werk": one line for each thing that waits for the hat that acts, and how many there are.

Work follows the absence: what an absent colleague owns stands with the deputy too, for those days. What a line says is
its kind, number and term, never content.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.access import Actor, may
from core.attention import CALENDAR, MOST_WORK, Work
from core.counting import StandingCount
from core.reading import read_together
from core.workdays import local_date, today
from municipalities.duty import owned_by

from .asked_sets import EnrichmentQuerySet
from .drafts import drafts_of, kept_until
from .from_list import came_from_list
from .models import (
    Arrival,
    Draft,
    Enrichment,
    Follow,
    Handover,
    Offer,
    Override,
    Question,
    SharedSignal,
    Signal,
    TablePaper,
)
from .policies import SignalAction
from .querysets import FollowQuerySet, HandoverQuerySet, QuestionQuerySet, SignalQuerySet, in_pool_of, is_calm
from .table_sets import PaperQuerySet
from .unattended import numbers_with, waiting_with
from .watched import (
    CALLS_OF_LIST,
    WATCHED,
    asks_veilig_thuis,
    awaits_call,
    decided_before_danger,
    leave_decided,
    worked_on_by,
    works_on_signals,
)
from .wizard import Wizard
from .workflow import OPEN_STATES, WORKED_STATES, SignalState

# What a digest calls them, one and many: kinds of work, nothing of what it is about.
_NEW, _TO_JUDGE = "nieuw signaal,nieuwe signalen", "signaal om te beoordelen,signalen om te beoordelen"
_TO_HAND_OVER = "signaal om door te geven,signalen om door te geven"
_TO_CONSIDER = "antwoord van een partner om te bekijken,antwoorden van partners om te bekijken"
_DANGER = "signaal met direct gevaar,signalen met direct gevaar"
_MINORS = "signaal om Veilig Thuis over te bellen,signalen om Veilig Thuis over te bellen"
_MINORS_OF_LIST = (
    "lijst met signalen om Veilig Thuis over te bellen,lijsten met signalen om Veilig Thuis over te bellen"
)
_FOLLOWED = "gevolgd signaal om opnieuw te bekijken,gevolgde signalen om opnieuw te bekijken"
_LEAVE = "besluit over een uitzondering,besluiten over een uitzondering"
_CAME_BACK = "aanbod dat terugkwam,aanbiedingen die terugkwamen"
_QUESTION, _UNANSWERED = "vraag aan u,vragen aan u", "vraag zonder antwoord,vragen zonder antwoord"
_EXPECTED = "antwoord dat u verwacht,antwoorden die u verwacht"
_TO_REMIND = "partner om aan een doormelding te herinneren,partners om aan een doormelding te herinneren"
_ASKED_ELSEWHERE = "verzoek van een andere gemeente,verzoeken van andere gemeenten"
_HANDOVER, _DRAFT = "doormelding om te beantwoorden,doormeldingen om te beantwoorden", "concept,concepten"
_TO_APPOINT = "signaal zonder aandachtsfunctionaris,signalen zonder aandachtsfunctionaris"
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
        yield Work(what, waiting.reference, reverse("signals:unattended"), waiting.due_on, kind=_TO_APPOINT)


def _signal(signal: Signal, actor: Actor) -> Work:
    """To take up and to judge; in the pool of care coordination: to wait for an officer."""
    new = signal.state == SignalState.RECEIVED
    what = "Oppakken" if new else "Beoordelen"
    return Work(
        "Wacht op een aandachtsfunctionaris" if signal.is_in_pool_of(actor) else what,
        signal.reference,
        reverse("signals:detail", args=[signal.pk]),
        signal.due_on,
        _tone(signal),
        kind=_NEW if new else _TO_JUDGE,
    )


def _decided(signal: Signal, _actor: Actor) -> Work:
    """Decided to be handed over and not sent yet, or answered by a partner; of a signal of which both wait what ends first."""
    url = reverse("signals:detail", args=[signal.pk])
    to_send = signal.due_on == signal.hand_over_by
    what = "Doorgeven, zoals u besloot" if to_send else "Antwoord van een partner bekijken"
    kind = _TO_HAND_OVER if to_send else _TO_CONSIDER
    return Work(what, signal.reference, url, signal.due_on, _tone(signal) if to_send else "plain", kind=kind)


def _leave(leave: Override, _actor: Actor) -> Work:
    """What the privacy officer decided on what was asked: to use before its last day, or to go another way."""
    if leave.may_be_used:
        what = "Doorgeven: de privacy officer staat dit één keer toe"
        url = f"{reverse('signals:hand-over', args=[leave.signal_id])}?uitzondering={leave.pk}"
        return Work(what, leave.reference, url, leave.until, unit=CALENDAR, kind=_LEAVE)
    url = f"{reverse('signals:detail', args=[leave.signal_id])}#uitzondering"
    since = local_date(leave.decided_at or leave.asked_at)
    return Work(_AGAINST[leave.in_danger], leave.reference, url, since=since, kind=_LEAVE)


# By whether it was taken with direct danger.
_AGAINST = {
    False: "De privacy officer weigerde uw uitzondering: lees waarom",
    True: "De privacy officer vond een doormelding niet in orde: lees waarom",
}


def _danger(signal: Signal, _actor: Actor) -> Work:
    """What direct danger asks beside the judgement: the call that nobody wrote down, and a decision that did not heed it."""
    if signal.awaits_call:
        what, url = "Leg vast of 112 is gebeld", reverse("signals:danger", args=[signal.pk])
    else:
        what, url = "Neem een nieuw besluit", reverse("signals:detail", args=[signal.pk])
    return Work(
        what, signal.reference, url, local_date(signal.danger_since or signal.received_at), "danger", kind=_DANGER
    )


def _minor(signal: Signal, _actor: Actor) -> Work:
    """To say whether Veilig Thuis was called, which is done the same day; the longest wait first."""
    url, since = reverse("signals:veilig-thuis", args=[signal.pk]), local_date(signal.received_at)
    return Work("Is Veilig Thuis gebeld?", signal.reference, url, since=since, kind=_MINORS)


def _minors_of_list(first: Any, actor: Actor) -> Work:
    """The same of what came from a list, as one line for each municipality: it would fill the list of work."""
    chosen = {"tab": "alles", "aandacht": CALLS_OF_LIST}
    chosen |= {"gemeente": first.municipality.gm_code} if len(actor.content) > 1 else {}
    count = f"{first.so_many} {'signaal' if first.so_many == 1 else 'signalen'} uit een lijst"
    url = f"{reverse('signals:list')}?{urlencode(chosen)}"
    since = local_date(first.received_at)
    return Work(f"Is Veilig Thuis gebeld? {count}", str(first.municipality), url, since=since, kind=_MINORS_OF_LIST)


def _arrival(arrival: Arrival, _actor: Actor) -> Work:
    """What another municipality asks to take over."""
    url = reverse("signals:arrival", args=[arrival.pk])
    what = f"Overnemen van {arrival.from_municipality}?"
    return Work(what, arrival.from_reference, url, arrival.due_on, kind=_ASKED_ELSEWHERE)


def _look_along(shared: SharedSignal, _actor: Actor) -> Work:
    """What another municipality asks to look at too."""
    url = reverse("signals:shared", args=[shared.pk])
    what = f"Meekijken met {shared.from_municipality}?"
    return Work(what, shared.from_reference, url, shared.due_on, kind=_ASKED_ELSEWHERE)


def _returned(offer: Offer, _actor: Actor) -> Work:
    """An offer that care coordination gave back: a question waits for its answer, an advice for another decision."""
    reference, due = offer.signal.reference, offer.due_on
    if offer.follow_first:
        url = reverse("signals:detail", args=[offer.signal_id])
        return Work("Aanbod kwam terug met het advies: eerst volgen", reference, url, due, kind=_CAME_BACK)
    url = reverse("signals:offer-again", args=[offer.pk])
    return Work("Vraag van de zorgcoördinator beantwoorden", reference, url, due, kind=_CAME_BACK)


def _review(follow: Follow, _actor: Actor) -> Work:
    url = reverse("signals:review-follow", args=[follow.pk])
    return Work("Opnieuw bekijken", follow.signal.reference, url, follow.review_on, unit=CALENDAR, kind=_FOLLOWED)


def _question(question: Question, _actor: Actor) -> Work:
    """What was asked of the actor, or of her organisation."""
    url = reverse("signals:question", args=[question.pk])
    return Work("Vraag beantwoorden", question.reference, url, question.due_on, kind=_QUESTION)


def _unanswered(question: Question, _actor: Actor) -> Work:
    """What the actor asked and nobody answered in time: to ask after, or to withdraw."""
    url = f"{reverse('signals:detail', args=[question.signal_id])}#vragen"
    what = "Geen antwoord op uw vraag: vraag het na of trek de vraag in"
    return Work(what, question.reference, url, question.due_on, kind=_UNANSWERED)


def _expected(item: Enrichment, _actor: Actor) -> Work:
    """What was asked outside the application, on the day of its answer: to write down, to await longer, or to give up."""
    url = f"{reverse('signals:detail', args=[item.signal_id])}#verzameld"
    what = f"Antwoord verwacht: {item.get_kind_display()}"
    return Work(what, item.signal.reference, url, item.expected_on, unit=CALENDAR, kind=_EXPECTED)


def _reminder(handover: Handover, _actor: Actor) -> Work:
    """Handed over to who cannot be mailed, and not answered: the owner asks after it herself."""
    url = reverse("signals:handed-over", args=[handover.pk])
    what = f"Bel of schrijf {handover.partner}: nog geen antwoord"
    return Work(what, handover.reference, url, since=handover.ask_since, kind=_TO_REMIND)


def _handover(handover: Handover, _actor: Actor) -> Work:
    """Of a partner: what waits for its answer."""
    url, since = reverse("postbox:handover", args=[handover.pk]), local_date(handover.sent_at or handover.created_at)
    return Work("Doormelding beantwoorden", handover.reference, url, since=since, kind=_HANDOVER)


def _action(paper: TablePaper, _actor: Actor) -> Work:
    """What a screening table gave the actor, or her organisation, to do."""
    url = reverse("signals:paper", args=[paper.pk])
    return Work("Actie uit het screeningsoverleg", paper.reference, url, paper.due_on, unit=CALENDAR)


def _draft(draft: Draft, actor: Actor) -> Work:
    """What was begun and not sent, with the day on which it is deleted."""
    wizard, until = Wizard(draft, actor), local_date(kept_until(draft))
    what = f"Concept afmaken, wordt gewist op {date_format(until, 'j F Y')}"
    begun = date_format(timezone.localtime(draft.started_at), "d-m-Y H:i")
    return Work(what, f"Concept van {begun}", wizard.url(wizard.first_open()), until, unit=CALENDAR, kind=_DRAFT)


def _tone(signal: Signal) -> str:
    """With direct danger it goes before all that has a term, also after somebody took it up."""
    return "danger" if signal.is_acute else "plain"


def _writes(actor: Actor) -> bool:
    return actor.user_id is not None and may(actor, SignalAction.DRAFT)


def _to_do(actor: Actor) -> SignalQuerySet:
    judging = Q(state__in=(SignalState.TRIAGE, SignalState.ENRICHING)) & owned_by(actor)
    # The states are said once more for the index: the condition alone is looked up in every signal of the municipality.
    return worked_on_by(actor).to_do().filter(Q(state=SignalState.RECEIVED) | judging)


def _in_danger(actor: Actor) -> SignalQuerySet:
    return worked_on_by(actor).filter(awaits_call() | decided_before_danger(), owned_by(actor))


def _unasked(actor: Actor) -> SignalQuerySet:
    mine = Q(state=SignalState.RECEIVED) & ~in_pool_of(actor) | owned_by(actor)
    return worked_on_by(actor).filter(asks_veilig_thuis(), mine).exclude(came_from_list())


def _unasked_of_list(actor: Actor) -> QuerySet[Any, Any]:
    """Of each municipality one, with how many there are."""
    rows = worked_on_by(actor).filter(WATCHED[CALLS_OF_LIST].condition(actor))
    counted = rows.annotate(so_many=Window(Count("pk"), partition_by="municipality_id"))
    first: QuerySet[Any, Any] = counted.distinct("municipality_id")
    return first


def _decided_here(actor: Actor) -> SignalQuerySet:
    decided = worked_on_by(actor).filter(state=SignalState.HANDLING, due_on__isnull=False)
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


def _to_review(actor: Actor) -> FollowQuerySet:
    """Follows of the actor whose day to look again has come."""
    mine: FollowQuerySet = Follow.objects.listed_for(actor)
    # The gate asks the signal where it is; so does the follow itself, and that has an index.
    here = Q(municipality_id__in=actor.content) | Q(dossier_id__in=actor.dossiers)
    return mine.to_review(today()).filter(here, owned_by(actor, "signal__owner"))


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


def _asked_after(actor: Actor) -> HandoverQuerySet:
    """Of signals of the actor: what she is to remind a partner of herself."""
    seen: HandoverQuerySet = Handover.objects.listed_for(actor)
    return seen.filter(ask_since__isnull=False).filter(owned_by(actor, "signal__owner"))


def _to_settle(actor: Actor) -> PaperQuerySet:
    """For everybody of the party, or the one who was named and who stands in for her."""
    papers: PaperQuerySet = TablePaper.objects.listed_for(actor)
    whose = Q(owner_user__isnull=True)
    return papers.to_settle().filter(whose | owned_by(actor, "owner_user") if actor.user_id else whose)


def _handed_over(actor: Actor) -> HandoverQuerySet:
    handovers: HandoverQuerySet = Handover.objects.visible_to(actor)
    return handovers.waiting()


def _those_who_may(action: SignalAction) -> Callable[[Actor], bool]:
    return lambda actor: may(actor, action)


_KINDS: tuple[_Kind, ...] = (
    _Kind(works_on_signals, _in_danger, ("danger_since", "reference"), _danger),
    _Kind(works_on_signals, _offered_here, ("due_on", "id"), _arrival),
    _Kind(works_on_signals, _asked_here, ("due_on", "id"), _look_along),
    _Kind(works_on_signals, _to_do, _URGENT, _signal),
    _Kind(works_on_signals, _decided_here, _URGENT, _decided),
    _Kind(works_on_signals, _leaves_here, ("decided_at", "id"), _leave),
    _Kind(works_on_signals, _unasked, ("received_at", "reference"), _minor),
    _Kind(
        works_on_signals,
        _unasked_of_list,
        ("municipality_id", "received_at", "reference"),
        _minors_of_list,
        ("municipality",),
        ("municipality__name", "municipality__gm_code"),
    ),
    _Kind(works_on_signals, _to_answer, ("due_on", "signal__reference"), _returned, ("signal",)),
    _Kind(works_on_signals, _to_review, ("review_on", "signal__reference"), _review, ("signal",)),
    _Kind(works_on_signals, _overdue, ("due_on", "reference"), _unanswered),
    _Kind(works_on_signals, _expected_now, ("expected_on", "id"), _expected, ("signal",)),
    _Kind(works_on_signals, _asked_after, ("ask_since", "reference"), _reminder, ("partner",)),
    _Kind(_those_who_may(SignalAction.ANSWER_QUESTION), _asked, ("due_on", "reference"), _question),
    # What waits longest comes first.
    _Kind(_those_who_may(SignalAction.LIST_HANDOVERS), _handed_over, ("sent_at", "id"), _handover),
    _Kind(_those_who_may(SignalAction.SETTLE_ACTION), _to_settle, ("due_on", "reference"), _action),
    _Kind(_writes, drafts_of, ("saved_at",), _draft, ("municipality",)),
)
