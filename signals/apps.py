"""App configuration."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    """Signals: from observation to weighed signal."""

    name = "signals"
    verbose_name = "Signalen"
