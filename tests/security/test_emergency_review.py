"""What the privacy officer does afterwards with an emergency access: looks at it, without content, and judges it once."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.recording import write_gathered
from core.errors import Conflict, Forbidden
from core.unit import current_unit
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities import operations
from municipalities.codes import Role, Verdict
from municipalities.models import EmergencyAccess, EmergencyGrant, Municipality, MunicipalityRole, RegionMembership
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals.models import Signal
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.emergency import WHY, break_glass, koos, vince
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
UNJUDGED = "kan niemand beoordelen"


@pytest.fixture
def signal(world: World) -> Signal:
    """Restricted to its owner."""
    made = make.handled(world.goes, world.wilma)
    shield.restricted(made, [world.wilma])
    return made


def _closed(world: World, signal: Signal) -> EmergencyAccess:
    access = break_glass(world, signal)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    return access


def test_the_privacy_officer_sees_who_when_why_and_what_kind_of_things(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    access = break_glass(world, signal)
    deputy = client_of(world.koos)
    deputy.get(reverse("signals:detail", args=[signal.pk]))
    deputy.get(reverse("signals:detail", args=[signal.pk]))
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    write_gathered(current_unit())
    browser = client_of(world.person("Vince"))
    listed = browser.get(reverse("municipalities:emergency-reviews")).content.decode()
    assert signal.reference in listed
    shown = browser.get(reverse("municipalities:review-emergency", args=[access.pk])).content.decode()
    for words in ("Koos Koffiekan", WHY, "Heeft het signaal bekeken", signal.reference):
        assert words in shown
    for words in (make.FACTS, "Wilma"):
        assert words not in shown


def test_it_waits_in_her_work_until_it_is_judged(signal: Signal, world: World, client_of: ClientOf) -> None:
    access = break_glass(world, signal)
    browser = client_of(world.person("Vince"))
    assert "Noodtoegang beoordelen" not in browser.get(reverse("work")).content.decode()
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    assert "Noodtoegang beoordelen" in browser.get(reverse("work")).content.decode()
    start = "1 keer noodtoegang te beoordelen"
    assert start in browser.get(reverse("start")).content.decode()
    url = reverse("municipalities:review-emergency", args=[access.pk])
    access.refresh_from_db()
    form = {"hat": browser.hat, "version": access.version, "verdict": "not_fine", "reason": ""}
    assert browser.post(url, form).status_code == 422
    assert browser.post(url, form | {"reason": "Er was geen spoed."}).status_code == 302
    assert "Noodtoegang beoordelen" not in browser.get(reverse("work")).content.decode()
    assert start not in browser.get(reverse("start")).content.decode()
    assert "Er was geen spoed." in browser.get(url).content.decode()


def test_what_waits_for_her_stands_before_all_that_she_judged(
    signal: Signal, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.handled(world.goes, world.wilma)
    shield.restricted(other, [world.wilma])
    judged, waiting = _closed(world, signal), _closed(world, other)
    with overseeing(vince(world)):
        operations.review_emergency(judged, actor=vince(world), verdict=Verdict.FINE)
    monkeypatch.setattr("municipalities.views.emergency.MOST", 1)
    listed = client_of(world.person("Vince")).get(reverse("municipalities:emergency-reviews")).content.decode()
    assert (waiting.reference in listed, judged.reference in listed) == (True, False)


def test_it_is_judged_when_it_is_over_once_and_never_by_who_took_it(signal: Signal, world: World) -> None:
    access = break_glass(world, signal)
    given = {"actor": vince(world), "verdict": Verdict.FINE}
    with overseeing(vince(world)), pytest.raises(Conflict):
        operations.review_emergency(access, **given)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    give(world.goes, world.koos.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    own = actor_for(world.koos, "privacy_officer")
    assert own.alerts == frozenset()
    with overseeing(own), pytest.raises(Forbidden):
        operations.review_emergency(access, actor=own, verdict=Verdict.FINE)
    with overseeing(vince(world)):
        operations.review_emergency(access, **given)
    with overseeing(vince(world)), pytest.raises(Conflict):
        operations.review_emergency(access, **given)


def test_another_municipality_s_privacy_officer_sees_nothing_of_it(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    access = _closed(world, signal)
    give(world.breda, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    browser = client_of(world.outsider)
    assert signal.reference not in browser.get(reverse("municipalities:emergency-reviews")).content.decode()
    assert browser.get(reverse("municipalities:review-emergency", args=[access.pk])).status_code == 404


def test_the_privacy_officer_reaches_no_content_by_it(signal: Signal, world: World) -> None:
    _closed(world, signal)
    write_gathered(current_unit())
    with overseeing(vince(world)):
        found = rows_within_walls(signal.dossier_id)
    assert set(found) == {"audit_auditevent", "municipalities_emergencyaccess"}


@pytest.mark.parametrize(("person", "hat"), [("Daphne", "district_coordinator"), ("Lowie", "regional_coordinator")])
def test_who_follows_a_municipality_does_not_read_who_opened_what(
    person: str, hat: str, signal: Signal, world: World
) -> None:
    access = _closed(world, signal)
    write_gathered(current_unit())
    actor = actor_for(world.person(person), hat)
    assert world.goes.pk in actor.governance
    with contexts.acting_as(actor):
        assert rows_within_walls(signal.dossier_id) == {}
    with contexts.everywhere():
        assert not EmergencyAccess.objects.visible_to(actor).exists()
        for user in (world.person("Vince"), world.wilma):
            assert EmergencyAccess.objects.visible_to(actor_for(user)).get() == access


def test_a_privacy_officer_watches_over_her_own_municipality_alone(signal: Signal, world: World) -> None:
    _closed(world, signal)
    write_gathered(current_unit())
    give(world.breda, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    of_breda = actor_for(world.outsider)
    with overseeing(of_breda):
        assert rows_within_walls(signal.dossier_id) == {}
    with overseeing(vince(world)):
        assert rows_within_walls(signal.dossier_id)


def test_what_the_only_privacy_officer_took_herself_waits_for_another(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    vince_user = world.person("Vince")
    give(world.goes, vince_user.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    OutboxMessage.objects.all().delete()
    access = break_glass(world, signal, actor_for(vince_user, "focal_officer"))
    told = set(OutboxMessage.objects.values_list("user_id", flat=True))
    assert told == {world.wilma.pk, world.person("Bo").pk}
    EmergencyGrant.objects.update(ended_at=timezone.now())
    assert actor_for(vince_user, "privacy_officer").alerts == frozenset()
    own = actor_for(vince_user, "privacy_officer")
    with overseeing(own), pytest.raises(Forbidden):
        operations.review_emergency(access, actor=own, verdict=Verdict.FINE)
    start = client_of(world.person("Bo")).get(reverse("start")).content.decode()
    assert "1 keer noodtoegang in Goes kan niemand beoordelen" in start
    assert signal.reference not in start
    give(world.region, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    assert actor_for(world.outsider).alerts == {access.pk}
    assert UNJUDGED not in client_of(world.person("Bo")).get(reverse("start")).content.decode()


def test_what_somebody_can_judge_is_nothing_for_who_gives_roles(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    OutboxMessage.objects.all().delete()
    _closed(world, signal)
    bo = world.person("Bo")
    assert set(OutboxMessage.objects.values_list("user_id", flat=True)) == {world.wilma.pk, world.person("Vince").pk}
    assert UNJUDGED not in client_of(bo).get(reverse("start")).content.decode()
    MunicipalityRole.objects.filter(user=world.person("Vince")).delete()
    assert UNJUDGED in client_of(bo).get(reverse("start")).content.decode()
    RegionMembership.objects.filter(municipality=world.goes).delete()
    assert UNJUDGED not in client_of(bo).get(reverse("start")).content.decode()


def test_after_a_merger_the_successor_s_privacy_officer_judges(signal: Signal, world: World) -> None:
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.vlissingen, succeeded_on=today())
    MunicipalityRole.objects.filter(user=world.person("Vince")).update(content_object=world.vlissingen)
    OutboxMessage.objects.all().delete()
    access = _closed(world, signal)
    assert OutboxMessage.objects.filter(user_id=world.person("Vince").pk).exists()
    assert vince(world).alerts == {access.pk}
