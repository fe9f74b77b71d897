"""The `Idempotency-Key` of a request: by it the same request, sent again, gives the same answer."""

import hashlib
import json
import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Uw eigen kenmerk van dit verzoek (1 tot 200 tekens). Hetzelfde kenmerk met dezelfde inhoud geeft "
    "hetzelfde antwoord; met andere inhoud 409.",
)
_NAMESPACE = uuid.UUID("5b1d7f0e-2f0b-4a52-9d0e-6f1c1a7d9d11")


def key_of(request: Any, within: object) -> uuid.UUID:
    """The id that follows from the key and from `within`, where it counts once. Raises ValidationError without a key."""
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 200:
        raise ValidationError({"Idempotency-Key": ["required"]}, code="required")
    return uuid.uuid5(_NAMESPACE, f"{within}:{key}")


def body_hash(request: Any) -> str:
    """SHA-256 (hexadecimal) of what was sent, however it was laid out."""
    return hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
