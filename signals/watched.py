"""What of the signals must be looked at: named sets behind the numbers of the start page and the filter of the list.

One table says what counts as "te laat", "nog niet opgepakt" and so on; the start page counts it and leads to the list
with the same filter, so that a number and its list cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from core.access import NOBODY, Actor, Reach, may, reaches_for
from core.workdays import today
from municipalities import roles
from municipalities.codes import Verdict
from municipalities.duty import owned_by

from . import terms
from .codes import Answered, Origin
from .from_list import came_from_list
from .heard import answered, asked_by_receiver, heard_from_elsewhere, is_kept_waiting, this_week, unanswered
from .many_sent import of_one_who_sends_many
from .models import (
    Concern,
    Decision,
    Handover,
    InquiryHit,
    Offer,
    Override,
    Question,
    Reporter,
    Signal,
    Submission,
    TableItem,
)
from .policies import SignalAction, SignalReach
from .querysets import SignalQuerySet, in_pool_of, is_review_late, is_term_over
from .table_states import ItemState
from .veilig_thuis import asks_veilig_thuis
from .workflow import (
    HANDOVER_WAITING,
    OPEN_STATES,
    WORKED_STATES,
    ConcernState,
    OfferState,
    OverrideState,
    QuestionState,
    SignalState,
)

type Condition = Callable[[Actor], Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """A set of signals that somebody must look at. `one`, `many`: how its number reads; `says_since`: since when it came in.

    `is_line`: whether it is counted on the start page by itself; else another line leads to its list.
    `apart`: whether it has no line in "Mijn werk".
    """

    one: str
    many: str
    condition: Condition
    tone: str = "plain"
    order: int = 50
    says_since: bool = False
    is_line: bool = True
    apart: bool = False


def _danger(_actor: Actor) -> Q:
    return Q(state=SignalState.RECEIVED, danger=Answered.YES)


def _weighing_waits(_actor: Actor) -> Q:
    """Decided with direct danger; no judgement since then says every step."""
    rows = Decision.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    rows = rows.filter(signal=OuterRef("pk"))
    complete = rows.exclude(Q(severity="") | Q(plausibility="") | Q(urgency=""))
    return Q(Exists(rows.filter(acute=True)), ~Exists(complete), state=SignalState.HANDLING)


def _veilig_thuis(actor: Actor) -> Q:
    return asks_veilig_thuis() & ~in_pool_of(actor)


def _danger_undecided(_actor: Actor) -> Q:
    return Q(state__in=(SignalState.TRIAGE, SignalState.ENRICHING), danger=Answered.YES) | decided_before_danger()


def decided_before_danger(_actor: Actor = NOBODY) -> Q:
    """The danger became known after the last decision."""
    return Q(state=SignalState.HANDLING, danger=Answered.YES, decided_at__lt=F("danger_since"))


def awaits_call(_actor: Actor = NOBODY) -> Q:
    """Somebody is in direct danger, and nobody wrote down whether 112 was called; what nobody took up stands on top as it is."""
    silent = Q(danger_called_at__isnull=True, danger_not_called="")
    return Q(state__in=WORKED_STATES, danger=Answered.YES) & silent


def _late(actor: Actor) -> Q:
    return is_term_over(today()) & ~in_pool_of(actor)


def _review_late(_actor: Actor) -> Q:
    return is_review_late(today())


def has_overdue_question(_actor: Actor = NOBODY) -> Q:
    """Of signals that passed their gate: an answer is awaited and its last day has passed."""
    asked = Question.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    return Q(Exists(asked.overdue(today()).filter(signal=OuterRef("pk"))))


def _asked(actor: Actor) -> Q:
    offers = Offer.objects.visible_to(actor).waiting_for_officer().filter(signal=OuterRef("pk"))
    return Q(Exists(offers))


def _new(actor: Actor) -> Q:
    return Q(state=SignalState.RECEIVED) & ~Q(danger=Answered.YES) & ~in_pool_of(actor)


def _in_pool(actor: Actor) -> Q:
    return in_pool_of(actor) & ~Q(danger=Answered.YES)


def _uninformed(actor: Actor) -> Q:
    """Open for longer than the term, or moved away before it ended; somebody can be told, and nobody was.

    Who moved it goes on telling its reporter: nobody elsewhere knows that she waits.
    """
    told = Reporter.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    silent = told.filter(informed_at__isnull=True, not_informed_why="")
    reachable = told.filter(Q(contact__isnull=False) | Q(call_back__isnull=False))
    sent = Submission.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    return Q(Exists(silent), state__in=(*OPEN_STATES, SignalState.MOVED), inform_by__lt=today()) & (
        Q(Exists(reachable)) | Q(Exists(sent.filter(signal=OuterRef("pk"))))
    )


def owner_left(_actor: Actor = NOBODY) -> Q:
    """Somebody began with it and works here no longer: others have it in their work, and nobody is its owner."""
    works = roles.works_at("municipality", "owner", today())
    cares = Q(origin=Origin.CARE_COORDINATOR) & roles.coordinates_care("municipality", "owner", today())
    return Q(state__in=WORKED_STATES, owner__isnull=False) & ~works & ~cares


def _idle(actor: Actor) -> Q:
    """Decided, and nothing that was decided runs (any more): without this it would stand in no list of work."""
    handovers = Handover.objects.visible_to(actor).filter(signal=OuterRef("pk"), state__in=HANDOVER_WAITING)
    offers = Offer.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    with_care = offers.exclude(state__in=(OfferState.REFUSED, OfferState.WITHDRAWN))
    # Who looks along decides nothing here.
    shared = Concern.objects.visible_to(actor).filter(signal=OuterRef("pk"), state=ConcernState.OFFERED)
    asked = Question.objects.visible_to(actor).filter(signal=OuterRef("pk"), state=QuestionState.OPEN)
    tabled = TableItem.objects.visible_to(actor).filter(signal=OuterRef("pk"))
    to_discuss = Q(state=ItemState.TABLED)
    to_do = Q(state=ItemState.DECIDED, done_at__isnull=True) & ~Q(owner_code="")
    leave = _leaves().filter(state=OverrideState.ASKED)
    runs = (handovers, with_care, shared, asked, tabled.filter(to_discuss | to_do), leave)
    nothing = Q(state=SignalState.HANDLING, is_followed=False, due_on__isnull=True)
    return Q(*(~Exists(rows) for rows in runs)) & nothing


def _to_hand_over(_actor: Actor) -> Q:
    """Decided on, and nothing was sent since: each stands in "Mijn werk" with its last day too."""
    return Q(state=SignalState.HANDLING, hand_over_by__isnull=False)


def leave_decided() -> Q:
    """Of exceptions: allowed and to be used still; refused, or not found in order afterwards, this week."""
    against = Q(state=OverrideState.REFUSED) | Q(verdict=Verdict.NOT_FINE)
    return Q(state=OverrideState.ALLOWED, until__gte=today()) | (against & Q(decided_at__gte=this_week()))


def _leave_decided(_actor: Actor) -> Q:
    """The privacy officer decided on what was asked, or on what did not wait for it."""
    return Q(Exists(_leaves().filter(leave_decided())), state__in=OPEN_STATES)


def _leaves() -> Any:
    rows = Override.objects.unscoped(reason="only whether there is one, of a signal that passed its gate")
    return rows.filter(signal=OuterRef("pk"))


def _is_asked_about(actor: Actor) -> Q:
    """Another municipality asked lately about something that stands in it."""
    hits = InquiryHit.objects.visible_to(actor).filter(asked_at__gte=timezone.now() - terms.SHOW_ASKED_ABOUT)
    return Q(Exists(hits.filter(signal=OuterRef("pk"))))


def _to_consider(_actor: Actor) -> Q:
    """A partner answered or refused, and nobody looked at that yet."""
    return Q(state=SignalState.HANDLING, consider_by__isnull=False)


# The code stands in the address of the list. Only care coordination has a pool.
POOL = "onbemand"
ASKED_ABOUT = "gevraagd"
CALLS_OF_LIST = "veilig-thuis-lijst"
WATCHED: Mapping[str, Watched] = {
    "gevaar": Watched(
        "signaal met direct gevaar, nog niet opgepakt",
        "signalen met direct gevaar, nog niet opgepakt",
        _danger,
        "danger",
        1,
        says_since=True,
    ),
    "gevaar-besluit": Watched(
        "signaal met direct gevaar wacht op een besluit",
        "signalen met direct gevaar wachten op een besluit",
        _danger_undecided,
        "danger",
        2,
    ),
    "gevaar-gebeld": Watched(
        "signaal met direct gevaar: niet vastgelegd of 112 is gebeld",
        "signalen met direct gevaar: niet vastgelegd of 112 is gebeld",
        awaits_call,
        "danger",
        3,
    ),
    "veilig-thuis": Watched(
        "signaal waarbij niet is vastgelegd of Veilig Thuis is gebeld",
        "signalen waarbij niet is vastgelegd of Veilig Thuis is gebeld",
        _veilig_thuis,
        "warning",
        7,
    ),
    CALLS_OF_LIST: Watched(
        "signaal van u uit een lijst: is Veilig Thuis gebeld?",
        "signalen van u uit een lijst: is Veilig Thuis gebeld?",
        # What one line of "Mijn werk" stands for.
        lambda actor: asks_veilig_thuis() & came_from_list() & owned_by(actor),
        "warning",
        8,
        is_line=False,
    ),
    "aanvullen": Watched(
        "spoedbesluit waarvan de beoordeling nog niet af is",
        "spoedbesluiten waarvan de beoordeling nog niet af is",
        _weighing_waits,
        "warning",
        5,
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
    "verlaten": Watched(
        "signaal van iemand die hier niet meer werkt: geef het aan een collega",
        "signalen van iemand die hier niet meer werkt: geef ze aan een collega",
        owner_left,
        "warning",
        28,
        apart=True,
    ),
    "zonder-antwoord": Watched(
        "signaal met een vraag die te laat is",
        "signalen met een vraag die te laat is",
        has_overdue_question,
        "warning",
        27,
    ),
    "geen-antwoord": Watched(
        "signaal waarop een andere gemeente of de zorgcoördinator niet op tijd antwoordde",
        "signalen waarop een andere gemeente of de zorgcoördinator niet op tijd antwoordde",
        is_kept_waiting,
        "warning",
        29,
    ),
    "nieuw": Watched("signaal nog niet opgepakt", "signalen nog niet opgepakt", _new, "warning", 30, says_since=True),
    "doorgeven": Watched(
        "signaal dat u nog moet doorgeven", "signalen die u nog moet doorgeven", _to_hand_over, "warning", 32
    ),
    "uitzondering": Watched(
        "signaal waarvoor de privacy officer over uw uitzondering besliste",
        "signalen waarvoor de privacy officer over uw uitzondering besliste",
        _leave_decided,
        "warning",
        33,
    ),
    "vraag-partner": Watched(
        "signaal met een vraag van een partner over uw doormelding",
        "signalen met een vraag van een partner over uw doormelding",
        asked_by_receiver,
        "warning",
        31,
    ),
    "veel": Watched(
        "signaal van een afzender die er in 24 uur heel veel stuurde: vraag of dat klopt",
        "signalen van een afzender die er in 24 uur heel veel stuurde: vraag of dat klopt",
        of_one_who_sends_many,
        "warning",
        36,
        apart=True,
    ),
    "bekijken": Watched(
        "signaal met een antwoord dat nog niemand bekeek",
        "signalen met een antwoord dat nog niemand bekeek",
        _to_consider,
        "warning",
        35,
    ),
    "vraag": Watched(
        "aanbod kwam terug met een vraag of advies",
        "aanbiedingen kwamen terug met een vraag of advies",
        _asked,
        order=40,
    ),
    "stil": Watched(
        "signaal waarvoor niets loopt: geef het door, volg het of sluit het",
        "signalen waarvoor niets loopt: geef ze door, volg ze of sluit ze",
        _idle,
        order=45,
        apart=True,
    ),
    "melder": Watched(
        "melder die nog niets hoorde", "melders die nog niets hoorden", _uninformed, order=50, apart=True
    ),
    "wacht": Watched(
        f"doormelding wacht langer dan {terms.REMIND_HANDOVER[-1]} op antwoord",
        f"doormeldingen wachten langer dan {terms.REMIND_HANDOVER[-1]} op antwoord",
        unanswered,
        order=60,
        apart=True,
    ),
    "elders": Watched(
        "signaal waarover een andere gemeente deze week iets liet weten",
        "signalen waarover een andere gemeente deze week iets liet weten",
        heard_from_elsewhere,
        order=65,
        apart=True,
    ),
    ASKED_ABOUT: Watched(
        "signaal waarnaar een andere gemeente vroeg",
        "signalen waarnaar een andere gemeente vroeg",
        _is_asked_about,
        order=34,
        is_line=False,
    ),
    "antwoord": Watched(
        "signaal met een antwoord van deze week", "signalen met een antwoord van deze week", answered, order=70
    ),
}


def watched(signals: SignalQuerySet, code: str, actor: Actor) -> SignalQuerySet:
    """Of `signals` those of one of these sets that are this actor's work."""
    return signals.with_review().filter(work_scope(actor), WATCHED[code].condition(actor))


def worked_on_by(actor: Actor) -> SignalQuerySet:
    """As `work_of`, each with its `review_on`."""
    return work_of(actor).with_review()


def work_of(actor: Actor) -> SignalQuerySet:
    """The signals that are this actor's work: of her municipalities, or (care coordination) those logged there and the pool."""
    signals: SignalQuerySet = Signal.objects.listed_for(actor)
    return signals.filter(work_scope(actor))


def work_scope(actor: Actor) -> Q:
    """Of the signals that the actor sees, those that are the actor's work."""
    reaches = reaches_for(actor, SignalAction.DECIDE)
    if Reach.OWN in reaches:
        return Q()
    if SignalReach.LOGGED not in reaches:
        return Q(pk__in=[])
    logged = Q(origin=Origin.CARE_COORDINATOR)
    # Where she sees any is said once more, each way by itself: that has an index, and of these there are few.
    here, shared = Q(municipality_id__in=actor.content), Q(dossier_id__in=actor.dossiers | actor.opened)
    return (logged & here) | (logged & shared) | in_pool_of(actor)


def works_on_signals(actor: Actor) -> bool:
    """Whether signals are this actor's work at all."""
    return may(actor, SignalAction.DECIDE)
