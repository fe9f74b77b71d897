"""What of the signals must be looked at: named sets behind the numbers of the start page and the filter of the list.

One table says what counts as "te laat", "nog niet opgepakt" and so on; the start page counts it and leads to the list
with the same filter, so that a number and its list cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.access import Actor, Reach, may, reaches_for
from core.workdays import AMSTERDAM, today

from . import terms
from .codes import Answered, Origin
from .models import Handover, HandoverAnswer, Offer, Reporter, Signal, Submission
from .policies import SignalAction, SignalReach
from .querysets import SignalQuerySet, in_pool_of, is_review_late, is_term_over
from .workflow import HANDOVER_WAITING, OPEN_STATES, OfferState, SignalState

type Condition = Callable[[Actor], Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """A set of signals that somebody must look at. `one`, `many`: how its number reads; `says_since`: since when it came in."""

    one: str
    many: str
    condition: Condition
    tone: str = "plain"
    order: int = 50
    says_since: bool = False


def _danger(_actor: Actor) -> Q:
    return Q(state=SignalState.RECEIVED, danger=Answered.YES)


def _late(actor: Actor) -> Q:
    return is_term_over(today()) & ~in_pool_of(actor)


def _review_late(_actor: Actor) -> Q:
    return is_review_late(today())


def _asked(actor: Actor) -> Q:
    offers = Offer.objects.visible_to(actor).waiting_for_officer().filter(signal=OuterRef("pk"))
    return Q(Exists(offers))


def _new(actor: Actor) -> Q:
    return Q(state=SignalState.RECEIVED) & ~Q(danger=Answered.YES) & ~in_pool_of(actor)


def _in_pool(actor: Actor) -> Q:
    return in_pool_of(actor) & ~Q(danger=Answered.YES)


def _uninformed(actor: Actor) -> Q:
    """Open for longer than the term, somebody can be told, and nobody was."""
    told = Reporter.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    silent = told.filter(informed_at__isnull=True, not_informed_why="")
    reachable = told.filter(Q(contact__isnull=False) | Q(call_back__isnull=False))
    sent = Submission.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    long_ago = terms.INFORM_REPORTER.began_before(today())
    return Q(Exists(silent), state__in=OPEN_STATES, received_at__lt=long_ago) & (
        Q(Exists(reachable)) | Q(Exists(sent.filter(signal=OuterRef("pk"))))
    )


def _unanswered(actor: Actor) -> Q:
    sent_before = timezone.now() - dt.timedelta(days=terms.REMIND_HANDOVER[-1].amount)
    handovers = Handover.objects.visible_to(actor).filter(signal=OuterRef("pk"), state__in=HANDOVER_WAITING)
    return Q(Exists(handovers.filter(sent_at__lt=sent_before)))


def _answered(actor: Actor) -> Q:
    monday = today() - dt.timedelta(days=today().weekday())
    since = dt.datetime.combine(monday, dt.time.min, AMSTERDAM)
    answers = HandoverAnswer.objects.visible_to(actor).filter(signal=OuterRef("pk"), answered_at__gte=since)
    return Q(Exists(answers))


def _idle(actor: Actor) -> Q:
    """Decided, and nothing that was decided runs (any more): without this it would stand in no list of work."""
    handovers = Handover.objects.visible_to(actor).filter(signal=OuterRef("pk"), state__in=HANDOVER_WAITING)
    offers = Offer.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    with_care = offers.exclude(state__in=(OfferState.REFUSED, OfferState.WITHDRAWN))
    return Q(~Exists(handovers), ~Exists(with_care), state=SignalState.HANDLING, is_followed=False)


# The code stands in the address of the list. Only care coordination has a pool.
POOL = "onbemand"
WATCHED: Mapping[str, Watched] = {
    "gevaar": Watched(
        "signaal met direct gevaar, nog niet opgepakt",
        "signalen met direct gevaar, nog niet opgepakt",
        _danger,
        "danger",
        1,
        says_since=True,
    ),
    POOL: Watched(
        "signaal wacht op een aandachtsfunctionaris",
        "signalen wachten op een aandachtsfunctionaris",
        _in_pool,
        "warning",
        10,
        says_since=True,
    ),
    "termijn": Watched("signaal langer dan de termijn", "signalen langer dan de termijn", _late, "warning", 20),
    "herzien": Watched(
        "gevolgd signaal niet op tijd opnieuw bekeken",
        "gevolgde signalen niet op tijd opnieuw bekeken",
        _review_late,
        "warning",
        25,
    ),
    "nieuw": Watched("signaal nog niet opgepakt", "signalen nog niet opgepakt", _new, "warning", 30, says_since=True),
    "vraag": Watched(
        "aanbod kwam terug met een vraag of advies",
        "aanbiedingen kwamen terug met een vraag of advies",
        _asked,
        order=40,
    ),
    "stil": Watched(
        "signaal om te sluiten of opnieuw te beoordelen",
        "signalen om te sluiten of opnieuw te beoordelen",
        _idle,
        order=45,
    ),
    "melder": Watched("melder die nog niets hoorde", "melders die nog niets hoorden", _uninformed, order=50),
    "wacht": Watched(
        f"doormelding wacht langer dan {terms.REMIND_HANDOVER[-1]} op antwoord",
        f"doormeldingen wachten langer dan {terms.REMIND_HANDOVER[-1]} op antwoord",
        _unanswered,
        order=60,
    ),
    "antwoord": Watched("antwoord ontvangen deze week", "antwoorden ontvangen deze week", _answered, order=70),
}


def watched(signals: SignalQuerySet, code: str, actor: Actor) -> SignalQuerySet:
    """Of `signals` those of one of these sets that are this actor's work."""
    return signals.with_review().filter(work_scope(actor), WATCHED[code].condition(actor))


def worked_on_by(actor: Actor) -> SignalQuerySet:
    """The signals that are this actor's work: of her municipalities, or (care coordination) those logged there and the pool."""
    signals: SignalQuerySet = Signal.objects.listed_for(actor)
    return signals.with_review().filter(work_scope(actor))


def work_scope(actor: Actor) -> Q:
    """Of the signals that the actor sees, those that are the actor's work."""
    reaches = reaches_for(actor, SignalAction.DECIDE)
    if Reach.OWN in reaches:
        return Q()
    return Q(origin=Origin.CARE_COORDINATOR) | in_pool_of(actor) if SignalReach.LOGGED in reaches else Q(pk__in=[])


def works_on_signals(actor: Actor) -> bool:
    """Whether signals are this actor's work at all."""
    return may(actor, SignalAction.DECIDE)
