"""A dossier that is restricted to a team: for everybody else of the municipality it does not exist, and it counts along."""

from collections.abc import Callable
from operator import itemgetter

import pytest
from django.urls import reverse

from accounts.models import User
from cases import operations as case_operations
from cases import team
from cases.models import Case
from cases.operations.opening import names_taken
from core.access import Actor
from core.errors import Invalid, WrongState
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Mandate, Municipality, MunicipalityRole, Restriction, ServiceArea, ServiceAreaRole
from municipalities.roles import actor_for, give
from signals import operations
from signals.models import Offer, Signal
from tests.architecture.matrix.rows import PARTNERS, SECOND_HAT
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.dossiers import ADDRESSES, SHARING, about, not_hidden, rows_within_walls
from tests.support.statuses import only_statuses
from tests.support.world import FIRST, World

__all__ = ["only_statuses"]
type ClientOf = Callable[..., OutsideClient]
WHY = "Het gaat over een bekende van het team."
_DRAFT = "a draft is no dossier yet, and its writer's alone"
_FILTER = "codes of filters; the list that they lead to has tests of its own"
# Addresses that a restriction does not shut, and why.
NOT_RESTRICTED = {
    "signals:draft-note": _DRAFT,
    "signals:draft-step": _DRAFT,
    "signals:draft-check": _DRAFT,
    "signals:draft-discard": _DRAFT,
    "signals:rename-filter": _FILTER,
    "signals:remove-filter": _FILTER,
    "signals:paper": "a dossier of its own: restricted along in the own municipality, as exclusions elsewhere (tests/signals/test_tables.py)",
    "signals:table": "who sits at a table; its points have addresses of their own",
    **dict.fromkeys(
        ("signals:agree-erasure", "signals:erasure", "signals:set-aside", "signals:end-hold"),
        "the privacy officer reads numbers, days and reasons, also of a shielded one, and nothing of the signal",
    ),
    "signals:override": "the privacy officer reads who asks to pass on what kind of data to whom, and nothing of the signal",
    "signals:open-at-partner": "a partner is no dossier; what its list shows has tests with the partners",
}


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


# Of its maker alone, or about no dossier; what a list may hold has tests of its own.
_LISTS = (
    *("signals:import-", "signals:list-", "signals:export-", "signals:end-agreement", "signals:end-comparison"),
    # Tables, seats and meetings hold nothing of a signal; their points have addresses of their own.
    *("signals:open-table", "signals:add-seat", "signals:end-seat", "signals:change-table", "signals:end-table"),
    *("signals:plan-", "signals:cancel-meeting", "signals:move-meeting", "signals:start-meeting"),
    *("signals:meeting", "signals:hand-on-many"),
)


def _asked() -> list[list[str]]:
    """The addresses by what they are about, without those of `NOT_RESTRICTED`: her own question and submission too."""
    kept = ([name for name in names if name not in NOT_RESTRICTED and not name.startswith(_LISTS)] for names in SHARING)
    return [names for names in kept if names]


def sees(user: User, signal: Signal, hat: str = "") -> bool:
    return Signal.objects.visible_to(actor_for(user, hat)).filter(pk=signal.pk).exists()


@pytest.mark.usefixtures("only_statuses")
@pytest.mark.parametrize("names", _asked(), ids=itemgetter(0))
def test_no_address_knows_it_but_for_the_team(names: list[str], world: World, client_of: ClientOf) -> None:
    arguments, part = about(ADDRESSES[names[0]], world)
    people = sorted(frozenset().union(*(ADDRESSES[name].open_to for name in names)) - PARTNERS)
    assert part is not None
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    give(world.zvh_zeeland, world.outsider.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    shield.restricted(part, [world.outsider])
    browsers = {
        person: client_of(world.person(person.removesuffix("+")), SECOND_HAT.get(person, "")) for person in people
    }
    assert not_hidden(names, arguments, browsers) == []


def test_the_team_sees_it_and_a_colleague_does_not(signal: Signal, world: World) -> None:
    shield.restricted(signal, [world.wilma])
    assert sees(world.wilma, signal)
    assert not sees(world.koos, signal)
    assert not sees(world.daphne, signal, "focal_officer")


def test_it_is_not_offered_to_care_while_nobody_there_may_see_it(signal: Signal, world: World) -> None:
    given = {"actor": wilma(world), "why": WHY, "asked": agreed()}
    shield.restricted(signal, [world.wilma])
    with pytest.raises(Invalid) as refusal:
        operations.offer_signal(signal, **given)
    assert "Geen zorgcoördinator die er nu is, mag dit signaal zien" in refusal.value.fields["offer"][0]
    assert not Offer.objects.of(signal).exists()
    # In the team, excluded by name, and let in again while her question waits for an answer.
    shield.restricted(signal, [world.wilma, world.karlijn])
    operations.offer_signal(signal, **given)
    offer = make_case.offer_of(signal)
    operations.return_offer(offer, actor=actor_for(world.karlijn), question="Spreekt zij Nederlands?")
    shield.excluded(signal, world.karlijn)
    with pytest.raises(Invalid):
        operations.offer_again(offer, actor=wilma(world), reply="Ja.")


def test_the_walls_alone_keep_it_shut(signal: Signal, world: World) -> None:
    with contexts.acting_as(actor_for(world.koos)):
        assert rows_within_walls(signal.dossier_id)
    shield.restricted(signal, [world.wilma])
    with contexts.acting_as(actor_for(world.koos)):
        assert rows_within_walls(signal.dossier_id) == {}
    with contexts.acting_as(wilma(world)):
        assert rows_within_walls(signal.dossier_id)


def test_other_signals_stay_as_they_were(signal: Signal, world: World) -> None:
    other = make.handled(world.goes, world.wilma)
    elsewhere = make.handled(world.breda, world.floor)
    shield.restricted(signal, [world.wilma])
    assert sees(world.koos, other)
    assert sees(world.floor, elsewhere)
    assert actor_for(world.floor).excluded == frozenset()


def test_the_case_team_sees_a_restricted_case_as_far_as_it_is_in_this_one(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    pieter = world.person("Pieter")
    team.join(case, pieter.pk, today(), role=Role.PROCESS_DIRECTOR)
    assert Case.objects.visible_to(actor_for(pieter)).exists()
    made = shield.restricted(case, [world.karlijn])
    for actor in (actor_for(pieter), actor_for(pieter, "process_director")):
        assert not Case.objects.visible_to(actor).exists()
        assert case.dossier_id not in actor.dossiers
    Mandate.objects.all().delete()
    assert Case.objects.visible_to(actor_for(world.karlijn)).get() == case
    Restriction.objects.filter(pk=made.pk).update(ended_at=made.since)
    assert Case.objects.visible_to(actor_for(pieter)).get() == case


def test_a_team_of_which_nobody_works_here_any_more_keeps_nobody_out(signal: Signal, world: World) -> None:
    shield.restricted(signal, [world.wilma])
    assert not sees(world.koos, signal)
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    assert sees(world.koos, signal)


@pytest.mark.parametrize(("role", "place"), [(Role.FOCAL_OFFICER, "breda"), (Role.REPORTER, "goes")])
def test_work_elsewhere_or_without_dossiers_keeps_nobody_out(
    role: Role, place: str, signal: Signal, world: World
) -> None:
    shield.restricted(signal, [world.wilma])
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    give(getattr(world, place), world.wilma.pk, role, valid_from=FIRST, valid_until=None, deputy=False)
    assert sees(world.koos, signal)


@pytest.mark.parametrize(("works_at", "seen_by_others"), [("vlissingen", False), ("breda", True)])
def test_in_a_merged_municipality_the_team_works_on_at_the_successor(
    works_at: str, seen_by_others: bool, signal: Signal, world: World
) -> None:
    shield.restricted(signal, [world.wilma])
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.vlissingen, succeeded_on=today())
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    give(getattr(world, works_at), world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    assert sees(world.vera, signal) == seen_by_others


@pytest.mark.parametrize("logged_by_care", [True, False])
def test_care_coordination_keeps_what_it_logged_itself_as_long_as_the_mandate_holds(
    logged_by_care: bool, world: World
) -> None:
    if logged_by_care:
        signal = make_case.own_signal(world.goes, world.karlijn)
        operations.restrict_signal(signal, actor=make_case.coordinator(world.karlijn), user_ids=[], why=WHY)
    else:
        signal = make_case.offered(world.goes, world.wilma)
        operations.restrict_signal(signal, actor=wilma(world), user_ids=[world.karlijn.pk], why=WHY)
        MunicipalityRole.objects.filter(user=world.wilma).delete()
    assert sees(world.koos, signal) != logged_by_care
    Mandate.objects.filter(municipality=world.breda).delete()
    assert sees(world.koos, signal) != logged_by_care
    Mandate.objects.filter(municipality=world.goes).delete()
    assert sees(world.koos, signal)


def test_who_is_in_the_case_team_from_another_area_still_keeps_it_shut(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    pieter = world.person("Pieter")
    give(world.zvh_zeeland, pieter.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    shield.restricted(case, [world.karlijn])
    baronie = ServiceArea.objects.get(name="ZVH Baronie Breda")
    ServiceAreaRole.objects.filter(user=world.karlijn).update(content_object=baronie)

    def seen(user: User) -> bool:
        return Case.objects.visible_to(actor_for(user, "care_coordinator")).exists()

    assert (seen(world.karlijn), seen(pieter)) == (True, False)
    team.leave(case, today())
    assert (seen(world.karlijn), seen(pieter)) == (False, True)


def test_a_closed_account_keeps_nobody_out(signal: Signal, world: World) -> None:
    shield.restricted(signal, [world.wilma])
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert sees(world.koos, signal)


def test_the_owner_and_who_restricts_are_always_in_the_team(signal: Signal, world: World) -> None:
    koos = actor_for(world.koos)
    operations.restrict_signal(signal, actor=koos, user_ids=[], why=WHY)
    assert sees(world.wilma, signal)
    assert sees(world.koos, signal)
    assert not sees(world.daphne, signal, "focal_officer")


def test_the_team_can_be_changed_and_the_restriction_lifted(signal: Signal, world: World) -> None:
    operations.restrict_signal(signal, actor=wilma(world), user_ids=[world.koos.pk], why=WHY)
    assert sees(world.koos, signal)
    operations.restrict_signal(signal, actor=wilma(world), user_ids=[], why=WHY)
    assert not sees(world.koos, signal)
    assert Restriction.objects.count() == 1
    operations.lift_restriction(signal, actor=wilma(world), why=WHY)
    assert sees(world.koos, signal)
    with pytest.raises(WrongState):
        operations.lift_restriction(signal, actor=wilma(world), why=WHY)


@pytest.mark.parametrize(
    ("person", "why", "field"), [("vera", WHY, "team"), ("koos", "", "why")], ids=["elsewhere", "why"]
)
def test_what_is_refused(person: str, why: str, field: str, signal: Signal, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        operations.restrict_signal(signal, actor=wilma(world), user_ids=[getattr(world, person).pk], why=why)
    assert list(refusal.value.fields) == [field]
    assert not Restriction.objects.exists()


def test_who_is_excluded_cannot_be_in_the_team_and_leaves_it(signal: Signal, world: World) -> None:
    operations.restrict_signal(signal, actor=wilma(world), user_ids=[world.koos.pk], why=WHY)
    operations.exclude_colleague(signal, actor=wilma(world), user_id=world.koos.pk, why=WHY)
    operations.readmit_colleague(signal, actor=wilma(world), user_id=world.koos.pk, why=WHY)
    assert not sees(world.koos, signal)
    operations.exclude_colleague(signal, actor=wilma(world), user_id=world.koos.pk, why=WHY)
    with pytest.raises(Invalid):
        operations.restrict_signal(signal, actor=wilma(world), user_ids=[world.koos.pk], why=WHY)


def test_a_restricted_case_goes_to_its_team_only(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    give(world.zvh_zeeland, world.koos.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    karlijn = make_case.coordinator(world.karlijn)
    assert world.koos.pk in team.candidates(case, today())
    case_operations.restrict_case(case, actor=karlijn, user_ids=[], why=WHY)
    assert world.koos.pk not in team.candidates(case, today())
    with pytest.raises(Invalid):
        case_operations.assign(case, actor=karlijn, to_user_id=world.koos.pk)
    case_operations.restrict_case(case, actor=karlijn, user_ids=[world.koos.pk], why=WHY)
    case_operations.assign(case, actor=karlijn, to_user_id=world.koos.pk)


def test_another_case_gets_no_name_of_one_that_is_kept_from_who_opens_it(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    shield.excluded(case, world.karlijn)
    karlijn = make_case.coordinator(world.karlijn)
    with contexts.acting_as(karlijn):
        assert not Case.objects.visible_to(karlijn).exists()
        assert names_taken(karlijn, world.goes) == {case.working_name}


def test_the_pages_restrict_show_and_lift(signal: Signal, world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    url = reverse("signals:restrict", args=[signal.pk])
    assert "Koos Koffiekan" in browser.get(url).content.decode()
    form = {"hat": browser.hat, "version": signal.version, "team": [world.koos.pk], "why": WHY}
    assert browser.post(url, form | {"why": ""}).status_code == 422
    assert browser.post(url, form | {"team": [world.vera.pk]}).status_code == 422
    assert browser.post(url, form).headers["Location"] == reverse("signals:readers", args=[signal.pk])
    shown = "alleen dit team: Koos Koffiekan, Wilma Windvaan"
    assert shown in browser.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    signal.refresh_from_db()
    lift = reverse("signals:lift-restriction", args=[signal.pk])
    sent = {"hat": browser.hat, "version": signal.version, "why": "Niet meer nodig."}
    assert browser.post(lift, sent).status_code == 302
    assert shown not in browser.get(reverse("signals:detail", args=[signal.pk])).content.decode()


def test_the_page_of_a_case_restricts_too(world: World, client_of: ClientOf) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    browser = client_of(world.karlijn)
    form = {"hat": browser.hat, "version": case.version, "team": [world.person("Pieter").pk], "why": WHY}
    url = reverse("cases:restrict", args=[case.pk])
    assert browser.post(url, form).status_code == 302
    shown = browser.get(reverse("cases:readers", args=[case.pk])).content.decode()
    assert "Dit dossier is afgeschermd" in shown
    assert WHY in shown
