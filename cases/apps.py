"""App configuration."""

from django.apps import AppConfig

from core import access

from .grants import case_teams


class CasesConfig(AppConfig):
    """Cases: care coordination, from accepted signal to closed case."""

    name = "cases"
    verbose_name = "Casussen"

    def ready(self) -> None:
        if case_teams not in access.DOSSIER_SOURCES:
            access.DOSSIER_SOURCES.append(case_teams)
