"""The filters and tabs of the inbox."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict

from core.access import Actor
from core.filters import Filters, Fixed
from core.words import FIELD
from core.workdays import today
from municipalities.models import Municipality

from .by_key import FoundByKey, found_by_key
from .codes import SERIOUS_DISADVANTAGE, Form, Source
from .models import Signal
from .period_sets import A_YEAR, EARLIEST, PERIOD_SETS, Span, in_period
from .querysets import SignalQuerySet
from .watched import POOL, WATCHED, has_overdue_question, watched
from .workflow import SignalState

# Of the filter on the form.
FLAG = "serious_disadvantage"
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


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the list. `columns`: what keyset pages go by, of `SignalQuerySet.sortable`, the last one unique.

    `says`: the line above the list, where its order does not tell itself.
    """

    label: str
    columns: tuple[str, ...]
    says: str = ""


ORDERS: Mapping[str, Order] = {
    "nieuw": Order("Nieuwste eerst", ("-received_at", "id")),
    "oud": Order("Oudste eerst", ("received_at", "id")),
    "termijn": Order("Eerste termijn eerst", ("term", "id")),
}
# How a tab is sorted as long as nothing else is asked; every other one as the first of `ORDERS`.
ORDER_OF_TAB: Mapping[str, Order] = {
    # What is undecided has a term, says a constraint; the index "signal_to_do" has this order.
    "te-doen": Order(
        "Gevaar eerst",
        ("calm", "due_on", "id"),
        "Direct gevaar staat bovenaan. Daarna komt wat over de termijn is, en dan wat het eerst af moet zijn.",
    ),
    "te-laat": Order(
        "Gevaar eerst", ("calm", "term", "id"), "Direct gevaar staat bovenaan. Daarna komt wat het langst te laat is."
    ),
    # The earliest day to look again first, so what is late stands on top.
    FOLLOWED: Order("Eerst opnieuw bekijken", ("review_on", "id")),
}
# How many rows a page has; the first when nothing is asked.
SIZES = (25, 100)


def order_of(tab: str, asked: str) -> Order:
    """How a tab is sorted: as was asked, else as suits the tab; an unknown tab is "Te doen", an unknown order none."""
    usual = ORDER_OF_TAB["te-doen"] if tab not in dict(TABS) else ORDER_OF_TAB.get(tab, ORDERS["nieuw"])
    return ORDERS.get(asked, usual)


class SignalFilter(Filters):
    """Search words, state, form, source, order; municipality for who works for several."""

    q = django_filters.CharFilter(
        label="Zoeken", method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 200})
    )
    stand = django_filters.ChoiceFilter(
        field_name="state", label="Stand", choices=Fixed(SignalState.choices), empty_label="Alle standen"
    )
    vorm = django_filters.ChoiceFilter(
        label="Vorm",
        method="of_form",
        choices=Fixed((*Form.choices, (FLAG, f"{SERIOUS_DISADVANTAGE[:1].upper()}{SERIOUS_DISADVANTAGE[1:]}"))),
        empty_label="Alle vormen",
    )
    bron = django_filters.ChoiceFilter(
        field_name="source", label="Bron", choices=Fixed(Source.choices), empty_label="Alle bronnen"
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

    cijfer = django_filters.ChoiceFilter(
        label="Cijfer",
        method="count_in",
        choices=Fixed((code, one.label) for code, one in PERIOD_SETS.items()),
        empty_label="Alle signalen",
        widget=forms.HiddenInput,
    )
    van = django_filters.DateFilter(label="Vanaf", method="bound", widget=forms.HiddenInput)
    tot = django_filters.DateFilter(label="Tot en met", method="bound", widget=forms.HiddenInput)

    volgorde = django_filters.ChoiceFilter(
        label="Volgorde",
        method="put_in_order",
        choices=Fixed((code, order.label) for code, order in ORDERS.items()),
        empty_label="Standaard",
    )

    aantal = django_filters.ChoiceFilter(
        label="Per pagina",
        method="show_so_many",
        choices=Fixed((str(size), str(size)) for size in SIZES[1:]),
        empty_label=str(SIZES[0]),
    )

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        watching = [
            (code, f"{kind.many[:1].upper()}{kind.many[1:]}")
            for code, kind in WATCHED.items()
            if code != POOL or actor.pool
        ]
        self.filters["aandacht"].extra["choices"] = watching
        if len(actor.content) > 1:
            own = Municipality.objects.filter(pk__in=actor.content).order_by("sort_name")
            self.filters["gemeente"].queryset = own
        else:
            del self.filters["gemeente"]

    @cached_property
    def by_key(self) -> FoundByKey:
        """What the words find by key."""
        return found_by_key(self.actor, self.words) if self.words else {}

    def of_form(self, signals: SignalQuerySet, name: str, form: str) -> SignalQuerySet:
        """Of which it is the main form, or one that fits too; or that have the flag which stands beside the form."""
        if form == FLAG:
            return signals.filter(serious_disadvantage=True)
        return signals.filter(Q(form=form) | Q(other_forms__contains=[form]))

    def watch(self, signals: SignalQuerySet, name: str, code: str) -> SignalQuerySet:
        """One of the sets of the start page."""
        return watched(signals, code, self.actor)

    def count_in(self, signals: SignalQuerySet, name: str, code: str) -> SignalQuerySet:
        """What one number of the own figures counts; without a first or last day from the beginning, or until today."""
        start, end = (self.form.cleaned_data.get(day) for day in ("van", "tot"))
        return in_period(
            signals, code, Span(self.actor, max(start or EARLIEST, EARLIEST), min(end or today(), today() + A_YEAR))
        )

    def bound(self, signals: SignalQuerySet, name: str, day: dt.date) -> SignalQuerySet:
        """The days of `count_in`; by themselves they take no signal away."""
        return signals

    def put_in_order(self, signals: SignalQuerySet, name: str, code: str) -> SignalQuerySet:
        """In which order the rows come takes no signal away; see `order_of`."""
        return signals

    def show_so_many(self, signals: SignalQuerySet, name: str, code: str) -> SignalQuerySet:
        """How many rows a page has takes no signal away; see `size`."""
        return signals

    @property
    def size(self) -> int:
        """How many rows a page has."""
        self.is_valid()
        return int(self.form.cleaned_data.get("aantal") or SIZES[0])

    def kept(self) -> dict[str, str]:
        """The filters that hold, as they stand in the address, never the words that were typed."""
        self.is_valid()
        found = self.form.cleaned_data
        return {
            name: str(self.data[name]) for name, value in found.items() if name != FIELD and value not in (None, "")
        }

    def search(self, signals: SignalQuerySet, name: str, words: str) -> SignalQuerySet:
        """Number, text, or a whole plate, number or name."""
        return signals.matching(words, also=self.by_key)


def kept_filters(address: Mapping[str, str], actor: Actor) -> dict[str, str]:
    """Of an address of the list what can be kept: its tab and the filters that hold, never words that were typed."""
    tab = address.get("tab", "")
    chosen = SignalFilter(_without_words(address), Signal.objects.none(), actor=actor)
    return {"tab": tab if tab in dict(TABS) else TABS[0][0], **chosen.kept()}


def described(filters: Mapping[str, str], actor: Actor) -> list[str]:
    """What kept filters show, as a reader is told: "Tabblad: Alles", "Stand: in beoordeling"."""
    chosen = SignalFilter(_without_words(filters), Signal.objects.none(), actor=actor)
    return [f"Tabblad: {dict(TABS).get(filters.get('tab', ''), '')}", *(chip["label"] for chip in chosen.chips(""))]


def _without_words(address: Mapping[str, str]) -> QueryDict:
    legible = QueryDict(mutable=True)
    legible.update({name: value for name, value in address.items() if name != FIELD})
    return legible
