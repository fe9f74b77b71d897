"""Who may do what with a signal: action x role x how the actor stands to it. The only place that names roles.

Reaches of this app: LOGGED, the actor's own hat logged the signal (a care coordinator's own tip); CARE, the signal is
offered to, or was accepted by, care coordination; POOL, nobody took the signal up and it waits with care coordination
because its municipality appointed nobody and named no fall-back. In the pool it is read, not worked on: the tables of
states give "oppakken" to an officer or deputy only, so what follows is that somebody is appointed.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.access import SYSTEM_HAT, Action, Policy, Reach, or_emergency
from municipalities.codes import Role
from municipalities.models.roles import AreaReach


class SignalAction(Action):
    """Everything that can be done with signals."""

    # Logging
    DRAFT = "signals.draft", "een concept schrijven"
    NOTE = "signals.note", "een telefoonnotitie vastleggen"
    LOG = "signals.log", "een signaal vastleggen"
    REPORT_PUBLICLY = "signals.report_publicly", "zonder account een melding sturen"
    SUBMIT = "signals.submit", "een melding sturen"
    VIEW_SUBMISSIONS = "signals.view_submissions", "verstuurde meldingen bekijken"
    EXPIRE_DRAFT = "signals.expire_draft", "een oud concept verwijderen"
    RAISE_ALARM = "signals.raise_alarm", "alarm slaan om een afgebroken melding"
    SEE_ALARM = "signals.see_alarm", "een alarm om een afgebroken melding bekijken"
    # Looking
    LIST = "signals.list", "signalen bekijken"
    KEEP_FILTER = "signals.keep_filter", "een filter van de lijst bewaren"
    RENAME_FILTER = "signals.rename_filter", "een bewaard filter anders noemen"
    REMOVE_FILTER = "signals.remove_filter", "een bewaard filter verwijderen"
    VIEW = "signals.view", "een signaal bekijken"
    VIEW_REPORTER = "signals.view_reporter", "bekijken wie een signaal meldde"
    VIEW_NAMES = "signals.view_names", "de personen en zaken bij een signaal bekijken"
    VIEW_READERS = "signals.view_readers", "bekijken wie een signaal zag en mag zien"
    SEE_UNTAKEN = "signals.see_untaken", "bekijken waar een signaal te lang wacht"
    # The slow state
    TAKE_UP = "signals.take_up", "een signaal oppakken"
    GATHER = "signals.gather", "beginnen met informatie verzamelen"
    STOP_GATHERING = "signals.stop_gathering", "stoppen met informatie verzamelen"
    ENRICH = "signals.enrich", "informatie toevoegen aan een signaal"
    RECORD_FINDING = "signals.record_finding", "een uitkomst vastleggen bij een signaal"
    EDIT = "signals.edit", "een signaal aanvullen of wijzigen"
    MOVE_NAME = "signals.move_name", "een naam uit de tekst van een signaal halen"
    NOTE_INDICATORS = "signals.note_indicators", "kenmerken bij een signaal vastleggen"
    WITHDRAW_INDICATOR = "signals.withdraw_indicator", "een kenmerk bij een signaal intrekken"
    ADD_SITUATION = "signals.add_situation", "een situatie bij een signaal vastleggen"
    CHANGE_SITUATION = "signals.change_situation", "een situatie bij een signaal wijzigen"
    END_SITUATION = "signals.end_situation", "een situatie bij een signaal beëindigen"
    MENTION = "signals.mention", "personen en zaken bij een signaal vastleggen"
    DECIDE = "signals.decide", "een signaal beoordelen"
    DECIDE_ACUTE = "signals.decide_acute", "een spoedsignaal meteen beoordelen"
    WEIGH = "signals.weigh", "een beoordeling toevoegen of aanvullen"
    CLOSE = "signals.close", "een signaal sluiten"
    CLOSE_AT_ONCE = "signals.close_at_once", "een signaal in één keer oppakken, beoordelen en sluiten"
    REOPEN = "signals.reopen", "een signaal heropenen"
    INFORM_REPORTER = "signals.inform_reporter", "de melder antwoorden"
    MERGE = "signals.merge", "signalen samenvoegen"
    SPLIT = "signals.split", "een samenvoeging ongedaan maken"
    MOVE_AWAY = "signals.move_away", "een signaal overdragen aan een andere gemeente"
    # What is past its day
    LIST_RETENTION = "signals.list_retention", "bekijken wat langer bewaard is dan mag"
    HOLD = "signals.hold", "een signaal langer vasthouden"
    END_HOLD = "signals.end_hold", "een signaal niet langer vasthouden"
    APPROVE_ERASURE = "signals.approve_erasure", "voorstellen om signalen te anonimiseren"
    AGREE_ERASURE = "signals.agree_erasure", "akkoord geven om signalen te anonimiseren"
    CARRY_OUT_ERASURE = "signals.carry_out_erasure", "het anonimiseren van signalen vastleggen"
    ANONYMISE = "signals.anonymise", "een signaal anoniem maken"
    # Files
    ADD_FILE = "signals.add_file", "een bestand toevoegen aan een signaal"
    DOWNLOAD_FILE = "signals.download_file", "een bestand bij een signaal downloaden"
    REMOVE_FILE = "signals.remove_file", "een bestand bij een signaal verwijderen"
    RECHECK_FILE = "signals.recheck_file", "een bestand opnieuw laten controleren"
    ACCEPT_FILE = "signals.accept_file", "een gecontroleerd bestand vrijgeven"
    REFUSE_FILE = "signals.refuse_file", "een gecontroleerd bestand weigeren"
    HOLD_FILE = "signals.hold_file", "een bestand vasthouden tot de controle"
    # Lists that are taken over
    START_IMPORT = "signals.start_import", "een lijst met signalen inlezen"
    READ_IMPORT = "signals.read_import", "de regels van een lijst lezen"
    REFUSE_IMPORT = "signals.refuse_import", "een lijst niet aannemen"
    MAP_IMPORT = "signals.map_import", "kiezen wat de kolommen van een lijst zijn"
    CHECK_IMPORT = "signals.check_import", "een lijst laten nakijken"
    JUDGE_IMPORT = "signals.judge_import", "een lijst nakijken"
    RUN_IMPORT = "signals.run_import", "een lijst importeren"
    STORE_IMPORT = "signals.store_import", "de regels van een lijst als signalen vastleggen"
    HALT_IMPORT = "signals.halt_import", "een import laten stoppen"
    UNDO_IMPORT = "signals.undo_import", "een import terugnemen"
    TAKE_BACK_IMPORT = "signals.take_back_import", "de signalen van een import wissen"
    KEEP_IMPORT = "signals.keep_import", "een import toch laten staan"
    DROP_IMPORT = "signals.drop_import", "een ingelezen lijst weggooien"
    EXPIRE_IMPORT = "signals.expire_import", "een oude ingelezen lijst wissen"
    # Files that are taken out
    ORDER_EXPORT = "signals.order_export", "een bestand met signalen laten maken"
    MAKE_EXPORT = "signals.make_export", "een bestand met signalen maken"
    DOWNLOAD_EXPORT = "signals.download_export", "een bestand met signalen downloaden"
    WIPE_EXPORT = "signals.wipe_export", "een bestand met signalen wissen"
    # Who is kept out
    EXCLUDE = "signals.exclude", "een collega uitsluiten van een signaal"
    READMIT = "signals.readmit", "een uitsluiting van een signaal opheffen"
    RESTRICT = "signals.restrict", "een signaal afschermen"
    LIFT_RESTRICTION = "signals.lift_restriction", "de afscherming van een signaal opheffen"
    # Handover
    HAND_OVER = "signals.hand_over", "een signaal doorgeven zonder namen"
    VIEW_AGREEMENTS = "signals.view_agreements", "afspraken over doorgeven bekijken"
    REGISTER_AGREEMENT = "signals.register_agreement", "een afspraak over doorgeven vastleggen"
    END_AGREEMENT = "signals.end_agreement", "een afspraak over doorgeven beëindigen"
    WRITE_TIP = "signals.write_tip", "een tekst voor een anonieme tip maken"
    HAND_OVER_IDENTIFIED = "signals.hand_over_identified", "een signaal doorgeven met namen"
    MAKE_LETTER = "signals.make_letter", "een brief bij een doormelding maken"
    DOWNLOAD_LETTER = "signals.download_letter", "een brief bij een doormelding downloaden"
    SEND_HANDOVER = "signals.send_handover", "een doormelding versturen"
    RECORD_ANSWER = "signals.record_answer", "het antwoord van een partner vastleggen"
    WITHDRAW_HANDOVER = "signals.withdraw_handover", "een doormelding intrekken"
    REMIND_HANDOVER = "signals.remind_handover", "herinneren aan een doormelding"
    EXPIRE_HANDOVER = "signals.expire_handover", "een doormelding zonder antwoord afsluiten"
    COMPARE_PARTNERS = "signals.compare_partners", "zien wat er bij partners open staat"
    LIST_HANDOVERS = "signals.list_handovers", "ontvangen doormeldingen bekijken"
    VIEW_HANDOVER = "signals.view_handover", "een doormelding bekijken"
    RECEIVE_HANDOVER = "signals.receive_handover", "een doormelding ontvangen"
    ACCEPT_HANDOVER = "signals.accept_handover", "een doormelding aannemen"
    REFUSE_HANDOVER = "signals.refuse_handover", "een doormelding weigeren"
    ANSWER_HANDOVER = "signals.answer_handover", "een doormelding beantwoorden"
    # Offer to care coordination
    OFFER = "signals.offer", "een signaal aanbieden aan de zorgcoördinator"
    OFFER_AGAIN = "signals.offer_again", "een signaal opnieuw aanbieden"
    WITHDRAW_OFFER = "signals.withdraw_offer", "een aanbod intrekken"
    LIST_OFFERS = "signals.list_offers", "aangeboden signalen bekijken"
    ACCEPT_OFFER = "signals.accept_offer", "een aangeboden signaal aannemen"
    ACCEPT_OWN = "signals.accept_own", "een eigen signaal aannemen als casus"
    RETURN_OFFER = "signals.return_offer", "een aanbod teruggeven met een vraag"
    REFUSE_OFFER = "signals.refuse_offer", "een aanbod weigeren"
    # Following
    FOLLOW = "signals.follow", "een signaal gaan volgen"
    REVIEW_FOLLOW = "signals.review_follow", "een gevolgd signaal opnieuw bekijken"
    END_FOLLOW = "signals.end_follow", "stoppen met een signaal volgen"
    # Beside it
    ASK = "signals.ask", "een vraag stellen over een signaal"
    LIST_QUESTIONS = "signals.list_questions", "gestelde vragen bekijken"
    ANSWER_QUESTION = "signals.answer_question", "een vraag over een signaal beantwoorden"
    EXPIRE_QUESTION = "signals.expire_question", "een vraag laten verlopen"
    WITHDRAW_QUESTION = "signals.withdraw_question", "een vraag intrekken"
    TABLE = "signals.table", "een signaal op de agenda van een screeningsoverleg zetten"
    WITHDRAW_ITEM = "signals.withdraw_item", "een punt van de agenda van een screeningsoverleg halen"
    LIST_MEETINGS = "signals.list_meetings", "de overleggen bekijken"
    VIEW_PAPER = "signals.view_paper", "een punt van een screeningsoverleg lezen"
    SETTLE_ACTION = "signals.settle_action", "een actie uit een screeningsoverleg afronden"
    OPEN_TABLE = "signals.open_table", "een screeningsoverleg instellen"
    PLAN_MEETING = "signals.plan_meeting", "een screeningsoverleg plannen"
    START_MEETING = "signals.start_meeting", "een screeningsoverleg beginnen"
    LEAD_MEETING = "signals.lead_meeting", "een screeningsoverleg leiden"
    RECORD_OUTCOME = "signals.record_outcome", "de uitkomst van een punt vastleggen"
    CLOSE_MEETING = "signals.close_meeting", "een screeningsoverleg afsluiten"
    CONCERN_ALSO = "signals.concern_also", "vastleggen dat een signaal ook een andere gemeente betreft"
    ACCEPT_CONCERN = "signals.accept_concern", "aannemen dat een signaal ook de eigen gemeente betreft"
    REFUSE_CONCERN = "signals.refuse_concern", "weigeren dat een signaal ook de eigen gemeente betreft"
    END_CONCERN = "signals.end_concern", "beëindigen dat een signaal ook een andere gemeente betreft"
    WRITE_ALONG = "signals.write_along", "een regel schrijven die beide gemeenten lezen"
    OFFER_MOVE = "signals.offer_move", "een overdracht aan een andere gemeente voorstellen"
    ACCEPT_MOVE = "signals.accept_move", "een overdracht uit een andere gemeente aannemen"
    REFUSE_MOVE = "signals.refuse_move", "een overdracht uit een andere gemeente weigeren"
    WITHDRAW_MOVE = "signals.withdraw_move", "een overdracht aan een andere gemeente intrekken"


class SignalReach(StrEnum):
    """How an actor can stand to a signal, beside core's reaches."""

    LOGGED = "logged"
    CARE = "care"
    POOL = "pool"
    # To a screening table: the actor leads it, or is of the municipality whose point it is.
    CHAIR = "chair"
    CARE_CHAIR = "care_chair"
    HOLDER = "holder"
    # To what is past its day: the actor watches over the municipality, and reads no content.
    OVERSEEN = "overseen"


type Roles = Mapping[str, Collection[str]]

A = SignalAction
OWN: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}}
# On a signal she logged herself the care coordinator does what a focal officer does (handing over anonymously only).
FOLLOWS_AN_AREA: Roles = {
    Role.DISTRICT_COORDINATOR: {Reach.GOVERNANCE},
    Role.REGIONAL_COORDINATOR: {Reach.GOVERNANCE},
}
OWN_OR_LOGGED: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {SignalReach.LOGGED}}
SEEN_BY_CARE: Roles = {Role.FOCAL_OFFICER: {Reach.OWN}, Role.CARE_COORDINATOR: {SignalReach.LOGGED, SignalReach.CARE}}
# Whoever has the list.
KEEPS_FILTERS: Roles = {Role.FOCAL_OFFICER: {Reach.MINE}, Role.CARE_COORDINATOR: {Reach.MINE}}
READ_BY_CARE: Roles = {
    Role.FOCAL_OFFICER: {Reach.OWN},
    Role.CARE_COORDINATOR: {SignalReach.LOGGED, SignalReach.CARE, SignalReach.POOL},
}
CARE: Roles = {Role.CARE_COORDINATOR: {SignalReach.CARE}}
PARTNER: Roles = {Role.PARTNER_CONTACT: {Reach.PARTNER}, Role.PARTNER_FOCAL: {Reach.PARTNER}}
# Whoever can be asked something: a colleague in person, or anybody of a partner.
ASKED: Roles = {
    Role.REPORTER: {Reach.MINE},
    Role.FOCAL_OFFICER: {Reach.MINE},
    Role.CARE_COORDINATOR: {Reach.MINE},
    **PARTNER,
}
ADMINISTRATOR: Roles = {Role.APP_ADMIN: {AreaReach.ADMINISTERED}}
AT_TABLE: Roles = {**OWN, **CARE, **PARTNER}
CHAIRS: Roles = {Role.FOCAL_OFFICER: {SignalReach.CHAIR}, Role.CARE_COORDINATOR: {SignalReach.CARE_CHAIR}}
WRITES_OUTCOMES: Roles = {
    Role.FOCAL_OFFICER: {SignalReach.CHAIR, SignalReach.HOLDER},
    Role.CARE_COORDINATOR: {SignalReach.CARE_CHAIR},
}
OVERSEES: Roles = {Role.PRIVACY_OFFICER: {SignalReach.OVERSEEN}}
KEEPS: Roles = {**OWN, **OVERSEES}
SYSTEM: Roles = {SYSTEM_HAT: {Reach.ANYWHERE}}


POLICY = Policy(
    {
        A.DRAFT: {
            Role.REPORTER: {Reach.MINE},
            Role.FOCAL_OFFICER: {Reach.MINE},
            Role.CARE_COORDINATOR: {Reach.MINE},
            Role.PARTNER_CONTACT: {Reach.MINE},
            Role.PARTNER_FOCAL: {Reach.MINE},
        },
        A.NOTE: OWN_OR_LOGGED,
        A.LOG: OWN_OR_LOGGED,
        A.SUBMIT: {
            Role.REPORTER: {Reach.ANYWHERE},
            Role.PARTNER_CONTACT: {Reach.ANYWHERE},
            Role.PARTNER_FOCAL: {Reach.ANYWHERE},
        },
        A.REPORT_PUBLICLY: SYSTEM,
        A.VIEW_SUBMISSIONS: {
            Role.REPORTER: {Reach.MINE},
            Role.PARTNER_CONTACT: {Reach.PARTNER},
            Role.PARTNER_FOCAL: {Reach.PARTNER},
        },
        A.EXPIRE_DRAFT: SYSTEM,
        A.RAISE_ALARM: SYSTEM,
        A.SEE_ALARM: OWN,
        A.LIST: READ_BY_CARE,
        A.KEEP_FILTER: KEEPS_FILTERS,
        A.RENAME_FILTER: KEEPS_FILTERS,
        A.REMOVE_FILTER: KEEPS_FILTERS,
        # Names of those it is about: whoever works on it, not who only sees that it waits (the pool).
        A.VIEW_NAMES: or_emergency(SEEN_BY_CARE),
        A.VIEW: or_emergency(READ_BY_CARE),
        A.VIEW_REPORTER: or_emergency(OWN_OR_LOGGED),
        A.VIEW_READERS: READ_BY_CARE,
        # Yes or no per municipality, of who sees no signal (untaken.py).
        A.SEE_UNTAKEN: FOLLOWS_AN_AREA,
        A.TAKE_UP: OWN,
        A.GATHER: OWN_OR_LOGGED,
        A.STOP_GATHERING: OWN_OR_LOGGED,
        A.ENRICH: or_emergency(OWN_OR_LOGGED),
        A.RECORD_FINDING: OWN_OR_LOGGED,
        A.EDIT: OWN_OR_LOGGED,
        A.MOVE_NAME: OWN_OR_LOGGED,
        A.NOTE_INDICATORS: OWN_OR_LOGGED,
        A.WITHDRAW_INDICATOR: OWN_OR_LOGGED,
        A.ADD_SITUATION: OWN_OR_LOGGED,
        A.CHANGE_SITUATION: OWN_OR_LOGGED,
        A.END_SITUATION: OWN_OR_LOGGED,
        A.MENTION: OWN_OR_LOGGED,
        A.DECIDE: OWN_OR_LOGGED,
        A.DECIDE_ACUTE: OWN,
        A.WEIGH: OWN_OR_LOGGED,
        A.CLOSE: OWN_OR_LOGGED,
        A.CLOSE_AT_ONCE: OWN,
        A.REOPEN: OWN_OR_LOGGED,
        A.INFORM_REPORTER: OWN_OR_LOGGED,
        # On both signals.
        A.MERGE: OWN_OR_LOGGED,
        A.SPLIT: OWN_OR_LOGGED,
        A.MOVE_AWAY: SYSTEM,
        A.LIST_RETENTION: KEEPS,
        A.HOLD: KEEPS,
        A.END_HOLD: KEEPS,
        A.APPROVE_ERASURE: OWN,
        A.AGREE_ERASURE: OVERSEES,
        A.CARRY_OUT_ERASURE: SYSTEM,
        A.ANONYMISE: SYSTEM,
        A.ADD_FILE: OWN_OR_LOGGED,
        # Whoever reads the signal reads what hangs on it.
        A.DOWNLOAD_FILE: or_emergency(READ_BY_CARE),
        A.REMOVE_FILE: OWN_OR_LOGGED,
        A.RECHECK_FILE: {**OWN_OR_LOGGED, **SYSTEM},
        A.ACCEPT_FILE: SYSTEM,
        A.REFUSE_FILE: SYSTEM,
        A.HOLD_FILE: SYSTEM,
        **dict.fromkeys(
            (
                *(A.START_IMPORT, A.READ_IMPORT, A.REFUSE_IMPORT, A.MAP_IMPORT, A.CHECK_IMPORT, A.JUDGE_IMPORT),
                *(A.RUN_IMPORT, A.STORE_IMPORT, A.HALT_IMPORT, A.UNDO_IMPORT, A.TAKE_BACK_IMPORT),
                *(A.KEEP_IMPORT, A.DROP_IMPORT),
            ),
            OWN,
        ),
        A.EXPIRE_IMPORT: SYSTEM,
        **dict.fromkeys((A.ORDER_EXPORT, A.MAKE_EXPORT, A.DOWNLOAD_EXPORT), OWN),
        A.WIPE_EXPORT: SYSTEM,
        A.EXCLUDE: OWN_OR_LOGGED,
        A.READMIT: OWN_OR_LOGGED,
        A.RESTRICT: OWN_OR_LOGGED,
        A.LIFT_RESTRICTION: OWN_OR_LOGGED,
        A.HAND_OVER: OWN_OR_LOGGED,
        A.VIEW_AGREEMENTS: {Role.APP_ADMIN: {Reach.ANYWHERE}},
        A.REGISTER_AGREEMENT: ADMINISTRATOR,
        A.END_AGREEMENT: ADMINISTRATOR,
        A.WRITE_TIP: OWN_OR_LOGGED,
        A.HAND_OVER_IDENTIFIED: OWN,
        A.MAKE_LETTER: OWN_OR_LOGGED,
        A.DOWNLOAD_LETTER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.SEND_HANDOVER: OWN_OR_LOGGED,
        A.RECORD_ANSWER: OWN_OR_LOGGED,
        A.WITHDRAW_HANDOVER: OWN_OR_LOGGED,
        A.REMIND_HANDOVER: SYSTEM,
        A.EXPIRE_HANDOVER: SYSTEM,
        A.COMPARE_PARTNERS: OWN_OR_LOGGED,
        A.LIST_HANDOVERS: PARTNER,
        A.VIEW_HANDOVER: {**or_emergency(SEEN_BY_CARE), **PARTNER},
        A.RECEIVE_HANDOVER: PARTNER,
        A.ACCEPT_HANDOVER: PARTNER,
        A.REFUSE_HANDOVER: PARTNER,
        A.ANSWER_HANDOVER: PARTNER,
        A.OFFER: OWN,
        A.OFFER_AGAIN: OWN,
        A.WITHDRAW_OFFER: OWN,
        A.LIST_OFFERS: CARE,
        A.ACCEPT_OFFER: CARE,
        A.ACCEPT_OWN: {Role.CARE_COORDINATOR: {SignalReach.LOGGED}},
        A.RETURN_OFFER: CARE,
        A.REFUSE_OFFER: CARE,
        A.FOLLOW: OWN_OR_LOGGED,
        A.REVIEW_FOLLOW: OWN_OR_LOGGED,
        A.END_FOLLOW: OWN_OR_LOGGED,
        A.ASK: OWN_OR_LOGGED,
        A.LIST_QUESTIONS: ASKED,
        A.ANSWER_QUESTION: ASKED,
        A.EXPIRE_QUESTION: SYSTEM,
        A.WITHDRAW_QUESTION: OWN_OR_LOGGED,
        A.TABLE: OWN,
        A.WITHDRAW_ITEM: OWN,
        A.LIST_MEETINGS: AT_TABLE,
        # A participant reads its own paper and nothing of the dossier.
        A.VIEW_PAPER: AT_TABLE,
        A.SETTLE_ACTION: AT_TABLE,
        A.OPEN_TABLE: CHAIRS,
        A.PLAN_MEETING: CHAIRS,
        A.START_MEETING: CHAIRS,
        A.LEAD_MEETING: WRITES_OUTCOMES,
        A.RECORD_OUTCOME: WRITES_OUTCOMES,
        A.CLOSE_MEETING: CHAIRS,
        A.CONCERN_ALSO: OWN,
        A.ACCEPT_CONCERN: OWN,
        A.REFUSE_CONCERN: OWN,
        A.END_CONCERN: OWN,
        A.WRITE_ALONG: OWN,
        A.OFFER_MOVE: OWN,
        A.ACCEPT_MOVE: OWN,
        A.REFUSE_MOVE: OWN,
        A.WITHDRAW_MOVE: OWN,
    }
)
