"""The municipalities with their codes, for partners' programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from core.api import PartnerViewSet
from municipalities.models import Municipality

from . import schema as schema


class MunicipalityOut(serializers.ModelSerializer[Municipality]):
    """Code and name."""

    code = serializers.CharField(source="gm_code")
    naam = serializers.CharField(source="name")

    class Meta:
        model = Municipality
        fields = ("code", "naam")


class MunicipalityViewSet(PartnerViewSet):
    """De gemeenten die meedoen."""

    @extend_schema(responses=MunicipalityOut(many=True), operation_id="gemeenten")
    def list(self, request: Any) -> Response:
        """Alle gemeenten, op naam."""
        return Response(MunicipalityOut(Municipality.objects.filter(successor=None), many=True).data)
