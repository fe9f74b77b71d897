"""What was handed over, on the side of who sent it; its receiver has pages of its own."""

from .rows import CARE, GOES, OTHER_OFFICERS, Row
from .signals import handover

_FORM = Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover, methods=("get", "post"))

ROWS = {
    "signals:handed-over": Row(open_to=GOES, absent_for=OTHER_OFFICERS | CARE, about=handover),
    "signals:record-acceptance": _FORM,
    "signals:record-reminder": _FORM,
}
