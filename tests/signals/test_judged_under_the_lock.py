"""Between the look and the lock something changed: what leaves a signal is judged once more as it stands when it leaves."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from core.access import SYSTEM, Actor
from core.errors import Conflict, Invalid, NotVisible, WrongState
from core.workdays import today
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from signals import operations
from signals.codes import Certainty, EnrichmentKind, EnrichmentResult, PossibleRole
from signals.indicators import Indicator
from signals.models import Arrival, Concern, Enrichment, Handover, SharedSignal, Signal, SignalIndicator
from signals.noticed import told_indicators
from signals.operations import enclosing
from signals.operations.concerning import AskedConcern
from signals.operations.mentions import ToldThing
from signals.operations.moving import OfferedMove
from signals.operations.people import Named
from signals.portable import portable
from signals.shareable import shareable
from signals.shared_texts import SharedText, shared_parts
from signals.sharing_codes import Provenance
from signals.situations import SituationEnd
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

SPEAKS, MONEY = Indicator.GEN_SPEAKS_FOR, Indicator.GEN_NO_MONEY
BSN = "123456782"

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def again(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def found(signal: Signal, actor: Actor, text: str = "Een eenmanszaak.") -> Enrichment:
    told = {"kind": EnrichmentKind.KVK, "result": EnrichmentResult.FOUND, "answered_on": today(), "text": text}
    return make.asked(again(signal), actor, **told)


def as_shared(signal: Signal, item: Enrichment) -> SharedText:
    one = portable(again(signal))[f"found-{item.pk}"]
    return SharedText(one.code, one.title, one.text)


def take_back(item: Enrichment, actor: Actor) -> None:
    operations.withdraw_finding(Enrichment._base_manager.get(pk=item.pk), actor=actor, reason="Verkeerd bedrijf.")


def test_who_was_kept_out_since_her_page_was_asked_for_lets_nothing_leave(world: World, wilma: Actor) -> None:
    signal, untaken = make.handled(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    given = make.handed_over(signal, wilma, world.inspectorate)
    shared = make.shared_with(again(signal), world.breda, wilma)
    # Two of Goes whose requests have begun: the one is excluded by name, the other is not in the team.
    give(world.goes, world.floor.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    table = at_table.meeting(world)
    begun = [actor_for(who, Role.FOCAL_OFFICER) for who in (world.koos, world.floor)]
    for one in (signal, untaken):
        why = "Zij kennen elkaar."
        operations.exclude_colleague(again(one), actor=wilma, user_id=world.koos.pk, why=why)
        operations.restrict_signal(again(one), actor=wilma, user_ids=(), why=why)
    where = "Het huis ligt daar."
    steps: list[Callable[[Actor], object]] = [
        lambda actor: make.handed_over(again(signal), actor, world.veilig_thuis),
        lambda actor: make.added_to(Handover._base_manager.get(pk=given.pk), actor, "company"),
        lambda actor: operations.offer_move(
            again(untaken), actor=actor, offered=OfferedMove(uuid.uuid4(), world.breda, where, ())
        ),
        lambda actor: operations.concern_also(
            again(signal), actor=actor, asked=AskedConcern(uuid.uuid4(), world.vlissingen, where, make.PARTS)
        ),
        lambda actor: operations.share_more(
            Concern._base_manager.get(pk=shared.pk), actor=actor, parts=[SharedText("company", "Bedrijf", "Rozenhof")]
        ),
        lambda actor: make.questioned(again(signal), actor, to_partner_id=world.inspectorate.pk),
        lambda actor: at_table.tabled(again(signal), actor, table, f"o{world.inspectorate.pk}"),
    ]
    for actor in begun:
        for step in steps:
            with pytest.raises(NotVisible):
                step(actor)
    for step in steps[-3:]:
        step(wilma)


@pytest.mark.parametrize("what", ["gathered", "file"])
def test_what_is_taken_back_or_marked_while_a_move_is_accepted_does_not_go_along(
    world: World, wilma: Actor, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal, floor = make.triaged(world.goes, world.wilma), actor_for(world.floor)
    item = found(signal, wilma)
    key = uuid.uuid4()
    asked = OfferedMove(key, world.breda, "Het huis ligt daar.", (), (f"found-{item.pk}",))
    operations.offer_move(again(signal), actor=wilma, offered=asked)
    looked = operations.portable.still_along

    def late(*args: Any, **given: Any) -> list[Any]:
        rows = list(looked(*args, **given))
        change = {"withdrawn_because": "Fout.", "withdrawn_by": world.wilma, "withdrawn_at": signal.received_at}
        Enrichment._base_manager.filter(pk=item.pk).update(
            **(change if what == "gathered" else {"provenance": Provenance.WPG})
        )
        return rows

    monkeypatch.setattr(operations.portable, "still_along", late)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=key)
    with pytest.raises(WrongState, match="net veranderd"):
        operations.accept_move(actor=floor, arrival=arrival)
    assert not Enrichment.objects.unscoped(reason="test").filter(municipality=world.breda).exists()


def test_a_file_that_is_marked_as_the_polices_while_it_is_handed_over_stays(
    world: World, wilma: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = make.handled(world.goes, world.wilma)
    file = operations.accept_file(make.attached(signal, wilma), actor=SYSTEM, made=make.CLEANED)
    enclose = enclosing.enclose

    def late(*args: Any, **given: Any) -> None:
        operations.correct_file(file, actor=wilma, provenance=Provenance.WPG, reason="Van de wijkagent.")
        enclose(*args, **given)

    monkeypatch.setattr(operations.handovers, "enclose", late)
    with pytest.raises(Invalid) as refusal:
        make.handed_over(again(signal), wilma, world.inspectorate, fields=["place", f"file-{file.pk}"])
    assert set(refusal.value.fields) == {"fields_shared"}
    assert not Handover.objects.of(signal).exists()


def test_what_was_taken_back_or_struck_since_a_share_was_offered_is_not_given(world: World, wilma: Actor) -> None:
    facts = f"Demo Wulp slaapt er. Zij is {BSN}."
    signal = make.handled(world.goes, world.wilma, facts=facts)
    things = [ToldThing(ThingKind.COMPANY, name=name) for name in ("Rozenhof BV", "Duinzicht BV", "Vlasland BV")]
    make.mentioned(signal, wilma, *things)
    right, wrong = found(signal, wilma), found(signal, wilma, "Een vof.")
    ticks = [make.noticed(again(signal), wilma, make.ticked(code)) for code in (MONEY, SPEAKS)]
    situations = [make.situated(again(signal), wilma, place=place) for place in ("Goes", "Kapelle", "Borsele")]
    parts = [shareable(again(signal))[code] for code in ("companies", "indicators", "situations")]
    assert parts[0].text == "Rozenhof BV\nDuinzicht BV\nVlasland BV"
    gathered = as_shared(signal, right)
    said = shareable(again(signal))["facts"]
    assert said.text == facts
    concern = make.shared_with(again(signal), world.breda, wilma, [said, *parts, gathered, as_shared(signal, wrong)])
    take_back(wrong, wilma)
    operations.move_name(again(signal), actor=wilma, named=Named("Demo Wulp", PossibleRole.UNKNOWN, Certainty.TOLD))
    operations.take_out_bsn(again(signal), actor=wilma)
    operations.withdraw_indicator(ticks[0], actor=wilma)
    operations.end_situation(situations[0], actor=wilma, why=SituationEnd.WRONG)
    operations.change_situation(situations[1], actor=wilma, facts=make.situation(place="Kloetinge"))
    told = {"kind": ThingKind.COMPANY, "why": "Hoort hier niet bij."}
    operations.withdraw_mention(again(signal), actor=wilma, number=1, key=uuid.uuid4(), **told)
    operations.strike_mention(again(signal), actor=wilma, number=2, key=uuid.uuid4(), **told)
    row = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    row = operations.accept_concern(actor=actor_for(world.floor), shared=row)
    # What was told better stays as it was offered; what was taken back or ended is not given.
    lines = [
        "Vlasland BV",
        told_indicators([ticks[1]]),
        "\n".join(line for line in parts[2].text.splitlines() if "Goes" not in line),
    ]
    cleared = replace(said, text="persoon 1 slaapt er. Zij is [nummer weggehaald].")
    left = [cleared, *(replace(part, text=text) for part, text in zip(parts, lines, strict=True)), gathered]
    assert "Kapelle" in lines[2]
    concern.refresh_from_db()
    assert shared_parts(row) == shared_parts(concern) == left
    # Where all of it was taken back, there is nothing to give.
    other = make.shared_with(again(signal), world.vlissingen, wilma, [as_shared(signal, right)])
    take_back(right, wilma)
    row = SharedSignal.objects.unscoped(reason="test").get(concern_id=other.pk)
    with pytest.raises(WrongState, match="kijkt dit eerst zelf"):
        operations.accept_concern(actor=actor_for(world.person("Vera")), shared=row)


@pytest.mark.parametrize("since", [{"whose": Whose.VICTIM}, {"provenance": Provenance.WPG}])
def test_what_was_marked_since_a_share_was_offered_is_not_given(
    world: World, wilma: Actor, since: dict[str, Any]
) -> None:
    signal = make.handled(world.goes, world.wilma)
    make.mentioned(signal, wilma, *(ToldThing(ThingKind.COMPANY, name=name) for name in ("Rozenhof BV", "Vlasland BV")))
    for code in list(Indicator)[:2]:
        make.noticed(again(signal), wilma, make.ticked(code))
    parts = [part for code, part in shareable(again(signal)).items() if code in {"companies", "indicators"}]
    concern = make.shared_with(again(signal), world.breda, wilma, parts)
    marked = ToldThing(ThingKind.COMPANY, name="Rozenhof BV", **since)
    operations.correct_mention(again(signal), actor=wilma, number=1, told=marked, key=uuid.uuid4())
    operations.withdraw_indicator(SignalIndicator.objects.of(signal).order_by("code").first(), actor=wilma)
    row = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    row = operations.accept_concern(actor=actor_for(world.floor), shared=row)
    left = {part.code: part.text for part in shared_parts(row)}
    assert (left["companies"], left["indicators"].count(";")) == ("Vlasland BV", 0)
    # The report itself is said to be the police's: none of it goes by itself.
    other = make.shared_with(again(signal), world.vlissingen, wilma, [shareable(again(signal))["facts"]])
    Signal._base_manager.filter(pk=signal.pk).update(provenance=Provenance.WPG)
    row = SharedSignal.objects.unscoped(reason="test").get(concern_id=other.pk)
    with pytest.raises(WrongState, match="kijkt dit eerst zelf"):
        operations.accept_concern(actor=actor_for(world.person("Vera")), shared=row)


def test_more_is_shared_only_as_it_stood_on_the_page(world: World, wilma: Actor, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    concern = make.shared_with(again(signal), world.breda, wilma)
    item, browser = found(signal, wilma), client_of(world.wilma)
    url = reverse("signals:share-more", args=[concern.pk])
    sent = browser.filled(url, parts=["facts"])
    take_back(item, wilma)
    assert browser.post(url, sent).status_code == 409
    parts = [SharedText("company", "Bedrijf", "Rozenhof")]
    with pytest.raises(Conflict):
        operations.share_more(Concern._base_manager.get(pk=concern.pk), actor=wilma, parts=parts, seen=1)
    assert browser.post(url, browser.filled(url, parts=["facts"])).status_code == 302
