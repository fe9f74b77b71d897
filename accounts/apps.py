from django.apps import AppConfig

from core import navigation
from core.sealed import SEALED_IN_JSON


class AccountsConfig(AppConfig):
    """Puts one's own account in the menu, and says where second factors stand sealed."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from .factor_adapter import KEPT  # noqa: PLC0415 (allauth's models exist only now)
        from .passkeys import use_here  # noqa: PLC0415  models exist only now

        use_here()
        SEALED_IN_JSON.extend(kept for kept in KEPT if kept not in SEALED_IN_JSON)
        navigation.add_own_entry("Tweede stap bij inloggen", "accounts:second-factor", order=75)
        navigation.add_own_entry("Wachtwoord wijzigen", "account_change_password", order=80)
        navigation.add_own_entry("Overzicht per mail", "accounts:digest", order=30)
        navigation.add_own_entry("Waar bent u ingelogd?", "usersessions_list", order=90)
