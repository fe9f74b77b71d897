"""The person concerned is told what is kept, or it is written down why not yet and when somebody looks again."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import intake
from cases.models import Task
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.consent_codes import Delay, Spokesperson
from signals.models import Signal, Telling, part_of
from signals.operations.telling import LATEST_LOOK, Told
from signals.work import work
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WHAT = "Kan betrokkene nu verteld worden?"
WHY = "Zijn broer leest mee op zijn telefoon."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def _not_yet(signal: Signal, actor: Actor, day: dt.date) -> Telling:
    """As it was noted some time ago: nobody can choose a day that has come."""
    columns = Told(told=False, reason=Delay.SAFETY, why=WHY, review_on=day).columns()
    return Telling.objects.create(
        **part_of(signal), **columns, noted_at=timezone.now() - dt.timedelta(days=9), author_id=actor.person_id
    )


def test_a_telling_has_a_day_and_a_delay_has_a_reason_and_a_day_to_look_again(world: World, wilma: Actor) -> None:
    signal, day = make.triaged(world.goes, world.wilma), today()
    soon = day + dt.timedelta(days=9)
    for told, fields in (
        (Told(told=True), {"to", "on"}),
        (Told(told=True, to=Spokesperson.SELF, on=soon), {"on"}),
        (Told(told=True, to=Spokesperson.SELF, on=day - dt.timedelta(days=1)), {"on"}),
        (Told(told=False), {"reason", "review_on"}),
        (Told(told=False, reason=Delay.OTHER, review_on=soon), {"why"}),
        (Told(told=False, reason=Delay.SAFETY, review_on=day), {"review_on"}),
        (Told(told=False, reason=Delay.SAFETY, review_on=day + LATEST_LOOK + dt.timedelta(days=1)), {"review_on"}),
    ):
        with pytest.raises(Invalid) as stopped:
            operations.note_telling(signal, actor=wilma, key=uuid.uuid4(), told=told)
        assert set(stopped.value.fields) == fields
    row = {**part_of(signal), "noted_at": timezone.now(), "author_id": wilma.person_id}
    for wrong in (Told(told=True), Told(told=False), Told(told=False, reason=Delay.OTHER, review_on=soon)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Telling.objects.create(**row, **wrong.columns())


def test_it_stands_on_the_page_and_in_my_work_until_somebody_was_told(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    _not_yet(signal, wilma, today())
    [line] = [one for one in work(wilma) if one.what == WHAT]
    url = reverse("signals:note-telling", args=[signal.pk])
    assert (line.reference, line.url, line.due) == (signal.reference, url, today())
    assert WHAT not in [one.what for one in work(actor_for(world.vera))]
    page = reverse("signals:detail", args=[signal.pk])
    shown = client.get(page).content.decode()
    assert "Nog niet verteld: het brengt betrokkene of iemand anders in gevaar." in shown
    assert WHY in shown
    later = today() + dt.timedelta(days=30)
    again = client.filled(url, told="no", reason="unreachable", review_on=later.isoformat())
    assert client.post(url, again).status_code == client.post(url, again).status_code == 302
    assert WHAT not in [one.what for one in work(wilma)]
    refused = client.post(url, client.filled(url, told="yes"))
    assert "Kies aan wie het is verteld." in refused.content.decode()
    type(signal)._base_manager.filter(pk=signal.pk).update(reported_on=dt.date(2020, 3, 1))
    sent = client.filled(url, told="yes", to="self", on="2020-03-02", by="de jongerenwerker")
    assert client.post(url, sent).status_code == 302
    shown = client.get(page).content.decode()
    assert "Verteld aan betrokkene zelf op 2 maart 2020 door de jongerenwerker." in shown
    assert Telling.objects.of(signal).count() == 3
    assert client_of(world.vera).get(url).status_code == 404
    assert client_of(world.karlijn).get(url).status_code == 404


def test_what_waits_comes_along_into_the_case_as_a_task_and_its_page_says_it_when_it_is_done(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make_case.offered(world.goes, world.wilma)
    _not_yet(signal, wilma, today() + dt.timedelta(days=9))
    karlijn = actor_for(world.karlijn)
    case = intake.accept_into_new_case(
        actor=karlijn,
        key=uuid.uuid4(),
        opening=make_case.opening(world.goes),
        brought=make_case.brought(signal),
    )
    [task] = Task.objects.of(case)
    assert (task.due_on, task.owner_id) == (today() + dt.timedelta(days=9), world.karlijn.pk)
    client, page = client_of(world.karlijn), reverse("cases:detail", args=[case.pk])
    assert "Nog niet verteld" in client.get(page).content.decode()
    told = Told(told=True, to=Spokesperson.SELF, on=today())
    operations.note_telling(signal, actor=karlijn, key=uuid.uuid4(), told=told)
    assert "Verteld aan betrokkene zelf" in client.get(page).content.decode()
    assert "Verteld aan betrokkene zelf" in (
        client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    )
