"""Files that somebody adds: what may be given out, to whom, and what stands of them where."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.files import Why
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import operations
from signals.models import Attachment, Signal, Upload
from signals.workflow import AttachmentState
from tests.factories import files
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support import adding
from tests.support.adding import address, check, only, send
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

NAME = "Zonderlinge naam.jpg"


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


@pytest.fixture
def wilma(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.wilma)


def test_a_photo_comes_back_without_where_it_was_taken(wilma: OutsideClient, signal: Signal) -> None:
    assert send(wilma, signal, NAME, files.photo()).status_code == 302
    attachment = only(signal)
    assert (attachment.name, attachment.state) == (NAME, AttachmentState.RECEIVED)
    assert wilma.get(address(attachment)).status_code == 409
    assert check(attachment).state == AttachmentState.CLEAN
    answer = wilma.get(address(attachment))
    assert answer.status_code == 200
    assert files.PLACE.encode() not in answer.content
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert not Upload.objects.of(signal).exists()


def test_a_download_is_saved_and_can_do_nothing(wilma: OutsideClient, signal: Signal) -> None:
    send(wilma, signal, "naam; van iemand é.txt", b"verzonnen")
    attachment = check(only(signal))
    answer = wilma.get(address(attachment))
    expected = f'attachment; filename="bijlage-{signal.reference}-{attachment.pk.hex[:6]}.txt"'
    assert answer.headers["Content-Disposition"] == expected
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Content-Type"] == "text/plain"
    assert not answer.streaming


def test_each_download_stands_in_the_log_before_its_bytes_go(
    world: World, wilma: OutsideClient, signal: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    for _ in range(2):
        wilma.get(address(attachment))
    told = AuditEvent.objects.unscoped(reason="test").filter(event="signals.file_downloaded")
    assert {(one.actor_id, one.hat, one.object_id, one.dossier_id) for one in told} == {
        (world.wilma.pk, "focal_officer", str(attachment.pk), signal.pk)
    }
    assert told.count() == 2
    monkeypatch.setattr("core.unit.BEFORE_COMMIT", [_breaks])
    wilma.raise_request_exception = False
    answer = wilma.get(address(attachment))
    assert answer.status_code == 500
    assert make.CLEANED.content not in answer.content


def _breaks(*_: object) -> None:
    message = "the log cannot be written"
    raise RuntimeError(message)


def test_who_does_not_see_the_signal_does_not_find_its_file(world: World, client_of: ClientOf, signal: Signal) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    for stranger in (world.vera, world.floor, world.karlijn):
        assert client_of(stranger).get(address(attachment)).status_code == 404
    for other in (world.daphne, world.philo, world.hanna, world.person("Vince"), world.person("Bo"), world.outsider):
        assert client_of(other).get(address(attachment)).status_code == 403


def test_a_file_is_found_under_its_own_signal_only(world: World, wilma: OutsideClient, signal: Signal) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    other = make.handled(world.goes, world.wilma)
    for name in ("attachment", "remove-file", "correct-file"):
        assert wilma.get(reverse(f"signals:{name}", args=[other.pk, attachment.pk])).status_code == 404


def test_care_coordination_reads_it_once_the_signal_is_offered_and_changes_nothing(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    karlijn = client_of(world.karlijn)
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    assert karlijn.get(address(attachment)).content == make.CLEANED.content
    assert karlijn.get(reverse("signals:add-file", args=[signal.pk])).status_code == 403
    assert karlijn.get(reverse("signals:remove-file", args=[signal.pk, attachment.pk])).status_code == 403
    page = karlijn.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert address(attachment) in page
    assert "Bijlage toevoegen" not in page


def test_neither_bytes_nor_name_can_be_read_in_the_database(world: World, wilma: OutsideClient, signal: Signal) -> None:
    secret = b"een woord dat nergens mag staan"
    words = {"description": "Omschrijving die nergens mag staan"}
    send(wilma, signal, "Zonderlinge naam.txt", secret, **words)
    attachment = only(signal)
    for state in (AttachmentState.RECEIVED, AttachmentState.CLEAN):
        assert attachment.state == state
        for plain in (secret, b"Zonderlinge naam", words["description"].encode()):
            assert _tables_with(plain) == []
        check(attachment)
    stored = StoredFile.objects.made_for(attachment.pk).get()
    assert stored.content == secret
    assert (stored.name, stored.author_id) == (attachment.neutral_name, None)


def _tables_with(plain: bytes) -> list[str]:
    """The tables in which these bytes can be read, in any column."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 60
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE position(%s in t::text) > 0 OR position(%s in t::text) > 0',  # noqa: S608  our own table names
                [plain.decode(), plain.hex()],
            )
            row = cursor.fetchone()
            if row and row[0]:
                found.append(table)
    return found


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("foto.svg", b"<svg onload=alert(1)>", "webpagina"),
        ("foto.jpg", b"<html><script>", "webpagina"),
        ("foto.jpg.exe", files.picture(), "Dit soort bestand"),
        ("foto\u202egpj.exe", files.picture(), "Dit soort bestand"),
        ("foto.png", files.picture(), "De naam eindigt op .png, maar er zit een foto (JPG) in."),
        ("foto.png", files.picture(), "past niet bij de naam"),
        ("foto.jpg", b"MZ\x90\x00\x03\x00\x00\x00", "Dit bestand is een programma, geen document of foto"),
        ("verslag.txt", b"\x7fELF\x02\x01", "Open het niet."),
        ("leeg.txt", b"", "leeg"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "HEIC"),
    ],
)
def test_what_is_refused_at_once_is_told_beside_the_field_and_not_kept(
    wilma: OutsideClient, signal: Signal, name: str, data: bytes, told: str
) -> None:
    answer = send(wilma, signal, name, data, description="Wat ik al typte")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "Wat ik al typte" in page
    assert not Attachment.objects.of(signal).exists()
    assert not Upload.objects.of(signal).exists()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("bom.docx", files.word({"word/a.xml": b"a" * 30_000_000}), Why.TOO_HEAVY),
        ("macro.docx", files.word({"word/vbaProject.bin": b"x"}), Why.MACROS),
        ("slot.pdf", files.locked_document(), Why.LOCKED),
    ],
    ids=["bom", "macro", "slot"],
)
def test_what_the_check_refuses_is_told_on_the_page_and_nothing_is_kept(
    wilma: OutsideClient, signal: Signal, name: str, data: bytes, why: Why
) -> None:
    send(wilma, signal, name, data)
    attachment = check(only(signal))
    assert (attachment.state, attachment.why) == (AttachmentState.REFUSED, why)
    page = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert attachment.sentence.replace("'", "&#x27;") in page
    assert wilma.get(address(attachment)).status_code == 409
    assert not Upload.objects.of(signal).exists()
    assert not StoredFile.objects.made_for(attachment.pk).exists()


def test_a_pdf_that_acts_comes_back_with_its_pages_alone(wilma: OutsideClient, signal: Signal) -> None:
    send(wilma, signal, "brief.pdf", files.hostile_document())
    answer = wilma.get(address(check(only(signal))))
    assert answer.content.startswith(b"%PDF-")
    for trace in (b"JavaScript", b"OpenAction", b"EmbeddedFile", b"/AA"):
        assert trace not in answer.content


def test_too_big_is_told_beside_the_field_and_far_too_big_before_it_is_read(
    wilma: OutsideClient, signal: Signal, settings: Any
) -> None:
    settings.FILE_MOST_BYTES = 1024**2
    answer = send(wilma, signal, "groot.txt", b"a" * (1024**2 + 1))
    assert answer.status_code == 422
    assert "hoogstens 1 MB" in answer.content.decode()
    settings.REQUEST_MOST_BYTES = 2 * 1024**2
    answer = send(wilma, signal, "groot.txt", b"a" * (3 * 1024**2))
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.content.decode()
    assert not Attachment.objects.of(signal).exists()


def test_a_file_that_comes_in_touches_no_disk(
    wilma: OutsideClient, signal: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        message = "a file on disk"
        raise AssertionError(message)

    monkeypatch.setattr("tempfile.NamedTemporaryFile", never)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", never)
    send(wilma, signal, "groot.txt", b"a" * 5_000_000)
    assert check(only(signal)).state == AttachmentState.CLEAN


def test_there_is_room_for_so_many_and_so_much_a_day(
    world: World, wilma: OutsideClient, signal: Signal, settings: Any
) -> None:
    settings.FILES_PER_SIGNAL = 2
    for number in range(2):
        assert send(wilma, signal, f"{number}.txt", b"woord").status_code == 302
    answer = send(wilma, signal, "3.txt", b"woord")
    assert answer.status_code == 422
    assert "staan al 2 bijlagen" in answer.content.decode()
    operations.remove_file(Attachment.objects.of(signal)[0], actor=actor_for(world.wilma), reason="Verkeerd bestand.")
    assert send(wilma, signal, "3.txt", b"woord").status_code == 302
    settings.FILE_BYTES_A_DAY = 16
    other = make.handled(world.goes, world.wilma)
    answer = send(wilma, other, "4.txt", b"woord")
    assert answer.status_code == 422
    assert "vandaag" in answer.content.decode()
    Attachment.objects.unscoped(reason="test").update(added_at=timezone.now() - timedelta(days=1))
    assert send(wilma, other, "4.txt", b"woord").status_code == 302


def test_a_form_sent_twice_adds_one_file(wilma: OutsideClient, signal: Signal) -> None:
    url = reverse("signals:add-file", args=[signal.pk])
    key = re.findall(r'name="key" value="([^"]+)"', wilma.get(url).content.decode())[0]
    for _ in range(2):
        file = SimpleUploadedFile("a.txt", b"woord")
        assert wilma.post(url, {"hat": wilma.hat, "key": key, "file": file, "provenance": "own"}).status_code == 302
    assert check(only(signal)).state == AttachmentState.CLEAN
    other = SimpleUploadedFile("b.txt", b"woord")
    assert wilma.post(url, {"hat": wilma.hat, "key": key, "file": other, "provenance": "own"}).status_code == 409


def test_what_is_removed_leaves_its_reason_and_nothing_else(world: World, wilma: OutsideClient, signal: Signal) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma), name="naam van iemand.txt", description="Wie"))
    url = reverse("signals:remove-file", args=[signal.pk, attachment.pk])
    assert "naam van iemand.txt" in wilma.get(url).content.decode()
    assert wilma.post(url, {"hat": wilma.hat, "version": attachment.version, "reason": ""}).status_code == 422
    answer = wilma.post(url, {"hat": wilma.hat, "version": attachment.version, "reason": "Verkeerd dossier."})
    assert answer.status_code == 302
    attachment.refresh_from_db()
    assert (attachment.state, attachment.name, attachment.description, attachment.digest) == (
        "removed",
        None,
        None,
        None,
    )
    assert not StoredFile.objects.made_for(attachment.pk).exists()
    page = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "naam van iemand" not in page
    assert "Verkeerd dossier." in page
    assert wilma.get(address(attachment)).status_code == 409


def test_a_closed_signal_takes_no_files_and_loses_none(world: World, wilma: OutsideClient, signal: Signal) -> None:
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    opened = adding.form(wilma, signal, "a.txt", b"woord")
    operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    assert wilma.post(adding.adding(signal), opened).status_code == 409
    url = reverse("signals:remove-file", args=[signal.pk, attachment.pk])
    assert wilma.post(url, {"hat": wilma.hat, "version": attachment.version, "reason": "Weg."}).status_code == 409
    assert wilma.get(address(attachment)).status_code == 200


def test_a_file_is_part_of_no_handover(world: World, signal: Signal) -> None:
    check(make.attached(signal, actor_for(world.wilma), name="naam van iemand.txt"))
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    assert "naam van iemand" not in str(handover.content)
    assert "Verzonnen aantekening" not in str(handover.content)
