"""To whom a signal can be handed over: by group, the nearest first; and by which ways it arrives there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from core.errors import Invalid
from core.workdays import today
from municipalities.clients import make_client, take_access
from municipalities.codes import OrganisationKind
from municipalities.models import (
    ApiClient,
    Municipality,
    Organisation,
    OrganisationRole,
    Region,
    RegionMembership,
    ServiceAreaOrganisation,
)
from municipalities.roles import actor_for
from signals.codes import HandoverMethod, LegalGround
from signals.models import Handover
from signals.operations import hand_over
from signals.receivers import ELSEWHERE, by_group, receivers_for, ways_to
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]

INBOX, API, LETTER, PHONE = HandoverMethod
VITAL = LegalGround.VITAL_INTEREST  # of care this goes before what the person concerned wants


def _organisation(kind: OrganisationKind, name: str) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, valid_from=FIRST)


def test_receivers_stand_under_what_they_are_with_the_nearest_first(world: World) -> None:
    near = ServiceAreaOrganisation.objects.filter(service_area__memberships__municipality=world.goes)
    first = near.get().organisation
    far = _organisation(OrganisationKind.VEILIG_THUIS, "Aanloophuis Denkbeeld")
    school = _organisation(OrganisationKind.SCHOOL, "School Denkbeeld")
    # One that lies in another region stands last, under its own heading.
    known = {"inhabitants": 1000, "inhabitants_year": 2023, "latitude": "51.5", "longitude": "5.8"}
    there = Municipality.objects.create(gm_code="GM9999", name="Verweg", **known)
    RegionMembership.objects.create(area=Region.objects.create(name="Elders"), municipality=there, valid_from=FIRST)
    away = _organisation(OrganisationKind.MUNICIPALITY, "Gemeente Verweg")
    Organisation.objects.filter(pk=away.pk).update(municipality=there)
    groups = dict(by_group(receivers_for(world.goes)))
    assert groups.pop(ELSEWHERE) == [(away.pk, "Gemeente Verweg")]
    care = [name for _, name in groups["Zorg en hulp"]]
    assert care.index(first.name) < care.index(far.name)
    assert world.inspectorate.name in [name for _, name in groups["Politie, justitie en inspectie"]]
    assert [key for key, _ in groups["Andere organisaties"]] == [school.pk]
    assert list(groups)[-1] == "Andere organisaties"


@pytest.fixture
def ggd(world: World) -> Organisation:
    """A partner that works with letters and the phone: nobody has an account for it, and it has no program."""
    return _organisation(OrganisationKind.GGD, "GGD Denkbeeld")


def test_only_who_has_an_account_today_has_an_inbox(world: World, ggd: Organisation) -> None:
    assert ways_to(ggd) == [LETTER, PHONE]
    assert ways_to(world.inspectorate) == [INBOX, LETTER, PHONE]
    OrganisationRole.objects.filter(user=world.philo).update(valid_until=today() - timedelta(days=1))
    assert INBOX not in ways_to(world.inspectorate)


def test_a_closed_account_opens_no_inbox(world: World) -> None:
    world.philo.is_active = False
    world.philo.save()
    assert INBOX not in ways_to(world.inspectorate)


def test_only_a_program_that_may_fetch_handovers_is_a_way(ggd: Organisation) -> None:
    make_client(ggd, name="Alleen sturen", scopes=["signalen"])
    assert API not in ways_to(ggd)
    make_client(ggd, name="Ook ophalen", scopes=["doormeldingen"])
    assert API in ways_to(ggd)
    program = ApiClient.objects.get(name="Ook ophalen")
    take_access(program)
    program.save()
    assert API not in ways_to(ggd)


@pytest.mark.parametrize("method", [INBOX, API])
def test_nothing_is_sent_by_a_way_that_leads_nowhere(world: World, ggd: Organisation, method: HandoverMethod) -> None:
    signal = make.handled(world.goes, world.wilma)
    with pytest.raises(Invalid) as refused:
        make.handed_over(signal, actor_for(world.wilma), ggd, method=method, ground=VITAL)
    assert list(refused.value.fields) == ["method"]
    assert not Handover.objects.of(signal).exists()


def test_a_letter_can_go_to_everybody(world: World, ggd: Organisation) -> None:
    signal = make.handled(world.goes, world.wilma)
    assert make.handed_over(signal, actor_for(world.wilma), ggd, method=LETTER, ground=VITAL).partner == ggd


def test_what_was_sent_before_the_account_closed_can_be_sent_again_and_stays_one(world: World) -> None:
    signal = make.handled(world.goes, world.wilma)
    given = make.disclosure(world.inspectorate)
    first = hand_over(signal, actor=actor_for(world.wilma), disclosure=given)
    OrganisationRole.objects.filter(user=world.philo).update(valid_until=today() - timedelta(days=1))
    assert hand_over(signal, actor=actor_for(world.wilma), disclosure=given) == first


def _page(world: World, client_of: ClientOf, **given: object) -> tuple[int, str]:
    signal = make.handled(world.goes, world.wilma)
    url = reverse("signals:hand-over", args=[signal.pk])
    client = client_of(world.wilma)
    answer = client.post(url, {"hat": "focal_officer", **given}) if given else client.get(url)
    return answer.status_code, answer.content.decode()


def test_no_way_is_chosen_before_the_officer_chooses(world: World, client_of: ClientOf) -> None:
    _, page = _page(world, client_of)
    field = page.partition('name="method"')[2].partition("</select>")[0]
    assert "Kies" in field
    assert 'value="" selected' in field
    assert field.count("selected") == 1


def test_of_the_chosen_receiver_only_its_ways_are_offered(world: World, client_of: ClientOf, ggd: Organisation) -> None:
    _, page = _page(world, client_of, stap="kiezen", partner=ggd.pk)
    field = page.partition('name="method"')[2].partition("</select>")[0]
    assert [method for method in HandoverMethod if f'value="{method}"' in field] == [LETTER, PHONE]
    assert "GGD Denkbeeld is niet aangesloten op dit systeem" in page
    _, page = _page(world, client_of, stap="kiezen", partner=world.inspectorate.pk)
    assert f'value="{INBOX}"' in page
    assert f'value="{API}"' not in page


def test_the_last_check_is_not_reached_by_a_way_that_leads_nowhere(
    world: World, client_of: ClientOf, ggd: Organisation
) -> None:
    given: dict[str, object] = {"key": "6a1c2f0e-4a6e-4d35-9a55-1b1f2d3c4e5f", "anonymous": "no", "kind": "investigate"}
    given |= {
        "fields_shared": ["place"],
        "purpose": "Zorg",
        "ground": "vital_interest",
        "to_function": "arts",
        "necessity": make.NEEDED,
    }
    status, page = _page(world, client_of, stap="controleren", partner=ggd.pk, method="inbox", **given)
    assert status == 422
    assert "Van deze ontvanger kan nu niemand het postvak openen." in page
    assert "Dit gaat naar" not in page
    status, page = _page(world, client_of, stap="controleren", partner=ggd.pk, method="letter", **given)
    assert (status, "Dit gaat naar GGD Denkbeeld" in page) == (200, True)
