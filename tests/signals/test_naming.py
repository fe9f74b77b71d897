"""Names of people in a text: found by rules that can be told, and only ever offered."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from signals.naming import distinct, names_in, says_somebody, without

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
        # A verb in front is no part of the name, and what somebody is asked to do with a name says that it is one.
        ("Bel Jan morgen.", ["Jan"]),
        ("Wil Jansen belde gisteren.", ["Wil Jansen"]),
        ("Graag Mies bellen of app Jan van der Boei.", ["Jan van der Boei"]),
        ("Vraag Mies Muntenbak naar de huur. Mail Anna.", ["Mies Muntenbak", "Anna"]),
        ("Komt Mies Muntenbak daar vaker?", ["Mies Muntenbak"]),
        ("Ga Mies Muntenbak niet bellen.", ["Mies Muntenbak"]),
        ("Mevrouw Bel woont daar.", ["Bel"]),
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
        "Bel morgen. Kom Maandag.",
        "Bel Veilig Thuis of mail de Politie.",
        "Woont Jansen daar? Werkt Jansen daar?",
        "Bestelbus Mercedes reed weg. Bestelbus Volkswagen Transporter bleef.",
    ],
)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    # "Politie Zeeland" has one unknown word: a province is known where the page asks.
    assert [one.text for one in names_in(text, (*KNOWN, "Zeeland"))] == []


@pytest.mark.parametrize(
    "number",
    [
        *("06-12345678", "0612345678", "06 12345678", "06 1234 5678", "06-12 34 56 78", "06 123 456 78"),
        *("+31 6 12345678", "+31612345678", "+31 (0)6 12345678", "0031 6 12 34 56 78"),
        *("0113-123456", "0113 123456", "(0113) 123456", "0113-12 34 56", "+31 113 123456", "0113123456"),
        *("010-1234567", "020 123 4567", "+31 10 123 45 67"),
        *("+32 470 12 34 56", "+48 512 345 678", "+40712345678"),
    ],
)
def test_a_telephone_number_is_found(number: str) -> None:
    for sentence in ("Bel {} na zes uur.", "Haar nummer is {}.", "{}", "nummer:{}, vraag naar de baas"):
        assert found(sentence.format(number)) == [number]
    assert "12" not in without(f"Bel {number}.", number, "persoon 3")


@pytest.mark.parametrize(
    "text",
    [
        "Op 06-12-2026 12 mensen, op 05-06-2026 14 mensen.",
        "Tussen 06-07-2026 en 08-09-2026.",
        "KvK 01234567, BSN 012345678, rekening NL02ABNA0123456789 of NL02 ABNA 0123 4567 89.",
        "Om 06.12 uur, 0,6 kilometer verder, 06-1234567 is te kort, 06-123456789 te lang.",
        "Factuur 2026/0612345678 en 0612345678/2.",
        "De gemeente heeft 088-1234567, de lijn 0800-1234567 en de politie 0900-8844.",
        "Postbus 1234, 4460 AA Goes, kavel 0113.",
    ],
)
def test_what_is_no_telephone_number_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_names_and_numbers_come_in_the_order_of_the_text() -> None:
    assert found("Bel 06-12345678 of Mies Muntenbak, of +31 6 87654321.") == [
        "06-12345678",
        "Mies Muntenbak",
        "+31 6 87654321",
    ]


@pytest.mark.parametrize("name", ["Jan", "mies", "De Wit", "J. Jansen", "06-12345678", "Bo", "Ben", "Wil"])
def test_this_can_stand_for_somebody(name: str) -> None:
    assert says_somebody(name)


@pytest.mark.parametrize("name", ["de", "De", "in de", "Zij", "Bel", "J.", "-", "persoon 1", "Persoon", "van der"])
def test_this_stands_in_every_sentence(name: str) -> None:
    assert not says_somebody(name)


def test_the_first_word_of_a_surname_alone_stays_where_it_begins_a_sentence() -> None:
    text = "De Wit belde. De auto is van Wit. Het is De Wit."
    assert without(text, "De Wit", "persoon 1") == "persoon 1 belde. De auto is van persoon 1. Het is persoon 1."


@given(some.text(max_size=300))
@example("A. ")
@example("J.\nJansen")
@example("'’-. Van De Den")
@example("Bel 0612345678 0612345678")
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
