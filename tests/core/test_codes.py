"""Codes that are retired, in a form: until which day, for whom they stay, and what is said."""

import datetime as dt
from typing import Any

import pytest
from django import forms

from core.access import Actor
from core.codes import RETIRED, Codes, name_of
from core.forms import ChangeForm, Form

NOBODY = Actor(user_id=None, hat="")
LAST = dt.date(2030, 12, 31)


class Fruit(Codes):
    APPLE = "apple", "Appel"
    MEDLAR = "medlar", "Mispel"
    PEAR = "pear", "Peer"


class FruitFields(forms.Form):
    one = forms.ChoiceField(label="Welk fruit?", choices=[("", "Kies"), ("Pitvruchten", Fruit.choices)])
    more = forms.MultipleChoiceField(required=False, choices=[(code, f"Een {code.label}") for code in Fruit])
    default = forms.ChoiceField(required=False, choices=Fruit.choices, initial=Fruit.MEDLAR)


class NewForm(FruitFields, Form):
    """Makes a row."""


class ChangedForm(FruitFields, ChangeForm):
    """Changes one."""


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`day(date)`: what day it is, and from LAST on there are no medlars."""
    monkeypatch.setitem(RETIRED, (name_of(Fruit), "medlar"), LAST)
    return lambda now: monkeypatch.setattr("core.codes.today", lambda: now)


def _new(**data: Any) -> NewForm:
    return NewForm({"hat": "", **data} if data else None, actor=NOBODY)


def _changed(initial: dict[str, Any], **data: Any) -> ChangedForm:
    sent = {"hat": "", "version": "1", **data} if data else None
    return ChangedForm(sent, actor=NOBODY, version=1, initial=initial)


def test_a_code_may_be_chosen_until_and_on_its_last_day(day: Any) -> None:
    day(LAST)
    assert _new(one="medlar", more=["medlar"]).is_valid()
    assert "Mispel" in str(_new()["one"])
    day(LAST + dt.timedelta(days=1))
    assert "ispel" not in f"{_new()['one']}{_new()['more']}"
    late = _new(one="medlar", more=["pear", "medlar"])
    told = "“Mispel” is niet meer in gebruik. U kon dit kiezen tot en met 31 december 2030. Kies iets anders."
    assert late.errors == {"one": [told], "more": [told]}
    # Drawn again, the first option is none that somebody did not choose.
    assert str(late["one"]).index('value=""') < str(late["one"]).index("Appel")
    assert [str(code) for code, _ in _new()["default"].field.widget.choices] == ["", "apple", "pear"]
    assert _new(one="kiwi").errors["one"] == ["Selecteer een geldige keuze. kiwi is geen beschikbare keuze."]


def test_a_row_that_has_it_may_keep_it_and_no_other_may_get_it(day: Any) -> None:
    day(LAST + dt.timedelta(days=1))
    row = {"one": "medlar", "more": ["medlar", "pear"]}
    shown = f"{_changed(row)['one']}{_changed(row)['more']}"
    assert "Mispel (niet meer in gebruik)" in shown
    assert "Een Mispel (niet meer in gebruik)" in shown
    kept = _changed(row, one="medlar", more=["medlar"])
    assert kept.is_valid(), kept.errors
    assert set(_changed({"one": "pear"}, one="medlar", more=["medlar"]).errors) == {"one", "more"}
    # What every new form begins with is stored nowhere; and what a draft holds is asked again.
    assert "Mispel" not in str(_changed({"one": "pear"})["default"])
    draft = NewForm(None, actor=NOBODY, initial=row)
    assert "Mispel" not in str(draft["one"])
    assert draft["one"].help_text.startswith("“Mispel” is niet meer in gebruik.")
