"""Row-level isolation: declarations on models, the signed context, and what `apply_walls` makes of them.

A model says who may reach its rows (`wall = walls.Content(parent="signal")`); a request, job or test says who it is
(`with walls.context(walls.sign(actor))`); the database compares the two. docs/adr/0003 tells why.
"""

from .declarations import AUDIT, Content, Governance, Open, Overseen, Own, PartnerWall, Wall
from .owner import as_owner
from .rows import FixedColumn, KeepsItsPlace
from .signing import EVERYONE, NO_CONTEXT, ContextOutsideTransaction, context, enter, sign, sign_all

__all__ = [
    "AUDIT",
    "EVERYONE",
    "NO_CONTEXT",
    "Content",
    "ContextOutsideTransaction",
    "FixedColumn",
    "Governance",
    "KeepsItsPlace",
    "Open",
    "Overseen",
    "Own",
    "PartnerWall",
    "Wall",
    "as_owner",
    "context",
    "enter",
    "sign",
    "sign_all",
]
