"""How long a generated case stays in each phase: parts of the time since it was accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.codes import CloseReason, ReferralKind
from cases.workflow import CasePhase
from mensenhandel.demo.filler.courses import BecameCase
from mensenhandel.demo.filler.fates import Fate
from mensenhandel.demo.world import World

P = CasePhase
INTAKE = timedelta(days=10)
# Aftercare takes half a year at most: then the last check is done.
LONGEST_AFTERCARE = timedelta(days=165)

REFERRALS: tuple[tuple[ReferralKind, str], ...] = (
    (ReferralKind.HOUSING, "Woningcorporatie Schijnbaar"),
    (ReferralKind.LEGAL_LABOUR, "Advocatenkantoor Denkbeeld"),
    (ReferralKind.MEDICAL, "Huisartsenpost Nergens"),
    (ReferralKind.DEBT_HELP, "Schuldhulp van de gemeente"),
    (ReferralKind.EDUCATION, "Taalhuis Zomaar"),
    (ReferralKind.PSYCH_TRAUMA, "Ggz Nooitpad"),
    (ReferralKind.INCOME_BENEFIT, "Werk en inkomen"),
)
# Why a case ended: before there was help, and after.
END_REASONS: dict[bool, tuple[CloseReason, ...]] = {
    True: (CloseReason.NO_CONTACT, CloseReason.REFUSED_HELP, CloseReason.NOT_VICTIM),
    False: (
        CloseReason.GOALS_MET,
        CloseReason.HANDED_TO_REGULAR_CARE,
        CloseReason.CLIENT_ENDS,
        CloseReason.GOALS_MET,
        CloseReason.RETURNED,
        CloseReason.NO_CONTACT,
    ),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase from a moment to a moment; the last one goes on."""

    phase: CasePhase
    since: datetime
    until: datetime | None


def stretches(world: World, became: BecameCase, number: int) -> list[Stretch]:
    """The phases of one case, by its fate. `number` spreads lengths without chance."""
    accepted, now = became.accepted_at, world.moment(0, "07:00")
    helped = accepted + INTAKE
    lasted = now - helped
    match became.card.fate:
        case Fate.CASE_INTAKE:
            turns = [(P.INTAKE, accepted)]
        case Fate.CASE_INTENSIVE:
            turns = [(P.INTAKE, accepted), (P.INTENSIVE, helped)]
        case Fate.CASE_FOLLOWED:
            turns = [
                (P.INTAKE, accepted),
                (P.INTENSIVE, helped),
                (P.FOLLOWED, helped + lasted * (0.4 + number % 5 * 0.11)),
            ]
        case Fate.CASE_AFTERCARE:
            after = max(helped + lasted * 0.65, now - LONGEST_AFTERCARE + timedelta(days=number % 5 * 11))
            turns = [(P.INTAKE, accepted), (P.INTENSIVE, helped), (P.FOLLOWED, helped + lasted * 0.45)]
            turns.append((P.AFTERCARE, after))
        case _:
            turns = _closed(accepted, min(lasted * 0.8, timedelta(days=180 + number * 37 % 220)), number)
    ends = [since for _, since in turns[1:]]
    return [Stretch(phase, since, until) for (phase, since), until in zip(turns, [*ends, None], strict=True)]


def _closed(accepted: datetime, lasted: timedelta, number: int) -> list[tuple[CasePhase, datetime]]:
    """One in four ended before there was help."""
    if number % 4 == 0:
        return [(P.INTAKE, accepted), (P.CLOSED, accepted + INTAKE * 2)]
    helped = accepted + INTAKE
    return [
        (P.INTAKE, accepted),
        (P.INTENSIVE, helped),
        (P.FOLLOWED, helped + lasted * 0.6),
        (P.AFTERCARE, helped + lasted * 0.8),
        (P.CLOSED, helped + lasted),
    ]
