from django.apps import AppConfig

from core import navigation


class AccountsConfig(AppConfig):
    """Puts one's own account in the menu."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        navigation.add_own_entry("Tweede stap bij inloggen", "accounts:second-factor", order=75)
        navigation.add_own_entry("Wachtwoord wijzigen", "account_change_password", order=80)
        navigation.add_own_entry("Waar bent u ingelogd?", "usersessions_list", order=90)
