"""Names of people in a text: found by rules that can be told, and only ever offered."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from signals.naming import distinct, names_in, without

KNOWN = ("Goes", "Bergen op Zoom", "Alphen-Chaam", "Voorbeeldbedrijf Denkbeeld")


def found(text: str) -> list[str]:
    return [one.text for one in names_in(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De buurman noemt Mies Muntenbak als huurder.", ["Mies Muntenbak"]),
        ("Mies Muntenbak woont daar.", ["Mies Muntenbak"]),
        ("Gezien met Anna van der Berg en Ali el Hamdi.", ["Anna van der Berg", "Ali el Hamdi"]),
        ("Het gaat om A.B. de Wit.", ["A.B. de Wit"]),
        ("De auto is van J. Jansen-Bakker.", ["J. Jansen-Bakker"]),
        ("Daar woont mevrouw Jansen.", ["Jansen"]),
        ("Dhr. de Wit doet open.", ["de Wit"]),
        ("Ze heet Anna en komt uit Polen.", ["Anna"]),
        ("Een man, genaamd Zeger, haalt hen op.", ["Zeger"]),
        ("Volgens Mies Muntenbak klopt dat.", ["Mies Muntenbak"]),
        ("Zoë O’Brien en Żaneta zijn weg.", ["Zoë O’Brien"]),
        ("Zij slaapt bij Pim bij de Kaars en Anna in ’t Veld.", ["Pim bij de Kaars", "Anna in ’t Veld"]),
        ("Dat Mies Muntenbak bij Anna de Boei slaapt.", ["Mies Muntenbak", "Anna de Boei"]),
        ("Zij zag Mies Muntenbak in Goes, op Maandag.", ["Mies Muntenbak"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Acht bedden in een huis voor drie.",
        "Jansen woont daar.",
        "In Goes staat een auto.",
        "Gemeld door de Politie Zeeland in Goes.",
        "De Nederlandse Arbeidsinspectie kwam dinsdag.",
        "Het huis ligt in Bergen op Zoom.",
        "Aan de Lange Voorbeeldstraat staat een bus.",
        "Het bedrijf Mies Muntenbak B.V. verhuurt bedden.",
        "Zij werkt bij Voorbeeldbedrijf Denkbeeld.",
        "Veilig Thuis belt op Maandag.",
        "MENSEN WERKEN HIER NACHT EN DAG",
    ],
)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    # "Politie Zeeland" has one unknown word: a province is known where the page asks.
    assert [one.text for one in names_in(text, (*KNOWN, "Zeeland"))] == []


@given(some.text(max_size=300))
@example("A. ")
@example("J.\nJansen")
@example("'’-. Van De Den")
def test_any_text_is_searched_and_every_name_stands_where_it_is_said_to(text: str) -> None:
    at = 0
    for one in names_in(text):
        assert text[one.start : one.end] == one.text
        assert at <= one.start < one.end <= len(text)
        at = one.end


_FIRST = some.sampled_from(["Mies", "Anna", "Zoë", "Ali", "Jean-Pierre"])
_LAST = some.sampled_from(["Muntenbak", "van der Kaars", "el Kompas", "de Wit-Boei"])


@given(
    _FIRST, _LAST, some.sampled_from(["Gezien: {}.", "Gisteren kwam {} langs.", "{} was er.", "“{}” staat op de bel"])
)
def test_first_name_and_surname_are_found_wherever_they_stand(first: str, last: str, sentence: str) -> None:
    name = f"{first} {last}"
    text = sentence.format(name)
    assert [one.text for one in names_in(text)] == [name]


@given(_FIRST, _LAST, some.text(max_size=80), some.text(max_size=80))
def test_after_the_move_the_name_is_gone(first: str, last: str, before: str, after: str) -> None:
    name = f"{first} {last}"
    text = without(f"{before} {name} {after}", name, "persoon 1")
    assert name not in text.replace("persoon 1", "")
    assert "persoon 1" in text


def test_a_part_of_the_name_alone_goes_too_and_a_longer_word_stays() -> None:
    text = "Mies Muntenbak belde. Muntenbak sprak Duits, Mies ook. De Muntenbakstraat en Miesje blijven."
    assert without(text, "Mies Muntenbak", "persoon 2") == (
        "persoon 2 belde. persoon 2 sprak Duits, persoon 2 ook. De Muntenbakstraat en Miesje blijven."
    )


def test_each_name_is_offered_once() -> None:
    assert distinct(names_in("Mies Muntenbak en Anna Boei. Mies Muntenbak weer.")) == ["Mies Muntenbak", "Anna Boei"]
