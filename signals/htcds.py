"""What the codes of signals are called in the Human Trafficking Case Data Standard (HTCDS 2.0, CC BY 4.0, credit IOM).

A code without a value here has none there. The values of the characteristics stand beside them (indicators.py).
"""

from collections.abc import Iterable, Mapping
from string import ascii_uppercase

from municipalities.codes import OrganisationType

from .codes import Answered, Form, Source
from .sectors import LabourSector, SexSector
from .situations import SuspectedRole

# vic_TypeOfExploitation
FORM_HTCDS: Mapping[str, str] = {
    Form.SEXUAL: "SexualExploitation",
    Form.LABOUR: "ForcedLabour",
    Form.FORCED_SERVICES: "Servitude",
    Form.CRIMINAL: "Other",
    Form.FORCED_BEGGING: "ForcedBegging",
    Form.ORGAN_REMOVAL: "OrganRemoval",
    Form.FORCED_MARRIAGE: "ForcedMarriage",
    Form.ILLEGAL_ADOPTION: "ForcedAdoption",
    Form.SURROGACY: "Surrogacy",
    Form.OTHER: "Other",
}

# org_Type of who reported. Who is nobody's organisation, or may be anybody's, has none.
SOURCE_HTCDS: Mapping[str, str] = {
    **dict.fromkeys((source for source in Source if source.startswith("mun_")), OrganisationType.LOCAL_GOVERNMENT),
    **dict.fromkeys((Source.VEILIG_THUIS, Source.ZVH), OrganisationType.LOCAL_GOVERNMENT),
    **dict.fromkeys((Source.POLICE, Source.KMAR, Source.OM, Source.RIEC), OrganisationType.LAW_ENFORCEMENT),
    **dict.fromkeys((Source.NLA, Source.TAX, Source.UWV), OrganisationType.CENTRAL_GOVERNMENT),
    Source.IND: OrganisationType.IMMIGRATION,
    **dict.fromkeys((Source.GGD, Source.CSG, Source.HEALTH), OrganisationType.HEALTH),
    **dict.fromkeys(
        (Source.COMENSHA, Source.FAIRWORK, Source.CKM, Source.SHELTER, Source.NGO_OTHER), OrganisationType.NGO
    ),
    Source.SCHOOL: OrganisationType.SCHOOL,
    **dict.fromkeys((Source.HOUSING, Source.EMPLOYER, Source.HOTEL), OrganisationType.BUSINESS),
    Source.LAWYER: OrganisationType.LEGAL,
}

# per_RoleInProcess: of its values only those of who does it; the list there holds roles of who it is done to as well.
ROLE_HTCDS: Mapping[str, str] = {
    SuspectedRole.RECRUITER: "RecruiterOrIntermediary",
    SuspectedRole.TRANSPORTER: "Transporter",
    SuspectedRole.EXPLOITER: "Exploiter",
    SuspectedRole.ABUSER: "Abuser",
    SuspectedRole.BROKER: "BrokerTravelAgent",
    SuspectedRole.FACILITATOR: "Other",
    SuspectedRole.CLIENT: "Other",
}

# vic_ForcedLabourIndustry: the letters of ISIC 4, as they stand in the list of sectors.
SECTOR_HTCDS: Mapping[str, str] = dict(zip(LabourSector.values, ascii_uppercase, strict=False))


# vic_TypeOfSexExploitation
SEX_SECTOR_HTCDS: Mapping[str, str] = {
    **dict.fromkeys((SexSector.WINDOW, SexSector.CLUB, SexSector.HOME_HOTEL, SexSector.ESCORT), "Prostitution"),
    **dict.fromkeys((SexSector.STREET, SexSector.MASSAGE), "Prostitution"),
    SexSector.WEBCAM: "RemoteInteractiveServices",
    SexSector.IMAGES: "Pornography",
    SexSector.PRIVATE: "PrivateSexualServices",
}


def exploitation_in(forms: Iterable[str], *, minor: str) -> list[str]:
    """Of a signal the values of vic_TypeOfExploitation: each form once, and ChildLabour where a minor works (domain 4.1)."""
    found = [FORM_HTCDS[form] for form in forms if form in FORM_HTCDS]
    if "ForcedLabour" in found and minor == Answered.YES:
        found.append("ChildLabour")
    return list(dict.fromkeys(found))
