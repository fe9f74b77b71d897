"""What emergency access opens is for looking: it stands in no list and no count of the work of every day."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from cases import intake
from cases.models import Case, SignalOutcome
from core.workdays import today
from municipalities import operations
from municipalities.codes import Role
from municipalities.models import Absence
from municipalities.roles import actor_for, give
from signals.models import Signal
from signals.work import count_work
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.emergency import WHY, break_glass, koos
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
SIGNALS = reverse("signals:list") + "?tab=alles"


def test_a_signal_opened_in_an_emergency_is_no_work_of_the_deputy(world: World, client_of: ClientOf) -> None:
    opened, own = make.received(world.goes, world.hanna), make.received(world.goes, world.hanna)
    shield.restricted(opened, [world.wilma])
    break_glass(world, opened)
    browser = client_of(world.koos)
    for url in (SIGNALS, reverse("work")):
        page = browser.get(url).content.decode()
        assert (opened.reference in page, own.reference in page) == (False, True), url
    assert count_work(koos(world)) == 1
    assert "1 signaal nog niet opgepakt" in browser.get(reverse("start")).content.decode()
    assert opened.reference in browser.get(reverse("municipalities:emergency")).content.decode()
    assert browser.get(reverse("signals:detail", args=[opened.pk])).status_code == 200


def test_without_the_restriction_it_is(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    assert signal.reference in client_of(world.koos).get(SIGNALS).content.decode()
    assert Signal.objects.listed_for(koos(world)).get() == signal


def test_a_case_opened_in_an_emergency_is_in_no_caseload(world: World, client_of: ClientOf) -> None:
    case, own = (make_case.intensive(world.goes, world.karlijn) for _ in range(2))
    shield.restricted(case, [world.karlijn])
    give(world.zvh_zeeland, world.vera.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    vera = actor_for(world.vera, "care_coordinator")
    with contexts.acting_as(vera):
        operations.break_glass(actor=vera, reference=case.reference, why=WHY)
    vera = actor_for(world.vera, "care_coordinator")
    browser = client_of(world.vera, "care_coordinator")
    page = browser.get(reverse("cases:list")).content.decode()
    assert (case.reference in page, own.reference in page) == (False, True)
    assert set(Case.objects.visible_to(vera)) == {case, own}
    assert browser.get(reverse("cases:detail", args=[case.pk])).status_code == 200


def test_a_followed_signal_opened_in_an_emergency_is_not_prolonged_with_the_others(
    world: World, client_of: ClientOf
) -> None:
    """Koos stands in for Wilma, so what she follows is his to look at; not what she keeps to herself."""
    opened, own = (make.followed(world.goes, world.wilma, review_on=today()) for _ in range(2))
    Absence.objects.create(
        user=world.wilma, deputy=world.koos, role=Role.FOCAL_OFFICER, valid_from=today(), valid_until=today()
    )
    shield.restricted(opened, [world.wilma])
    break_glass(world, opened)
    page = client_of(world.koos).get(reverse("signals:review-many")).content.decode()
    assert (opened.reference in page, own.reference in page) == (False, True)


def test_a_search_by_words_finds_what_its_list_holds_and_by_number_the_opened_one_too(
    world: World, client_of: ClientOf
) -> None:
    opened, own = (make.received(world.goes, world.hanna, facts="Lantaarns in de loods") for _ in range(2))
    shield.restricted(opened, [world.wilma])
    break_glass(world, opened)
    browser = client_of(world.koos)

    def found(words: str) -> str:
        answer = browser.post(reverse("search"), {"q": words}, follow=True)
        return f"{answer.request['PATH_INFO']} {answer.content.decode()}"

    by_words = found("lantaarns")
    assert (str(opened.pk) in by_words, str(own.pk) in by_words) == (False, True)
    assert str(opened.pk) in found(opened.reference)


@pytest.mark.parametrize("opened", [True, False])
def test_that_it_became_a_case_is_for_who_works_on_the_signal(opened: bool, world: World) -> None:
    """What the policy does not give with emergency access, no list gives either."""
    signal = make_case.offered(world.goes, world.wilma)
    brought = [intake.Brought(signal, make_case.SUMMARY, make_case.offer_of(signal).version)]
    with contexts.acting_as(make_case.coordinator(world.karlijn)) as karlijn:
        opening = make_case.opening(world.goes)
        intake.accept_into_new_case(actor=karlijn, key=uuid.uuid4(), opening=opening, brought=brought)
    if opened:
        shield.restricted(signal, [world.wilma])
        break_glass(world, signal)
    assert SignalOutcome.objects.visible_to(koos(world)).exists() != opened
