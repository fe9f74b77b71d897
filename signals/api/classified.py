"""What a signal seems to be about, in the API: its forms, its route, the trade.

Not whether it is *ernstige benadeling*, which counts as no trafficking: the municipality judges that.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.errors import Invalid
from signals.codes import Form, Route
from signals.sectors import NOT_OF_WORK, NOT_SEXUAL, LabourSector, SexSector, has_sector

from .strict import Written, each_once


class ClassifiedIn(Written):
    """The fields, for the serializer of a signal."""

    vorm = serializers.ChoiceField(required=False, choices=Form.choices)
    andereVormen = serializers.ListField(  # noqa: N815 (name in the API)
        child=serializers.ChoiceField(choices=[choice for choice in Form.choices if choice[0] != Form.UNKNOWN]),
        required=False,
        help_text="Vormen die er ook bij passen, elke code ten hoogste één keer.",
    )
    route = serializers.ChoiceField(required=False, choices=Route.choices)
    sector = serializers.ChoiceField(
        required=False,
        choices=LabourSector.choices,
        help_text="Alleen bij arbeidsuitbuiting of gedwongen dienstverlening. Zie /codelijsten/sectoren.",
    )
    sectorSeksueel = serializers.ChoiceField(  # noqa: N815 (name in the API)
        required=False,
        choices=SexSector.choices,
        help_text="Alleen bij seksuele uitbuiting. Zie /codelijsten/sectoren-seksueel.",
    )

    def validate_andereVormen(self, codes: list[str]) -> list[str]:  # noqa: N802 (name in the API)
        return each_once(codes)


def classified_in(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """As fields of SignalFacts. Raises Invalid for a sector of another form."""
    form, others = data.get("vorm", Form.UNKNOWN), data.get("andereVormen", ())
    if "sector" in data and not has_sector([form, *others]):
        raise Invalid({"sector": [NOT_OF_WORK]})
    if "sectorSeksueel" in data and Form.SEXUAL not in {form, *others}:
        raise Invalid({"sectorSeksueel": [NOT_SEXUAL]})
    return {
        "form": Form(form),
        "other_forms": tuple(Form(code) for code in others if code != form),
        "route": Route(data.get("route", Route.UNKNOWN)),
        "labour_sector": LabourSector(data["sector"]) if "sector" in data else None,
        "sex_sector": SexSector(data["sectorSeksueel"]) if "sectorSeksueel" in data else None,
    }
