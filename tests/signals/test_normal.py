"""The same number, plate, name or address in ten ways of writing is one; another one stays another one."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signals.normal import names, numbers, places
from signals.normal.letters import folded
from signals.plates import SIDE_CODES

FUNCTIONS = [
    *(numbers.phone, numbers.plate, numbers.dutch_plate, numbers.company_number),
    *(names.person, names.company, places.address, places.profile, folded),
]
WRITTEN = st.text(alphabet=string.ascii_letters + string.digits + " .,-/@:#?+()'éüłßÅ\n", max_size=60)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.__name__)
@given(text=st.one_of(st.text(max_size=60), WRITTEN))
def test_any_text_has_a_normal_form_that_is_its_own(function, text: str) -> None:  # type: ignore[no-untyped-def]  # one of several
    once = function(text)
    assert function(once) == once


@given(text=st.one_of(st.text(max_size=60), WRITTEN), year=st.text(max_size=6))
def test_no_text_is_too_much_for_the_others(text: str, year: str) -> None:
    assert isinstance(names.sounding(text), str)
    assert isinstance(names.initials(text, year), str)
    assert isinstance(numbers.shown_plate(text), str)
    assert all(numbers.dutch_plate(found) == found for found in numbers.plates_in(text))


DUTCH = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True)


@given(number=DUTCH, spaces=st.lists(st.integers(0, 8), max_size=4), sign=st.sampled_from(" -./"))
def test_a_telephone_number_is_one_however_it_is_spaced(number: str, spaces: list[int], sign: str) -> None:
    spaced = "".join(f"{digit}{sign}" if at in spaces else digit for at, digit in enumerate(number))
    ways = (f"0{spaced}", f"+31{spaced}", f"0031 {spaced}", f"+31 (0){spaced}", f"0{number}")
    assert {numbers.phone(way) for way in ways} == {f"+31{number}"}


@given(one=DUTCH, other=DUTCH)
def test_two_telephone_numbers_stay_two(one: str, other: str) -> None:
    assume(one != other)
    assert numbers.phone(f"0{one}") != numbers.phone(f"0{other}")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("06-0000 1234", "+31600001234"),
        ("612345678", "+31612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0048 123 456 789", "+48123456789"),
        ("112", ""),
        ("06 12345678 (moeder)", ""),
        ("", ""),
    ],
)
def test_a_telephone_number(written: str, normal: str) -> None:
    assert numbers.phone(written) == normal


@pytest.mark.parametrize(
    ("written", "normal", "shown"),
    [
        ("0-dem-04", "0DEM04", "0-DEM-04"),
        ("gb001b", "GB001B", "GB-001-B"),
        ("12 AB 34", "12AB34", "12-AB-34"),
    ],
)
def test_a_dutch_plate(written: str, normal: str, shown: str) -> None:
    assert (numbers.dutch_plate(written), numbers.shown_plate(written)) == (normal, shown)


def test_a_foreign_plate_is_kept_as_it_is_but_for_signs() -> None:
    assert numbers.plate("wx 12345") == numbers.plate("WX-12345") == "WX12345"
    assert numbers.dutch_plate("WX 12345") == ""
    assert numbers.shown_plate("wx  12345") == "WX 12345"


def test_plates_are_found_in_a_text_with_their_dashes() -> None:
    told = "wit busje, kenteken 0-DEM-04, en later 0-dem-07; niet 12-13 uur"
    assert numbers.plates_in(told) == ["0DEM04", "0DEM07"]


@given(code=st.sampled_from(SIDE_CODES), data=st.data())
def test_a_plate_of_each_shape_is_one_with_and_without_dashes(code: str, data: st.DataObject) -> None:
    signs = {"X": string.ascii_uppercase, "9": string.digits}
    plate = "".join(data.draw(st.sampled_from(signs[sign])) if sign in signs else sign for sign in code)
    bare = plate.replace("-", "")
    assert {numbers.dutch_plate(way) for way in (plate, bare, plate.lower(), " ".join(bare))} == {bare}
    assert numbers.shown_plate(bare.lower()) == plate


def test_a_number_of_a_company_has_eight_digits() -> None:
    assert numbers.company_number("0000 00.17") == "00000017"
    assert [numbers.company_number(text) for text in ("1234567", "123456789", "KvK 12345678")] == ["", "", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan van den Berg", "Berg, Jan v.d."),
        ("José de Wit", "jose wit"),
        ("Łukasz Kowalski", "lukasz  KOWALSKI"),
        ("Demo Wulp", "wulp demo"),
    ],
)
def test_a_name_is_one_however_it_is_written(one: str, other: str) -> None:
    assert names.person(one) == names.person(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kowalski", "Kovalsky"),
        ("Jansen", "Janssen"),
        ("Mohammed", "Muhamad"),
        ("Youssef", "Jousef"),
        ("Meijer", "Meyer"),
        ("Pietersz", "Pieters"),
    ],
)
def test_names_that_sound_alike_are_found_together(one: str, other: str) -> None:
    assert names.sounding(one) == names.sounding(other)


def test_other_names_sound_otherwise_and_short_ones_tell_nothing() -> None:
    assert names.sounding("Kowalski") != names.sounding("Jansen")
    assert names.sounding("Mo") == ""


def test_initials_go_with_a_year_of_birth_only() -> None:
    assert names.initials("Jan van den Berg", "1998") == "bj 1998" == names.initials("Berg, J.", "1998")
    assert [names.initials("Jan Berg", ""), names.initials("Jan", "1998"), names.initials("Jan Berg", "98")] == [""] * 3


@given(name=st.from_regex(r"[A-Z][a-z]{3,8}( [A-Z][a-z]{3,8})?", fullmatch=True))
def test_a_company_is_one_with_and_without_its_legal_form(name: str) -> None:
    assume(names.company(f"{name} x") == f"{names.company(name)}x")
    ways = (f"{name} B.V.", f"{name} BV", f"{name.upper()} b.v.", f"{name} B. V.", name.replace(" ", "  "))
    assert {names.company(way) for way in ways} == {names.company(name)}


@pytest.mark.parametrize(
    ("written", "place", "normal"),
    [
        ("Nergensweg 12, 0000 AA Goes", "", "0000AA 12"),
        ("0000aa 12", "Goes", "0000AA 12"),
        ("Bedenksteeg 7b", "Goes", "bedenksteeg 7b, goes"),
        ("Bedenksteeg 7-B, Goes", "", "bedenksteeg 7b, goes"),
        ("BEDENKSTEEG 7 b", "goes", "bedenksteeg 7b, goes"),
        ("2e Fantasiehof 3-1", "Goes", "2e fantasiehof 3-1, goes"),
        ("parkeerplaats bij het station", "Goes", ""),
    ],
)
def test_an_address(written: str, place: str, normal: str) -> None:
    assert places.address(written, place) == normal


@pytest.mark.parametrize(
    ("written", "platform", "normal"),
    [
        ("https://www.Advertentie.example/421/", "", "advertentie.example/421"),
        ("advertentie.example/421#foto", "", "advertentie.example/421"),
        ("advertentie.example/Kamer?id=4", "", "advertentie.example/Kamer?id=4"),
        ("@demo_nevel", "instagram", "instagram @demo_nevel"),
        ("https://instagram.com/Demo_Nevel/", "website", "instagram @demo_nevel"),
        ("Demo_Nevel", "instagram", "instagram @demo_nevel"),
        ("https://facebook.com/profile.php?id=17", "", "facebook.com/profile.php?id=17"),
        ("Demo@Nevel.example", "other", "demo@nevel.example"),
    ],
)
def test_a_profile(written: str, platform: str, normal: str) -> None:
    assert places.profile(written, platform) == normal


@pytest.mark.parametrize(
    ("text", "short"),
    [("06-12345", True), ("0113 12345", True), ("06-12345678", False), ("0800-2000", False), ("+32 2 123456", False)],
)
def test_a_dutch_number_that_misses_digits_is_short(text: str, short: bool) -> None:
    assert numbers.is_short(text) is short
