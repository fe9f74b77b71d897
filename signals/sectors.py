"""In which trade somebody works under pressure: the sections A to U of ISIC 4, in the words of the Dutch SBI.

HTCDS `vic_ForcedLabourIndustry` has the same letters (htcds.py). A sector says something of labour and of forced services only.
"""

from collections.abc import Iterable

from core.codes import Codes

from .codes import Form

WORK = (Form.LABOUR, Form.FORCED_SERVICES)
NOT_OF_WORK = "Een sector hoort bij arbeidsuitbuiting of gedwongen dienstverlening."


def has_sector(forms: Iterable[str]) -> bool:
    """Whether one of these forms is of work; a sector says nothing of the others."""
    return not {*WORK}.isdisjoint(forms)


class LabourSector(Codes):
    """The trade."""

    AGRICULTURE = "agriculture", "Land- en tuinbouw, bosbouw en visserij"
    MINING = "mining", "Winning van delfstoffen"
    INDUSTRY = "industry", "Industrie, ook voedsel en vlees"
    ENERGY = "energy", "Energie"
    WATER_WASTE = "water_waste", "Water en afval"
    CONSTRUCTION = "construction", "Bouw"
    TRADE = "trade", "Winkels, groothandel en garages"
    TRANSPORT = "transport", "Vervoer, distributiecentra en bezorging"
    HOSPITALITY = "hospitality", "Horeca"
    INFORMATION = "information", "Informatie en communicatie"
    FINANCE = "finance", "Banken en verzekeraars"
    REAL_ESTATE = "real_estate", "Verhuur en handel in vastgoed"
    PROFESSIONAL = "professional", "Advies en onderzoek"
    SUPPORT = "support", "Uitzendwerk, schoonmaak en beveiliging"
    GOVERNMENT = "government", "Overheid"
    EDUCATION = "education", "Onderwijs"
    CARE = "care", "Zorg en welzijn"
    LEISURE = "leisure", "Cultuur, sport en recreatie"
    PERSONAL = "personal", "Massage, nagelstudio en andere persoonlijke diensten"
    HOUSEHOLD = "household", "Huishouden"
    INTERNATIONAL = "international", "Internationale organisaties"
