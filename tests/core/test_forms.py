"""A form carries an operation out: only when it was sent and is valid, and with the operation's refusal as its own."""

from unittest.mock import Mock

import pytest
from django import forms

from accounts.models import User
from core.access import NOBODY
from core.errors import Invalid, Stale
from core.forms import TOO_LONG_AGO, Form, every_form, is_for_a_reader

MADE = User(full_name="Iemand")


class ReasonForm(Form):
    reason = forms.CharField(error_messages={"required": "Vul de reden in."})


def form(**sent: str) -> ReasonForm:
    return ReasonForm(sent or None, actor=NOBODY)


class PlainForm(Form):
    text = forms.CharField(max_length=3)


@pytest.mark.parametrize(
    ("text", "said"), [("", "Vul dit in."), ("meer", "Dit is te lang: het mogen 3 tekens zijn, het zijn er 4.")]
)
def test_a_field_without_words_of_its_own_speaks_ours(text: str, said: str) -> None:
    assert PlainForm({"text": text, "hat": ""}, actor=NOBODY).errors == {"text": [said]}


def test_a_form_that_was_not_sent_carries_nothing_out_and_is_no_error() -> None:
    operation = Mock(return_value=MADE)
    shown = form()
    assert (shown.carried_out(operation), shown.status, operation.called) == (None, 200, False)


def test_an_invalid_form_carries_nothing_out_and_is_answered_422() -> None:
    operation = Mock(return_value=MADE)
    wrong = form(reason="")
    assert (wrong.carried_out(operation), wrong.status, operation.called) == (None, 422, False)


def test_a_valid_form_gives_what_the_operation_made() -> None:
    assert form(reason="klaar").carried_out(lambda: MADE) is MADE


@pytest.mark.parametrize(
    ("refusal", "where"),
    [
        (Invalid({"reason": ["Te kort."]}), {"reason": ["Te kort."]}),
        (Invalid({"elsewhere": ["Te laat."]}), {"__all__": ["Te laat."]}),
        (Invalid(message="Dit kan niet."), {"__all__": ["Dit kan niet."]}),
    ],
    ids=["on its field", "on a field the form has not", "on the whole"],
)
def test_what_the_operation_refuses_stands_in_the_form(refusal: Invalid, where: dict[str, list[str]]) -> None:
    refused = form(reason="klaar")
    assert refused.carried_out(Mock(side_effect=refusal)) is None
    assert refused.errors == where
    assert refused.status == 422


def test_a_conflict_is_no_mistake_in_the_form() -> None:
    with pytest.raises(Stale):
        form(reason="klaar").carried_out(Mock(side_effect=Stale()))


@pytest.mark.parametrize(
    "name",
    ["hat", "version", "key", "seen", "corrects", "cel", "address_checked", "address_choice", "seen_1f", "woorden"],
)
def test_what_a_form_carries_unseen_is_for_no_reader(name: str) -> None:
    assert not is_for_a_reader(name)


def test_what_somebody_fills_in_is_for_a_reader() -> None:
    """And no field that is hidden in one form is to be filled in in another, or that would be kept from its reader."""
    assert is_for_a_reader("facts")
    fields = [item for kind in every_form() for item in kind.base_fields.items()]
    hidden = {name for name, field in fields if field.widget.is_hidden}
    assert hidden.isdisjoint(name for name, field in fields if not field.widget.is_hidden)


class DayForm(Form):
    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)


def test_a_year_before_all_that_is_told_here_is_a_slip_of_the_pen() -> None:
    wrong = DayForm({"hat": "", "day": "0026-11-20", "moment": "0001-01-01T00:00"}, actor=NOBODY)
    assert wrong.errors == {name: [TOO_LONG_AGO] for name in ("day", "moment")}
    assert not DayForm({"hat": "", "day": "1900-01-01", "moment": "1900-01-01T00:00"}, actor=NOBODY).errors
