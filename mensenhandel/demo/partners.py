"""The organisations of the demo world. Their kinds are real, so each name says that this one is a demonstration."""

from dataclasses import dataclass

from municipalities.codes import OrganisationKind as Kind
from municipalities.models import Organisation
from signals.codes import HandoverKind

NLA = "Nederlandse Arbeidsinspectie (demo)"
POLICE = "Politie Zeeland-West-Brabant, AVIM (demo)"
POLICE_LIMBURG = "Politie Limburg, AVIM (demo)"
RIEC = "Taskforce-RIEC Brabant-Zeeland (demo)"
VT_ZEELAND = "Veilig Thuis Zeeland (demo)"
VT_WEST_BRABANT = "Veilig Thuis West-Brabant (demo)"
VT_MIDDEN_BRABANT = "Veilig Thuis Midden-Brabant (demo)"
VT_LIMBURG = "Veilig Thuis Zuid-Limburg (demo)"
COMENSHA = "CoMensha (demo)"
SHELTER = "Opvang Luchtkasteel (demo)"
KMAR = "Koninklijke Marechaussee (demo)"


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation; `desk` is the function that a handover is addressed to, `alias` how people also call it."""

    name: str
    kind: Kind
    mailbox: str
    desk: str
    alias: str = ""


PARTNERS: tuple[Partner, ...] = (
    Partner(NLA, Kind.NLA, "meldingen@arbeidsinspectie.example", "meldpunt arbeidsuitbuiting", "Inspectie SZW"),
    Partner(POLICE, Kind.POLICE_AVIM, "avim@politie-zwb.example", "informatiedesk mensenhandel", "AVIM"),
    Partner(POLICE_LIMBURG, Kind.POLICE_AVIM, "avim@politie-limburg.example", "informatiedesk mensenhandel"),
    Partner(RIEC, Kind.RIEC, "signalen@tfriec.example", "accountmanager", "TF-RIEC"),
    Partner(VT_ZEELAND, Kind.VEILIG_THUIS, "advies@veiligthuiszeeland.example", "aandachtsfunctionaris"),
    Partner(VT_WEST_BRABANT, Kind.VEILIG_THUIS, "advies@veiligthuiswestbrabant.example", "aandachtsfunctionaris"),
    Partner(VT_MIDDEN_BRABANT, Kind.VEILIG_THUIS, "advies@veiligthuismiddenbrabant.example", "aandachtsfunctionaris"),
    Partner(VT_LIMBURG, Kind.VEILIG_THUIS, "advies@veiligthuiszuidlimburg.example", "aandachtsfunctionaris"),
    Partner(COMENSHA, Kind.COMENSHA, "helpdesk@comensha.example", "helpdesk"),
    Partner(SHELTER, Kind.COSM, "intake@luchtkasteel.example", "intake"),
    Partner("FairWork (demo)", Kind.FAIRWORK, "advies@fairwork.example", "adviseur"),
    Partner("Openbaar Ministerie (demo)", Kind.OM, "mensenhandel@om.example", "parketsecretaris"),
    # Nobody of it has an account and it has no mailbox: whoever waits for it is asked to call.
    Partner(KMAR, Kind.KMAR, "", "informatiedesk"),
    Partner("Centrum Seksueel Geweld (demo)", Kind.CSG, "zorg@csg.example", "casemanager"),
    Partner("GGD (demo)", Kind.GGD, "zorg@ggd.example", "verpleegkundige"),
    Partner("Nidos (demo)", Kind.NIDOS, "voogdij@nidos.example", "jeugdbeschermer"),
    Partner("Slachtofferhulp (demo)", Kind.SLACHTOFFERHULP, "hulp@slachtofferhulp.example", "casemanager"),
    Partner("Advocatenkantoor Denkbeeld (demo)", Kind.LAWYER, "zaken@denkbeeld.example", "advocaat"),
)
DESKS = {partner.name: partner.desk for partner in PARTNERS}

# Why it went by name, as the officers of the demo wrote it down.
NEEDED = "Zonder deze gegevens kan de ontvanger niets doen: een anonieme tip noemt niet waar en wanneer het gebeurt."
_HK = HandoverKind
# Which kind of partner is asked for what.
AGREED: tuple[tuple[Kind, tuple[HandoverKind, ...], str], ...] = (
    (Kind.POLICE_AVIM, (_HK.INVESTIGATE, _HK.INFORM), "Opsporing van mensenhandel"),
    (Kind.KMAR, (_HK.INVESTIGATE, _HK.INFORM), "Opsporing van mensenhandel aan de grens"),
    (Kind.NLA, (_HK.INVESTIGATE, _HK.INSPECT_JOINT, _HK.INFORM), "Onderzoek naar misstanden op het werk"),
    (Kind.RIEC, (_HK.ADMINISTRATIVE, _HK.INSPECT_JOINT), "Bestuurlijke aanpak"),
    (Kind.RIEC, (_HK.INSPECT_JOINT, _HK.INFORM), "Gezamenlijke controles"),
    (Kind.VEILIG_THUIS, (_HK.INVESTIGATE, _HK.INFORM), "Veiligheid van minderjarigen en gezinnen"),
    (Kind.ZVH, (_HK.INFORM, _HK.ADMINISTRATIVE), "Aanpak over zorg en veiligheid heen"),
    (Kind.COMENSHA, (_HK.COMENSHA_REGISTRATION, _HK.INFORM), "Registratie en plaatsing"),
    (Kind.COSM, (_HK.INFORM,), "Opvang van slachtoffers"),
)
# With one of the kind only.
WITH_ONE = {Kind.COSM: SHELTER}


def agreed_purpose(partner: Organisation, purpose: str) -> str:
    """What a receiver reads as the purpose: the agreed one, where one was, with what it is for this time behind it."""
    agreed = next((one for kind, _, one in AGREED if kind == partner.kind), "")
    return f"{agreed}: {purpose[:1].lower()}{purpose[1:]}" if agreed else purpose
