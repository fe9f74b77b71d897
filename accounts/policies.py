"""Who decides who has an account. What somebody may do with it comes from roles (municipalities/policies.py)."""

from core.access import Action, Policy, Reach


class AccountAction(Action):
    """What can be done to an account."""

    INVITE = "accounts.invite"
    CHANGE = "accounts.change"
    ACTIVATE = "accounts.activate"
    DEACTIVATE = "accounts.deactivate"
    RESET_FACTORS = "accounts.reset_factors"


_ADMINISTRATOR = {"app_admin": [Reach.ANYWHERE]}

policy = Policy(dict.fromkeys(AccountAction, _ADMINISTRATOR))
