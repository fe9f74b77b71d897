"""The code lists of what may be shared: whose data something is, and who could know what an anonymous tip tells.

As in `signals.codes`: a code is never reused.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from core.codes import Codes
from municipalities.codes import OrganisationKind

from .anonymising.pointing import POINTING_WORDS, Pointing
from .codes import Source


class Naming(Codes):
    """Whether the name of the reporter may go along to a partner. Source: domain 2.1. Only "ja" lets it go."""

    MAY = "may", "Ja"
    INSIDE = "inside", "Nee"
    ANONYMOUS = "anonymous", "De melder wil anoniem blijven"
    UNKNOWN = "unknown", "Weet ik niet"
    NOT_ASKED = "not_asked", "Niet gevraagd"


class Provenance(Codes):
    """Whose data something is that was gathered: it says under which law it may go on."""

    OWN = "own", "Eigen gegevens van de gemeente"
    BRP = "brp", "BRP"
    PARTNER = "partner", "Van een partner"
    OPEN_SOURCE = "open_source", "Open bron"
    VICTIM = "victim", "Van betrokkene zelf"
    REPORTER = "reporter", "Van de melder"
    WPG = "wpg", "Politiegegevens (Wpg)"
    WJSG = "wjsg", "Justitiële of strafvorderlijke gegevens (Wjsg)"
    MMA = "mma", "Meld Misdaad Anoniem (M.)"


_K = OrganisationKind
# Whose data it is that an organisation of this kind gives, be it as a source or in an answer: of who investigates (domain 4.5) the
# police's or the prosecutor's, of any other a partner's. A partner's too is what a RIEC gives (it works under its own protocol)
# and what the labour inspectorate does: most of that comes of supervision, and its detectives say it when theirs does not. To be
# confirmed by a jurist.
GIVES: Mapping[str, Provenance] = {
    _K.OM: Provenance.WJSG,
    **dict.fromkeys((_K.POLICE_AVIM, _K.KMAR, _K.EMM, _K.FIOD), Provenance.WPG),
    _K.MMA: Provenance.MMA,
}


def of_organisation(kind: str) -> Provenance:
    """Whose data it is that an organisation of this kind gives, as long as nobody says otherwise."""
    return GIVES.get(kind, Provenance.PARTNER)


# What came with a signal, by who noticed it; of the others it is the municipality's own.
_PARTNERS = (
    *(Source.NLA, Source.RIEC, Source.IND, Source.TAX, Source.UWV, Source.VEILIG_THUIS, Source.ZVH, Source.GGD),
    *(Source.CSG, Source.HEALTH, Source.COMENSHA, Source.FAIRWORK, Source.CKM, Source.SHELTER, Source.NGO_OTHER),
    *(Source.SCHOOL, Source.HOUSING, Source.EMPLOYER, Source.HOTEL, Source.LAWYER),
)
SOURCE_PROVENANCE: Mapping[str, Provenance] = {
    **dict.fromkeys(_PARTNERS, Provenance.PARTNER),
    Source.VICTIM: Provenance.VICTIM,
    Source.MEDIA_ONLINE: Provenance.OPEN_SOURCE,
    Source.POLICE: GIVES[_K.POLICE_AVIM],
    Source.KMAR: GIVES[_K.KMAR],
    Source.OM: GIVES[_K.OM],
    Source.MMA: GIVES[_K.MMA],
}


def of_source(source: str) -> Provenance:
    """Whose data it is that this source told, as long as nobody says otherwise."""
    return SOURCE_PROVENANCE.get(source, Provenance.OWN)


# What the law holds back, the least first; the others go on alike.
_HELD = (Provenance.MMA, Provenance.WPG, Provenance.WJSG)


def strictness(origin: str) -> int:
    """How much of it the law holds back: 0 for what goes on as other data do."""
    return _HELD.index(Provenance(origin)) + 1 if origin in _HELD else 0


def stricter(one: Provenance, other: Provenance) -> Provenance:
    """Of the two what is held back more; the second where neither is."""
    return one if strictness(one) > strictness(other) else other


def lets_go(said: Provenance | None, source: str) -> bool:
    """Whether somebody says that it is held back less than what this source tells mostly is."""
    return said is not None and strictness(said) < strictness(of_source(source))


# Of whom something was reported; what the reporter told is whose it was before.
WHOSE_REPORTED = [(one, one.label) for one in Provenance if one is not Provenance.REPORTER]


# To be confirmed by a jurist: who may have police data (all that give them, the prosecutor, and the inspectorate, whose detectives
# work under the Wpg too), and who judicial data.
LAWFUL_RECEIVERS: Mapping[str, frozenset[str]] = {
    Provenance.WPG: frozenset({_K.POLICE_AVIM, _K.KMAR, _K.OM, _K.EMM, _K.FIOD, _K.NLA}),
    Provenance.WJSG: frozenset({_K.POLICE_AVIM, _K.KMAR, _K.OM}),
}
# What was given to this municipality for this matter: another municipality gets it when who gave it agrees.
ASKED_FIRST = frozenset({Provenance.WPG, Provenance.WJSG, Provenance.PARTNER})
# Where nobody wrote down that they agreed.
PERMISSION = (
    "Schrijf op welke functie bij de politie, het OM of de partner het goed vond dat dit verder gaat, en wanneer."
)

# What the law holds back, and what is said beside it where somebody chooses what goes along. Of M. it is not leave that lets it
# go but facts, so `disclosure.goes_by_leave` does not count it.
HELD_BY_LAW: Mapping[str, str] = {
    Provenance.WPG: "let op: politiegegevens gaan niet verder zonder dat de politie dat goed vindt",
    Provenance.WJSG: "let op: justitiële gegevens gaan niet verder zonder dat het OM dat goed vindt",
    Provenance.MMA: "let op: een melding bij M. moet eerst met feiten bevestigd zijn",
}
# What the receiver reads where some of it is held by law (domain 8.2, R7). Of a tip it stands below every one, so that it says
# nothing of whose data they are.
ASK_FIRST = (
    "Hierin staan gegevens van politie of justitie. Geef ze niet verder voor wie ze gaf dat goed vindt: vraag het eerst aan de "
    "afzender."
)
ASK_FIRST_OF_TIP = "Geef haar niet verder zonder dat eerst langs dezelfde weg te vragen."


# How a word that points to such data stays in a text: whoever gave them agreed (last_check.py).
STAYS_AGREED = "agreed"
_OF_POLICE = {POINTING_WORDS[Pointing.POLICE], POINTING_WORDS[Pointing.INTELLIGENCE]}


def stays_by_leave(kept: Iterable[Sequence[str]]) -> bool:
    """Whether words that point to police or judicial data stayed because who gave these agreed: they are such data then.

    `kept`: as the last check stores what stayed.
    """
    return any(words in _OF_POLICE and why == STAYS_AGREED for _, _, words, why in kept)


_ASK_FIRST = "let op: dit gaat niet verder zonder dat wie het gaf dat goed vindt"


def note_of(origin: str) -> str:
    """What holds data of this origin back from another municipality, in words; "" for what goes on by itself."""
    return HELD_BY_LAW.get(origin) or (_ASK_FIRST if origin in ASKED_FIRST else "")


class DataCategory(models.TextChoices):
    """What kinds of data leave in a handover; what was agreed on with a kind of partner (domain 8.3, R12)."""

    PLACE = "place", "Plaats, tijd, bedrijf, voertuig en vorm"
    STORY = "story", "Wat er is gezien of gehoord"
    ADDRESS = "address", "Adressen"
    PEOPLE = "people", "Personen"
    CONTACT = "contact", "Telefoonnummers en accounts"
    SOURCE = "source", "Soort bron en wat van de melder is"
    FOUND = "found", "Wat is opgezocht"
    FILES = "files", "Bijlagen (foto's en documenten)"
    LEGAL = "legal", "Politiegegevens en justitiële gegevens"


class Circle(models.TextChoices):
    """How many people could know what an anonymous tip tells: the fewer, the sooner it leads to one of them."""

    MANY = "many", "Veel mensen, zoals buren, klanten of voorbijgangers"
    SOME = "some", "Een groep, zoals collega's of medebewoners"
    FEW = "few", "Maar een paar mensen, of alleen wie het meldde"
