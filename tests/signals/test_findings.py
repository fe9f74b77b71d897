"""Something was asked about a signal, and its answer comes later."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from audit.recording import write_gathered
from core.access import Actor
from core.errors import Forbidden, WrongState
from core.unit import current_unit
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import EnrichmentResult
from signals.models import Enrichment, Signal
from signals.operations.gathering import Found
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.days import dated, in_days
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
HAT = {"hat": "focal_officer"}
FOUND = {"result": "found", "answered_on": in_days, "finding": "Acht mensen, twee kinderen."}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def item(world: World, wilma: Actor) -> Enrichment:
    """Asked three days ago."""
    return make.asked(make.triaged(world.goes, world.wilma), wilma)


def page_of(item: Enrichment) -> str:
    return reverse("signals:record-finding", args=[item.pk])


def sent(client: OutsideClient, item: Enrichment, **given: Any) -> dict[str, Any]:
    """The form as the page shows it, filled in."""
    form = client.get(page_of(item)).context["form"]
    return {field.html_name: field.value() for field in form.hidden_fields()} | dated(FOUND | given)


def test_the_signal_shows_the_way_to_what_is_awaited_and_afterwards_the_outcome(
    item: Enrichment, world: World, client_of: ClientOf
) -> None:
    client, signal = client_of(world.wilma), reverse("signals:detail", args=[item.signal_id])
    assert page_of(item) in client.get(signal).content.decode()
    shown = client.get(page_of(item)).content.decode()
    assert "bij BRP: Wie wonen er?" in shown
    answer = client.post(page_of(item), sent(client, item), follow=True)
    assert answer.redirect_chain == [(signal, 302)]
    page = answer.content.decode()
    assert "De uitkomst is vastgelegd." in page
    assert "Acht mensen, twee kinderen." in page
    assert page_of(item) not in page


def test_a_later_answer_does_not_overwrite_the_first(item: Enrichment, world: World, client_of: ClientOf) -> None:
    client, other = client_of(world.wilma), client_of(world.koos)
    hers, his = sent(client, item), sent(other, item, finding="Niemand.", result="nothing")
    assert [client.post(page_of(item), hers).status_code for _ in range(2)] == [302, 302], "a second click"
    assert other.post(page_of(item), his).status_code == 409
    assert client.get(page_of(item)).status_code == 409
    item.refresh_from_db()
    assert (item.finding, item.result) == ("Acht mensen, twee kinderen.", EnrichmentResult.FOUND)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"result": "asked"}, "result"),
        ({"result": ""}, "result"),
        ({"answered_on": partial(in_days, -4)}, "answered_on"),
        ({"answered_on": partial(in_days, 1)}, "answered_on"),
        ({"answered_on": "gisteren"}, "answered_on"),
        ({"finding": ""}, "finding"),
        ({"finding": "x" * 4001}, "finding"),
    ],
    ids=["still asked", "no outcome", "before the question", "in the future", "no day", "found what", "too long"],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_written(
    item: Enrichment, world: World, client_of: ClientOf, given: dict[str, Any], field: str
) -> None:
    client = client_of(world.wilma)
    answer = client.post(page_of(item), sent(client, item, **given))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    item.refresh_from_db()
    assert (item.result, item.finding, item.answered_on) == (EnrichmentResult.ASKED, None, None)


def test_nothing_found_needs_no_words(item: Enrichment, world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    assert client.post(page_of(item), sent(client, item, result="nothing", finding="")).status_code == 302
    item.refresh_from_db()
    assert (item.result, item.finding) == (EnrichmentResult.NOTHING, None)


def test_who_judges_must_have_seen_what_came(item: Enrichment, wilma: Actor) -> None:
    before = Signal._base_manager.get(pk=item.signal_id).version
    operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.REFUSED, today()))
    assert Signal._base_manager.get(pk=item.signal_id).version == before + 1


def test_an_answer_is_not_written_down_as_something_that_was_only_asked(world: World, client_of: ClientOf) -> None:
    """It would stand in the way of the outcome that comes later."""
    signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    url = reverse("signals:enrich", args=[signal.pk])
    form = client.get(url).context["form"]
    given = {field.html_name: field.value() for field in form.hidden_fields()} | {
        "kind": "brp_address",
        "question": "Wie wonen er?",
        "source": "BRP",
        "provenance": "own",
        "ground": "public_task",
        "necessity": "Nodig.",
        "asked_on": today(),
        "result": "asked",
    }
    for answer in ({"finding": "Acht mensen."}, {"answered_on": today()}):
        refused = client.post(url, given | answer)
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"result"}
    assert client.post(url, given).status_code == 302


def test_the_log_tells_that_an_outcome_came_and_not_what(item: Enrichment, wilma: Actor) -> None:
    operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.FOUND, today(), "Acht mensen."))
    write_gathered(current_unit())
    event = AuditEvent.objects.unscoped(reason="test").get(event="signals.finding_recorded")
    assert (event.detail["kind"], event.detail["result"]) == ("brp_address", "found")
    assert "Acht mensen" not in str(vars(event))


def test_a_closed_signal_takes_no_outcome(item: Enrichment, wilma: Actor) -> None:
    operations.close(item.signal, actor=wilma, closing=make.CLOSING)
    with pytest.raises(WrongState):
        operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.NOTHING, today()))


def test_care_coordination_reads_it_and_writes_nothing_down(item: Enrichment, world: World, wilma: Actor) -> None:
    with pytest.raises(Forbidden):
        operations.record_finding(item, actor=actor_for(world.karlijn), found=Found(EnrichmentResult.NOTHING, today()))


def test_an_outcome_stands_once(item: Enrichment, wilma: Actor) -> None:
    operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.NOTHING, today()))
    with pytest.raises(WrongState, match="staat de uitkomst er al"):
        operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.FOUND, today(), "Toch."))


def test_the_database_knows_that_an_answer_comes_after_its_question(item: Enrichment) -> None:
    rows = Enrichment.objects.unscoped(reason="test").filter(pk=item.pk)
    early = item.asked_on - dt.timedelta(days=1)
    with pytest.raises(IntegrityError, match="enrichment_in_order"), transaction.atomic():
        rows.update(result=EnrichmentResult.NOTHING, answered_on=early)
