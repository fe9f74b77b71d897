"""Who acts, and what may that person do: the actor and the policy table.

An *actor* is somebody under one hat, with the lists of what the request may reach (walls.md 1): six that give (content,
governance, dossiers, partners, oversees, reports_for) and one that takes away (excluded). A *policy* is a table action x role x reach: for
each action it names the roles that have it and how the actor must stand to the object (its own municipality, a dossier
shared with it, ...). View, API, template and operation ask the same table; no role name is tested anywhere else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self, runtime_checkable
from uuid import UUID

from .errors import Forbidden


class Reach(StrEnum):
    """How an actor can stand to an object."""

    ANYWHERE = "anywhere"  # the action has no object, or the object belongs to nobody
    OWN = "own"  # the object's municipality is in actor.content
    SHARED = "shared"  # the object's dossier is in actor.dossiers
    GOVERNANCE = "governance"  # the object's municipality is in actor.governance
    PARTNER = "partner"  # the object is addressed to, or sent by, an organisation in actor.partners
    MINE = "mine"  # the object was made by this user
    EMERGENCY = "emergency"  # the object's dossier is in actor.opened


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """A term that takes `amount` today in these municipalities, as their region set it."""

    code: str
    amount: int
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class WhoLeft:
    """Users who had a hat for these municipalities and have it there no more; ids."""

    users: frozenset[int]
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody under one hat. Built by `municipalities.roles.actor_for`, once per request or job run.

    `hat` is a role code ("" = signed in without a role); `hats` are all the role codes of the account, `hat_names` what
    a page calls each of them ("Aandachtsfunctionaris Goes").
    `content`, `governance`: municipality ids; `dossiers`: ids of signals and cases; `partners`: organisation ids.
    `excluded`: dossiers that are kept from this person whatever the other lists give: excluded by name, or restricted to a
    team that this person is not in. `opened`: dossiers opened by emergency access, for now; they stand in `dossiers` too.
    `oversees`: municipalities whose log this hat watches over, without content. `alerts`: keys of emergency accesses that
    wait for this person, to know of or to review.
    `stands_in`: the municipalities whose fall-back this person is, whatever the hat; it opens none of their content.
    `withheld`: of those, dossiers that are restricted to a team without this person; under every hat, also one that oversees
    the log, to which they are not `excluded`.
    `covers`: user ids of absent colleagues whose work comes to this person today, under this hat: as their deputy, or because
    nobody stands in for them; it opens nothing.
    `succeeds`: who had this hat for the same municipalities and has it there no more: what they own in these still is this
    person's work; it opens nothing.
    `reports_for`: municipalities for which this hat reports; of their signals it opens what this person is asked, and no more.
    `pool`: of `content`, the municipalities whose new work waits with this hat because nobody before it is there.
    `terms`: what is set otherwise today in the region of a municipality that this person works for, under whichever hat.
    """

    user_id: int | None
    name: str = ""
    hat: str = ""
    hats: tuple[str, ...] = ()
    hat_names: tuple[str, ...] = ()
    content: frozenset[int] = frozenset()
    governance: frozenset[int] = frozenset()
    dossiers: frozenset[UUID] = frozenset()
    partners: frozenset[int] = frozenset()
    stands_in: frozenset[int] = frozenset()
    pool: frozenset[int] = frozenset()
    covers: frozenset[int] = frozenset()
    succeeds: frozenset[WhoLeft] = frozenset()
    excluded: frozenset[UUID] = frozenset()
    opened: frozenset[UUID] = frozenset()
    withheld: frozenset[UUID] = frozenset()
    oversees: frozenset[int] = frozenset()
    reports_for: frozenset[int] = frozenset()
    alerts: frozenset[UUID] = frozenset()
    terms: frozenset[HeldTerm] = frozenset()

    def knows_terms_of(self, municipality_id: int) -> bool:
        """Whether `terms` says all of the terms in this municipality."""
        return any(municipality_id in places for places in (self.content, self.governance, self.reports_for))

    def ways_to(self, municipality_id: int | None, dossier_id: UUID | None) -> set[str]:
        """How the actor stands to what belongs to this municipality and dossier: OWN, SHARED, or EMERGENCY alone.

        Emergency access replaces the other two: it gives what is needed now, and not the work of every day.
        """
        if dossier_id in self.excluded:
            return set()
        if dossier_id in self.opened:
            return {Reach.EMERGENCY}
        ways: set[str] = {Reach.OWN} if municipality_id in self.content else set()
        return ways | ({Reach.SHARED} if dossier_id in self.dossiers else set())

    @property
    def asked_in(self) -> frozenset[int]:
        """The municipalities about whose signals this hat can be asked something, and answers: ids."""
        return self.content | self.reports_for

    @property
    def person_id(self) -> int:
        """The user id of an actor who acts in person. Forbidden for a program or the system."""
        if self.user_id is None:
            message = "Deze stap kan alleen een persoon zetten."
            raise Forbidden(message)
        return self.user_id

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a user, or a partner's program, behind this actor."""
        return self.user_id is not None or bool(self.partners)


NOBODY = Actor(user_id=None)
# Acts in the jobs that no person asked for (reminders, terms); the policy tables name its hat where it may do something.
SYSTEM_HAT = "system"
SYSTEM = Actor(user_id=None, name="Systeem", hat=SYSTEM_HAT)


class Action(StrEnum):
    """Base of each app's actions; a value is "app.verb".

    `label`: what it is called on a page, as the end of "mag niet ..." ("een signaal bekijken"); no action is without.
    """

    _value_: str
    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """From "app.verb" and its label."""
        action = str.__new__(cls, value)
        action._value_ = value
        action.label = label
        return action


@runtime_checkable
class Reachable(Protocol):
    """An object that knows how an actor stands to it."""

    def reaches_of(self, actor: Actor) -> set[str]: ...


# Any: the keys are role codes, and a mapping whose keys are a subclass of str is no Mapping[str, ...] to mypy.
type PolicyTable = Mapping[Action, Mapping[Any, Collection[str]]]


def or_emergency(roles: Mapping[Any, Collection[str]]) -> Mapping[Any, Collection[str]]:
    """These, and a deputy among them who opened this one dossier: for looking, and writing down what was done."""
    return {role: {*reaches, Reach.EMERGENCY} for role, reaches in roles.items()}


class Policy:
    """One app's table; registers itself so that an action alone leads to its table."""

    _by_action: dict[Action, "Policy"] = {}

    def __init__(self, table: PolicyTable) -> None:
        self.table = {
            action: {role: frozenset(reaches) for role, reaches in roles.items()} for action, roles in table.items()
        }
        for action in self.table:
            if action in Policy._by_action:
                message = f"{action} stands in two policy tables."
                raise ValueError(message)
            Policy._by_action[action] = self

    def reaches(self, actor: Actor, action: Action) -> frozenset[str]:
        """The reaches by which the actor's hat has this action; empty = not at all."""
        return self.table[action].get(actor.hat, frozenset())

    def roles_with(self, action: Action, reaches: Collection[str]) -> list[str]:
        """The roles that have this action by one of these reaches, by code."""
        return sorted(str(role) for role, found in self.table[action].items() if not found.isdisjoint(reaches))

    def allows(self, actor: Actor, action: Action, obj: Reachable | None = None) -> bool:
        """Whether the actor may do `action`, on `obj` or (without it) on anything at all."""
        reaches = self.reaches(actor, action)
        if not reaches or obj is None or Reach.ANYWHERE in reaches:
            return bool(reaches)
        return not reaches.isdisjoint(obj.reaches_of(actor))


def policy_of(action: Action) -> Policy:
    """The table that holds `action`. KeyError when no app declared it: a programming error, found by a start-up check."""
    return Policy._by_action[action]


def declared_actions() -> Mapping[Action, Policy]:
    """Every action with its table, for checks and tests."""
    return Policy._by_action


def reaches_for(actor: Actor, action: Action) -> frozenset[str]:
    """How the actor may stand to what `action` is done to; see `Policy.reaches`."""
    return policy_of(action).reaches(actor, action)


def may(actor: Actor, action: Action, obj: Reachable | None = None) -> bool:
    """Whether the actor may do `action`; see `Policy.allows`."""
    return policy_of(action).allows(actor, action, obj)


def authorize(actor: Actor, action: Action, obj: Reachable | None = None) -> None:
    """Raise Forbidden when the actor may not do `action`."""
    if not may(actor, action, obj):
        raise Forbidden("Uw rol heeft dit recht niet.", action=action, obj=obj)


# Where an actor's dossier list comes from: `signals` and `cases` add their grants in `ready()`. Each source is a SQL
# query with the named parameter %(today)s (date) that gives three columns, for everybody: the user (id), the hat (role
# code) for which the grant holds, "" for any, and the dossier id (uuid). The role query asks all sources at once, of the
# actor and of who else is in a restricted team; it runs before there is a context, so a source reads grant tables only
# (declared open), never content.
type DossierSource = Callable[[], str]
DOSSIER_SOURCES: list[DossierSource] = []
