"""A page that asks for a step the state does not allow shows no form: 409 with the way back, and no look in the log."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases import operations as case_operations
from cases.codes import ClockOutcome
from cases.models import Clock, Transfer
from core.access import SYSTEM
from core.workdays import today
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from reports.operations import correct_report
from signals import operations
from signals.codes import EnrichmentResult
from signals.models import (
    Arrival,
    Attachment,
    Concern,
    Enrichment,
    ErasureLine,
    Follow,
    Handover,
    Move,
    Offer,
    Question,
    Signal,
    SignalIndicator,
    Situation,
    Submission,
    TableItem,
)
from signals.operations.gathering import Found
from signals.retention_states import LineState
from signals.situations import SituationEnd
from tests.factories import cases as make_case
from tests.factories import reports as make_report
from tests.factories import retention as past
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass
from tests.support.world import FIRST, World

from .matrix import ROWS, gathering
from .matrix import cases as case_rows
from .matrix import comparing as comparing_rows
from .matrix import retention as retention_rows
from .matrix import signals as signal_rows
from .matrix import tables as table_rows

type ClientOf = Callable[..., OutsideClient]
WHY = "Dat is zo afgesproken."


def closed(world: World) -> list[Any]:
    return signal_rows.closed(world)


def closed_submission(world: World) -> list[Any]:
    """Hanna's, of which the signal was closed at once."""
    [pk] = signal_rows.submission(world)
    signal = Submission._base_manager.select_related("signal").get(pk=pk).signal
    operations.close_at_once(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    return [pk]


def withdrawn_handover(world: World) -> list[Any]:
    [pk] = signal_rows.handover(world)
    handover = Handover._base_manager.get(pk=pk)
    return [operations.withdraw_handover(handover, actor=actor_for(world.wilma), reason=WHY).pk]


def withdrawn_offer(world: World) -> list[Any]:
    waiting = Offer._base_manager.get(pk=signal_rows.offer(world)[0])
    return [operations.withdraw_offer(waiting, actor=actor_for(world.wilma)).pk]


def withdrawn_move(world: World) -> list[Any]:
    waiting = Move._base_manager.select_related("signal").get(pk=signal_rows.move(world)[0])
    return [operations.withdraw_move(waiting, actor=actor_for(world.wilma)).pk]


def accepted_handover(world: World) -> list[Any]:
    [pk] = signal_rows.handover(world)
    return [operations.accept_handover(Handover._base_manager.get(pk=pk), actor=actor_for(world.philo)).pk]


def ended_follow(world: World) -> list[Any]:
    [pk] = signal_rows.follow(world)
    return [operations.end_follow(Follow._base_manager.get(pk=pk), actor=actor_for(world.wilma), reason=WHY).pk]


def removed_file(world: World) -> list[Any]:
    [signal, pk] = signal_rows.attachment(world)
    file = Attachment._base_manager.get(pk=pk)
    return [signal, operations.remove_file(file, actor=actor_for(world.wilma), reason=WHY).pk]


def written_finding(world: World) -> list[Any]:
    [pk] = signal_rows.asked(world)
    found = Found(EnrichmentResult.NOTHING, today())
    item = Enrichment._base_manager.get(pk=pk)
    return [operations.record_finding(item, actor=actor_for(world.wilma), found=found).pk]


def withdrawn_finding(world: World) -> list[Any]:
    [pk] = signal_rows.asked(world)
    return [
        operations.withdraw_finding(Enrichment._base_manager.get(pk=pk), actor=actor_for(world.wilma), reason=WHY).pk
    ]


def stopped_clock(world: World) -> list[Any]:
    [pk] = case_rows.clock(world)
    clock = Clock._base_manager.select_related("case").get(pk=pk)
    actor = make_case.coordinator(world.karlijn)
    case_operations.stop_clock(clock.case, actor=actor, clock=clock, outcome=ClockOutcome.values[0])
    return [pk]


def transferred_pair(world: World) -> list[Any]:
    """The first of the two went to another area."""
    about, other = case_rows.transfer(world), case_rows.case(world)
    transfer = Transfer._base_manager.select_related("case").get(pk=about[-1])
    case_operations.accept_transfer(transfer.case, actor=make_case.coordinator(world.karlijn), transfer=transfer)
    return [transfer.case_id, *other]


def withdrawn_transfer(world: World) -> list[Any]:
    [pk] = case_rows.transfer(world)
    transfer = Transfer._base_manager.select_related("case").get(pk=pk)
    case_operations.withdraw_transfer(transfer.case, actor=make_case.coordinator(world.karlijn), transfer=transfer)
    return [pk]


def apart(world: World) -> list[Any]:
    """Merged, and that was undone."""
    [pk] = signal_rows.merged(world)
    signal = Signal._base_manager.get(pk=pk)
    return [operations.split_signal(actor=actor_for(world.wilma), signal=signal, why=WHY).pk]


def pair_of_which_one_was_moved(world: World) -> list[Any]:
    [pk, other] = signal_rows.pair(world)
    move = make.offered_to(Signal._base_manager.get(pk=pk), world.breda, actor_for(world.wilma))
    operations.accept_move(actor=actor_for(world.floor), arrival=Arrival._base_manager.get(move_id=move.pk))
    return [pk, other]


def withdrawn_arrival(world: World) -> list[Any]:
    [pk] = signal_rows.arrival(world)
    move = Move._base_manager.select_related("signal").get(pk=Arrival._base_manager.get(pk=pk).move_id)
    operations.withdraw_move(move, actor=actor_for(world.floor))
    return [pk]


def ended_concern(world: World) -> list[Any]:
    [pk] = signal_rows.concern(world)
    concern = Concern._base_manager.select_related("signal").get(pk=pk)
    return [operations.end_concern(concern, actor=actor_for(world.wilma), reason=WHY).pk]


def pair_with_a_closed_one(world: World) -> list[Any]:
    return [*signal_rows.received(world), *closed(world)]


def drafted_report(world: World) -> list[Any]:
    return [make_report.drafted(world.zeeland, world.daphne).pk]


def published_report(world: World) -> list[Any]:
    return [make_report.published(world.zeeland, world.daphne, world.lowie).pk]


def withdrawn_question(world: World) -> list[Any]:
    [pk] = signal_rows.question(world)
    question = Question._base_manager.get(pk=pk)
    return [operations.withdraw_question(question, actor=actor_for(world.wilma), reason=WHY).pk]


def withdrawn_indicator(world: World) -> list[Any]:
    [pk] = signal_rows.indicator(world)
    ticked = SignalIndicator._base_manager.get(pk=pk)
    return [operations.withdraw_indicator(ticked, actor=actor_for(world.wilma)).pk]


def ended_situation(world: World) -> list[Any]:
    [pk] = signal_rows.situation(world)
    told = Situation._base_manager.get(pk=pk)
    return [operations.end_situation(told, actor=actor_for(world.wilma), why=SituationEnd.OVER).pk]


def closed_with_mention(world: World) -> list[Any]:
    """Its telephone number stands there still."""
    pk, *place = signal_rows.mention(world)
    signal = Signal._base_manager.get(pk=pk)
    return [operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING).pk, *place]


def closed_page(world: World) -> list[Any]:
    return [*closed(world), "telefoon"]


def closed_and_meeting(world: World) -> list[Any]:
    return [*closed(world), *table_rows.planned(world)]


def withdrawn_item(world: World) -> list[Any]:
    [pk] = table_rows.item(world)
    item = TableItem._base_manager.select_related("signal", "meeting").get(pk=pk)
    return [operations.withdraw_item(item, actor=actor_for(world.wilma), reason=WHY).pk]


def anonymised(world: World) -> list[Any]:
    return [operations.anonymise(past.past_its_day(world), actor=SYSTEM).pk]


def decided_line(world: World) -> list[Any]:
    [pk] = retention_rows.line(world)
    ErasureLine._base_manager.filter(pk=pk).update(state=LineState.SET_ASIDE)
    return [pk]


IMPOSSIBLE: dict[str, tuple[str, Callable[[World], list[Any]]]] = {
    **dict.fromkeys((f"signals:{step}" for step in ("enrich", "complete", "danger", "names")), ("Wilma", closed)),
    **dict.fromkeys(("signals:veilig-thuis", "signals:note-consent", "signals:ask"), ("Wilma", closed)),
    **dict.fromkeys(("signals:ask-elsewhere", "signals:note-indicators"), ("Wilma", closed)),
    "signals:end-comparison": ("Bo", comparing_rows.ended_comparison),
    **dict.fromkeys(("signals:record-told-answer", "signals:withdraw-question"), ("Wilma", withdrawn_question)),
    **dict.fromkeys(("signals:add-file", "signals:add-situation", "signals:take-out-bsn"), ("Wilma", closed)),
    "signals:send-file": ("Hanna", closed_submission),
    "signals:withdraw-indicator": ("Wilma", withdrawn_indicator),
    **dict.fromkeys(("signals:change-situation", "signals:end-situation"), ("Wilma", ended_situation)),
    "signals:add-mention": ("Wilma", closed_page),
    "signals:correct-mention": ("Wilma", closed_with_mention),
    "signals:withdraw-mention": ("Wilma", closed_with_mention),
    "signals:strike-mention": ("Wilma", signal_rows.struck_mention),
    "signals:hand-over": ("Wilma", closed),
    "signals:tip-text": ("Wilma", closed),
    "signals:ask-override": ("Wilma", closed),
    "signals:close-at-once": ("Wilma", closed),
    "signals:weigh": ("Wilma", closed),
    "signals:hand-on": ("Wilma", closed),
    "signals:reopen": ("Wilma", signal_rows.handled),
    "signals:hold": ("Wilma", anonymised),
    "signals:set-aside": ("Wilma", decided_line),
    "signals:offer-move": ("Wilma", signal_rows.handled),
    "signals:arrival": ("Wilma", withdrawn_arrival),
    "signals:refuse-move": ("Wilma", withdrawn_arrival),
    "signals:concern-also": ("Wilma", closed),
    **dict.fromkeys(("signals:share-more", "signals:end-concern"), ("Wilma", ended_concern)),
    "signals:refuse-concern": ("Wilma", signal_rows.looked_along),
    "signals:leave-concern": ("Wilma", signal_rows.shared),
    "signals:choose-meeting": ("Wilma", closed),
    "signals:table-signal": ("Wilma", closed_and_meeting),
    "signals:withdraw-item": ("Wilma", withdrawn_item),
    "signals:settle-for": ("Wilma", table_rows.done),
    "signals:move-meeting": ("Karlijn", table_rows.held),
    "signals:cancel-meeting": ("Karlijn", table_rows.held),
    "signals:close-meeting": ("Karlijn", table_rows.planned),
    "signals:lead-point": ("Karlijn", table_rows.waiting_paper),
    "signals:find-other": ("Wilma", closed),
    "signals:merge": ("Wilma", pair_with_a_closed_one),
    "signals:judge-pair": ("Wilma", pair_of_which_one_was_moved),
    "signals:split": ("Wilma", apart),
    "signals:record-acceptance": ("Wilma", accepted_handover),
    **dict.fromkeys(("signals:record-answer", "signals:record-reminder"), ("Wilma", withdrawn_handover)),
    **dict.fromkeys(("signals:withdraw-handover", "signals:add-to-handover"), ("Wilma", withdrawn_handover)),
    **dict.fromkeys((f"signals:{step}-follow" for step in ("review", "end", "correct")), ("Wilma", ended_follow)),
    "signals:withdraw-offer": ("Wilma", withdrawn_offer),
    "signals:withdraw-move": ("Wilma", withdrawn_move),
    "signals:offer-again": ("Wilma", signal_rows.offer),
    **dict.fromkeys(("signals:remove-file", "signals:correct-file"), ("Wilma", removed_file)),
    **dict.fromkeys(("signals:record-finding", "signals:expect-later"), ("Wilma", written_finding)),
    "signals:note-call": ("Wilma", closed),
    "signals:withdraw-finding": ("Wilma", withdrawn_finding),
    "signals:lift-restriction": ("Wilma", signal_rows.handled),
    **dict.fromkeys(
        (f"signals:import-{page}" for page in ("sheet", "columns", "values", "mistakes")),
        ("Wilma", signal_rows.imported_list),
    ),
    "postbox:answer": ("Philo", withdrawn_handover),
    "postbox:ask-back": ("Philo", withdrawn_handover),
    "signals:reply-to-partner": ("Wilma", gathering.replied),
    "postbox:refuse": ("Philo", accepted_handover),
    "cases:lift-restriction": ("Karlijn", case_rows.case),
    "cases:reopen": ("Karlijn", case_rows.case),
    "cases:judge-pair": ("Karlijn", transferred_pair),
    "cases:stop-clock": ("Karlijn", stopped_clock),
    **dict.fromkeys(("cases:accept-transfer", "cases:refuse-transfer"), ("Karlijn", withdrawn_transfer)),
    "reports:edit": ("Daphne", published_report),
    "reports:correct": ("Daphne", drafted_report),
}


def looks() -> int:
    """How many looks stand in the log or wait to be written."""
    return AuditEvent.objects.unscoped(reason="test").exclude(event__startswith="accounts.").count()


def _sharing() -> list[list[str]]:
    """The steps that one person cannot take with the same thing."""
    found: defaultdict[object, list[str]] = defaultdict(list)
    for name in sorted(IMPOSSIBLE):
        found[IMPOSSIBLE[name]].append(name)
    return list(found.values())


@pytest.mark.parametrize("names", _sharing(), ids=itemgetter(0))
def test_a_step_that_is_not_possible_now_is_not_asked_for(names: list[str], world: World, client_of: ClientOf) -> None:
    person, about = IMPOSSIBLE[names[0]]
    arguments, browser = about(world), client_of(world.person(person))
    before = looks()
    for name in names:
        answer = browser.get(reverse(name, args=arguments))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Er is niets gewijzigd." in page
        assert "<textarea" not in page
        assert ">Naar " in page.replace("Naar Start", "")
    assert looks() == before


def test_where_it_is_possible_the_same_page_asks(world: World, client_of: ClientOf) -> None:
    """Each other page test_looks.py opens, for the same person: it answers 200."""
    url = reverse("cases:reopen", args=closed_case(world))
    assert client_of(world.person("Karlijn")).get(url).status_code == 200


@pytest.mark.parametrize("name", ["signals:remove-file", "signals:record-finding"])
def test_what_hangs_on_a_closed_signal_is_closed_too(name: str, world: World, client_of: ClientOf) -> None:
    row, browser = ROWS[name], client_of(world.wilma)
    assert row.about is not None
    arguments = row.about(world)
    part = {"signals:remove-file": Attachment, "signals:record-finding": Enrichment}[name]
    signal = part._base_manager.get(pk=arguments[-1]).signal
    operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    answer = browser.get(reverse(name, args=arguments))
    assert answer.status_code == 409
    assert "Heropen het signaal eerst." in answer.content.decode()


def closed_case(world: World) -> list[Any]:
    return [make_case.closed(world.goes, world.karlijn).pk]


def test_a_sent_form_that_has_to_be_corrected_is_not_shown_again_either(world: World, client_of: ClientOf) -> None:
    """It would be corrected for nothing; what was typed stands on the page."""
    signal = make.handled(world.goes, world.wilma)
    browser, url = client_of(world.wilma), reverse("signals:enrich", args=[signal.pk])
    assert browser.post(url, {"hat": browser.hat}).status_code == 422
    operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    answer = browser.post(url, {"hat": browser.hat, "text": "Het kenteken klopt."})
    assert answer.status_code == 409
    assert "Het kenteken klopt." in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "advice"),
    [("received", "Pak het signaal eerst op."), ("closed", "Heropen het signaal eerst.")],
)
def test_the_page_says_what_makes_it_possible(state: str, advice: str, world: World, client_of: ClientOf) -> None:
    about = {"received": signal_rows.received, "closed": closed}[state](world)
    page = client_of(world.wilma).get(reverse("signals:complete", args=about)).content.decode()
    assert advice in page


def test_who_may_not_take_it_up_is_not_told_to(world: World, client_of: ClientOf) -> None:
    """The care coordinator who deputises opened it in an emergency: she writes down what was done, and takes nothing up."""
    [pk] = signal_rows.received(world)
    give(world.zvh_zeeland, world.vera.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    break_glass(world, Signal._base_manager.get(pk=pk), actor_for(world.vera, "care_coordinator"))
    answer = client_of(world.vera, "care_coordinator").get(reverse("signals:enrich", args=[pk]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Pak het signaal eerst op." not in page
    assert "De aandachtsfunctionaris moet het signaal eerst oppakken." in page


def test_a_report_that_was_corrected_is_not_corrected_again(world: World, client_of: ClientOf) -> None:
    report = make_report.published(world.zeeland, world.daphne, world.lowie)
    daphne = actor_for(world.daphne, "district_coordinator")
    correct_report(report, actor=daphne, key=uuid.uuid4(), correction=WHY)
    answer = client_of(world.daphne).get(reverse("reports:correct", args=[report.pk]))
    assert answer.status_code == 409
    assert "al een nieuwere versie begonnen" in answer.content.decode()


def test_a_sent_form_about_a_settled_part_of_a_case_is_not_shown_again(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.karlijn)
    url = reverse("cases:refuse-transfer", args=withdrawn_transfer(world))
    assert browser.post(url, {"hat": browser.hat, "version": 1, "refusal": ""}).status_code == 409
