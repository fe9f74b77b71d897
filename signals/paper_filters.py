"""The filters of what screening tables decided."""

import django_filters
from django.http import QueryDict

from core.access import Actor
from core.filters import Filters
from municipalities.models import Municipality

from .models import Meeting, TablePaper
from .seated import hers_to_do
from .table_sets import PaperQuerySet

OPEN, DONE, NO_ACTION = "open", "gedaan", "geen-actie"
_STATES = [(OPEN, "Actie open"), (DONE, "Actie gedaan"), (NO_ACTION, "Geen actie")]
MINE = "mij"


class PaperFilter(Filters):
    """Whether something is to be done, by whom, at which meeting it was decided, and of which municipality the point is."""

    stand = django_filters.ChoiceFilter(label="Stand", method="in_state", choices=_STATES, empty_label="Alle besluiten")
    voor = django_filters.ChoiceFilter(
        label="Voor wie", method="whose", choices=[(MINE, "Voor mij of mijn organisatie")], empty_label="Iedereen"
    )
    overleg = django_filters.ModelChoiceFilter(
        field_name="meeting", label="Overleg", queryset=Meeting.objects.none(), empty_label="Alle overleggen"
    )
    gemeente = django_filters.ModelChoiceFilter(
        field_name="from_municipality",
        label="Van gemeente",
        queryset=Municipality.objects.none(),
        to_field_name="gm_code",
        empty_label="Alle gemeenten",
    )

    class Meta:
        model = TablePaper
        fields: list[str] = []

    def __init__(self, address: QueryDict, papers: PaperQuerySet, *, actor: Actor) -> None:
        super().__init__(address, papers, actor=actor)
        self.filters["overleg"].queryset = Meeting.objects.filter(pk__in=papers.values("meeting")).select_related(
            "table"
        )
        places = Municipality.objects.filter(pk__in=papers.values("from_municipality"))
        self.filters["gemeente"].queryset = places.order_by("sort_name")

    def in_state(self, papers: PaperQuerySet, name: str, code: str) -> PaperQuerySet:
        """By what is to be done."""
        if code == NO_ACTION:
            return papers.filter(owner_code="")
        return papers.exclude(owner_code="").filter(done_at__isnull=code == OPEN)

    def whose(self, papers: PaperQuerySet, name: str, code: str) -> PaperQuerySet:
        """What is the reader's to do: of her organisation, or her own where a person was named."""
        return papers.filter(hers_to_do(self.actor), has_action=True)
