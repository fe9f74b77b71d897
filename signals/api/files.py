"""A file that a partner's program sends with its signal: one request for each, after the signal itself.

So a file that is not accepted costs no signal, and the answer says of that one file why. It is never given back.
"""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from core.errors import Invalid
from core.files import Refusal, early_kind, shown_name, told
from core.parsing import MULTIPART, FileParser
from core.unit import passing_bsn
from signals import operations
from signals.operations.attachments import NewFile
from signals.policies import SignalAction
from signals.sharing_codes import WHOSE_REPORTED, Provenance

from .keys import KEY, key_of
from .sent import SentViewSet
from .serializers import SubmissionOut
from .strict import Written


class SentFileIn(Written):
    """One file, and what it is."""

    bestand = serializers.FileField(
        allow_empty_file=True, help_text="JPG, PNG, WebP, PDF, DOCX, XLSX, ODT, ODS of TXT. De naam telt mee."
    )
    omschrijving = serializers.CharField(required=False, max_length=200)
    herkomst = serializers.ChoiceField(
        required=False,
        choices=WHOSE_REPORTED,
        help_text="Van wie de gegevens erin zijn, als dat iemand anders is dan bij het signaal. Zie /codelijsten/herkomsten.",
    )


class SentFileViewSet(SentViewSet):
    """Bestanden bij een signaal sturen."""

    parser_classes = [FileParser]
    policy = {"create": SignalAction.SEND_FILE}

    @extend_schema(
        request={MULTIPART: SentFileIn}, responses={201: SubmissionOut}, parameters=[KEY], operation_id="bijlageSturen"
    )
    def create(self, request: Any, pk: uuid.UUID) -> Response:
        """Stuur één bestand bij een signaal dat u stuurde. U krijgt het niet terug; `bijlagen` zegt hoe het ermee staat."""
        submission = self._submission(pk)
        key = key_of(request, f"{request._request.program.pk}:{pk}")
        parsed = SentFileIn.sent_in(request)
        file = _new_file(parsed.validated_data, key)
        with passing_bsn(parsed.passed):
            try:
                sent = operations.send_file(submission, actor=self.actor, file=file)
            except Invalid as refusal:
                raise Invalid({"bestand": list(refusal.fields.get("file", ()))}) from None
        sent.municipality = submission.municipality
        return Response(SubmissionOut(sent).data, status=201)


def _new_file(data: dict[str, Any], key: uuid.UUID) -> NewFile:
    """The file, when its name, size and first bytes agree. Raises Invalid with what to do instead."""
    upload = data["bestand"]
    name, content = shown_name(upload.name or ""), upload.read()
    try:
        kind = early_kind(name, content, upload.size or 0)
    except Refusal as refusal:
        raise Invalid({"bestand": [told(refusal, name)]}) from None
    described = data.get("omschrijving", "")
    whose = Provenance(data.get("herkomst", Provenance.OWN))
    return NewFile(name=name, kind=kind, content=content, description=described, key=key, provenance=whose)
