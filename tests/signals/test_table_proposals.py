"""What a table proposes to the officer of a signal; and care coordination that puts a signal of her own before one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Forbidden, Invalid
from core.workdays import today
from municipalities.models import Mandate
from municipalities.roles import actor_for
from signals import operations
from signals.codes import LegalGround, Origin
from signals.forms.tables import TableForm
from signals.models import Meeting, Signal, TableItem
from signals.operations.mentions import ToldPerson
from signals.work import count_work, work
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import seen as seen
from .seated import signal as signal
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]


def test_what_the_table_proposes_stands_on_the_signal_until_its_officer_decides(
    item: TableItem,
    signal: Signal,
    world: World,
    karlijn: Actor,
    wilma: Actor,
    meeting: Meeting,
    to_inspectorate: str,
    client_of: ClientOf,
) -> None:
    at_table.begun(world, meeting)
    paper, client = at_table.paper(item, "zorg"), client_of(world.wilma)
    page = reverse("signals:detail", args=[signal.pk])

    def decided(**given: Any) -> str:
        operations.record_outcome(actor=karlijn, paper=paper, outcome=at_table.outcome(**given))
        return client.get(page).content.decode()

    for wrong, field in (
        ({"step": "gather"}, "owner"),
        ({"step": "follow", "step_to": to_inspectorate}, "step_to"),
        ({"step": "hand_over", "step_to": "o0"}, "step_to"),
    ):
        with pytest.raises(Invalid) as refused:
            decided(**wrong)
        assert set(refused.value.fields) == {field}

    def waiting(person: str) -> list[str]:
        whose = actor_for(world.person(person), "focal_officer")
        return [line.reference for line in work(whose) if line.what.startswith("Voorstel van het screeningsoverleg")]

    assert "Het overleg stelde voor" not in decided()
    assert waiting("Wilma") == []
    says = decided(step="gather", owner="eigen", due_on=today() + timedelta(days=7))
    link = f"{reverse('signals:enrich', args=[signal.pk])}?punt={item.pk}"
    assert "Meer informatie verzamelen" in says
    assert link in says
    # In the work of whose signal it is, until she decides or takes that step; nobody else's.
    assert (waiting("Wilma"), waiting("Koos"), waiting("Vera")) == ([signal.reference], [], [])
    assert len(list(work(wilma))) == count_work(wilma)
    assert at_table.DECISION in client.get(link).content.decode()
    says = decided(step="hand_over", step_to=to_inspectorate)
    assert "Doorgeven aan Nederlandse Arbeidsinspectie (demo)" in says
    elsewhere = reverse("signals:paper", args=[at_table.paper(item, f"g{world.vlissingen.pk}").pk])
    assert "Doorgeven aan" in client_of(world.vera).get(elsewhere).content.decode()
    for step, box, field in (
        ("follow", "follow", "follow_why"),
        ("offer", "offer", "offer_why"),
        ("close", "close", "close_motivation"),
    ):
        assert f"?punt={item.pk}#besluit" in decided(step=step)
        form = client.get(page, {"punt": str(item.pk)}).context["decision_form"]
        assert (form[box].value(), form[field].value()) == (True, at_table.DECISION)
        assert form["severity"].value() is None
    assert not client.get(page).context["decision_form"]["close"].value()
    decided(step="gather", owner="eigen", due_on=today() + timedelta(days=7))
    asked = make.asked(now(signal), wilma)
    assert ("Het overleg stelde voor" in client.get(page).content.decode(), waiting("Wilma")) == (False, [])
    operations.withdraw_finding(asked, actor=wilma, reason="Verkeerd dossier.")
    assert ("Het overleg stelde voor" in client.get(page).content.decode(), len(waiting("Wilma"))) == (True, 1)
    operations.decide(now(signal), actor=wilma, judgement=make.JUDGEMENT)
    assert waiting("Wilma") == []
    assert "Het overleg stelde voor" not in client.get(page).content.decode()


def test_a_coordinator_puts_her_own_signal_before_the_table_and_nobody_elses(
    world: World, karlijn: Actor, wilma: Actor, meeting: Meeting, signal: Signal, to_inspectorate: str
) -> None:
    facts, told = make.facts(), ToldPerson("Demo Reiger")
    own = operations.log_signal(
        actor=karlijn, municipality=world.goes, origin=Origin.CARE_COORDINATOR, facts=facts, key=uuid4()
    )
    own = operations.add_mention(own, actor=karlijn, told=told, key=uuid4())
    with pytest.raises(Forbidden):
        at_table.tabled(signal, karlijn, meeting, to_inspectorate)
    with pytest.raises(Invalid) as refused:
        at_table.tabled(own, karlijn, meeting, to_inspectorate)
    assert set(refused.value.fields) == {"ground"}
    form = TableForm(
        {
            "text": "Reiger slaapt daar.",
            "question": "Wie?",
            "names_stay": "on",
            "ground": "public_task",
            "hat": karlijn.hat,
        },
        actor=karlijn,
        signal=own,
        meeting=meeting,
        parties=at_table.known(own, meeting),
    )
    assert {"text", "ground"} <= set(form.errors)
    point = at_table.tabled(own, karlijn, meeting, to_inspectorate, ground=LegalGround.NO_PERSONAL_DATA)
    assert {code for code, _ in point.parties} == {"eigen", "zorg", to_inspectorate}
    assert [one.item_id for one in seen(wilma)] == [point.pk]
    Mandate.objects.filter(municipality=world.goes).update(valid_until=today() - timedelta(days=1))
    with pytest.raises(Forbidden):
        operations.withdraw_item(now(point), actor=actor_for(world.karlijn), reason="Geen afspraak meer.")
