"""The filters of the caseload and of the ended cases."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from accounts.models import User
from core.access import Actor
from core.filters import Filters
from municipalities.models import Municipality
from signals.codes import Form

from .caseload import MOMENT_LABELS, Moment, moment_condition
from .models import Case
from .querysets import CaseQuerySet
from .workflow import OPEN_PHASES


class CaseSearch(Filters):
    """Search words, coordinator and municipality: for every list of cases."""

    q = django_filters.CharFilter(
        label="Zoeken", method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 60})
    )
    gemeente = django_filters.ModelChoiceFilter(
        field_name="municipality",
        label="Gemeente",
        queryset=Municipality.objects.none(),
        to_field_name="gm_code",
        empty_label="Alle",
    )
    coordinator = django_filters.ModelChoiceFilter(
        field_name="owner", label="Zorgcoördinator", queryset=User.objects.none(), empty_label="Iedereen"
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        seen = Case.objects.listed_for(actor)
        owners = seen.order_by().values("owner_id")
        self.filters["coordinator"].queryset = User.objects.filter(pk__in=owners).order_by("full_name")
        places = seen.order_by().values("municipality_id")
        self.filters["gemeente"].queryset = Municipality.objects.filter(pk__in=places)

    def search(self, cases: CaseQuerySet, name: str, words: str) -> CaseQuerySet:
        """Number or working name."""
        return cases.matching(words)


class CaseFilter(CaseSearch):
    """Of the caseload: intensity, form, and when something must happen too."""

    intensiteit = django_filters.ChoiceFilter(
        field_name="phase",
        label="Intensiteit",
        choices=[(phase.value, phase.label) for phase in OPEN_PHASES],
        empty_label="Alle",
    )
    wanneer = django_filters.ChoiceFilter(
        label="Wanneer", choices=list(MOMENT_LABELS.items()), method="at_moment", empty_label="Alle"
    )
    vorm = django_filters.ChoiceFilter(label="Vorm", choices=Form.choices, method="of_form", empty_label="Alle")

    def at_moment(self, cases: CaseQuerySet, name: str, moment: str) -> CaseQuerySet:
        """Late, this week, later, or with a clock that runs out soon."""
        return cases.filter(moment_condition(Moment(moment)))

    def of_form(self, cases: CaseQuerySet, name: str, form: str) -> CaseQuerySet:
        """As main form or beside another."""
        return cases.filter(Q(main_form=form) | Q(other_forms__contains=[form]))
