"""How a report begins, by who brings it. `{p}` becomes a place.

Five for each of the eight groups of sources; the group also decides the source code and how the reporter knows it.
"""

from dataclasses import dataclass
from enum import StrEnum

from signals.codes import Knowledge, Source


class Group(StrEnum):
    """Who brings signals, as the figures of the demo count them."""

    ENFORCEMENT = "enforcement"
    COUNTER = "counter"
    SOCIAL = "social"
    SCHOOL = "school"
    CARE = "care"
    POLICE = "police"
    RESIDENTS = "residents"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentence of a report, and what it says about its source."""

    source: Source
    knowledge: Knowledge
    text: str


def _seen(source: Source, text: str) -> Opening:
    return Opening(source, Knowledge.SEEN, text)


def _told(source: Source, text: str) -> Opening:
    return Opening(source, Knowledge.TOLD, text)


_S = Source
OPENINGS: dict[Group, tuple[Opening, ...]] = {
    Group.ENFORCEMENT: (
        _seen(_S.MUN_ENFORCEMENT, "Bij een controle {p} zag ik iets dat ik wil doorgeven."),
        _seen(_S.MUN_BUILDING, "Wij waren {p} voor een woningcontrole."),
        _seen(_S.MUN_ENFORCEMENT, "Tijdens mijn ronde {p} viel mij iets op."),
        _seen(_S.MUN_BUILDING, "Ik was {p} voor een bouwcontrole en zag meer dan ik verwachtte."),
        _seen(_S.MUN_ENFORCEMENT, "Op verzoek van een buurman ben ik {p} gaan kijken."),
    ),
    Group.COUNTER: (
        _told(_S.MUN_COUNTER, "Aan de balie vertelde iemand wat {p} gebeurt."),
        _told(_S.MUN_COUNTER, "Een inwoner kwam aan de balie over iets {p}."),
        _told(_S.MUN_COUNTER, "Bij een inschrijving aan de balie hoorde ik dit; het speelt {p}."),
        _seen(_S.MUN_COUNTER, "Ik hielp iemand aan de balie die {p} was afgezet."),
        _told(_S.MUN_COUNTER, "Een collega van de balie gaf dit door; het gaat over mensen {p}."),
    ),
    Group.SOCIAL: (
        _seen(_S.MUN_SOCIAL, "Bij een huisbezoek hoorde ik dit zelf; het speelt {p}."),
        _told(_S.MUN_SOCIAL, "Het wijkteam kreeg een vraag over iemand {p}."),
        _told(_S.MUN_INCOME, "Een cliënt van schuldhulp vertelde mij wat {p} gebeurt."),
        _told(_S.MUN_YOUTH, "In het gezinsgesprek kwam dit ter sprake; het gaat om iets {p}."),
        _told(_S.MUN_YOUTH, "Onze jeugdconsulent werd {p} aangesproken."),
    ),
    Group.SCHOOL: (
        _told(_S.SCHOOL, "Een mentor belde over een leerling die vaak {p} is."),
        _told(_S.SCHOOL, "De intern begeleider van een school belde over wat er {p} gebeurt."),
        _seen(_S.SCHOOL, "De conciërge zag na schooltijd {p} het volgende."),
        _told(_S.SCHOOL, "Een docent maakt zich zorgen over een leerling; het speelt {p}."),
        _told(_S.SCHOOL, "Op school vertelde een klasgenoot wat er {p} gebeurt."),
    ),
    Group.CARE: (
        _told(_S.VEILIG_THUIS, "Veilig Thuis gaf dit aan ons door; het speelt {p}."),
        _told(_S.HEALTH, "De huisarts belde over iets {p}."),
        _told(_S.VEILIG_THUIS, "Veilig Thuis kreeg een telefoontje over iemand {p}."),
        _seen(_S.GGD, "De GGD kwam {p} voor een andere vraag en zag dit."),
        _told(_S.HEALTH, "In het spreekuur vertelde iemand wat {p} gebeurt."),
    ),
    Group.POLICE: (
        _told(_S.POLICE, "De wijkagent gaf dit mondeling door; het speelt {p}."),
        _seen(_S.POLICE, "Na een melding is de politie {p} gaan kijken."),
        _told(_S.POLICE, "De wijkagent sprak iemand {p}."),
        _told(_S.POLICE, "Wij kregen een bericht van de politie over iets {p}."),
        _seen(_S.POLICE, "Bij een verkeerscontrole {p} viel de politie iets op."),
    ),
    Group.RESIDENTS: (
        _seen(_S.CITIZEN, "Een buurvrouw belde over wat zij {p} ziet."),
        _seen(_S.CITIZEN, "Een inwoner mailde over iets {p}."),
        _seen(_S.CITIZEN, "Iemand die zijn hond uitlaat, ziet {p} vaak hetzelfde."),
        _told(_S.RELATIVE, "Een familielid sprak mij aan; het gaat om iets {p}."),
        _seen(_S.CITIZEN, "Een omstander belde over wat er {p} gebeurt."),
    ),
    Group.OTHERS: (
        _seen(_S.HOUSING, "De woningcorporatie gaf dit door; het gaat om iets {p}."),
        _told(_S.NETWORK_TIP, "Een taalvrijwilliger hoorde dit; het speelt {p}."),
        _told(_S.RIEC, "Een partner gaf dit door in het overleg; het gaat om iets {p}."),
        _told(_S.NETWORK_TIP, "Via via hoorden wij wat er {p} gebeurt."),
        _seen(_S.NETWORK_TIP, "Een bezorger vertelde wat hij {p} ziet."),
    ),
}

GROUP_OF: dict[str, Group] = {
    **{opening.source: group for group, openings in OPENINGS.items() for opening in openings},
    _S.OWN_CHECK: Group.ENFORCEMENT,
    _S.CSG: Group.CARE,
    _S.HOTEL: Group.OTHERS,
    _S.NLA: Group.OTHERS,
    _S.EMPLOYER: Group.OTHERS,
    _S.MUN_SAFETY: Group.OTHERS,
}
"""The group of each source code that occurs in the demo."""
