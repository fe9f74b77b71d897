"""Where exact figures are read: as the role `report`, which sees numbers, days and codes of every municipality, and no text.

Which columns that are stands in COLUMNS; a test holds it to what has no words of people in it. Whoever fills a database
in one transaction (a demo world, a test) has rows that nobody else can see yet: `over_this_connection` reads those, and
then what the open context lets through.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

# By table, what a figure may be made of. `core/walls/roles.py` gives the role the right to read this and no more.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "signals_signal": (
        "id",
        "municipality_id",
        "state",
        "received_at",
        "form",
        "serious_disadvantage",
        "close_reason",
        "kept_why",
    ),
    "signals_merge": ("id", "municipality_id", "signal_id", "into_id", "undone_at"),
    "signals_follow": ("id", "municipality_id", "signal_id", "started_at", "ended_at"),
    "signals_offer": ("id", "municipality_id", "signal_id", "state", "offered_at"),
    "signals_handover": ("id", "municipality_id", "partner_id", "state", "anonymous", "sent_at", "refused_at"),
    "signals_handoveranswer": ("id", "handover_id", "answered_at"),
    "cases_case": ("id", "main_form"),
    "cases_phaseperiod": ("id", "municipality_id", "case_id", "phase", "since", "until"),
    "cases_referral": ("id", "municipality_id", "outcome", "asked_on", "outcome_on"),
    "cases_signallink": ("id", "signal_id", "case_id", "linked_at"),
    "cases_contactmoment": ("id", "case_id", "outcome", "at"),
    # Names of organisations, which everybody who signs in may read.
    "municipalities_organisation": ("id", "name", "sort_name"),
}

_here: ContextVar[bool] = ContextVar("over_this_connection", default=False)


def alias() -> str:
    """The database connection over which exact figures are read now."""
    return DEFAULT_DB_ALIAS if _here.get() else str(settings.FIGURES_DATABASE)


def has_own_role() -> bool:
    """Whether that is a role of its own, which needs no context."""
    return alias() != DEFAULT_DB_ALIAS


@contextmanager
def over_this_connection() -> Iterator[None]:
    """Inside the block figures are read where the rows are written."""
    token = _here.set(True)
    try:
        yield
    finally:
        _here.reset(token)


def exact[Q: QuerySet[Any]](rows: Q) -> Q:
    """These rows, as that role sees them."""
    return rows.using(alias())
