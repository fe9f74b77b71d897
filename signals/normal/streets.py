"""Streets whose names are spelt nearly the same, found without their letters: by hashes of whole names alone.

Of an address the name of the street is kept, and beside it the part that people do not shorten or leave out: "Burg. van der
Wulpstraat" and "Burgemeester van der Wulpstraat" are both "wulpstraat". Who looks asks for everything that is one mistake
away from either, so that nothing more needs to be stored than the hash of what was written (docs/adr/0034).
"""

import string
from collections.abc import Collection, Iterator

from core.keyed import keyed_content
from signals.things import MatchKind

from .names import BETWEEN

# Letters of the longer of two names: in shorter ones one other letter makes another street ("Dam" and "Dal").
SHORTEST = 5
# Who looks from a dossier with more letters in its streets than this looks for the shortest: each letter costs a hundred hashes.
MOST_LETTERS = 320
STREETS = (MatchKind.STREET_NAME, MatchKind.STREET_CORE)
# What stands before the name of somebody a street is called after, in full and as it is shortened.
_TITLES = frozenset(
    """
    admiraal adm baron burgemeester burg burgem bgm dokter doctor dr dominee ds drs freule generaal gen
    graaf gravin heilige hertog ingenieur ing ir jonkheer jhr jonkvrouw kapitein kapt kapelaan kardinaal
    kard kolonel kol koning koningin kon luitenant lt maarschalk mevrouw mevr meester mr minister min
    monseigneur mgr pastoor past pater president pres prins prinses pr professor prof rector sint st santa
    wethouder weth zuster zr
    """.split()  # noqa: SIM905  lines to read
)
# Words by which two streets with the same name differ; numbers ("1e") do so too.
_APART = frozenset(
    """
    oud oude nieuw nieuwe lang lange kort korte groot grote klein kleine hoog hoge laag lage breed brede
    smal smalle verlengde noord noorder zuid zuider oost ooster west wester eerste tweede derde vierde
    vijfde midden middel binnen buiten boven beneden voor achter dwars
    """.split()  # noqa: SIM905  lines to read
)
# What every second street is called, or begins with.
_TYPES = frozenset(
    """
    straat weg laan plein kade gracht singel dijk pad hof steeg markt park plantsoen dreef erf baan ring
    """.split()  # noqa: SIM905  lines to read
)


def street_name(words: str) -> str:
    """The name of a street in one word; `words`: folded."""
    return words.replace(" ", "")


def street_core(words: str) -> str:
    """The longest word of the name that is no title, with what sets it apart from a street of the same name.

    "" when that is the name itself, and when too little is left to tell anything.
    """
    parts = words.split()
    apart = [word for word in parts if _is_apart(word)]
    left = [word for word in parts if not (_is_apart(word) or word in _TITLES | BETWEEN | _TYPES or len(word) == 1)]
    found = "".join([*apart, max(left, key=len)]) if left else ""
    return found if _letters(found) >= SHORTEST and found != street_name(words) else ""


def _is_apart(word: str) -> bool:
    return word in _APART or any(sign.isdigit() for sign in word)


def near_contents(contents: Collection[str]) -> set[str]:
    """Of the contents of keys (keys.py) those that name a street, as the keys of streets with nearly that name."""
    told = [(kind, one.partition("|")[2]) for kind in STREETS for one in contents if one.startswith(f"{kind.value}|")]
    cores = tuple(value for kind, value in told if kind == MatchKind.STREET_CORE)
    found: set[str] = set()
    letters = 0
    for kind, value in sorted(told, key=lambda one: (len(one[1]), one)):
        name, _, where = value.partition(", ")
        letters += len(name)
        if letters > MOST_LETTERS:
            break
        ways = {name, *one_mistake(name)}
        # The core of another is nearly this core, or nearly a name that has none.
        kinds = (kind,) if kind == MatchKind.STREET_NAME and cores and value.endswith(cores) else STREETS
        found |= {keyed_content(one.value, f"{way}, {where}") for one in kinds for way in ways}
    # What is the same is found as such.
    return found.difference(contents)


def one_mistake(name: str) -> Iterator[str]:
    """Every name that has one letter more, less, or other, or two beside each other swapped; never a digit: "1e" is not "2e".

    The longer of the two has at least `SHORTEST` letters, so that who is found also finds.
    """
    long = _letters(name)
    for place in range(len(name) + 1):
        before, rest = name[:place], name[place:]
        if long + 1 >= SHORTEST:
            yield from (f"{before}{letter}{rest}" for letter in string.ascii_lowercase)
        if long < SHORTEST or not rest[:1].isalpha():
            continue
        yield f"{before}{rest[1:]}"
        yield from (f"{before}{letter}{rest[1:]}" for letter in string.ascii_lowercase)
        if rest[1:2].isalpha():
            yield f"{before}{rest[1]}{rest[0]}{rest[2:]}"


def _letters(name: str) -> int:
    return sum(sign.isalpha() for sign in name)
