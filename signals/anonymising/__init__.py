"""Text for an anonymous tip: what in it leads to a person is found, and settled piece by piece by who passes it on.

`spelling` reads through disguises (case, accents, lookalike letters, invisible signs, dashes and dots inside a word);
`times` finds days, hours and ages and says them coarser; `spoken` what is told in words; `vehicles` plates; `finding` puts all kinds together; `settling` applies what the
officer chose and tells what is left. Nothing here is guessed by a model and nothing depends on the day: the same text
gives the same pieces. It finds too much rather than too little, and it cannot find all: a person reads the text last.
"""

from .finding import (
    Kind,
    Piece,
    Protected,
    naming_in,
    pieces_in,
    says_nobody,
    telling_in,
    telling_in_place,
    telling_in_purpose,
    unknown_place,
)
from .hidden import Hidden, digests_of
from .pointing import POINTING_WORDS, Pointed, Pointing, pointing_in
from .settling import REMOVED, Answer, KeepReason, Kept, put_instead, settle, unsettled
from .spelling import readable
from .times import coarse_moment, coarsened

__all__ = [
    "POINTING_WORDS",
    "REMOVED",
    "Answer",
    "Hidden",
    "KeepReason",
    "Kept",
    "Kind",
    "Piece",
    "Pointed",
    "Pointing",
    "Protected",
    "coarse_moment",
    "coarsened",
    "digests_of",
    "naming_in",
    "pieces_in",
    "pointing_in",
    "put_instead",
    "readable",
    "says_nobody",
    "settle",
    "telling_in",
    "telling_in_place",
    "telling_in_purpose",
    "unknown_place",
    "unsettled",
]
