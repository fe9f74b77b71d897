"""What stands in words, put down as a company, vehicle, address or telephone number of the signal: what another municipality
wrote in a common line, or a plate in the report itself.

In a line it is words, found by nobody. As a thing of the holder's signal it stands under its keys, and both are told when it
comes up again elsewhere. The form is filled in beforehand with what can be read from the line, and says where it came from;
the holder looks at it and stores it.
"""

from collections.abc import Callable, Mapping
from textwrap import shorten

from django.utils.formats import date_format

from core.workdays import local_date

from .anonymising.finding import houses_in
from .models import JointNote, Signal
from .normal.numbers import phones_in, plates_in
from .plates import with_dashes
from .things import ThingKind

KINDS = (ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.ADDRESS, ThingKind.PHONE)
OF_REPORT = "melding"  # instead of a line
_LONGEST = 400  # signs of the line; the form takes some more


def read_from(note: JointNote, kind: str) -> dict[str, str]:
    """What a form for this kind of thing begins with; {} for a kind that is not taken over. Needs the writer's municipality."""
    if kind not in KINDS:
        return {}
    day = date_format(local_date(note.written_at), "j F Y")
    said = shorten(note.text, _LONGEST, placeholder="…")
    return {
        "value": _VALUES.get(kind, _nothing)(note.text),
        "description": f"Gemeente {note.written_by}, {day}: “{said}”",
    }


def read_from_report(signal: Signal, kind: str) -> dict[str, str]:
    """The vehicle that the report tells of in words; {} for another kind, and where no plate stands among them."""
    found = _plate(signal.vehicle) if kind == ThingKind.VEHICLE else ""
    return {"value": found, "description": signal.vehicle} if found else {}


def _nothing(_text: str) -> str:
    return ""


def _plate(text: str) -> str:
    return next((with_dashes(found) for found in plates_in(text)), "")


def _phone(text: str) -> str:
    return next(iter(phones_in(text)), "")


def _address(text: str) -> str:
    return next(iter(houses_in(text)), "")


_VALUES: Mapping[str, Callable[[str], str]] = {
    ThingKind.VEHICLE: _plate,
    ThingKind.PHONE: _phone,
    ThingKind.ADDRESS: _address,
}
