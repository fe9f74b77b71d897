"""What the log can say about roles, mandates, absence and readiness."""

from audit.events import EventName


class MunicipalityEvent(EventName):
    """Facts of this app."""

    ROLE_GRANTED = "municipalities.role_granted", "gaf een rol"
    ROLE_ENDED = "municipalities.role_ended", "beëindigde een rol"
    MANDATE_REGISTERED = "municipalities.mandate_registered", "legde een mandaat vast"
    MANDATE_ENDED = "municipalities.mandate_ended", "beëindigde een mandaat"
    ORGANISATION_REGISTERED = "municipalities.organisation_registered", "voegde een organisatie toe"
    ORGANISATION_CHANGED = "municipalities.organisation_changed", "wijzigde een organisatie"
    ORGANISATION_ENDED = "municipalities.organisation_ended", "beëindigde een organisatie"
    FALL_BACK_NAMED = "municipalities.fall_back_named", "wees een achtervang aan"
    TERM_SET = "municipalities.term_set", "stelde een termijn in"
    TERM_SEEN = "municipalities.term_seen", "bekeek een ingestelde termijn"
    FOCAL_OFFICER_APPOINTED = "municipalities.focal_officer_appointed", "wees een aandachtsfunctionaris aan"
    ABSENCE_SET = "municipalities.absence_set", "meldde afwezigheid en regelde vervanging"
    ABSENCE_ENDED = "municipalities.absence_ended", "beëindigde afwezigheid"
    GLASS_BROKEN = "municipalities.glass_broken", "heeft zich noodtoegang gegeven tot dit dossier"
    EMERGENCY_ENDED = "municipalities.emergency_ended", "heeft de noodtoegang gesloten"
    EMERGENCY_SEEN = "municipalities.emergency_seen", "heeft gezien dat een collega noodtoegang nam"
    EMERGENCY_REVIEWED = "municipalities.emergency_reviewed", "heeft de noodtoegang beoordeeld"
    EMERGENCY_VIEWED = "municipalities.emergency_viewed", "heeft een noodtoegang bekeken"
    EMERGENCIES_LISTED = "municipalities.emergencies_listed", "heeft een lijst met noodtoegangen bekeken"
    PROGRAM_REGISTERED = "municipalities.program_registered", "gaf een koppeling toegang"
    PROGRAM_ENDED = "municipalities.program_ended", "beëindigde een koppeling"
    LOG_SEARCHED = "municipalities.log_searched", "heeft in het logboek gezocht"
    ISSUER_REGISTERED = "municipalities.issuer_registered", "liet een organisatie inloggen via het eigen inlogscherm"
    COLLEAGUES_LET_IN = (
        "municipalities.colleagues_let_in",
        "regelde of collega's van een gemeente zonder uitnodiging kunnen melden",
    )
    COLLEAGUE_CAME = (
        "municipalities.colleague_came",
        "gaf een collega die voor het eerst inlogde het recht om te melden",
    )
    ISSUER_SWITCHED = "municipalities.issuer_switched", "zette het inlogscherm van een organisatie aan of uit"
    ISSUER_ENDED = "municipalities.issuer_ended", "beëindigde het inloggen via het inlogscherm van een organisatie"
    READINESS_SET = "municipalities.readiness_set", "werkte de basis op orde bij"
    READINESS_SEEN = "municipalities.readiness_seen", "bekeek een regel van de basis op orde"
    READINESS_STRUCK = "municipalities.readiness_struck", "schrapte een regel van de basis op orde"
