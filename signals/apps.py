"""App configuration."""

from django.apps import AppConfig

from core import navigation


class SignalsConfig(AppConfig):
    """Signals: from observation to weighed signal."""

    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        from .policies import SignalAction  # noqa: PLC0415 (role codes exist only when apps are ready)

        navigation.add_entry("Signalen", "signals:list", action=SignalAction.LIST, order=20)
        navigation.add_entry("Postvak", "postbox:inbox", action=SignalAction.LIST_HANDOVERS, order=10)
        navigation.set_search("signals:list", action=SignalAction.LIST)
