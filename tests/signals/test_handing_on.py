"""A signal that goes to a colleague: alone, or with all that somebody who left worked on."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden, Invalid, Stale
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import Role
from municipalities.models import MunicipalityRole
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Origin
from signals.models import Signal
from signals.watched import watched, worked_on_by
from tests.factories import municipalities as people
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

OWNERS = "/signalen/eigenaar/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def colleague(world: World) -> User:
    """A second officer of Goes."""
    person = people.user("Nele Nachtegaal")
    people.holds(person, Role.FOCAL_OFFICER, world.goes)
    return person


@pytest.fixture
def gone(world: World) -> User:
    """Was an officer of Goes until yesterday."""
    person = people.user("Ralf Regenboog")
    people.holds(person, Role.FOCAL_OFFICER, world.goes)
    return person


def leave(person: User) -> None:
    MunicipalityRole.objects.filter(user=person).update(valid_from=today() - 9 * DAY, valid_until=today() - DAY)


def test_the_colleague_is_the_owner_and_is_told(world: World, colleague: User) -> None:
    signal = make.handled(world.goes, world.wilma)
    due, mails = signal.due_on, OutboxMessage.objects.filter(user_id=colleague.pk).count()
    operations.hand_on(signal, actor=actor_for(world.wilma), version=signal.version, to=colleague.pk)
    signal.refresh_from_db()
    assert (signal.owner, signal.due_on) == (colleague, due)
    assert OutboxMessage.objects.filter(user_id=colleague.pk).count() == mails + 1
    assert list(worked_on_by(actor_for(colleague)).filter(owner=colleague)) == [signal]


def test_a_second_click_changes_nothing_and_an_old_form_is_refused(world: World, colleague: User) -> None:
    signal = make.handled(world.goes, world.wilma)
    version, wilma = signal.version, actor_for(world.wilma)
    operations.hand_on(signal, actor=wilma, version=version, to=colleague.pk)
    operations.hand_on(signal, actor=wilma, version=version, to=colleague.pk)
    assert OutboxMessage.objects.filter(user_id=colleague.pk).count() == 1
    with pytest.raises(Stale):
        operations.hand_on(signal, actor=wilma, version=version, to=world.koos.pk)


@pytest.mark.parametrize("who", ["hanna", "karlijn", "excluded", "gone"])
def test_who_does_not_work_here_or_is_kept_out_gets_nothing(
    world: World, colleague: User, gone: User, who: str
) -> None:
    signal = make.handled(world.goes, world.wilma)
    wilma = actor_for(world.wilma)
    operations.exclude_colleague(signal, actor=wilma, user_id=colleague.pk, why="Kent de verhuurder.")
    leave(gone)
    to = {"hanna": world.hanna, "karlijn": world.karlijn, "excluded": colleague, "gone": gone}[who]
    with pytest.raises(Invalid):
        operations.hand_on(signal, actor=wilma, to=to.pk)


def test_care_coordination_gives_what_it_logged_itself_and_no_other(world: World, colleague: User) -> None:
    karlijn = actor_for(world.karlijn)
    own, other = (
        make.stored(world.goes, world.karlijn, 1, origin=Origin.CARE_COORDINATOR)[0],
        make.handled(world.goes, world.wilma),
    )
    operations.hand_on(own, actor=karlijn, to=colleague.pk)
    with pytest.raises(Forbidden):
        operations.hand_on(other, actor=karlijn, to=colleague.pk)


def test_what_somebody_left_behind_is_counted_until_it_has_an_owner_here(world: World, gone: User) -> None:
    signal = make.handled(world.goes, gone)
    make.handled(world.goes, world.wilma)
    wilma = actor_for(world.wilma)

    def left_behind() -> list[Signal]:
        return list(watched(worked_on_by(wilma), "verlaten", wilma))

    assert left_behind() == []
    leave(gone)
    assert left_behind() == [signal]
    operations.hand_on(signal, actor=wilma, to=world.wilma.pk)
    assert left_behind() == []


def many(world: World, client_of: ClientOf, gone: User) -> tuple[OutsideClient, str, list[Signal]]:
    found = [make.handled(world.goes, gone), make.triaged(world.goes, gone)]
    leave(gone)
    return client_of(world.wilma), reverse("signals:hand-on-many", args=[gone.pk]), found


def form_of(client: OutsideClient, url: str, **given: Any) -> dict[str, Any]:
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: "on" if value is True else value for name, value in sent.items()} | given


def test_the_list_of_owners_names_first_who_left(world: World, client_of: ClientOf, gone: User) -> None:
    client, url, _ = many(world, client_of, gone)
    make.handled(world.goes, world.wilma)
    assert OWNERS in client.get(reverse("signals:list")).content.decode()
    page = client.get(OWNERS).content.decode()
    assert page.index("Ralf Regenboog") < page.index("Werkt hier niet meer") < page.index(f"/{world.wilma.pk}/")
    assert url in page


def test_all_of_one_owner_go_in_one_form(world: World, client_of: ClientOf, gone: User, colleague: User) -> None:
    client, url, found = many(world, client_of, gone)
    answer = client.post(url, form_of(client, url, to=colleague.pk), follow=True)
    assert "Nele Nachtegaal is nu de eigenaar van 2 signalen." in answer.content.decode()
    assert {Signal.objects.unscoped(reason="test").get(pk=one.pk).owner for one in found} == {colleague}


def test_of_all_or_none_one_that_may_not_go_is_named(
    world: World, client_of: ClientOf, gone: User, colleague: User
) -> None:
    client, url, found = many(world, client_of, gone)
    shield_one = found[0]
    operations.exclude_colleague(shield_one, actor=actor_for(world.wilma), user_id=colleague.pk, why="Buren.")
    page = client.post(url, form_of(client, url, to=colleague.pk))
    assert page.status_code == 422
    assert f"take_{shield_one.pk.hex}" in page.context["form"].errors
    assert "Deze collega kan dit signaal niet behandelen" in page.content.decode()
    assert {Signal.objects.unscoped(reason="test").get(pk=one.pk).owner for one in found} == {gone}


def test_of_who_works_here_nothing_is_ticked_beforehand(world: World, client_of: ClientOf, gone: User) -> None:
    make.handled(world.goes, gone)
    client, url = client_of(world.wilma), reverse("signals:hand-on-many", args=[gone.pk])
    assert [tick.value() for tick in client.get(url).context["form"].ticks()] == [False]
    leave(gone)
    assert [tick.value() for tick in client.get(url).context["form"].ticks()] == [True]


def test_nothing_ticked_and_nobody_chosen_are_said(world: World, client_of: ClientOf, gone: User) -> None:
    client, url, found = many(world, client_of, gone)
    sent = form_of(client, url)
    for one in found:
        del sent[f"take_{one.pk.hex}"]
    page = client.post(url, sent).content.decode()
    assert "Kruis aan welke signalen naar een collega gaan." in page


def test_one_that_is_somebody_elses_meanwhile_is_told(
    world: World, client_of: ClientOf, gone: User, colleague: User
) -> None:
    client, url, found = many(world, client_of, gone)
    sent = form_of(client, url, to=colleague.pk)
    operations.hand_on(found[0], actor=actor_for(world.wilma), to=world.wilma.pk)
    assert client.post(url, sent).status_code == 409


def test_the_page_of_one_asks_for_a_colleague_and_takes_no_other(
    world: World, client_of: ClientOf, colleague: User
) -> None:
    signal = make.handled(world.goes, world.wilma)
    client, url = client_of(world.wilma), reverse("signals:hand-on", args=[signal.pk])
    assert (
        reverse("signals:hand-on", args=[signal.pk])
        in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    )
    assert client.post(url, form_of(client, url, to=world.karlijn.pk)).status_code == 422
    client.post(url, form_of(client, url, to=colleague.pk))
    signal.refresh_from_db()
    assert signal.owner == colleague


def test_the_pages_ask_as_much_for_many_as_for_few(world: World, client_of: ClientOf, gone: User) -> None:
    client, url, _ = many(world, client_of, gone)
    client.get(OWNERS)

    def asked() -> list[int]:
        return [len(queries_of(partial(client.get, address))) for address in (OWNERS, url)]

    few = asked()
    make.stored(world.goes, gone, 40)
    # A full page counts how many come after it.
    assert asked() == [few[0], few[1] + 1]
    assert max(few) < 12


def test_without_a_colleague_the_page_says_what_to_do(world: World, client_of: ClientOf) -> None:
    client, signal = client_of(world.wilma), make.triaged(world.goes, world.wilma)
    sent = {"hat": client.hat, "version": signal.version, "to": ""}
    answer = client.post(reverse("signals:hand-on", args=[signal.pk]), sent)
    assert answer.status_code == 422
    assert "Wie wordt de eigenaar? Kies een antwoord." in answer.content.decode()
