"""In which trade somebody works under pressure: the sections A to U of ISIC 4, in the words of the Dutch SBI; and of sexual
exploitation where, or by which way.

HTCDS `vic_ForcedLabourIndustry` has the same letters, `vic_TypeOfSexExploitation` fewer values (htcds.py). A sector says something
of labour and of forced services only, the other of sexual exploitation only; "" is not known (domain 4.1 and 4.12).
"""

from collections.abc import Iterable

from core.codes import Codes

from .codes import Form

WORK = (Form.LABOUR, Form.FORCED_SERVICES)
NOT_OF_WORK = "Een sector hoort bij arbeidsuitbuiting of gedwongen dienstverlening."

NOT_SEXUAL = "Dit hoort bij seksuele uitbuiting."


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


class SexSector(Codes):
    """Where sex is sold or shown. What is not known has no code."""

    WINDOW = "window", "Raam"
    CLUB = "club", "Club of privéhuis"
    HOME_HOTEL = "home_hotel", "Thuis of in een hotel"
    ESCORT = "escort", "Escort"
    STREET = "street", "Straat"
    MASSAGE = "massage", "Massagesalon"
    WEBCAM = "webcam", "Webcam"
    IMAGES = "images", "Beeldmateriaal"
    PRIVATE = "private", "Privé, zonder derden"
