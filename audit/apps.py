"""App configuration."""

from django.apps import AppConfig

from core.errors import ON_REFUSAL
from core.transactions import AFTER_FAILURE
from core.unit import BEFORE_COMMIT


class AuditConfig(AppConfig):
    """Hooks the writing of gathered events into every unit of work, and the noting of refusals and faults into every answer."""

    name = "audit"
    verbose_name = "Logboek"
    walls_sql = {"audit": "append.sql"}

    def ready(self) -> None:
        from .faults import note_fault  # noqa: PLC0415 (models exist only now)
        from .recording import write_gathered  # noqa: PLC0415
        from .refusals import note  # noqa: PLC0415

        if write_gathered not in BEFORE_COMMIT:
            BEFORE_COMMIT.append(write_gathered)
        if note not in ON_REFUSAL:
            ON_REFUSAL.append(note)
        if note_fault not in AFTER_FAILURE:
            AFTER_FAILURE.append(note_fault)
