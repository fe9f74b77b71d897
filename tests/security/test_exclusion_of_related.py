"""Whoever is excluded from a dossier is excluded from what tells of the same people, or it is said whom to ask."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from cases import intake
from cases import operations as case_operations
from cases.models import Case, Transfer
from cases.operations.transfers import Offered
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Exclusion, Mandate, ShieldNote
from municipalities.roles import actor_for, give
from signals import operations
from signals.models import Signal
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
WHY = "Kent de betrokkene als buurman."
ASK_CARE = "Vraag de zorgcoördinator"


def both(world: World) -> Actor:
    """Pieter, who would see signals and cases of Goes: officer there and care coordinator."""
    pieter = world.person("Pieter")
    give(world.zvh_zeeland, pieter.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    give(world.goes, pieter.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    return actor_for(pieter)


def case_of(world: World, signal: Signal, **more: object) -> Case:
    karlijn = make_case.coordinator(world.karlijn)
    brought = make_case.brought(signal, **more)  # type: ignore[arg-type]  # again alone
    with contexts.acting_as(karlijn):
        return intake.accept_into_new_case(
            actor=karlijn, key=uuid.uuid4(), opening=make_case.opening(signal.municipality), brought=brought
        )


def excluded(user_id: int) -> set[uuid.UUID]:
    return set(Exclusion.objects.running().filter(user_id=user_id).values_list("dossier_id", flat=True))


@pytest.mark.parametrize("start", ["signal", "case"])
def test_on_her_own_signal_the_coordinator_excludes_from_both(start: str, world: World) -> None:
    pieter = both(world)
    signal = make_case.own_signal(world.goes, world.karlijn)
    case = case_of(world, signal)
    karlijn = make_case.coordinator(world.karlijn)
    with contexts.acting_as(karlijn):
        if start == "signal":
            operations.exclude_colleague(signal, actor=karlijn, user_id=pieter.person_id, why=WHY)
        else:
            case_operations.exclude_colleague(case, actor=karlijn, user_id=pieter.person_id, why=WHY)
    assert excluded(pieter.person_id) == {signal.dossier_id, case.dossier_id}
    first = signal if start == "signal" else case
    notes = {note.dossier_id: note.why for note in ShieldNote.objects.unscoped(reason="test")}
    assert {key for key, why in notes.items() if why == WHY} == {first.dossier_id}
    assert all(case.reference not in (why or "") for why in notes.values())
    for hat in actor_for(world.person("Pieter")).hats:
        actor = actor_for(world.person("Pieter"), hat)
        assert not Signal.objects.visible_to(actor).exists()
        assert not Case.objects.visible_to(actor).exists()


def test_an_officer_excludes_from_her_signal_and_reads_whom_to_ask(world: World, client_of: ClientOf) -> None:
    pieter = both(world)
    signal = make_case.offered(world.goes, world.wilma)
    alone = make_case.offered(world.goes, world.wilma)
    case = case_of(world, signal)
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:exclude", args=[signal.pk])).content.decode()
    assert ASK_CARE in page
    assert case.reference not in page
    assert case.working_name not in page
    assert ASK_CARE not in browser.get(reverse("signals:exclude", args=[alone.pk])).content.decode()
    signal.refresh_from_db()
    form = {"hat": browser.hat, "version": signal.version, "user": pieter.person_id, "why": WHY}
    after = browser.post(reverse("signals:exclude", args=[signal.pk]), form, follow=True)
    assert ASK_CARE in after.content.decode()
    assert excluded(pieter.person_id) == {signal.dossier_id}


def test_of_a_case_the_coordinator_reads_where_its_signal_lies(world: World, client_of: ClientOf) -> None:
    pieter = both(world)
    signal = make_case.offered(world.goes, world.wilma)
    case = case_of(world, signal)
    page = client_of(world.karlijn).get(reverse("cases:exclude", args=[case.pk])).content.decode()
    assert "(Goes). Vraag de aandachtsfunctionaris" in page
    assert signal.reference in page
    karlijn = make_case.coordinator(world.karlijn)
    case_operations.exclude_colleague(case, actor=karlijn, user_id=pieter.person_id, why=WHY)
    assert excluded(pieter.person_id) == {case.dossier_id}


def test_of_what_is_kept_from_who_excludes_nothing_is_done_and_nothing_told(world: World, client_of: ClientOf) -> None:
    pieter = both(world)
    signal = make_case.own_signal(world.goes, world.karlijn)
    case = case_of(world, signal)
    shield.excluded(signal, world.karlijn)
    page = client_of(world.karlijn).get(reverse("cases:exclude", args=[case.pk])).content.decode()
    assert case.reference in page
    karlijn = make_case.coordinator(world.karlijn)
    case_operations.exclude_colleague(case, actor=karlijn, user_id=pieter.person_id, why=WHY)
    assert excluded(pieter.person_id) == {case.dossier_id}


def test_it_goes_along_to_a_case_that_went_on_elsewhere(world: World) -> None:
    pieter = both(world)
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=today())
    karlijn = make_case.coordinator(world.karlijn)
    case = make_case.intensive(world.goes, world.karlijn)
    other = make_case.intensive(world.goes, world.karlijn)
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", to_municipality=world.vlissingen)
    case = case_operations.offer_transfer(case, actor=karlijn, offered=offered)
    case_operations.accept_transfer(case, actor=karlijn, transfer=Transfer.objects.of(case).get())
    successor = Transfer.objects.of(case).get().successor
    assert successor is not None
    case_operations.exclude_colleague(successor, actor=karlijn, user_id=pieter.person_id, why=WHY)
    assert excluded(pieter.person_id) == {case.dossier_id, successor.dossier_id}
    assert other.dossier_id not in excluded(pieter.person_id)


def test_an_exclusion_that_would_shut_the_last_eye_on_the_other_is_none_at_all(world: World) -> None:
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(municipality=world.vlissingen, organisation=carer, document="Besluit", valid_from=today())
    karlijn = make_case.coordinator(world.karlijn)
    case = make_case.intensive(world.goes, world.karlijn)
    offered = Offered(uuid.uuid4(), "Verhuisd.", "toestemming", to_municipality=world.vlissingen)
    case = case_operations.offer_transfer(case, actor=karlijn, offered=offered)
    case_operations.accept_transfer(case, actor=karlijn, transfer=Transfer.objects.of(case).get())
    successor = Transfer.objects.of(case).get().successor
    assert successor is not None
    vince = world.person("Vince")
    for place, user in ((world.vlissingen, vince), (world.vlissingen, world.outsider)):
        give(place, user.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    with pytest.raises(Invalid):
        case_operations.exclude_colleague(successor, actor=karlijn, user_id=vince.pk, why=WHY)
    assert excluded(vince.pk) == set()


def test_a_merge_takes_it_along_to_what_hangs_together_with_the_other_one(world: World) -> None:
    pieter, wilma = both(world), actor_for(world.wilma)
    first, kept, other = (make.triaged(world.goes, world.wilma) for _ in range(3))
    earlier = make.triaged(world.goes, world.person("Pieter"))
    make.merged(earlier, kept, wilma)
    kept.refresh_from_db()
    shield.excluded(first, world.person("Pieter"))
    make.merged(first, kept, wilma)
    assert excluded(pieter.person_id) == {first.dossier_id, kept.dossier_id, earlier.dossier_id}
    earlier.refresh_from_db()
    assert earlier.owner == world.wilma
    assert other.dossier_id not in excluded(pieter.person_id)


def test_a_merge_takes_it_along_to_the_case_that_a_signal_became(world: World) -> None:
    pieter = both(world)
    signal, second = make_case.own_signal(world.goes, world.karlijn), make_case.own_signal(world.goes, world.karlijn)
    case = case_of(world, signal)
    karlijn = make_case.coordinator(world.karlijn)
    shield.excluded(second, world.person("Pieter"))
    make.merged(now(second), now(signal), karlijn)
    assert excluded(pieter.person_id) == {second.dossier_id, signal.dossier_id, case.dossier_id}


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)
