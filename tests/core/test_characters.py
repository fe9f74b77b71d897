"""Characters that nobody sees are no part of what was typed, wherever it comes in."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as some

from core.characters import visible, visible_fields, visible_values
from core.documents import render_pdf
from signals.models import Signal
from tests.api.conftest import Program, program_of
from tests.support.clients import OutsideClient
from tests.support.pdf import pages_of
from tests.support.world import World

__all__ = ["program_of"]
HIDDEN = (
    "\x00\x01\x08\x1b\x7f\x9f\u00ad\u061c\u200b\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
HIDDEN += "\u200c\u200d\U000e0041\ufffe\uffff"
PERSIAN, HINDI, SCIENTIST = "می\u200cخواهم", "क्\u200dष", "👩🏽\u200d⚕️"


@pytest.mark.parametrize("character", HIDDEN)
def test_a_character_that_nobody_sees_goes(character: str) -> None:
    assert visible(f"{character}Win{character}dvaan{character}") == "Windvaan"


@pytest.mark.parametrize(
    "text", ["Ş. Ünal-d'Hondt €", "שלום", "مرحبا", "日本", "a\tb\r\nc", "👍🏽", "e\u0301", "25\u00a0m²"]
)
def test_letters_of_every_script_stay(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", [PERSIAN, HINDI, SCIENTIST, f"{PERSIAN} {SCIENTIST}"])
def test_a_joiner_stays_where_letters_or_emoji_need_it(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", [f"{PERSIAN}\u200c", f"\u200d{SCIENTIST}", "م\u200c\u200cم", "م\u200cx", "x\u200dक"])
def test_a_joiner_that_joins_nothing_goes(text: str) -> None:
    lone = text.removesuffix("\u200c").removeprefix("\u200d")
    kept = lone if lone != text else "".join(character for character in text if character not in "\u200c\u200d")
    assert visible(text) == kept


@pytest.mark.parametrize("character", "\x0b\x0c\x85\u2028\u2029")
def test_every_break_of_a_line_is_one(character: str) -> None:
    assert visible(f"een{character}twee") == "een\ntwee"


@given(some.text())
def test_what_was_cleaned_once_is_clean(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_texts_within_lists_and_objects_are_cleaned_and_the_rest_stays() -> None:
    assert visible_values({"a": ["x\u202e", {"b": "\u200by"}], "n": 1, "w": True, "z": None}) == {
        "a": ["x", {"b": "y"}],
        "n": 1,
        "w": True,
        "z": None,
    }


def test_a_form_keeps_what_can_be_seen(world: World, client_of: Callable[..., OutsideClient]) -> None:
    typed = {
        "hat": "focal_officer",
        "key": "00000000-0000-4000-8000-000000000001",
        "source": "mun_counter",
        "facts": f"Deur{HIDDEN} op slot.\u2028Lampen\u202e aan.",
        "place": "Go\u200bes",
        "danger": "no",
        "call_back": "Demo\u202e Wijkagent",
    }
    answer = client_of(world.wilma).post(reverse("signals:note"), typed)
    assert answer.status_code == 302, answer.content.decode()
    signal = Signal.objects.unscoped(reason="test").get()
    assert signal.facts.split() == ["Deur", "op", "slot.", "Lampen", "aan."]
    assert signal.place == "Goes"


def test_the_api_keeps_what_can_be_seen(world: World, program_of: Callable[..., Program]) -> None:
    body = {"bron": "nla", "feiten": "Deur\u202e op\x00 slot.", "gemeente": "GM0664", "plaats": "Go\u200bes"}
    assert program_of(world.inspectorate).post("/signalen", body, key="onzichtbaar").status_code == 201
    signal = Signal.objects.unscoped(reason="test").get()
    assert (signal.facts, signal.place) == ("Deur op slot.", "Goes")


def test_a_pdf_turns_no_line_round_and_keeps_the_letters_beside_it() -> None:
    html = "<html lang=nl><head><title>t</title></head><body><h1>Doormelding</h1><p>foto\u202egpj.exe</p></body></html>"
    [page] = pages_of(render_pdf(html, title="Door\u202emelding"))
    assert "fotogpj.exe" in page


def test_a_field_of_several_values_stays_one_also_outside_a_request() -> None:
    kept = visible_fields(MultiValueDict({"hat": ["focal_officer"], "forms": ["a", "b"]}))
    assert isinstance(kept, MultiValueDict)
    assert (kept["hat"], kept.getlist("forms")) == ("focal_officer", ["a", "b"])
