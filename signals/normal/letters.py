"""Letters and digits without what people write differently: capitals, accents, signs."""

import unicodedata

# Letters that Unicode does not take apart.
_ALIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"}
)


def folded(text: str) -> str:
    """Lower case, without accents; what is no letter or digit is a space, and a space stands between words alone.

    An apostrophe goes without leaving a space: "d'Anna" and "dAnna" are one.
    """
    while (plain := _plain(text)) != text:
        text = plain
    return text


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign) and sign not in "'’‘`´")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def digits(text: str) -> str:
    """The digits 0 to 9 of a text, also those of another script."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())
