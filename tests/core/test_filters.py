"""What is filtered stands above the list as chips; each leads to the list without that filter."""

import django_filters
import pytest
from django.http import QueryDict

from core.access import NOBODY
from core.filters import Filters
from municipalities.models import Municipality
from tests.support.world import World


class PlaceFilter(Filters):
    zoek = django_filters.CharFilter(field_name="name", label="Zoeken")
    stand = django_filters.ChoiceFilter(field_name="gm_code", label="Stand", choices=[("open", "Nog open")])
    gemeente = django_filters.ModelChoiceFilter(
        field_name="pk", label="Gemeente", queryset=Municipality.objects.all(), to_field_name="gm_code"
    )

    class Meta:
        model = Municipality
        fields: list[str] = []


def chips(address: str) -> list[tuple[str, str]]:
    chosen = PlaceFilter(QueryDict(address), Municipality.objects.none(), actor=NOBODY)
    return [(chip["label"], chip["url"]) for chip in chosen.chips("/lijst/")]


def test_a_chip_speaks_as_its_field_and_leads_to_the_first_page_without_it() -> None:
    assert chips("tab=alles&zoek=kas&stand=open&na=abc") == [
        ("Zoeken: kas", "/lijst/?tab=alles&stand=open"),
        ("Stand: Nog open", "/lijst/?tab=alles&zoek=kas"),
    ]


@pytest.mark.parametrize("address", ["", "zoek=&stand=", "tab=alles&na=abc"])
def test_without_a_filter_there_is_no_chip(address: str) -> None:
    assert chips(address) == []


def test_a_value_that_nobody_offered_can_be_taken_away_too() -> None:
    assert chips("stand=weg") == [("Stand: weg", "/lijst/?")]


def test_a_chosen_row_is_named(world: World) -> None:
    place = world.goes
    assert chips(f"gemeente={place.gm_code}") == [(f"Gemeente: {place.name}", "/lijst/?")]
