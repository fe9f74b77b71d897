"""Where nobody is appointed: the fall-back sees that something waits, not what, and appoints."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from municipalities.codes import Role
from municipalities.models import Mandate, MunicipalityFallBack, MunicipalityRole, RegionFallBack
from municipalities.roles import actor_for, give, holders
from signals.models import DangerAlarm, Signal
from signals.unattended import numbers_with, waiting_with
from signals.work import count_work
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]

URL = "/signalen/achtervang/"


@pytest.fixture
def waiting(world: World) -> Signal:
    """Sent for Vlissingen, which has no mandate and whose officer has left."""
    signal = make.received(world.vlissingen, world.hanna, place="Kamer 214", company="Voorbeeldbedrijf Denkbeeld")
    MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
    return signal


def _of_municipality(world: World, user: User) -> None:
    MunicipalityFallBack.objects.create(municipality=world.vlissingen, user=user, valid_from=FIRST)


def _of_region(world: World, user: User) -> None:
    RegionFallBack.objects.create(region=world.region, user=user, municipality=world.goes, valid_from=FIRST)


@pytest.mark.parametrize("name", [_of_municipality, _of_region])
@pytest.mark.parametrize("person", ["lowie", "outsider"])
def test_the_fall_back_sees_number_and_municipality_and_nothing_of_the_content(
    world: World, client_of: ClientOf, waiting: Signal, name: Callable[[World, User], None], person: str
) -> None:
    user = getattr(world, person)
    name(world, user)
    client = client_of(user)
    for url in (URL, "/", reverse("work")):
        page = client.get(url).content.decode()
        assert "Vlissingen" in page
        assert waiting.facts not in page
        assert "Kamer 214" not in page
        assert "Denkbeeld" not in page
    assert waiting.reference in client.get(URL).content.decode()
    assert waiting.reference in client.get(reverse("work")).content.decode()
    assert client.get(reverse("signals:detail", args=[waiting.pk])).status_code in {403, 404}
    looked = AuditEvent.objects.unscoped(reason="test").filter(event="signals.unattended_listed").first()
    assert looked is not None
    assert (looked.actor_id, looked.detail["rows"]) == (user.pk, 1)


def test_the_fall_back_appoints_and_then_nothing_waits_any_more(
    world: World, client_of: ClientOf, waiting: Signal
) -> None:
    _of_municipality(world, world.outsider)
    client = client_of(world.outsider)
    appoint = reverse("municipalities:appoint", args=["GM0718"])
    assert appoint in client.get(URL).content.decode()
    assert client.get(appoint).status_code == 200
    answer = client.post(appoint, {"hat": "", "user": world.koos.email, "stap": "aanwijzen"}, follow=True)
    assert answer.status_code == 200
    assert [one.user for one in holders(Role.FOCAL_OFFICER, [world.vlissingen], timezone.localdate())] == [world.koos]
    assert waiting.reference not in client.get(URL).content.decode()
    assert waiting.reference in client_of(world.koos).get(reverse("signals:list")).content.decode()


def test_the_region_comes_after_whom_the_municipality_named(world: World, client_of: ClientOf, waiting: Signal) -> None:
    _of_municipality(world, world.outsider)
    _of_region(world, world.lowie)
    assert waiting.reference not in client_of(world.lowie).get(URL).content.decode()


def test_a_mandate_does_not_hide_what_waits_for_no_care_coordinator_can_take_it_up(
    world: World, client_of: ClientOf
) -> None:
    signal = make.received(world.goes, world.hanna)
    MunicipalityRole.objects.filter(content_object=world.goes).delete()
    _of_region(world, world.lowie)
    assert signal.reference in client_of(world.karlijn).get(reverse("signals:list")).content.decode()
    assert signal.reference in client_of(world.lowie).get(URL).content.decode()


def test_the_fall_back_sees_that_a_report_with_danger_was_broken_off_and_not_whom_to_call(
    world: World, client_of: ClientOf, waiting: Signal
) -> None:
    key = uuid4()
    alarm = {"id": key, "dossier_id": key, "municipality": world.vlissingen, "raised_at": timezone.now()}
    DangerAlarm.objects.create(**alarm, call_back="06 0000 0000")
    _of_region(world, world.lowie)
    client = client_of(world.lowie)
    page = client.get(URL).content.decode()
    assert page.index("Afgebroken melding met direct gevaar") < page.index(waiting.reference)
    assert "06 0000 0000" not in page
    assert "2 signalen wachten" in client.get("/").content.decode()


def test_of_many_the_first_are_shown_and_all_are_counted_without_reading_them(
    world: World, client_of: ClientOf, waiting: Signal
) -> None:
    make.stored(world.vlissingen, world.vera, 120)
    _of_region(world, world.lowie)
    client = client_of(world.lowie)
    page = client.get(URL).content.decode()
    assert page.count('<th scope="row">') == 100
    assert "En nog 21." in page
    assert waiting.reference in page, "it has a term, the others have none"
    assert "121 signalen wachten op een aandachtsfunctionaris in Vlissingen" in client.get("/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert count_work(actor_for(world.lowie)) == 121
    assert not [one["sql"] for one in queries if '"signals_signal"."reference"' in one["sql"]]


def test_a_tip_that_a_care_coordinator_logged_for_herself_waits_for_nobody(
    world: World, client_of: ClientOf, waiting: Signal
) -> None:
    rows = Signal.objects.unscoped(reason="test").filter(pk=waiting.pk)
    rows.update(origin="care_coordinator", state="triage", owner=world.karlijn)
    _of_region(world, world.lowie)
    assert waiting.reference not in client_of(world.lowie).get(URL).content.decode()


def test_where_an_officer_or_deputy_is_nothing_waits(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    _of_region(world, world.lowie)
    page = client_of(world.lowie).get(URL).content.decode()
    assert signal.reference not in page
    assert "Er wacht niets op u" in page


def test_a_closed_signal_does_not_wait(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.vlissingen, world.hanna)
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(state="anonymised")
    MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
    _of_region(world, world.lowie)
    assert signal.reference not in client_of(world.lowie).get(URL).content.decode()


def test_for_who_is_no_fall_back_the_page_does_not_exist(world: World, client_of: ClientOf, waiting: Signal) -> None:
    for person in (world.lowie, world.daphne, world.wilma, world.outsider):
        client = client_of(person)
        assert client.get(URL).status_code == 404
        assert waiting.reference not in client.get("/").content.decode()


@pytest.mark.parametrize("name", [_of_municipality, _of_region])
@pytest.mark.parametrize("in_team", [True, False])
def test_what_is_restricted_waits_with_its_team_and_comes_back_when_nobody_in_it_works_there(
    world: World, client_of: ClientOf, waiting: Signal, name: Callable[[World, User], None], in_team: bool
) -> None:
    restriction = shield.restricted(waiting, [world.karlijn, *([world.outsider] if in_team else [])])
    restriction.kept_by = ["care_coordinator"]
    restriction.save()
    carer = Mandate.objects.get(municipality=world.goes).organisation
    mandate = Mandate.objects.create(
        municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=FIRST
    )
    name(world, world.outsider)
    client = client_of(world.outsider)
    for url in (URL, reverse("work")):
        assert (waiting.reference in client.get(url).content.decode()) == in_team
    assert numbers_with(actor_for(world.outsider)).total == int(in_team)
    mandate.delete()
    for url in (URL, reverse("work")):
        assert waiting.reference in client.get(url).content.decode()
    assert numbers_with(actor_for(world.outsider)).total == 1


def test_what_is_restricted_waits_with_no_fall_back_who_is_privacy_officer_too(world: World, waiting: Signal) -> None:
    """She reads in the log that there is something; as fall-back she is shown nothing of it under that hat either."""
    other = make.received(world.vlissingen, world.hanna)
    restriction = shield.restricted(waiting, [world.karlijn])
    restriction.kept_by = ["care_coordinator"]
    restriction.save()
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=FIRST)
    _of_municipality(world, world.outsider)
    for place in (world.vlissingen, world.breda):
        give(place, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    actor = actor_for(world.outsider, Role.PRIVACY_OFFICER)
    assert waiting.dossier_id not in actor.excluded
    with contexts.acting_as(actor):
        assert [one.reference for one in waiting_with(actor)] == [other.reference]
        assert numbers_with(actor).total == 1
