"""Every step that takes two people asks who the second person is, and never which hat that person wears."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts import operations as account_operations
from accounts.codes import IdentityCheck
from accounts.models import User
from core.errors import Forbidden, Invalid, WrongState
from core.workdays import today
from municipalities import operations as office
from municipalities.codes import Role, Verdict
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations
from signals.models import Override, Signal
from tests.factories import retention
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.emergency import break_glass
from tests.support.world import FIRST, World

type Step = Callable[[World, User, str], Any]


def _asked(world: World, author: User) -> Override:
    """Asked by this officer, about a signal that Wilma works on."""
    signal = make.handled(world.goes, world.wilma)
    return make.overridden(signal, actor_for(author, Role.FOCAL_OFFICER), world.veilig_thuis)


def _allow(row: Override, user: User, hat: str) -> Any:
    actor = actor_for(user, hat)
    with overseeing(actor):
        found = Override.objects.visible_to(actor).get(pk=row.pk)
        return operations.allow_override(found, actor=actor, until=today())


def asked_herself(world: World, user: User, hat: str) -> Any:
    return _allow(_asked(world, user), user, hat)


def refuses_what_is_asked_for_her_signal(world: World, user: User, hat: str) -> Any:
    row, actor = _asked(world, world.koos), actor_for(user, hat)
    Signal.objects.unscoped(reason="test").filter(pk=row.signal_id).update(owner=user)
    with overseeing(actor):
        found = Override.objects.visible_to(actor).get(pk=row.pk)
        return operations.refuse_override(found, actor=actor, reason="Nee.")


def asked_by_a_colleague_for_her_signal(world: World, user: User, hat: str) -> Any:
    row = _asked(world, world.koos)
    Signal.objects.unscoped(reason="test").filter(pk=row.signal_id).update(owner=user)
    return _allow(row, user, hat)


def judges_what_she_took_with_danger(world: World, user: User, hat: str) -> Any:
    row, actor = _asked(world, user), actor_for(user, hat)
    Override._base_manager.filter(pk=row.pk).update(in_danger=True, state="used")
    with overseeing(actor):
        found = Override.objects.visible_to(actor).get(pk=row.pk)
        return operations.review_override(found, actor=actor, verdict=Verdict.FINE)


def agrees_to_what_she_put_forward(world: World, user: User, hat: str) -> Any:
    signal = retention.past_its_day(world)
    erasure = operations.approve_erasure(
        actor=actor_for(user, Role.FOCAL_OFFICER), key=uuid.uuid4(), municipality=world.goes, chosen=[signal.pk]
    )
    actor = actor_for(user, hat)
    with overseeing(actor):
        return operations.agree_erasure(erasure, actor=actor)


def reviews_her_own_emergency_access(world: World, user: User, hat: str) -> Any:
    signal = make.handled(world.goes, world.wilma)
    shield.restricted(signal, [world.wilma])
    access = break_glass(world, signal, actor_for(user, Role.FOCAL_OFFICER))
    deputy = actor_for(user, Role.FOCAL_OFFICER)
    with contexts.acting_as(deputy):
        office.end_emergency(access, actor=deputy)
    actor = actor_for(user, hat)
    with overseeing(actor):
        return office.review_emergency(access, actor=actor, verdict=Verdict.FINE)


def resets_her_own_second_factor(_: World, user: User, hat: str) -> Any:
    return account_operations.reset_second_factor(user, actor=actor_for(user, hat), checked=IdentityCheck.IN_PERSON)


def gives_herself_a_role(world: World, user: User, hat: str) -> Any:
    facts: dict[str, Any] = {"role": Role.FOCAL_OFFICER, "area": world.vlissingen, "valid_from": today()}
    return office.grant_role(actor=actor_for(user, hat), user=user, **facts)


def names_herself_as_fall_back(world: World, user: User, hat: str) -> Any:
    return office.name_municipality_fall_back(
        actor=actor_for(user, hat), municipality=world.goes, user=user, valid_from=today()
    )


# Each step with the hat that would take the second part of it.
STEPS: dict[Step, Role] = {
    asked_herself: Role.PRIVACY_OFFICER,
    asked_by_a_colleague_for_her_signal: Role.PRIVACY_OFFICER,
    refuses_what_is_asked_for_her_signal: Role.PRIVACY_OFFICER,
    judges_what_she_took_with_danger: Role.PRIVACY_OFFICER,
    agrees_to_what_she_put_forward: Role.PRIVACY_OFFICER,
    reviews_her_own_emergency_access: Role.PRIVACY_OFFICER,
    resets_her_own_second_factor: Role.APP_ADMIN,
    gives_herself_a_role: Role.APP_ADMIN,
    names_herself_as_fall_back: Role.APP_ADMIN,
}


@pytest.mark.parametrize("step", STEPS)
def test_who_did_the_first_part_does_not_do_the_second_under_another_hat(step: Step, world: World) -> None:
    """One person who is deputy, officer, privacy officer and administrator at once."""
    make.agreement(world)
    user = world.outsider
    give(world.goes, user.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    give(world.goes, user.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    give(world.region, user.pk, Role.APP_ADMIN, valid_from=FIRST, valid_until=None, deputy=False)
    with pytest.raises((Forbidden, Invalid, WrongState)) as refusal:
        step(world, user, STEPS[step])
    assert any(word in str(refusal.value).lower() + str(getattr(refusal.value, "fields", "")).lower() for word in WORDS)


# What the refusals say: it is hers, or (where the way to it is shut) her role has no right to it.
WORDS = ("zelf", "eigen", "recht niet")


def test_another_privacy_officer_decides_it(world: World) -> None:
    make.agreement(world)
    row = _asked(world, world.koos)
    assert _allow(row, world.person("Vince"), Role.PRIVACY_OFFICER).is_allowed
