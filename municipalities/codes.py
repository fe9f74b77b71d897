"""The words of this app: kinds of area and organisation, the roles, and on which kind of area each role is given.

Role codes and organisation kinds are those of the field (domain pages 1.2 and 4.5 of the project's sources).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import models

from core.codes import Codes


class AreaKind(models.TextChoices):
    """How municipalities are grouped. A figure always says by which kind, and on which date."""

    REGION = "region", "regio"
    DISTRICT = "district", "district"
    PROVINCE = "province", "provincie"
    SERVICE_AREA = "service_area", "verzorgingsgebied"
    CENTRE = "centre", "centrumgemeente"


class Verdict(models.TextChoices):
    """What the privacy officer found of an emergency access."""

    FINE = "fine", "in orde"
    NOT_FINE = "not_fine", "niet in orde"


class Role(models.TextChoices):
    """What somebody does, in an area and a period. The code is also the codename of guardian's permission."""

    REPORTER = "reporter", "interne melder"
    FOCAL_OFFICER = "focal_officer", "aandachtsfunctionaris"
    CARE_COORDINATOR = "care_coordinator", "zorgcoördinator"
    PROCESS_DIRECTOR = "process_director", "procesregisseur"
    PARTNER_CONTACT = "partner_contact", "partnercontact"
    PARTNER_FOCAL = "partner_focal", "partner-aandachtsfunctionaris"
    DISTRICT_COORDINATOR = "district_coordinator", "districtelijk coördinator"
    REGIONAL_COORDINATOR = "regional_coordinator", "regionaal coördinator"
    POLICY_OFFICER = "policy_officer", "beleidsmedewerker"
    BOARD_MEMBER = "board_member", "bestuurlijk trekker"
    PRIVACY_OFFICER = "privacy_officer", "privacy officer"
    APP_ADMIN = "app_admin", "functioneel beheerder"


ROLE_SENTENCES: Mapping[str, str] = {
    Role.REPORTER: "Meldt een signaal en ziet daarna alleen het nummer, de stand en het antwoord. Beantwoordt vragen.",
    Role.FOCAL_OFFICER: "Neemt signalen van de eigen gemeente op, beoordeelt ze en geeft ze door.",
    Role.CARE_COORDINATOR: "Neemt aangeboden signalen aan en begeleidt de casussen van gemeenten die dat hebben afgesproken.",
    Role.PROCESS_DIRECTOR: "Leidt het overleg over casussen in het verzorgingsgebied.",
    Role.PARTNER_CONTACT: "Ontvangt en beantwoordt doormeldingen en vragen aan de eigen organisatie.",
    Role.PARTNER_FOCAL: "Is aanspreekpunt binnen een partnerorganisatie en stuurt ook zelf signalen.",
    Role.DISTRICT_COORDINATOR: "Volgt hoe ver de gemeenten van het district zijn en maakt de rapportage. Ziet geen signalen.",
    Role.REGIONAL_COORDINATOR: "Volgt hoe ver de gemeenten van de regio zijn en maakt de rapportage. Ziet geen signalen.",
    Role.POLICY_OFFICER: "Werkt mee aan het beleid en de acties van gemeente of district.",
    Role.BOARD_MEMBER: "Leest vastgestelde rapportages en keurt plannen goed.",
    Role.PRIVACY_OFFICER: "Controleert wie wat heeft gezien en wat gewist moet worden. Ziet geen inhoud.",
    Role.APP_ADMIN: "Beheert gebruikers, rollen en afspraken over zorgcoördinatie. Ziet geen inhoud.",
}

# The hat somebody wears until another is chosen: the first of these that is held. A role held as deputy only comes
# after every role of one's own, so that a coordinator who deputises now and then starts as coordinator.
HAT_ORDER: tuple[str, ...] = (
    Role.FOCAL_OFFICER,
    Role.CARE_COORDINATOR,
    Role.PROCESS_DIRECTOR,
    Role.DISTRICT_COORDINATOR,
    Role.REGIONAL_COORDINATOR,
    Role.PARTNER_FOCAL,
    Role.PARTNER_CONTACT,
    Role.POLICY_OFFICER,
    Role.BOARD_MEMBER,
    Role.PRIVACY_OFFICER,
    Role.APP_ADMIN,
    Role.REPORTER,
)


# Whom a colleague of another municipality or organisation looks for on the card of a municipality, in this order.
# Reporters are not shown.
CARD_ORDER = (
    Role.FOCAL_OFFICER,
    Role.CARE_COORDINATOR,
    Role.PROCESS_DIRECTOR,
    Role.POLICY_OFFICER,
    Role.BOARD_MEMBER,
    Role.DISTRICT_COORDINATOR,
    Role.REGIONAL_COORDINATOR,
    Role.PRIVACY_OFFICER,
)


def permissions_for(*roles: Role) -> list[tuple[str, Any]]:
    """Guardian's permissions of a kind of area: the roles that can be given on it."""
    return [(role.value, role.label) for role in roles]


class OrganisationKind(Codes):
    """What a partner is."""

    POLICE_AVIM = "police_avim", "Politie (AVIM)"
    OM = "om", "Openbaar Ministerie"
    KMAR = "kmar", "Koninklijke Marechaussee"
    EMM = "emm", "Expertisecentrum Mensenhandel en Mensensmokkel"
    RIEC = "riec", "(Taskforce-)RIEC"
    FIOD = "fiod", "FIOD"
    NLA = "nla", "Nederlandse Arbeidsinspectie"
    TAX = "tax", "Belastingdienst/Toeslagen"
    UWV = "uwv", "UWV"
    CUSTOMS = "customs", "Douane"
    NRM = "nrm", "Nationaal Rapporteur"
    MINISTRY = "ministry", "Ministerie"
    IND = "ind", "IND"
    COA = "coa", "COA"
    DTV = "dtv", "Dienst Terugkeer en Vertrek"
    IOM = "iom", "IOM (terugkeer)"
    MUNICIPALITY = "municipality", "Gemeente"
    MUN_TEAM = "mun_team", "Gemeentelijk team (vergunningen, handhaving, leerplicht, wijkteam)"
    ZVH = "zvh", "Zorg- en Veiligheidshuis"
    CARE_COORDINATION = "care_coordination", "Zorgcoördinatie"
    VEILIG_THUIS = "veilig_thuis", "Veilig Thuis"
    PROVINCE = "province", "Provincie"
    REGIONAL_BUREAU = "regional_bureau", "Regionaal bureau of samenwerkingsverband"
    VNG = "vng", "VNG"
    GGD = "ggd", "GGD"
    CSG = "csg", "Centrum Seksueel Geweld"
    MENTAL_HEALTH = "mental_health", "GGZ"
    GP_HOSPITAL = "gp_hospital", "Huisarts of ziekenhuis"
    ADDICTION_CARE = "addiction_care", "Verslavingszorg"
    COMENSHA = "comensha", "CoMensha"
    COSM = "cosm", "Categorale opvang (COSM)"
    SHELTER_WMO = "shelter_wmo", "Vrouwen-, mannen- of maatschappelijke opvang"
    YOUTH_CARE = "youth_care", "Jeugdhulp of gecertificeerde instelling"
    NIDOS = "nidos", "Nidos"
    SLACHTOFFERHULP = "slachtofferhulp", "Slachtofferhulp Nederland"
    FAIRWORK = "fairwork", "FairWork"
    CKM_FIER = "ckm_fier", "CKM, WATCH of Fier"
    MMA = "mma", "Meld Misdaad Anoniem"
    CCV = "ccv", "CCV"
    NGO_OTHER = "ngo_other", "Overige ngo"
    LAWYER = "lawyer", "Advocaat of rechtsbijstand"
    LEGAL_DESK = "legal_desk", "Juridisch Loket"
    SCHOOL = "school", "School"
    COLLEGE = "college", "Hogeschool of universiteit"
    HOUSING_CORP = "housing_corp", "Woningcorporatie"
    EMPLOYER_ORG = "employer_org", "Werkgever of branche"
    HOTEL_SECTOR = "hotel_sector", "Hotel- en recreatiesector"
    FOREIGN_AUTHORITY = "foreign_authority", "Buitenlandse instantie"


class OrganisationType(StrEnum):
    """`org_Type` of the Human Trafficking Case Data Standard (HTCDS 2.0, CC BY 4.0, credit IOM), as spelled there."""

    LAW_ENFORCEMENT = "LawEnforcement"
    CENTRAL_GOVERNMENT = "CentralGovernmentOrganisation"
    IMMIGRATION = "ImmigrationService"
    LOCAL_GOVERNMENT = "LocalGovernmentOrganisation"
    HEALTH = "HealthServiceOrganisation"
    NGO = "NGO"
    LEGAL = "LegalService"
    SCHOOL = "SchoolOrCollege"
    BUSINESS = "CorporateBusiness"


_K = OrganisationKind
_T = OrganisationType
# An authority of another country has the type of its kind there.
ORGANISATION_HTCDS: Mapping[str, str] = {
    **dict.fromkeys((_K.POLICE_AVIM, _K.OM, _K.KMAR, _K.EMM, _K.RIEC, _K.FIOD), _T.LAW_ENFORCEMENT),
    **dict.fromkeys((_K.NLA, _K.TAX, _K.UWV, _K.CUSTOMS, _K.NRM, _K.MINISTRY), _T.CENTRAL_GOVERNMENT),
    **dict.fromkeys((_K.IND, _K.COA, _K.DTV, _K.IOM), _T.IMMIGRATION),
    **dict.fromkeys((_K.MUNICIPALITY, _K.MUN_TEAM, _K.ZVH, _K.CARE_COORDINATION), _T.LOCAL_GOVERNMENT),
    **dict.fromkeys((_K.VEILIG_THUIS, _K.PROVINCE, _K.REGIONAL_BUREAU, _K.VNG), _T.LOCAL_GOVERNMENT),
    **dict.fromkeys((_K.GGD, _K.CSG, _K.MENTAL_HEALTH, _K.GP_HOSPITAL, _K.ADDICTION_CARE), _T.HEALTH),
    **dict.fromkeys((_K.COMENSHA, _K.COSM, _K.SHELTER_WMO, _K.YOUTH_CARE, _K.NIDOS, _K.SLACHTOFFERHULP), _T.NGO),
    **dict.fromkeys((_K.FAIRWORK, _K.CKM_FIER, _K.MMA, _K.CCV, _K.NGO_OTHER), _T.NGO),
    **dict.fromkeys((_K.LAWYER, _K.LEGAL_DESK), _T.LEGAL),
    **dict.fromkeys((_K.SCHOOL, _K.COLLEGE), _T.SCHOOL),
    **dict.fromkeys((_K.HOUSING_CORP, _K.EMPLOYER_ORG, _K.HOTEL_SECTOR), _T.BUSINESS),
}
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Politie, justitie en inspectie", frozenset({_K.POLICE_AVIM, _K.OM, _K.KMAR, _K.EMM, _K.RIEC, _K.FIOD, _K.NLA})),
    (
        "Overheid",
        frozenset(
            {
                _K.TAX,
                _K.UWV,
                _K.CUSTOMS,
                _K.NRM,
                _K.MINISTRY,
                _K.IND,
                _K.COA,
                _K.DTV,
                _K.IOM,
                _K.MUNICIPALITY,
                _K.MUN_TEAM,
                _K.PROVINCE,
                _K.REGIONAL_BUREAU,
                _K.VNG,
                _K.FOREIGN_AUTHORITY,
            }
        ),
    ),
    (
        "Zorg en hulp",
        frozenset(
            {
                _K.ZVH,
                _K.CARE_COORDINATION,
                _K.VEILIG_THUIS,
                _K.GGD,
                _K.CSG,
                _K.MENTAL_HEALTH,
                _K.GP_HOSPITAL,
                _K.ADDICTION_CARE,
                _K.COMENSHA,
                _K.COSM,
                _K.SHELTER_WMO,
                _K.YOUTH_CARE,
                _K.NIDOS,
                _K.SLACHTOFFERHULP,
                _K.FAIRWORK,
                _K.CKM_FIER,
                _K.NGO_OTHER,
            }
        ),
    ),
)
# How a list of organisations is grouped: each kind stands in one of them.
ORGANISATION_GROUPS = (
    *_GROUPS,
    ("Andere organisaties", frozenset(OrganisationKind).difference(*(kinds for _, kinds in _GROUPS))),
)

# Kinds that can carry care coordination, so that a municipality can give them a mandate.
CARE_KINDS: frozenset[str] = frozenset(
    {
        OrganisationKind.ZVH,
        OrganisationKind.CARE_COORDINATION,
        OrganisationKind.GGD,
        OrganisationKind.REGIONAL_BUREAU,
    }
)
