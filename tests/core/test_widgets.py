"""The newest choices are in sight, the older ones folded, and what was chosen is never hidden."""

import pytest
from django import forms

from core.widgets import NewestRadios


class PeriodForm(forms.Form):
    period = forms.ChoiceField(
        choices=[
            ("Jaren", [(str(year), f"jaar {year}") for year in range(2025, 2019, -1)]),
            ("Kwartalen", [("q", "q1")]),
        ],
        widget=NewestRadios,
    )


def parts(chosen: str) -> tuple[str, str]:
    """What is in sight of the years, and what is folded."""
    years = str(PeriodForm({"period": chosen})["period"]).partition("Kwartalen")[0]
    seen, _, folded = years.partition("<details")
    return seen, folded


@pytest.mark.parametrize(("chosen", "in_sight"), [("2025", (2025, 2024)), ("2021", (2025, 2024, 2021))])
def test_the_newest_and_the_chosen_are_in_sight(chosen: str, in_sight: tuple[int, ...]) -> None:
    seen, folded = parts(chosen)
    for year in range(2025, 2019, -1):
        assert (f"jaar {year}" in seen, f"jaar {year}" in folded) == (year in in_sight, year not in in_sight)
    assert "Oudere jaren (" in folded


def test_of_a_short_group_nothing_is_folded() -> None:
    assert str(PeriodForm({"period": "q"})["period"]).count("<details") == 1
