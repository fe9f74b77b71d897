"""Every list that somebody chooses from, and every form that offers it, knows which codes are retired (core/codes.py)."""

import ast
import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.choices import flatten_choices

from core.codes import RETIRED, Codes, name_of, narrow
from core.forms import Form, every_form
from mensenhandel.settings.paths import BASE_DIR
from signals.api.views import CODE_LISTS

LISTS = {name_of(codes): codes for codes in Codes.__subclasses__()}
# What follows from what happens, and is chosen by nobody.
NOT_CHOSEN = ("standen-", "groepen-")
FORMS = sorted(
    path
    for app in ("accounts", "cases", "municipalities", "reports", "signals")
    for path in (BASE_DIR / app).rglob("*.py")
    if {"forms", "forms.py", "columns.py", "sharing_codes.py"} & {*path.parts}
)


def test_every_list_of_the_api_that_somebody_chooses_from_can_retire_a_code() -> None:
    chosen = {name: codes for name, codes in CODE_LISTS.items() if not name.startswith(NOT_CHOSEN)}
    assert [name for name, codes in chosen.items() if codes not in LISTS.values()] == []


def test_what_is_retired_is_a_code_of_a_list() -> None:
    assert [one for one in RETIRED if one[0] not in LISTS or one[1] not in LISTS[one[0]].values] == []


def _offers(form: type[Form]) -> Iterator[tuple[str, str]]:
    for name, declared in form.base_fields.items():
        if isinstance(declared, forms.ChoiceField) and name not in form.asks_after:
            field = deepcopy(declared)
            narrow(field, stored=None, chosen=field.initial, is_sent=False)
            every: Iterator[tuple[Any, Any]] = flatten_choices(_plain(field))
            yield from ((str(code), str(label)) for code, label in every)


def _plain(field: forms.ChoiceField) -> Any:
    return [] if isinstance(field, forms.ModelChoiceField) else field.choices


def test_no_form_offers_a_retired_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every code of every list retired, what is left to choose comes from no list."""
    ours = {(code.value, str(code.label)) for codes in LISTS.values() for code in codes}
    plain = {("yes", "Ja"), ("no", "Nee")}  # also the answer to a question that is in no list
    assert get_resolver().url_patterns  # every page is loaded by now, and its forms
    before = {one for form in every_form() for one in _offers(form)}
    assert len(before & ours) > 150
    for name, codes in LISTS.items():
        for code in codes:
            monkeypatch.setitem(RETIRED, (name, code.value), dt.date(2020, 1, 1))
    after = {form.__qualname__: {*_offers(form)} & (ours - plain) for form in every_form()}
    assert {name: left for name, left in after.items() if left} == {}


def test_the_choices_of_a_form_carry_codes_and_not_their_texts() -> None:
    """Also those that a form makes while it is made: a text would not say of which list it is."""
    bare = [
        f"{path.name}:{node.lineno}"
        for path in FORMS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Tuple) and len(node.elts) == len(("code", "label"))
        if ast.unparse(node.elts[0]).endswith(".value")
    ]
    assert len(FORMS) > 60
    assert bare == []
