"""Cases for tests, made by the real operations; functions are named after phases."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import intake, operations
from cases.birds import BIRDS
from cases.codes import CaseOrigin, ClockKind, CloseReason, ReferralKind, Risk, Trafficking
from cases.models import Case, Clock, part_of
from cases.operations.closing import Closing
from cases.operations.course import Asked as Referred
from cases.operations.lifecycle import Change, Plan, WarmHandover
from cases.operations.opening import Opening, TakingIn
from cases.team import accountable_for
from cases.workflow import CasePhase
from core.access import Actor
from core.workdays import today
from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals import operations as signal_operations
from signals.codes import Form, Origin, Urgency
from signals.consent_codes import AgeGroup, ConsentAbout, ConsentAnswer, Delay, Despite
from signals.models import Offer, Signal
from signals.operations.consenting import Against, Asked
from signals.operations.telling import Told
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.factories.consent import refused as said_refused

HAT = "care_coordinator"
SUMMARY = "Plaats: Goes. Werkt in de nachtdienst."
SAFE = "Alleen appen, ma-do 9-12 uur, codewoord fietsbel"
PLAN = Plan(
    trafficking=Trafficking.POSSIBLE,
    judged_by="zorgcoördinator",
    risk=Risk.HIGH,
    main_form=Form.LABOUR,
    agreed="Samen een advocaat zoeken.",
)
CHANGE = Change(why="Er is nu rust.", told="betrokkene")


def coordinator(who: User | Actor) -> Actor:
    """That person, as care coordinator. Several steps of one coordinator share what was asked of her roles."""
    return who if isinstance(who, Actor) else actor_for(who, HAT)


def offered(municipality: Municipality, officer: User, **given: Any) -> Signal:
    """Offered to care coordination by the focal officer, who judged it first."""
    actor = make.officer_of(officer)
    signal = make.handled(municipality, actor, **given)
    return signal_operations.offer_signal(signal, actor=actor, why="Er is hulp nodig.", asked=agreed())


def offered_against_her_wish(municipality: Municipality, officer: User, word: Callable[[str], str]) -> Signal:
    """She said no, was not asked about registration and does not know of it; `word`: what is typed, by field."""
    actor = make.officer_of(officer)
    signal = make.handled(municipality, actor)
    against = Against(Despite.VITAL, word("offer.despite_why"))
    signal_operations.offer_signal(signal, actor=actor, why="Er is hulp nodig.", asked=said_refused(), against=against)
    silent = Asked(ConsentAnswer.NOT_ASKED, AgeGroup.ADULT, why_not=word("consent.why_not"))
    signal_operations.note_consent(signal, actor=actor, key=uuid.uuid4(), asked=silent, about=ConsentAbout.REGISTRATION)
    later = today() + dt.timedelta(days=9)
    delayed = Told(told=False, reason=Delay.OTHER, why=word("telling.why"), review_on=later)
    signal_operations.note_telling(signal, actor=actor, key=uuid.uuid4(), told=delayed)
    return signal


def referred_on(case: Case, user: User | Actor, word: Callable[[str], str]) -> Case:
    """To help elsewhere, although she said no; `word`: what is typed, by field."""
    against = Against(Despite.VITAL, word("referral.despite_why"))
    told: dict[str, Any] = {"provider": "Voorbeeld", "note": word("referral.note"), "against": against}
    asked = Referred(uuid.uuid4(), ReferralKind.HOUSING, today(), **told)
    return operations.refer_on(case, actor=coordinator(user), asked=asked)


def own_signal(municipality: Municipality, user: User, **given: Any) -> Signal:
    """Logged by the care coordinator herself."""
    return signal_operations.log_signal(
        actor=coordinator(user),
        municipality=municipality,
        origin=Origin.CARE_COORDINATOR,
        facts=make.facts(**given),
        key=uuid.uuid4(),
    )


def offer_of(signal: Signal) -> Offer:
    """The newest offer of a signal."""
    return Offer.objects.of(signal).latest("offered_at")


def opening(municipality: Municipality, **given: Any) -> Opening:
    """The least with which a case opens."""
    defaults: dict[str, Any] = {
        "municipality": municipality,
        "accountable": accountable_for(municipality, today())[0],
        "request": "Zoekt een veilige plek en werk.",
        "safe_contact": SAFE,
        "main_form": Form.LABOUR,
    }
    return Opening(**(defaults | given))


def brought(*signals: Signal, again: bool = False) -> list[intake.Brought]:
    """These signals, with a summary; of her own signals the person concerned wants it."""
    return [intake.Brought(signal, SUMMARY, again=again, asked=agreed()) for signal in signals]


def in_intake(municipality: Municipality, officer: User, user: User, **given: Any) -> Case:
    """Accepted from one offered signal."""
    signal = offered(municipality, officer)
    return intake.accept_into_new_case(
        actor=coordinator(user), key=uuid.uuid4(), opening=opening(municipality, **given), brought=brought(signal)
    )


def referred(municipality: Municipality, user: User | Actor, **given: Any) -> Case:
    """A direct referral by the person, not taken in yet."""
    return operations.refer_directly(
        actor=coordinator(user),
        key=uuid.uuid4(),
        opening=opening(municipality, **given),
        origin=CaseOrigin.PERSON,
    )


def taken_in(municipality: Municipality, user: User | Actor, **given: Any) -> Case:
    """A direct referral in intake: the shortest way to a case that is worked on."""
    actor = coordinator(user)
    return operations.take_in(referred(municipality, actor, **given), actor=actor, taking=TakingIn(Urgency.NORMAL))


def intensive(municipality: Municipality, user: User | Actor, **given: Any) -> Case:
    """With a plan."""
    actor = coordinator(user)
    return operations.start_intensive(taken_in(municipality, actor, **given), actor=actor, plan=PLAN, change=CHANGE)


def followed(municipality: Municipality, user: User, **given: Any) -> Case:
    """Followed actively, no help trajectory yet."""
    actor = coordinator(user)
    return operations.follow(taken_in(municipality, actor, **given), actor=actor, change=CHANGE)


def in_aftercare(municipality: Municipality, user: User, **given: Any) -> Case:
    """Handed over warmly, three checks planned."""
    handover = WarmHandover(received_by="wijkteam", handed_on=today(), risks="geen")
    actor = coordinator(user)
    return operations.start_aftercare(intensive(municipality, actor, **given), actor=actor, handover=handover)


def closed(municipality: Municipality, user: User, **given: Any) -> Case:
    """Ended, goals met."""
    closing = Closing(CloseReason.GOALS_MET, "Woont en werkt zelfstandig.")
    actor = coordinator(user)
    return operations.close(intensive(municipality, actor, **given), actor=actor, closing=closing)


def stored(
    municipality: Municipality,
    owner: User,
    count: int,
    phases: Sequence[CasePhase] = (CasePhase.INTENSIVE, CasePhase.FOLLOWED, CasePhase.AFTERCARE),
) -> list[Case]:
    """Many rows at once, without history: for lists and their query counts. Every third has a clock that ends soon."""
    cases = unsaved(municipality, owner, count, phases)
    Case.objects.bulk_create(cases)
    Clock.objects.bulk_create(
        Clock(
            **part_of(case),
            kind=ClockKind.PERMIT,
            starts_on=today(),
            ends_on=today() + dt.timedelta(days=10),
            author=owner,
        )
        for case in cases[::3]
    )
    return cases


def unsaved(
    municipality: Municipality,
    owner: User,
    count: int,
    phases: Sequence[CasePhase] = (CasePhase.INTENSIVE,),
    **given: Any,
) -> list[Case]:
    """What `stored` writes, of one dossier each."""
    accountable = accountable_for(municipality, today())[0]
    now, cases = timezone.now(), []
    for n in range(count):
        key, day = uuid.uuid4(), today() + dt.timedelta(days=n % 40 - 5)
        columns = {
            "reference": f"C-{key.hex[:10]}",
            "working_name": f"{BIRDS[n % len(BIRDS)]} {key.hex[:10]}",
            "phase": phases[n % len(phases)],
            "origin": CaseOrigin.SIGNAL,
            "owner": owner,
            "accountable": accountable,
            "trafficking": Trafficking.POSSIBLE,
            "judged_by": "zorgcoördinator",
            "risk": Risk.LOW,
            "agreed": "Afspraak",
            "opened_at": now,
            "review_on": day,
            "due_on": day,
        }
        cases.append(Case(id=key, dossier_id=key, municipality=municipality, **(columns | given)))
    return cases
