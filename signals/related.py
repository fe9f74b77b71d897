"""Which signals are about the same person, number, plate, company or address as this one: only of what the actor may see.

Found by keyed hashes (docs/adr/0034): the database compares what it cannot read. A person reads why, and judges.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from core.access import Actor

from .models import MatchKey, Signal
from .things import MatchKind


@dataclass(frozen=True, slots=True)
class Same:
    """Another signal, and why it may be about the same, in words and in the order of `MatchKind`."""

    signal: Signal
    why: list[str] = field(default_factory=list)


def same_elsewhere(signal: Signal, actor: Actor) -> list[Same]:
    """Of a signal that passed its gate: the others with something in common, the most reasons first."""
    contents = [key.content for key in MatchKey.objects.visible_to(actor).filter(signal=signal)]
    if not contents:
        return []
    keys = MatchKey.objects.visible_to(actor).with_same_keys(contents).exclude(signal=signal)
    found: defaultdict[Signal, set[str]] = defaultdict(set)
    for key in keys.select_related("signal"):
        found[key.signal].add(key.kind)
    told = [Same(one, [str(kind.label) for kind in MatchKind if kind in kinds]) for one, kinds in found.items()]
    return sorted(told, key=lambda same: (-len(same.why), same.signal.reference))
