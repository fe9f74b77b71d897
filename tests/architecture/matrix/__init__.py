"""Who gets in where: one row for each address, one file for each app.

This table is written by hand and knows nothing of the policy tables: it is the second opinion. An address without a row
fails. Each row names who gets in; everybody else of the small world must be turned away.
"""

from collections import defaultdict
from collections.abc import Mapping

from . import (
    accounts,
    api,
    cases,
    comparing,
    gathering,
    handed_over,
    handing_on,
    jobs,
    logging,
    municipalities,
    reports,
    retention,
    signals,
    start,
    tables,
)
from .rows import Maker, Row

ROWS: dict[str, Row] = {
    **accounts.ROWS,
    **api.ROWS,
    **cases.ROWS,
    **comparing.ROWS,
    **gathering.ROWS,
    **handed_over.ROWS,
    **handing_on.ROWS,
    **jobs.ROWS,
    **logging.ROWS,
    **municipalities.ROWS,
    **reports.ROWS,
    **retention.ROWS,
    **signals.ROWS,
    **start.ROWS,
    **tables.ROWS,
}


def sharing(rows: Mapping[str, Row]) -> list[list[str]]:
    """The addresses that are about the same object, so that it need be made only once; those about none by app."""
    found: defaultdict[Maker | str, list[str]] = defaultdict(list)
    for name in sorted(rows):
        found[rows[name].about or name.partition(":")[0]].append(name)
    return list(found.values())
