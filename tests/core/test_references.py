"""References survive the telephone, and no two rows share one."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError
from hypothesis import assume, given
from hypothesis import strategies as st

from core import references
from core.references import ALPHABET, misread, new_reference, normalise, number_of
from signals.models import Signal
from tests.factories import signals as make
from tests.support.world import World

SIGNS = st.sampled_from(ALPHABET)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "{} {}"])
def test_however_it_is_typed_it_is_the_same_reference(typed: str) -> None:
    reference = new_reference("S")
    halves = reference.rpartition("-")
    written = typed.format(reference) if typed.count("{}") == 1 else typed.format(halves[0].lower(), halves[2].lower())
    assert normalise(written) == reference


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("S-K7R4", "nog één teken"),
        ("s k7r4", "nog één teken"),
        ("S-KOR1-M", "geen 1 of O voor"),
        ("t k7r4", "nog één teken"),
        ("woning", ""),
        ("slaapt", ""),
        ("06-0000 1234", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_what_was_meant_as_a_number_is_told_what_is_wrong_with_it(typed: str, told: str) -> None:
    assert told in misread(typed)
    assert bool(misread(typed)) is bool(told)


@given(kind=st.sampled_from("SCDV"), typed=st.text(max_size=40))
def test_of_a_number_nothing_is_wrong_and_of_one_wrong_sign_something_is(kind: str, typed: str) -> None:
    misread(typed)  # whatever it is
    reference = new_reference(kind)
    assert misread(reference) == misread(reference.lower()) == ""
    wrong = ALPHABET[(ALPHABET.index(reference[-1]) + 1) % len(ALPHABET)]
    assert "klopt niet met de rest" in misread(reference[:-1] + wrong)


def test_without_its_letter_a_number_that_reads_as_a_shorter_one_is_still_the_whole() -> None:
    assert normalise("C223V") == "C-223-V"
    for typed in ("C223V", "C-C223-V", "cc223v"):
        assert number_of("C", typed) == "C-C223-V"
    assert number_of("C", "C-22-V") is None


@given(place=st.sampled_from([0, 2, 3, 4, 5, 7]), sign=SIGNS)
def test_one_wrong_sign_makes_it_no_reference(place: int, sign: str) -> None:
    reference = new_reference("S")
    assume(reference[place] != sign)
    assert normalise(reference[:place] + sign + reference[place + 1 :]) is None


@given(place=st.sampled_from([2, 3, 4]))
def test_two_signs_swapped_make_it_no_reference(place: int) -> None:
    reference = new_reference("S")
    first, second = reference[place], reference[place + 1]
    assume(first != second)
    assert normalise(f"{reference[:place]}{second}{first}{reference[place + 2 :]}") is None


@pytest.mark.parametrize("typed", ["", "S", "S-", "S-K7R4", "S-OOOO-O", "<b>", "S-K7R4-M-M"])
def test_other_text_is_no_reference(typed: str) -> None:
    assert normalise(typed) is None


def test_a_reference_that_is_in_use_is_drawn_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make.triaged(world.goes, world.wilma)
    draws: Iterator[str] = iter([first.reference, first.reference, "S-2222-2"])
    monkeypatch.setattr(references, "new_reference", lambda _kind: next(draws))
    second = make.triaged(world.goes, world.wilma)
    assert Signal.objects.unscoped(reason="test").get(pk=second.pk).reference == "S-2222-2"


def test_another_refusal_of_the_database_is_passed_on(world: World) -> None:
    key = make.triaged(world.goes, world.wilma).pk
    with pytest.raises(IntegrityError, match="received_at"):
        references.insert_referenced(Signal(pk=key, dossier_id=key, municipality=world.goes), "S")
