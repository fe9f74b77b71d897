"""Addresses in a street, and on the internet."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from .letters import folded
from .names import sounding
from .streets import street_core, street_name

_POSTCODE = re.compile(r"(?<!\w)(\d{4}) ?([a-z]{2})(?!\w)")
# "12", "7b", "7 b", "12-3": the number of a house with what belongs to it.
_HOUSE = re.compile(r"(?<!\w)(\d{1,5})(?: ?([a-z])|-([a-z0-9]{1,4}))?(?!\w)")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]+(?::\d+)?")
_MAIL = re.compile(r"[^@/:]+@[^@/:]+\.[^@/:]+")
_TOLD = re.compile(r"\s*([a-z_]+) @(\S+)\s*")
# Where an account is one path of a site: there the path is a name, and capitals in it mean nothing.
_SITES = {
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "tiktok.com": "tiktok",
    "snapchat.com": "snapchat",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "x.com": "x",
    "twitter.com": "x",
}


def address(text: str, place: str = "") -> str:
    """Postcode with house number ("4461AA 12B"), or without a postcode street, number and place ("nergensweg 12, goes").

    The first digit of a postcode may be a 0 here. "" for a text without a number of a house.
    """
    code, found = _code_and_house(text)
    if found is None:
        return ""
    name, number, behind = found
    if code:
        return f"{code} {number}".upper()
    where = folded(place) or behind
    return f"{name} {number}, {where}" if where else f"{name} {number}"


def addresses(text: str, place: str = "") -> list[str]:
    """As `address`; of one that tells postcode, street and place also without its postcode: somebody may have left that out."""
    code, found = _code_and_house(text)
    name, number, behind = found or ("", "", "")
    where = folded(place) or behind
    more = [f"{name} {number}, {where}"] if code and name and where else []
    return [one for one in (address(text, place), *more) if one]


def ways_to_say(text: str) -> list[str]:
    """In which words a text may name this address: street and number, postcode and number."""
    code, found = _code_and_house(text)
    if found is None:
        return []
    name, number, _ = found
    return [f"{one} {number}" for one in (name, code.upper()) if one]


def _code_and_house(text: str) -> tuple[str, tuple[str, str, str] | None]:
    """The postcode, "" without one, and the house with the words before and behind it."""
    plain = _spaced(text)
    code = _POSTCODE.search(plain)
    rest = f"{plain[: code.start()]} {plain[code.end() :]}" if code else plain
    found = next(((before, number, after) for before, number, after in _houses(rest) if before or code), None)
    return f"{code.group(1)}{code.group(2)}" if code else "", found


def street(text: str, place: str = "") -> tuple[str, str, str]:
    """The street of an address, each way with its place: its name, that without titles and the like, how the name sounds.

    "Nergensweg 12" and "nergens weg 3" in Goes have the same name. Each is "" without the number of a house (then it may be
    anything) and where no place is known: half of the country has a Dorpsstraat; and where it is too short to tell anything.
    """
    plain = _spaced(text)
    bare = _POSTCODE.sub(" , ", plain)
    words, behind = next(((before, after) for before, _, after in _houses(bare) if before), ("", ""))
    where, name = folded(place) or behind, street_name(words)
    return _placed(name, where), _placed(street_core(words), where), _placed(sounding(name), where)


def _placed(name: str, where: str) -> str:
    return f"{name}, {where}" if name and where else ""


def _houses(text: str) -> Iterator[tuple[str, str, str]]:
    """What may be the number of a house, with the words before and behind it."""
    for found in _HOUSE.finditer(text):
        number, letter, part = found.groups(default="")
        more = letter or (f"-{part}" if part.isdigit() else part)
        if number.lstrip("0"):
            yield folded(text[: found.start()]), f"{number.lstrip('0')}{more}", folded(text[found.end() :])


def _spaced(text: str) -> str:
    """Lower case without accents, with what stands between words kept apart from them."""
    lines = re.split(r"[\n,;]", text)
    return " , ".join(filter(None, (_dashed(line) for line in lines)))


def _dashed(line: str) -> str:
    return "-".join(filter(None, (folded(part) for part in line.split("-"))))


def profile(text: str, platform: str = "") -> str:
    """An account or page on the internet: "instagram @name", a mail address, or the address of a page.

    Of the address of a page "https://", "www.", a slash at the end, what stands behind "#" and capitals in the host go;
    capitals in the path stay, for they may matter. `platform`: where the account is, when the text is a name alone.
    """
    told = _TOLD.fullmatch(text)
    if told:
        platform, text = told.group(1), f"@{told.group(2)}"
    text = "".join(unicodedata.normalize("NFKC", text).split())
    if _MAIL.fullmatch(mail := _name(text)):
        return mail
    if not text.startswith("@") and (found := _page(text)):
        return found
    name = _name(text.strip("@/"))
    return f"{platform} @{name}".strip() if name else ""


def _name(text: str) -> str:
    """In small letters, until nothing changes."""
    while (small := "".join(unicodedata.normalize("NFKC", text.casefold()).split()).strip("@/")) != text:
        text = small
    return text


def _page(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return ""
    host = _host(parts.netloc.rpartition("@")[2].lower())
    if not _DOMAIN.fullmatch(host):
        return ""
    path, query = parts.path.rstrip("/"), f"?{parts.query}" if parts.query else ""
    name = _name(path.removeprefix("/add/"))
    is_account = host in _SITES and name and "/" not in name and name != "profile.php"
    return f"{_SITES[host]} @{name}" if is_account else f"{host}{path}{query}"


def _host(host: str) -> str:
    """Without what says only how a site is shown."""
    first, _, rest = host.partition(".")
    return _host(rest) if first in ("www", "m") and "." in rest else host
