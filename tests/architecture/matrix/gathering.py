"""What is gathered about a signal, and what a partner asks back about a handover."""

from dataclasses import replace

from .rows import CARE, GOES, OTHER_OFFICERS, Row
from .signals import _FORM, asked

_OF_ITEM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=asked, methods=("get", "post"))

ROWS = {
    "signals:note-call": replace(_FORM),
    "signals:record-finding": _OF_ITEM,
    "signals:expect-later": _OF_ITEM,
    "signals:withdraw-finding": _OF_ITEM,
}
