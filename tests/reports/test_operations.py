"""What can be done with a report, by whom, and what stays as it is."""

import uuid
from dataclasses import replace

import pytest

from core.errors import Forbidden, Invalid, Stale, WrongState
from core.gate import Ungated
from core.resend import AlreadySent
from core.unit import current_unit
from jobs.models import Job
from jobs.states import JobState
from municipalities.models import District
from municipalities.roles import actor_for
from reports import operations
from reports.models import Report
from reports.operations import Ask, Texts
from reports.periods import Period, PeriodKind
from reports.work import JOB_KIND
from reports.workflow import ReportState
from tests.factories import reports as make
from tests.support.world import World


class TestBeginning:
    def test_a_coordinator_begins_the_report_of_her_district(self, world: World) -> None:
        report = make.drafted(world.zeeland, world.daphne)
        assert (report.state, report.area_label, report.edition) == (ReportState.DRAFT, "district Zeeland", 1)
        assert report.places == sorted([world.goes.pk, world.vlissingen.pk])
        assert report.period == Period.from_code("2026-H1")
        assert [event.event for event in current_unit().gathered] == ["reports.created"]

    def test_sending_the_form_twice_makes_one_report(self, world: World) -> None:
        key, actor = uuid.uuid4(), actor_for(world.daphne)
        for _ in range(2):
            report = operations.create_report(
                actor=actor, key=key, area=world.zeeland, period=make.LAST, texts=make.TEXTS
            )
        assert report.pk == key
        assert Report.objects.visible_to(actor).count() == 1
        for other in ({"area": world.region}, {"texts": replace(make.TEXTS, focus="Iets anders.")}):
            with pytest.raises(AlreadySent):
                operations.create_report(
                    **(
                        {"actor": actor, "key": key, "area": world.zeeland, "period": make.LAST, "texts": make.TEXTS}
                        | other
                    )
                )

    def test_an_area_and_period_have_one_report(self, world: World) -> None:
        make.drafted(world.zeeland, world.daphne)
        with pytest.raises(Invalid) as refusal:
            make.drafted(world.zeeland, world.daphne)
        assert "al een rapportage" in refusal.value.fields["period"][0]

    @pytest.mark.parametrize("code", ["2026-Q1", "2026-Q3"])
    def test_an_area_has_one_kind_of_period_in_a_year(self, world: World, code: str) -> None:
        make.drafted(world.zeeland, world.daphne)
        with pytest.raises(Invalid) as refusal:
            make.drafted(world.zeeland, world.daphne, Period.from_code(code))
        assert "Kies voor 2026 dezelfde soort periode" in refusal.value.fields["period"][0]

    def test_an_area_may_have_another_kind_in_a_year_that_no_report_shows_and_so_may_another_area(
        self, world: World
    ) -> None:
        make.drafted(world.zeeland, world.daphne)
        assert make.drafted(world.zeeland, world.daphne, Period.from_code("2021-Y1")).period.code == "2021-Y1"
        assert make.drafted(world.region, world.lowie, Period.from_code("2026-Q1")).period.code == "2026-Q1"

    def test_a_running_period_is_refused(self, world: World) -> None:
        running = Period.holding(make.LAST.end.replace(year=2100), PeriodKind.YEAR)
        with pytest.raises(Invalid):
            make.drafted(world.zeeland, world.daphne, running)

    def test_the_region_is_not_hers(self, world: World) -> None:
        with pytest.raises(Forbidden):
            make.drafted(world.region, world.daphne)

    def test_the_regional_coordinator_may_do_both(self, world: World) -> None:
        assert make.drafted(world.region, world.lowie).area_label == "regio Zeeland-West-Brabant"
        assert make.drafted(world.zeeland, world.lowie).area_label == "district Zeeland"

    def test_a_focal_officer_may_not(self, world: World) -> None:
        with pytest.raises(Forbidden):
            make.drafted(world.zeeland, world.wilma)

    def test_at_most_three_decisions_are_asked(self, world: World) -> None:
        with pytest.raises(Invalid):
            make.drafted(world.zeeland, world.daphne, texts=Texts(asks=[Ask("wat", "wie", "wanneer")] * 4))


class TestMaking:
    def test_asking_twice_is_one_job(self, world: World) -> None:
        report, actor = make.drafted(world.zeeland, world.daphne), actor_for(world.daphne)
        first = operations.ask_report(report, actor=actor, version=report.version)
        again = operations.ask_report(report, actor=actor, version=report.version)
        assert (first.pk, first.state) == (again.pk, JobState.QUEUED)
        assert Job.objects.filter(kind=JOB_KIND).count() == 1

    def test_while_it_is_being_made_its_texts_stay(self, world: World) -> None:
        report, actor = make.drafted(world.zeeland, world.daphne), actor_for(world.daphne)
        operations.ask_report(report, actor=actor)
        with pytest.raises(WrongState):
            operations.edit_report(report, actor=actor, texts=Texts())

    def test_figures_are_frozen_the_first_time(self, world: World) -> None:
        actor = actor_for(world.daphne)
        report = operations.store_made(make.drafted(world.zeeland, world.daphne), actor=actor, figures={"n": 1})
        assert report.state == ReportState.MADE
        report = operations.edit_report(report, actor=actor, texts=Texts(key_sentence="Beter zo."))
        assert report.state == ReportState.DRAFT
        report = operations.store_made(report, actor=actor, figures={"n": 2})
        assert (report.figures, report.key_sentence) == ({"n": 1}, "Beter zo.")

    def test_a_stale_form_overwrites_nothing(self, world: World) -> None:
        report, actor = make.drafted(world.zeeland, world.daphne), actor_for(world.daphne)
        operations.edit_report(report, actor=actor, texts=Texts(introduction="Nieuw"), version=report.version)
        with pytest.raises(Stale):
            operations.edit_report(report, actor=actor, texts=Texts(), version=report.version)

    def test_a_draft_cannot_be_adopted(self, world: World) -> None:
        report = make.drafted(world.zeeland, world.daphne)
        with pytest.raises(WrongState):
            operations.adopt_report(
                report, actor=actor_for(world.lowie), adopted_by="Overleg", adopted_on=make.LAST.end.replace(month=7)
            )


class TestCorrecting:
    def test_a_correction_is_a_new_edition_with_the_same_texts_and_no_figures(self, world: World) -> None:
        report, actor = make.made(world.zeeland, world.daphne), actor_for(world.daphne)
        later = operations.correct_report(report, actor=actor, key=uuid.uuid4(), correction="Een telling was fout.")
        assert (later.edition, later.state, later.figures) == (2, ReportState.DRAFT, None)
        assert (later.introduction, later.places, later.corrects) == (report.introduction, report.places, report)

    def test_a_report_is_corrected_once_and_with_a_reason(self, world: World) -> None:
        report, actor = make.made(world.zeeland, world.daphne), actor_for(world.daphne)
        with pytest.raises(Invalid):
            operations.correct_report(report, actor=actor, key=uuid.uuid4(), correction=" ")
        operations.correct_report(report, actor=actor, key=uuid.uuid4(), correction="Telfout.")
        with pytest.raises(WrongState):
            operations.correct_report(report, actor=actor, key=uuid.uuid4(), correction="Nog een telfout.")


class TestReading:
    def test_nobody_reads_without_saying_for_whom(self, world: World) -> None:
        with pytest.raises(Ungated):
            list(Report.objects.all())

    def test_a_board_member_reads_published_reports_only(self, world: World) -> None:
        board = actor_for(world.person("Jet"))
        make.made(world.zeeland, world.daphne, Period.from_code("2025-H2"))
        seen = make.published(world.zeeland, world.daphne, world.lowie)
        assert list(Report.objects.visible_to(board)) == [seen]

    def test_and_of_each_only_the_last_edition(self, world: World) -> None:
        board, actor = actor_for(world.person("Jet")), actor_for(world.daphne)
        first = make.published(world.zeeland, world.daphne, world.lowie)
        second = operations.correct_report(first, actor=actor, key=uuid.uuid4(), correction="Telfout.")
        assert list(Report.objects.visible_to(board)) == [first]
        second = operations.store_made(second, actor=actor, figures={})
        lowie = actor_for(world.lowie)
        day = make.LAST.end.replace(month=8)
        second = operations.adopt_report(second, actor=lowie, adopted_by="Overleg", adopted_on=day)
        second = operations.publish_report(second, actor=lowie)
        assert list(Report.objects.visible_to(board)) == [second]
        assert set(Report.objects.visible_to(actor)) == {first, second}

    @pytest.mark.parametrize("name", ["Wilma", "Karlijn", "Philo", "Vince", "Bo", "Otto", "Hanna"])
    def test_other_roles_read_none(self, world: World, name: str) -> None:
        make.published(world.zeeland, world.daphne, world.lowie)
        assert not Report.objects.visible_to(actor_for(world.person(name))).exists()

    def test_the_report_of_another_district_is_not_there(self, world: World) -> None:
        make.published(District.objects.get(name="De Baronie"), world.lowie, world.lowie)
        assert not Report.objects.visible_to(actor_for(world.daphne)).exists()
        assert not Report.objects.visible_to(actor_for(world.person("Jet"))).exists()
