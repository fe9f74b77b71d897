"""A fingerprint of everything in the database, table by table, so that two worlds can be compared."""

import hashlib
from typing import Any

from django.apps import apps
from django.db import models

OURS = ("jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "account")
# Random by its nature; the clock of the database; when work is handed to the workers.
LEFT_OUT = {
    "accounts.user.password",
    "jobs.job.created_at",
    "jobs.job.send_at",
    "jobs.job.sends",
    "municipalities.apiclient.client_id",
    "municipalities.apiclient.client_secret",
    "municipalities.apiclient.created",
    "municipalities.apiclient.updated",
    "signals.hiddennames.digests",
    # Written by the database itself, at its own time.
    "signals.inquiry.asked_at",
    "signals.inquiry.created_at",
    "signals.inquiryhit.id",
    "signals.inquiryhit.asked_at",
    "signals.inquiryhit.created_at",
}


def digest() -> dict[str, tuple[int, str]]:
    """Table -> number of rows and hash of their content; sealed text as it reads, not as it is stored."""
    return {model._meta.label: _of(model) for label in OURS for model in apps.get_app_config(label).get_models()}


def _of(model: type[models.Model]) -> tuple[int, str]:
    lines = sorted(_line(row) for row in model._base_manager.all())
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _line(row: models.Model) -> str:
    label = row._meta.label_lower
    names = [field.attname for field in row._meta.concrete_fields if f"{label}.{field.name}" not in LEFT_OUT]
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    return repr(sorted(values.items()))
