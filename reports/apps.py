"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: figures over closed periods, as a page, a PDF and tables."""

    name = "reports"
    verbose_name = "Rapportages"
