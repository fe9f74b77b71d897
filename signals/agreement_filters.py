"""The filters of the list of receivers."""

import django_filters
from django.http import QueryDict

from core.access import Actor
from core.filters import Filters
from municipalities.codes import OrganisationKind
from municipalities.models import Region
from municipalities.models.periods import DatedQuerySet

from .codes import HandoverKind, LegalGround
from .models import Agreement


class AgreementFilter(Filters):
    """With which kind of organisation, what may go there, on which ground; region for who looks after several."""

    soort = django_filters.ChoiceFilter(
        field_name="organisation_kind",
        label="Soort ontvanger",
        choices=OrganisationKind.choices,
        empty_label="Alle ontvangers",
    )
    wat = django_filters.ChoiceFilter(
        method="with_kind",
        label="Wat",
        choices=HandoverKind.choices,
        empty_label="Alles",
    )
    grond = django_filters.ChoiceFilter(
        field_name="ground", label="Grondslag", choices=LegalGround.choices, empty_label="Alle grondslagen"
    )
    regio = django_filters.ModelChoiceFilter(
        field_name="region", label="Regio", queryset=Region.objects.none(), empty_label="Alle regio's"
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, address: QueryDict, agreements: DatedQuerySet[Agreement], *, actor: Actor) -> None:
        super().__init__(address, agreements, actor=actor)
        self.filters["regio"].queryset = Region.objects.filter(pk__in=agreements.values("region"))

    def with_kind(self, agreements: DatedQuerySet[Agreement], name: str, kind: str) -> DatedQuerySet[Agreement]:
        """What may go there is one of several."""
        return agreements.filter(kinds__contains=[kind])
