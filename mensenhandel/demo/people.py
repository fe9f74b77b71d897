"""Everybody who works with the demo world: the personas of the sign-in page, and those drawn beside them.

One person per role and area. Drawn people take the names of `naming.PEOPLE` in a fixed order, whatever the seed, so that
an address that somebody wrote down stays right. Three municipalities have no focal officer, and that shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from municipalities.codes import Role

from . import partners
from .naming import PEOPLE, email, slug
from .personas import personas
from .plan import SIGNALS, Area

SINCE = date(2020, 1, 1)

ZWB = "Zeeland-West-Brabant"
LIMBURG = "Zuid-Limburg"
ZVH_ZEELAND = "ZVH Zeeland"
ZVH_MARKIEZATEN = "ZVH De Markiezaten"
ZVH_BARONIE = "ZVH Baronie Breda"
ZVH_MIDDEN_BRABANT = "ZVH Midden-Brabant"

VACANT = ("Borsele", "Veere", "Baarle-Nassau")
NO_DEPUTY = ("Kapelle", "Drimmelen")
NO_MANDATE = ("Noord-Beveland",)

# Days before the build: when Borsele's focal officer left, and when the neighbours stopped standing in.
BORSELE_LEFT = 400
STOOD_IN_UNTIL = 200


@dataclass(frozen=True, slots=True)
class Post:
    """A role on an area. `until`: days before (negative: after) the build on which it ends; None: it goes on."""

    role: Role
    area: str
    deputy: bool = False
    since: date = SINCE
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `left`: the account is closed."""

    name: str
    email: str
    function: str
    posts: tuple[Post, ...] = ()
    left: bool = False


_FO = Role.FOCAL_OFFICER
_POSTS: Mapping[str, tuple[Post, ...]] = {
    "Wilma Windvaan": (Post(_FO, "Goes"),),
    "Koos Koffiekan": (Post(_FO, "Goes", deputy=True),),
    "Vera Vuurboei": (Post(_FO, "Vlissingen"),),
    "Roos Regenpijp": (Post(_FO, "Reimerswaal"), Post(_FO, "Kapelle")),
    "Teun Theelepel": (Post(_FO, "Roosendaal"),),
    "Floor Fietsbel": (Post(_FO, "Breda"),),
    "Sjoerd Stoeptegel": (Post(_FO, "Tilburg"),),
    "Karlijn Kompasroos": (Post(Role.CARE_COORDINATOR, ZVH_ZEELAND),),
    "Bram Boekenlegger": (Post(Role.CARE_COORDINATOR, ZVH_MARKIEZATEN),),
    "Daphne Deurklopper": (Post(Role.DISTRICT_COORDINATOR, Area.ZEELAND), Post(_FO, "Goes", deputy=True)),
    "Lowie Lantaarnpaal": (Post(Role.REGIONAL_COORDINATOR, ZWB),),
    "Philo Paraplubak": (Post(Role.PARTNER_CONTACT, partners.NLA),),
    "Tirza Trapleuning": (Post(Role.PARTNER_FOCAL, partners.VT_ZEELAND),),
    "Hanna Handveger": (Post(Role.REPORTER, "Goes"),),
    "Vince Vensterbank": (Post(Role.PRIVACY_OFFICER, "Goes"),),
    "Bo Brievenbus": (Post(Role.APP_ADMIN, ZWB), Post(Role.APP_ADMIN, LIMBURG)),
    "Jet Jampot": (Post(Role.BOARD_MEMBER, Area.ZEELAND),),
    "Oda Oorwarmer": (),
}

_OFFICER_WORDS = (
    "beleidsmedewerker veiligheid",
    "adviseur openbare orde",
    "beleidsmedewerker zorg en veiligheid",
    "coördinator toezicht",
    "medewerker ondermijning",
)
_REPORTERS = (
    ("Goes", "toezichthouder wonen"),
    ("Terneuzen", "consulent schuldhulp"),
    ("Zundert", "leerplichtambtenaar"),
    ("Roosendaal", "boa"),
    ("Tholen", "baliemedewerker burgerzaken"),
    ("Vlissingen", "toezichthouder"),
    ("Middelburg", "medewerker wijkteam"),
    ("Breda", "inspecteur bouw- en woningtoezicht"),
    ("Tilburg", "baliemedewerker burgerzaken"),
    ("Bergen op Zoom", "boa"),
    ("Waalwijk", "medewerker wijkteam"),
    ("Oosterhout", "toezichthouder"),
    ("Moerdijk", "toezichthouder wonen"),
    ("Schouwen-Duiveland", "baliemedewerker burgerzaken"),
    ("Etten-Leur", "jeugdconsulent"),
)
_COORDINATED = (
    ZVH_BARONIE,
    ZVH_MIDDEN_BRABANT,
    "ZVH Maastricht-Heuvelland",
    "ZVH Westelijke Mijnstreek",
    "ZVH Parkstad",
)
_DISTRICTS = (Area.MARKIEZATEN, Area.BARONIE, Area.HART, "Maastricht-Heuvelland/Westelijke Mijnstreek", "Parkstad")
_CONTACTS = (
    (partners.POLICE, "politie-zwb", Role.PARTNER_CONTACT),
    (partners.POLICE_LIMBURG, "politie-limburg", Role.PARTNER_CONTACT),
    (partners.RIEC, "tfriec", Role.PARTNER_CONTACT),
    (partners.VT_WEST_BRABANT, "veiligthuiswestbrabant", Role.PARTNER_FOCAL),
    (partners.VT_MIDDEN_BRABANT, "veiligthuismiddenbrabant", Role.PARTNER_FOCAL),
    (partners.VT_LIMBURG, "veiligthuiszuidlimburg", Role.PARTNER_FOCAL),
)
# Who is called when nobody is there: in these municipalities, and for a region somebody who works in that place.
FALL_BACK_AREAS = ("Borsele", "Veere", "Baarle-Nassau")
REGION_FALL_BACKS = {ZWB: "Breda", LIMBURG: "Maastricht"}
FALL_BACK = "achtervang"


@lru_cache(maxsize=1)
def everybody() -> tuple[Person, ...]:
    """Personas first, then the drawn."""
    known = tuple(Person(card.name, card.email, card.role, _POSTS[card.name]) for card in personas())
    names = iter(PEOPLE)
    return known + tuple(
        Person(name, email(name, mail_area), function, posts, left)
        for name, (mail_area, function, posts, left) in zip(names, _drawn(), strict=False)
    )


type _Draw = tuple[str, str, tuple[Post, ...], bool]


def _drawn() -> Iterator[_Draw]:
    yield from _officers()
    yield "Borsele", "beleidsmedewerker veiligheid", (Post(_FO, "Borsele", until=BORSELE_LEFT),), True
    for area in _COORDINATED:
        yield area, "zorgcoördinator", (Post(Role.CARE_COORDINATOR, area),), False
    yield ZVH_ZEELAND, "procesregisseur", (Post(Role.PROCESS_DIRECTOR, ZVH_ZEELAND),), False
    for district in _DISTRICTS:
        yield _short(district), "districtelijk coördinator", (Post(Role.DISTRICT_COORDINATOR, district),), False
    yield LIMBURG, "regionaal coördinator", (Post(Role.REGIONAL_COORDINATOR, LIMBURG),), False
    for district in _DISTRICTS[:3]:
        yield _short(district), "bestuurlijk trekker", (Post(Role.BOARD_MEMBER, district),), False
    yield Area.ZEELAND, "beleidsmedewerker", (Post(Role.POLICY_OFFICER, Area.ZEELAND),), False
    for organisation, mail_area, role in _CONTACTS:
        yield mail_area, "contactpersoon mensenhandel", (Post(role, organisation),), False
    for municipality, function in _REPORTERS:
        yield municipality, function, (Post(Role.REPORTER, municipality),), False
    known = {slug(card.area) for card in personas() if card.role == FALL_BACK}
    for municipality in (*FALL_BACK_AREAS, *REGION_FALL_BACKS.values()):
        if slug(municipality) not in known:
            yield municipality, FALL_BACK, (), False
    yield "Tilburg", "privacy officer", (Post(Role.PRIVACY_OFFICER, "Tilburg"),), False


def _officers() -> Iterator[_Draw]:
    taken = {post.area for posts in _POSTS.values() for post in posts if post.role == _FO and not post.deputy}
    without = taken.union(VACANT)
    names = [name for counts in SIGNALS.values() for name in counts if name not in without]
    for number, municipality in enumerate(names):
        yield municipality, _OFFICER_WORDS[number % len(_OFFICER_WORDS)], (Post(_FO, municipality),), False


def _short(district: str) -> str:
    return district.partition("/")[0]


def named(name: str) -> Person:
    """Somebody by full name."""
    return next(person for person in everybody() if person.name == name)


def holder(role: Role, area: str) -> Person:
    """Who has this role on this area without being deputy; of several, the first drawn."""
    return _holders()[role, area]


def find_holder(role: Role, area: str) -> Person | None:
    """The same, or None."""
    return _holders().get((role, area))


def officer(municipality: str, ago: int = 0) -> Person | None:
    """The focal officer of a municipality `ago` days before the build; None where nobody is appointed."""
    person = _holders().get((_FO, municipality))
    if person is None or (municipality == "Borsele" and ago <= BORSELE_LEFT):
        return None
    return person


def colleague(municipality: str, function: str = "") -> Person | None:
    """Somebody who reports inside the municipality, with this function when it matters."""
    for person in everybody():
        posts = [post for post in person.posts if post.role == Role.REPORTER and post.area == municipality]
        if posts and function in person.function:
            return person
    return None


def neighbours(places: Mapping[str, tuple[float, float]]) -> dict[str, Person]:
    """The deputy of each municipality that has none by name: the nearest drawn focal officer.

    `places`: latitude and longitude by name. Personas deputise nowhere, so that each card shows one municipality.
    """
    officers = {area: person for (role, area), person in _holders().items() if role == _FO}
    cards = {card.name for card in personas()}
    covered = {post.area for person in everybody() for post in person.posts if post.role == _FO and post.deputy}
    asked = [name for name in sorted(places) if name not in covered and name not in NO_DEPUTY]
    found: dict[str, Person] = {}
    for name in asked:
        near = [
            area for area, person in officers.items() if area != name and not person.left and person.name not in cards
        ]
        found[name] = officers[min(near, key=lambda area: _distance(places[name], places[area]))]
    return found


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + ((one[1] - other[1]) * 0.62) ** 2


@lru_cache(maxsize=1)
def _holders() -> dict[tuple[Role, str], Person]:
    found: dict[tuple[Role, str], Person] = {}
    for person in everybody():
        for post in person.posts:
            if not post.deputy:
                found.setdefault((post.role, post.area), person)
    return found
