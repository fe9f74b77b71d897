"""What the log can say about accounts."""

from audit.events import EventName


class AccountEvent(EventName):
    """Facts about signing in and about who has an account."""

    SIGNED_IN = "accounts.signed_in", "is ingelogd"
    SIGN_IN_FAILED = "accounts.sign_in_failed", "kon niet inloggen"
    SIGNED_OUT = "accounts.signed_out", "is uitgelogd"
    SESSION_ENDED = "accounts.session_ended", "werd uitgelogd omdat de sessie te oud was"
    HAT_SWITCHED = "accounts.hat_switched", "wisselde van rol"
    PASSWORD_CHANGED = "accounts.password_changed", "koos een nieuw wachtwoord"
    INVITED = "accounts.invited", "nodigde een gebruiker uit"
    CHANGED = "accounts.changed", "wijzigde de gegevens van een gebruiker"
    ADDRESS_CHANGED = "accounts.address_changed", "wijzigde het e-mailadres van een gebruiker"
    ACTIVATED = "accounts.activated", "heropende een account"
    DEACTIVATED = "accounts.deactivated", "sloot een account"
