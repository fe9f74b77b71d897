"""App configuration."""

from django.apps import AppConfig

from core import attention, navigation, search
from municipalities import signs

from .comparable import COMPARER, SEEN


class SignalsConfig(AppConfig):
    """Signals: from observation to weighed signal."""

    name = "signals"
    verbose_name = "Signalen"
    walls_sql = {COMPARER: "comparing.sql"}
    walls_sees = {COMPARER: SEEN}

    def ready(self) -> None:
        from municipalities.shielding import KEPT_ELSEWHERE  # noqa: PLC0415  models exist only now

        from . import attention as ours  # noqa: PLC0415  models exist only now
        from . import judging, reminding  # noqa: F401, PLC0415  models exist only now; reminding writes a kind of mail
        from .finding import find, find_address  # noqa: PLC0415  models exist only now
        from .finding_numbered import BY_OWN_NUMBER, NUMBERED  # noqa: PLC0415  models exist only now
        from .operations.elsewhere import keep_newcomers_to_team  # noqa: PLC0415  models exist only now
        from .policies import SignalAction  # noqa: PLC0415 (role codes exist only when apps are ready)
        from .untaken import UNTAKEN  # noqa: PLC0415 (models exist only now)
        from .work import count_work, work  # noqa: PLC0415 (models exist only now)

        navigation.add_entry("Signalen", "signals:list", action=SignalAction.LIST, order=20)
        navigation.add_entry("Postvak", "postbox:inbox", action=SignalAction.LIST_HANDOVERS, order=10)
        navigation.add_entry("Ingestuurd", "signals:submissions", action=SignalAction.VIEW_SUBMISSIONS, order=21)
        navigation.add_entry("Overleg", "signals:meetings", action=SignalAction.LIST_MEETINGS, order=30)
        navigation.add_entry("Bewaartermijnen", "signals:retention", action=SignalAction.LIST_RETENTION, order=75)
        navigation.add_entry("Uitzonderingen", "signals:overrides", action=SignalAction.WATCH_OVERRIDES, order=31)
        navigation.add_search(
            "search", action=SignalAction.LIST, label=search.BY_NUMBER_OR_TEXT, lead=search.BY_ANYTHING
        )
        # For who has no list: whatever she sent, got or was asked has a number that people name over the phone.
        navigation.add_search(
            "search", action=SignalAction.LIST_QUESTIONS, label="Zoeken op nummer", lead=BY_OWN_NUMBER
        )
        search.add_finder(find)
        for kind in NUMBERED:
            search.add_finder(kind.find)
        search.add_finder(find_address)
        signs.add(UNTAKEN)
        KEPT_ELSEWHERE.append(keep_newcomers_to_team)
        attention.add_lines(ours.lines)
        attention.add_apart(ours.apart)
        attention.add_apart(judging.apart)
        attention.add_lines(judging.lines)
        attention.add_panel(ours.figures, order=20)
        attention.add_panel(ours.sent, order=20)
        attention.add_panel(ours.shared, order=25)
        attention.add_work(work, count_work)
        attention.add_work(judging.work, judging.count_work)
        attention.add_button("Korte notitie", "signals:note", action=SignalAction.NOTE, order=10)
        attention.add_button("Nieuw signaal", "signals:begin", action=SignalAction.DRAFT, order=20)
