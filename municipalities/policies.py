"""Who may do what here: action x role, with how the actor must stand to the object.

Which municipalities a role reaches at all stands in roles/actor.py (LISTS).
"""

from core.access import SYSTEM_HAT, Action, Policy, Reach

from .codes import Role
from .models.emergency import EmergencyReach
from .models.roles import AreaReach


class MunicipalityAction(Action):
    """What can be done in this app."""

    LIST = "municipalities.list"
    VIEW = "municipalities.view"
    VIEW_READINESS = "municipalities.view_readiness"
    SET_READINESS = "municipalities.set_readiness"
    STRIKE_READINESS = "municipalities.strike_readiness"
    VIEW_GAPS = "municipalities.view_gaps"
    VIEW_ROLES = "municipalities.view_roles"
    GRANT_ROLE = "municipalities.grant_role"
    END_ROLE = "municipalities.end_role"
    REGISTER_MANDATE = "municipalities.register_mandate"
    END_MANDATE = "municipalities.end_mandate"
    NAME_FALL_BACK = "municipalities.name_fall_back"
    APPOINT_FOCAL_OFFICER = "municipalities.appoint_focal_officer"
    SET_ABSENCE = "municipalities.set_absence"
    SET_ABSENCE_OF_COLLEAGUE = "municipalities.set_absence_of_colleague"
    END_ABSENCE = "municipalities.end_absence"
    BREAK_GLASS = "municipalities.break_glass"
    END_EMERGENCY = "municipalities.end_emergency"
    SEE_EMERGENCY = "municipalities.see_emergency"
    REVIEW_EMERGENCY = "municipalities.review_emergency"
    REGISTER_PROGRAM = "municipalities.register_program"
    END_PROGRAM = "municipalities.end_program"
    WATCH_LOG = "municipalities.watch_log"
    REGISTER_ISSUER = "municipalities.register_issuer"
    SWITCH_ISSUER = "municipalities.switch_issuer"
    END_ISSUER = "municipalities.end_issuer"
    FORGET_IDENTITY = "municipalities.forget_identity"


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
_RECEIVERS = (Role.FOCAL_OFFICER, Role.CARE_COORDINATOR)
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
        _A.NAME_FALL_BACK: _ADMINISTRATOR,
        # Whoever was named as fall-back, in whatever role or in none: the row names the person.
        _A.APPOINT_FOCAL_OFFICER: dict.fromkeys((*Role, NO_HAT), (Reach.MINE,)),
        _A.SET_ABSENCE: dict.fromkeys(_RECEIVERS, (Reach.MINE,)),
        # A care coordinator arranges her own: her deputy may get another area by it.
        _A.SET_ABSENCE_OF_COLLEAGUE: {Role.FOCAL_OFFICER: (Reach.ANYWHERE,)},
        _A.END_ABSENCE: dict.fromkeys(_RECEIVERS, (Reach.MINE,)),
        # Who of them is deputy, and where, stands in the role rows (emergency.py).
        _A.BREAK_GLASS: dict.fromkeys(_RECEIVERS, (EmergencyReach.OPENED_BY,)),
        _A.END_EMERGENCY: dict.fromkeys(_RECEIVERS, (EmergencyReach.OPENED_BY,)),
        _A.SEE_EMERGENCY: dict.fromkeys(_RECEIVERS, (EmergencyReach.TOLD,)),
        _A.REVIEW_EMERGENCY: {Role.PRIVACY_OFFICER: (EmergencyReach.OVERSEEN,)},
        # By a command on the server (make_client, end_client); there is no screen.
        _A.REGISTER_PROGRAM: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.END_PROGRAM: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        # Of the municipalities that she oversees; what she reads there is no content.
        _A.WATCH_LOG: {Role.PRIVACY_OFFICER: (Reach.ANYWHERE,)},
        # So too: whoever decides by which screen people sign in could sign in as all of them.
        _A.REGISTER_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.SWITCH_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.END_ISSUER: {SYSTEM_HAT: (Reach.ANYWHERE,)},
        _A.FORGET_IDENTITY: {SYSTEM_HAT: (Reach.ANYWHERE,)},
    }
)

# Who decides who reaches what.
MANAGES_ROLES = frozenset(policy.table[_A.GRANT_ROLE]) | frozenset(policy.table[_A.NAME_FALL_BACK])
