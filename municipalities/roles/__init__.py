"""Who works where, in which role, and what that opens: the one place that reads and writes role rows.

A role row says: this person has this role on this area, from a day until a day, perhaps as deputy. actor.py turns the
rows of today into what a request may reach; rows.py writes them and says who holds what.
"""

from municipalities.codes import HAT_ORDER, ROLE_SENTENCES, Role

from .actor import LISTS, actor_for, program_actor
from .labels import hat_name
from .rows import (
    KINDS,
    ROLE_TABLES,
    Holding,
    areas_of,
    care_among,
    coordinates_care,
    covered_by,
    end,
    end_cover,
    give,
    given_while_away,
    has_role,
    held_by,
    holders,
    holders_of,
    holding_of,
    officers_among,
    officers_of,
    own_rows,
    role_fits,
    role_row,
    rows_around,
    rows_held,
    staff_of,
    standing_in,
    working_in,
    works_at,
)

__all__ = [
    "HAT_ORDER",
    "KINDS",
    "LISTS",
    "ROLE_SENTENCES",
    "ROLE_TABLES",
    "Holding",
    "Role",
    "actor_for",
    "areas_of",
    "care_among",
    "coordinates_care",
    "covered_by",
    "end",
    "end_cover",
    "give",
    "given_while_away",
    "has_role",
    "hat_name",
    "held_by",
    "holders",
    "holders_of",
    "holding_of",
    "officers_among",
    "officers_of",
    "own_rows",
    "program_actor",
    "role_fits",
    "role_row",
    "rows_around",
    "rows_held",
    "staff_of",
    "standing_in",
    "working_in",
    "works_at",
]
