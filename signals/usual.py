"""What is usual for each kind of information: what it is for and what is not allowed with it, whose data, on which ground.

One row per kind of domain 4.4, with the marks of domain 8.2 (R7) and the grounds of domain 8.1. Whose data it is and the ground
are a proposal on a form: the officer confirms or changes it, and a jurist confirms the table per covenant. Who may write a kind
down (`may_note`) and what goes nowhere (`why_stays`) hold, whatever the form shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.access import Actor, may
from core.codes import Codes

from .codes import EnrichmentKind, LegalGround
from .models import Signal
from .policies import SignalAction
from .sharing_codes import Provenance


@dataclass(frozen=True, slots=True)
class Usual:
    """`help`: what it is for, and what not, in a line. `provenance` and `ground` are proposed. `asks`: who usually may ask it.

    `of_municipality`: it comes from what only the municipality may look into, so only who works there writes it down.
    `stays`: why what was found goes nowhere, whatever is ticked; "" when it may go.
    """

    help: str
    provenance: Provenance
    ground: LegalGround
    asks: str
    of_municipality: bool = False
    stays: str = ""


_K, _P, _G = EnrichmentKind, Provenance, LegalGround

USUAL: Mapping[EnrichmentKind, Usual] = {
    _K.BRP_ADDRESS: Usual(
        "Laat zien wie op het adres staan ingeschreven. Zoek alleen dit adres op, en neem niet over wie er niet toe doet.",
        _P.BRP,
        _G.PUBLIC_TASK,
        "Wie daarvoor bij de gemeente is aangewezen, meestal burgerzaken op verzoek van de aandachtsfunctionaris.",
        of_municipality=True,
    ),
    _K.BRP_PERSON: Usual(
        "Om na te gaan wie iemand is. Alleen als u de persoon al kent uit het signaal; schrijf nooit een BSN op.",
        _P.BRP,
        _G.PUBLIC_TASK,
        "Wie daarvoor bij de gemeente is aangewezen, meestal burgerzaken op verzoek van de aandachtsfunctionaris.",
        of_municipality=True,
    ),
    _K.BAG_OBJECT: Usual(
        "Waarvoor het pand bedoeld is en hoe groot het is. Zegt niets over wie er wonen.",
        _P.OPEN_SOURCE,
        _G.NO_PERSONAL_DATA,
        "Iedereen: dit is openbaar.",
    ),
    _K.KVK: Usual(
        "Welk bedrijf het is en wie ervoor tekent. Het woonadres van een ondernemer hebt u zelden nodig.",
        _P.OPEN_SOURCE,
        _G.PUBLIC_TASK,
        "Iedereen: het register is openbaar.",
    ),
    _K.KADASTER: Usual(
        "Van wie het pand is. Eigenaar zijn zegt niets over meewerken; neem geen koopsom of hypotheek over.",
        _P.OPEN_SOURCE,
        _G.PUBLIC_TASK,
        "Iedereen: het register is openbaar.",
    ),
    _K.PERMIT: Usual(
        "Welke vergunningen er zijn, zoals horeca, kamerverhuur of seksinrichting. Neem alleen over wat bij dit signaal past.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "De aandachtsfunctionaris, bij de afdeling vergunningen van de gemeente.",
        of_municipality=True,
    ),
    _K.BIBOB: Usual(
        "Alleen óf er een onderzoek loopt of liep. De inhoud van een Bibob-advies is geheim en gaat nergens mee naartoe.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "De aandachtsfunctionaris, bij wie in de gemeente met Bibob werkt. Een ander mag het niet vragen.",
        of_municipality=True,
        stays="is geheim en gaat nergens mee naartoe",
    ),
    _K.SANCTION: Usual(
        "Welke maatregelen de gemeente eerder oplegde. Een boete van toen bewijst nu niets.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "De aandachtsfunctionaris, bij de afdeling handhaving van de gemeente.",
        of_municipality=True,
    ),
    _K.INSPECTION: Usual(
        "Wat bij eerdere controles is gezien. Neem over wat er gezien is, niet wat iemand ervan dacht.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "De aandachtsfunctionaris, bij de afdeling toezicht van de gemeente.",
        of_municipality=True,
    ),
    _K.INCOME: Usual(
        "Alleen als de wet het voor uw taak toestaat. Vraag of er iets speelt, en niet om bedragen of het hele dossier.",
        _P.OWN,
        _G.LEGAL_DUTY,
        "De aandachtsfunctionaris, bij werk en inkomen of schuldhulp, als de wet het voor die taak toestaat.",
        of_municipality=True,
    ),
    _K.COMPLAINTS: Usual(
        "Of er over het adres is geklaagd. Wie klaagde, neemt u niet over.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "De aandachtsfunctionaris, bij het meldpunt of de afdeling wonen van de gemeente.",
        of_municipality=True,
    ),
    _K.OPEN_SOURCE: Usual(
        "Wat iedereen kan zien, zoals een advertentie. Geen nepaccount, niet meepraten en niemand blijven volgen.",
        _P.OPEN_SOURCE,
        _G.PUBLIC_TASK,
        "Wie dit signaal behandelt.",
    ),
    _K.EARLIER_SIGNALS: Usual(
        "Of dit eerder voorkwam in uw eigen gemeente. Een ander signaal blijft een vermoeden.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "Wie dit signaal behandelt, in wat zij zelf mag zien.",
    ),
    _K.PARTNER_QUESTION: Usual(
        "Wat een partner u buiten Signaalpunt vertelde. Vraag niet meer dan nodig, en schrijf op van wie de gegevens zijn.",
        _P.PARTNER,
        _G.PUBLIC_TASK,
        "Wie dit signaal behandelt.",
    ),
    _K.SITE_VISIT: Usual(
        "Wat iemand ter plaatse zag. Binnengaan mag alleen met toestemming of een bevoegdheid; stiekem volgen mag niet.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "Een toezichthouder of boa, of wie er voor haar eigen werk al komt.",
    ),
    _K.EMPLOYMENT_AGENCY: Usual(
        "Of een uitzendbureau in het register staat. Gaat over het bedrijf, niet over wie er werkt.",
        _P.OPEN_SOURCE,
        _G.NO_PERSONAL_DATA,
        "Iedereen: het register is openbaar.",
    ),
    _K.SCHOOL: Usual(
        "Of iemand naar school gaat en hoeveel er verzuimd is. Geen cijfers, en niets over andere leerlingen.",
        _P.PARTNER,
        _G.PUBLIC_TASK,
        "De leerplichtambtenaar van de gemeente, op verzoek van de aandachtsfunctionaris.",
        of_municipality=True,
    ),
    _K.PHONE_CALL: Usual(
        "Wat in een gesprek is gezegd, in één zin. Noem de rol van wie belde; een naam hoeft niet.",
        _P.OWN,
        _G.PUBLIC_TASK,
        "Wie dit signaal behandelt.",
    ),
    _K.ASKED_THERE: Usual(
        "Wat een collega of partner de vorige gemeente antwoordde. Het is daar gevraagd, en voor dat doel gegeven.",
        _P.PARTNER,
        _G.PUBLIC_TASK,
        "De gemeente waar dit signaal vandaan komt. Wilt u meer weten, vraag het dan zelf.",
    ),
}
# These are written down on pages of their own, or come along with a signal.
NOT_ADDED = (_K.PHONE_CALL, _K.ASKED_THERE)

# Beside what a kind is for, where not everybody who works on a signal writes it down.
OF_MUNICIPALITY = "Alleen de aandachtsfunctionaris van de gemeente legt dit vast."


def why_stays(kind: str) -> str:
    """Why what was found goes nowhere, as the end of a sentence; "" when it may go."""
    return USUAL[EnrichmentKind(kind)].stays


def may_note(actor: Actor, kind: str, signal: Signal) -> bool:
    """Whether the actor writes this kind down with this signal."""
    return not USUAL[EnrichmentKind(kind)].of_municipality or may(actor, SignalAction.ENRICH_FROM_REGISTERS, signal)


class Caller(Codes):
    """Who called whom: by role, never by name."""

    REPORTER_CALLED = "reporter_called", "De melder belde ons"
    WE_CALLED_REPORTER = "we_called_reporter", "Wij belden de melder"
    VICTIM_CALLED = "victim_called", "Betrokkene belde ons"
    WE_CALLED_VICTIM = "we_called_victim", "Wij belden betrokkene"
    POLICE_CALLED = "police_called", "De politie belde ons"
    WE_CALLED_POLICE = "we_called_police", "Wij belden de politie"
    JUSTICE_CALLED = "justice_called", "Het OM belde ons"
    WE_CALLED_JUSTICE = "we_called_justice", "Wij belden het OM"
    MMA_CALLED = "mma_called", "Meld Misdaad Anoniem belde ons"
    WE_CALLED_MMA = "we_called_mma", "Wij belden Meld Misdaad Anoniem"
    PARTNER_CALLED = "partner_called", "Een andere partner belde ons"
    WE_CALLED_PARTNER = "we_called_partner", "Wij belden een andere partner"
    COLLEAGUE_CALLED = "colleague_called", "Een collega van de gemeente belde ons"
    WE_CALLED_COLLEAGUE = "we_called_colleague", "Wij belden een collega van de gemeente"


# Of these calls we began it; of the others they did.
WE_CALLED = (
    Caller.WE_CALLED_REPORTER,
    Caller.WE_CALLED_VICTIM,
    Caller.WE_CALLED_POLICE,
    Caller.WE_CALLED_JUSTICE,
    Caller.WE_CALLED_MMA,
    Caller.WE_CALLED_PARTNER,
    Caller.WE_CALLED_COLLEAGUE,
)
# Whose data a call gives: it says under which law, and whether, they may go on.
TOLD_BY: Mapping[Caller, Provenance] = {
    Caller.REPORTER_CALLED: _P.REPORTER,
    Caller.WE_CALLED_REPORTER: _P.REPORTER,
    Caller.VICTIM_CALLED: _P.VICTIM,
    Caller.WE_CALLED_VICTIM: _P.VICTIM,
    Caller.POLICE_CALLED: _P.WPG,
    Caller.WE_CALLED_POLICE: _P.WPG,
    Caller.JUSTICE_CALLED: _P.WJSG,
    Caller.WE_CALLED_JUSTICE: _P.WJSG,
    Caller.MMA_CALLED: _P.MMA,
    Caller.WE_CALLED_MMA: _P.MMA,
    Caller.PARTNER_CALLED: _P.PARTNER,
    Caller.WE_CALLED_PARTNER: _P.PARTNER,
    Caller.COLLEAGUE_CALLED: _P.OWN,
    Caller.WE_CALLED_COLLEAGUE: _P.OWN,
}
