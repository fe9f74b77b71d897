"""App configuration."""

from django.apps import AppConfig

from core import navigation


class MunicipalitiesConfig(AppConfig):
    """Areas, organisations, roles, mandates, readiness."""

    name = "municipalities"
    verbose_name = "Gemeenten"

    def ready(self) -> None:
        from .policies import MunicipalityAction  # noqa: PLC0415 (models exist only now)

        navigation.add_entry("Gemeenten", "municipalities:list", action=MunicipalityAction.LIST, order=40)
        navigation.add_entry(
            "Basis op orde", "municipalities:readiness", action=MunicipalityAction.VIEW_READINESS, order=45
        )
        navigation.add_entry(
            "Gebruikers en rollen", "municipalities:users-and-roles", action=MunicipalityAction.VIEW_ROLES, order=70
        )
        navigation.add_own_entry(
            "Afwezigheid en vervanging", "municipalities:absence", action=MunicipalityAction.SET_ABSENCE, order=20
        )
