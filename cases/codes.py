"""The code lists of cases: stable English code, Dutch label as it stands on screen.

A code is never reused. The forms of exploitation are those of signals (`signals.codes.Form`). The mapping to the Human
Trafficking Case Data Standard (HTCDS 2.0, CC BY 4.0, credit IOM) stands beside each list that has one.
"""

from collections.abc import Mapping

from django.db import models

from core.codes import Codes


class CaseOrigin(Codes):
    """How the case came to care coordination. Only direct referrals start as `referred`."""

    SIGNAL = "signal", "Aangeboden signaal"
    PARTNER = "partner", "Aangemeld door een partner"
    PERSON = "person", "Aangemeld door betrokkene zelf"
    FAMILY = "family", "Aangemeld door familie of naaste"
    TRANSFER = "transfer", "Overgenomen van een andere gemeente"


DIRECT_ORIGINS = (CaseOrigin.PARTNER, CaseOrigin.PERSON, CaseOrigin.FAMILY)


class Risk(Codes):
    """How unsafe it is, as the coordinator judges it; an aid to act, never a ranking of people."""

    LOW = "low", "Beperkt"
    RAISED = "raised", "Verhoogd"
    HIGH = "high", "Hoog"
    ACUTE = "acute", "Acuut"


class Trafficking(Codes):
    """What is known about the person's status; judged by somebody, who is named by function."""

    POSSIBLE = "possible", "Mogelijk slachtoffer"
    ESTABLISHED = "established", "Slachtofferschap vastgesteld"


class CloseReason(Codes):
    """Why a case ended."""

    GOALS_MET = "goals_met", "Doelen bereikt"
    HANDED_TO_REGULAR_CARE = "handed_to_regular_care", "Overgedragen aan reguliere hulp"
    TRANSFERRED_REGION = "transferred_region", "Verhuisd, overgedragen"
    CLIENT_ENDS = "client_ends", "Op verzoek van betrokkene"
    NO_CONTACT = "no_contact", "Contact verloren"
    NOT_VICTIM = "not_victim", "Geen slachtoffer"
    RETURNED = "returned", "Teruggekeerd"
    DEPORTED = "deported", "Uitgezet"
    DETAINED = "detained", "In detentie"
    DECEASED = "deceased", "Overleden"
    REFUSED_HELP = "refused_help", "Betrokkene wil nu geen hulp"
    DUPLICATE = "duplicate", "Dubbel"


# Before there was help there is less to end.
EARLY_CLOSE_REASONS = (
    CloseReason.NO_CONTACT,
    CloseReason.NOT_VICTIM,
    CloseReason.REFUSED_HELP,
    CloseReason.HANDED_TO_REGULAR_CARE,
    CloseReason.DUPLICATE,
)
# A transfer sets its reason itself.
CLOSE_REASONS_BY_HAND = tuple(reason for reason in CloseReason if reason != CloseReason.TRANSFERRED_REGION)

# How long a closed case is kept, in months; five years, shorter where there was no help.
RETENTION_MONTHS: Mapping[str, int] = {
    reason: 12
    if reason in {CloseReason.NOT_VICTIM, CloseReason.REFUSED_HELP, CloseReason.NO_CONTACT, CloseReason.DUPLICATE}
    else 60
    for reason in CloseReason
}


class PersonRole(Codes):
    """Who somebody is in the case."""

    CLIENT = "client", "Betrokkene"
    CHILD = "child", "Kind van betrokkene"
    RELATIVE = "relative", "Familie of naaste"


class ContactKind(Codes):
    """How there was contact."""

    PHONE = "phone", "Gebeld"
    MESSAGE = "message", "Bericht gestuurd"
    VISIT = "visit", "Bezoek"
    OFFICE = "office", "Gesprek op kantoor"
    VIA_OTHER = "via_other", "Via iemand anders"


class ContactOutcome(Codes):
    """What came of it."""

    REACHED = "reached", "gesproken"
    NO_ANSWER = "no_answer", "geen gehoor"
    MESSAGE_LEFT = "message_left", "bericht achtergelaten"
    NOT_THERE = "not_there", "niet verschenen"
    POSTPONED = "postponed", "verzet"


class TaskKind(models.TextChoices):
    """Where a task comes from."""

    BY_HAND = "by_hand", "Taak"
    CALL_AGAIN = "call_again", "Opnieuw contact zoeken"
    AFTERCARE_CHECK = "aftercare_check", "Nazorgcheck"
    TAKE_OVER = "take_over", "Wie neemt over"


class ClockKind(models.TextChoices):
    """What runs out by itself."""

    REFLECTION = "reflection", "Bedenktijd (3 maanden)"
    REFLECTION_DUBLIN = "reflection_dublin", "Bedenktijd Dublin (30 dagen)"
    TURNS_16 = "turns_16", "Wordt 16 jaar"
    TURNS_18 = "turns_18", "Wordt 18 jaar"
    PERMIT = "permit", "Verblijfsvergunning loopt af"


REFLECTION_KINDS = (ClockKind.REFLECTION, ClockKind.REFLECTION_DUBLIN)
BIRTHDAY_KINDS: Mapping[ClockKind, int] = {ClockKind.TURNS_16: 16, ClockKind.TURNS_18: 18}
# Started from the case page; birthdays follow from the date of birth.
CLOCKS_BY_HAND = (*REFLECTION_KINDS, ClockKind.PERMIT)

# How a running clock is told in one line of a list.
CLOCK_SENTENCES: Mapping[str, str] = {
    ClockKind.REFLECTION: "bedenktijd eindigt",
    ClockKind.REFLECTION_DUBLIN: "bedenktijd eindigt",
    ClockKind.TURNS_16: "wordt 16 jaar",
    ClockKind.TURNS_18: "wordt 18 jaar",
    ClockKind.PERMIT: "vergunning loopt af",
}


class ClockOutcome(models.TextChoices):
    """How a clock ended."""

    REPORTED = "reported", "Aangifte gedaan"
    COOPERATED = "cooperated", "Op andere wijze meegewerkt"
    DECLINED = "declined", "Ziet af van aangifte of medewerking"
    LEFT = "left", "Vertrokken"
    RENEWED = "renewed", "Verlengd"
    PASSED = "passed", "Verstreken"
    CASE_CLOSED = "case_closed", "Casus afgesloten"


class ReferralKind(Codes):
    """What help somebody is referred to."""

    SHELTER_COSM = "shelter_cosm", "COSM-opvang"
    SHELTER_OTHER = "shelter_other", "Andere opvang"
    HOUSING = "housing", "Woonruimte"
    MEDICAL = "medical", "Medische zorg"
    PSYCH_TRAUMA = "psych_trauma", "Psychische hulp of traumahulp"
    CSG = "csg", "Centrum Seksueel Geweld"
    LEGAL_RESIDENCE = "legal_residence", "Rechtshulp verblijf"
    LEGAL_CRIMINAL = "legal_criminal", "Rechtshulp strafzaak"
    LEGAL_LABOUR = "legal_labour", "Rechtshulp arbeid of loon"
    POLICE_INTERVIEW = "police_interview", "Informatief gesprek of aangifte"
    COMENSHA = "comensha", "Registratie CoMensha"
    INTERPRETER = "interpreter", "Tolk of cultureel bemiddelaar"
    INCOME_BENEFIT = "income_benefit", "Inkomen of uitkering"
    DEBT_HELP = "debt_help", "Schuldhulp"
    EDUCATION = "education", "Taal of onderwijs"
    WORK = "work", "Werk"
    CHILDCARE_YOUTH = "childcare_youth", "Jeugdhulp of hulp voor kinderen"
    ADDICTION = "addiction", "Verslavingszorg"
    RETURN_IOM = "return_iom", "Terugkeer"
    COMPENSATION = "compensation", "Schadevergoeding"
    PEER_SUPPORT = "peer_support", "Contact met lotgenoten"
    WIJKTEAM_AFTERCARE = "wijkteam_aftercare", "Wijkteam of nazorg"


class ReferralOutcome(Codes):
    """What came of a referral."""

    PENDING = "pending", "Wacht op antwoord"
    WAITING_LIST = "waiting_list", "Op de wachtlijst"
    ACCEPTED = "accepted", "Hulp gestart"
    COMPLETED = "completed", "Afgerond"
    REFUSED_PARTNER = "refused_partner", "Geweigerd door de aanbieder"
    DECLINED_CLIENT = "declined_client", "Betrokkene wil dit niet"
    NO_SHOW = "no_show", "Niet verschenen"
    NOT_ELIGIBLE = "not_eligible", "Geen recht"
    STOPPED = "stopped", "Voortijdig gestopt"
    UNAVAILABLE = "unavailable", "Geen aanbod"


OPEN_OUTCOMES = (ReferralOutcome.PENDING, ReferralOutcome.WAITING_LIST, ReferralOutcome.ACCEPTED)
