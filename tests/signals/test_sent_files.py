"""Files that come with what a colleague or partner sends: added to a signal she never reads, seen by her as name and size."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from core.files import Why
from municipalities.codes import Role
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import operations
from signals.models import Attachment, Signal, Submission, Upload
from signals.workflow import AttachmentState
from tests.factories import files
from tests.factories import signals as make
from tests.factories.municipalities import holds
from tests.support.adding import address, check, only
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

SECRET = b"wat er in het bestand staat"


@pytest.fixture
def signal(world: World) -> Signal:
    return make.received(world.goes, world.hanna)


def copy_of(signal: Signal) -> Submission:
    found: Submission = Submission.objects.unscoped(reason="test").get(signal=signal)
    return found


def send(browser: OutsideClient, signal: Signal, name: str, data: bytes, *, key: str = "") -> Any:
    """As the form does."""
    url = reverse("signals:send-file", args=[copy_of(signal).pk])
    key = key or re.findall(r'name="key" value="([^"]+)"', browser.get(url).content.decode())[0]
    return browser.post(
        url, {"hat": browser.hat, "key": key, "description": "", "file": SimpleUploadedFile(name, data)}
    )


def page_of(browser: OutsideClient, signal: Signal) -> str:
    return browser.get(reverse("signals:submission", args=[copy_of(signal).pk])).content.decode()


def test_a_colleague_sends_a_photo_and_sees_its_name_and_size_only(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    hanna, wilma = client_of(world.hanna), client_of(world.wilma)
    sent = hanna.get(reverse("signals:logged", args=[signal.pk])).content.decode()
    for offered in ("send-file", "flag-danger"):
        assert reverse(f"signals:{offered}", args=[copy_of(signal).pk]) in sent
    assert send(hanna, signal, "deur.jpg", files.photo()).status_code == 302
    attachment = only(signal)
    assert "Wordt gecontroleerd" in page_of(hanna, signal)
    assert check(attachment).state == AttachmentState.CLEAN
    assert attachment.provenance == signal.provenance == "own"
    told = page_of(hanna, signal)
    assert "deur.jpg" in told
    assert "Aangekomen" in told
    # Not shown back in any way: neither what came nor what was made of it.
    assert str(attachment.pk) not in told
    assert hanna.get(address(attachment)).status_code == 403
    assert files.PLACE.encode() not in wilma.get(address(attachment)).content
    # Who reads the signal need not know who reported.
    operations.take_up(signal, actor=actor_for(world.wilma))
    part = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "van de melder" in part.partition('id="bijlagen"')[2]
    event = AuditEvent.objects.unscoped(reason="test").get(event="signals.file_sent")
    assert (event.actor_id, event.dossier_id) == (world.hanna.pk, signal.pk)
    assert "deur" not in str(event.detail)
    signal.refresh_from_db()
    assert signal.version > 1


def test_a_file_that_is_not_accepted_costs_no_report_and_the_page_says_which_and_why(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    hanna = client_of(world.hanna)
    answer = send(hanna, signal, "foto.exe", b"MZ\x90\x00")
    assert answer.status_code == 422
    assert "Dit soort bestand" in answer.content.decode()
    assert not Attachment.objects.of(signal).exists()
    send(hanna, signal, "slot.pdf", files.locked_document())
    attachment = check(only(signal))
    assert (attachment.state, attachment.why) == (AttachmentState.REFUSED, Why.LOCKED)
    told = page_of(hanna, signal)
    assert "slot.pdf" in told
    assert "Niet aangenomen" in told
    assert "Er zit een wachtwoord op dit bestand." in told
    assert not Upload.objects.of(signal).exists()
    assert not StoredFile.objects.made_for(attachment.pk).exists()


def test_names_that_mean_harm_become_names(world: World, client_of: ClientOf, signal: Signal) -> None:
    hanna = client_of(world.hanna)
    names = {
        "../../etc/lijst.txt": "lijst.txt",
        "C:\\map\\brief.txt": "brief.txt",
        "jan\u202etxt.eip.txt": "jantxt.eip.txt",
        "a\x07b\u200bc.txt": "abc.txt",
        "<b>vet</b>&.txt": "b>&.txt",
        "n" * 300 + ".txt": "n" * 116 + ".txt",
    }
    for name in names:
        assert send(hanna, signal, name, SECRET).status_code == 302
    kept = [one.name or "" for one in copy_of(signal).sent_files]
    for name, expected in zip(kept, names.values(), strict=True):
        assert name == (expected or name)
        assert len(name) <= 120
        assert not re.search(r"[/\\\x00-\x1f\u202e]", name)
    told = page_of(hanna, signal)
    assert "<b>" not in told.partition('id="bestanden"')[2].partition("</ul>")[0]
    for attachment in Attachment.objects.of(signal):
        assert re.fullmatch(r"bijlage-[A-Z0-9-]+-[0-9a-f]{6}\.txt", attachment.neutral_name)


def test_only_who_sent_it_adds_to_it(world: World, client_of: ClientOf, signal: Signal) -> None:
    url = reverse("signals:send-file", args=[copy_of(signal).pk])
    colleague = world.outsider
    holds(colleague, Role.REPORTER, world.goes)
    for stranger in (world.philo, colleague):
        assert client_of(stranger).get(url).status_code == 404
    for other in (world.wilma, world.vera, world.karlijn, world.daphne):
        assert client_of(other).get(url).status_code == 403


def test_a_partner_adds_one_in_its_inbox_and_a_colleague_there_sees_it(world: World, client_of: ClientOf) -> None:
    philo = actor_for(world.philo)
    sent = operations.submit_signal(
        actor=philo, municipality=world.goes, facts=make.facts(), key=uuid.uuid4(), sender=world.inspectorate
    )
    browser = client_of(world.philo)
    assert send(browser, sent.signal, "rapport.txt", SECRET).status_code == 302
    assert "rapport.txt" in page_of(browser, sent.signal)
    assert browser.get(address(check(only(sent.signal)))).status_code == 403


def test_there_is_room_for_so_many_and_so_much_and_twice_is_once(
    world: World, client_of: ClientOf, signal: Signal, settings: Any
) -> None:
    hanna = client_of(world.hanna)
    key = str(uuid.uuid4())
    assert [send(hanna, signal, "a.txt", b"woord", key=key).status_code for _ in range(2)] == [302, 302]
    assert send(hanna, signal, "a.txt", b"anders", key=key).status_code == 409
    settings.FILES_PER_SIGNAL = 1
    assert "kan geen bestand meer" in send(hanna, signal, "b.txt", b"woord").content.decode()
    settings.FILES_PER_SIGNAL, settings.FILE_BYTES_A_DAY = 9, 8
    assert "vandaag" in send(hanna, make.received(world.goes, world.hanna), "b.txt", b"woord").content.decode()
    assert Attachment.objects.of(signal).count() == 1


def test_what_the_officer_removes_has_no_name_with_the_sender_either(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    hanna = client_of(world.hanna)
    send(hanna, signal, "naam van iemand.txt", SECRET)
    operations.take_up(signal, actor=actor_for(world.wilma))
    operations.remove_file(check(only(signal)), actor=actor_for(world.wilma), reason="Verkeerd bestand.")
    told = page_of(hanna, signal)
    assert "naam van iemand" not in told
    assert "Verkeerd bestand" not in told
    assert "Verwijderd door de gemeente" in told


def test_the_public_form_takes_no_file(settings: Any, world: World) -> None:
    settings.PUBLIC_FORM = ["GM0664"]
    page = OutsideClient().get(reverse("public:tell", args=["GM0664"])).content.decode()
    assert "<form" in page
    assert 'type="file"' not in page
    assert "multipart" not in page
