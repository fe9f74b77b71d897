"""Characteristics of a signal: each with how it is known, added and taken back and never overwritten."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.resend import AlreadySent
from core.walls import context, sign
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Form, Origin
from signals.indicators import (
    INDICATOR_HTCDS,
    OTHERS,
    Basis,
    Indicator,
    IndicatorGroup,
    Noticed,
    by_group,
    forms_of,
    group_of,
    in_groups,
)
from signals.models import Signal, SignalIndicator
from signals.noticed import indicators_in_words
from signals.workflow import OPEN_STATES, SignalState
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

DEBT = make.ticked(Indicator.GEN_DEBT, Basis.TOLD)
WORDS = "Draagt altijd dezelfde jas"
OTHER = make.ticked(Indicator.LAB_OTHER, Basis.ASSUMED, WORDS)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma, form=Form.LABOUR)


def _note(signal: Signal, actor: Actor, *noticed: Noticed, key: uuid.UUID | None = None) -> Signal:
    return operations.note_indicators(signal, actor=actor, noticed=noticed, key=key or uuid.uuid4())


# --- the list


def test_every_group_has_its_characteristics_and_ends_with_own_words() -> None:
    assert [group for group, _ in in_groups()] == list(IndicatorGroup)
    assert [codes[-1] for _, codes in in_groups()] == list(OTHERS)
    assert all(len(codes) >= 9 for _, codes in in_groups())
    assert sum(len(codes) for _, codes in in_groups()) == len(Indicator)
    assert {group_of(code) for code in INDICATOR_HTCDS} < set(IndicatorGroup)


def test_every_form_that_says_something_unfolds_a_group_of_its_own() -> None:
    shown = {form for group in IndicatorGroup if group is not IndicatorGroup.GENERAL for form in forms_of(group)}
    assert set(Form) - shown == {Form.OTHER, Form.UNKNOWN}
    assert Form.UNKNOWN not in forms_of(IndicatorGroup.GENERAL)


def test_what_was_ticked_is_told_by_group_with_how_it_is_known() -> None:
    rows = [(one.code, one.basis, one.text) for one in (OTHER, DEBT)]
    assert by_group(rows) == [
        (IndicatorGroup.GENERAL, [f"{Indicator.GEN_DEBT.label} (gehoord)"]),
        (IndicatorGroup.LABOUR, [f"Anders: {WORDS} (vermoeden)"]),
    ]


# --- at logging


def test_a_signal_is_logged_with_what_was_ticked_and_twice_is_once(world: World, wilma: Actor) -> None:
    key, facts = uuid.uuid4(), make.facts(indicators=(DEBT, OTHER))
    given: dict[str, Any] = {"actor": wilma, "municipality": world.goes, "origin": Origin.FOCAL_OFFICER, "key": key}
    signal = operations.log_signal(facts=facts, **given)
    assert operations.log_signal(facts=facts, **given) == signal
    rows = SignalIndicator.objects.of(signal)
    assert {(row.code, row.basis, row.text) for row in rows} == {
        (DEBT.code, DEBT.basis, None),
        (OTHER.code, OTHER.basis, WORDS),
    }
    assert {(row.author, row.batch) for row in rows} == {(world.wilma, signal.pk)}
    # Taking one back later makes the same form no other one; other ticks do.
    operations.withdraw_indicator(rows[0], actor=wilma)
    assert operations.log_signal(facts=facts, **given) == signal
    with pytest.raises(AlreadySent):
        operations.log_signal(facts=replace(facts, indicators=(DEBT,)), **given)


def test_a_colleague_ticks_what_she_reads_no_more(world: World, wilma: Actor) -> None:
    signal = make.received(world.goes, world.hanna, indicators=(DEBT,))
    assert [row.author for row in SignalIndicator.objects.of(signal)] == [world.hanna]
    with context(sign(actor_for(world.hanna))):
        assert not SignalIndicator._base_manager.exists()


# --- beside a signal


@pytest.mark.parametrize("state", OPEN_STATES)
def test_it_is_added_and_taken_back_in_every_open_state(state: SignalState, world: World, wilma: Actor) -> None:
    signal = make.received(world.goes, world.hanna)
    if state != SignalState.RECEIVED:
        signal = operations.take_up(signal, actor=wilma)
    if state == SignalState.ENRICHING:
        signal = operations.gather(signal, actor=wilma)
    if state == SignalState.HANDLING:
        signal = operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    assert signal.state == state
    row = make.noticed(signal, wilma)
    back = operations.withdraw_indicator(row, actor=wilma)
    assert (back.withdrawn_by, back.withdrawn_at is not None) == (world.wilma, True)
    assert SignalIndicator.objects.of(signal).count() == 1


def test_nothing_is_noted_about_what_is_closed_or_offered_to_another_municipality(world: World, wilma: Actor) -> None:
    closed = make.handled(world.goes, world.wilma)
    row = make.noticed(closed, wilma)
    operations.close(closed, actor=wilma, closing=make.CLOSING)
    offered = make.triaged(world.goes, world.wilma)
    make.offered_to(offered, world.breda, wilma)
    for signal in (closed, offered):
        with pytest.raises(WrongState):
            _note(signal, wilma, DEBT)
    with pytest.raises(WrongState):
        operations.withdraw_indicator(row, actor=wilma)


def test_the_same_form_adds_once_and_another_under_its_key_is_refused(signal: Signal, wilma: Actor) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        _note(signal, wilma, DEBT, OTHER, key=key)
    assert SignalIndicator.objects.of(signal).count() == 2
    with pytest.raises(AlreadySent):
        _note(signal, wilma, DEBT, key=key)


def test_the_same_characteristic_known_in_another_way_is_another_row_and_once_taken_back_comes_again(
    signal: Signal, wilma: Actor
) -> None:
    row = make.noticed(signal, wilma, DEBT)
    with pytest.raises(Invalid) as refused:
        _note(signal, wilma, DEBT)
    assert set(refused.value.fields) == {"basis_gen_debt"}
    _note(signal, wilma, replace(DEBT, basis=Basis.OBSERVED))
    operations.withdraw_indicator(row, actor=wilma)
    _note(signal, wilma, DEBT)
    assert SignalIndicator.objects.of(signal).count() == 3
    # In own words as often as there is something to say.
    _note(signal, wilma, OTHER)
    _note(signal, wilma, OTHER)


def test_own_words_are_needed_where_the_list_says_so_and_only_there(signal: Signal, wilma: Actor) -> None:
    for wrong in (replace(OTHER, text=" "), replace(DEBT, text="Zegt hij zelf")):
        with pytest.raises(Invalid) as refused:
            _note(signal, wilma, wrong)
        assert set(refused.value.fields) == {f"text_{wrong.code}"}
    with pytest.raises(Invalid):
        _note(signal, wilma)


def test_the_database_holds_each_once_and_own_words_with_own_words_alone(signal: Signal, wilma: Actor) -> None:
    row = make.noticed(signal, wilma, DEBT)
    for change in ({"code": Indicator.GEN_OTHER}, {"withdrawn_by": row.author}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignalIndicator.objects.unscoped(reason="test").filter(pk=row.pk).update(**change)
    other = make.noticed(signal, wilma, replace(DEBT, basis=Basis.OBSERVED))
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalIndicator.objects.unscoped(reason="test").filter(pk=other.pk).update(basis=DEBT.basis)


def test_a_second_click_takes_back_once_and_a_colleague_is_told(signal: Signal, world: World, wilma: Actor) -> None:
    row = make.noticed(signal, wilma)
    first = operations.withdraw_indicator(row, actor=wilma).withdrawn_at
    assert operations.withdraw_indicator(row, actor=wilma).withdrawn_at == first
    with pytest.raises(WrongState):
        operations.withdraw_indicator(row, actor=actor_for(world.koos))


def test_who_judges_must_have_seen_what_was_noted_and_the_log_says_how_many_and_not_which(
    signal: Signal, wilma: Actor
) -> None:
    before = Signal.objects.unscoped(reason="test").get(pk=signal.pk).version
    row = make.noticed(signal, wilma, OTHER)
    operations.withdraw_indicator(row, actor=wilma)
    assert Signal.objects.unscoped(reason="test").get(pk=signal.pk).version == before + 2
    told = AuditEvent.objects.unscoped(reason="test").filter(event__startswith="signals.indicator")
    assert not any(word in str(event.detail) for event in told for word in (OTHER.code, WORDS))


# --- who


def test_only_who_works_on_the_signal_notes_and_takes_back(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    row = make.noticed(signal, wilma)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    for actor in (actor_for(world.vera), actor_for(world.hanna), actor_for(world.karlijn), actor_for(world.philo)):
        with pytest.raises(Forbidden):
            _note(signal, actor, DEBT)
        with pytest.raises(Forbidden):
            operations.withdraw_indicator(row, actor=actor)
    # Care coordination reads it while it is offered; another municipality never does.
    with context(sign(actor_for(world.karlijn))):
        assert SignalIndicator.objects.visible_to(actor_for(world.karlijn)).get() == row
    with context(sign(actor_for(world.vera))):
        assert not SignalIndicator._base_manager.exists()


def test_care_coordination_notes_on_a_signal_of_her_own(world: World) -> None:
    karlijn = actor_for(world.karlijn)
    given: dict[str, Any] = {"municipality": world.goes, "origin": Origin.CARE_COORDINATOR, "facts": make.facts()}
    signal = operations.log_signal(actor=karlijn, key=uuid.uuid4(), **given)
    row = make.noticed(signal, karlijn)
    assert operations.withdraw_indicator(row, actor=karlijn).withdrawn_by == world.karlijn


# --- its pages


def test_the_part_of_the_page_counts_what_stands_and_keeps_what_was_taken_back(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    make.noticed(signal, wilma, DEBT)
    back = make.noticed(signal, wilma, OTHER)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Kenmerken (2)" in page
    operations.withdraw_indicator(back, actor=wilma)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    part = page.partition("Kenmerken (1)")[2]
    standing, _, gone = part.partition("Ingetrokken kenmerken")
    assert str(Indicator.GEN_DEBT.label) in standing
    assert WORDS not in standing
    assert WORDS in gone
    assert indicators_in_words(signal) == f"Algemeen: {Indicator.GEN_DEBT.label} (gehoord)"


def test_who_may_not_know_the_sender_reads_no_name_beside_a_tick(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = operations.take_up(make.received(world.goes, world.hanna, indicators=(DEBT,)), actor=wilma)
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    url = reverse("signals:detail", args=[signal.pk])
    assert "Hanna Handveger" in client_of(world.wilma).get(url).content.decode()
    page = client_of(world.karlijn).get(url).content.decode()
    assert "Kenmerken (1)" in page
    assert "Hanna" not in page
    assert "Intrekken" not in page


def test_the_short_page_notes_what_was_ticked_and_keeps_what_was_wrong(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:note-indicators", args=[signal.pk])
    form = client.get(url).context["form"]
    sent: dict[str, Any] = {"hat": client.hat, "key": form["key"].value(), "indicators": ["lab_other", "gen_debt"]}
    answer = client.post(url, sent | {"basis_gen_debt": "told"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"basis_lab_other", "text_lab_other"}
    groups = {group.code: group for group in answer.context["form"].groups()}
    assert [code for code, group in groups.items() if group.open] == ["general", "labour"]
    assert [row.basis for row in groups["general"].rows if row.ticked] == ["told"]
    answer = client.post(url, sent | {"basis_gen_debt": "told", "basis_lab_other": "assumed", "text_lab_other": WORDS})
    assert answer.status_code == 302
    assert SignalIndicator.objects.of(signal).count() == 2
    shown = client.get(url).content.decode()
    assert "Staat er al: gehoord." in shown


def test_where_nobody_knows_the_form_yet_the_general_ones_are_unfolded(world: World, client_of: ClientOf) -> None:
    url = reverse("signals:note-indicators", args=[make.triaged(world.goes, world.wilma).pk])
    form = client_of(world.wilma).get(url).context["form"]
    assert [group.code for group in form.groups() if group.open] == ["general"]


def test_nothing_ticked_and_a_made_up_code_are_refused_beside_the_list(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:note-indicators", args=[signal.pk])
    for ticks in ([], ["gen_made_up"]):
        answer = client.post(url, {"hat": client.hat, "key": str(uuid.uuid4()), "indicators": ticks})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"indicators"}
    number = "111222333"
    sent = {"hat": client.hat, "key": str(uuid.uuid4()), "indicators": ["gen_other"], "basis_gen_other": "told"}
    answer = client.post(url, sent | {"text_gen_other": f"Noemde {number}"})
    assert "Dit is geen BSN" in answer.content.decode()
    assert client.post(url, sent | {"text_gen_other": f"Noemde {number}", "no_bsn": "on"}).status_code == 302
