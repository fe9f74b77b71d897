"""Who decides who has an account. What somebody may do with it comes from roles (municipalities/policies.py)."""

from core.access import SYSTEM_HAT, Action, Policy, Reach


class AccountAction(Action):
    """What can be done to an account."""

    INVITE = "accounts.invite", "iemand een account geven"
    WELCOME = "accounts.welcome", "een collega die nog geen account heeft binnenlaten"
    CHANGE = "accounts.change", "de gegevens van een account wijzigen"
    ACTIVATE = "accounts.activate", "een account weer openzetten"
    DEACTIVATE = "accounts.deactivate", "een account dichtzetten"
    RESET_FACTORS = "accounts.reset_factors", "de tweede stap van een account wissen"


_ADMINISTRATOR = {"app_admin": [Reach.ANYWHERE]}

policy = Policy(
    {
        **dict.fromkeys(AccountAction, _ADMINISTRATOR),
        # At the sign-in screen of a municipality that wants so (municipalities/newcomers.py).
        AccountAction.WELCOME: {SYSTEM_HAT: [Reach.ANYWHERE]},
    }
)
