"""Who may do what with reports: action x role, with how the actor must stand to the report.

A coordinator makes reports of areas that she follows as a whole: every municipality of the area is in her governance
list. Who reads published editions needs only one municipality in the area: a councillor of Goes reads Zeeland's report.
"""

from enum import StrEnum

from core.access import Action, Policy, Reach
from municipalities.codes import Role


class ReportAction(Action):
    """What can be done in this app."""

    LIST = "reports.list", "rapportages bekijken"
    VIEW = "reports.view", "een rapportage bekijken"
    DOWNLOAD = "reports.download", "een rapportage downloaden"
    CREATE = "reports.create", "een rapportage beginnen"
    EDIT = "reports.edit", "een rapportage wijzigen"
    ASK = "reports.ask", "een voorstel vragen voor een rapportage"
    MAKE = "reports.make", "een rapportage maken"
    CORRECT = "reports.correct", "een rapportage herstellen"
    ADOPT = "reports.adopt", "een rapportage vaststellen"
    PUBLISH = "reports.publish", "een rapportage publiceren"
    OWN_FIGURES = "reports.own_figures", "de cijfers van de eigen gemeente bekijken"


class ReportReach(StrEnum):
    """How an actor can stand to a report, beside GOVERNANCE (it covers only municipalities of the actor)."""

    PUBLISHED = "published"  # the last published edition of an area with a municipality of the actor


_A = ReportAction
_MAKERS = (Role.DISTRICT_COORDINATOR, Role.REGIONAL_COORDINATOR)
_READERS = (Role.POLICY_OFFICER, Role.BOARD_MEMBER)
_MAKE = dict.fromkeys(_MAKERS, (Reach.GOVERNANCE,))
_READ = {
    **dict.fromkeys(_MAKERS, (Reach.GOVERNANCE, ReportReach.PUBLISHED)),
    **dict.fromkeys(_READERS, (ReportReach.PUBLISHED,)),
}

policy = Policy(
    {
        _A.LIST: _READ,
        _A.VIEW: _READ,
        _A.DOWNLOAD: _READ,
        _A.CREATE: _MAKE,
        _A.EDIT: _MAKE,
        _A.ASK: _MAKE,
        _A.MAKE: _MAKE,
        _A.CORRECT: _MAKE,
        _A.ADOPT: {Role.REGIONAL_COORDINATOR: (Reach.GOVERNANCE,)},
        _A.PUBLISH: {Role.REGIONAL_COORDINATOR: (Reach.GOVERNANCE,)},
        # Exact, so for who reads each of these signals herself.
        _A.OWN_FIGURES: {Role.FOCAL_OFFICER: (Reach.OWN,)},
    }
)
