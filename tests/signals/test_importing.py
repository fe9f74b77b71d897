"""A list that is taken over: every row checked as logging checks it, all or none, once, and taken back within a day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from audit.models import AuditEvent
from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from jobs.models import Job, OutboxMessage
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import importing, operations
from signals.codes import Answered, Form, Source
from signals.columns import Choice, proposed
from signals.list_states import ImportState
from signals.models import (
    Arrival,
    ColumnMemory,
    DangerAlarm,
    ImportedFrom,
    ListImport,
    ListWord,
    Reporter,
    Signal,
    StatePeriod,
)
from signals.operations.remembering import understood
from signals.workflow import SignalState
from tests.factories import lists as make
from tests.factories import signals as make_signal
from tests.factories.consent import agreed
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cleaned_here")
CLOSING = {"close_reason": "no_indication", "close_motivation": "Afgehandeld vóór Signaalpunt."}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def signals_of(about: ListImport) -> list[Signal]:
    rows = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).select_related("signal").order_by("line")
    return [row.signal for row in rows]


def with_row(**cells: str) -> bytes:
    """The list with one row more, right but for these cells."""
    row = dict(zip(make.HEADINGS, make.ROWS[0], strict=True)) | {"Nr": "2024-9"} | cells
    return make.csv_list([*make.LINES, [row[name] for name in make.HEADINGS]])


def errors(about: ListImport) -> list[list[Any]]:
    assert about.result is not None
    return list(about.result["errors"])


def test_what_a_list_says_is_found_by_the_names_of_its_columns(world: World, wilma: Actor) -> None:
    about = make.read(wilma, world.goes)
    assert about.state == ImportState.READ
    assert list(Choice.told(about.choice).columns.values()) == [
        *("number", "received_on", "source", "facts", "place", "seen_on", "form", "danger")
    ]
    assert proposed(["Van wie", "Wat is er gemeld?"]) == {0: "source", 1: "facts"}
    # A bare word says what it is by what stands below it: days, or not.
    names = ("Volgnr.", "Melding", "Gezien", "Minderjarig?", "Korte omschrijving", "Afgesloten")
    lines = [
        names,
        ("1", "5-3-2024", "4 maart 2024", "nee", "Acht bedden.", "ja"),
        ("2", "6-3-2024", "?", "", "Vijf.", "nee"),
    ]
    told = Choice.told(make.read(wilma, world.goes, make.csv_list(lines)).choice)
    assert list(told.columns.values()) == ["number", "received_on", "seen_on", "minor", "facts", "standing"]
    assert proposed(["Gezien", "Melding"]) == {1: "facts"}
    # What was passed on and what came of it: several columns of one story, and none of them is the signal's own.
    assert proposed(["Acties", "Doorgegeven aan", "Antwoord", "Uitkomst", "Doorgegeven"]) == dict.fromkeys(
        range(4), "already_done"
    )


@pytest.mark.parametrize("form", ["csv", "ods", "xlsx"])
def test_a_list_becomes_signals_with_their_own_day_and_owner(world: World, wilma: Actor, form: str) -> None:
    content = {"csv": make.csv_list, "ods": make.ods_list, "xlsx": make.xlsx_list}[form]()
    about = make.read(wilma, world.goes, content, name=f"lijst.{form}")
    operations.check_list(about, actor=wilma, choice=Choice.told(about.choice))
    importing.check(make.again(about), wilma, lambda _done, _total: None)
    checked = make.again(about)
    assert (checked.good, checked.bad, checked.known) == (3, 0, 0), checked.result
    operations.run_list(checked, actor=wilma)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    first, second, third = signals_of(about)
    assert first.received_at.date() == dt.date(2024, 3, 5)
    assert (first.source, first.form, first.place) == (Source.POLICE, Form.LABOUR, "Goes")
    assert (first.state, first.owner_id, first.municipality) == (SignalState.TRIAGE, world.wilma.pk, world.goes)
    assert (second.place, second.place_unknown, second.seen_when) == ("", "Weet ik niet", "onbekend")
    assert (second.source, second.danger) == (Source.MUN_SOCIAL, Answered.UNKNOWN)
    assert third.facts == "=HYPERLINK(naar elders)"
    assert third.danger == Answered.YES


def test_an_import_mails_nobody_raises_no_alarm_and_gives_time_to_judge(world: World, wilma: Actor) -> None:
    mails = OutboxMessage.objects.count()
    about = make.imported(wilma, world.goes)
    assert OutboxMessage.objects.count() == mails
    assert not DangerAlarm.objects.unscoped(reason="test").exists()
    day = timezone.localdate()
    # Neither to judge nor towards who reported it: a list is no backlog of answers.
    assert all(signal.due_on and signal.due_on > day < signal.inform_by for signal in signals_of(about))


def test_each_signal_has_its_line_in_the_log_its_period_and_reporter(world: World, wilma: Actor, unit: Any) -> None:
    about = make.imported(wilma, world.goes)
    keys = {signal.pk for signal in signals_of(about)}
    told = [event for event in unit.gathered if event.event == "signals.imported"]
    assert {event.dossier_id for event in told} == keys
    assert {event.actor_id for event in told} == {world.wilma.pk}
    assert StatePeriod.objects.unscoped(reason="test").filter(signal__in=keys, until=None).count() == len(keys)
    assert Reporter.objects.unscoped(reason="test").filter(signal__in=keys).count() == len(keys)
    row = ImportedFrom.objects.unscoped(reason="test").get(line=2)
    assert (row.list_name, row.number_there) == ("lijst.csv", "2024-1")


def test_old_ones_come_in_closed_with_their_reason_and_day(world: World, wilma: Actor) -> None:
    headings = ("Omschrijving", "Plaats", "Wanneer", "Ontvangen op", "Status", "Gesloten op")
    lines = [
        headings,
        ("Eerste.", "Goes", "vaak", "1-3-2024", "afgehandeld", "1-4-2024"),
        ("Tweede.", "Goes", "vaak", "2-3-2024", "open", ""),
        ("Derde.", "Goes", "vaak", "3-3-2024", "dicht", ""),
    ]
    about = make.imported(wilma, world.goes, make.csv_list(lines), source="police", **CLOSING)
    first, second, third = signals_of(about)
    assert (first.state, second.state, third.state) == (SignalState.CLOSED, SignalState.TRIAGE, SignalState.CLOSED)
    assert first.closed_at is not None
    assert first.closed_at.date() == dt.date(2024, 4, 1)
    assert third.closed_at is not None
    assert third.closed_at.date() == timezone.now().date()
    assert (first.close_reason, first.close_motivation, first.due_on) == (*CLOSING.values(), None)
    periods = StatePeriod.objects.unscoped(reason="test").filter(signal=first).order_by("since")
    assert [period.state for period in periods] == [SignalState.TRIAGE, SignalState.CLOSED]
    with pytest.raises(WrongState, match="mochten wij bewaren"):
        operations.reopen(first, actor=wilma, new_fact="Er is weer gebeld.")
    reopened = operations.reopen(third, actor=wilma, new_fact="Er is weer gebeld.")
    assert reopened.state == SignalState.TRIAGE


WRONG = [
    ({"Datum melding": "1-1-2190"}, "Ontvangen op", "toekomst"),
    ({"Datum melding": ""}, "Ontvangen op", "Vul in"),
    ({"Datum melding": "vorige week"}, "Ontvangen op", "geen datum"),
    ({"Gezien op": "31-2-2024"}, "Gezien op", "geen datum"),
    ({"Gezien op": "1-1-1920"}, "Gezien op", "te ver terug"),
    ({"Gezien op": ""}, "Gezien op", "ongeveer wanneer"),
    ({"Plaats": ""}, "Plaats", "onbekend"),
    ({"Plaats": "x" * 121}, "Plaats", "te lang"),
    ({"Omschrijving": ""}, "Wat is er gezien of gehoord", "Schrijf op"),
    ({"Bron": ""}, "Bron", "van wie"),
    ({"Vorm": "geen idee wat"}, "Vorm", "kennen wij niet"),
    ({"Omschrijving": "Haar nummer is 111222333."}, "Wat is er gezien of gehoord", "BSN"),
    ({"Nr": "2024-1", "Omschrijving": "Iets anders."}, "Nummer in uw lijst", "regel 2"),
]


@pytest.mark.parametrize(("cells", "what", "says"), WRONG, ids=lambda value: str(value)[:30])
def test_a_wrong_cell_is_told_by_row_and_column_and_nothing_is_imported(
    world: World, wilma: Actor, cells: dict[str, str], what: str, says: str
) -> None:
    about = make.checked(wilma, world.goes, with_row(**cells))
    assert (about.good, about.bad) == (3, 1)
    [[row, column, sentence]] = errors(about)
    assert (row, column) == (5, what)
    assert says in sentence
    with pytest.raises(WrongState):
        operations.run_list(about, actor=wilma)
    assert not signals_of(about)


def test_the_number_of_a_list_is_a_bsn_only_when_it_is_nine_digits_on_end(world: World, wilma: Actor) -> None:
    assert make.checked(wilma, world.goes, with_row(Nr="11122-2333")).bad == 0
    assert make.checked(wilma, world.goes, with_row(Nr="111222333")).bad == 1


def test_a_number_that_is_no_bsn_has_its_way_out_and_danger_is_never_stopped(world: World, wilma: Actor) -> None:
    text = "Kenmerk 111222333 van de melding."
    about = make.checked(wilma, world.goes, with_row(Omschrijving=text), no_bsn=[5])
    assert (about.good, about.bad) == (4, 0)
    about = make.checked(wilma, world.goes, with_row(Omschrijving=text, Gevaar="ja"))
    assert about.bad == 0


def test_what_was_imported_is_skipped_the_next_time(world: World, wilma: Actor) -> None:
    make.imported(wilma, world.goes)
    about = make.checked(wilma, world.goes)
    assert (about.good, about.bad, about.known) == (0, 0, 3)
    assert (about.result or {})["again"]
    with pytest.raises(WrongState):
        operations.run_list(about, actor=wilma)
    more = make.imported(wilma, world.goes, with_row())
    assert len(signals_of(more)) == 1


def test_a_list_without_numbers_is_known_by_its_rows(world: World, wilma: Actor) -> None:
    lines = [make.HEADINGS[1:], *(row[1:] for row in make.ROWS)]
    make.imported(wilma, world.goes, make.csv_list(lines))
    assert make.checked(wilma, world.goes, make.csv_list([*lines, lines[1]])).known == len(make.ROWS) + 1


def test_each_column_and_word_is_remembered_for_the_municipality_and_the_whole_for_who_chose_it(
    world: World, wilma: Actor
) -> None:
    headings = ("Nr", "Kwartel", "Hoe ernstig", "Kleur", "Plaats", "Wanneer")
    about = make.read(wilma, world.goes, make.csv_list([headings, ("1", "Acht bedden.", "x", "paars", "Goes", "vaak")]))
    columns = {"0": "number", "1": "facts", "2": "", "3": "form", "4": "place", "5": "seen_when"}
    given = {"source": "police", "columns": columns, "values": {"form": {"paars": "labour"}}}
    operations.check_list(about, actor=wilma, choice=Choice.told((about.choice or {}) | given))
    # One column more, and the others in another order.
    moved = ("Kleur", "Opmerking", "Kwartel", "Nr", "Plaats", "Wanneer", "Hoe ernstig")
    content = make.csv_list([moved, ("Paars", "", "Negen bedden.", "2", "Goes", "vaak", "x")])
    koos = actor_for(world.koos)
    for actor, source in ((wilma, "police"), (koos, "")):
        again = make.read(actor, world.goes, content)
        proposal = Choice.told(again.choice)
        assert proposal.columns == {0: "form", 2: "facts", 3: "number", 4: "place", 5: "seen_when"}
        assert proposal.source == source, "what holds for a whole list is her own"
        words = importing.values_to_choose(again, proposal)
        read = understood(world.goes.pk, actor, proposal, words)
        assert read.values == {"form": {"paars": "labour"}}
    assert not ColumnMemory.objects.visible_to(koos).exists()
    kept = str(list(ListWord.objects.visible_to(koos).values_list("digest", "code")))
    assert "kwartel" not in kept.lower()
    assert "paars" not in kept
    # What is said last counts; and nothing of it is another municipality's, or of who takes over no lists.
    later = Choice.told(again.choice)
    operations.check_list(again, actor=koos, choice=replace(later, columns=dict(later.columns) | {2: "interpretation"}))
    assert Choice.told(make.read(wilma, world.goes, content).choice).columns[2] == "interpretation"
    for name in ("Vera", "Floor", "Karlijn", "Hanna"):
        assert not ListWord.objects.visible_to(actor_for(world.person(name))).exists()
    quite_another = make.read(wilma, world.goes, make.csv_list([("Iets", "Anders", "Kwartel"), ("1", "2", "3")]))
    assert (Choice.told(quite_another.choice).source, Choice.told(quite_another.choice).columns) == (
        "",
        {2: "interpretation"},
    )


def test_a_second_click_makes_one_import(world: World, wilma: Actor) -> None:
    about = make.checked(wilma, world.goes)
    version = about.version
    jobs = Job.objects.count()
    for _ in range(2):
        operations.run_list(make.again(about), actor=wilma, version=version)
    assert Job.objects.count() == jobs + 1
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    with pytest.raises(WrongState):
        importing.run(make.again(about), wilma, lambda _done, _total: None)
    assert len(signals_of(about)) == len(make.ROWS)


def test_a_worker_that_dies_half_way_leaves_nothing(world: World, wilma: Actor, monkeypatch: Any) -> None:
    about = operations.run_list(make.checked(wilma, world.goes), actor=wilma)
    monkeypatch.setattr("signals.operations.taking_over.BATCH", 1)
    before = Signal.objects.unscoped(reason="test").count()

    def die(done: int, _total: int) -> None:
        if done == 2:
            raise MemoryError

    with pytest.raises(MemoryError):
        importing.run(make.again(about), wilma, die)
    assert Signal.objects.unscoped(reason="test").count() == before
    assert make.again(about).state == ImportState.IMPORTING


def test_what_a_colleague_imported_meanwhile_is_not_made_twice(world: World, wilma: Actor) -> None:
    about = operations.run_list(make.checked(wilma, world.goes), actor=wilma)
    make.imported(actor_for(world.koos), world.goes)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    assert make.again(about).state == ImportState.CHECKED
    assert make.again(about).known == len(make.ROWS)


def test_an_import_is_taken_back_and_can_be_done_again(world: World, wilma: Actor, unit: Any) -> None:
    about = make.imported(wilma, world.goes)
    keys = {signal.pk for signal in signals_of(about)}
    operations.undo_list(about, actor=wilma)
    importing.take_back(make.again(about), wilma)
    assert not Signal.objects.unscoped(reason="test").filter(pk__in=keys).exists()
    assert {event.dossier_id for event in unit.gathered if event.event == "signals.taken_back"} == keys
    assert make.again(about).state == ImportState.UNDONE
    assert len(signals_of(make.imported(wilma, world.goes))) == len(keys)


def _later(about: ListImport, _wilma: Actor) -> None:
    moment = timezone.now() - dt.timedelta(days=2)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(imported_at=moment)


def _decided(about: ListImport, wilma: Actor) -> None:
    operations.decide(signals_of(about)[0], actor=wilma, judgement=make_signal.JUDGEMENT)


def _asked(about: ListImport, wilma: Actor) -> None:
    make_signal.asked(signals_of(about)[1], wilma)


@pytest.mark.parametrize("meanwhile", [_later, _decided, _asked])
def test_nothing_is_taken_back_when_something_was_done_or_the_day_is_over(
    world: World, wilma: Actor, meanwhile: Callable[[ListImport, Actor], None]
) -> None:
    about = make.imported(wilma, world.goes)
    meanwhile(about, wilma)
    with pytest.raises(WrongState):
        operations.undo_list(make.again(about), actor=wilma)
    assert len(signals_of(about)) == len(make.ROWS)


def test_what_is_done_between_asking_and_taking_back_keeps_all_of_it(world: World, wilma: Actor) -> None:
    about = operations.undo_list(make.imported(wilma, world.goes), actor=wilma)
    _decided(about, wilma)
    importing.take_back(make.again(about), wilma)
    assert make.again(about).state == ImportState.IMPORTED
    assert len(signals_of(about)) == len(make.ROWS)


def test_the_file_and_its_rows_go_when_it_is_imported_thrown_away_or_left(world: World, wilma: Actor) -> None:
    def kept(about: ListImport) -> int:
        return StoredFile.objects.unscoped(reason="test").filter(about=about.pk).count()

    done = make.imported(wilma, world.goes)
    left, dropped = make.read(wilma, world.goes), make.read(wilma, world.goes)
    assert (kept(done), kept(left), kept(dropped)) == (0, 1, 1)
    assert (done.sheets, done.choice, done.result) == (None, None, None)
    operations.drop_list(dropped, actor=wilma)
    assert kept(dropped) == 0
    assert make.again(dropped).state == ImportState.DROPPED


def test_a_list_is_its_readers_alone_and_only_as_long_as_she_works_there(world: World, wilma: Actor) -> None:
    about = make.read(wilma, world.goes)
    assert ListImport.objects.visible_to(wilma).count() == 1
    for name in ("Koos", "Vera", "Karlijn", "Hanna", "Vince", "Bo", "Otto"):
        assert not ListImport.objects.visible_to(actor_for(world.person(name))).exists()
    with pytest.raises(Forbidden):
        operations.drop_list(about, actor=actor_for(world.koos))
    with pytest.raises(Forbidden):
        make.read_in(wilma, world.vlissingen)
    with pytest.raises(Forbidden):
        make.read_in(actor_for(world.karlijn), world.goes)


def test_no_more_than_ten_lists_wait(world: World, wilma: Actor) -> None:
    for _ in range(10):
        make.read_in(wilma, world.goes)
    with pytest.raises(Invalid):
        make.read_in(wilma, world.goes)


def test_what_goes_to_another_municipality_says_nothing_of_the_list(world: World, wilma: Actor) -> None:
    signal = signals_of(make.imported(wilma, world.goes))[0]
    move = make_signal.offered_to(signal, world.breda, wilma)
    floor = actor_for(world.floor, "focal_officer")
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=move.pk)
    there = operations.accept_move(actor=floor, arrival=arrival)
    assert not ImportedFrom.objects.unscoped(reason="test").filter(signal=there.pk).exists()
    assert not ImportedFrom.objects.visible_to(floor).exists()


def test_care_coordination_sees_the_signal_and_not_the_list(world: World, wilma: Actor) -> None:
    signal = signals_of(make.imported(wilma, world.goes))[0]
    decided = operations.decide(signal, actor=wilma, judgement=make_signal.JUDGEMENT)
    operations.offer_signal(decided, actor=wilma, why="Hulp nodig.", asked=agreed())
    karlijn = actor_for(world.karlijn)
    assert Signal.objects.visible_to(karlijn).filter(pk=signal.pk).exists()
    assert not ImportedFrom.objects.visible_to(karlijn).exists()


def test_the_log_tells_how_much_and_never_what(world: World, wilma: Actor, unit: Any) -> None:
    make.imported(wilma, world.goes)
    told = [
        event for event in unit.gathered if isinstance(event, AuditEvent) and event.event.startswith("signals.list")
    ]
    assert {event.municipality_id for event in told} == {world.goes.pk}
    last = next(event for event in told if event.event == "signals.list_imported")
    assert {name: last.detail[name] for name in ("rows", "closed")} == {"rows": 3, "closed": 0}
    assert "lijst.csv" not in str([event.detail for event in told])


def test_it_goes_by_the_day_of_the_netherlands(world: World, wilma: Actor) -> None:
    with time_machine.travel(timezone.now().replace(hour=11), tick=False):
        today = timezone.localdate()
        about = make.checked(wilma, world.goes, with_row(**{"Datum melding": f"{today:%d-%m-%Y}"}))
    assert about.bad == 0
