"""From signals and cases to a frozen report: what is counted, what is hidden, and what a worker leaves behind."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases import intake
from cases.codes import ContactKind, ContactOutcome
from cases.models import Case, ContactMoment
from cases.models import part_of as part_of_case
from core.access import Actor
from core.workdays import working_days_between
from jobs import runner
from municipalities.codes import AreaKind
from municipalities.models import (
    DistrictMembership,
    Municipality,
    Organisation,
    Region,
    StoredFile,
)
from municipalities.roles import actor_for
from reports import making, operations
from reports.at import At
from reports.counting import Question, count
from reports.edition import Edition
from reports.figures import care
from reports.files import read_pdf
from reports.models import Report
from reports.periods import Period
from signals.codes import Form, Outcome, Source
from signals.models import Handover, HandoverAnswer, Offer, Signal, part_of
from tests.factories import cases as make_case
from tests.factories import reports as make
from tests.factories import signals as make_signal
from tests.support import contexts
from tests.support.world import World

H1 = Period.from_code("2026-H1")
H2_2025 = Period.from_code("2025-H2")


def stored(place: Municipality, moment: datetime, count: int = 1, form: str = Form.LABOUR) -> list[Signal]:
    """Signals as rows, received at a moment in the past."""
    made: list[Signal] = []
    for _ in range(count):
        signal = Signal(
            municipality=place,
            reference=f"S-{moment:%y%m%d}-{Signal.objects.unscoped(reason='test').count() + len(made)}",
            origin="focal_officer",
            source=Source.MUN_ENFORCEMENT,
            facts="Acht bedden.",
            place="Goes",
            seen_when="onbekend",
            form=form,
            received_at=moment,
            due_on=moment.date(),
            inform_by=moment.date(),
        )
        signal.dossier_id = signal.pk
        made.append(signal)
    for signal in made:
        signal.save(force_insert=True)
    return made


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


SPRING, AUTUMN = at(date(2026, 3, 2)), at(date(2025, 9, 1))


@pytest.fixture
def counted_world(world: World) -> World:
    stored(world.goes, at(date(2025, 7, 2)), 7)
    stored(world.goes, SPRING, 9)
    stored(world.vlissingen, SPRING, 6, Form.CRIMINAL)
    stored(world.breda, SPRING, 20)
    return world


class TestCounting:
    def test_signals_are_counted_by_the_period_in_which_they_came(self, counted_world: World) -> None:
        now = At(counted_world.zeeland, H1)
        assert (now.signals.text, At(counted_world.zeeland, H2_2025).signals.text) == ("15", "7")
        by_form = {form: now.counted(counts) for form, counts in now.received_by_form.items()}
        assert by_form == {Form.LABOUR: 9, Form.CRIMINAL: 6}

    def test_the_last_minute_of_a_period_in_the_netherlands_belongs_to_it(self, world: World) -> None:
        stored(world.goes, datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
        stored(world.goes, datetime(2026, 6, 30, 22, 1, tzinfo=UTC))
        assert sum(At(world.zeeland, H1).received.values()) == 1

    def test_a_signal_that_moved_counts_where_it_went(self, world: World) -> None:
        (signal,) = stored(world.goes, SPRING)
        Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(
            state="moved", kept_until=SPRING.date(), kept_why="moved"
        )
        assert not At(world.zeeland, H1).received

    def test_the_chart_begins_where_the_data_are_complete(self, counted_world: World) -> None:
        making_ = making.counted(make.drafted(counted_world.zeeland, counted_world.daphne))
        assert making_.chart is not None
        assert [bar.figure.text for bar in making_.chart.bars] == ["7", "15"]
        assert making_.chart.message == "15 signalen in het 1e halfjaar 2026, 8 meer dan in het 2e halfjaar 2025 (7)"

    def test_an_earlier_half_year_counts_the_municipalities_of_then(self, counted_world: World) -> None:
        """Vlissingen left on 1 January 2026 and Breda came: 7 + 4 signals before it, 9 + 20 after."""
        stored(counted_world.vlissingen, at(date(2025, 7, 2)), 4)
        stored(counted_world.breda, at(date(2025, 7, 2)), 50)
        rows = DistrictMembership.objects.filter(municipality__in=[counted_world.vlissingen, counted_world.breda])
        rows.update(valid_until=date(2025, 12, 31))
        DistrictMembership.objects.create(
            area=counted_world.zeeland, municipality=counted_world.breda, valid_from=date(2026, 1, 1)
        )
        edition = making.counted(make.drafted(counted_world.zeeland, counted_world.lowie))
        assert edition.chart is not None
        assert [bar.figure.text for bar in edition.chart.bars] == ["11", "29"]
        first = edition.key_figures[0]
        assert (first.value, first.before) == ("29", "18 meer dan in het 2e halfjaar 2025 (11)")

    def test_handovers_per_partner_with_answers_in_time(self, world: World) -> None:
        for days in (3, 10, 28, 29, 60):
            handed_over(world, world.inspectorate, SPRING, days)
        handed_over(world, world.inspectorate, SPRING, None)
        line = At(world.zeeland, H1).passed_on(str(world.inspectorate))
        assert (line.sent, line.answered, line.answered_in_time, line.median_days) == (6, 5, 3, 28)

    @pytest.mark.parametrize(("day", "is_whole"), [(date(2026, 7, 28), False), (date(2026, 7, 29), True)])
    def test_answers_are_compared_and_worded_only_when_none_can_come_in_time_any_more(
        self, counted_world: World, day: date, is_whole: bool
    ) -> None:
        for _ in range(6):
            handed_over(counted_world, counted_world.inspectorate, at(date(2026, 6, 30)), None)
        edition = count(Question(counted_world.zeeland, H1, on=day))
        said = "Partners beantwoordden minder dan de helft van de doormeldingen binnen 28 dagen."
        assert (said in edition.proposal.attention) is is_whole
        key_figure, source = edition.key_figures[2], edition.tables["partners"].source
        assert key_figure.value == "0 van 6"
        if is_whole:
            assert (key_figure.before, source) == ("in het 2e halfjaar 2025: 0 van 0", "")
        else:
            assert key_figure.before == "nog niet volledig tot 29 juli 2026"
            assert source.startswith("Antwoorden: nog niet volledig tot 29 juli 2026.")

    def test_an_answer_on_the_last_day_in_time_counts_in_the_complete_figures(self, world: World) -> None:
        handed_over(world, world.inspectorate, at(H1.end), 28)
        assert At(world.zeeland, H1, date(2026, 7, 29)).passed_on().answered_in_time == 1

    def test_people_with_intensive_help_at_the_end_of_a_day(self, world: World) -> None:
        case = make_case.intensive(world.goes, world.karlijn)
        day = case.opened_at.date()
        assert care_by_day(world, day + timedelta(days=1)) == {world.goes.pk: 1}
        assert care_by_day(world, day - timedelta(days=2)) == {}

    def test_working_days_from_offer_to_the_first_contact_in_either_case_of_the_signal(self, world: World) -> None:
        period = Period.holding(SPRING.date(), H1.kind)
        case = make_case.in_intake(world.goes, world.wilma, world.karlijn)
        signal = Signal.objects.unscoped(reason="test").get()
        Offer.objects.of(signal).update(offered_at=SPRING)
        assert At(world.zeeland, period).days_to_first_contact == []
        second = intake.accept_into_new_case(
            actor=make_case.coordinator(world.karlijn),
            key=uuid4(),
            opening=make_case.opening(world.goes),
            brought=make_case.brought(signal, again=True),
        )
        contacted(case, SPRING + timedelta(days=1), ContactOutcome.NO_ANSWER)
        assert At(world.zeeland, period).days_to_first_contact == []
        contacted(case, SPRING + timedelta(weeks=3))
        assert At(world.zeeland, period).days_to_first_contact == [working_days_between(SPRING.date(), day_of(case))]
        contacted(second, SPRING + timedelta(weeks=1))
        assert At(world.zeeland, period).days_to_first_contact == [working_days_between(SPRING.date(), day_of(second))]

    def test_a_signal_that_joins_a_case_with_contact_adds_no_nought_days(self, world: World) -> None:
        period = Period.holding(SPRING.date(), H1.kind)
        running = make_case.in_intake(world.goes, world.wilma, world.karlijn)
        contacted(running, SPRING - timedelta(days=3))
        signal = Signal.objects.unscoped(reason="test").get()
        Offer.objects.of(signal).update(offered_at=SPRING)
        contacted(running, SPRING + timedelta(days=1))
        assert At(world.zeeland, period).days_to_first_contact == []
        second = intake.accept_into_new_case(
            actor=make_case.coordinator(world.karlijn),
            key=uuid4(),
            opening=make_case.opening(world.goes),
            brought=make_case.brought(signal, again=True),
        )
        contacted(second, SPRING + timedelta(weeks=1))
        assert At(world.zeeland, period).days_to_first_contact == [5]


def contacted(case: Case, at: datetime, outcome: ContactOutcome = ContactOutcome.REACHED) -> None:
    assert case.owner is not None
    ContactMoment.objects.create(
        **part_of_case(case), kind=ContactKind.PHONE, outcome=outcome, at=at, author=case.owner
    )


def day_of(case: Case) -> date:
    return ContactMoment.objects.of(case).filter(outcome=ContactOutcome.REACHED).get().at.date()


def care_by_day(world: World, day: date) -> dict[int, int]:
    return dict(care.intensive_by_place([world.goes.pk, world.vlissingen.pk], day))


def handed_over(world: World, partner: Organisation, sent: datetime, answered_after: int | None) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    handover = make_signal.handed_over(signal, actor_for(world.wilma, "focal_officer"), partner)
    Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(sent_at=sent)
    if answered_after is not None:
        HandoverAnswer.objects.create(
            **part_of(signal),
            handover=handover,
            partner=partner,
            outcomes=[Outcome.INSPECTION_DONE],
            answered_at=sent + timedelta(days=answered_after),
        )


class TestPublishedSeries:
    def test_it_stands_in_its_own_table_with_its_region_in_the_title(self, counted_world: World) -> None:
        edition = making.counted(make.drafted(counted_world.zeeland, counted_world.daphne))
        police = edition.tables["police"]
        assert "Zeeland-West-Brabant" in police.caption
        assert [cell.text for cell in police.rows[0].cells] == ["120", "97", "21", "18", "28", "69"]

    def test_it_says_where_it_was_published_and_what_it_does_not_say(self, counted_world: World) -> None:
        edition = making.counted(make.drafted(counted_world.zeeland, counted_world.daphne))
        source = edition.tables["police"].source
        assert "Bron: Nieuwsbrief Actieprogramma Mensenhandel Zeeland, oktober 2020" in source
        assert "Aanmeldingen zijn niet de omvang" in source
        frozen = Edition.from_data(json.loads(json.dumps(edition.as_data())))
        assert frozen.tables["police"].source == source
        assert [source] in list(frozen.lines("police"))

    def test_its_numbers_stand_nowhere_else(self, counted_world: World) -> None:
        edition = making.counted(make.drafted(counted_world.zeeland, counted_world.daphne))
        years = {"2014", "2015", "2016", "2017", "2018", "2019"}
        for name, table in edition.tables.items():
            if name != "police":
                assert not years & {heading.text for heading in table.headings}
        assert edition.chart is not None
        assert not {"120", "97", "69"} & {bar.figure.text for bar in edition.chart.bars}


class TestTheWorker:
    def ask(self, world: World) -> tuple[Report, Any]:
        report = make.drafted(world.zeeland, world.daphne)
        return report, operations.ask_report(report, actor=actor_for(world.daphne))

    def test_a_worker_makes_it_with_figures_and_pdf(self, counted_world: World, no_typesetting: None) -> None:
        report, job = self.ask(counted_world)
        runner.run(job.pk)
        job.refresh_from_db()
        report = Report.objects.unscoped(reason="test").get(pk=report.pk)
        assert (job.state, job.error, report.state) == ("done", "", "made")
        assert Edition.from_data(report.figures or {}).key_figures[0].value == "15"
        file = read_pdf(report)
        assert file is not None
        assert bytes(file.content or b"") == b"%PDF-test"

    def test_running_it_twice_has_one_effect(self, counted_world: World, no_typesetting: None) -> None:
        report, job = self.ask(counted_world)
        runner.run(job.pk)
        made = Report.objects.unscoped(reason="test").get(pk=report.pk)
        runner.run(job.pk)
        making.make(made, actor=actor_for(counted_world.daphne))
        again = Report.objects.unscoped(reason="test").get(pk=report.pk)
        assert (again.version, again.made_at) == (made.version, made.made_at)
        with contexts.acting_as(actor_for(counted_world.daphne)):
            assert StoredFile.objects.made_for(report.pk).count() == 1

    def test_later_changes_do_not_touch_what_is_made(self, counted_world: World, no_typesetting: None) -> None:
        actor = actor_for(counted_world.daphne)
        made = making.make(make.drafted(counted_world.zeeland, counted_world.daphne), actor=actor)
        stored(counted_world.goes, SPRING, 10)
        edited = operations.edit_report(made, actor=actor, texts=make.TEXTS)
        again = making.make(edited, actor=actor)
        assert Edition.from_data(again.figures or {}).key_figures[0].value == "15"

    def test_a_new_edition_counts_anew(self, counted_world: World, no_typesetting: None) -> None:
        actor = actor_for(counted_world.daphne)
        made = making.make(make.drafted(counted_world.zeeland, counted_world.daphne), actor=actor)
        stored(counted_world.goes, SPRING, 10)
        later = operations.correct_report(made, actor=actor, key=make.new_key(), correction="Signalen kwamen later.")
        later = making.make(later, actor=actor)
        assert Edition.from_data(later.figures or {}).key_figures[0].value == "25"

    def test_the_period_before_is_what_its_published_report_says(self, counted_world: World) -> None:
        area = counted_world.zeeland
        figures = count(Question(area, H2_2025)).as_data()
        make.published(area, counted_world.daphne, counted_world.lowie, H2_2025, figures=figures)
        stored(counted_world.goes, AUTUMN, 5)
        edition = making.counted(make.drafted(area, counted_world.daphne))
        assert edition.key_figures[0].before == "8 meer dan in het 2e halfjaar 2025 (7)"
        assert "8 meer dan in het 2e halfjaar 2025" in edition.proposal.key_sentence
        assert [row.cells[0].text for row in edition.tables["half_years"].rows] == ["7", "15"]
        assert edition.compared.endswith("(2e halfjaar 2025) zijn uit de gepubliceerde rapportage.")
        assert Edition.from_data(edition.as_data()).compared == edition.compared

    def test_a_period_before_without_published_report_is_counted_anew_and_says_so(self, counted_world: World) -> None:
        figures = count(Question(counted_world.zeeland, H2_2025)).as_data()
        make.made(counted_world.zeeland, counted_world.daphne, H2_2025, figures=figures)
        stored(counted_world.goes, AUTUMN, 5)
        edition = making.counted(make.drafted(counted_world.zeeland, counted_world.daphne))
        assert edition.key_figures[0].before == "3 meer dan in het 2e halfjaar 2025 (12)"
        assert edition.compared.endswith("(2e halfjaar 2025) zijn opnieuw geteld.")

    def test_the_coordinators_own_context_stays_without_signals(self, counted_world: World) -> None:
        report = make.drafted(counted_world.zeeland, counted_world.daphne)
        with contexts.acting_as(actor_for(counted_world.daphne)):
            edition = making.counted(report)
            with connection.cursor() as cursor:
                cursor.execute("SELECT walls.content_ids()")
                assert cursor.fetchone() == ([],)
        assert edition.key_figures[0].value == "15"

    def test_counting_opens_the_municipalities_that_the_area_had_too(
        self, counted_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = make.drafted(counted_world.zeeland, counted_world.daphne)
        left = DistrictMembership.objects.filter(municipality=counted_world.breda)
        left.update(area=counted_world.zeeland, valid_until=date(2025, 12, 31))
        opened: list[int] = []

        def look(_question: Question, _tell: Any) -> Edition:
            with connection.cursor() as cursor:
                cursor.execute("SELECT walls.content_ids()")
                opened.extend(cursor.fetchone()[0])
            return Edition((), {})

        monkeypatch.setattr(making, "count", look)
        making.counted(report)
        assert set(opened) == {counted_world.goes.pk, counted_world.vlissingen.pk, counted_world.breda.pk}

    def test_a_region_takes_as_many_queries_as_a_district(self, counted_world: World) -> None:
        def queries(area: Any, user: User) -> int:
            report = make.drafted(area, user)
            with CaptureQueriesContext(connection) as found:
                making.counted(report)
            return len(found)

        district = queries(counted_world.zeeland, counted_world.daphne)
        assert district <= 45
        assert queries(counted_world.region, counted_world.lowie) <= district + 10


def text_of(pdf: bytes, tmp_path: Any) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607  a fixed program, a file of ours


def test_the_pdf_has_two_pages_and_hides_what_the_page_hides(world: World, tmp_path: Any) -> None:
    stored(world.goes, at(date(2025, 7, 2)), 7)
    stored(world.goes, SPRING, 9)
    stored(world.goes, SPRING, 3, Form.CRIMINAL)
    actor: Actor = actor_for(world.daphne)
    report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor)
    file = read_pdf(report)
    assert file is not None
    text = text_of(bytes(file.content or b""), tmp_path)
    assert text.count("\f") == 2
    assert "Actieprogramma Mensenhandel Zeeland, oktober 2020" in text
    for words in ("Aanpak mensenhandel – district Zeeland", "concept", "Intern, niet verder verspreiden", "•"):
        assert words in text
    assert "1 januari t/m 30 juni 2026" in text
    assert AreaKind.DISTRICT.label in text
    assert Region.objects.get().name in text
