"""The letter of a handover: made by a worker, sealed, given to who may see the handover."""

import io
from collections.abc import Callable
from typing import Any

import page
import pikepdf
import pytest
from django.db.models.functions import Now
from django.urls import reverse

from audit.models import AuditEvent
from jobs.models import Job
from jobs.runner import run
from jobs.states import JobState
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import letters, tasks
from signals.codes import HandoverMethod
from signals.models import Handover
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.typesetting import typeset_here
from tests.support.world import World

__all__ = ["typeset_here"]
pytestmark = pytest.mark.usefixtures("typeset_here")


@pytest.fixture
def handover(world: World) -> Handover:
    signal = make.handled(world.goes, world.wilma, company="Voorbeeldbedrijf Denkbeeld")
    given = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place", "company"]}
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate, **given)


def _make(world: World, handover: Handover) -> None:
    tasks.make_letter(Job.objects.get(object_id=handover.pk), actor_for(world.wilma))


def test_the_letter_is_ordered_with_the_handover_and_made_once(world: World, handover: Handover) -> None:
    for _ in range(2):
        _make(world, handover)
    stored = StoredFile.objects.made_for(handover.pk).get()
    assert stored.content.startswith(b"%PDF-")


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were to become a PDF; none is made."""
    pages: list[str] = []

    def keep(html: str, title: str) -> bytes:
        pages.append(html)
        return b"%PDF-"

    monkeypatch.setattr(letters, "render_pdf", keep)
    return pages


def test_an_anonymous_letter_names_no_source(world: World, handover: Handover, typeset: list[str]) -> None:
    _make(world, handover)
    assert "Voorbeeldbedrijf Denkbeeld" in typeset[0]
    for word in ("Windvaan", "Wilma", "gemeente Goes", "Gemeente Goes", "Toezichthouder", "acht bedden"):
        assert word not in typeset[0]


def test_the_officer_downloads_it_and_the_name_says_nothing(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.wilma)
    url = reverse("signals:letter", args=[handover.pk])
    assert client.get(url).headers["Location"].startswith("/taken/")
    _make(world, handover)
    answer = client.get(url)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="doormelding-{handover.reference}.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_a_partner_who_takes_the_letter_has_seen_the_handover_and_not_the_signal(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    _make(world, handover)
    assert client_of(world.philo).get(reverse("signals:letter", args=[handover.pk])).status_code == 200
    looks = AuditEvent.objects.unscoped(reason="test").filter(actor_id=world.philo.pk, kind="read")
    assert [look.event for look in looks] == ["signals.letter_downloaded"]
    handover.refresh_from_db()
    assert handover.received_at is not None


def _failed(handover: Handover) -> None:
    Job.objects.filter(object_id=handover.pk).update(
        state=JobState.MANUAL, attempts=3, started_at=Now(), finished_at=Now(), error="pango_missing"
    )


def test_after_a_job_that_failed_the_asker_finds_a_way_on_and_the_letter_is_made(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    _failed(handover)
    job = Job.objects.get(object_id=handover.pk)
    client, url = client_of(world.wilma), reverse("signals:letter", args=[handover.pk])
    assert f'href="{url}"' in client.get(reverse("jobs:progress", args=[job.pk])).content.decode()
    page = client.get(url).content.decode()
    assert "De brief is niet gemaakt." in page
    ask = reverse("signals:make-letter", args=[handover.pk])
    assert f'action="{ask}"' in page
    assert client.post(ask, {"hat": client.hat}).headers["Location"] == reverse("jobs:progress", args=[job.pk])
    assert Job.objects.get(object_id=handover.pk).state == JobState.QUEUED
    run(job.pk)
    assert client.get(url).content.startswith(b"%PDF-")
    assert client.post(ask, {"hat": client.hat}).headers["Location"] == url


def test_a_colleague_has_the_letter_made_with_rights_of_her_own(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    client, url = client_of(world.koos), reverse("signals:letter", args=[handover.pk])
    assert "De brief wordt gemaakt." in client.get(url).content.decode()
    _failed(handover)
    client.post(reverse("signals:make-letter", args=[handover.pk]), {"hat": client.hat})
    assert Job.objects.get(object_id=handover.pk, state=JobState.QUEUED).owner_id == world.koos.pk


def test_the_partner_reads_that_there_is_no_letter_and_cannot_order_one(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    _failed(handover)
    client = client_of(world.philo)
    page = client.get(reverse("signals:letter", args=[handover.pk])).content.decode()
    assert "De brief is niet gemaakt." in page
    assert "Brief laten maken" not in page
    assert client.post(reverse("signals:make-letter", args=[handover.pk]), {"hat": client.hat}).status_code == 403


def test_a_letter_by_name_says_where_the_officer_can_be_reached_and_names_nobody(
    world: World, typeset: list[str]
) -> None:
    world.wilma.phone = "0113-000000"
    world.wilma.save()
    signal = make.handled(world.goes, world.wilma)
    _make(world, make.handed_over(signal, actor_for(world.wilma), world.inspectorate))
    reached = "U bereikt de aandachtsfunctionaris mensenhandel van de gemeente Goes op"
    assert f"{reached} {world.wilma.email} of 0113-000000." in typeset[0]
    assert world.wilma.full_name not in typeset[0]


def test_an_anonymous_letter_says_nowhere_whom_to_reach(world: World, handover: Handover, typeset: list[str]) -> None:
    _make(world, handover)
    assert world.wilma.email not in typeset[0]
    assert "U bereikt" not in typeset[0]


def test_a_tip_names_a_way_back_that_its_receiver_has_and_that_leads_to_no_municipality(
    world: World, handover: Handover, settings: Any
) -> None:
    settings.TIP_ADDRESS = "tips@streek.example"
    assert "in Signaalpunt" in handover.foot
    for method in (HandoverMethod.LETTER, HandoverMethod.PHONE):
        handover.method = method
        assert f"via tips@streek.example. Noem daarbij alleen nummer {handover.reference}" in handover.foot
        assert "Goes" not in handover.foot
    settings.TIP_ADDRESS = ""
    assert "op de manier waarop u dit kreeg" in handover.foot
    assert "Signaalpunt" not in handover.foot


def test_a_letter_behind_a_passphrase_opens_with_it_alone_and_stays_what_it_was(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    client, url = client_of(world.wilma), reverse("signals:lock-letter", args=[handover.pk])
    assert client.get(url).headers["Location"] == reverse("signals:letter", args=[handover.pk])
    _make(world, handover)
    shown = client.get(url)
    passphrase = shown.context["form"].passphrase
    assert passphrase in shown.content.decode()
    assert shown.context["form"].passphrase != client.get(url).context["form"].passphrase
    given = {field.html_name: field.value() for field in shown.context["form"].hidden_fields()}
    answer = client.post(url, given)
    assert answer.headers["Content-Disposition"].endswith('-met-wachtwoord.pdf"')
    [event] = AuditEvent.objects.unscoped(reason="test").filter(event="signals.letter_locked")
    assert passphrase not in str(event.detail)
    for wrong in ("", "2222"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(answer.content), password=wrong)
    with pikepdf.open(io.BytesIO(answer.content), password=passphrase) as opened:
        assert (opened.encryption.R, opened.encryption.stream_method) == (6, pikepdf.models.EncryptionMethod.aesv3)
        assert opened.allow.accessibility
        assert not opened.allow.modify_other
        opened_again = io.BytesIO()
        opened.save(opened_again, encryption=False)
    checked = page.validate_pdf_bytes(opened_again.getvalue(), profile=page.ValidationProfile.PDF_UA_1)
    assert checked.is_compliant, [failure.message for failure in checked.failures]
    # A passphrase of somebody else, of another letter, or made up makes nothing.
    assert client.post(url, given | {"word": "ZELFBEDACHT"}).status_code == 422
    colleague = client_of(world.koos)
    assert colleague.post(url, given | {"hat": colleague.hat}).status_code == 422
    assert client_of(world.philo).get(url).status_code in {403, 404}
