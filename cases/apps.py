"""App configuration."""

from django.apps import AppConfig

from core import access, attention, navigation, search

from .grants import case_teams


class CasesConfig(AppConfig):
    """Cases: care coordination, from accepted signal to closed case."""

    name = "cases"
    verbose_name = "Casussen"

    def ready(self) -> None:
        from audit import questions  # noqa: PLC0415  models exist only now
        from municipalities import shielding  # noqa: PLC0415  models exist only now
        from signals.related import add_source  # noqa: PLC0415  models exist only now
        from signals.spelt import add_keys  # noqa: PLC0415  models exist only now

        from . import attention as ours  # noqa: PLC0415  models exist only now
        from .finding import find, find_ended  # noqa: PLC0415 (models exist only now)
        from .kin import CASES, listed_keys  # noqa: PLC0415  models exist only now
        from .policies import CaseAction  # noqa: PLC0415 (role codes exist only when apps are ready)
        from .related import exclude_too, lock_together, whom_to_ask  # noqa: PLC0415  models exist only now

        related = shielding.Related(exclude_too, whom_to_ask, lock_together)
        if related not in shielding.RELATED:
            shielding.RELATED.append(related)
        add_source(CASES)
        add_keys(listed_keys)
        questions.PERSONS.add("cases.caseperson")
        navigation.add_search("search", action=CaseAction.LIST, label=search.BY_NUMBER_OR_TEXT, lead=search.BY_ANYTHING)
        search.add_finder(find)
        search.add_finder(find_ended)
        navigation.add_entry("Casussen", "cases:list", action=CaseAction.LIST, order=30)
        attention.add_lines(ours.lines)
        attention.add_panel(ours.line, order=10)
        attention.add_work(ours.work, ours.count_work)
        attention.add_button("Directe aanmelding", "cases:refer", action=CaseAction.REFER, order=5)
        if case_teams not in access.DOSSIER_SOURCES:
            access.DOSSIER_SOURCES.append(case_teams)
