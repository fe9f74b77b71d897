"""A request that broke stands in the log: who asked for what, and the code of the page; nothing of what was typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit import recording
from audit.events import Kind, Result
from audit.models import AuditEvent
from signals.querysets import SignalQuerySet
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
SECRET = "Jansen uit Goes"


def broken(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError(SECRET)


def faults() -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped(reason="test").filter(event="audit.fault"))


def broken_page(browser: OutsideClient, **query: str) -> str:
    browser.raise_request_exception = False
    answer = browser.get(reverse("signals:list"), query)
    assert answer.status_code == 500
    [reference] = re.findall(r"F-[0-9A-Z]{4}-[0-9A-Z]", answer.content.decode())
    return str(reference)


def test_a_fault_is_noted_with_the_code_that_the_page_shows(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignalQuerySet, "for_list", broken)
    reference = broken_page(client_of(world.wilma), stand=SECRET)
    [told] = faults()
    assert (told.actor_id, told.hat, told.kind, told.result) == (
        world.wilma.pk,
        "focal_officer",
        Kind.READ,
        Result.FAILED,
    )
    assert told.detail == {"status": 500, "reference": reference, "asked": "signals.list"}
    assert (told.object_id, told.chain, told.municipality_id) == ("", 0, None)


def test_a_fault_before_anybody_is_known_is_noted_of_nobody(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.middleware._actor_of", broken)
    reference = broken_page(client_of(world.wilma))
    [told] = faults()
    assert (told.actor_id, told.detail["reference"]) == (None, reference)


def test_a_log_that_cannot_be_written_shows_nothing_and_is_itself_noted(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = recording.append
    times = iter([broken])
    monkeypatch.setattr(recording, "append", lambda rows: next(times, written)(rows))
    reference = broken_page(client_of(world.wilma))
    assert [told.detail["reference"] for told in faults()] == [reference]


def test_a_fault_that_cannot_be_noted_is_the_same_page(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recording, "append", broken)
    reference = broken_page(client_of(world.wilma))
    assert faults() == []
    assert "The failure of a request could not be noted." in caplog.text
    assert f"Fault {reference}" in caplog.text
