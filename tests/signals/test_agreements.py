"""The list of receivers: what was agreed can leave, with the document frozen; what was not cannot, and says why."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from core.access import Actor
from core.errors import Forbidden, Invalid
from core.workdays import today
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations
from signals.codes import HandoverKind, LegalGround
from signals.models import Agreement, Handover, Signal
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def partners(client: OutsideClient, signal: Signal) -> set[int]:
    """Whom the form offers."""
    form = client.get(reverse("signals:hand-over", args=[signal.pk])).context["form"]
    return {key for _, group in form.fields["partner"].choices[1:] for key, _ in group}


def test_without_any_list_everybody_can_receive_and_the_form_says_that_nothing_was_agreed(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    assert {world.inspectorate.pk, world.veilig_thuis.pk} <= partners(client, signal)
    page = client.get(reverse("signals:hand-over", args=[signal.pk])).content.decode()
    assert "nog geen afspraken over doorgeven" in page


def test_with_a_list_the_form_offers_only_who_stands_in_it_and_says_so(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    make.agreement(world)
    client = client_of(world.wilma)
    offered = partners(client, signal)
    assert world.inspectorate.pk in offered
    assert world.veilig_thuis.pk not in offered
    page = client.get(reverse("signals:hand-over", args=[signal.pk])).content.decode()
    assert "staan alleen ontvangers met wie een afspraak" in page


def test_the_agreement_is_frozen_with_the_handover_and_read_by_name_only(
    signal: Signal, world: World, wilma: Actor
) -> None:
    agreement = make.agreement(world)
    make.agreement(
        world,
        kinds=[HandoverKind.ANONYMOUS_TIP],
        ground=LegalGround.NO_PERSONAL_DATA,
        document="Convenant Voorbeeldstreek",
    )
    made = make.handed_over(signal, wilma, world.inspectorate)
    assert (made.agreement, made.agreed_in) == (agreement, "Convenant (verzonnen) 2024")
    assert ("Afgesproken in", "Convenant (verzonnen) 2024") in made.about
    tip = {"anonymous": True, "kind": "anonymous_tip", "ground": LegalGround.NO_PERSONAL_DATA, "fields": ["place"]}
    given = make.handed_over(signal, wilma, world.inspectorate, **tip)
    assert given.agreed_in == "Convenant Voorbeeldstreek"
    assert "Voorbeeldstreek" not in str(given.about)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": HandoverKind.INFORM}, "kind"),
        ({"ground": LegalGround.LEGAL_DUTY}, "kind"),
        ({"partner": "veilig_thuis", "method": "letter"}, "partner"),
    ],
)
def test_what_was_not_agreed_does_not_leave(
    signal: Signal, world: World, wilma: Actor, given: dict[str, Any], field: str
) -> None:
    make.agreement(world)
    partner = getattr(world, given.pop("partner", "inspectorate"))
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, partner, **given)
    assert set(refusal.value.fields) == {field}
    assert not Handover.objects.of(signal).exists()


def test_an_agreement_that_ended_lets_nothing_out_and_the_list_stays_closed(
    signal: Signal, world: World, wilma: Actor
) -> None:
    agreement = make.agreement(world)
    bo = actor_for(world.person("Bo"))
    operations.end_agreement(agreement, actor=bo, last_day=today() - timedelta(days=1))
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.inspectorate)


def test_what_changes_between_the_preview_and_the_last_button_stops_it(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    """The agreement ends, or a colleague adds to what would leave: nothing goes, and what was chosen stays on the page."""
    agreement, bo = make.agreement(world), actor_for(world.person("Bo"))
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    given = {
        "hat": client.hat,
        "key": str(uuid.uuid4()),
        "anonymous": "no",
        "partner": str(world.inspectorate.pk),
        "kind": "investigate",
        "fields_shared": ["place"],
        "purpose": "Onderzoek naar misstanden",
        "ground": "public_task",
        "method": "letter",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
    }
    sent = given | dict(client.post(url, given | {"stap": "controleren"}).context["sent"]) | {"stap": "versturen"}
    sent["fields_shared"] = ["place"]
    with pytest.raises(Invalid) as refusal:  # past the page, under the lock
        make.handed_over(signal, wilma, world.inspectorate, fields=["place"], seen="0" * 64)
    assert "net veranderd" in str(refusal.value.fields)
    operations.end_agreement(agreement, actor=bo, last_day=today() - timedelta(days=1))
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Onderzoek naar misstanden" in answer.content.decode()
    assert not Handover.objects.of(signal).exists()


def test_an_agreement_with_one_opens_no_other_of_its_kind_and_only_for_its_purpose(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    twin = Organisation.objects.create(
        name="Andere inspectie (proef)", kind=world.inspectorate.kind, valid_from=today() - timedelta(days=9)
    )
    purpose = "Onderzoek naar misstanden"
    agreement = make.agreement(world, organisation=world.inspectorate, purpose=purpose)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    assert {world.inspectorate.pk, twin.pk} & partners(client, signal) == {world.inspectorate.pk}
    letter = {"method": "letter", "fields": ["place"]}
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, twin, **letter)
    assert set(refusal.value.fields) == {"partner"}
    # With all of the kind the same may be agreed beside it, and with the same one not twice.
    with pytest.raises(Invalid), transaction.atomic():
        make.agreement(world, organisation=world.inspectorate, purpose=purpose)
    # Its purpose is what a handover is for; what it is for this time stands behind a colon, and more does not.
    renewed = client.filled(url, anonymous="no", partner=world.inspectorate.pk, purpose="", seen="", stap="kiezen")
    assert client.post(url, renewed).context["form"]["purpose"].value() == purpose
    for other in ("Belasting innen", f"{purpose} en belasting innen"):
        with pytest.raises(Invalid) as refusal:
            make.handed_over(signal, wilma, world.inspectorate, **letter, purpose=other)
        assert purpose in refusal.value.fields["purpose"][0]
    told = "onderzoek naar  Misstanden: het loon in de kassen."
    assert make.handed_over(signal, wilma, world.inspectorate, **letter, purpose=told).agreement == agreement
    # For something else the privacy officer may allow it, once, as anything that was not agreed.
    asked = make.overridden(signal, wilma, world.inspectorate, purpose="Belasting innen", categories=["place"])
    operations.allow_override(asked, actor=actor_for(world.person("Vince")), until=today())
    made = make.handed_over(signal, wilma, world.inspectorate, **letter, purpose="Belasting innen")
    assert (made.agreement, made.override_id) == (None, asked.pk)


def test_a_ground_without_personal_data_carries_tips_and_advice_only(world: World) -> None:
    with pytest.raises(Invalid, match="ingevuld"):
        make.agreement(world, ground=LegalGround.NO_PERSONAL_DATA)


def test_only_the_administrator_of_the_region_writes_them_down(world: World, wilma: Actor) -> None:
    agreement = make.agreement(world)
    with pytest.raises(Forbidden):
        operations.end_agreement(agreement, actor=wilma, last_day=today())


def test_the_administrator_registers_and_ends_one_on_her_pages(world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.person("Bo")), reverse("signals:register-agreement")
    form = client.get(url).context["form"]
    given = {
        **{field.html_name: field.value() or "" for field in form},
        "organisation_kind": "nla",
        "kinds": ["inspect_joint", "anonymous_tip"],
        "categories": ["place", "story"],
        "purpose": "Controle op het werk",
        "ground": "public_task",
        "document": "Convenant (verzonnen)",
        "region": world.region.pk,
        "organisation": world.inspectorate.pk,
    }
    assert client.post(url, {**given, "kinds": []}).status_code == 422
    wrong = client.post(url, {**given, "organisation": world.veilig_thuis.pk})
    assert "andere soort" in str(wrong.context["form"].errors["organisation"])
    assert client.post(url, given).headers["Location"] == reverse("signals:agreements")
    listed = client.get(reverse("signals:agreements")).content.decode()
    assert "Controle op het werk" in listed
    assert f"{world.inspectorate}" in listed
    row = Agreement.objects.get()
    end = reverse("signals:end-agreement", args=[row.pk])
    assert client.post(end, {"hat": client.hat, "last_day": today().isoformat()}).status_code == 302
    row.refresh_from_db()
    assert row.valid_until == today()
