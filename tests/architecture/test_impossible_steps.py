"""A page that asks for a step the state does not allow shows no form: 409 with the way back, and no look in the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases import operations as case_operations
from cases.codes import ClockOutcome
from cases.models import Clock, Transfer
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import EnrichmentResult
from signals.models import Attachment, Enrichment, Follow, Handover
from signals.operations.gathering import Found
from tests.factories import cases as make_case
from tests.factories import reports as make_report
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .matrix import ROWS
from .matrix import cases as case_rows
from .matrix import signals as signal_rows

type ClientOf = Callable[..., OutsideClient]
WHY = "Dat is zo afgesproken."


def closed(world: World) -> list[Any]:
    return signal_rows.closed(world)


def withdrawn_handover(world: World) -> list[Any]:
    [pk] = signal_rows.handover(world)
    handover = Handover._base_manager.get(pk=pk)
    return [operations.withdraw_handover(handover, actor=actor_for(world.wilma), reason=WHY).pk]


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


def stopped_clock(world: World) -> list[Any]:
    [pk] = case_rows.clock(world)
    clock = Clock._base_manager.select_related("case").get(pk=pk)
    actor = make_case.coordinator(world.karlijn)
    case_operations.stop_clock(clock.case, actor=actor, clock=clock, outcome=ClockOutcome.values[0])
    return [pk]


def withdrawn_transfer(world: World) -> list[Any]:
    [pk] = case_rows.transfer(world)
    transfer = Transfer._base_manager.select_related("case").get(pk=pk)
    case_operations.withdraw_transfer(transfer.case, actor=make_case.coordinator(world.karlijn), transfer=transfer)
    return [pk]


def drafted_report(world: World) -> list[Any]:
    return [make_report.drafted(world.zeeland, world.daphne).pk]


def published_report(world: World) -> list[Any]:
    return [make_report.published(world.zeeland, world.daphne, world.lowie).pk]


IMPOSSIBLE: dict[str, tuple[str, Callable[[World], list[Any]]]] = {
    "signals:enrich": ("Wilma", closed),
    "signals:complete": ("Wilma", closed),
    "signals:add-file": ("Wilma", closed),
    "signals:names": ("Wilma", closed),
    "signals:hand-over": ("Wilma", closed),
    "signals:close-at-once": ("Wilma", closed),
    "signals:reopen": ("Wilma", signal_rows.handled),
    "signals:record-answer": ("Wilma", withdrawn_handover),
    "signals:withdraw-handover": ("Wilma", withdrawn_handover),
    "signals:review-follow": ("Wilma", ended_follow),
    "signals:end-follow": ("Wilma", ended_follow),
    "signals:offer-again": ("Wilma", signal_rows.offer),
    "signals:remove-file": ("Wilma", removed_file),
    "signals:record-finding": ("Wilma", written_finding),
    "signals:lift-restriction": ("Wilma", signal_rows.handled),
    "postbox:answer": ("Philo", withdrawn_handover),
    "postbox:refuse": ("Philo", accepted_handover),
    "cases:lift-restriction": ("Karlijn", case_rows.case),
    "cases:reopen": ("Karlijn", case_rows.case),
    "cases:stop-clock": ("Karlijn", stopped_clock),
    "cases:accept-transfer": ("Karlijn", withdrawn_transfer),
    "cases:refuse-transfer": ("Karlijn", withdrawn_transfer),
    "reports:edit": ("Daphne", published_report),
    "reports:correct": ("Daphne", drafted_report),
}


def looks() -> int:
    """How many looks stand in the log or wait to be written."""
    return AuditEvent.objects.unscoped(reason="test").exclude(event__startswith="accounts.").count()


@pytest.mark.parametrize("name", sorted(IMPOSSIBLE))
def test_a_step_that_is_not_possible_now_is_not_asked_for(name: str, world: World, client_of: ClientOf) -> None:
    person, about = IMPOSSIBLE[name]
    url = reverse(name, args=about(world))
    browser = client_of(world.person(person))
    browser.get("/")
    before = looks()
    answer = browser.get(url)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Er is niets gewijzigd." in page
    assert "<textarea" not in page
    assert ">Naar " in page.replace("Naar Start", "")
    assert looks() == before


@pytest.mark.parametrize("name", sorted(IMPOSSIBLE))
def test_where_it_is_possible_the_same_page_asks(name: str, world: World, client_of: ClientOf) -> None:
    row, (person, _) = ROWS[name], IMPOSSIBLE[name]
    assert row.about is not None
    about = closed_case if name == "cases:reopen" else row.about
    assert client_of(world.person(person)).get(reverse(name, args=about(world))).status_code == 200


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
