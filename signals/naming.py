"""Names and telephone numbers of people in a text, found by plain rules that can be explained to whoever reads the offer.

A name is looked for in four shapes:

1. two to four words with a capital, with Dutch or foreign particles between them: "Jan Jansen", "Anna van der Berg";
2. initials and a surname: "J. Jansen", "A.B. de Wit";
3. a word of address and a surname: "mevrouw Jansen", "dhr. de Wit";
4. a word that says that a name comes, and a word with a capital: "ze heet Anna", "bel Jan".

A number is a Dutch telephone number, or one that begins with the code of another country; not one of a company or a service
(088, 0800, 0900).

Left out: what begins a sentence and is an ordinary word there ("Volgens Jansen" is no name, "Jansen" alone neither),
words that are known to be something else (municipalities, days, months, authorities, what stands in the signal's own
place, company and address), streets, and what is followed by a legal form of a company. It finds too much and too
little, so it only offers: a person decides.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# The texts of a signal in which somebody writes freely and that the database keeps readable.
TEXTS = ("facts", "interpretation", "already_done")

_UPPER = "A-ZÀ-ÖØ-Þ"
_WORD = rf"[{_UPPER}](?:[a-zß-öø-ÿ]+|['’][{_UPPER}a-z][a-zß-öø-ÿ]+)(?:-[{_UPPER}][a-zß-öø-ÿ]+)*"
# "bij de Vaate" and "in 't Veld" are surnames; "Mies bij Anna" and "Mies in Goes" are two things.
_PREPOSITION = r"(?:op|in|aan|bij)(?= (?:de|den|der|het|ten|'t|’t) )"
_PARTICLE = (
    rf"(?:van|von|de|den|der|des|het|ten|ter|te|{_PREPOSITION}|'t|’t|'s|’s|el|al|ben|bin|ibn|da|dos|di|du|la|le|zu)"
)
_BETWEEN = rf"(?: {_PARTICLE}){{0,3}}"
_INITIALS = rf"(?:[{_UPPER}]\. ?){{1,5}}"
_ADDRESSED = r"(?:[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|[Mm]evrouw|[Dd]e heer)"
_CALLED = r"(?:heet|heette|heten|genaamd|genoemd|bijgenaamd|alias|naam is|naam was|noemt zich|noemde zich)"
# "Bel Jan morgen" asks something about somebody: the verb is no part of the name.
_ASKED = r"(?:[Bb]el|[Aa]pp|[Mm]ail|[Vv]raag|[Ss]preek)"

_SHAPES = (
    rf"(?P<initials>{_INITIALS}(?:{_PARTICLE} ){{0,3}}{_WORD})",
    rf"{_ADDRESSED} (?P<addressed>(?:{_PARTICLE} ){{0,3}}{_WORD}(?:{_BETWEEN} {_WORD}){{0,2}})",
    rf"{_CALLED} (?P<called>{_WORD}(?:{_BETWEEN} {_WORD}){{0,3}})",
    rf"{_ASKED} (?P<asked>{_WORD}(?:{_BETWEEN} {_WORD}){{0,3}})",
    rf"(?P<words>{_WORD}(?:{_BETWEEN} {_WORD}){{1,3}})",
)
NAME = re.compile(rf"(?<![\w.@'’-])(?:{'|'.join(_SHAPES)})(?![\w@-])")
_CAPITAL = re.compile(_WORD)
# Groups as people write them. Left free, a date with an hour behind it would be a number too.
_DUTCH = r"(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|\(?0)"
_EIGHT = r"(?:\d{8}|\d{4}[ -]\d{4}|\d{2}(?:[ -]\d{2}){3}|\d{3}[ -]\d{3}[ -]\d{2}|\d{3}[ -]\d{2}[ -]\d{3})"
_SEVEN = r"(?:\d{7}|\d{3}[ -]\d{4}|\d{3}[ -]\d{2}[ -]\d{2})"
_SIX = r"(?:\d{6}|\d{3}[ -]\d{3}|\d{2}[ -]\d{2}[ -]\d{2})"
_PLACE = rf"(?!88|800|90)(?:[1-578]\d\)?[ -]?{_SEVEN}|[1-578]\d\d\)?[ -]?{_SIX})"
_ABROAD = r"\+(?!31)[1-9]\d{0,2}(?:[ -]?\d{2,4}){3,4}"
_NUMBER = re.compile(rf"(?<![\w+/-])(?:{_DUTCH}(?:6[ -]?{_EIGHT}|{_PLACE})|{_ABROAD})(?![\w/]|-\d)")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:;\n\"“”(•–-])\s*$")
_COMPANY_AFTER = re.compile(r" (?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|[Hh]olding|[Ss]tichting|[Vv]ereniging)(?!\w)")
STREETS = (
    "straat",
    "weg",
    "laan",
    "plein",
    "kade",
    "dijk",
    "singel",
    "gracht",
    "steeg",
    "pad",
    "hof",
    "park",
    "markt",
)

# Ordinary words with which a sentence begins; with a capital there they say nothing.
_BEGINNERS_TEXT = (
    "aan achter alle als beide bij binnen boven buiten daar daarna dat de den deze die dit door een eerder elke en er "
    "even gisteren haar had heb hebben heeft hem hen het hier hij hoe hun ik in inmiddels is jij kan later maar meerdere "
    "melder men met mijn morgen na naar naast niemand niet nog nu of om omdat onder onze ook op over rond sinds soms "
    "tegen ten terwijl tijdens toch toen tot tussen twee drie vier uit vaak van vanaf vandaag vanuit vanwege via volgens "
    "voor vorige waar waarom wanneer want was wat we weer werd wie wij wordt ze zegt zei zelf zij zijn zo zonder "
    # What somebody is asked to do, or does: a verb in front.
    "app appt bel belde belt beste bezoek blijf breng check contact controleer denk doe ga gaat geef graag haal hallo houd "
    "informeer kent kijk kom komt kunt kwam laat lees let maak mag mail meld meldde meldt moet neem noteer overleg "
    "overlegde spreek sprak stuur vertel vraag vraagt vroeg wacht werkt wil wilt woont zag zal zet zie ziet zeg zoek zou "
    # What drives, with its make behind it.
    "aanhanger auto bestelauto bestelbus bestelbusje bestelwagen busje caravan personenauto personenbusje taxibus "
    "touringcar voertuig vrachtauto vrachtwagen"
)
BEGINNERS = frozenset(_BEGINNERS_TEXT.split())
# Of the words above and below, those that are first names too: with a capital they may be somebody.
NAMES_TOO = frozenset({"ben", "wil"})
# What a name has more of than of itself: such a word says nothing alone, wherever it stands.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "den",
        "der",
        "des",
        "het",
        "ten",
        "ter",
        "te",
        "el",
        "al",
        "ben",
        "bin",
        "ibn",
        "da",
        "dos",
        "di",
        "du",
        "la",
        "le",
        "zu",
        "bij",
        "aan",
    ]
)
_LABEL = re.compile(r"persoon(?: \d+)?", re.IGNORECASE)
# What has a capital and is nobody.
_NOBODY_TEXT = (
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus "
    "september oktober november december politie marechaussee arbeidsinspectie inspectie belastingdienst veilig thuis "
    "riec gemeente gemeenten ggd ind uwv svb om brp kvk comensha nidos coa fier nederland nederlands nederlandse "
    "nederlander nederlanders belgië belgisch belgische duitsland duits duitse pools poolse polen roemenië roemeens "
    "roemeense bulgarije bulgaars bulgaarse hongaars hongaarse oekraïne oekraïens oekraïense turks turkse marokkaans "
    "marokkaanse syrisch syrische vietnam vietnamees vietnamese chinees chinese spaans spaanse engels engelse frans "
    "franse arabisch arabische signal whatsapp facebook instagram snapchat telegram tiktok marktplaats airbnb "
    "audi citroën fiat hyundai iveco mazda nissan opel peugeot renault skoda toyota volkswagen volvo crafter ducato "
    "sprinter transporter"
)
NOBODY = frozenset(_NOBODY_TEXT.split())


_SHORTEST = 2  # characters: "J." alone stands for many


@dataclass(frozen=True, slots=True)
class Found:
    """A name that may be one: the text between `start` and `end` (offsets of characters) is exactly `text`."""

    start: int
    end: int
    text: str


def names_in(text: str, known: Collection[str] = ()) -> list[Found]:
    """The names and telephone numbers of people that `text` seems to hold, in order, not overlapping.

    `known`: names of what is no person (places, companies); a name of which each word with a capital stands in there is
    left out.
    """
    nobody = NOBODY | {word for name in known for word in _words(name)}
    names = (found for found in _candidates(text) if not _is_nobody(text, found, nobody))
    numbers = (Found(*match.span(), match.group()) for match in _NUMBER.finditer(text))
    return sorted([*names, *numbers], key=lambda found: found.start)


def says_somebody(name: str) -> bool:
    """Whether this can stand for a person: not what we put in the place of one, and more than words of every sentence."""
    words = re.findall(r"[^\W_]+", name)
    if _LABEL.fullmatch(name.strip()) or sum(map(len, words)) < _SHORTEST:
        return False
    return not all(_is_ordinary(word) for word in words)


def _is_ordinary(word: str) -> bool:
    return word.lower() in (BEGINNERS | PARTICLES) - NAMES_TOO


def distinct(found: Collection[Found]) -> list[str]:
    """Each name once, in the order in which they came."""
    return list(dict.fromkeys(one.text for one in found))


def without(text: str, name: str, label: str, *, whole: bool = False) -> str:
    """`text` with `label` wherever the name stands, whole or (unless `whole`), with its capital, one of its words alone.

    Of "De Wit" that is "Wit": "De" begins other sentences.
    """
    alone = {word for word in _CAPITAL.findall(name) if not _is_ordinary(word)}
    parts = [name] if whole else [name, *sorted(alone, key=len, reverse=True)]
    for part in parts:
        text = re.sub(rf"(?<![\w-]){re.escape(part)}(?![\w-])", lambda _match: label, text)
    return text


def _candidates(text: str) -> Iterator[Found]:
    at = 0
    while match := NAME.search(text, at):
        kind = str(match.lastgroup)
        start, end = match.span(kind)
        if kind == "words" and begins_sentence(text, start):
            first = _CAPITAL.match(text, start)
            assert first is not None  # noqa: S101  the shape begins with such a word
            if first.group().lower() in BEGINNERS - NAMES_TOO:
                # Look again from behind the ordinary word: a name may follow it.
                at = first.end()
                continue
        yield Found(start, end, text[start:end])
        at = end


def begins_sentence(text: str, start: int) -> bool:
    """Whether what stands at `start` (offset in characters) is the first of its sentence."""
    return bool(_SENTENCE_BEFORE.search(text[max(0, start - 4) : start]))


def _is_nobody(text: str, found: Found, nobody: Collection[str]) -> bool:
    words = list(_words(found.text))
    if all(word in nobody for word in words) or words[-1].endswith(STREETS):
        return True
    return bool(_COMPANY_AFTER.match(text, found.end))


def _words(name: str) -> Iterator[str]:
    """The words with a capital, in lower case."""
    return (word.lower() for word in _CAPITAL.findall(name))
