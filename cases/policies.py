"""Who may do what with a case: action x role x how the actor stands to it. The only place that names roles.

OWN is the municipality under a mandate that holds today, SHARED the case team (a dated row per person). A care
coordinator has both; a process director comes in as member of a case team only. When a mandate ends, OWN ends with it:
running cases stay within reach of their case team, for care and for handing over, and nothing new can be started for
that municipality. A focal officer opens no case: she sees that her signal became one.
"""

from collections.abc import Collection, Mapping

from core.access import SYSTEM_HAT, Action, Policy, Reach, or_emergency
from municipalities.codes import Role


class CaseAction(Action):
    """Everything that can be done with cases."""

    # Coming in
    ACCEPT = "cases.accept", "een casus openen van signalen"
    ADD_SIGNALS = "cases.add_signals", "signalen toevoegen aan een casus"
    REFER = "cases.refer", "een directe aanmelding vastleggen"
    TAKE_IN = "cases.take_in", "een aanmelding in intake nemen"
    # Looking
    LIST = "cases.list", "casussen bekijken"
    VIEW = "cases.view", "een casus bekijken"
    VIEW_READERS = "cases.view_readers", "bekijken wie een casus zag en mag zien"
    VIEW_RELATED = "cases.view_related", "signalen en casussen bekijken die met een casus verwant zijn"
    JUDGE_PAIR = "cases.judge_pair", "zeggen dat twee casussen niet bij elkaar horen"
    REVEAL = "cases.reveal", "de gegevens van een persoon tonen"
    SEE_OUTCOME = "cases.see_outcome", "bekijken dat een signaal een casus is"
    LIST_FOLLOWED = "cases.list_followed", "gevolgde signalen bekijken"
    # The phase
    START_INTENSIVE = "cases.start_intensive", "beginnen met intensieve begeleiding"
    FOLLOW = "cases.follow", "een casus op de voet volgen"
    SCALE_UP = "cases.scale_up", "opschalen naar intensief"
    SCALE_DOWN = "cases.scale_down", "afschalen naar op de voet volgen"
    START_AFTERCARE = "cases.start_aftercare", "nazorg starten"
    CLOSE = "cases.close", "een casus afsluiten"
    REOPEN = "cases.reopen", "een casus heropenen"
    ANONYMISE = "cases.anonymise", "een casus anoniem maken"
    # Care
    REVIEW = "cases.review", "een casus opnieuw bekijken"
    EDIT = "cases.edit", "een casus wijzigen"
    EDIT_SAFE_CONTACT = "cases.edit_safe_contact", "veilig contact wijzigen"
    EDIT_PERSON = "cases.edit_person", "de gegevens van een persoon wijzigen"
    LOG_CONTACT = "cases.log_contact", "een contact vastleggen"
    ADD_NOTE = "cases.add_note", "een notitie toevoegen aan een casus"
    PLAN_TASK = "cases.plan_task", "een taak plannen"
    COMPLETE_TASK = "cases.complete_task", "een taak afronden"
    START_CLOCK = "cases.start_clock", "een klok starten"
    STOP_CLOCK = "cases.stop_clock", "een klok stoppen"
    REFER_ON = "cases.refer_on", "iemand doorverwijzen"
    RECORD_OUTCOME = "cases.record_outcome", "de uitkomst van een doorverwijzing vastleggen"
    # Who works on it
    ASSIGN = "cases.assign", "een casus aan iemand toewijzen"
    ADD_MEMBER = "cases.add_member", "iemand toevoegen aan het casusteam"
    END_MEMBER = "cases.end_member", "iemand uit het casusteam halen"
    ASK_TAKE_OVER = "cases.ask_take_over", "vragen wie een casus overneemt"
    # Who is kept out
    EXCLUDE = "cases.exclude", "een collega uitsluiten van een casus"
    READMIT = "cases.readmit", "een uitsluiting van een casus opheffen"
    RESTRICT = "cases.restrict", "een casus afschermen"
    LIFT_RESTRICTION = "cases.lift_restriction", "de afscherming van een casus opheffen"
    # To another area
    OFFER_TRANSFER = "cases.offer_transfer", "een casus aanbieden aan een andere gemeente"
    ACCEPT_TRANSFER = "cases.accept_transfer", "een aangeboden casus overnemen"
    REFUSE_TRANSFER = "cases.refuse_transfer", "een aangeboden casus weigeren"
    WITHDRAW_TRANSFER = "cases.withdraw_transfer", "het aanbod van een casus intrekken"


A = CaseAction
MANDATED = {Role.CARE_COORDINATOR: {Reach.OWN}}
CARE = {Role.CARE_COORDINATOR: {Reach.OWN, Reach.SHARED}}
TEAM = {Role.CARE_COORDINATOR: {Reach.OWN, Reach.SHARED}, Role.PROCESS_DIRECTOR: {Reach.SHARED}}
SYSTEM = {SYSTEM_HAT: {Reach.ANYWHERE}}
# A process director takes no emergency access.
CARE_OR_EMERGENCY = or_emergency(CARE)
TEAM_OR_EMERGENCY: Mapping[Role, Collection[str]] = {**TEAM, **CARE_OR_EMERGENCY}

POLICY = Policy(
    {
        A.ACCEPT: MANDATED,
        A.ADD_SIGNALS: MANDATED,
        A.REFER: MANDATED,
        A.TAKE_IN: MANDATED,
        A.LIST: TEAM,
        A.VIEW: TEAM_OR_EMERGENCY,
        A.VIEW_READERS: TEAM,
        A.VIEW_RELATED: TEAM,
        A.JUDGE_PAIR: CARE,
        A.REVEAL: TEAM_OR_EMERGENCY,
        A.SEE_OUTCOME: {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {Reach.OWN}},
        A.LIST_FOLLOWED: MANDATED,
        A.START_INTENSIVE: CARE,
        A.FOLLOW: CARE,
        A.SCALE_UP: CARE,
        A.SCALE_DOWN: CARE,
        A.START_AFTERCARE: CARE,
        A.CLOSE: CARE,
        A.REOPEN: MANDATED,
        A.ANONYMISE: SYSTEM,
        A.REVIEW: CARE,
        A.EDIT: CARE,
        A.EDIT_SAFE_CONTACT: CARE,
        A.EDIT_PERSON: CARE,
        A.LOG_CONTACT: CARE_OR_EMERGENCY,
        A.ADD_NOTE: TEAM_OR_EMERGENCY,
        A.PLAN_TASK: TEAM,
        A.COMPLETE_TASK: TEAM,
        A.START_CLOCK: CARE,
        A.STOP_CLOCK: CARE,
        A.REFER_ON: CARE,
        A.RECORD_OUTCOME: CARE,
        A.ASSIGN: CARE,
        A.ADD_MEMBER: CARE,
        A.END_MEMBER: CARE,
        A.ASK_TAKE_OVER: SYSTEM,
        A.EXCLUDE: CARE,
        A.READMIT: CARE,
        A.RESTRICT: CARE,
        A.LIFT_RESTRICTION: CARE,
        A.OFFER_TRANSFER: CARE,
        A.ACCEPT_TRANSFER: CARE,
        A.REFUSE_TRANSFER: CARE,
        A.WITHDRAW_TRANSFER: CARE,
    }
)
