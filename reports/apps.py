"""App configuration."""

from django.apps import AppConfig

from core import navigation


class ReportsConfig(AppConfig):
    """Reports: figures over closed periods, as a page, a PDF and tables."""

    name = "reports"
    verbose_name = "Rapportages"

    def ready(self) -> None:
        from .policies import ReportAction  # noqa: PLC0415 (role codes exist only when apps are ready)

        navigation.add_entry("Rapportages", "reports:list", action=ReportAction.LIST, order=60)
