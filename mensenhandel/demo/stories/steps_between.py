"""What happens between people in a story: another municipality is asked, a partner calls, a sender tells of danger.

As the steps of steps.py; how each is played stands in mensenhandel/demo/between.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from signals.codes import SharedPart

from .steps import PartnerStep, Step

type Shared = Sequence[tuple[SharedPart, str]]


@dataclass(frozen=True, slots=True)
class MoveAsked(Step):
    """The municipality that it belongs to is asked to take it over, and did not say anything yet."""

    municipality: str
    why: str


@dataclass(frozen=True, slots=True)
class ShareAsked(Step):
    """Another municipality is asked to look along, and reads these parts."""

    municipality: str
    why: str
    parts: Shared


@dataclass(frozen=True, slots=True)
class ShareAccepted(Step):
    """It looks along."""


@dataclass(frozen=True, slots=True)
class WroteAlong(Step):
    """It writes a line that both read."""

    text: str


@dataclass(frozen=True, slots=True)
class SharedMore(Step):
    """It reads these parts too."""

    parts: Shared


@dataclass(frozen=True, slots=True)
class InDanger(Step):
    """Who sent it tells that somebody is in direct danger now, and called 112 at `called`."""

    called: str
    call_back: str


@dataclass(frozen=True, slots=True)
class KeptOut(Step):
    """A colleague may not see it: the deputy of the municipality."""

    why: str


@dataclass(frozen=True, slots=True)
class RefusedByPhone(PartnerStep):
    """The partner calls that it does not take it on, and the officer writes that down."""

    why: str


@dataclass(frozen=True, slots=True)
class AskedBack(PartnerStep):
    """The partner needs to know more before it can answer."""

    text: str


@dataclass(frozen=True, slots=True)
class HandoverBegun(PartnerStep):
    """The officer fills in what goes to this partner, and is called away."""

    purpose: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class AskedElsewhere(Step):
    """Asked in the other municipalities of the region, of the things with these words."""

    things: Sequence[str]
    why: str
