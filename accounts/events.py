"""What the log can say about accounts."""

from audit.events import EventName


class AccountEvent(EventName):
    """Facts about signing in and about who has an account."""

    SIGNED_IN = "accounts.signed_in", "is ingelogd"
    SIGN_IN_FAILED = "accounts.sign_in_failed", "kon niet inloggen"
    MADE_TO_WAIT = "accounts.made_to_wait", "moet wachten na te veel pogingen om in te loggen"
    IDENTITY_LINKED = "accounts.identity_linked", "logde voor het eerst in via de eigen organisatie"
    IDENTITY_FORGOTTEN = "accounts.identity_forgotten", "vergat wie een gebruiker bij de eigen organisatie is"
    CONFIRMED_ELSEWHERE = "accounts.confirmed_elsewhere", "toonde via de eigen organisatie opnieuw wie zij of hij is"
    SIGNED_OUT = "accounts.signed_out", "is uitgelogd"
    SESSION_ENDED = "accounts.session_ended", "werd uitgelogd omdat de sessie te oud was"
    OWN_SESSIONS_ENDED = "accounts.own_sessions_ended", "logde zichzelf ergens anders uit"
    PASSWORD_GIVEN = "accounts.password_given", "gaf het wachtwoord en heeft nog geen tweede stap"
    SECOND_STEP_FAILED = "accounts.second_step_failed", "kon de tweede stap bij inloggen niet geven"
    FACTOR_ADDED = "accounts.factor_added", "stelde een tweede stap voor inloggen in"
    FACTOR_REMOVED = "accounts.factor_removed", "verwijderde een tweede stap voor inloggen"
    RECOVERY_CODES_RENEWED = "accounts.recovery_codes_renewed", "maakte nieuwe herstelcodes"
    RECOVERY_CODE_USED = "accounts.recovery_code_used", "gebruikte een herstelcode"
    FACTORS_RESET = "accounts.factors_reset", "wiste de tweede stap van een gebruiker"
    HAT_SWITCHED = "accounts.hat_switched", "wisselde van rol"
    PASSWORD_CHANGED = "accounts.password_changed", "koos een nieuw wachtwoord"
    WELCOMED = "accounts.welcomed", "gaf een collega die voor het eerst inlogde een account"
    DIGEST_CHOSEN = "accounts.digest_chosen", "koos hoe vaak er een overzicht per mail komt"
    INVITED = "accounts.invited", "nodigde een gebruiker uit"
    CHANGED = "accounts.changed", "wijzigde de gegevens van een gebruiker"
    ADDRESS_CHANGED = "accounts.address_changed", "wijzigde het e-mailadres van een gebruiker"
    ACTIVATED = "accounts.activated", "heropende een account"
    DEACTIVATED = "accounts.deactivated", "sloot een account"
