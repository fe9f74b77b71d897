"""Exceptions as work: what waits for the privacy officer, what she decided for who asked, and how a receiver under one is told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from core.attention import Work, lines_for, works_of
from core.navigation import count_work
from core.workdays import today
from municipalities.codes import Role, Verdict
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations
from signals.forms.handover import HandoverForm
from signals.models import Override, Signal
from signals.operations.mentions import ToldPerson
from signals.operations.overriding import is_party
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def signal(world: World) -> Signal:
    """Of a region with a list, on which Veilig Thuis does not stand."""
    make.agreement(world)
    return make.handled(world.goes, world.wilma)


def of_leaves(user: User, hat: str = "") -> list[Work]:
    """Also what the start page and the frame count is what stands in the list."""
    actor = actor_for(user, hat)
    found = works_of(actor)
    assert count_work(actor) == len(found)
    return [one for one in found if "uitzondering" in one.kind]


def decided(row: Override, user: User, **given: Any) -> Override:
    vince = actor_for(user)
    with overseeing(vince):
        found = Override.objects.visible_to(vince).get(pk=row.pk)
        if row.in_danger:
            return operations.review_override(found, actor=vince, verdict=Verdict.NOT_FINE, reason="Te veel.")
        if "until" in given:
            return operations.allow_override(found, actor=vince, **given)
        return operations.refuse_override(found, actor=vince, reason="Kan via de politie.")


def test_it_waits_with_the_privacy_officer_and_then_with_who_asked(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    wilma, vince = actor_for(world.wilma), world.person("Vince")
    rows = [make.overridden(signal, wilma, world.veilig_thuis) for _ in range(2)]
    (first, second) = of_leaves(vince)
    assert (first.what, first.reference, first.since) == ("Beslissen over een uitzondering", signal.reference, today())
    assert {first.url, second.url} == {reverse("signals:override", args=[row.pk]) for row in rows}
    watcher = client_of(vince)
    assert watcher.get(first.url).status_code == 200
    page = watcher.get(reverse("work"))
    assert "wacht sinds" in page.content.decode()
    assert len(queries_of(partial(watcher.get, reverse("work")))) <= 12
    assert of_leaves(world.wilma) == of_leaves(world.koos) == of_leaves(world.vera) == []

    until = today() + timedelta(days=3)
    decided(rows[0], vince, until=until)
    decided(rows[1], vince)
    assert of_leaves(vince) == []
    (allowed, refused) = of_leaves(world.wilma)
    assert (allowed.what, allowed.due) == ("Doorgeven: de privacy officer staat dit één keer toe", until)
    assert "weigerde" in refused.what
    officer = client_of(world.wilma)
    assert officer.get(allowed.url).context["form"]["partner"].value() == world.veilig_thuis.pk
    assert 'id="uitzondering"' in officer.get(refused.url).content.decode()
    assert of_leaves(world.koos) == of_leaves(world.vera) == []  # colleagues who asked nothing
    Override._base_manager.filter(pk=rows[1].pk).update(decided_at=rows[1].asked_at - timedelta(days=8))
    Override._base_manager.filter(pk=rows[0].pk).update(until=today() - timedelta(days=1))
    assert of_leaves(world.wilma) == []


def test_what_did_not_wait_is_judged_and_the_judgement_is_read(world: World) -> None:
    make.agreement(world)
    vince = world.person("Vince")
    acute = make.handled(world.goes, world.wilma, danger="yes", danger_not_called="Er was geen telefoon.")
    given = {"method": "letter", "fields": ["place", "facts"], "urgent_why": "Zij moet vannacht weg."}
    row = make.handed_over(acute, actor_for(world.wilma), world.veilig_thuis, **given).override
    assert row is not None
    assert [one.what for one in of_leaves(vince)] == ["Doormelding bij direct gevaar beoordelen"]
    decided(row, vince)
    assert of_leaves(vince) == []
    assert [one.what for one in of_leaves(world.wilma)] == [
        "De privacy officer vond een doormelding niet in orde: lees waarom"
    ]


def test_what_she_asked_herself_waits_for_another(signal: Signal, world: World) -> None:
    vince = world.person("Vince")
    give(world.goes, world.wilma.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    make.overridden(signal, actor_for(world.wilma, "focal_officer"), world.veilig_thuis)
    own = actor_for(world.wilma, "privacy_officer")
    assert of_leaves(world.wilma, "privacy_officer") == []
    assert not [line for line in lines_for(own) if "uitzondering" in line.text]
    assert len(of_leaves(vince)) == 1


def test_a_receiver_with_whom_nothing_was_agreed_says_so_in_the_list(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    def asked(about: Signal) -> HandoverForm:
        return HandoverForm(actor=actor_for(world.wilma), signal=about)

    def listed(about: Signal) -> dict[int, str]:
        form = asked(about)
        return {key: name for _, group in form.fields["partner"].choices[1:] for key, name in group}  # type: ignore[attr-defined]  # a choice field

    row = decided(
        make.overridden(signal, actor_for(world.wilma), world.veilig_thuis), world.person("Vince"), until=today()
    )
    names = listed(signal)
    assert names[world.veilig_thuis.pk] == f"{world.veilig_thuis} (met uitzondering)"
    assert names[world.inspectorate.pk] == str(world.inspectorate)
    acute = make.handled(world.goes, world.wilma, danger="yes", danger_not_called="Er was geen telefoon.")
    assert listed(acute)[world.veilig_thuis.pk] == f"{world.veilig_thuis} (niet afgesproken)"
    # What a page does not ask is not read either: of a tip alone, of police data alone, with direct danger alone.
    assert not {"circle", "permitted_by", "urgent_why"} & asked(signal).fields.keys()
    assert {"urgent_why"} == {"circle", "permitted_by", "urgent_why"} & asked(acute).fields.keys()
    # Only the ways that lead to the receiver that the form begins with.
    client = client_of(world.wilma)
    link = f"{reverse('signals:hand-over', args=[signal.pk])}?uitzondering={row.pk}"
    field = client.get(link).context["form"].fields["method"]
    assert [code for code, _ in field.widget.choices] == ["", "inbox", "letter", "phone"]  # it has no program
    assert len(queries_of(partial(client.get, link))) <= 12


def test_nobody_of_the_signal_is_named_to_who_reads_nothing_of_it(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)
    make.mentioned(signal, wilma, ToldPerson("Demo Tureluur"))
    client, url = client_of(world.wilma), reverse("signals:ask-override", args=[signal.pk])
    sent: dict[str, Any] = {
        "hat": client.hat,
        "key": str(uuid4()),
        "partner": str(world.veilig_thuis.pk),
        "kind": "inform",
    }
    sent |= {
        "categories": ["place"],
        "ground": "public_task",
        "purpose": "Hulp",
        "why": "T u r e l u u r slaapt buiten.",
    }
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"why"}
    assert "T u r e l u u r slaapt buiten." in answer.content.decode()
    assert not Override.objects.of(signal).exists()
    assert client.post(url, sent | {"why": "Zij slaapt buiten."}).status_code == 302


def test_a_decision_that_comes_too_late_keeps_what_was_typed(signal: Signal, world: World, client_of: ClientOf) -> None:
    wilma, typed = actor_for(world.wilma), "Alleen aan het hoofd van de afdeling."
    watcher = client_of(world.person("Vince"))
    for how in ("decided", "withdrawn", "changed"):
        row = make.overridden(signal, wilma, world.veilig_thuis)
        url = reverse("signals:override", args=[row.pk])
        sent = {"hat": watcher.hat, "version": row.version, "decision": "allow", "until": today(), "reason": typed}
        if how == "decided":
            decided(row, world.person("Vince"))
        elif how == "withdrawn":
            operations.withdraw_override(row, actor=wilma)
        else:
            Override._base_manager.filter(pk=row.pk).update(version=row.version + 1)
        before = Override._base_manager.values("state", "version").get(pk=row.pk)
        answer = watcher.post(url, sent)
        assert answer.status_code == 409
        assert typed in answer.content.decode()
        assert Override._base_manager.values("state", "version").get(pk=row.pk) == before


def test_what_she_asked_herself_waits_for_another_and_not_for_her(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    give(world.goes, world.wilma.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    make.overridden(signal, actor_for(world.wilma, "focal_officer"), world.veilig_thuis)
    assert of_leaves(world.wilma, "privacy_officer") == []
    shown = client_of(world.wilma, "privacy_officer").get(reverse("signals:overrides"))
    assert (shown.context["waiting"], len(shown.context["own"])) == ([], 1)
    assert "Wacht op een andere privacy officer" in shown.content.decode()
    # So does what a colleague asked for a signal that she works on: she keeps no line that she cannot finish.
    make.overridden(signal, actor_for(world.koos), world.inspectorate)
    assert of_leaves(world.wilma, "privacy_officer") == []
    assert count_work(actor_for(world.wilma, "privacy_officer")) == 0
    shown = client_of(world.wilma, "privacy_officer").get(reverse("signals:overrides"))
    assert (shown.context["waiting"], len(shown.context["own"])) == ([], 2)
    Signal._base_manager.filter(pk=signal.pk).update(owner=world.koos)
    assert count_work(actor_for(world.wilma, "privacy_officer")) == 1
    # Nor for one that was hers.
    Signal._base_manager.filter(pk=signal.pk).update(past_owners=[world.wilma.pk])
    assert count_work(actor_for(world.wilma, "privacy_officer")) == 0
    assert all(is_party(row, actor_for(world.wilma, "privacy_officer")) for row in Override.objects.of(signal))
