"""App configuration."""

from django.apps import AppConfig

from core import access, navigation

from .grants import case_teams


class CasesConfig(AppConfig):
    """Cases: care coordination, from accepted signal to closed case."""

    name = "cases"
    verbose_name = "Casussen"

    def ready(self) -> None:
        from .policies import CaseAction  # noqa: PLC0415 (role codes exist only when apps are ready)

        navigation.add_entry("Casussen", "cases:list", action=CaseAction.LIST, order=30)
        if case_teams not in access.DOSSIER_SOURCES:
            access.DOSSIER_SOURCES.append(case_teams)
