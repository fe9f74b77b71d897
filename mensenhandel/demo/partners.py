"""The organisations of the demo world. Their kinds are real, so each name says that this one is a demonstration."""

from dataclasses import dataclass

from municipalities.codes import OrganisationKind as Kind

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
    Partner("Koninklijke Marechaussee (demo)", Kind.KMAR, "meldingen@kmar.example", "informatiedesk"),
    Partner("Centrum Seksueel Geweld (demo)", Kind.CSG, "zorg@csg.example", "casemanager"),
    Partner("GGD (demo)", Kind.GGD, "zorg@ggd.example", "verpleegkundige"),
    Partner("Nidos (demo)", Kind.NIDOS, "voogdij@nidos.example", "jeugdbeschermer"),
    Partner("Slachtofferhulp (demo)", Kind.SLACHTOFFERHULP, "hulp@slachtofferhulp.example", "casemanager"),
    Partner("Advocatenkantoor Denkbeeld (demo)", Kind.LAWYER, "zaken@denkbeeld.example", "advocaat"),
)
DESKS = {partner.name: partner.desk for partner in PARTNERS}
