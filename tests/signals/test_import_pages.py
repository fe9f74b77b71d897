"""The pages of a list, from its file to its signals and out again: without JavaScript, each step once."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.recording import write_gathered
from core.access import SYSTEM
from core.unit import current_unit
from jobs.models import Job
from jobs.states import JobState
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from signals import importing, tasks
from signals.list_states import ImportState
from signals.models import ImportedFrom, ListExport, ListImport
from tests.factories import lists as make
from tests.factories import signals as make_signal
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.clients import OutsideClient
from tests.support.html import plain_text
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

pytestmark = pytest.mark.usefixtures("cleaned_here")
type ClientOf = Callable[..., OutsideClient]


def send(browser: OutsideClient, name: str = "lijst.csv", content: bytes | None = None, **more: Any) -> Any:
    data = {
        "hat": browser.hat,
        "key": str(uuid.uuid4()),
        "municipality": "GM0664",
        "file": SimpleUploadedFile(name, make.csv_list() if content is None else content),
    }
    return browser.post(reverse("signals:import"), data | more)


def the_list() -> ListImport:
    found: ListImport = ListImport.objects.unscoped(reason="test").select_related("municipality").latest("created_at")
    return found


def url(name: str) -> str:
    return reverse(f"signals:{name}", args=[the_list().pk])


def form_of(page: Any) -> dict[str, str]:
    """What a browser would send of the form as it stands there."""
    form = page.context["form"]
    return {
        field.html_name: field.value()
        for field in form
        if field.value() is not None and field.value() is not False and not isinstance(field.value(), list)
    }


def read_it(world: World) -> None:
    importing.read(the_list(), actor_for(world.wilma, "focal_officer"))


def check_it(world: World) -> None:
    importing.check(the_list(), actor_for(world.wilma, "focal_officer"), lambda _done, _total: None)


def test_every_step_by_its_page(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    assert send(browser).headers["Location"] == url("list-import")
    waiting = browser.get(url("list-import")).content.decode()
    assert "Wacht op verwerking" in waiting
    assert "hx-get" in waiting
    assert "Kijk hoe ver het nu is" in waiting
    read_it(world)
    assert "Kolommen kiezen" in browser.get(url("list-import")).content.decode()
    page = browser.get(url("import-columns"))
    assert "Bijvoorbeeld: 5-3-2024" in page.content.decode()
    assert browser.post(url("import-columns"), form_of(page)).headers["Location"] == url("import-values")
    page = browser.get(url("import-values"))
    assert "Bron: “wijkteam”" in page.content.decode()
    assert browser.post(url("import-values"), form_of(page)).headers["Location"] == url("list-import")
    check_it(world)
    text = plain_text(browser.get(url("list-import")).content.decode())
    assert "3 regels, waarvan 1 met direct gevaar" in text
    assert "3 signalen importeren" in browser.get(url("list-import")).content.decode()
    button = {"hat": browser.hat, "version": the_list().version}
    assert browser.post(url("import-run"), button).status_code == 302
    importing.run(the_list(), actor_for(world.wilma, "focal_officer"), lambda _done, _total: None)
    assert "3 signalen zijn overgenomen" in plain_text(browser.get(url("list-import")).content.decode())
    write_gathered(current_unit())
    row = ImportedFrom.objects.unscoped(reason="test").get(line=2)
    detail = plain_text(browser.get(reverse("signals:detail", args=[row.signal_id])).content.decode())
    assert "lijst.csv, regel 2 nummer daar: 2024-1" in re.sub(r"\s+", " ", detail)
    assert "heeft het signaal uit een lijst overgenomen" in detail
    button = {"hat": browser.hat, "version": the_list().version}
    asked = plain_text(browser.get(url("import-undo")).content.decode())
    assert "3 signalen, met wie en wat erin staat" in asked
    assert row.signal.reference in asked
    # Asked only: nothing went yet.
    assert browser.get(reverse("signals:detail", args=[row.signal_id])).status_code == 200
    assert browser.post(url("import-undo"), button).status_code == 302
    assert "Wordt teruggenomen" in browser.get(url("list-import")).content.decode()
    importing.take_back(the_list(), actor_for(world.wilma, "focal_officer"))
    assert browser.get(reverse("signals:detail", args=[row.signal_id])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("lijst.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLSX, ODS of CSV"),
        ("lijst.xlsm", b"PK\x03\x04", "XLSX, ODS of CSV"),
        ("lijst.pdf", b"%PDF-1.7", "XLSX, ODS of CSV"),
        ("lijst.csv", b"", "leeg"),
        ("lijst.csv", b"PK\x03\x04", "er zit een document van Office"),
        ("lijst.ods", b"naam;plaats", "past niet bij de naam"),
        ("lijst.xlsx", b"MZ\0\0", "een programma"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    world: World, client_of: ClientOf, name: str, content: bytes, says: str
) -> None:
    answer = send(client_of(world.wilma), name, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ListImport.objects.unscoped(reason="test").exists()


def test_what_the_reader_refuses_is_told_with_what_to_do(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    send(browser, "lijst.xlsx", make.xlsx_list(more={"xl/vbaProject.bin": b"x"}))
    read_it(world)
    assert the_list().state == ImportState.REFUSED
    assert "macro" in browser.get(url("list-import")).content.decode()


def test_columns_that_cannot_be_are_told_beside_them(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    send(browser, content=make.csv_list([("a", "b", "c"), ("1", "2", "3")]))
    read_it(world)
    asked = browser.get(url("import-columns"))
    assert "(niet verplicht)" not in asked.content.decode()
    form = form_of(asked)
    answer = browser.post(url("import-columns"), form | {"kolom_0": "place", "kolom_1": "place", "standing": "closed"})
    page = plain_text(answer.content.decode())
    assert answer.status_code == 422
    for words in ("voor meer kolommen", "Kies dan een bron", "Geen kolom zegt wanneer", "gesloten signalen"):
        assert words in page


def test_another_row_holds_the_names(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    send(browser, content=make.csv_list([("Lijst 2024", "", "x"), *make.LINES]))
    read_it(world)
    assert the_list().choice["heading"] == 2
    form = form_of(browser.get(url("import-sheet"))) | {"heading": "99"}
    assert browser.post(url("import-sheet"), form).status_code == 422
    assert browser.post(url("import-sheet"), form | {"heading": "1"}).headers["Location"] == url("import-columns")
    assert the_list().choice["heading"] == 1


def test_the_mistakes_are_told_and_can_be_downloaded(world: World, client_of: ClientOf) -> None:
    content = make.csv_list([*make.LINES, ("9", "morgen", "boa", "Nummer 111222333.", "Goes", "vaak", "", "")])
    about = make.checked(actor_for(world.wilma, "focal_officer"), world.goes, content)
    browser = client_of(world.wilma)
    page = browser.get(url("list-import")).content.decode()
    assert "“morgen” is geen datum" in page
    assert "importeren</button>" not in page
    told = browser.get(url("import-mistakes")).content.decode("utf-8-sig")
    assert "5;Ontvangen op;“morgen” is geen datum. Schrijf de dag zo: 21-11-2026." in told.splitlines()
    jobs = Job.objects.count()
    button = {"hat": browser.hat, "version": about.version, "no_bsn": ["5"]}
    assert browser.post(url("import-no-bsn"), button).status_code == 302
    assert the_list().choice["no_bsn"] == [5]
    assert Job.objects.count() == jobs + 1
    many = make.csv_list([make.HEADINGS, *((str(one), "morgen", *make.ROWS[0][2:]) for one in range(1, 602))])
    more = make.checked(actor_for(world.wilma, "focal_officer"), world.goes, many)
    address = reverse("signals:list-import", args=[more.pk])
    assert "Hier staan de eerste 100 van 601 fouten" in plain_text(browser.get(address).content.decode())
    whole = browser.get(reverse("signals:import-mistakes", args=[more.pk])).content.decode("utf-8-sig")
    assert len(whole.splitlines()) == 602


def test_a_stale_page_of_columns_overwrites_nothing(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    send(browser)
    read_it(world)
    form = form_of(browser.get(url("import-columns")))
    assert browser.post(url("import-columns"), form).status_code == 302
    assert browser.post(url("import-columns"), form | {"kolom_0": ""}).status_code == 409


def test_who_serves_two_municipalities_chooses_and_each_keeps_its_own(world: World, client_of: ClientOf) -> None:
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:import")).content.decode()
    assert "Van welke gemeente is deze lijst?" in page
    assert send(browser, municipality="").status_code == 422, "none was chosen, and none is chosen for her"
    export = reverse("signals:export")
    assert browser.get(export).context["form"]["municipality"].value() == ""
    shown = browser.get(export, {"tab": "alles", "gemeente": world.vlissingen.gm_code})
    assert shown.context["form"]["municipality"].value() == world.vlissingen.gm_code
    # The list that she looks at shows both: of each a file of its own, all of them or none, and a second click none more.
    make_signal.triaged(world.goes, world.wilma)
    listed = browser.get(reverse("signals:list")).content.decode()
    assert f'href="{export}?tab=te-doen&amp;"' in listed
    both = browser.get(export, {"tab": "te-doen"})
    assert both.context["form"]["municipality"].value() == "alle"
    form = form_of(both) | {"columns": ["number"], "purpose": "meeting", "why": "Voor het overleg."}
    for _ in range(2):
        assert browser.post(export, form).headers["Location"] == export
    files = ListExport.objects.unscoped(reason="test")
    assert {(file.municipality, file.asked["filter"]["tab"]) for file in files} == {
        (world.goes, "te-doen"),
        (world.vlissingen, "te-doen"),
    }
    # What was made stands before the form. The limit is of each municipality: of one of them more, and then not both.
    page = browser.get(export).content.decode()
    assert page.index("Uw bestanden") < page.index("Bestand laten maken")
    again = form_of(browser.get(export, {"tab": "alles"}))
    one_more = again | dict(form, municipality=world.goes.gm_code, key=uuid.uuid4())
    with override_settings(EXPORTS_A_DAY=2):
        assert browser.post(export, one_more).status_code == 302
        refused = browser.post(export, again | dict(form, key=uuid.uuid4()))
        assert browser.post(export, one_more | {"key": uuid.uuid4()}).status_code == 422
    assert (refused.status_code, set(refused.context["form"].errors), files.all().count()) == (422, {"municipality"}, 3)
    assert "Van Goes liet u vandaag al 2 bestanden maken." in refused.content.decode()
    send(browser, municipality=world.vlissingen.gm_code)
    assert the_list().municipality == world.vlissingen
    send(browser, municipality=world.breda.gm_code)
    assert ListImport.objects.unscoped(reason="test").count() == 1


def test_whose_role_ends_has_her_list_no_more_and_its_job_does_nothing(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    about = make.read_in(wilma, world.goes)
    job = Job.objects.get(object_id=about.pk)
    assert job.hat == "focal_officer"
    assert (job.owner_id, job.municipality_id) == (world.wilma.pk, world.goes.pk)
    assert client_of(world.koos).get(reverse("signals:list-import", args=[about.pk])).status_code == 404


def test_a_check_that_broke_off_can_be_asked_again(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    about = make.checked(wilma, world.goes)
    browser = client_of(world.wilma)
    button = {"hat": browser.hat, "version": about.version}
    browser.post(url("import-run"), button)
    ended = {"state": JobState.MANUAL, "error": "x", "finished_at": timezone.now()}
    Job.objects.filter(object_id=about.pk).update(**ended, attempts=3, started_at=timezone.now())
    assert "Opnieuw laten nakijken" in browser.get(url("list-import")).content.decode()
    again = {"hat": browser.hat, "version": the_list().version}
    assert browser.post(url("import-check"), again).status_code == 302
    assert the_list().state == ImportState.CHECKING


def test_lists_that_nobody_imports_are_wiped(world: World) -> None:
    about = make.read(actor_for(world.wilma, "focal_officer"), world.goes)
    old = timezone.now() - timedelta(days=8)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(changed_at=old)
    tasks.delete_old_lists(None, SYSTEM)  # type: ignore[arg-type]  # fewer rows than a report of progress
    assert (the_list().state, the_list().sheets) == (ImportState.DROPPED, None)


def test_pages_take_few_queries(world: World, client_of: ClientOf) -> None:
    about = make.checked(actor_for(world.wilma, "focal_officer"), world.goes)
    browser = client_of(world.wilma)
    for name, arguments in (("import", []), ("list-import", [about.pk]), ("export", [])):
        address = reverse(f"signals:{name}", args=arguments)
        assert len(queries_of(lambda address=address: browser.get(address))) <= 12  # type: ignore[misc]  # of this turn


def test_the_privacy_officer_sees_what_came_in_and_went_out_and_nothing_of_it(
    world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    make.imported(wilma, world.goes)
    make.exported(wilma, world.goes)
    page = client_of(world.person("Vince")).get(reverse("log")).content.decode()
    assert "heeft een lijst met signalen geïmporteerd" in page
    assert "heeft gevraagd om een bestand met signalen" in page
    assert "lijst.csv" not in page
    assert "Voor het jaargesprek." not in page


def test_a_file_is_asked_for_with_the_filter_of_the_list_and_fetched(world: World, client_of: ClientOf) -> None:
    make_signal.triaged(world.goes, world.wilma, form="labour")
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:export"), {"tab": "te-doen", "vorm": "labour"})
    assert page.context["form"]["vorm"].value() == "labour"
    form = form_of(page) | {"columns": ["number", "form"], "purpose": "meeting", "why": "Voor het overleg."}
    refused = browser.post(reverse("signals:export"), form | {"purpose": ""})
    assert refused.status_code == 422
    answer = browser.post(reverse("signals:export"), form)
    about = ListExport.objects.unscoped(reason="test").get()
    assert answer.headers["Location"] == reverse("signals:list-export", args=[about.pk])
    tasks.make_export(Job.objects.get(object_id=about.pk), actor_for(world.wilma, "focal_officer"))
    assert "1 signaal" in browser.get(answer.headers["Location"]).content.decode()
    file = browser.get(reverse("signals:export-file", args=[about.pk]))
    assert file.headers["Content-Disposition"] == f'attachment; filename="{about.file_name}"'
    told = AuditEvent.objects.unscoped(reason="test").filter(event="signals.export_downloaded").get()
    assert (told.municipality_id, told.purpose) == (world.goes.pk, "Overleg voorbereiden")
