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
    CHOOSE_DIGEST = "accounts.choose_digest", "kiezen hoe vaak er een overzicht per mail komt"


_ADMINISTRATOR = {"app_admin": [Reach.ANYWHERE]}
# Of one's own account, whatever the role that acts, and without any.
_OWN = {
    hat: [Reach.MINE]
    for hat in (
        *("", "reporter", "focal_officer", "care_coordinator", "process_director", "partner_contact", "partner_focal"),
        *("district_coordinator", "regional_coordinator", "policy_officer", "board_member", "privacy_officer"),
        "app_admin",
    )
}

policy = Policy(
    {
        **dict.fromkeys(AccountAction, _ADMINISTRATOR),
        AccountAction.CHOOSE_DIGEST: _OWN,
        # At the sign-in screen of a municipality that wants so (municipalities/newcomers.py).
        AccountAction.WELCOME: {SYSTEM_HAT: [Reach.ANYWHERE]},
    }
)
