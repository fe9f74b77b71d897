"""References that people read to each other over the phone: random, short, with a check letter; no running number.

"S-K7R4-M": a kind letter, four random signs, a check sign over all of them. The alphabet leaves out 0 O 1 I L U, which
are mistaken for each other in speech or print. 30 signs to the fourth is 810,000 references per kind, so now and then a
draw hits one that is in use, perhaps by a row that the actor cannot see: the unique constraint finds that out, and
`insert_referenced` draws again.
"""

import re
import secrets

from django.db import IntegrityError, models, transaction

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = 4  # signs that are drawn
# With half of all references in use, one row in a thousand would need more draws than this.
_DRAWS = 10
# The kinds of number that people read to each other.
KINDS = "SCDVT"
_MEANT = re.compile(rf"([{KINDS}])([\s.\-]*)([A-Z0-9]{{{BODY}}})([\s.\-]*)([A-Z0-9]?)", re.ASCII)
_SHAPE = re.compile(rf"^([{ALPHABET}])([{ALPHABET}]+)([{ALPHABET}])$")


def new_reference(kind: str, length: int = BODY) -> str:
    """A fresh reference of `kind` (one sign of the alphabet), not yet checked for uniqueness."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if _weight(kind + body) < len(ALPHABET):
            return with_check(kind, body)


def insert_referenced(row: models.Model, kind: str) -> None:
    """Insert `row` with a fresh `reference` of `kind`."""
    for _ in range(_DRAWS):
        row.reference = new_reference(kind)  # type: ignore[attr-defined]  # every row with a number has one
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if not _is_in_use(error):
                raise
        else:
            return
    message = f"{_DRAWS} references in a row were in use."
    raise RuntimeError(message)


def _is_in_use(error: IntegrityError) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return "_reference_" in (getattr(diagnosis, "constraint_name", None) or "")


def with_check(kind: str, body: str) -> str:
    """`kind` and `body` with their check sign. IndexError for the one body in 31 that has none."""
    return f"{kind}-{body}-{ALPHABET[_weight(kind + body)]}"


def normalise(typed: str) -> str | None:
    """The reference as stored for what a person typed ("s k7r4 m"), or None when it is not one or its check fails."""
    match = _SHAPE.match(re.sub(r"[\s.\-]", "", typed).upper())
    if match is None:
        return None
    kind, body, check = match.groups()
    weight = _weight(kind + body)
    return f"{kind}-{body}-{check}" if ALPHABET[weight : weight + 1] == check else None


def number_of(kind: str, typed: str) -> str | None:
    """As `normalise`, for a number of `kind`; its letter may be left out ("k7r4 m"). The check tells whose kind it is.

    The length tells which was meant: without its letter, C-C4R7-M reads as a shorter number of its kind now and then.
    """
    found = (normalise(typed), normalise(kind + typed))
    shape = re.compile(rf"{kind}-.{{{BODY}}}-.")
    return next((number for number in found if number and shape.fullmatch(number)), None)


def misread(typed: str) -> str:
    """What is wrong with a text that was meant as a number and is none, as a sentence; "" for a number and for words.

    Only its shape is looked at, never whether there is such a number. A word has its shape too, so a number has a digit
    or a dash in it.
    """
    match = _MEANT.fullmatch(typed.strip().upper())
    if match is None or normalise(typed) or not re.search(r"[\d\-]", typed):
        return ""
    kind, _, body, _, check = match.groups()
    if strange := sorted(set(body + check) - set(ALPHABET)):
        return f"In een nummer komt geen {' of '.join(strange)} voor. Lees het nummer nog eens na."
    if not check:
        return f"Het nummer is niet af: na {kind}-{body} komt nog één teken, het controleteken."
    wrong = f"Het laatste teken van {kind}-{body}-{check} klopt niet met de rest."
    return f"{wrong} Ergens staat een verkeerde letter of een verkeerd cijfer: lees het nummer nog eens na."


def meant(typed: str) -> str:
    """As a number is written, of what was meant as one and is none ("s k7r5 m" is "S-K7R5-M"); "" for anything else."""
    match = _MEANT.fullmatch(typed.strip().upper())
    if match is None or not misread(typed):
        return ""
    return "-".join(filter(None, (match.group(1), match.group(3), match.group(5))))


def one_mistake_away(number: str) -> set[str]:
    """The numbers that somebody may have had in mind who wrote this one, as `meant` gives it: with one sign misread or two beside
    each other swapped, or without its check sign. Some five; whether there is such a number is not looked at.
    """
    kind, body, *check = number.split("-")
    if not check:
        return {whole for sign in ALPHABET if (whole := normalise(kind + body + sign))}
    signs = body + check[0]
    ways = {signs[:place] + sign + signs[place + 1 :] for place in range(len(signs)) for sign in ALPHABET}
    ways |= {f"{signs[:at]}{signs[at + 1]}{signs[at]}{signs[at + 2 :]}" for at in range(len(signs) - 1)}
    return {whole for way in ways if (whole := normalise(kind + way))}


def _weight(signs: str) -> int:
    """A weighted sum modulo 31, a prime above the 30 signs: any one wrong sign or swapped pair changes it."""
    return sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2)) % 31
