"""What in a text leads to a person: found by plain rules, each with its kind and with what can stand there instead.

1. **People we know of**: everybody with a sealed name in the signal, the reporter, who works on it. The whole name and
   each of its words, however it is spelled (`spelling`). From five letters on also inside another word.
2. **Words that look like names**: what `signals.naming` finds, and every other word with a capital, unless it is known to
   be something else (a municipality, a day, the company and place of the signal) or is an ordinary word that begins a
   sentence.
3. **Numbers**: six digits or more in a row, whatever stands between them: telephone, BSN, account, document.
4. **Mail addresses, web addresses and account names.**
5. **Licence plates**: Dutch ones in any grouping, others as one word of letters and digits.
6. **Days and hours**, **ages and birth years** (`times`).
7. **House numbers and postcodes.**
8. **The source**: the function that the signal names, and words for who reports or works where it was seen.
9. **Relatives**: "haar nicht", "de broer van de chauffeur" (`spoken`, as a number in words is).
10. **Words that point to data that stay** (`pointing`).

The text is read as it looks (`spelling.readable`): a letter with its accent behind it, a wide or a small capital is a letter.
Pieces that overlap become one, of the kind that may least stay. Kinds 1, 3, 4, 6 and 8 can never stay as they are.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from signals.naming import BEGINNERS, NAME, NAMES_TOO, NOBODY, PARTICLES, STREETS, begins_sentence

from .hidden import Hidden, hidden_in
from .pointing import pointing_in
from .spelling import (
    DISGUISED_FROM,
    DRAWN,
    TO_DIGITS,
    Readable,
    Skeleton,
    digit_runs,
    is_invisible,
    readable,
    readings,
    signs_of,
    with_signs_in_words,
)
from .spoken import relatives_in, spoken_numbers
from .times import times_in
from .vehicles import plates_at
from .words import EVERYDAY, OFFICE, REACHED, SHORTENED


class Kind(StrEnum):
    """What was found; those that may least stay first."""

    PERSON = "person"
    REACH = "reach"
    MAIL = "mail"
    NUMBER = "number"
    SOURCE = "source"
    HELD = "held"
    AGE = "age"
    DAY = "day"
    HOUR = "hour"
    RELATIVE = "relative"
    PLATE = "plate"
    ADDRESS = "address"
    NAME = "name"


_LEAST = list(Kind)
KIND_WORDS: Mapping[Kind, str] = {
    Kind.PERSON: "naam van iemand in dit signaal",
    Kind.REACH: "nummer, adres of account van iemand in dit signaal",
    Kind.MAIL: "mailadres, website of account",
    Kind.NUMBER: "telefoonnummer, BSN of ander nummer",
    Kind.SOURCE: "functie of afdeling die naar de melder leidt",
    Kind.HELD: "woord dat wijst op gegevens die niet mee mogen",
    Kind.AGE: "leeftijd of geboortejaar",
    Kind.DAY: "dag",
    Kind.HOUR: "tijdstip",
    Kind.RELATIVE: "familielid of iemand dichtbij",
    Kind.NAME: "woord met een hoofdletter, misschien een naam",
    Kind.PLATE: "kenteken",
    Kind.ADDRESS: "huisnummer of postcode",
}


@dataclass(frozen=True, slots=True)
class Protected:
    """Whom and what a text may not lead to. `names`: as they are written, with what may stand there instead.

    `whole`: what is looked for as a whole only, such as how the reporter can be reached. `source`: words for who reported; `nobody`: names of places and companies, which are no person.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    whole: Collection[str] = ()
    source: Collection[str] = ()
    nobody: Collection[str] = ()
    hidden: Collection[Hidden] = ()

    def spelled(self) -> set[str]:
        """How everything in it that leads to somebody is spelled: what is kept of it where nobody may know it."""
        words = {word for name in self.names for word in (name, *_telling_words(name)) if word.lower() not in _ORDINARY}
        return {signs_of(said) for said in (*words, *self.whole, *self.source)}


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is exactly what stands from `start` to `end` (offsets in characters). `coarser`: "" when there is only removing."""

    start: int
    end: int
    text: str
    kind: Kind
    coarser: str = ""

    @property
    def words(self) -> str:
        """What it is, for the officer."""
        return KIND_WORDS[self.kind]


type _Span = tuple[int, int, Kind, str]

_INSIDE_FROM = 5  # letters from which a name is also found inside another word
_LONG_NUMBER, _GAP = 6, 3
_LONG_NUMBER_OF_ADDRESS = 9  # a house number and the digits of its postcode are fewer
_ORDINARY = (BEGINNERS | PARTICLES) - NAMES_TOO
# Of the name of an organisation these say nothing by themselves.
_OF_MANY = frozenset("bureau dienst gemeente nederland nederlandse regio stichting vereniging".split())  # noqa: SIM905  as one reads it
_WORDS = re.compile(r"[^\W_][\w'’-]*")
_PLACE_BEFORE = re.compile(r"(?:^|, |(?:^|\s)(?:in|te|wijk|buurt|dorp|nabij|tussen|en|richting) )$", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![\w])[^\W\d_][\w'’-]*")
_MAIL = re.compile(
    r"[\w.+-]{0,64}\s{0,3}(?:[@＠﹫]|[\[(]\s*(?:at|apenstaartje)\s*[\])]|\s(?:at|apenstaartje)\s(?=\S+\s?(?:\.|punt|dot)))\s*[\w-]+(?:(?:[.．]|\s[.．]\s|\s(?:punt|dot)\s)[\w-]+)*"
    r"|(?:https?:\s?//|www\s?\.)\s?\S+|(?<!\w)[\w-]+\.(?:nl|com|be|de|eu|org|net|ro|pl|bg|hu)(?!\w)\S*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2})(?!\w)")
_HOUSE = re.compile(
    rf"(?P<street>\w{{0,40}}(?:{'|'.join(STREETS)}|plantsoen|dreef|erf|baan|boulevard|haven|wal|ring))\s+(?P<number>\d{{1,5}}(?:[ -]?[a-z](?!\w)|-\d+)?)(?!\w)",
    re.IGNORECASE,
)
_HOUSE_NUMBER = re.compile(r"(?<!\w)(?:huisnummer|huisnr\.?|nummer|nr\.?)\s+\d{1,5}[a-z]?(?!\w)", re.IGNORECASE)
_SOURCE_WORDS = re.compile(
    r"(?<!\w)(?:(?:de|het|een|onze|mijn|haar|zijn|als) )*(?:\w*melders?|meldsters?|\w*colleg(?:a|a's|aatje)|vrijwilligers?(?:ster)?|toezichthouders?|boa(?:['’]?s)?|"
    r"baliemedewerkers?|baliemedewerkster|wijkteam(?:lid)?|wijkagente?n?|consulente?n?|leerplichtambtenaar|ambtenaar|ambtenaren|huisarts|verpleegkundige|docente?|leraar|"
    r"lerares|mentor|hulpverle(?:ner|ners|enster)|maatschappelijk werke?r?s?(?:ter)?|jeugdwerker|inspecteurs?|tolk|getuigen?|tipgevers?|afdeling \w+|burgerzaken|"
    r"sociale dienst|bouw- en woningtoezicht|handhavers?|informant)(?!\w)",
    re.IGNORECASE,
)


def pieces_in(text: str, protected: Protected) -> list[Piece]:
    """Everything in `text` that has to be settled, in order, not overlapping."""
    read = readable(text)
    plain = read.text
    spans = [*_people(plain, protected), *_others(plain), *_names(plain, protected), *_sources(plain, protected)]
    held = [(one.start, one.end, Kind.HELD, "") for one in pointing_in(plain)]
    return _pieces(text, read, [*spans, *held, *((*span, Kind.RELATIVE, "iemand") for span in relatives_in(plain))])


def houses_in(text: str) -> list[str]:
    """Streets with a number, as they are written; only those of which the last part tells that it is a street."""
    return [found.group() for found in _HOUSE.finditer(text)]


def telling_in(
    text: str,
    protected: Protected,
    *,
    vehicle: bool = False,
    address: bool = False,
    shift: bool = False,
    function: bool = False,
) -> list[Piece]:
    """Of a text that is no story (a company, a function) what may stand in none: people, source, numbers, mail, days, hours.

    `vehicle`: its numbers are of a plate; `address`: they are of a house; `shift`: its weekdays tell when to look, not when
    it was seen; `function`: it says what the receiver does, which is no source in itself. A person and the source are
    looked for in all.
    """
    left = {Kind.MAIL, Kind.NUMBER, Kind.DAY, Kind.HOUR}
    if vehicle:
        left -= {Kind.NUMBER, Kind.DAY, Kind.HOUR}
    if address:
        left -= {Kind.DAY, Kind.HOUR}
    least = _LONG_NUMBER_OF_ADDRESS if address else _LONG_NUMBER
    read = readable(text)
    plain = read.text
    return _pieces(
        text,
        read,
        [
            *_people(plain, protected),
            *_sources(plain, protected, general=not function),
            *(span for span in _others(plain, least, weekdays=not shift) if span[2] in left),
        ],
    )


def naming_in(text: str, protected: Protected) -> list[Piece]:
    """Where a text names those people, things and sources, and nothing else that may lead to somebody.

    Of what a source is called the whole is looked for, and one word of it where it says who reports ("toezichthouder") or
    stands with a capital: "wonen" of "Team Wonen" is a word of every day.
    """
    read = readable(text)
    plain = read.text
    sources = (
        span
        for span in _told_sources(plain, protected)
        if plain[span[0]].isupper()
        or _SOURCE_WORDS.search(plain, span[0], span[1])
        or signs_of(plain[span[0] : span[1]]) in {signs_of(said) for said in protected.source}
    )
    return _pieces(text, read, [*_people(plain, protected), *sources])


def telling_in_place(text: str, protected: Protected) -> list[Piece]:
    """Of a place what may not stand there: all kinds. One unknown word with a capital at its begin is taken for the place."""
    text = readable(text).text
    return [piece for piece in pieces_in(text, protected) if not _is_place(text, piece, protected)]


def unknown_place(text: str, protected: Protected) -> str:
    """The word at the begin of a place that was taken for one and that nobody here knows; "" when there is none."""
    text = readable(text).text
    taken = (piece.text for piece in pieces_in(text, protected) if _is_place(text, piece, protected))
    return next(taken, "")


def telling_in_purpose(text: str, protected: Protected) -> list[Piece]:
    """Of a purpose what may not stand there: all kinds, also names that nobody here knows."""
    text = readable(text).text
    pieces = pieces_in(text, protected)
    return [piece for piece in pieces if piece.kind != Kind.NAME or not _opens(text, piece.start, [piece.text], OFFICE)]


def _is_place(text: str, piece: Piece, protected: Protected) -> bool:
    if piece.kind != Kind.NAME:
        return False
    words = [word for word in _WORDS.findall(piece.text) if word[0].isupper()]
    unknown = [word for word in words if not _is_no_name(word, _nobody(protected))]
    return len(unknown) == 1 and bool(_PLACE_BEFORE.search(text[: piece.start]))


def _pieces(text: str, read: Readable, spans: Iterable[_Span]) -> list[Piece]:
    """`spans` are of the text as it reads; the pieces lie in the text as it stands."""
    stand = [(*read.span(start, end), kind, coarser) for start, end, kind, coarser in spans if start < end]
    return [Piece(start, end, text[start:end], kind, coarser) for start, end, kind, coarser in _joined(stand)]


def _people(text: str, protected: Protected) -> Iterator[_Span]:
    for whole in readings(text):
        yield from _people_in(whole, protected)


def _people_in(whole: Skeleton, protected: Protected) -> Iterator[_Span]:
    text = whole.text
    for name, instead in protected.names.items():
        yield from ((*span, Kind.PERSON, instead) for span in _spelled(whole, signs_of(name)))
        for word in _telling_words(name):
            yield from ((*span, Kind.PERSON, instead) for span in _spelled(whole, signs_of(word), word))
    for hidden in protected.hidden:
        yield from ((*_whole_words(text, *span), Kind.PERSON, "iemand") for span in hidden_in(whole, hidden))
    numbers = list(spoken_numbers(text))
    for said in protected.whole:
        signs = signs_of(said)
        yield from ((*span, Kind.REACH, "") for span in _spelled(whole, signs))
        if signs.isdigit() and len(signs) >= _LONG_NUMBER:
            yield from ((one.start, one.end, Kind.REACH, "") for one in numbers if signs in one.digits)


def _sources(text: str, protected: Protected, *, general: bool = True) -> Iterator[_Span]:
    """`general`: also words that many have in common, such as "wijkagent"."""
    if general:
        yield from ((*match.span(), Kind.SOURCE, "iemand") for match in _SOURCE_WORDS.finditer(text))
        yield from _told_sources(text, protected)
        return
    for said in protected.source:
        if not _SOURCE_WORDS.fullmatch(said):
            yield from _told_sources(text, replace(protected, source=[said]), unless=_SOURCE_WORDS)


def _told_sources(text: str, protected: Protected, unless: re.Pattern[str] | None = None) -> Iterator[_Span]:
    """Of where it came from what was told: the whole, and each word of it that is not said of many (or as `unless`)."""
    skipped = _ORDINARY | _OF_MANY | _nobody(protected)
    for said in protected.source:
        words = [one for one in re.findall(r"\w{4,}", readable(said).text) if one.lower() not in skipped]
        for word in (said, *(one for one in words if not (unless and unless.fullmatch(one)))):
            for whole in readings(text):
                yield from ((*span, Kind.SOURCE, "iemand") for span in _spelled(whole, signs_of(word)))


def _telling_words(name: str) -> list[str]:
    return [
        word
        for word in re.findall(r"[^\W\d_]+", readable(name).text)
        if len(word) > 1 and word.lower() not in PARTICLES
    ]


def _spelled(whole: Skeleton, signs: str, word: str = "") -> Iterator[tuple[int, int]]:
    """Where these signs stand, as words of their own or, when there are enough of them, inside others.

    Also with digits for letters that look like them, and letters for digits: "Vertel1er", "K4rel", "o6oooo33o1".
    """
    if not signs:
        return
    table = DRAWN if signs.isalpha() else TO_DIGITS
    alike, sought = whole.signs.translate(table), signs.translate(table)
    at = alike.find(sought)
    while at >= 0:
        end = at + len(signs)
        start, stop = whole.span(at, end)
        apart = whole.begins_word(at) and whole.ends_name(end)
        fits = (apart or len(signs) >= _INSIDE_FROM) and _says(whole.signs[at:end], signs)
        if fits and (word.lower() not in _ORDINARY or whole.text[start].isupper()):
            yield _whole_words(whole.text, start, stop)
        at = alike.find(sought, at + 1)


def _says(found: str, signs: str) -> bool:
    """Whether what looks the same is meant: "j00p" is Joop; "lilian" is not Iilian, "11" is no Li and the A11 no Ali."""
    disguised = any(sign.isdigit() for sign in found)
    is_name = len(signs) >= DISGUISED_FROM and not found.isdigit()
    return found == signs or (disguised and (signs.isdigit() or is_name))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """With what touches it: half a word would tell what was taken out."""
    while start and (text[start - 1].isalnum() or is_invisible(text[start - 1])):
        start -= 1
    while end < len(text) and (text[end].isalnum() or is_invisible(text[end])):
        end += 1
    return start, end


def _others(text: str, least: int = _LONG_NUMBER, *, weekdays: bool = True) -> Iterator[_Span]:
    times = [time for time in times_in(text) if weekdays or not time.is_weekday]
    for time in times:
        kind = Kind.AGE if time.is_age else Kind.HOUR if time.is_hour else Kind.DAY
        yield time.start, time.end, kind, time.coarser
    # What is a day or an hour is no number, and its digits do not lengthen one.
    rest = text
    for time in times:
        rest = rest[: time.start] + "x" * (time.end - time.start) + rest[time.end :]
    yield from ((*span, Kind.NUMBER, "") for span in digit_runs(rest, least=least, gap=_GAP))
    yield from ((*_whole_words(text, *match.span()), Kind.MAIL, "") for match in _MAIL.finditer(text))
    for shape in (_POSTCODE, _HOUSE_NUMBER):
        yield from ((*match.span(), Kind.ADDRESS, "") for match in shape.finditer(text))
    yield from ((*match.span(), Kind.ADDRESS, match["street"]) for match in _HOUSE.finditer(text))
    yield from ((*span, Kind.PLATE, "") for span in plates_at(rest))
    yield from ((one.start, one.end, Kind.NUMBER, "") for one in spoken_numbers(rest))


def _names(text: str, protected: Protected) -> Iterator[_Span]:
    nobody = _nobody(protected)
    text = with_signs_in_words(text)
    for match in (*NAME.finditer(text), *_CAPITAL.finditer(text)):
        start, end = match.span(match.lastgroup or 0)
        words = [word for word in _WORDS.findall(text[start:end]) if word[0].isupper()]
        if words and not all(_is_no_name(word, nobody) for word in words) and not _opens(text, start, words):
            yield start, end, Kind.NAME, "een persoon"


def _nobody(protected: Protected) -> frozenset[str]:
    said = {word.lower() for name in protected.nobody for word in _WORDS.findall(readable(name).text)}
    return frozenset(NOBODY | SHORTENED | said)


def _is_no_name(word: str, nobody: Collection[str]) -> bool:
    small = word.lower()
    return len(signs_of(word)) == 1 or small in nobody or small.endswith(STREETS)


def says_nobody(word: str) -> bool:
    """Whether a word, however it is written, is an ordinary one, or known to be no name."""
    small = word.lower()
    return _is_no_name(word, NOBODY | SHORTENED) or small in _ORDINARY | EVERYDAY | OFFICE | REACHED


def _opens(text: str, start: int, words: list[str], known: Collection[str] = _ORDINARY | EVERYDAY) -> bool:
    """Whether it is an ordinary word that has its capital from the sentence that it begins."""
    return len(words) == 1 and begins_sentence(text, start) and words[0].lower() in known


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for start, end, kind, coarser in sorted(spans, key=lambda span: (span[0], -span[1], _LEAST.index(span[2]))):
        if not joined or start >= joined[-1][1]:
            joined.append((start, end, kind, coarser))
            continue
        first, last, other, instead = joined[-1]
        least = kind if _LEAST.index(kind) < _LEAST.index(other) else other
        joined[-1] = (first, max(last, end), least, coarser if least == kind and kind != other else instead)
    return joined
