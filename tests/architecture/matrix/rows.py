"""What a row of the access matrix says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.world import World

# Everybody of the small world by first name; "Daphne+" is Daphne under her second hat, deputy focal officer of Goes.
EVERYBODY = frozenset(
    {
        *("Wilma", "Koos", "Daphne+"),  # focal officer of Goes and deputies
        *("Vera", "Floor"),  # focal officers of Vlissingen and Breda
        *("Karlijn", "Berend", "Pieter"),  # care coordinators of Zeeland and De Baronie, process director of Zeeland
        *("Daphne", "Lowie"),  # district and regional coordinator
        *("Philo", "Tirza"),  # inspectorate, Veilig Thuis
        *("Hanna", "Bente", "Jet", "Vince", "Bo"),  # reporter, policy, board, privacy, administrator
        "Otto",  # signed in, without a role
    }
)
ONE_OF_EACH_HAT = EVERYBODY - {"Koos", "Daphne+", "Vera", "Floor", "Berend"}
SECOND_HAT = {"Daphne+": "focal_officer"}

GOES = frozenset({"Wilma", "Koos", "Daphne+"})
OTHER_OFFICERS = frozenset({"Vera", "Floor"})
OFFICERS = GOES | OTHER_OFFICERS
CARE = frozenset({"Karlijn", "Berend"})
PARTNERS = frozenset({"Philo", "Tirza"})

type Maker = Callable[[World], list[Any]]


@dataclass(frozen=True)
class Row:
    """`open_to`: who gets in, for an object of Goes when `about` makes one (its arguments of the address).

    `absent_for`: whose role has this page, but for whom this object does not exist: they get 404 and not 403.
    `methods`: tried in turn; a POST without fields may be answered 302, 409 or 422, and never changes who gets in.
    `program`: for a partner's program with a token; a browser gets 401, whoever has signed in.
    `public`: open without signing in. `kwargs`: fixed arguments of an address without an object.
    """

    open_to: frozenset[str] = frozenset()
    absent_for: frozenset[str] = frozenset()
    about: Maker | None = None
    methods: tuple[str, ...] = ("get",)
    public: bool = False
    program: bool = False
    arguments: list[Any] = field(default_factory=list)
