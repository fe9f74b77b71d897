"""The letter of a handover: made by a worker, sealed, given to who may see the handover."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from jobs.models import Job
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import letters, tasks
from signals.models import Handover
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World


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


def test_an_anonymous_letter_names_no_source(world: World, handover: Handover, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    def keep(html: str, title: str) -> bytes:
        pages.append(html)
        return b"%PDF-"

    monkeypatch.setattr(letters, "render_pdf", keep)
    _make(world, handover)
    assert "Voorbeeldbedrijf Denkbeeld" in pages[0]
    for word in ("Windvaan", "Wilma", "gemeente Goes", "Gemeente Goes", "Toezichthouder", "acht bedden"):
        assert word not in pages[0]


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
