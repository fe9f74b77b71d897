"""The signals in "Mijn werk": one line for each thing that waits for the hat that acts, and how many there are.

Work follows the absence: what an absent colleague owns stands with the deputy too, for those days. What a line says is
its kind, number and term, never content.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.access import Actor, may
from core.attention import CALENDAR, MOST_WORK, Work
from core.counting import StandingCount
from core.workdays import local_date, today
from municipalities.duty import owned_by

from .codes import Answered
from .drafts import drafts_of, kept_until
from .models import Arrival, Follow, Handover, Offer, Question, SharedSignal, TablePaper
from .policies import SignalAction
from .querysets import FollowQuerySet, HandoverQuerySet, QuestionQuerySet, SignalQuerySet
from .table_sets import PaperQuerySet
from .unattended import numbers_with, waiting_with
from .watched import worked_on_by, works_on_signals
from .wizard import Wizard
from .workflow import SignalState

# What a digest calls them, one and many: kinds of work, nothing of what it is about.
_NEW, _TO_JUDGE = "nieuw signaal,nieuwe signalen", "signaal om te beoordelen,signalen om te beoordelen"
_TO_HAND_OVER = "signaal om door te geven,signalen om door te geven"
_TO_CONSIDER = "antwoord van een partner om te bekijken,antwoorden van partners om te bekijken"
_FOLLOWED = "gevolgd signaal om opnieuw te bekijken,gevolgde signalen om opnieuw te bekijken"
_CAME_BACK = "aanbod dat terugkwam,aanbiedingen die terugkwamen"
_QUESTION, _UNANSWERED = "vraag aan u,vragen aan u", "vraag zonder antwoord,vragen zonder antwoord"
_ASKED_ELSEWHERE = "verzoek van een andere gemeente,verzoeken van andere gemeenten"
_HANDOVER, _DRAFT = "doormelding om te beantwoorden,doormeldingen om te beantwoorden", "concept,concepten"
_TO_APPOINT = "signaal zonder aandachtsfunctionaris,signalen zonder aandachtsfunctionaris"


def work(actor: Actor) -> Iterator[Work]:
    """Of each kind at most as many as the page shows."""
    yield from _unattended(actor)
    if works_on_signals(actor):
        yield from _arrivals(actor)
        yield from _to_look_along(actor)
        yield from _signals(actor)
        yield from _decided(actor)
        yield from _returned(actor)
        yield from _reviews(actor)
        yield from _unanswered(actor)
    if may(actor, SignalAction.ANSWER_QUESTION):
        yield from _questions(actor)
    if may(actor, SignalAction.LIST_HANDOVERS):
        yield from _handovers(actor)
    if may(actor, SignalAction.SETTLE_ACTION):
        yield from _actions(actor)
    if _writes(actor):
        yield from _drafts(actor)


def count_work(actor: Actor) -> int:
    """How many of them: one query, for it stands on every page (more for the fall-back of a place without officer)."""
    return numbers_with(actor).total + _count(actor)


def _rows(actor: Actor) -> list[QuerySet[Any, Any]]:
    """What is counted for the actor, but for what a fall-back may only count."""
    parts: list[QuerySet[Any, Any]] = []
    if works_on_signals(actor):
        parts += [
            _offered_here(actor),
            _asked_here(actor),
            _to_do(actor),
            _decided_here(actor),
            _to_answer(actor),
            _to_review(actor),
            _overdue(actor),
        ]
    if may(actor, SignalAction.ANSWER_QUESTION):
        parts.append(_asked(actor))
    if may(actor, SignalAction.LIST_HANDOVERS):
        parts.append(_handed_over(actor))
    if may(actor, SignalAction.SETTLE_ACTION):
        parts.append(_to_settle(actor))
    if _writes(actor):
        parts.append(drafts_of(actor))
    return parts


_count = StandingCount(_rows)


def _unattended(actor: Actor) -> Iterator[Work]:
    """For a fall-back: what nobody can take up."""
    for waiting in waiting_with(actor, MOST_WORK):
        what = f"Aandachtsfunctionaris aanwijzen voor {waiting.municipality}"
        yield Work(what, waiting.reference, reverse("signals:unattended"), waiting.due_on, kind=_TO_APPOINT)


def _signals(actor: Actor) -> Iterator[Work]:
    """To take up and to judge; in the pool of care coordination: to wait for an officer."""
    rows = _to_do(actor).only("id", "reference", "state", "due_on", "danger", "municipality_id")
    in_danger = Q(state=SignalState.RECEIVED, danger=Answered.YES)
    for signal in rows.order_by(
        Case(When(in_danger, then=0), default=1), F("due_on").asc(nulls_last=True), "reference"
    )[:MOST_WORK]:
        new = signal.state == SignalState.RECEIVED
        what = "Oppakken" if new else "Beoordelen"
        yield Work(
            "Wacht op een aandachtsfunctionaris" if signal.is_in_pool_of(actor) else what,
            signal.reference,
            reverse("signals:detail", args=[signal.pk]),
            signal.due_on,
            "danger" if new and signal.is_acute else "plain",
            kind=_NEW if new else _TO_JUDGE,
        )


def _decided(actor: Actor) -> Iterator[Work]:
    """Decided to be handed over and not sent yet, or answered by a partner; of a signal of which both wait what ends first."""
    for signal in _decided_here(actor).order_by("due_on", "reference")[:MOST_WORK]:
        url = reverse("signals:detail", args=[signal.pk])
        to_send = signal.due_on == signal.hand_over_by
        what = "Doorgeven, zoals u besloot" if to_send else "Antwoord van een partner bekijken"
        yield Work(what, signal.reference, url, signal.due_on, kind=_TO_HAND_OVER if to_send else _TO_CONSIDER)


def _arrivals(actor: Actor) -> Iterator[Work]:
    """What other municipalities ask to take over, the earliest term first."""
    for arrival in _offered_here(actor).order_by("due_on", "id")[:MOST_WORK]:
        url = reverse("signals:arrival", args=[arrival.pk])
        what = f"Overnemen van {arrival.from_municipality}?"
        yield Work(what, arrival.from_reference, url, arrival.due_on, kind=_ASKED_ELSEWHERE)


def _to_look_along(actor: Actor) -> Iterator[Work]:
    """What other municipalities ask to look at too, the earliest term first."""
    for shared in _asked_here(actor).order_by("due_on", "id")[:MOST_WORK]:
        url = reverse("signals:shared", args=[shared.pk])
        what = f"Meekijken met {shared.from_municipality}?"
        yield Work(what, shared.from_reference, url, shared.due_on, kind=_ASKED_ELSEWHERE)


def _returned(actor: Actor) -> Iterator[Work]:
    """Offers that care coordination gave back: a question waits for its answer, an advice for another decision."""
    for offer in _to_answer(actor).select_related("signal").order_by("signal__reference")[:MOST_WORK]:
        if offer.follow_first:
            url = reverse("signals:detail", args=[offer.signal_id])
            yield Work("Aanbod kwam terug met het advies: eerst volgen", offer.signal.reference, url, kind=_CAME_BACK)
        else:
            url = reverse("signals:offer-again", args=[offer.pk])
            yield Work("Vraag van de zorgcoördinator beantwoorden", offer.signal.reference, url, kind=_CAME_BACK)


def _reviews(actor: Actor) -> Iterator[Work]:
    for follow in _to_review(actor).select_related("signal").order_by("review_on", "signal__reference")[:MOST_WORK]:
        url = reverse("signals:review-follow", args=[follow.pk])
        yield Work("Opnieuw bekijken", follow.signal.reference, url, follow.review_on, unit=CALENDAR, kind=_FOLLOWED)


def _questions(actor: Actor) -> Iterator[Work]:
    """What was asked of the actor, or of her organisation; the earliest term first."""
    for question in _asked(actor).order_by("due_on", "reference")[:MOST_WORK]:
        url = reverse("signals:question", args=[question.pk])
        yield Work("Vraag beantwoorden", question.reference, url, question.due_on, kind=_QUESTION)


def _unanswered(actor: Actor) -> Iterator[Work]:
    """What the actor asked and nobody answered in time: to ask after, or to withdraw."""
    for question in _overdue(actor).order_by("due_on", "reference")[:MOST_WORK]:
        url = f"{reverse('signals:detail', args=[question.signal_id])}#vragen"
        what = "Geen antwoord op uw vraag: vraag het na of trek de vraag in"
        yield Work(what, question.reference, url, question.due_on, kind=_UNANSWERED)


def _handovers(actor: Actor) -> Iterator[Work]:
    """Of a partner: what waits for its answer, the longest first."""
    for handover in _handed_over(actor).order_by("sent_at", "id")[:MOST_WORK]:
        url = reverse("postbox:handover", args=[handover.pk])
        yield Work(
            "Doormelding beantwoorden", handover.reference, url, since=local_date(handover.sent_at), kind=_HANDOVER
        )


def _actions(actor: Actor) -> Iterator[Work]:
    """What a screening table gave the actor, or her organisation, to do; the earliest day first."""
    for paper in _to_settle(actor).order_by("due_on", "reference")[:MOST_WORK]:
        url = reverse("signals:paper", args=[paper.pk])
        yield Work("Actie uit het screeningsoverleg", paper.reference, url, paper.due_on, unit=CALENDAR)


def _drafts(actor: Actor) -> Iterator[Work]:
    """What was begun and not sent, with the day on which it is deleted."""
    for draft in drafts_of(actor).order_by("saved_at").select_related("municipality")[:MOST_WORK]:
        wizard, until = Wizard(draft, actor), local_date(kept_until(draft))
        what = f"Concept afmaken, wordt gewist op {date_format(until, 'j F Y')}"
        begun = date_format(timezone.localtime(draft.started_at), "d-m-Y H:i")
        yield Work(what, f"Concept van {begun}", wizard.url(wizard.first_open()), until, unit=CALENDAR, kind=_DRAFT)


def _writes(actor: Actor) -> bool:
    return actor.user_id is not None and may(actor, SignalAction.DRAFT)


def _to_do(actor: Actor) -> SignalQuerySet:
    judging = Q(state__in=(SignalState.TRIAGE, SignalState.ENRICHING)) & owned_by(actor)
    # The states are said once more for the index: the condition alone is looked up in every signal of the municipality.
    return worked_on_by(actor).to_do().filter(Q(state=SignalState.RECEIVED) | judging)


def _decided_here(actor: Actor) -> SignalQuerySet:
    decided = worked_on_by(actor).filter(state=SignalState.HANDLING, due_on__isnull=False)
    return decided.filter(owned_by(actor))


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


def _to_settle(actor: Actor) -> PaperQuerySet:
    """For everybody of the party, or the one who was named and who stands in for her."""
    papers: PaperQuerySet = TablePaper.objects.listed_for(actor)
    whose = Q(owner_user__isnull=True)
    return papers.to_settle().filter(whose | owned_by(actor, "owner_user") if actor.user_id else whose)


def _handed_over(actor: Actor) -> HandoverQuerySet:
    handovers: HandoverQuerySet = Handover.objects.visible_to(actor)
    return handovers.waiting()
