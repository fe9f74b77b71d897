"""The code lists of asking the person concerned and telling her, and who may answer for whom (domain 8.3, R13 and R15).

As in `signals.codes`: a code is never reused.
"""

from collections.abc import Mapping

from core.codes import Codes


class ConsentAbout(Codes):
    """What was asked."""

    CARE = "care", "Zorgcoördinatie"
    REGISTRATION = "registration", "Registratie bij CoMensha"


class ConsentAnswer(Codes):
    """What was answered, or that nobody asked yet."""

    AGREES = "agrees", "Ja, en betrokkene vindt het goed"
    REFUSES = "refuses", "Ja, maar betrokkene wil het niet"
    WITHDRAWN = "withdrawn", "Betrokkene wilde het eerst wel, en nu niet meer"
    NOT_ASKED = "not_asked", "Nee, nog niet gevraagd"


class AgeGroup(Codes):
    """What the age says about who answers."""

    ADULT = "adult", "18 jaar of ouder"
    FROM_16 = "from_16", "16 of 17 jaar"
    UNDER_16 = "under_16", "Jonger dan 16 jaar"
    UNKNOWN = "unknown", "Weet ik niet"


class Spokesperson(Codes):
    """Who answered, or was told. A parent who may be involved is never one of these."""

    SELF = "self", "Betrokkene zelf"
    PARENT = "parent", "Een ouder die er zeker niet bij betrokken is"
    GUARDIAN = "guardian", "Een voogd"
    NIDOS = "nidos", "Nidos"
    INSTITUTION = "institution", "Een instelling met de voogdij"


class Despite(Codes):
    """What goes before the refusal of an adult."""

    DUTY = "duty", "Een wettelijke plicht"
    VITAL = "vital", "Een levensbelang: gevaar voor leven of gezondheid"


class Delay(Codes):
    """Why somebody was not told yet that the municipality holds this about her."""

    SAFETY = "safety", "Het brengt betrokkene of iemand anders in gevaar"
    INVESTIGATION = "investigation", "Het kan een onderzoek schaden"
    UNREACHABLE = "unreachable", "Betrokkene is nog niet veilig te bereiken"
    UNKNOWN = "unknown", "Wij weten nog niet wie het is"
    OTHER = "other", "Anders"


_FOR_ANOTHER = (Spokesperson.GUARDIAN, Spokesperson.NIDOS, Spokesperson.INSTITUTION)
# From sixteen somebody answers herself. Of whom the age is unknown a parent does not answer: unknown counts as a minor, and
# a parent could then be one who is involved.
MAY_ANSWER: Mapping[str, tuple[Spokesperson, ...]] = {
    AgeGroup.ADULT: (Spokesperson.SELF,),
    AgeGroup.FROM_16: (Spokesperson.SELF,),
    AgeGroup.UNDER_16: (Spokesperson.PARENT, *_FOR_ANOTHER),
    AgeGroup.UNKNOWN: (Spokesperson.SELF, *_FOR_ANOTHER),
}
REFUSALS = (ConsentAnswer.REFUSES, ConsentAnswer.WITHDRAWN)
# Whose refusal holds a step back. Of whom nobody knows the age it does too, or "weet ik niet" would be the way around it.
HELD_BACK = (AgeGroup.ADULT, AgeGroup.UNKNOWN)
