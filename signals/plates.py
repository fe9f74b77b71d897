"""The shapes of Dutch licence plates: the one table, for what finds a plate again and for what keeps it out of a text."""

import re

# The ways in which letters (X) and digits (9) follow each other on a Dutch plate (RDW: sidecodes 1 to 14).
SIDE_CODES = (
    *("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9"),
    *("9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)
SIGNS = 6  # letters and digits on each of them
_BY_SHAPE = {code.replace("-", ""): code for code in SIDE_CODES}


def _letters(code: str) -> str:
    return code.replace("9", "[0-9]").replace("X", "[A-Z]")


# In capitals, with the dashes as they stand on the car.
IN_TEXT = re.compile("|".join(rf"(?<![\w-]){_letters(code)}(?![\w-])" for code in SIDE_CODES))
# The same without anything between the signs.
BARE = re.compile("|".join(map(_letters, _BY_SHAPE)))


def shape_of(bare: str) -> str:
    """The side code of a plate (capital letters and digits only); "" when it has no Dutch one."""
    return _BY_SHAPE.get("".join("9" if sign.isdigit() else "X" for sign in bare), "")


def with_dashes(bare: str) -> str:
    """A Dutch plate as it stands on the car; `bare`: its six signs."""
    signs = iter(bare)
    return "".join(sign if sign == "-" else next(signs) for sign in shape_of(bare))
