"""The filters and tabs of the inbox."""

from typing import Any

import django_filters
from django import forms

from core.access import Actor
from core.filters import Filters
from core.workdays import today
from municipalities.models import Municipality

from .codes import Form, Source
from .models import Signal
from .querysets import SignalQuerySet
from .watched import POOL, WATCHED, has_overdue_question, watched
from .workflow import SignalState

FOLLOWED, PASSED_ON = "gevolgd", "doorgegeven"
TABS = (
    ("te-doen", "Te doen"),
    ("te-laat", "Te laat"),
    (PASSED_ON, "Doorgegeven"),
    (FOLLOWED, "Gevolgd"),
    ("alles", "Alles"),
)


def tab_of(signals: SignalQuerySet, tab: str) -> SignalQuerySet:
    """The saved filter behind a tab; an unknown one is "Te doen"."""
    if tab == FOLLOWED:
        return signals.with_review().followed()
    if tab == PASSED_ON:
        return signals.passed_on()
    match tab:
        case "te-laat":
            return signals.late(today(), or_else=has_overdue_question())
        case "alles":
            return signals
        case _:
            return signals.to_do()


class SignalFilter(Filters):
    """Search words, state, form, source; municipality for who works for several."""

    q = django_filters.CharFilter(
        label="Zoeken", method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 200})
    )
    stand = django_filters.ChoiceFilter(
        field_name="state", label="Stand", choices=SignalState.choices, empty_label="Alle standen"
    )
    vorm = django_filters.ChoiceFilter(field_name="form", label="Vorm", choices=Form.choices, empty_label="Alle vormen")
    bron = django_filters.ChoiceFilter(
        field_name="source", label="Bron", choices=Source.choices, empty_label="Alle bronnen"
    )
    aandacht = django_filters.ChoiceFilter(
        label="Let op",
        method="watch",
        choices=[],
        empty_label="Alle signalen",
    )
    gemeente = django_filters.ModelChoiceFilter(
        field_name="municipality",
        label="Gemeente",
        queryset=Municipality.objects.none(),
        to_field_name="gm_code",
        empty_label="Alle gemeenten",
    )

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        watching = [(code, kind.many.capitalize()) for code, kind in WATCHED.items() if code != POOL or actor.pool]
        self.filters["aandacht"].extra["choices"] = watching
        if len(actor.content) > 1:
            own = Municipality.objects.filter(pk__in=actor.content).order_by("sort_name")
            self.filters["gemeente"].queryset = own
        else:
            del self.filters["gemeente"]

    def watch(self, signals: SignalQuerySet, name: str, code: str) -> SignalQuerySet:
        """One of the sets of the start page."""
        return watched(signals, code, self.actor)

    def search(self, signals: SignalQuerySet, name: str, words: str) -> SignalQuerySet:
        """Number or text."""
        return signals.matching(words)
