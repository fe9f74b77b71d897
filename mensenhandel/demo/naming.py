"""The naming scheme of the demo world: everything invented looks invented.

People who work with it: a first name plus an everyday object with the same first letter; nobody is called so. Clients
carry a bird as working name. Companies are called after something that is not there, streets cannot exist, postcodes
start with 0, phone numbers with 06-0000, plates hold a vowel, addresses on the internet end in `.example`.
"""

import re

_PEOPLE = """
Anneke Afwasborstel, Arie Aktetas, Agnes Afdruiprek, Abel Aardappelmes, Ada Asemmer,
Bas Badkuip, Bregje Bloempot, Bert Beschuitbus, Betty Botervloot, Boris Broodtrommel, Bianca Bureaulamp,
Barend Bezemsteel, Bente Blikopener, Bruno Badmat, Babette Balpendop,
Dirk Dakgoot, Dora Deurmat, Dennis Dienblad, Dana Douchekop, Dries Dopsleutel, Doortje Duimstok, Daan Dweilstok,
Els Eierwekker, Egbert Eierdop, Eva Emmerdeksel, Evert Etalagepop,
Femke Fietspomp, Frits Fluitketel, Fleur Fruitschaal, Freek Fotolijst, Fien Fietstas,
Gerda Gootsteen, Gijs Gordijnrail, Greet Glasbak, Guus Grasmaaier, Gwen Gloeilamp, Gerben Gitaarsnaar,
Hans Hangmat, Hilde Hoedenplank, Henk Haarspeld, Heleen Houtlijm, Harm Heggenschaar, Hetty Handdoek,
Hugo Hengelstoel, Ineke Inktpot, Ivo IJsschep, Irma IJskrabber,
Jaap Jaszak, Joke Jaloezie, Jurre Juskom, Janna Jojotouw,
Kees Kapstok, Klaartje Kleerhanger, Klaas Klaptafel, Katja Kurkentrekker, Kars Koekblik, Kim Kaasschaaf,
Krijn Keukentrap, Karin Klokradio, Kobus Kruimeldief, Klara Koelbox,
Lars Lampenkap, Lotte Luciferdoos, Leo Leesbril, Lies Ladekast, Luuk Lijmpot, Lena Loopplank, Luc Luchtpomp,
Mies Melkbeker, Maarten Muismat, Mina Mandfles, Menno Maatbeker, Marit Markeerstift, Mees Moersleutel,
Mark Mattenklopper, Mieke Muziekdoos, Nico Nietmachine, Nel Naaidoos, Niek Notenkraker, Nora Nachtlamp,
Noud Nagelborstel, Olga Ovenwant, Otto Opbergdoos, Okke Onderzetter, Odette Ordnermap,
Piet Paperclip, Paula Pannenlap, Pim Perforator, Petra Picknickmand, Paul Plakband, Puck Poetsdoek,
Pien Potlooddoos, Pepijn Puntenslijper, Pleun Pepermolen, Peter Papiermand, Pauline Parasolvoet,
Rik Rolgordijn, Ria Roerstaaf, Rens Rugzak, Rita Rookmelder, Ruben Ringband, Rosa Reiswekker, Ruud Rolmaat,
Renske Raamkozijn, Stef Schemerlamp, Saar Sleutelhanger, Siem Soeplepel, Sofie Spaarpot, Sven Stofblik,
Stien Strijkbout, Sander Schoenlepel, Sylvia Slakom, Simon Snelkookpan, Sonja Suikerpot, Sam Stopcontact,
Toon Tafelkleed, Tineke Thermosfles, Tom Trommelstok, Tessa Tuinslang, Ties Toetsenbord, Tonny Tandenborstel,
Trudy Theemuts, Victor Vaatdoek, Vonne Vergiet, Vito Verfkwast, Vivian Verrekijker, Valentijn Vlaggenstok,
Veerle Vulpendop, Volkert Voetenbank, Veronie Vogelhuis, Wim Wasknijper, Wies Waterpas, Wout Wekkerradio,
Willeke Wijnrek, Ward Wandelstok, Wendy Winkelwagen, Wouter Waslijn, Wanda Weegschaal, Wessel Wafelijzer,
Sien Schoenendoos, Teus Trapkast, Karlo Keukenrol, Puk Pindapot, Zeger Zaklamp, Zoë Zonnescherm, Zita Zeepbakje, Zacharias Zoutvat, Zwaantje Zandloper, Zef Zitzak,
Zora Zaagbok
"""

# Drawn from in this order, one name per person: a new person at the end changes nobody's name.
PEOPLE: tuple[str, ...] = tuple(" ".join(name.split()) for name in _PEOPLE.split(","))

_BIRDS = """
Aalscholver Appelvink Baardman Barmsijs Bergeend Bijeneter Blauwborst Boomklever Boomkruiper Boomleeuwerik Bosuil
Braamsluiper Brandgans Buizerd Draaihals Eider Ekster Fazant Fitis Fluiter Gaai Geelgors Glanskop Goudhaan Goudvink
Grasmus Graspieper Groenling Heggenmus Holenduif Houtduif Houtsnip IJsvogel Kanoet Karekiet Keep Kemphaan Kerkuil
Kneu Kokmeeuw Koolmees Koperwiek Kraanvogel Krakeend Kramsvogel Kruisbek Kuifeend Kwartel Kwikstaart Matkop Meerkoet
Morinel Nachtegaal Nonnetje Ooievaar Ortolaan Paapje Patrijs Pestvogel Pijlstaart Pimpelmees Porseleinhoen Ransuil
Rietgors Rietzanger Roerdomp Roodborst Rotgans Scharrelaar Slobeend Smient Spotvogel Staartmees Steenloper Steenuil
Strandloper Tafeleend Tapuit Tjiftjaf Tuinfluiter Velduil Waterhoen Waterral Watersnip Wielewaal Winterkoning
Wintertaling Witgat Zanglijster Zeearend Zilverplevier Zomertaling Zwartkop
"""

# The working names that the told stories give; the others are drawn from BIRDS.
STORY_BIRDS = (
    "Wulp",
    "Tureluur",
    "Lepelaar",
    "Kievit",
    "Grutto",
    "Plevier",
    "Scholekster",
    "Kluut",
    "Oeverloper",
    "Zwaluw",
    "Fuut",
    "Torenvalk",
)
BIRDS: tuple[str, ...] = tuple(_BIRDS.split())

STREETS = (
    "Nergensweg",
    "Verzonnenkade",
    "Bedenksteeg",
    "Fantasiehof",
    "Watalsweg",
    "Denkbeeldlaan",
    "Zomaarplein",
    "Hypothesestraat",
    "Nooitpad",
    "Luchtkasteelplein",
    "Schijnbaarstraat",
    "Alsofstraat",
    "Zogenaamdweg",
)

NOT_THERE = (
    "Denkbeeld",
    "Nevelfruit",
    "Hersenschim",
    "Luchtspiegeling",
    "Zeepbel",
    "Schijngestalte",
    "Dagdroom",
    "Spookbeeld",
    "Regenboogeind",
    "Papieren Brug",
    "Vergeten Eiland",
    "Schaduwkant",
)


def slug(area: str) -> str:
    """An area as it stands in a mail address: "De Markiezaten" -> "demarkiezaten", "Etten-Leur" -> "etten-leur"."""
    return re.sub(r"[^a-z-]", "", area.lower())


def email(name: str, area: str) -> str:
    """The sign-in name: the object at the area, below `.example`."""
    return f"{name.rsplit(' ', 1)[1].lower()}@{slug(area)}.example"


def address(number: int, town: str) -> str:
    """The `number`-th invented address in `town`: a street that cannot exist, a postcode that starts with 0."""
    street = STREETS[number % len(STREETS)]
    return f"{street} {number % 89 + 1}, 0{number % 1000:03} AA {town}"


def phone(number: int) -> str:
    """A phone number that nobody has: "06-0000 1234"."""
    return f"06-0000 {number % 10_000:04}"


def plate(number: int) -> str:
    """A plate with a vowel, which present series do not use."""
    return f"0-DEM-{number % 100:02}"


def company(number: int) -> str:
    """A company called after something that is not there."""
    return f"Voorbeeldbedrijf {NOT_THERE[number % len(NOT_THERE)]}"
