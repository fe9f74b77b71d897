"""Which municipalities a list shows, and on which day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.forms import offer_choices
from municipalities import areas
from municipalities.areas import AnyArea
from municipalities.codes import AreaKind
from municipalities.models import Municipality
from municipalities.models.periods import FIRST_DAY

KINDS = (AreaKind.REGION, AreaKind.DISTRICT, AreaKind.PROVINCE, AreaKind.SERVICE_AREA, AreaKind.CENTRE)


class AreaFilter(forms.Form):
    """The area of a list; sent by GET, so that an address names what it shows. An unknown area shows all."""

    gebied = forms.ChoiceField(label="Gebied", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, among: Iterable[int] | None = None) -> None:
        super().__init__(data or {})
        self.among = None if among is None else frozenset(among)
        groups = areas.area_choices(self.day, kinds=KINDS, among=self.among)
        offer_choices(self, "gebied", [("", "Alle gebieden"), *groups])

    @property
    def day(self) -> date:
        """The day on which memberships are asked."""
        return timezone.localdate()

    @property
    def area(self) -> AnyArea | None:
        """The area chosen, if there is one of that name."""
        self.is_valid()
        return areas.find_area(self.cleaned_data.get("gebied", ""))

    def municipalities(self) -> QuerySet[Municipality]:
        """The municipalities of the area, by name; without those outside `among`."""
        area = self.area
        found = Municipality.objects.filter(successor=None) if area is None else areas.municipalities_of(area, self.day)
        return found if self.among is None else found.filter(pk__in=self.among)


class ReadinessFilter(AreaFilter):
    """Area and day of the matrix. A day that cannot be read, or that is still to come, is today."""

    datum = forms.DateField(label="Stand op", required=False)

    @property
    def day(self) -> date:
        today = timezone.localdate()
        try:
            asked = self.fields["datum"].clean(self.data.get("datum", ""))
        except forms.ValidationError:
            return today
        return asked if asked and FIRST_DAY <= asked < today else today

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()
