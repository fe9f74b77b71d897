"""The small choices around a generated signal: what is looked up, what is shared, what a partner answers."""

from dataclasses import dataclass

from mensenhandel.demo import plan
from mensenhandel.demo.plan import Kind
from signals.codes import Answered, CloseReason, EnrichmentKind, Outcome, Source
from signals.consent_codes import AgeGroup

from .deal import Card


@dataclass(frozen=True, slots=True)
class Look:
    """Something that can be looked up."""

    kind: EnrichmentKind
    question: str
    source: str


_ADDRESS = Look(EnrichmentKind.BRP_ADDRESS, "Wie staan op dit adres ingeschreven?", "BRP")
_COMPLAINTS = Look(EnrichmentKind.COMPLAINTS, "Zijn hier meldingen van overlast of wonen?", "Meldpunt van de gemeente")
_INSPECTION = Look(EnrichmentKind.INSPECTION, "Is hier eerder gecontroleerd?", "Bouw- en woningtoezicht")
_EARLIER = Look(EnrichmentKind.EARLIER_SIGNALS, "Kwam dit eerder voor?", "Eigen signalen")
_LOOKS: dict[Kind, tuple[Look, ...]] = {
    plan.LABOUR: (
        _ADDRESS,
        Look(EnrichmentKind.KVK, "Welk bedrijf hoort hierbij?", "Handelsregister"),
        _INSPECTION,
        Look(EnrichmentKind.EMPLOYMENT_AGENCY, "Is het uitzendbureau gecertificeerd?", "Register"),
    ),
    plan.CRIMINAL: (
        Look(EnrichmentKind.SCHOOL, "Hoe is het met het verzuim?", "Leerplicht"),
        Look(EnrichmentKind.INCOME, "Lopen er schulden?", "Schuldhulp"),
        _EARLIER,
    ),
    plan.SEXUAL_DOMESTIC: (Look(EnrichmentKind.SCHOOL, "Hoe is het met het verzuim?", "Leerplicht"), _EARLIER),
    plan.SEXUAL_OTHER: (
        Look(EnrichmentKind.OPEN_SOURCE, "Staat er een advertentie?", "Open bronnen"),
        _ADDRESS,
        _COMPLAINTS,
    ),
}


def look_for(card: Card) -> Look:
    """What the officer looks up for this one."""
    choices = _LOOKS.get(card.kind, (_ADDRESS, _COMPLAINTS, _INSPECTION))
    return choices[card.number % len(choices)]


TIP_FIELDS = ("form", "place", "company", "vehicle", "shift")
SHARED_FIELDS = (*TIP_FIELDS, "seen", "facts", "minor")

# Days after which a partner answers, in turn per district; None: no answer. Six of ten answer, three within 28 days.
ANSWERS: tuple[int | None, ...] = (31, 14, None, 35, 21, None, 44, None, 9, None)
OUTCOMES: tuple[tuple[Outcome, ...], ...] = (
    (Outcome.INSPECTION_DONE, Outcome.ABUSES_FOUND),
    (Outcome.INSUFFICIENT,),
    (Outcome.INVESTIGATION_STARTED,),
    (Outcome.ADDED_TO_EXISTING,),
    (Outcome.NO_TRAFFICKING,),
    (Outcome.INSPECTION_DONE,),
    (Outcome.REFERRED_ON,),
    (Outcome.INSPECTION_DONE, Outcome.MEASURE_TAKEN),
    (Outcome.CONFIDENTIAL,),
)
NOTHING_FOUND: tuple[CloseReason, ...] = (
    CloseReason.NO_INDICATION,
    CloseReason.OTHER_PROBLEM,
    CloseReason.NO_INDICATION,
    CloseReason.INSUFFICIENT_INFO,
    CloseReason.NO_INDICATION,
    CloseReason.OTHER_PROBLEM,
    CloseReason.WITHDRAWN,
)

FUNCTIONS: dict[str, str] = {
    Source.MUN_ENFORCEMENT: "toezichthouder",
    Source.MUN_BUILDING: "inspecteur bouw- en woningtoezicht",
    Source.MUN_COUNTER: "baliemedewerker burgerzaken",
    Source.MUN_SOCIAL: "medewerker wijkteam",
    Source.MUN_YOUTH: "jeugdconsulent",
    Source.MUN_INCOME: "consulent schuldhulp",
    Source.SCHOOL: "medewerker van een school",
    Source.POLICE: "wijkagent",
    Source.VEILIG_THUIS: "medewerker Veilig Thuis",
    Source.HEALTH: "huisarts",
    Source.GGD: "verpleegkundige",
    Source.HOUSING: "wijkbeheerder",
    Source.CITIZEN: "inwoner",
    Source.RELATIVE: "familielid",
    Source.RIEC: "accountmanager",
    Source.NETWORK_TIP: "contact uit het netwerk",
}

_YOUNG = ("leerling", "zestien", "zeventien", "van een jaar of twaalf", "klas", "Een jongere")
_UNSURE = ("jongen", "meisje", "jonge vrouw", "broers")


def minor_in(text: str) -> Answered:
    """Whether the text speaks of somebody under eighteen."""
    if any(word in text for word in _YOUNG):
        return Answered.YES
    return Answered.UNKNOWN if any(word in text for word in _UNSURE) else Answered.NO


# Who asked the person concerned whether help is welcome; nobody of them has a name.
ASKERS = ("de wijkagent", "de huisarts", "", "de jongerenwerker", "de vrijwilliger van het taalcafé")
NOT_ASKED = "Er was nog geen moment zonder anderen erbij."
# Of a minor in a generated signal somebody of sixteen or seventeen.
AGES = {Answered.NO: AgeGroup.ADULT, Answered.YES: AgeGroup.FROM_16, Answered.UNKNOWN: AgeGroup.UNKNOWN}
