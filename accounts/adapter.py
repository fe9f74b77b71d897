"""What allauth may decide here: nothing about who gets an account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation by an application administrator, never from a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
