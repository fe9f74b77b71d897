"""App configuration."""

from django.apps import AppConfig

from core import attention, navigation

from .figures.source import COLUMNS


class ReportsConfig(AppConfig):
    """Reports: figures over closed periods, as a page, a PDF and tables."""

    name = "reports"
    verbose_name = "Rapportages"
    walls_figures = COLUMNS

    def ready(self) -> None:
        from . import attention as ours  # noqa: PLC0415  models exist only now
        from .policies import ReportAction  # noqa: PLC0415 (role codes exist only when apps are ready)

        navigation.add_entry("Rapportages", "reports:list", action=ReportAction.LIST, order=60)
        navigation.add_entry("Cijfers", "reports:own-figures", action=ReportAction.OWN_FIGURES, order=60)
        attention.add_panel(ours.waiting, order=30)
        attention.add_panel(ours.latest, order=30)
        attention.add_work(ours.work, ours.count_work)
        attention.add_button("Nieuwe rapportage", "reports:new", action=ReportAction.CREATE, order=60)
