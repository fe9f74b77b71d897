"""One form sent three times is one row and one line on the timeline."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.events import Kind, Result
from audit.models import AuditEvent
from cases import operations
from cases.models import Case, CasePerson, Clock, Note, Referral
from cases.team import members_of
from core.access import Actor
from core.workdays import today
from municipalities.codes import Role
from tests.factories import cases as make
from tests.support.clients import OutsideClient
from tests.support.days import dated, in_days
from tests.support.world import World

FORMS: dict[str, tuple[dict[str, Any], Callable[[Case], int]]] = {
    "cases:start-clock": ({"kind": "reflection", "starts_on": in_days}, lambda case: Clock.objects.of(case).count()),
    "cases:refer-on": (
        {"kind": "medical", "provider": "Advocaat", "asked_on": in_days},
        lambda case: Referral.objects.of(case).count(),
    ),
    "cases:add-note": ({"text": "Rustig gesprek."}, lambda case: Note.objects.of(case).count()),
    "cases:add-person": (
        {"role": "client", "name": "Verzonnen Naam"},
        lambda case: CasePerson.objects.of(case).count(),
    ),
}


@pytest.fixture
def case(world: World) -> Case:
    return make.intensive(world.goes, world.karlijn)


def _changes(case: Case) -> int:
    rows = AuditEvent.objects.unscoped(reason="test").filter(kind=Kind.CHANGE, result=Result.DONE)
    return int(rows.filter(dossier_id=case.pk).count())


def _thrice(browser: OutsideClient, url: str, data: dict[str, Any]) -> list[int]:
    return [browser.post(url, data).status_code for _ in range(3)]


@pytest.mark.parametrize("name", FORMS)
def test_a_triple_click_writes_one_row_and_one_line(case: Case, browser: OutsideClient, name: str) -> None:
    given, count = FORMS[name]
    url, before = reverse(name, args=[case.pk]), count(case)
    sent = dated(given) | {"hat": make.HAT, "key": str(uuid.uuid4())}
    assert _thrice(browser, url, sent) == [302] * 3
    assert (count(case), _changes(case)) == (before + 1, 1)


def test_a_triple_click_puts_a_colleague_in_the_team_once(world: World, case: Case, browser: OutsideClient) -> None:
    pieter, url = world.person("Pieter"), reverse("cases:add-member", args=[case.pk])
    sent = {"hat": make.HAT, "user": f"{Role.PROCESS_DIRECTOR}:{pieter.pk}"}
    assert _thrice(browser, url, sent) == [302] * 3
    assert _changes(case) == 1
    assert list(members_of(case, today()).filter(user=pieter).values_list("user", flat=True)) == [pieter.pk]


def test_a_triple_click_takes_a_colleague_out_of_the_team_once(
    world: World, case: Case, karlijn: Actor, browser: OutsideClient
) -> None:
    pieter = world.person("Pieter")
    case = operations.add_member(case, actor=karlijn, user_id=pieter.pk, role=Role.PROCESS_DIRECTOR)
    url = reverse("cases:end-member", args=[case.pk, pieter.pk])
    before = _changes(case)
    assert _thrice(browser, url, {"hat": make.HAT, "version": case.version}) == [302] * 3
    assert _changes(case) == before + 1
    assert not members_of(case, today()).filter(user=pieter).exists()


def test_a_look_again_that_keeps_the_same_day_is_written_once(case: Case, browser: OutsideClient) -> None:
    url = reverse("cases:review", args=[case.pk])
    sent = {"hat": make.HAT, "version": case.version, "line": "Nog hetzelfde.", "review_on": str(case.review_on)}
    assert _thrice(browser, url, sent) == [302, 409, 409]
    assert Note.objects.of(case).count() == 1
