"""What was noted wrongly goes for good before its dossier does: every revision, and all by which it was found."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import Invalid, WrongState
from municipalities.roles import actor_for
from signals import operations
from signals.models import Arrival, HiddenNames, InquiryAnswer, MatchKey, Signal, SignalPerson, SignalThing
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.striking import STRUCK_ITEM
from signals.things import ThingKind
from signals.withheld import about_to_leave
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories.comparing import inquire, on
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

WULP = ToldPerson("Demo Wulp", alias="Wulpje")
KWEKERIJ = ToldThing(ThingKind.COMPANY, name="Demokwekerij", value="00000017")
WHY = "Dit was iemand anders."


def fresh(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def rows(signal: Signal) -> list[Any]:
    return [*SignalPerson.objects.of(signal), *SignalThing.objects.of(signal)]


def test_every_revision_and_key_goes_and_that_something_stood_there_stays(world: World, client_of: ClientOf) -> None:
    wilma, officer = actor_for(world.wilma), client_of(world.wilma)
    signal = make.mentioned(make.handled(world.goes, world.wilma), wilma, WULP, KWEKERIJ, make.PHONE)
    other = ToldPerson("Demo Tureluur")
    operations.correct_mention(fresh(signal), actor=wilma, number=1, told=other, key=uuid.uuid4())
    operations.withdraw_mention(fresh(signal), actor=wilma, kind="phone", number=1, why="Onjuist.", key=uuid.uuid4())
    gone = {row.pk for row in rows(signal)}
    page = reverse("signals:detail", args=[signal.pk])
    for slug, naming in (("persoon", "Wulp"), ("bedrijf", "Demokwekerij"), ("telefoon", "")):
        url = reverse("signals:strike-mention", args=[signal.pk, slug, 1])
        assert url in officer.get(page).content.decode()
        filled = officer.filled(url, why=WHY)
        if naming:
            assert officer.post(url, filled | {"why": f"Zij heet geen {naming}."}).status_code == 422
        # A second click too.
        assert [officer.post(url, filled).status_code for _ in range(2)] == [302, 302]
        assert url not in officer.get(page).content.decode()
    left = rows(signal)
    assert len(left) == 3
    assert not gone & {row.pk for row in left}
    for row in left:
        assert (row.withdrawn, row.struck, row.why, row.author_id) == (True, True, WHY, world.wilma.pk)
        assert not any((row.told.replace("naam onbekend", ""), getattr(row, "name", "")))
    assert not MatchKey.objects.of(signal).exclude(about="signal").exists()
    shown = officer.get(page).content.decode()
    assert "voorgoed verwijderd" in shown
    for word in ("Wulp", "Tureluur", "Demokwekerij", "06-0000 1234"):
        assert word not in shown
    event = AuditEvent.objects.unscoped(reason="test").filter(event="signals.mention_struck")
    assert [one.actor_id for one in event] == [world.wilma.pk] * 3
    # Its number is given to nobody else, and nothing is looked for in what leaves.
    make.mentioned(fresh(signal), wilma, ToldPerson("Demo Kievit"))
    assert {row.number for row in SignalPerson.objects.of(signal)} == {1, 2}
    assert not about_to_leave(fresh(signal), [], (), {}).check.finds


def test_only_its_owner_strikes_and_nothing_of_what_is_held_or_offered_away(world: World) -> None:
    wilma, koos = actor_for(world.wilma), actor_for(world.koos)
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, WULP)
    given: dict[str, Any] = {"kind": "person", "number": 1, "why": WHY}
    with pytest.raises(WrongState, match="eigenaar"):
        operations.strike_mention(fresh(signal), actor=koos, **given, key=uuid.uuid4())
    move = make.offered_to(fresh(signal), world.breda, wilma)
    with pytest.raises(WrongState, match="aangeboden aan Breda"):
        operations.strike_mention(fresh(signal), actor=wilma, **given, key=uuid.uuid4())
    operations.withdraw_move(move, actor=wilma)
    with pytest.raises(Invalid):
        operations.strike_mention(fresh(signal), actor=wilma, **given | {"why": " "}, key=uuid.uuid4())
    operations.close(fresh(signal), actor=wilma, closing=make.CLOSING)
    hold = operations.hold_signal(actor=wilma, longer=past.longer(fresh(signal)))
    with pytest.raises(WrongState, match="langer bewaard"):
        operations.strike_mention(fresh(signal), actor=wilma, **given, key=uuid.uuid4())
    operations.end_hold(hold, actor=wilma)
    # The walls let no row go of which nobody said that it is struck.
    [row] = SignalPerson.objects.of(signal)
    row.name = "Demo Ander"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    SignalPerson._base_manager.filter(pk=row.pk)._raw_delete(DEFAULT_DB_ALIAS)
    assert SignalPerson.objects.of(signal).exists()
    operations.strike_mention(fresh(signal), actor=wilma, **given, key=uuid.uuid4())
    [row] = SignalPerson.objects.of(signal)
    assert (row.struck, row.name) == (True, None)


def test_what_was_asked_elsewhere_tells_it_no_more_and_a_receiver_keeps_what_protects(world: World) -> None:
    wilma, floor = actor_for(world.wilma, "focal_officer"), actor_for(world.floor)
    plate = ToldThing(ThingKind.VEHICLE, value="GB-001-B")
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, plate, KWEKERIJ, WULP)
    on(world)
    answer = inquire(fresh(signal), wilma, "vehicle-1", "company-1")
    kept = make.triaged(world.goes, world.wilma)
    make.merged(fresh(signal), kept, wilma)
    move = make.offered_to(fresh(kept), world.breda, wilma)
    taken = operations.accept_move(actor=floor, arrival=Arrival.objects.unscoped(reason="test").get(move_id=move.pk))
    hidden = HiddenNames.objects.of(taken).get().digests
    for kind in ("vehicle", "person"):
        operations.strike_mention(fresh(signal), actor=wilma, kind=kind, number=1, why=WHY, key=uuid.uuid4())
    left = InquiryAnswer.objects.unscoped(reason="test").get(pk=answer.pk)
    assert [words for _, words, _ in left.found] == [STRUCK_ITEM, answer.found[1][1]]
    assert (left.necessity, left.places) == (answer.necessity, answer.places)
    # A text that went along may still hold the name: it stays out of a tip from there.
    assert HiddenNames.objects.of(taken).get().digests == hidden
