"""Where characteristics and situations go with a signal: only when they are ticked, never in an anonymous tip."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.codes import MoveField, SharedPart
from signals.disclosure import content_hash, offered_fields
from signals.indicators import Basis, Indicator
from signals.models import Arrival, Handover, Signal, SignalIndicator, Situation
from signals.operations.moving import OfferedMove
from signals.situations import SituationEnd
from tests.api.conftest import Program, program_of
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

WORDS, ADDRESS, NOTE = "Draagt altijd dezelfde jas", "Nergensweg 12", "De gordijnen zijn altijd dicht"
GONE = "Sliep in een schuur"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """With two of each, of which one does not stand any more."""
    signal = make.triaged(world.goes, world.wilma)
    make.noticed(signal, wilma, make.ticked(Indicator.GEN_OTHER, Basis.TOLD, WORDS))
    back = make.noticed(signal, wilma, make.ticked(Indicator.LAB_OTHER, Basis.ASSUMED, GONE))
    operations.withdraw_indicator(back, actor=wilma)
    make.situated(signal, wilma, address=ADDRESS, note=NOTE)
    ended = make.situated(signal, wilma, address="Verzonnenkade 3", note=GONE)
    operations.end_situation(ended, actor=wilma, why=SituationEnd.WRONG)
    return signal


@pytest.fixture
def judged(signal: Signal, wilma: Actor) -> Signal:
    return operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)


def _told(handover: Handover) -> dict[str, str]:
    return {code: text for code, _, text in handover.content}


# --- a handover


def test_a_handover_holds_them_when_they_are_ticked_and_nothing_that_does_not_stand(
    judged: Signal, world: World, wilma: Actor
) -> None:
    assert "indicators" not in _told(make.handed_over(judged, wilma, world.veilig_thuis))
    fields = ["place", "indicators", "situations"]
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=fields)
    told = _told(handover)
    assert set(told) == set(fields)
    assert told["indicators"] == f"Algemeen: Anders: {WORDS} (gehoord)"
    assert all(word in told["situations"] for word in (ADDRESS, NOTE, "gehoord", "waarschijnlijk"))
    assert GONE not in str(handover.content)
    assert handover.content_hash == content_hash(handover.content)
    # Frozen: what is taken back afterwards does not change what was given.
    operations.withdraw_indicator(SignalIndicator.objects.of(judged).get(withdrawn_at=None), actor=wilma)
    handover.refresh_from_db()
    assert _told(handover) == told


def test_nobody_ticks_them_beforehand_and_an_anonymous_tip_never_offers_them(
    judged: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    shown = {field.code: field.shown for field in offered_fields(judged, anonymous=False)}
    assert (shown["indicators"], shown["situations"]) == (False, False)
    assert not {"indicators", "situations"} & {field.code for field in offered_fields(judged, anonymous=True)}
    tip: dict[str, Any] = {"anonymous": True, "kind": "anonymous_tip"}
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=["place", "indicators", "situations"], **tip)
    assert set(_told(handover)) == {"place"}
    with pytest.raises(Invalid):
        make.handed_over(judged, wilma, world.inspectorate, fields=["indicators", "situations"], **tip)
    url = reverse("signals:hand-over", args=[judged.pk])
    page = client_of(world.wilma).post(url, {"hat": "focal_officer", "anonymous": "yes", "stap": "kiezen"})
    assert WORDS not in page.content.decode()


def test_a_program_reads_what_was_given(
    judged: Signal, world: World, wilma: Actor, program_of: Callable[..., Program]
) -> None:
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=["indicators"])
    read = program_of(world.inspectorate).get(f"/doormeldingen/{handover.pk}").json()
    assert read["inhoud"] == [
        {"code": "indicators", "label": "Kenmerken", "tekst": f"Algemeen: Anders: {WORDS} (gehoord)"}
    ]


# --- another municipality


def _moved(signal: Signal, world: World, wilma: Actor, *fields: MoveField) -> Signal:
    key = make.facts  # each call has a key of its own
    asked = OfferedMove(__import__("uuid").uuid4(), world.breda, "Het huis ligt daar.", fields)
    del key
    operations.offer_move(signal, actor=wilma, offered=asked)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=asked.key)
    return operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
