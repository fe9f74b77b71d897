"""How a signal becomes a case. The one answer; everything else calls this.

A focal officer offers a signal to care coordination, under the mandate of her municipality. The care coordinator finds
it in her list of offers, reads all of it, and answers within two working days in one of four ways:

* **aannemen** (`accept_into_new_case`, `accept_into_case`): one or several signals go into a new case or join one that
  runs. Each offer is accepted (signals' own step, under signals' own rules), and what care needs is copied: form,
  minor, what the person concerned was asked and told, and a short summary of place and work that the coordinator wrote. Nothing else: the facts as they were typed,
  the reporter and the enrichments stay with the signal. The new case starts in `intake`, with the coordinator as owner
  and first member of its team, a working name drawn, and the term of the first contact running.
* **vraag terug** (`ask_back`): the offer returns with a question.
* **eerst volgen** (`advise_following`): the offer returns with that advice.
* **weigeren** (`refuse`): with the reason; from then on she sees the signal no more, only her own answer.

A signal she logged herself needs no offer: bringing it into a case records offer and acceptance in one step. A signal
that was accepted before can feed a second case, when she says so: the same offer sent twice never makes two cases.

Signal and case know of each other through two rows (models/links.py). The case's side names the signals. The signal's
side tells its focal officer that it became a case and nothing more, so that two municipalities whose signals feed one
case never learn of each other.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor, authorize
from core.errors import Conflict, Invalid, NotVisible, WrongState
from core.unit import once
from core.workdays import today
from signals.models import Offer, Signal, Telling
from signals.operations import accept_offer, accept_own, refuse_offer, return_offer
from signals.operations.consenting import Against, Asked, demand_wished, wish_along
from signals.policies import SignalAction, SignalReach
from signals.when import known_when
from signals.workflow import OfferState

from .codes import CaseOrigin, TaskKind
from .events import CaseEvent
from .models import Case, SignalLink, SignalOutcome, Task, part_of
from .operations.opening import Opening, begin_case, made_before
from .operations.shielding import keep_out_along
from .policies import CaseAction
from .workflow import CASE, CasePhase

TELL_HER = "Kan betrokkene nu verteld worden wat er is vastgelegd? Leg het vast bij {number}"
OPEN_OFFERS = (OfferState.OFFERED, OfferState.RETURNED)


@dataclass(frozen=True, slots=True)
class Brought:
    """A signal to be brought into a case: the summary for the case, and the version of its offer that the form showed.

    `again`: she says that a signal that is a case already goes into another one too. `asked`, `against`: of her own signal,
    which nobody offered, what the person concerned said, and what goes before a refusal.
    """

    signal: Signal
    summary: str
    offer_version: int | None = None
    again: bool = False
    asked: Asked | None = None
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A signal that may be brought into a case: its offer that waits, if any, and the cases it is in by now."""

    signal: Signal
    offer: Offer | None
    links: Sequence[SignalLink]

    @property
    def is_own(self) -> bool:
        """Whether nobody offered it: she logged it herself, and asks the person concerned herself."""
        return self.offer is None and not self.signal.care_sees


class AlreadyCase(Conflict):
    """The offer was accepted before, and nobody said that the signal goes into another case; `cases` are those it is in."""

    title = "Dit signaal is al een casus"
    template = "cases/already_case.html"

    def __init__(self, message: str, *, signal: Signal, links: Sequence[SignalLink]) -> None:
        super().__init__(message)
        self.signal = signal
        self.links = links


@operation(CaseAction.ACCEPT)
def accept_into_new_case(*, actor: Actor, key: uuid.UUID, opening: Opening, brought: Sequence[Brought]) -> Case:
    """Open a case from these signals. Sending the same key again gives the case that was made the first time."""
    made = made_before(actor, key, opening)
    if made is not None:
        return made
    _demand_signals(brought)
    case = begin_case(actor, key, opening, CaseOrigin.SIGNAL, CasePhase.INTAKE)
    record(CaseEvent.OPENED, case, actor=actor, detail={"signals": len(brought)})
    for one in _in_order(brought):
        _bring(case, one, actor)
    return case


@operation(CaseAction.ADD_SIGNALS)
def accept_into_case(case: Case, *, actor: Actor, brought: Sequence[Brought]) -> Case:
    """Let these signals join a case that runs; a signal that is in it already stays as it is."""
    CASE.move(case, CaseAction.ADD_SIGNALS)
    _demand_signals(brought)
    for one in _in_order(brought):
        _bring(case, one, actor)
    return case


def ask_back(offer: Offer, *, actor: Actor, question: str, version: int | None = None) -> Offer:
    """Return the offer with a question to the focal officer."""
    if not question.strip():
        raise Invalid({"question": ["Schrijf op wat u wilt weten."]})
    return return_offer(offer, actor=actor, version=version, question=question)


def advise_following(offer: Offer, *, actor: Actor, why: str, version: int | None = None) -> Offer:
    """Return the offer with the advice to follow the signal first."""
    if not why.strip():
        raise Invalid({"question": ["Schrijf op waarom u eerst wilt volgen."]})
    return return_offer(offer, actor=actor, version=version, question=why, follow_first=True)


def refuse(offer: Offer, *, actor: Actor, refusal: str, version: int | None = None) -> Offer:
    """Refuse the offer with its reason."""
    if not refusal.strip():
        raise Invalid({"refusal": ["Schrijf op waarom u het aanbod weigert."]})
    return refuse_offer(offer, actor=actor, version=version, refusal=refusal)


def refused_before(offer_id: uuid.UUID, *, actor: Actor) -> bool:
    """Whether an earlier click of hers refused this offer; a second click waits for the first answer, whichever it is."""
    once(offer_id)
    return Offer.objects.refused_by(actor).filter(pk=offer_id).exists()


def summary_of(signal: Signal) -> str:
    """What the form proposes as summary: place and work, not the story. The coordinator edits it."""
    parts = (
        ("Plaats", signal.place),
        ("Bedrijf", signal.company),
        ("Tijdstip of dienst", known_when(signal.shift)),
        ("Wanneer", known_when(signal.seen_when)),
    )
    return "\n".join(f"{name}: {value}" for name, value in parts if value)


def _demand_signals(brought: Sequence[Brought]) -> None:
    if not brought:
        raise Invalid({"signals": ["Kies ten minste één signaal."]})


def _in_order(brought: Sequence[Brought]) -> list[Brought]:
    """Always the same order, so that two coordinators never wait for each other in a ring."""
    return sorted(brought, key=lambda one: one.signal.pk)


def _bring(case: Case, one: Brought, actor: Actor) -> None:
    """Answer the offer and write both sides of the link."""
    signal = one.signal
    if SignalLink.objects.of(case).filter(signal=signal).exists():
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return
    _accept(one, actor)
    now = timezone.now()
    SignalLink.objects.create(
        **part_of(case),
        signal=signal,
        signal_reference=signal.reference,
        from_municipality_id=signal.municipality_id,
        form=signal.form,
        minor=signal.minor,
        summary=one.summary or None,
        wish=wish_along(signal),
        linked_at=now,
        author_id=actor.person_id,
    )
    record(CaseEvent.SIGNAL_LINKED, case, actor=actor, detail={"signal": signal.reference})
    keep_out_along(case, signal, actor=actor)
    outcome = SignalOutcome(
        signal=signal, municipality_id=signal.municipality_id, dossier_id=signal.dossier_id, since=now
    )
    SignalOutcome.objects.bulk_create([outcome], ignore_conflicts=True)
    record(CaseEvent.BECAME_CASE, signal, actor=actor)
    _plan_telling(case, signal, actor)


def _plan_telling(case: Case, signal: Signal, actor: Actor) -> None:
    """Who does not know yet what is kept about her is told by whoever speaks with her now: a task for the day to look again."""
    telling = Telling.objects.of(signal).last()
    if telling is None or telling.told:
        return
    Task.objects.create(
        **part_of(case),
        title=TELL_HER.format(number=signal.reference),
        kind=TaskKind.BY_HAND,
        due_on=max(telling.review_on, today()),
        owner_id=case.owner_id or actor.person_id,
        author_id=actor.user_id,
    )
    record(CaseEvent.TASK_PLANNED, case, actor=actor, detail={"signal": signal.reference})


def links_of(signals: Collection[Signal], actor: Actor) -> list[SignalLink]:
    """The cases that these signals are in, as far as this actor sees them."""
    links = SignalLink.objects.visible_to(actor).filter(signal__in=signals).select_related("case")
    return list(links.order_by("linked_at"))


def candidates(signals: Sequence[Signal], actor: Actor) -> list[Candidate]:
    """These signals, which passed their own gate, with what the form about them must know; two queries."""
    waiting = Offer.objects.visible_to(actor).filter(signal__in=signals, state__in=OPEN_OFFERS)
    waiting = waiting.select_related("consent__author")
    offers = {offer.signal_id: offer for offer in waiting}
    links = links_of(signals, actor)
    return [
        Candidate(signal, offers.get(signal.pk), [link for link in links if link.signal_id == signal.pk])
        for signal in signals
    ]


def already_case(signal: Signal, actor: Actor) -> AlreadyCase:
    """The refusal of a second acceptance, with the way to what the first one made."""
    message = f"{signal.reference} is al aangenomen. Er is geen tweede casus gemaakt."
    return AlreadyCase(message, signal=signal, links=links_of([signal], actor))


def _accept(one: Brought, actor: Actor) -> None:
    """The offer that stands; none, on her own signal: offer and acceptance in one; accepted before: only when she says so.

    Whoever withdraws or refuses the offer at the same moment is waited for: what counts is how it stands after that.
    """
    offers = Offer.objects.of(one.signal).filter(state__in=OPEN_OFFERS).select_for_update(of=("self",))
    offer: Offer | None = offers.first()
    if offer is not None:
        accept_offer(offer, actor=actor, version=one.offer_version)
    elif not one.signal.care_sees and SignalReach.LOGGED in one.signal.reaches_of(actor):
        if one.asked is None:
            raise Invalid({"asked_answer": ["Zeg of betrokkene is gevraagd."]})
        accept_own(one.signal, actor=actor, asked=one.asked, against=one.against)
    else:
        _demand_another(one, actor)


def _demand_another(one: Brought, actor: Actor) -> None:
    """A signal without an offer that waits may go into another case: it is still hers, open, and she said so of it.

    Raises NotVisible when its offer was withdrawn or refused meanwhile: she does not see the signal any more.
    """
    rows = Signal.objects.visible_to(actor).select_for_update(of=("self",))
    signal: Signal | None = rows.filter(pk=one.signal.pk).first()
    if signal is None:
        raise NotVisible
    authorize(actor, SignalAction.ACCEPT_OFFER, signal)
    if not signal.is_open:
        message = f"{signal.reference} staat op: {signal.get_state_display().lower()}. Het kan niet in een casus."
        raise WrongState(message)
    demand_wished(signal)
    # A form that still showed its offer said nothing of a second case for this one.
    if not one.again or one.offer_version is not None:
        raise already_case(signal, actor)
