"""A form that is older than its row: whose change was first, and what that person is told."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.operation import changing, operation
from audit.recording import record
from audit.versions import own_since
from core.access import Actor
from core.errors import WrongState
from core.unit import unit_of_work
from municipalities.codes import Role
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.events import SignalEvent
from signals.models import Decision, Signal
from signals.policies import SignalAction
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

OWN = "Uw eigen wijziging van"
JUDGEMENT = {
    "severity": "raised",
    "plausibility": "reasonable",
    "urgency": "normal",
    "motivation": "Omdat meer dan één aanwijzing past.",
    "hand_over": "on",
}


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma)


def _officer(person: Any) -> Actor:
    return actor_for(person, "focal_officer")


def _decide(client: OutsideClient, signal: Signal, **given: Any) -> Any:
    url = reverse("signals:decide", args=[signal.pk])
    opened = reverse("signals:detail", args=[signal.pk])
    data = {"hat": "focal_officer", "version": signal.version, **JUDGEMENT, **given}
    return client.post(url, data, headers={"Referer": f"http://testserver{opened}"})


def _refused_after_a_step_of(person: Any, signal: Signal, client: OutsideClient) -> str:
    """The page in answer to a form that was open while this person gathered for the same signal."""
    with unit_of_work():
        operations.gather(signal, actor=_officer(person))
    refused = _decide(client, signal)
    assert refused.status_code == 409
    return str(refused.content.decode())


def test_ones_own_change_in_another_window_is_called_so_and_one_button_sends_all_the_same(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    page = _refused_after_a_step_of(world.wilma, signal, client)
    assert OWN in page
    assert JUDGEMENT["motivation"] in page
    assert '<dd class="summary-list__value">ja</dd>' in page
    assert "iemand anders" not in page.lower().replace("niemand anders", "")
    version = page.rpartition('name="version" value="')[2].partition('"')[0]
    assert _decide(client, signal, version=[str(signal.version), version]).status_code == 302
    assert Decision.objects.of(signal).get().motivation == JUDGEMENT["motivation"]


def test_the_change_of_a_colleague_among_ones_own_is_somebody_elses(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    for person in (world.wilma, world.koos, world.wilma):
        now = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
        step = operations.stop_gathering if now.state == "enriching" else operations.gather
        with unit_of_work():
            step(now, actor=_officer(person))
    page = _decide(client_of(world.wilma), signal).content.decode()
    assert OWN not in page
    assert "Iemand anders heeft dit gewijzigd" in page
    assert not Decision.objects.of(signal).exists()


def test_own_steps_that_change_several_rows_at_once_stay_ones_own(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    wilma = _officer(world.wilma)
    with unit_of_work():
        decided = operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
        operations.offer_signal(decided, actor=wilma, why="Hulp nodig.", asked=agreed())
        make.handed_over(decided, wilma, world.inspectorate)
        operations.follow_signal(decided, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    assert OWN in _decide(client_of(world.wilma), signal).content.decode()


@operation(SignalAction.GATHER)
def _change_beside_a_refusal(row: Signal, *, actor: Actor, beside: Signal) -> None:
    with changing(beside) as changed:
        changed.place = "Verzonnen plaats"
    with contextlib.suppress(WrongState):
        operations.stop_gathering(row, actor=actor)
    record(SignalEvent.GATHERED, beside, actor=actor)


def test_what_an_outer_step_changed_stays_ones_own_when_a_step_within_it_is_refused(
    world: World, signal: Signal
) -> None:
    wilma, beside = _officer(world.wilma), make.triaged(world.goes, world.wilma)
    with unit_of_work():
        _change_beside_a_refusal(signal, actor=wilma, beside=beside)
    now = Signal.objects.unscoped(reason="test").get(pk=beside.pk)
    assert now.version == beside.version + 1
    assert own_since(wilma, now, beside.version) is not None


def test_the_way_back_to_a_page_never_leads_to_an_address_that_only_takes_forms(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    page = _refused_after_a_step_of(world.koos, signal, client_of(world.wilma))
    assert f'href="{reverse("signals:decide", args=[signal.pk])}"' not in page
    assert f'href="{reverse("signals:detail", args=[signal.pk])}"' in page


def test_of_a_change_of_a_colleague_the_page_tells_who_did_what_in_which_role_and_when(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    page = _refused_after_a_step_of(world.koos, signal, client_of(world.wilma)).partition("<main")[2]
    done = AuditEvent.objects.unscoped(reason="test").get(event=SignalEvent.GATHERING.value)
    assert f"{world.koos.full_name} {SignalEvent.GATHERING.label}" in page
    assert str(Role.FOCAL_OFFICER.label) in page
    assert f'datetime="{timezone.localtime(done.at).isoformat()}"' in page
    assert "Alsnog opslaan" not in page


def test_who_may_not_read_the_log_hears_only_that_somebody_else_was_first(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    handover = make.handed_over(make.handled(world.goes, world.wilma), _officer(world.wilma), world.inspectorate)
    with unit_of_work():
        operations.record_answer(handover, actor=_officer(world.wilma), outcomes=[Outcome.INSPECTION_DONE])
    client = client_of(world.person("Philo"), "partner_contact")
    sent = {
        "hat": "partner_contact",
        "version": handover.version,
        "outcomes": [Outcome.INSPECTION_DONE.value],
        "text": "Wij gaan langs.",
    }
    refused = client.post(reverse("postbox:answer", args=[handover.pk]), sent)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Iemand anders heeft dit gewijzigd" in page
    assert world.wilma.full_name not in page
    assert "Wij gaan langs." in page
