"""Situations of a signal: form x place x period x source; told better in a new row, ended and never overwritten."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.resend import AlreadySent
from core.walls import context, sign
from municipalities.roles import actor_for
from signals import operations
from signals.models import Signal, Situation
from signals.noticed import situations_in_words
from signals.situations import SituationEnd, VagueDay, period_in_words
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

ADDRESS, NOTE = "Nergensweg 12", "De gordijnen zijn altijd dicht"

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))
VAGUE = st.builds(
    lambda day, known: VagueDay(day.year, *(day.month, day.day)[:known]), DAYS, st.integers(min_value=0, max_value=2)
)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma)


@pytest.fixture
def situation(signal: Signal, wilma: Actor) -> Situation:
    return make.situated(signal, wilma, address=ADDRESS, note=NOTE, since=VagueDay(2024, 3))


# --- days known in part


@given(VAGUE)
def test_a_day_known_in_part_is_stored_and_read_as_it_was(day: VagueDay) -> None:
    assert VagueDay.stored(str(day)) == VagueDay.typed(str(day)) == day
    assert VagueDay.typed("-".join(reversed(str(day).split("-")))) == day
    assert day.first <= day.last
    assert (day.first == day.last) is (day.day is not None)


@given(VAGUE, VAGUE)
def test_what_lies_wholly_before_sorts_before(one: VagueDay, other: VagueDay) -> None:
    if one.last < other.first:
        assert str(one) < str(other)


@pytest.mark.parametrize("text", ["3", "26", "2026-13", "31-02-2026", "14-2026-3", "vorige zomer", "٢٠٢٦", "0000"])
def test_what_is_no_year_month_or_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  of Python's own dates too
        VagueDay.typed(text)


def test_a_period_is_told_as_exactly_as_it_is_known() -> None:
    assert period_in_words("2026-03", "", "") == "vanaf maart 2026"
    assert period_in_words("", "2026", "elke zondag") == "tot en met 2026, elke zondag"
    assert period_in_words("2026-03-14", "2026-03-14", "") == "op 14 maart 2026"
    assert period_in_words("2026", "2026", "") == "in 2026"
    assert period_in_words("", "", "") == period_in_words("", "", "Weet ik niet.") == ""


# --- adding, telling better, ending


def test_several_stand_beside_each_other_and_the_signal_keeps_its_form(
    signal: Signal, situation: Situation, wilma: Actor
) -> None:
    make.situated(signal, wilma, form="sexual", place="", seen_when="elke zondag")
    assert Situation.objects.of(signal).count() == 2
    assert Signal.objects.unscoped(reason="test").get(pk=signal.pk).form == signal.form
    assert f"{ADDRESS}, Goes, vanaf maart 2024 (gehoord, waarschijnlijk): {NOTE}" in situations_in_words(signal)


def test_where_or_when_must_be_said_and_the_end_comes_after_the_begin(signal: Signal, wilma: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        make.situated(signal, wilma, place="")
    assert set(refused.value.fields) == {"place"}
    with pytest.raises(Invalid) as refused:
        make.situated(signal, wilma, since=VagueDay(2025), until=VagueDay(2024, 12))
    assert set(refused.value.fields) == {"until"}
    make.situated(signal, wilma, since=VagueDay(2025, 6), until=VagueDay(2025))


def test_changing_makes_a_new_row_and_leaves_the_old_one_as_it_was(
    signal: Signal, situation: Situation, world: World, wilma: Actor
) -> None:
    better = make.situation(place="Kapelle", until=VagueDay(2025))
    changed = operations.change_situation(situation, actor=wilma, facts=better)
    old = Situation.objects.unscoped(reason="test").get(pk=situation.pk)
    assert (old.place, old.address, old.ended_why, old.ended_by) == ("Goes", ADDRESS, SituationEnd.CHANGED, world.wilma)
    assert (changed.place, changed.replaces_id, changed.ended_at) == ("Kapelle", situation.pk, None)
    assert situations_in_words(signal).count("\n") == 0
    # The same form again is the same answer; who had the old page open overwrites nothing.
    assert operations.change_situation(old, actor=wilma, facts=better) == changed
    with pytest.raises(AlreadySent):
        operations.change_situation(old, actor=wilma, facts=replace(better, place="Hulst"))
    with pytest.raises(WrongState):
        operations.change_situation(old, actor=wilma, facts=make.situation(place="Hulst"))
    with pytest.raises(WrongState):
        operations.end_situation(old, actor=wilma, why=SituationEnd.OVER)


def test_ending_says_why_and_a_second_click_changes_nothing(situation: Situation, world: World, wilma: Actor) -> None:
    ended = operations.end_situation(situation, actor=wilma, why=SituationEnd.WRONG)
    assert operations.end_situation(situation, actor=wilma, why=SituationEnd.WRONG).ended_at == ended.ended_at
    with pytest.raises(WrongState):
        operations.end_situation(situation, actor=actor_for(world.koos), why=SituationEnd.OVER)
    assert situations_in_words(ended.signal) == ""


def test_sending_the_same_form_twice_adds_once(signal: Signal, wilma: Actor) -> None:
    facts = make.situation(key=uuid.uuid4())
    first = operations.add_situation(signal, actor=wilma, facts=facts)
    assert operations.add_situation(signal, actor=wilma, facts=facts) == first
    with pytest.raises(AlreadySent):
        operations.add_situation(signal, actor=wilma, facts=replace(facts, place="Hulst"))


def test_the_database_lets_no_situation_stand_without_where_or_when_or_end_without_why(situation: Situation) -> None:
    rows = Situation.objects.unscoped(reason="test").filter(pk=situation.pk)
    for change in ({"since": "maart"}, {"ended_at": situation.noted_at}, {"ended_why": SituationEnd.OVER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_only_who_works_on_the_signal_while_it_is_open_writes_and_nobody_elsewhere_reads(
    signal: Signal, situation: Situation, world: World, wilma: Actor
) -> None:
    for actor in (actor_for(world.vera), actor_for(world.hanna), actor_for(world.karlijn)):
        with pytest.raises(Forbidden):
            make.situated(signal, actor)
        with pytest.raises(Forbidden):
            operations.change_situation(situation, actor=actor, facts=make.situation())
        with context(sign(actor)):
            assert not Situation.objects.visible_to(actor).exists()
    with context(sign(actor_for(world.vera))):
        assert not Situation._base_manager.exists()
    make.offered_to(signal, world.breda, wilma)
    with pytest.raises(WrongState):
        make.situated(signal, wilma)
    with pytest.raises(WrongState):
        operations.change_situation(situation, actor=wilma, facts=make.situation())
    with pytest.raises(WrongState):
        operations.end_situation(situation, actor=wilma, why=SituationEnd.OVER)


# --- pages


def test_the_form_opens_with_what_stands_and_puts_errors_beside_their_fields(
    situation: Situation, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:change-situation", args=[situation.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert (shown["since"], shown["address"], shown["note"]) == ("03-2024", ADDRESS, NOTE)
    sent = {name: value or "" for name, value in shown.items()}
    assert form["since"].as_widget().count("2024") == 1
    wrong: list[dict[str, Any]] = [{"since": "ooit"}, {"since": "2999"}, {"since": "1900"}]
    wrong += [{"until": "2023"}, {"confidence": ""}, {"form": "made_up"}]
    for change in wrong:
        answer = client.post(url, sent | change)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(change)
    empty = dict.fromkeys(("place", "address", "since", "until", "seen_when"), "")
    assert set(client.post(url, sent | empty).context["form"].errors) == {"place"}
    answer = client.post(url, sent | {"until": "14-3-2025", "role": "broker"})
    assert answer.headers["Location"] == reverse("signals:detail", args=[situation.signal_id])
    page = client.get(answer.headers["Location"]).content.decode()
    standing, _, gone = page.partition('id="situaties-kop"')[2].partition("Niet meer geldig")
    assert "vanaf maart 2024 tot en met 14 maart 2025" in standing
    assert "Mogelijke bemiddelaar" in standing
    assert "vanaf maart 2024" in gone


def test_a_form_sent_after_a_colleague_changed_it_overwrites_nothing_and_keeps_what_was_typed(
    situation: Situation, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:change-situation", args=[situation.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    operations.change_situation(situation, actor=actor_for(world.koos), facts=make.situation(place="Hulst"))
    answer = client.post(url, sent | {"note": "Er brandt licht in de schuur."})
    assert answer.status_code == 409
    assert "Er brandt licht in de schuur." in answer.content.decode()
    assert Situation.objects.of(situation.signal).count() == 2
