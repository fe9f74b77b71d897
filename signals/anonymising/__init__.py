"""Text for an anonymous tip: what in it leads to a person is found, and settled piece by piece by who passes it on.

`spelling` reads through disguises (case, accents, lookalike letters, invisible signs, dashes and dots inside a word);
`times` finds days, hours and ages and says them coarser; `finding` puts all kinds together; `settling` applies what the
officer chose and tells what is left. Nothing here is guessed by a model and nothing depends on the day: the same text
gives the same pieces. It finds too much rather than too little, and it cannot find all: a person reads the text last.
"""

from .finding import Kind, Piece, Protected, pieces_in, telling_in, telling_in_place, telling_in_purpose
from .settling import Answer, KeepReason, Kept, settle, unsettled
from .times import coarsened

__all__ = [
    "Answer",
    "KeepReason",
    "Kept",
    "Kind",
    "Piece",
    "Protected",
    "coarsened",
    "pieces_in",
    "settle",
    "telling_in",
    "telling_in_place",
    "telling_in_purpose",
    "unsettled",
]
