"""The offer to care coordination: offered, returned with a question, accepted, refused.

Only under a valid mandate of the municipality. What an acceptance makes of the signal is told in cases/intake.py,
which calls `accept_offer`.
"""

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import ServiceArea
from signals import terms
from signals.events import SignalEvent
from signals.models import Offer, Signal, part_of
from signals.notices import tell_care, tell_owner
from signals.policies import SignalAction
from signals.workflow import OFFER, SIGNAL, OfferState

from .consenting import NO_MORE, NO_MORE_AGAIN, Against, Asked, ask_along, go_by_wish

KEPT_FROM_CARE = (
    "Geen zorgcoördinator die er nu is, mag dit signaal zien: het is afgeschermd, of zij zijn uitgesloten. "
    "Laat eerst iemand toe bij “Wie mag dit zien?”."
)
ALREADY_WITH_CARE = "Dit signaal is al aangeboden aan of aangenomen door de zorgcoördinator."


@operation(SignalAction.OFFER)
def offer_signal(signal: Signal, *, actor: Actor, why: str, asked: Asked, against: Against | None = None) -> Signal:
    """Offer the signal to the care coordination that the municipality has a mandate with.

    `asked`: what the person concerned said; `against`: what goes before her refusal. Raises Invalid for a refusal without it,
    and where the signal is kept from all who could answer.
    """
    SIGNAL.move(signal, SignalAction.OFFER)
    area = _area_under_mandate(signal)
    now = timezone.now()
    offer = Offer.objects.create(
        **part_of(signal),
        service_area=area,
        **ask_along(signal, actor, asked, against),
        why=why,
        author_id=actor.person_id,
        offered_at=now,
        due_on=terms.ANSWER_OFFER.of(signal.municipality_id, actor).due(now),
    )
    signal.care_sees = True
    if not tell_care(signal, actor=actor):
        raise Invalid({"offer": [KEPT_FROM_CARE]})
    _record_offered(signal, offer, actor)
    return signal


def _record_offered(signal: Signal, offer: Offer, actor: Actor) -> None:
    record(SignalEvent.OFFERED, signal, actor=actor)
    if offer.against_wish:
        record(SignalEvent.OFFERED_AGAINST_WISH, offer, actor=actor, detail={"ground": offer.despite})


def _area_under_mandate(signal: Signal) -> ServiceArea:
    if signal.care_sees:
        raise Invalid({"offer": [ALREADY_WITH_CARE]})
    areas = care_areas_under_mandate(signal.municipality, today())
    if not areas:
        message = "Deze gemeente heeft geen afspraak over zorgcoördinatie. Geef het signaal door of volg het."
        raise Invalid({"offer": [message]})
    return areas[0]


@operation(SignalAction.ACCEPT_OWN)
def accept_own(signal: Signal, *, actor: Actor, asked: Asked, against: Against | None = None) -> Offer:
    """The care coordinator takes a signal that she logged herself: offer and acceptance in one step, under the same rules."""
    SIGNAL.move(signal, SignalAction.ACCEPT_OWN)
    now = timezone.now()
    offer = Offer.objects.create(
        **part_of(signal),
        **ask_along(signal, actor, asked, against),
        service_area=_area_under_mandate(signal),
        state=OfferState.ACCEPTED,
        why="Eigen signaal van de zorgcoördinator",
        author_id=actor.person_id,
        offered_at=now,
        due_on=today(),
        settled_at=now,
        answered_by_id=actor.user_id,
    )
    signal.care_sees = True
    _record_offered(signal, offer, actor)
    record(SignalEvent.OFFER_ACCEPTED, signal, actor=actor)
    return offer


@operation(SignalAction.ACCEPT_OFFER)
def accept_offer(offer: Offer, *, actor: Actor) -> Offer:
    """Care coordination takes it; from now on the signal is part of a case.

    Raises WrongState when the person concerned said since the offer that she does not want it.
    """
    go_by_wish(offer, message=NO_MORE)
    _settle(offer, actor, SignalAction.ACCEPT_OFFER)
    record(SignalEvent.OFFER_ACCEPTED, offer, actor=actor)
    return offer


@operation(SignalAction.RETURN_OFFER)
def return_offer(offer: Offer, *, actor: Actor, question: str = "", follow_first: bool = False) -> Offer:
    """Back to the focal officer with a question, or with the advice to follow first; from now on the term is hers."""
    OFFER.move(offer, SignalAction.RETURN_OFFER)
    offer.question = question
    offer.follow_first = follow_first
    offer.reply = ""
    offer.answered_by_id = actor.user_id
    offer.due_on = terms.ANSWER_RETURN.of(offer.municipality_id, actor).due(timezone.now())
    tell_owner(offer, actor=actor)
    record(SignalEvent.OFFER_RETURNED, offer, actor=actor, detail={"follow_first": follow_first})
    return offer


@operation(SignalAction.OFFER_AGAIN)
def offer_again(offer: Offer, *, actor: Actor, reply: str) -> Offer:
    """The focal officer answers the question; the term starts anew."""
    OFFER.move(offer, SignalAction.OFFER_AGAIN)
    go_by_wish(offer, message=NO_MORE_AGAIN)
    offer.reply = reply
    offer.due_on = terms.ANSWER_OFFER.of(offer.municipality_id, actor).due(timezone.now())
    if not tell_care(offer.signal, actor=actor):
        raise Invalid({"reply": [KEPT_FROM_CARE]})
    record(SignalEvent.OFFERED_AGAIN, offer, actor=actor)
    return offer


@operation(SignalAction.REFUSE_OFFER)
def refuse_offer(offer: Offer, *, actor: Actor, refusal: str) -> Offer:
    """Not taken, with the reason; care coordination no longer sees the signal, only its own answer."""
    _settle(offer, actor, SignalAction.REFUSE_OFFER)
    offer.refusal = refusal
    _hide_from_care(offer)
    tell_owner(offer, actor=actor)
    record(SignalEvent.OFFER_REFUSED, offer, actor=actor)
    return offer


@operation(SignalAction.WITHDRAW_OFFER)
def withdraw_offer(offer: Offer, *, actor: Actor) -> Offer:
    """The focal officer takes the offer back; care coordination is mailed that something changed."""
    OFFER.move(offer, SignalAction.WITHDRAW_OFFER)
    offer.settled_at = timezone.now()
    _hide_from_care(offer)
    tell_care(offer.signal, actor=actor)
    record(SignalEvent.OFFER_WITHDRAWN, offer, actor=actor)
    return offer


def _settle(offer: Offer, actor: Actor, action: SignalAction) -> None:
    OFFER.move(offer, action)
    offer.settled_at = timezone.now()
    offer.answered_by_id = actor.user_id


def _hide_from_care(offer: Offer) -> None:
    """Unless an earlier offer of the same signal was accepted, care coordination sees it no more."""
    with changing(offer.signal) as signal:
        accepted = Offer.objects.of(signal).filter(state=OfferState.ACCEPTED).exclude(pk=offer.pk)
        signal.care_sees = accepted.exists()
