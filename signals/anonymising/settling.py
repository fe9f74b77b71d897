"""What the officer chose for each piece that was found, and what of the text is still to be settled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .finding import Kind, Piece, Protected, pieces_in

REMOVED = "[…]"


class Answer(StrEnum):
    """What to do with one piece."""

    REMOVE = "remove"
    COARSER = "coarser"
    KEEP = "keep"


class KeepReason(StrEnum):
    """Why a piece may stay: it says where or with what, not who."""

    COMPANY = "company"
    PLACE = "place"
    VEHICLE = "vehicle"
    WORD = "word"
    MANY = "many"
    ELSE = "else"


KEEP_WORDS: Mapping[KeepReason, str] = {
    KeepReason.COMPANY: "Laten staan: dit is een bedrijf",
    KeepReason.PLACE: "Laten staan: dit is een plaats",
    KeepReason.VEHICLE: "Laten staan: dit is een voertuig",
    KeepReason.WORD: "Laten staan: dit is een gewoon woord, geen naam",
    KeepReason.MANY: "Laten staan: dit kan over veel mensen gaan",
    KeepReason.ELSE: "Laten staan: dit gaat over iets anders, niet over die gegevens",
}
_MAY_STAY: Mapping[Kind, tuple[KeepReason, ...]] = {
    Kind.NAME: (KeepReason.COMPANY, KeepReason.PLACE, KeepReason.VEHICLE, KeepReason.WORD),
    Kind.PLATE: (KeepReason.VEHICLE,),
    Kind.ADDRESS: (KeepReason.PLACE,),
    Kind.RELATIVE: (KeepReason.MANY,),
    Kind.HELD: (KeepReason.ELSE,),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece that stays: `text` is exactly as it stands."""

    kind: Kind
    text: str
    reason: KeepReason

    @property
    def words(self) -> str:
        """Why, for the officer."""
        return KEEP_WORDS[self.reason].partition(": ")[2]


def reasons_to_keep(piece: Piece) -> tuple[KeepReason, ...]:
    """Why this piece could stay; none for what leads to a person."""
    return _MAY_STAY.get(piece.kind, ())


def unsettled(text: str, protected: Protected, kept: Collection[Kept]) -> list[Piece]:
    """What was found in the text and was not said to stay. Nothing leaves while there is any."""
    staying = {(one.kind, one.text) for one in kept if one.reason in _MAY_STAY.get(one.kind, ())}
    return [piece for piece in pieces_in(text, protected) if (piece.kind, piece.text) not in staying]


def settle(text: str, answers: Mapping[int, Answer], pieces: Collection[Piece]) -> str:
    """`text` with each piece (`answers`: by its place in `pieces`) taken out or said coarser; the others stand as they were."""
    chosen = [(piece, answers.get(number)) for number, piece in enumerate(pieces)]
    coarser = [(piece, piece.coarser) for piece, answer in chosen if answer == Answer.COARSER]
    return put_instead(text, [*coarser, *((piece, "") for piece, answer in chosen if answer == Answer.REMOVE)])


def put_instead(text: str, pieces: Iterable[tuple[Piece, str]]) -> str:
    """`text` with other words where each piece stands ("": that something was taken out); no two pieces overlap."""
    for piece, words in sorted(pieces, key=lambda one: one[0].start, reverse=True):
        text = text[: piece.start] + (words or REMOVED) + text[piece.end :]
    return text
