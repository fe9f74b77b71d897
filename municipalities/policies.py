"""Who may do what here: action x role, with how the actor must stand to the object.

Which municipalities a role reaches at all stands in roles/actor.py (LISTS).
"""

from core.access import SYSTEM_HAT, Action, Policy, Reach

from .codes import Role
from .models.emergency import EmergencyReach
from .models.roles import AreaReach


class MunicipalityAction(Action):
    """What can be done in this app."""

    LIST = "municipalities.list", "gemeenten bekijken"
    VIEW = "municipalities.view", "een gemeente bekijken"
    VIEW_READINESS = "municipalities.view_readiness", "bekijken of de basis op orde is"
    SET_READINESS = "municipalities.set_readiness", "vastleggen wat op orde is"
    STRIKE_READINESS = "municipalities.strike_readiness", "doorhalen wat over de basis was vastgelegd"
    VIEW_GAPS = "municipalities.view_gaps", "bekijken waar niemand is aangewezen"
    VIEW_ROLES = "municipalities.view_roles", "gebruikers en rollen bekijken"
    GRANT_ROLE = "municipalities.grant_role", "iemand een rol geven"
    END_ROLE = "municipalities.end_role", "een rol beëindigen"
    REGISTER_MANDATE = "municipalities.register_mandate", "een mandaat vastleggen"
    END_MANDATE = "municipalities.end_mandate", "een mandaat beëindigen"
    REGISTER_ORGANISATION = "municipalities.register_organisation", "een organisatie toevoegen"
    CHANGE_ORGANISATION = "municipalities.change_organisation", "een organisatie wijzigen"
    END_ORGANISATION = "municipalities.end_organisation", "een organisatie beëindigen"
    NAME_FALL_BACK = "municipalities.name_fall_back", "een achtervang aanwijzen"
    VIEW_TERMS = "municipalities.view_terms", "de termijnen van een regio bekijken"
    SET_TERM = "municipalities.set_term", "een termijn instellen"
    APPOINT_FOCAL_OFFICER = "municipalities.appoint_focal_officer", "een aandachtsfunctionaris aanwijzen"
    SET_ABSENCE = "municipalities.set_absence", "een afwezigheid vastleggen"
    SET_ABSENCE_OF_COLLEAGUE = "municipalities.set_absence_of_colleague", "de afwezigheid van een collega vastleggen"
    END_ABSENCE = "municipalities.end_absence", "een afwezigheid beëindigen"
    BREAK_GLASS = "municipalities.break_glass", "noodtoegang nemen tot een dossier"
    END_EMERGENCY = "municipalities.end_emergency", "een noodtoegang sluiten"
    SEE_EMERGENCY = "municipalities.see_emergency", "een noodtoegang bekijken als eigenaar van het dossier"
    REVIEW_EMERGENCY = "municipalities.review_emergency", "een noodtoegang beoordelen"
    REGISTER_PROGRAM = "municipalities.register_program", "een programma van een partner aanmelden"
    END_PROGRAM = "municipalities.end_program", "een programma van een partner afmelden"
    WATCH_LOG = "municipalities.watch_log", "het logboek bekijken"
    REGISTER_ISSUER = "municipalities.register_issuer", "een inlogdienst aanmelden"
    LET_COLLEAGUES_REPORT = (
        "municipalities.let_colleagues_report",
        "regelen of collega's zonder uitnodiging kunnen melden",
    )
    LET_REPORT = "municipalities.let_report", "een collega die voor het eerst inlogt laten melden"
    SWITCH_ISSUER = "municipalities.switch_issuer", "een inlogdienst aan- of uitzetten"
    END_ISSUER = "municipalities.end_issuer", "een inlogdienst afmelden"
    FORGET_IDENTITY = "municipalities.forget_identity", "de koppeling van iemand met een inlogdienst wissen"


_A = MunicipalityAction
_EVERYBODY = {role: (Reach.ANYWHERE,) for role in Role if role != Role.REPORTER}
_ADMINISTRATOR = {Role.APP_ADMIN: (AreaReach.ADMINISTERED,)}
# Of somebody who signed in and holds no role.
NO_HAT = ""
_READERS = (
    Role.FOCAL_OFFICER,
    Role.CARE_COORDINATOR,
    Role.PROCESS_DIRECTOR,
    Role.DISTRICT_COORDINATOR,
    Role.REGIONAL_COORDINATOR,
    Role.POLICY_OFFICER,
    Role.BOARD_MEMBER,
)
_FILLERS = (Role.FOCAL_OFFICER, Role.DISTRICT_COORDINATOR, Role.REGIONAL_COORDINATOR)
# Work arrives at these two, so they arrange who receives it when they are away.
RECEIVERS = (Role.FOCAL_OFFICER, Role.CARE_COORDINATOR)
# A role on a service area whose holder may be covered from another one: the deputy gets the role there for those days.
# Whoever covers another role has it already, in all the same places.
LENT_WHEN_AWAY = frozenset({Role.CARE_COORDINATOR})
# Whom the fall-back of a municipality may appoint, beside who has no role yet: colleagues at a municipality. Not who
# works for a partner, counts only, checks the others or gives roles.
WORKS_FOR_A_MUNICIPALITY = frozenset({Role.REPORTER, Role.FOCAL_OFFICER, Role.POLICY_OFFICER})

policy = Policy(
    {
        _A.LIST: _EVERYBODY,
        _A.VIEW: _EVERYBODY,
        _A.VIEW_READINESS: dict.fromkeys(_READERS, (Reach.GOVERNANCE,)),
        _A.SET_READINESS: dict.fromkeys(_FILLERS, (Reach.GOVERNANCE,)),
        _A.STRIKE_READINESS: dict.fromkeys(_FILLERS, (Reach.GOVERNANCE,)),
        # Who follows an area; of a single municipality its own page says it.
        _A.VIEW_GAPS: dict.fromkeys((Role.DISTRICT_COORDINATOR, Role.REGIONAL_COORDINATOR), (Reach.GOVERNANCE,)),
        _A.VIEW_ROLES: {Role.APP_ADMIN: (Reach.ANYWHERE,)},
        _A.GRANT_ROLE: _ADMINISTRATOR,
        _A.END_ROLE: _ADMINISTRATOR,
        _A.REGISTER_MANDATE: _ADMINISTRATOR,
        _A.END_MANDATE: _ADMINISTRATOR,
        _A.REGISTER_ORGANISATION: _ADMINISTRATOR,
        _A.CHANGE_ORGANISATION: _ADMINISTRATOR,
        _A.END_ORGANISATION: _ADMINISTRATOR,
        _A.NAME_FALL_BACK: _ADMINISTRATOR,
        # Of the regions in which they work: whoever has a term, or watches over one, can look up how long it is.
        _A.VIEW_TERMS: dict.fromkeys((Role.APP_ADMIN, *_READERS), (Reach.ANYWHERE,)),
        _A.SET_TERM: _ADMINISTRATOR,
        # Whoever was named as fall-back, in whatever role or in none: the row names the person.
        _A.APPOINT_FOCAL_OFFICER: dict.fromkeys((*Role, NO_HAT), (Reach.MINE,)),
        # Of somebody who cannot do it herself: the administrator, who could give the same roles.
        _A.SET_ABSENCE: {**dict.fromkeys(RECEIVERS, (Reach.MINE,)), **_ADMINISTRATOR},
        # Whoever stands in for a colleague may write it down; a role is lent by it only by who is away, or the administrator.
        _A.SET_ABSENCE_OF_COLLEAGUE: dict.fromkeys(RECEIVERS, (Reach.ANYWHERE,)),
        _A.END_ABSENCE: {**dict.fromkeys(RECEIVERS, (Reach.MINE,)), **_ADMINISTRATOR},
        # Who of them is deputy, and where, stands in the role rows (emergency.py).
        _A.BREAK_GLASS: dict.fromkeys(RECEIVERS, (EmergencyReach.OPENED_BY,)),
        _A.END_EMERGENCY: dict.fromkeys(RECEIVERS, (EmergencyReach.OPENED_BY,)),
        _A.SEE_EMERGENCY: dict.fromkeys(RECEIVERS, (EmergencyReach.TOLD,)),
        _A.REVIEW_EMERGENCY: {Role.PRIVACY_OFFICER: (EmergencyReach.OVERSEEN,)},
        # By a command on the server (make_client, end_client); there is no screen.
        _A.REGISTER_PROGRAM: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.END_PROGRAM: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        # Of the municipalities that she oversees; what she reads there is no content.
        _A.WATCH_LOG: {Role.PRIVACY_OFFICER: (Reach.ANYWHERE,)},
        # So too: whoever decides by which screen people sign in could sign in as all of them.
        _A.REGISTER_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.LET_COLLEAGUES_REPORT: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.LET_REPORT: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.SWITCH_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.END_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.FORGET_IDENTITY: {SYSTEM_HAT: (Reach.ANYWHERE,)},
    }
)

# Who decides who reaches what.
MANAGES_ROLES = frozenset(policy.table[_A.GRANT_ROLE]) | frozenset(policy.table[_A.NAME_FALL_BACK])
