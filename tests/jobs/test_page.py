from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import User
from core.documents import PangoMissing
from core.errors import Forbidden
from jobs import runner
from jobs.models import Job
from jobs.operations import enqueue
from jobs.registry import Runner
from jobs.states import JobState
from tests.jobs.conftest import leave_effect
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
type KindOf = Callable[[Runner], str]


def page_of(job: Job) -> str:
    return reverse("jobs:progress", args=[job.pk])


def asked_by(user: User, kind: str) -> Job:
    return enqueue(kind, owner_id=user.pk)


def test_the_owner_sees_how_far_it_is(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    runner.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(progress_done=2, progress_total=5, progress_text="Cijfers tellen")
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "Proefopdracht" in page
    assert "Stap 3 van 5: cijfers tellen." in page
    assert "Meestal is dit binnen een minuut klaar. U kunt deze pagina sluiten" in page
    assert f'hx-get="{page_of(job)}"' in page
    assert "Kijk hoe ver het nu is" in page


def test_a_job_that_was_just_begun_says_so(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    runner.claim(job.pk)
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "Begonnen, de eerste stap loopt." in page


def test_a_job_that_takes_long_says_so_and_what_one_can_do(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    runner.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(started_at=Now() - timedelta(minutes=3))
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "Dit duurt langer dan gewoonlijk. U kunt deze pagina sluiten" in page


@pytest.mark.parametrize("person", ["koos", "vera", "floor", "karlijn"])
def test_for_anybody_else_the_page_does_not_exist(world: World, kind: KindOf, client_of: ClientOf, person: str) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    assert client_of(getattr(world, person)).get(page_of(job)).status_code == 404


def test_a_job_of_the_system_has_no_page(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = enqueue(kind(leave_effect), owner_id=None)
    assert client_of(world.wilma).get(page_of(job)).status_code == 404


def test_without_sign_in_the_page_leads_there(world: World, kind: KindOf, client: OutsideClient) -> None:
    assert client.get(page_of(asked_by(world.wilma, kind(leave_effect)))).status_code == 302


def test_htmx_gets_the_part_that_changes(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    part = client_of(world.wilma).get(page_of(job), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="opdracht"' in part


def test_while_nobody_takes_it_the_page_says_that_it_waits(world: World, kind: KindOf, client_of: ClientOf) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    browser = client_of(world.wilma)
    assert "dit kan langer duren" not in browser.get(page_of(job)).content.decode()
    Job.objects.filter(pk=job.pk).update(created_at=Now() - timedelta(minutes=2))
    page = browser.get(page_of(job)).content.decode()
    assert "Wacht op verwerking; dit kan langer duren." in page
    assert "gaat niet verloren" in page


def test_when_it_is_done_the_page_leads_to_the_result_and_asks_no_more(
    world: World, kind: KindOf, client_of: ClientOf
) -> None:
    job = asked_by(world.wilma, kind(leave_effect))
    runner.run(job.pk)
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "Klaar." in page
    assert f"/klaar/{job.pk}/" in page
    assert "hx-get" not in page


def test_after_a_failure_the_page_says_that_it_is_tried_again(world: World, kind: KindOf, client_of: ClientOf) -> None:
    def fail(job: Job, actor: object) -> None:
        raise ZeroDivisionError

    job = asked_by(world.wilma, kind(fail))
    runner.run(job.pk)
    assert "poging 2 van 3" in client_of(world.wilma).get(page_of(job)).content.decode()


def test_what_must_be_done_by_hand_says_so_and_why(world: World, kind: KindOf, client_of: ClientOf) -> None:
    def without_pango(job: Job, actor: object) -> None:
        raise PangoMissing

    job = asked_by(world.wilma, kind(without_pango))
    runner.run(job.pk)
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "met de hand afgehandeld" in page
    assert "Pango ontbreekt" in page
    assert str(job.pk) in page


def test_a_refused_job_says_that_nothing_changed(world: World, kind: KindOf, client_of: ClientOf) -> None:
    def refused(job: Job, actor: object) -> None:
        raise Forbidden

    job = asked_by(world.wilma, kind(refused))
    runner.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    page = client_of(world.wilma).get(page_of(job)).content.decode()
    assert "Niet uitgevoerd." in page
    assert "geen recht (meer)" in page
