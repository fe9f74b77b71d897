"""What a model says about who may reach its rows; `apply_walls` makes database rights of it.

    class Signal(...):   wall = Content()                          # a dossier: its dossier_id is its own id
    class Person(...):   wall = Content(parent="signal")           # part of a dossier
    class Handover(...): wall = Content(parent="signal") | PartnerWall()
    class Cell(...):     wall = Governance()
    class Access(...):   wall = Content(tied=False) | Overseen()
    class Draft(...):    wall = Own()
    class Region(...):   wall = Open(reason="...")

A row behind several walls (`|`) is within reach when any of them lets it through.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

# The keeper of the log. bin/database-bootstrap makes the role; nobody signs in as it.
AUDIT = "audit"

# Who may read all that a keeper keeps, and nothing else, and write nothing. Made there too.
READERS = {AUDIT: "auditor"}

CONTENT_COLUMNS = ("municipality_id", "dossier_id")


@dataclass(frozen=True, slots=True)
class Wall:
    """Base of the kinds. `append_only`: the application adds and reads rows, and never changes or deletes one."""

    append_only: bool = field(default=False, kw_only=True)
    # Such a row may be deleted all the same once its dossier was erased, and not before.
    goes_with_dossier: bool = field(default=False, kw_only=True)
    # The column with the key of another dossier that the row tells of as well: it may go with either.
    goes_with_other: str = field(default="", kw_only=True)
    # The role that owns the table and alone adds rows, through a function of its own; the application reads.
    keeper: str = field(default="", kw_only=True)

    @property
    def kinds(self) -> tuple["Wall", ...]:
        """The kinds that this wall is made of."""
        return (self,)

    @property
    def parents(self) -> tuple[str, ...]:
        """Names of the foreign keys to which the row is tied by a composite key."""
        return ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that decide; the row must have them."""
        return ()

    def has(self, kind: "type[Wall]") -> bool:
        """Whether `kind` is one of the kinds."""
        return any(isinstance(part, kind) for part in self.kinds)

    def __or__(self, other: "Wall") -> "Wall":
        kinds = (*self.kinds, *other.kinds)
        if any(isinstance(kind, Open) for kind in kinds):
            message = "An open table has no wall that another one could add to."
            raise TypeError(message)
        keepers = {kind.keeper for kind in kinds} - {""}
        if len(keepers) > 1:
            message = f"A table has one keeper, not {sorted(keepers)}."
            raise TypeError(message)
        return AnyOf(
            kinds,
            append_only=any(kind.append_only for kind in kinds),
            goes_with_dossier=any(kind.goes_with_dossier for kind in kinds),
            goes_with_other=next((kind.goes_with_other for kind in kinds if kind.goes_with_other), ""),
            keeper="".join(keepers),
        )


@dataclass(frozen=True, slots=True)
class Content(Wall):
    """Rows of a signal or case: reached through the municipality or the dossier.

    Without `parent` the row is a dossier itself and its dossier_id is its id. With it, the row is a part: a composite
    foreign key ties it to the parent's row of the same municipality and dossier (several parents when each may be
    empty). `tied=False` is for a log that outlives its dossier: it carries both columns, and no key holds them.
    """

    parent: str | tuple[str, ...] = ()
    tied: bool = field(default=True, kw_only=True)

    @property
    def parents(self) -> tuple[str, ...]:
        return (self.parent,) if isinstance(self.parent, str) else self.parent

    @property
    def columns(self) -> tuple[str, ...]:
        return CONTENT_COLUMNS

    @property
    def is_dossier(self) -> bool:
        """Whether the row is a dossier itself."""
        return self.tied and not self.parents


@dataclass(frozen=True, slots=True)
class Governance(Wall):
    """Plans, readiness, meetings of a municipality: reached through `municipality_id` alone."""

    parent: str | tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        return (self.parent,) if isinstance(self.parent, str) else self.parent

    @property
    def columns(self) -> tuple[str, ...]:
        return ("municipality_id",)


@dataclass(frozen=True, slots=True)
class Overseen(Wall):
    """What was done in a municipality, for who watches over that and over nothing else: reached through `municipality_id`.

    Not the same as Governance: who follows how a municipality is prepared does not read who opened what there.
    """

    @property
    def columns(self) -> tuple[str, ...]:
        return ("municipality_id",)


@dataclass(frozen=True, slots=True)
class PartnerWall(Wall):
    """Rows that one organisation outside may reach, named by the foreign key `partner`."""

    partner: str = "partner"

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.partner}_id",)


@dataclass(frozen=True, slots=True)
class Own(Wall):
    """Rows of one user (a draft, a reporter's submission), named by the foreign key `user`."""

    user: str = "author"

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.user}_id",)


@dataclass(frozen=True, slots=True)
class Open(Wall):
    """No wall, for what holds nothing about a signal or case. The reason is one sentence."""

    reason: str = field(kw_only=True)

    def __post_init__(self) -> None:
        if not self.reason.strip():
            message = "Say in one sentence why this table needs no wall."
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class AnyOf(Wall):
    """Several kinds; made by `|`."""

    parts: tuple[Wall, ...] = ()

    @property
    def kinds(self) -> tuple[Wall, ...]:
        return self.parts

    @property
    def parents(self) -> tuple[str, ...]:
        return _once(name for part in self.parts for name in part.parents)

    @property
    def columns(self) -> tuple[str, ...]:
        return _once(name for part in self.parts for name in part.columns)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
