"""App configuration."""

from django.apps import AppConfig

from core import navigation


class MunicipalitiesConfig(AppConfig):
    """Areas, organisations, roles; names the hats in the frame around a page."""

    name = "municipalities"
    verbose_name = "Gemeenten"

    def ready(self) -> None:
        from .roles.labels import names_of_hats  # noqa: PLC0415 (models exist only now)

        navigation.set_hat_names(names_of_hats)
