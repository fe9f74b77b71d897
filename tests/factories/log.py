"""Events of the log, not written yet."""

import uuid
from typing import Any

from django.utils import timezone

from audit.events import Kind, Result
from audit.models import AuditEvent

CHAIN = 12


def event(chain: int = CHAIN, **given: Any) -> AuditEvent:
    """An event of the municipality with this id; nothing else is looked at."""
    values: dict[str, Any] = {
        "at": timezone.now(),
        "event": "signals.viewed",
        "kind": Kind.READ,
        "result": Result.DONE,
        "actor_id": 4,
        "hat": "focal_officer",
        "object_type": "signals.signal",
        "object_id": str(uuid.uuid4()),
        "reference": "S-K7R4-M",
        "municipality_id": chain or None,
        "dossier_id": uuid.uuid4(),
        "chain": chain,
        "purpose": "weging",
        "detail": {"stand": "bekeken", "velden": ["één", "twee"], "aantal": 2},
        "origin": "192.0.2.7",
        "request_id": uuid.uuid4(),
    }
    return AuditEvent(**values | given)
