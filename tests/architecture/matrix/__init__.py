"""Who gets in where: one row for each address, one file for each app.

This table is written by hand and knows nothing of the policy tables: it is the second opinion. An address without a row
fails. Each row names who gets in; everybody else of the small world must be turned away.
"""

from . import accounts, api, cases, jobs, municipalities, reports, signals, start
from .rows import Row

ROWS: dict[str, Row] = {
    **accounts.ROWS,
    **api.ROWS,
    **cases.ROWS,
    **jobs.ROWS,
    **municipalities.ROWS,
    **reports.ROWS,
    **signals.ROWS,
    **start.ROWS,
}
