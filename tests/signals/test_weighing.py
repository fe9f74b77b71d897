"""Weighing: every judgement is kept, a fast one is completed afterwards, and what stands beside it decides nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import Actor
from core.errors import Forbidden, Stale, WrongState
from core.workdays import today
from municipalities.roles import actor_for
from reports.figures.signals import received_by_form
from reports.figures.source import over_this_connection
from reports.periods import Period, PeriodKind
from signals import operations
from signals.codes import (
    SERIOUS_DISADVANTAGE,
    Answered,
    Certainty,
    CloseReason,
    EnrichmentResult,
    Form,
    PossibleRole,
    Severity,
    Wish,
)
from signals.disclosure import choices_of
from signals.exporting import lines_of
from signals.indicators import Basis, Indicator
from signals.models import Decision, Revision, Signal, SignalPerson, part_of
from signals.operations.lifecycle import Judgement
from signals.scales import SCALES
from signals.views.detail import weighing_of
from signals.watched import watched
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

HAT = {"hat": "focal_officer"}
STEPS = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal"}
FAST = Judgement(None, None, None, "De wijkagent gaat er nu heen.")


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


@pytest.fixture
def acute(world: World, wilma: Actor) -> Signal:
    """Decided with direct danger, and not weighed yet."""
    came = make.received(world.goes, world.hanna, danger=Answered.YES)
    return operations.decide_acute(came, actor=wilma, judgement=FAST)


def _all(signal: Signal) -> list[Decision]:
    return list(Decision.objects.of(signal))


def _now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def test_a_later_judgement_stands_beside_the_first_which_stays_as_it_was(signal: Signal, wilma: Actor) -> None:
    second = replace(make.JUDGEMENT, severity=Severity.HIGH, own_wish="Naar huis.", minors=Answered.YES)
    operations.weigh(signal, actor=wilma, judgement=second)
    first, last = _all(signal)
    assert (first.severity, first.minors, first.wish) == (Severity.RAISED, Answered.UNKNOWN, Wish.NOT_KNOWN)
    assert (last.severity, last.minors, last.wish, last.own_wish) == (
        Severity.HIGH,
        Answered.YES,
        Wish.KNOWN,
        "Naar huis.",
    )
    assert _now(signal).state == SignalState.HANDLING


def test_a_judgement_cannot_be_changed_in_the_database(signal: Signal) -> None:
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Decision.objects.unscoped(reason="test").filter(signal=signal).update(motivation="Anders.")


@pytest.mark.parametrize(
    "wrong", [{"severity": ""}, {"wish": Wish.KNOWN, "own_wish": ""}, {"wish": Wish.NOT_KNOWN, "own_wish": "Rust."}]
)
def test_the_database_keeps_no_half_judgement(wrong: dict[str, str], signal: Signal) -> None:
    row = _all(signal)[0]
    row.pk = None
    row._state.adding = True
    for name, value in {"id": Decision().pk, **wrong}.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_only_with_direct_danger_the_steps_may_wait(world: World, wilma: Actor) -> None:
    known = make.triaged(world.goes, world.wilma)
    with pytest.raises(Exception, match="beoordeling"):
        operations.decide(known, actor=wilma, judgement=FAST)


def test_what_waits_to_be_weighed_is_pointed_out_until_it_is(acute: Signal, wilma: Actor) -> None:
    seen: Any = Signal.objects.visible_to(wilma)
    assert list(watched(seen, "aanvullen", wilma)) == [acute]
    operations.weigh(acute, actor=wilma, judgement=make.JUDGEMENT)
    assert not watched(seen, "aanvullen", wilma).exists()
    assert [one.is_complete for one in _all(acute)] == [False, True]


def test_weighing_is_for_who_works_on_it_and_only_after_a_decision(world: World, signal: Signal, wilma: Actor) -> None:
    for person in (world.vera, world.karlijn, world.hanna):
        with pytest.raises(Forbidden):
            operations.weigh(signal, actor=actor_for(person), judgement=make.JUDGEMENT)
    with pytest.raises(WrongState):
        operations.weigh(make.triaged(world.goes, world.wilma), actor=wilma, judgement=make.JUDGEMENT)


def test_of_two_screens_the_second_overwrites_nothing_and_a_second_click_adds_nothing(
    signal: Signal, wilma: Actor, world: World
) -> None:
    judgement = replace(make.JUDGEMENT, motivation="Er kwam een tweede melding.")
    operations.weigh(signal, actor=wilma, version=signal.version, judgement=judgement)
    operations.weigh(signal, actor=wilma, version=signal.version, judgement=judgement)
    assert len(_all(signal)) == 2
    with pytest.raises(Stale):
        operations.weigh(signal, actor=actor_for(world.koos), version=signal.version, judgement=judgement)


def test_the_page_shows_the_judgement_before_what_bears_on_it_and_what_each_step_means(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    SignalPerson.objects.create(
        signal=signal,
        municipality=world.goes,
        dossier_id=signal.dossier_id,
        number=1,
        name="Demo Reiger",
        role=PossibleRole.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        author=world.wilma,
    )
    page = client_of(world.wilma).get(reverse("signals:weigh", args=[signal.pk])).content.decode()
    assert make.JUDGEMENT.motivation in page
    assert "Vorige beoordeling" in page
    assert all(means in page for scale in SCALES for _, means in scale.steps)
    assert "Direct gevaar:" in page
    assert "Persoon 1:" in page
    assert "Demo Reiger" not in page
    assert "score" not in page.lower()


def test_beside_each_question_stands_what_this_signal_says_how_it_is_known_and_what_is_not(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    make.noticed(signal, wilma, make.ticked(Indicator.GEN_DEBT, Basis.OBSERVED))
    make.noticed(signal, wilma, make.ticked(Indicator.GEN_VIOLENCE, Basis.ASSUMED))
    make.situated(signal, wilma)
    for number, age in enumerate((str(today().year - 16), str(today().year - 18), "", "rond 20"), start=1):
        SignalPerson.objects.create(**part_of(signal), number=number, name="Demo Reiger", birth_year=age)
    open_question = make.asked(signal, wilma)
    found = make.asked(signal, wilma, result=EnrichmentResult.FOUND, answered_on=today(), text="Negen mensen.")
    before = {aid.scale.question: aid for aid in weighing_of(signal, wilma)["aids"]}
    severe, likely, minor = (before[SCALES[at].question] for at in (0, 1, 3))
    debt, violence = Indicator.GEN_DEBT.label, Indicator.GEN_VIOLENCE.label
    said = [line.text for line in severe.lines]
    assert said[-2:] == [f"{debt} (zelf gezien)", f"{violence} (vermoeden, niemand zag of hoorde het)"]
    assert any(one.startswith("Situatie: ") and one.endswith("(waarschijnlijk; gehoord)") for one in said)
    assert f"{found.get_kind_display()}: gevonden. Negen mensen." in [line.text for line in likely.lines]
    assert any(open_question.get_kind_display() in line.text for line in likely.unknown)
    assert [line.text for line in minor.lines][1:] == [
        f"Persoon 1: geboren in {today().year - 16}, jonger dan 18",
        f"Persoon 2: geboren in {today().year - 18}, wordt dit jaar 18 of is dat al: ga uit van een kind",
        "Persoon 4: rond 20",
    ]
    assert [line.text for line in minor.unknown] == ["Persoon 3: leeftijd niet bekend"]
    page = client_of(world.wilma).get(reverse("signals:weigh", args=[signal.pk])).content.decode()
    assert "Negen mensen." in page
    assert 'checked=""' not in page.partition("Hoe ernstig is het")[2].partition("minderjarigen")[0]


def test_what_is_known_of_the_same_elsewhere_stands_beside_it_as_far_as_its_reader_may_know(
    signal: Signal, wilma: Actor, world: World
) -> None:
    earlier = make.triaged(world.goes, world.wilma, vehicle="DE-MO-12")
    make.triaged(world.vlissingen, world.vera, vehicle="DE-MO-12")
    here = make.handled(world.goes, world.wilma, vehicle="DE-MO-12")
    likely = weighing_of(here, wilma)["aids"][1]
    assert [line.link for line in likely.lines if line.text.startswith("Eerder")] == [
        reverse("signals:detail", args=[earlier.pk])
    ]


def test_the_form_asks_for_each_step_and_for_the_wish_that_is_known(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:weigh", args=[signal.pk])
    sent = {**HAT, "version": _now(signal).version, "motivation": "Meer past.", "wish": "known"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"severity", "plausibility", "urgency", "own_wish"}
    assert "Meer past." in answer.content.decode()
    assert client.post(url, {**sent, **STEPS, "own_wish": "Rust."}).status_code == 302
    assert _all(signal)[-1].own_wish == "Rust."


def test_serious_disadvantage_is_set_by_hand_or_by_closing_and_counts_as_no_trafficking(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:weigh", args=[signal.pk])
    judged = {**HAT, **STEPS, "motivation": "Meer past.", "serious_disadvantage": "on"}
    assert client.post(url, {**judged, "version": signal.version}).status_code == 302
    assert _now(signal).serious_disadvantage
    # A second judgement that differs in the mark alone is no second click.
    del judged["serious_disadvantage"]
    assert client.post(url, {**judged, "version": _now(signal).version}).status_code == 302
    assert [one.was for one in Revision.objects.of(signal).order_by("at")] == [
        {"serious_disadvantage": False},
        {"serious_disadvantage": True},
    ]
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Het gaat om ernstige benadeling of misstand op het werk" in page
    other = make.triaged(world.goes, world.wilma, form=Form.LABOUR)
    reason = CloseReason.SERIOUS_DISADVANTAGE
    operations.close(other, actor=wilma, closing=replace(make.CLOSING, reason=reason))
    assert f"Arbeidsuitbuiting; {SERIOUS_DISADVANTAGE}" in choices_of(_now(other), anonymous=True)[0].text
    listed = client.get(reverse("signals:list"), {"tab": "alles", "vorm": "serious_disadvantage"}).content.decode()
    assert (other.reference in listed, signal.reference in listed) == (True, False)
    heads, line = lines_of([_now(other)], ["serious_disadvantage"], wilma)
    assert (heads, line) == (["Ernstige benadeling"], ["ja"])
    with over_this_connection():
        counted = received_by_form([world.goes.pk], Period(PeriodKind.YEAR, today().year))
    assert counted["serious_disadvantage"] == {world.goes.pk: 1}
    assert Form.LABOUR not in counted


def test_with_direct_danger_the_panel_asks_only_why(world: World, client_of: ClientOf) -> None:
    came = make.received(world.goes, world.hanna, danger=Answered.YES, danger_not_called="Er was geen telefoon.")
    client = client_of(world.wilma)
    page = client.get(reverse("signals:detail", args=[came.pk])).content.decode()
    assert "De rest vult u later aan" in page
    sent = {**HAT, "version": came.version, "motivation": "Politie is gebeld.", "hand_over": "on"}
    assert client.post(reverse("signals:decide", args=[came.pk]), sent).status_code == 302
    page = client.get(reverse("signals:detail", args=[came.pk])).content.decode()
    assert "Vul de beoordeling aan" in page
    assert "nog niet ingevuld" in page
