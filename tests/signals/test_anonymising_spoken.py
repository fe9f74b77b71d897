"""What is written so that a rule would miss it: numbers in words, relatives, letters that fall apart or look otherwise."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as some

from signals.anonymising import (
    Answer,
    KeepReason,
    Kept,
    Kind,
    Protected,
    naming_in,
    pieces_in,
    readable,
    settle,
    unknown_place,
    unsettled,
)
from signals.anonymising.spelling import signs_of
from signals.anonymising.spoken import spoken_numbers
from signals.anonymising.vehicles import plates_at
from signals.plates import SIDE_CODES, shape_of

SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWYZ", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ")
ONES = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
NOBODY = Protected(nobody=["Goes"])
TOLD = "er slapen acht mensen in een huis voor drie en"


def kinds(text: str, protected: Protected = NOBODY) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in pieces_in(text, protected)]


def settled(text: str, protected: Protected = NOBODY) -> str:
    while pieces := unsettled(text, protected, []):
        text = settle(text, dict.fromkeys(range(len(pieces)), Answer.REMOVE), pieces)
    return text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("bel nul zes twaalf vierendertig 56 78", [("number", "nul zes twaalf vierendertig 56 78")]),
        ("nul, zes, één, één, dubbel nul, vijf", [("number", "nul, zes, één, één, dubbel nul, vijf")]),
        ("nulzesnulnulnulnuleenelf", [("number", "nulzesnulnulnulnuleenelf")]),
        ("acht van de twaalf bedden, twee kamers en drie busjes", []),
        ("haar nicht slaapt er", [("relative", "haar nicht")]),
        ("de broer van de chauffeur rijdt", [("relative", "de broer van de chauffeur")]),
        ("zijn oudste zus en hun schoonmoeder", [("relative", "zijn oudste zus"), ("relative", "hun schoonmoeder")]),
        ("de vader haalt geld op bij een man van het bedrijf", []),
        ("er slapen moeders en kinderen", []),
    ],
)
def test_what_is_told_in_words_is_found(text: str, pieces: list[tuple[str, str]]) -> None:
    assert kinds(text) == pieces


def test_a_relative_may_stay_and_a_number_in_words_may_not() -> None:
    text = "haar moeder belt nul zes een een een een"
    pieces = pieces_in(text, NOBODY)
    kept = [Kept(piece.kind, piece.text, KeepReason.MANY) for piece in pieces]
    assert [piece.kind for piece in unsettled(text, NOBODY, kept)] == [Kind.NUMBER]


@given(some.lists(some.integers(0, 9), min_size=6, max_size=12), some.sampled_from([" ", ", ", "-", ""]), some.data())
def test_a_planted_number_in_words_never_survives(digits: list[int], between: str, data: some.DataObject) -> None:
    told = between.join(
        str(digit) if at and data.draw(some.booleans()) else ONES[digit] for at, digit in enumerate(digits)
    )
    text = f"{TOLD} {told} werd gebeld"
    [number] = spoken_numbers(text)
    assert number.digits == "".join(map(str, digits))
    assert told not in settled(text)
    # Also where it is the number of somebody we know of, written in digits.
    known = Protected(whole=[number.digits])
    assert [piece.kind for piece in naming_in(text, known)] == [Kind.REACH]


names = some.sampled_from(["Émilie Özgür", "Zoë Ĉapek", "Łukasz Żaba", "Mies Muntenbak"])


@given(names, some.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), some.sampled_from(["NFC", "NFD"]))
@example("Émilie Özgür", "NFD", "NFC")
def test_a_planted_name_that_fell_apart_never_survives(name: str, form: str, kept_as: str) -> None:
    spelled = unicodedata.normalize(form, name)  # type: ignore[arg-type]  # one of four literals
    known = Protected(names={unicodedata.normalize(kept_as, name): "persoon 1"})  # type: ignore[arg-type]  # one of the four forms
    text = f"{TOLD} {spelled} slaapt daar"
    for protected in (known, NOBODY):
        left = settled(text, protected)
        assert not any(signs_of(word) in signs_of(left) for word in name.split())
    [piece] = [one for one in pieces_in(text, known) if one.kind == Kind.PERSON]
    assert piece.text == spelled
    # Also by one of its words: the accents belong to what goes.
    for word in spelled.split():
        [piece] = naming_in(f"en {word} ook", known)
        assert piece.text == word


@given(some.sampled_from(["Mies", "Ahmed", "Zeger Bakstra"]), some.sampled_from(["small", "wide", "drawn"]))
def test_a_planted_name_in_other_letters_never_survives(name: str, how: str) -> None:
    spelled = {
        "small": name.upper().translate(SMALL),
        "wide": "".join(chr(ord(one) + 0xFEE0) if one.isalpha() else one for one in name),
        "drawn": "".join(
            chr(0x1D400 + ord(one) - 65) if one.isupper() else chr(0x1D41A + ord(one) - 97) if one.isalpha() else one
            for one in name
        ),
    }[how]
    for protected in (NOBODY, Protected(names={name: "persoon 1"})):
        assert not any(word in settled(f"{TOLD} {spelled} slaapt daar", protected) for word in spelled.split())


@given(some.text(max_size=80))
def test_each_character_that_reads_stands_somewhere_in_the_text(text: str) -> None:
    read = readable(text)
    assert len(read.text) == len(read.starts) == len(read.ends)
    assert list(read.starts) == sorted(read.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(read.starts, read.ends, strict=True))


@pytest.mark.parametrize("text", ["o6oooo33o1", "06oooo33Ol", "Vertel1er", "j00p", "V e r t e 1 l e r", "odemo4"])
def test_digits_for_letters_and_letters_for_digits_hide_nothing(text: str) -> None:
    known = Protected(names={"Joop Verteller": ""}, whole=["06-0000 3301", "600003301", "0-DEM-04"])
    assert [piece.text for piece in naming_in(f"zie {text} daar", known)] == [text]


def test_what_only_looks_alike_is_nobody() -> None:
    known = Protected(names={"Ali Li Lilian": ""}, whole=["0113-000011"])
    assert not naming_in("langs de A11 wonen 11 mensen; Iilian, ooit, olie en i1 niet", known)


@given(some.sampled_from(SIDE_CODES), some.data())
def test_a_plate_of_each_shape_of_the_one_table_is_found_in_a_text(code: str, data: some.DataObject) -> None:
    draw = {"X": "BDFGHJKLMNPRSTVWXZ", "9": "0123456789"}
    plate = "".join(data.draw(some.sampled_from(draw[sign])) if sign in draw else sign for sign in code)
    # In small letters these read as a measure: "km 10 20".
    assume(not {"KG", "KM"} & set(plate.split("-")))
    assert shape_of(plate.replace("-", "")) == code
    for written in (plate, plate.lower(), plate.replace("-", " ")):
        assert list(plates_at(f"de bus {written} staat er"))


@pytest.mark.parametrize(
    ("place", "word"), [("Yilmaz", "Yilmaz"), ("Goes", ""), ("buurt Denkwijk in Goes", "Denkwijk")]
)
def test_a_word_that_was_taken_for_a_place_is_told(place: str, word: str) -> None:
    assert unknown_place(place, NOBODY) == word
