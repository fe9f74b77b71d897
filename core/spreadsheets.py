"""CSV files, which people open in a spreadsheet: what somebody typed must not become a formula there.

The one place that writes them; everything in a cell is text of ours or of others, a number included.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A spreadsheet may take a cell that begins so for a formula (OWASP ASVS 5.0, 1.2.10).
_STARTS_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")  # the wide forms count too
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# Tells a spreadsheet that the letters are UTF-8.
_MARK = "\ufeff"


def harmless(cell: str) -> str:
    """The cell as text: with an apostrophe in front where a formula could begin; a negative number stays one."""
    return f"'{cell}" if cell[:1] in _STARTS_FORMULA and not _NUMBER.fullmatch(cell) else cell


def csv_answer(lines: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """A download of these lines, separated by semicolons. `name`: of the file, without its ending; of ours, never typed."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([harmless(cell) for cell in line] for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(_MARK + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
