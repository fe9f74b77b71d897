"""Signals for tests, made by the real operations; traits are named after states."""

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.files import KINDS, Cleaned
from core.workdays import today
from municipalities.models import Municipality, Organisation
from municipalities.roles import actor_for
from signals import operations, terms
from signals.adding import Given
from signals.codes import (
    Answered,
    CloseReason,
    EnrichmentKind,
    Form,
    HandoverKind,
    HandoverMethod,
    LegalGround,
    Origin,
    Plausibility,
    Severity,
    Source,
    Urgency,
)
from signals.disclosure import choices_of
from signals.indicators import Basis, Indicator, Noticed
from signals.last_check import Settled
from signals.models import (
    Agreement,
    Attachment,
    Concern,
    Enrichment,
    Follow,
    Handover,
    Merge,
    Move,
    Override,
    Question,
    SavedFilter,
    Signal,
    SignalIndicator,
    Situation,
    Submission,
)
from signals.operations.adding import More
from signals.operations.agreements import Agreed
from signals.operations.attachments import NewFile
from signals.operations.concerning import AskedConcern
from signals.operations.gathering import Finding
from signals.operations.handovers import Disclosure
from signals.operations.lifecycle import Closing, Judgement
from signals.operations.logging import SignalFacts
from signals.operations.mentions import Told, ToldThing
from signals.operations.merging import Pair
from signals.operations.moving import OfferedMove
from signals.operations.noticing import SituationFacts
from signals.operations.overriding import AskedOverride
from signals.operations.questions import NewQuestion
from signals.shared_texts import Parts, SharedText
from signals.sharing_codes import Circle, DataCategory
from signals.situations import Confidence
from signals.things import ThingKind
from signals.withheld import about_to_leave
from signals.workflow import SignalState
from tests.support.world import World

FACTS = "Bij een woningcontrole stonden acht bedden in een huis voor drie."
JUDGEMENT = Judgement(Severity.RAISED, Plausibility.REASONABLE, Urgency.NORMAL, "Meer dan één aanwijzing past.")
CLOSING = Closing(CloseReason.NO_INDICATION, "De vergunning klopt.", answer="Wij zien geen aanwijzing.")


def facts(**given: Any) -> SignalFacts:
    """The least that can be logged, with a place; that nobody called Veilig Thuis is said."""
    least = {"source": Source.MUN_ENFORCEMENT, "facts": FACTS, "place": "Goes", "veilig_thuis": Answered.NO}
    return SignalFacts(**(least | given))


def received(municipality: Municipality, reporter: User, **given: Any) -> Signal:
    """Sent by a colleague, not taken up yet."""
    submission: Submission = operations.submit_signal(
        actor=actor_for(reporter), municipality=municipality, facts=facts(**given), key=uuid.uuid4()
    )
    return submission.signal


def officer_of(who: User | Actor) -> Actor:
    """That person, as focal officer. Several steps of one officer share what was asked of her roles."""
    return who if isinstance(who, Actor) else actor_for(who, "focal_officer")


def triaged(municipality: Municipality, officer: User | Actor, **given: Any) -> Signal:
    """Logged by the focal officer herself."""
    return operations.log_signal(
        actor=officer_of(officer),
        municipality=municipality,
        origin=Origin.FOCAL_OFFICER,
        facts=facts(**given),
        key=uuid.uuid4(),
    )


def handled(municipality: Municipality, officer: User | Actor, **given: Any) -> Signal:
    """Judged: handovers, offers and follows can begin."""
    actor = officer_of(officer)
    return operations.decide(triaged(municipality, actor, **given), actor=actor, judgement=JUDGEMENT)


def asked(signal: Signal, actor: Actor, **given: Any) -> Enrichment:
    """Something asked about the signal that nobody answered yet."""
    finding = Finding(
        **{
            "kind": EnrichmentKind.BRP_ADDRESS,
            "question": "Wie wonen er?",
            "ground": LegalGround.PUBLIC_TASK,
            "necessity": "Nodig voor het besluit.",
            "source": "BRP",
            "asked_on": today() - timedelta(days=3),
            **given,
        }
    )
    operations.enrich(signal, actor=actor, finding=finding)
    row: Enrichment = Enrichment.objects.of(signal).get(pk=finding.key)
    return row


def question(**given: Any) -> NewQuestion:
    """To whom is for the test to say: `to_user_id` or `to_partner_id`; of a partner with purpose and ground."""
    outside = {"purpose": "Nagaan of er al een onderzoek loopt", "ground": LegalGround.PUBLIC_TASK}
    defaults: dict[str, Any] = {"text": "Wat weet u hiervan?"} | (outside if "to_partner_id" in given else {})
    return NewQuestion(**(defaults | given))


def questioned(signal: Signal, actor: Actor, **given: Any) -> Question:
    """Asked inside the application, and not answered yet."""
    return operations.ask_question(signal, actor=actor, question=question(**given))


def ticked(code: Indicator = Indicator.GEN_SPEAKS_FOR, basis: Basis = Basis.OBSERVED, text: str = "") -> Noticed:
    """A characteristic as somebody noticed it."""
    return Noticed(code, basis, text)


def noticed(signal: Signal, actor: Actor, one: Noticed | None = None) -> SignalIndicator:
    """A characteristic that was ticked beside a signal."""
    key = uuid.uuid4()
    operations.note_indicators(signal, actor=actor, noticed=[one or ticked()], key=key)
    row: SignalIndicator = SignalIndicator.objects.of(signal).get(batch=key)
    return row


def situation(**given: Any) -> SituationFacts:
    """One matter at a place."""
    known = {"form": Form.LABOUR, "basis": Basis.TOLD, "source": Source.HOUSING, "confidence": Confidence.PROBABLE}
    return SituationFacts(**({"place": "Goes"} | known | given))


def situated(signal: Signal, actor: Actor, **given: Any) -> Situation:
    """A situation that was told beside a signal."""
    return operations.add_situation(signal, actor=actor, facts=situation(**given))


PHONE = ToldThing(ThingKind.PHONE, value="06-0000 1234")


def mentioned(signal: Signal, actor: Actor, *told: Told) -> Signal:
    """With these people and things."""
    for one in told:
        signal = operations.add_mention(signal, actor=actor, told=one, key=uuid.uuid4())
    return signal


def followed(municipality: Municipality, officer: User, *, review_on: date | None = None, **given: Any) -> Signal:
    """Judged and followed; `review_on`: the day to look again, also one that has passed."""
    actor = officer_of(officer)
    signal = handled(municipality, actor, **given)
    followed = operations.follow_signal(signal, actor=actor, why="Te weinig.", what_changes_it="Een tweede melding.")
    if review_on:
        Follow.objects.unscoped(reason="test").filter(signal=signal).update(review_on=review_on)
    return followed


CLEANED = Cleaned(KINDS["text"], b"Verzonnen aantekening.")


def new_file(**given: Any) -> NewFile:
    """As somebody sends it."""
    defaults: dict[str, Any] = {"name": "aantekening.txt", "kind": KINDS["text"], "content": CLEANED.content}
    return NewFile(**(defaults | given))


def attached(signal: Signal, actor: Actor, **given: Any) -> Attachment:
    """A file that was added and not checked yet."""
    file = new_file(**given)
    operations.add_file(signal, actor=actor, file=file)
    added: Attachment = Attachment.objects.of(signal).get(pk=file.key)
    return added


def disclosure(partner: Organisation, **given: Any) -> Disclosure:
    """A handover by name to a partner."""
    defaults: dict[str, Any] = {
        "partner": partner,
        "kind": HandoverKind.INVESTIGATE,
        "anonymous": False,
        "purpose": "Onderzoek naar misstanden",
        "ground": LegalGround.PUBLIC_TASK,
        "method": HandoverMethod.INBOX,
        "to_function": "meldpunt",
        "necessity": NEEDED,
        "fields": ["place", "facts"],
        "key": uuid.uuid4(),
    }
    if given.get("anonymous"):
        defaults["circle"] = Circle.MANY
    return Disclosure(**(defaults | given))


def handed_over(signal: Signal, actor: Actor, partner: Organisation, **given: Any) -> Handover:
    """Sent to a partner."""
    return operations.hand_over(signal, actor=actor, disclosure=disclosure(partner, **given))


NEEDED = "De inspectie kan alleen met deze gegevens gaan kijken."


def more(fields: Collection[str], key: uuid.UUID, **given: Any) -> More:
    """What goes along later, with why."""
    return More(fields, key, **({"necessity": NEEDED} | given))


def added_to(handover: Handover, actor: Actor, *fields: str, **told: Any) -> Handover:
    """More of the signal to its receiver; whatever the last check finds in it stays."""
    row = Handover._base_manager.get(pk=handover.pk)
    left = Given(row, []).leaving(fields, {}).check.left
    given = more(fields, uuid.uuid4(), answers={find.key: Settled.NEEDED.value for find in left}, **told)
    return operations.add_to_handover(row, actor=actor, more=given)


def settling(signal: Signal, how: str, *ticked: str) -> dict[str, str]:
    """One answer to everything that the last check finds in what is ticked."""
    row = Signal._base_manager.get(pk=signal.pk)
    leaving = about_to_leave(row, choices_of(row, anonymous=False), ticked or ("facts",), {})
    return {find.key: how for find in leaving.check.left}


def agreement(world: World, **given: Any) -> Agreement:
    """The inspectorate may get everything in the region of Goes, on the ground of the public task."""
    defaults: dict[str, Any] = {
        "region": world.region,
        "organisation_kind": world.inspectorate.kind,
        "kinds": [HandoverKind.INVESTIGATE, HandoverKind.INSPECT_JOINT, HandoverKind.ANONYMOUS_TIP],
        "purpose": "Onderzoek naar misstanden",
        "ground": LegalGround.PUBLIC_TASK,
        "document": "Convenant (verzonnen) 2024",
        "categories": [*DataCategory],
        "valid_from": today() - timedelta(days=30),
    }
    return operations.register_agreement(actor=actor_for(world.person("Bo")), agreed=Agreed(**(defaults | given)))


def asked_override(partner: Organisation, **given: Any) -> AskedOverride:
    """What an officer asks of the privacy officer."""
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "partner": partner,
        "kind": HandoverKind.INVESTIGATE,
        "ground": LegalGround.PUBLIC_TASK,
        "categories": [DataCategory.PLACE, DataCategory.STORY],
        "purpose": "Onderzoek naar misstanden",
        "why": "Met deze ontvanger is nog niets afgesproken.",
    }
    return AskedOverride(**(defaults | given))


def overridden(signal: Signal, actor: Actor, partner: Organisation, **given: Any) -> Override:
    """An exception was asked for."""
    return operations.ask_override(signal, actor=actor, asked=asked_override(partner, **given))


def offered_to(signal: Signal, place: Municipality, actor: Actor) -> Move:
    """Another municipality is asked to take it over."""
    key = uuid.uuid4()
    operations.offer_move(signal, actor=actor, offered=OfferedMove(key, place, "Het huis ligt daar.", ()))
    asked: Move = Move.objects.of(signal).get(pk=key)
    return asked


PARTS = [SharedText("place", "Plaats", "Goes")]


def shared_with(signal: Signal, place: Municipality, actor: Actor, parts: Parts = PARTS) -> Concern:
    """Another municipality is asked to look along."""
    key = uuid.uuid4()
    operations.concern_also(signal, actor=actor, asked=AskedConcern(key, place, "Het raakt die gemeente ook.", parts))
    asked: Concern = Concern.objects.of(signal).get(pk=key)
    return asked


def merged(signal: Signal, into: Signal, actor: Actor) -> Merge:
    """The first was closed as a duplicate of the second."""
    closing = Closing(CloseReason.MERGED, "Zelfde huis, zelfde week.", answer="Wij gaan er samen mee verder.")
    return operations.merge_signals(actor=actor, key=uuid.uuid4(), pair=Pair(signal, into), closing=closing)


def stored(municipality: Municipality, owner: User, count: int, **given: Any) -> list[Signal]:
    """Many rows at once, without history: for lists and their query counts."""
    now = timezone.now()
    keys = [uuid.uuid4() for _ in range(count)]
    given = {"origin": Origin.FOCAL_OFFICER, "veilig_thuis": Answered.NO} | given
    return Signal.objects.bulk_create(
        Signal(
            id=key,
            dossier_id=key,
            municipality=municipality,
            reference=f"S-{key.hex[:10]}",
            state=SignalState.TRIAGE,
            owner=owner,
            source=Source.CITIZEN,
            facts="Een auto met draaiende motor. Verzonnen.",
            place=municipality.name,
            seen_when="onbekend",
            received_at=now - timedelta(minutes=number),
            due_on=terms.DECIDE.default.due(now),
            inform_by=terms.INFORM_REPORTER.default.due(now),
            **given,
        )
        for number, key in enumerate(keys)
    )


def saved_filter(actor: Actor, name: str = "Nieuw van partners", **filters: str) -> SavedFilter:
    """What the actor keeps; without filters what came in and was not taken up."""
    kept = filters or {"tab": "alles", "stand": "received"}
    return operations.keep_filter(actor=actor, name=name, filters=kept, key=uuid.uuid4())
