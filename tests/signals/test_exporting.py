"""A file of signals: what stands in it, for whom and how long, and that it comes back as it went."""

import csv
import io
import re
import uuid
from datetime import timedelta
from itertools import zip_longest
from typing import Any

import pytest
from django.utils import timezone

from core.access import SYSTEM, Actor
from core.cleaning import sheets
from core.errors import Forbidden, Invalid, WrongState
from core.resend import AlreadySent
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import exporting, importing, operations, tasks
from signals.codes import CloseReason, Outcome
from signals.columns import Choice
from signals.exported_beside import COLUMNS_BESIDE
from signals.exporting import PLAIN, WORDS
from signals.list_states import ExportState
from signals.models import Arrival, Follow, ImportedFrom, ListExport, Signal, Situation
from signals.operations.lifecycle import Closing
from signals.operations.logging import ReporterFacts
from signals.sectors import LabourSector
from signals.sharing_codes import Provenance
from signals.situations import Confidence, SuspectedRole
from tests.factories import lists as make
from tests.factories import retention as past
from tests.factories import shielding as shield
from tests.factories import signals as make_signal
from tests.factories.consent import agreed
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.queries import queries_of
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cleaned_here")
SECRET = "Zwanenmeer"
ASKED_BY = "Wielewaal"  # not the reporter's name, which that field refuses


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def content_of(about: ListExport) -> bytes:
    stored: bytes = StoredFile.objects.unscoped(reason="test").get(about=about.pk).content
    return stored


def lines_of(about: ListExport) -> list[list[str]]:
    [sheet] = sheets.read(content_of(about), about.kind, 10_000)
    return [cells for _, cells in sheet["rows"]]


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_the_file_holds_her_own_signals_and_no_name_or_address(world: World, wilma: Actor, kind: str) -> None:
    told = ReporterFacts(name=SECRET, contact=SECRET, call_back=SECRET)
    signal = make_signal.triaged(world.goes, world.wilma, reporter=told, address=SECRET)
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=agreed(by=ASKED_BY))
    make_signal.triaged(world.vlissingen, world.vera, facts="Uit Vlissingen.")
    about = make.exported(wilma, world.goes, kind=kind)
    headings, *rows = lines_of(about)
    assert [row[headings.index("Nummer")] for row in rows] == [signal.reference]
    assert (about.rows, about.state) == (1, ExportState.READY)
    assert SECRET not in str(lines_of(about))
    assert ASKED_BY not in str(lines_of(about))


def test_what_is_kept_from_her_is_not_in_it_and_what_is_kept_later_shuts_it(world: World) -> None:
    first, second = (make_signal.triaged(world.goes, world.wilma) for _ in range(2))
    shield.excluded(Signal._base_manager.get(pk=first.pk), world.koos)
    about = make.exported(actor_for(world.koos), world.goes)
    assert about.keys == [str(second.pk)]
    operations.fetch_export(about, actor=actor_for(world.koos))
    shield.excluded(Signal._base_manager.get(pk=second.pk), world.koos)
    with pytest.raises(WrongState):
        operations.fetch_export(about, actor=actor_for(world.koos))


def test_own_words_are_not_in_it_unless_they_are_chosen(world: World, wilma: Actor) -> None:
    make_signal.triaged(world.goes, world.wilma, facts=f"{SECRET} zei iets.")
    assert SECRET not in str(lines_of(make.exported(wilma, world.goes, columns=list(PLAIN))))
    assert SECRET in str(lines_of(make.exported(wilma, world.goes)))


def test_the_filter_of_the_list_holds(world: World, wilma: Actor) -> None:
    make_signal.triaged(world.goes, world.wilma, form="labour", facts="Een kwekerij met bedden.")
    make_signal.triaged(world.goes, world.wilma, form="sexual")
    assert make.exported(wilma, world.goes, chosen={"tab": "alles", "vorm": "labour"}).rows == 1
    assert make.exported(wilma, world.goes, words="kwekerij").rows == 1
    assert make.exported(wilma, world.goes, chosen={"tab": "doorgegeven"}).rows == 0


def test_it_is_told_with_its_purpose_in_the_log_of_each_signal(world: World, wilma: Actor, unit: Any) -> None:
    signal = make_signal.triaged(world.goes, world.wilma)
    about = make.exported(wilma, world.goes)
    operations.fetch_export(about, actor=wilma)
    told = {event.event: event for event in unit.gathered}
    assert told["signals.exported"].dossier_id == signal.pk
    ordered = told["signals.export_ordered"]
    assert (ordered.purpose, ordered.municipality_id) == ("Eigen overzicht", world.goes.pk)
    assert ordered.detail["filter"] == {"tab": "alles"}
    assert told["signals.export_downloaded"].detail["rows"] == 1
    assert about.why not in str([event.detail for event in told.values()])


def test_only_whoever_asked_for_it_has_it_and_only_for_a_day(world: World, wilma: Actor) -> None:
    about = make.exported(wilma, world.goes)
    for name in ("Koos", "Vera", "Karlijn", "Vince", "Bo"):
        assert not ListExport.objects.visible_to(actor_for(world.person(name))).exists()
    with pytest.raises(Forbidden):
        operations.fetch_export(about, actor=actor_for(world.koos))
    with pytest.raises(Forbidden):
        make.ordered(wilma, world.vlissingen)
    late = timezone.now() - timedelta(minutes=1)
    ListExport.objects.unscoped(reason="test").filter(pk=about.pk).update(until=late)
    about.refresh_from_db()
    with pytest.raises(WrongState):
        operations.fetch_export(about, actor=wilma)
    operations.wipe_export(about, actor=SYSTEM)
    assert not StoredFile.objects.unscoped(reason="test").filter(about=about.pk).exists()


def test_old_files_are_wiped_by_the_clock(world: World, wilma: Actor) -> None:
    about = make.exported(wilma, world.goes)
    ListExport.objects.unscoped(reason="test").update(until=timezone.now() - timedelta(minutes=1))
    tasks.wipe_old_exports(None, SYSTEM)  # type: ignore[arg-type]  # fewer rows than a report of progress
    found = ListExport.objects.unscoped(reason="test").get(pk=about.pk)
    assert (found.state, found.asked, found.keys) == (ExportState.WIPED, None, None)


def test_five_a_day_and_a_second_click_is_no_second_file(world: World, wilma: Actor) -> None:
    about = make.ordered(wilma, world.goes)
    make.ordered(wilma, world.goes, key=about.pk)
    for _ in range(4):
        make.ordered(wilma, world.goes)
    with pytest.raises(Invalid):
        make.ordered(wilma, world.goes)


TEXTS = ["=1+1", "'=1+1", "@plaats", "-", "+31 6", "\u2212 twee", "＝1", 'Zij; hij, "en" ik', "regel een\nregel twee"]


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_what_was_taken_out_can_be_taken_in_and_says_the_same(world: World, wilma: Actor, kind: str) -> None:
    for text in TEXTS:
        make_signal.triaged(world.goes, world.wilma, facts=text, company=text, form="labour", seen_when="vaak")
    long_ago = timezone.localdate() - timedelta(days=9)
    told = {
        "other_forms": ["criminal", "forced_begging"],
        "reported_on": long_ago,
        "form": "labour",
        "provenance": Provenance.MMA,
        "labour_sector": LabourSector.AGRICULTURE,
        "serious_disadvantage": True,
        "danger": "no",
        "minor": "yes",
        "veilig_thuis": "yes",
    }
    again = timezone.localdate() + timedelta(days=12)
    given = {"facts": "Doorgegeven.", "already_done": "Gebeld.", "seen_when": "vaak", **told}
    signal = make_signal.followed(world.goes, world.wilma, review_on=again, **given)
    for role, sure in (("recruiter", "certain"), ("client", "probable")):
        make_signal.situated(signal, wilma, role=SuspectedRole(role), confidence=Confidence(sure))
    operations.record_answer(
        make_signal.handed_over(signal, wilma, world.inspectorate),
        actor=wilma,
        outcomes=[Outcome.INVESTIGATION_STARTED],
    )
    shut = Closing(CloseReason.INSUFFICIENT_INFO, "Te weinig bekend.", "", "Niet te bereiken.")
    closed = make_signal.triaged(world.goes, world.wilma, facts="Dicht.", seen_when="vaak")
    operations.close(closed, actor=wilma, closing=shut)
    every = [*PLAIN, *COLUMNS_BESIDE, *WORDS]
    content = content_of(make.exported(wilma, world.goes, kind=kind, columns=every))
    vera = actor_for(world.vera, "focal_officer")
    about = make.read(vera, world.vlissingen, content, name=f"lijst.{kind}")
    # For a row without one; a file of ours says of each closed signal why.
    choice = Choice.told((about.choice or {}) | {"close_motivation": "Stond in de lijst."})
    operations.check_list(about, actor=vera, choice=choice)
    importing.check(make.again(about), vera, lambda _done, _total: None)
    assert make.again(about).bad == 0, make.again(about).result
    assert (make.again(about).result or {})["followed"] == 1
    operations.run_list(make.again(about), actor=vera)
    importing.run(make.again(about), vera, lambda _done, _total: None)
    rows = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).select_related("signal")
    taken = {row.signal.facts: row.signal for row in rows}
    one, closed = taken.pop("Doorgegeven."), taken.pop("Dicht.")
    assert sorted(taken) == sorted(TEXTS)
    assert {(row.form, row.company == row.facts) for row in taken.values()} == {("labour", True)}
    assert (one.other_forms, one.reported_on, one.is_followed) == (told["other_forms"], long_ago, True)
    kept = ("labour_sector", "serious_disadvantage", "danger", "minor", "veilig_thuis")
    assert {name: getattr(one, name) for name in kept} == {name: told[name] for name in kept}
    suspected = Situation.objects.unscoped(reason="test").filter(signal=one)
    assert {(row.role, row.confidence) for row in suspected} == {("recruiter", "probable"), ("client", "probable")}
    assert one.provenance == Provenance.MMA, "whose data it is, and not whose its source mostly tells"
    assert one.inform_by == closed.inform_by, "from the day it came in here: a list is no answer that is late"
    assert Follow.objects.unscoped(reason="test").get(signal=one).review_on == again
    today = f"{timezone.localdate():%d-%m-%Y}"
    for piece in (
        *("Wat is er al gedaan:\nGebeld.", f"Doorgegeven aan:\n{world.inspectorate}", f"Doorgegeven op:\n{today}"),
        *(f"Antwoord op:\n{today}", "Uitkomst:\nOnderzoek gestart", f"Besluiten:\n{today}: "),
    ):
        assert piece in one.already_done
    assert (closed.state, closed.close_reason) == ("closed", CloseReason.INSUFFICIENT_INFO)
    assert closed.close_motivation == "Te weinig bekend."
    operations.undo_list(make.again(about), actor=vera)
    importing.take_back(make.again(about), vera)
    for left in (Follow, Situation):
        assert not left.objects.unscoped(reason="test").filter(municipality=world.vlissingen).exists()


def test_no_cell_of_a_csv_begins_a_formula(world: World, wilma: Actor) -> None:
    for text in TEXTS:
        make_signal.triaged(world.goes, world.wilma, facts=text)
    content = content_of(make.exported(wilma, world.goes)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+@＝\u2212") or cell == "-"]


@pytest.mark.parametrize("other", [{"columns": list(PLAIN)}, {"chosen": {"tab": "mijn"}}, {"words": "haven"}])
def test_the_same_form_with_another_question_does_not_give_the_earlier_file(
    other: dict[str, Any], world: World, wilma: Actor
) -> None:
    about = make.ordered(wilma, world.goes)
    assert make.ordered(wilma, world.goes, key=about.pk) == about
    with pytest.raises(AlreadySent):
        make.ordered(wilma, world.goes, key=about.pk, **other)


def test_it_tells_to_whom_each_went_and_what_came_of_it_however_many_there_are(world: World, wilma: Actor) -> None:
    signal = make_signal.handled(world.goes, world.wilma, facts=f"{SECRET} zei iets.")
    first = make_signal.handed_over(signal, wilma, world.veilig_thuis)
    make_signal.handed_over(signal, wilma, world.inspectorate)
    operations.record_answer(first, actor=wilma, outcomes=[Outcome.INVESTIGATION_STARTED])
    about = make.exported(wilma, world.goes, columns=[*PLAIN, *COLUMNS_BESIDE])
    headings, row = lines_of(about)
    told = dict(zip(headings, row, strict=True))
    day = f"{timezone.localdate():%d-%m-%Y}"
    assert told["Doorgegeven aan"] == f"{world.veilig_thuis}; {world.inspectorate}"
    assert told["Doorgegeven op"] == f"{day}; {day}"
    assert told["Antwoord op"] == f"{day}; nog niet"
    assert told["Uitkomst"] == "Onderzoek gestart; nog niet"
    assert (told["Eigenaar"], told["Opnieuw bekijken op"]) == (str(world.wilma), "")
    assert told["Besluiten"].startswith(f"{day}: ")
    assert SECRET not in str(row)
    asked = [make.ordered(wilma, world.goes, columns=[*COLUMNS_BESIDE]) for _ in range(2)]
    once = len(queries_of(lambda: exporting.make(asked[0], wilma)))
    for _ in range(2):
        make_signal.handed_over(make_signal.handled(world.goes, world.wilma), wilma, world.veilig_thuis)
    assert len(queries_of(lambda: exporting.make(asked[1], wilma))) == once


def test_it_tells_rightly_of_what_was_merged_moved_or_made_anonymous(world: World, wilma: Actor, unit: Any) -> None:
    first, kept = (make_signal.handled(world.goes, world.wilma) for _ in range(2))
    handover = make_signal.handed_over(first, wilma, world.veilig_thuis)
    operations.record_answer(handover, actor=wilma, outcomes=[Outcome.INVESTIGATION_STARTED])
    make_signal.merged(Signal._base_manager.get(pk=first.pk), Signal._base_manager.get(pk=kept.pk), wilma)
    gone = make_signal.triaged(world.goes, world.wilma)
    make_signal.offered_to(gone, world.breda, wilma)
    arrival = Arrival.objects.unscoped(reason="test").get()
    operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    erased = operations.anonymise(past.past_its_day(world), actor=SYSTEM)
    about = make.exported(wilma, world.goes, columns=[*PLAIN, *COLUMNS_BESIDE])
    headings, *rows = lines_of(about)
    # Empty cells at the end of a row are left out.
    told = {row[0]: dict(zip_longest(headings, row, fillvalue="")) for row in rows}
    assert told.keys() == {kept.reference, gone.reference, erased.reference}
    today = f"{timezone.localdate():%d-%m-%Y}"
    one, other, bare = (told[signal.reference] for signal in (kept, gone, erased))
    # What was merged has no row: what became of it is not lost, and whoever takes the file looked at it too.
    assert (one["Doorgegeven"], one["Doorgegeven aan"], one["Doorgegeven op"]) == ("ja", str(world.veilig_thuis), today)
    assert (one["Uitkomst"], one["Ook gemeld als"]) == ("Onderzoek gestart", first.reference)
    assert one["Besluiten"].count(f"{today}: ") == 2
    assert first.pk in {event.dossier_id for event in unit.gathered if event.event == "signals.exported"}
    assert (other["Overgedragen aan gemeente"], other["Overgedragen op"]) == ("Breda", today)
    assert (one["Overgedragen op"], other["Ook gemeld als"]) == ("", "")
    # Of what was made anonymous the days are gone, and no cell says one.
    assert re.fullmatch(r"\de kwartaal \d{4}", bare["Ontvangen op"])
    assert not [cell for cell in bare.values() if re.search(r"\d\d-\d\d-\d{4}", cell)]
    assert (about.rows, len(about.keys or [])) == (3, 4)
    operations.fetch_export(about, actor=wilma)
    shield.excluded(Signal._base_manager.get(pk=first.pk), world.wilma)
    with pytest.raises(WrongState):
        operations.fetch_export(about, actor=actor_for(world.wilma))
