"""Danger that a partner's program tells of after it sent its signal: it goes to where somebody works on it.

What is told is as little as on the page (forms/flagging.py): nothing has to be filled in, no number is asked after, and no state
of the signal refuses it.
"""

import uuid
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from signals import operations
from signals.operations.flagging import Flag, danger_told
from signals.policies import SignalAction

from .beside import CallIn
from .keys import body_hash, key_of
from .sent import SentViewSet
from .serializers import SentOut
from .strict import Strict

FLAG_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Uw eigen kenmerk van dit verzoek (1 tot 200 tekens). Hetzelfde kenmerk met dezelfde inhoud alarmeert niet nog "
    "eens. Met andere inhoud is het een nieuw bericht: gevaar weigeren wij nooit.",
)


class DangerIn(Strict):
    """Somebody is in danger now; all of it may be left out."""

    gebeld112 = CallIn(required=False, help_text="Is er gebeld, en hoe laat? Zo niet: waarom niet.")
    terugbellen = serializers.CharField(
        required=False,
        max_length=120,
        help_text="Waar nu kan worden teruggebeld. Wie het signaal behandelt, krijgt dit nummer.",
    )


class DangerViewSet(SentViewSet):
    """Doorgeven dat iemand in gevaar is."""

    policy = {"create": SignalAction.FLAG_DANGER}

    def is_urgent(self, _request: Any) -> bool:
        """All of it is."""
        return True

    @extend_schema(request=DangerIn, responses={201: SentOut}, parameters=[FLAG_KEY], operation_id="gevaarDoorgeven")
    def create(self, request: Any, pk: uuid.UUID) -> Response:
        """Geef door dat iemand nu in gevaar is bij een signaal dat u stuurde. Bel eerst 112. U leest niets van het signaal."""
        submission = self._submission(pk)
        key = key_of(request, f"gevaar:{request._request.program.pk}:{pk}:{body_hash(request)}")
        parsed = DangerIn.sent_in(request)
        told = parsed.validated_data.get("gebeld112", {})
        flag = Flag(
            key,
            danger_told(at=told.get("om"), by=told.get("door", ""), why_not=told.get("waaromNiet", "")),
            parsed.validated_data.get("terugbellen", ""),
        )
        flagged = operations.flag_danger(submission, actor=self.actor, flag=flag)
        flagged.municipality = submission.municipality
        return Response(SentOut(flagged, context={"actor": self.actor}).data, status=201)
