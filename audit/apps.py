"""App configuration."""

from django.apps import AppConfig

from core.unit import BEFORE_COMMIT


class AuditConfig(AppConfig):
    """Hooks the writing of gathered events into every unit of work."""

    name = "audit"
    verbose_name = "Logboek"

    def ready(self) -> None:
        from .recording import write_gathered  # noqa: PLC0415 (models exist only now)

        if write_gathered not in BEFORE_COMMIT:
            BEFORE_COMMIT.append(write_gathered)
