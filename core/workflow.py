"""States and arrows as one table.

A workflow is data: for each action the states it may start from and the state it leads to. `move` is the only way a
state changes. The same table draws the diagram in the docs and is walked by the tests.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from .access import Action
from .errors import WrongState


class HasState(Protocol):
    """A row with a slow state."""

    state: str


class Standing(HasState, Protocol):
    """A row whose state a page can name."""

    def get_state_display(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Arrow:
    """`action` leads from any of `sources` to `target`; `target` None keeps the state (allowed there, changes beside it)."""

    action: Action
    sources: frozenset[str]
    target: str | None

    @property
    def verb(self) -> str:
        """The action without its app: "take_up"."""
        return self.action.value.rpartition(".")[2]


def arrow(action: Action, sources: Collection[str], target: str | None = None) -> Arrow:
    """One line of a workflow table."""
    return Arrow(action, frozenset(sources), target)


class Workflow:
    """The arrows of one kind of object, in the order of the table in the docs."""

    def __init__(self, name: str, arrows: Iterable[Arrow]) -> None:
        self.name = name
        self.arrows = tuple(arrows)
        self._lines: dict[Action, list[Arrow]] = {}
        for line in self.arrows:
            self._lines.setdefault(line.action, []).append(line)

    def allows(self, action: Action, state: str) -> bool:
        """Whether `action` may happen in `state`; True for an action that the table does not restrict."""
        lines = self._lines.get(action)
        return lines is None or any(state in line.sources for line in lines)

    def why_not(self, action: Action | None, about: Standing, *, stands: str = "De stand is") -> str:
        """Why `action` is not possible now, in a sentence for the page; "" when it is, and for no action at all."""
        if action is None or self.allows(action, about.state):
            return ""
        return f"{stands}: {about.get_state_display().lower()}. Deze stap kan dan niet."

    def actions_from(self, state: str) -> frozenset[Action]:
        """The actions that `state` allows."""
        return frozenset(line.action for line in self.arrows if state in line.sources)

    def move(self, obj: HasState, action: Action) -> str:
        """Set `obj.state` to the target of the arrow and give the state it came from.

        Raises WrongState when no arrow of `action` starts in the present state. Saves nothing.
        """
        came_from = obj.state
        for line in self._lines.get(action, []):
            if came_from in line.sources:
                obj.state = line.target or came_from
                return came_from
        raise WrongState(
            "Dit kan niet meer: de stand is intussen veranderd. Bekijk de pagina opnieuw.",
            action=action,
            state=came_from,
        )

    def mermaid(self) -> str:
        """The diagram for the docs: the arrows that lead somewhere; `kept` names the others."""
        lines = ["stateDiagram-v2"]
        for line in self.arrows:
            if line.target is not None:
                lines.extend(f"    {source} --> {line.target}: {line.verb}" for source in sorted(line.sources))
        return "\n".join(lines) + "\n"

    def kept(self) -> dict[str, list[str]]:
        """Verb to states: what is allowed beside the state, which it keeps."""
        return {line.verb: sorted(line.sources) for line in self.arrows if line.target is None}
