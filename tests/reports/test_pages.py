"""The pages: choosing, having it made, reading, downloading; and what each says when something is wrong."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.documents import PangoMissing
from core.unit import current_unit
from jobs import runner
from jobs.models import Job
from municipalities.models import Province, ProvinceMembership
from municipalities.roles import actor_for
from reports import making, operations
from reports.beside import Told
from reports.choices import likely_period
from reports.forms import NewReportForm
from reports.models import Report
from reports.periods import Period
from reports.workflow import ReportState
from signals.codes import Form
from tests.factories import reports as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .test_making import SPRING, stored

type ClientOf = Callable[..., OutsideClient]

HAT = "district_coordinator"
BASE = {
    "hat": HAT,
    "period": "2026-H1",
    "introduction": "Rustig halfjaar.",
    "what_1": "Een vervanger aanwijzen",
    "who_1": "alle colleges",
    "before_1": "1 oktober",
}


@pytest.fixture
def daphne(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.daphne)


def sent(world: World, **given: Any) -> dict[str, Any]:
    return BASE | {"key": str(uuid.uuid4()), "area": f"district-{world.zeeland.pk}"} | given


def page_of(client: OutsideClient, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def _no_pango(_report: Report) -> bytes:
    raise PangoMissing


def stored_reports() -> list[Report]:
    return list(Report.objects.unscoped(reason="test").order_by("edition"))


class TestNew:
    def test_what_is_asked_stays_one_line_however_it_was_broken(self, world: World, daphne: OutsideClient) -> None:
        daphne.post(reverse("reports:new"), sent(world, what_1="Een vervanger\r\naanwijzen ", doe="bewaren"))
        assert stored_reports()[0].asks[0]["what"] == "Een vervanger aanwijzen"

    def test_it_is_made_and_its_making_can_be_followed(
        self, world: World, daphne: OutsideClient, no_typesetting: None
    ) -> None:
        answer = daphne.post(reverse("reports:new"), sent(world, doe="maken"))
        job = Job.objects.get(kind="reports.make")
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("jobs:progress", args=[job.pk]))
        assert "Rapportage maken" in page_of(daphne, "jobs:progress", job.pk)
        runner.run(job.pk)
        (report,) = stored_reports()
        assert reverse("reports:detail", args=[report.pk]) in page_of(daphne, "jobs:progress", job.pk)
        text = page_of(daphne, "reports:detail", report.pk)
        for words in (
            "Aanpak mensenhandel – district Zeeland",
            "Rustig halfjaar.",
            "Een vervanger aanwijzen",
            "Concept",
        ):
            assert words in text

    def test_who_asks_for_what_a_colleague_had_made_already_is_sent_to_the_report(
        self, world: World, daphne: OutsideClient, client_of: ClientOf
    ) -> None:
        daphne.post(reverse("reports:new"), sent(world, doe="bewaren"))
        (report,) = stored_reports()
        ask = reverse("reports:ask", args=[report.pk])
        lowie = client_of(world.lowie)
        hers, his = (
            client.post(ask, {"hat": client.hat, "version": report.version}, follow=True) for client in (daphne, lowie)
        )
        assert [hers.status_code, his.status_code] == [200, 200]
        job = Job.objects.get(kind="reports.make")
        assert hers.redirect_chain[-1][0] == reverse("jobs:progress", args=[job.pk])
        assert his.redirect_chain[-1][0] == reverse("reports:detail", args=[report.pk])
        assert "Een collega liet deze rapportage al maken" in his.content.decode()

    def test_it_can_be_kept_as_a_draft(self, world: World, daphne: OutsideClient) -> None:
        answer = daphne.post(reverse("reports:new"), sent(world, doe="bewaren"))
        (report,) = stored_reports()
        assert answer.headers["Location"] == reverse("reports:detail", args=[report.pk])
        assert not Job.objects.filter(kind="reports.make").exists()
        text = page_of(daphne, "reports:detail", report.pk)
        assert "Nog niet gemaakt" in text
        assert "Rustig halfjaar." in text

    def test_sending_twice_makes_one(self, world: World, daphne: OutsideClient) -> None:
        data = sent(world, doe="maken")
        first, second = (daphne.post(reverse("reports:new"), data).headers["Location"] for _ in range(2))
        assert first == second
        assert len(stored_reports()) == 1

    def test_only_areas_that_she_follows_as_a_whole_are_offered(self, world: World) -> None:
        province = Province.objects.get(name="Zeeland")
        ProvinceMembership.objects.filter(municipality=world.breda).update(area=province)
        assert {str(area) for area in NewReportForm(actor=actor_for(world.daphne)).areas} == {"Zeeland"}
        offered = {f"{area.kind} {area}" for area in NewReportForm(actor=actor_for(world.lowie)).areas}
        assert offered == {"district Zeeland", "district De Baronie", "region Zeeland-West-Brabant", "province Zeeland"}

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"area": ""}, "Gebied"),
            ({"area": "district-999999"}, "geldige keuze"),
            ({"period": "2100-H1"}, "geldige keuze"),
            ({"introduction": "x" * 501}, "500"),
            ({"who_1": ""}, "Vul dit ook in"),
            ({"capacity": "veel"}, "getal"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(
        self, world: World, daphne: OutsideClient, given: dict[str, str], words: str
    ) -> None:
        answer = daphne.post(reverse("reports:new"), sent(world, **given))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert stored_reports() == []

    def test_a_second_report_of_the_same_period_is_refused(self, world: World, daphne: OutsideClient) -> None:
        there = make.drafted(world.zeeland, world.daphne)
        answer = daphne.post(reverse("reports:new"), sent(world))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "al een rapportage" in page
        assert reverse("reports:detail", args=[there.pk]) in page

    def test_who_makes_the_reports_of_one_area_sees_which_periods_have_one(
        self, world: World, daphne: OutsideClient
    ) -> None:
        province = Province.objects.get(name="Zeeland")
        ProvinceMembership.objects.filter(municipality=world.breda).update(area=province)
        assert "is er al" not in page_of(daphne, "reports:new")
        make.drafted(world.zeeland, world.daphne)
        assert page_of(daphne, "reports:new").count("is er al") == 1
        assert "30 juni 2026) – is er al" in page_of(daphne, "reports:new")
        assert "31 maart 2026) – kan niet naast halfjaren" in page_of(daphne, "reports:new")

    def test_the_last_half_year_is_proposed_and_else_the_newest_period_without_a_report(self) -> None:
        day, last = date(2026, 11, 21), Period.from_code("2026-H1")
        assert likely_period(day, []) == last
        assert likely_period(day, [Told.of(last)]).code == "2025-H2"
        assert likely_period(day, [Told(Period.from_code("2026-Q3"))]).code == "2025-H2"

    def test_a_form_of_another_hat_is_a_conflict(self, world: World, daphne: OutsideClient) -> None:
        answer = daphne.post(reverse("reports:new"), sent(world, hat="focal_officer"))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Gevraagd besluit 1: Wat" in page
        assert "what 1" not in page

    def test_which_button_was_pressed_is_sent_again_and_not_shown_as_text(
        self, world: World, daphne: OutsideClient
    ) -> None:
        page = daphne.post(reverse("reports:new"), sent(world, hat="focal_officer", doe="bewaren")).content.decode()
        assert '<input type="hidden" name="doe" value="bewaren">' in page
        assert "<dt>doe</dt>" not in page


class TestTexts:
    def test_the_proposed_sentence_can_be_changed_and_the_figures_stay(
        self, world: World, daphne: OutsideClient, no_typesetting: None
    ) -> None:
        stored(world.goes, SPRING, 9)
        actor = actor_for(world.daphne)
        report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor)
        url = reverse("reports:edit", args=[report.pk])
        assert "kwamen er 9 signalen binnen" in daphne.get(url).content.decode()
        data = BASE | {"version": report.version, "key_sentence": "Negen signalen, en een nieuwe vervanger.", "doe": ""}
        answer = daphne.post(url, data | {"doe": "bewaren"})
        assert answer.status_code == 302
        text = page_of(daphne, "reports:detail", report.pk)
        assert "Negen signalen, en een nieuwe vervanger." in text
        assert "de teksten zijn daarna gewijzigd" in text

    def test_a_stale_form_is_a_conflict(self, world: World, daphne: OutsideClient) -> None:
        report = make.drafted(world.zeeland, world.daphne)
        operations.edit_report(report, actor=actor_for(world.daphne), texts=make.TEXTS)
        operations.edit_report(report, actor=actor_for(world.daphne), texts=operations.Texts(introduction="Nieuwer."))
        answer = daphne.post(reverse("reports:edit", args=[report.pk]), BASE | {"version": report.version})
        assert answer.status_code == 409
        assert "Rustig halfjaar." in answer.content.decode()

    def test_a_new_edition_begins_with_a_reason(self, world: World, daphne: OutsideClient) -> None:
        report = make.made(world.zeeland, world.daphne)
        data = {"hat": HAT, "version": report.version, "key": str(uuid.uuid4()), "correction": "Een telfout."}
        answer = daphne.post(reverse("reports:correct", args=[report.pk]), data)
        assert answer.status_code == 302
        first, second = stored_reports()
        assert (second.edition, second.state, second.corrects_id) == (2, ReportState.DRAFT, first.pk)
        assert "Er is een nieuwere versie" in page_of(daphne, "reports:detail", first.pk)


class TestReading:
    def test_a_draft_of_another_district_is_not_there(self, world: World, daphne: OutsideClient) -> None:
        report = make.drafted(world.region.districts.get(name="De Baronie"), world.lowie)
        assert daphne.get(reverse("reports:detail", args=[report.pk])).status_code == 404

    def test_a_board_member_sees_published_only(self, world: World, client_of: ClientOf) -> None:
        draft = make.drafted(world.zeeland, world.daphne, Period.from_code("2025-H2"))
        shown = make.published(world.zeeland, world.daphne, world.lowie)
        board = client_of(world.person("Jet"))
        text = page_of(board, "reports:list")
        assert str(shown.pk) in text
        assert str(draft.pk) not in text
        assert "Nieuwe rapportage" not in text
        assert board.get(reverse("reports:detail", args=[draft.pk])).status_code == 404
        assert board.get(reverse("reports:edit", args=[shown.pk])).status_code == 403

    def test_reading_and_downloading_stand_in_the_log(
        self, world: World, daphne: OutsideClient, no_typesetting: None
    ) -> None:
        report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor_for(world.daphne))
        current_unit().gathered.clear()
        with CaptureQueriesContext(connection) as queries:
            for name in ("detail", "pdf", "tables"):
                assert daphne.get(reverse(f"reports:{name}", args=[report.pk])).status_code == 200
        written = " ".join(query["sql"] for query in queries if "append_events" in query["sql"])
        for event in ("reports.viewed", "reports.downloaded", "reports.exported"):
            assert event in written

    def test_what_is_hidden_on_the_page_is_hidden_in_the_csv(
        self, world: World, daphne: OutsideClient, no_typesetting: None
    ) -> None:
        stored(world.goes, SPRING, 9)
        stored(world.goes, SPRING, 3, Form.CRIMINAL)
        report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor_for(world.daphne))
        csv = daphne.get(f"{reverse('reports:tables', args=[report.pk])}?tabel=forms").content.decode("utf-8-sig")
        assert "Criminele uitbuiting" not in csv
        assert "Totaal;12;0" in csv
        text = page_of(daphne, "reports:detail", report.pk)
        assert "Criminele uitbuiting" not in text
        assert "Alleen totalen." in text
        everything = daphne.get(reverse("reports:tables", args=[report.pk])).content.decode("utf-8-sig")
        assert csv.strip() in everything
        assert "120;97;21;18;28;69" in everything

    def test_the_colleague_and_the_board_get_the_pdf_too(
        self, world: World, client_of: ClientOf, no_typesetting: None
    ) -> None:
        report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor_for(world.daphne))
        lowie = actor_for(world.lowie)
        day = make.LAST.end.replace(month=7)
        report = operations.adopt_report(report, actor=lowie, adopted_by="Bestuurlijk overleg", adopted_on=day)
        report = operations.publish_report(making.renew_pdf(report, actor=lowie), actor=lowie)
        for name in ("Daphne", "Jet", "Bente"):
            answer = client_of(world.person(name)).get(reverse("reports:pdf", args=[report.pk]))
            assert (answer.status_code, answer.content) == (200, b"%PDF-test")
            assert "rapportage-district-zeeland-2026-H1-v1.pdf" in answer.headers["Content-Disposition"]

    def test_publishing_has_the_pdf_made_anew(self, world: World, client_of: ClientOf, no_typesetting: None) -> None:
        report = make.published(world.zeeland, world.daphne, world.lowie)
        board, url = client_of(world.person("Jet")), reverse("reports:pdf", args=[report.pk])
        assert "Hij wordt gemaakt" in board.get(url, follow=True).content.decode()
        runner.run(Job.objects.get(kind="reports.pdf").pk)
        assert board.get(url).content == b"%PDF-test"

    def test_when_the_pdf_cannot_be_made_its_reader_hears_why(
        self, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = make.published(world.zeeland, world.daphne, world.lowie)
        monkeypatch.setattr(making, "pdf_of", _no_pango)
        runner.run(Job.objects.get(kind="reports.pdf").pk)
        answer = client_of(world.person("Jet")).get(reverse("reports:pdf", args=[report.pk]), follow=True)
        assert "Pango ontbreekt" in answer.content.decode()

    def test_when_the_making_failed_the_pages_say_so_and_it_can_be_asked_again(
        self, world: World, daphne: OutsideClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "pdf_of", _no_pango)
        report = make.drafted(world.zeeland, world.daphne)
        job = operations.ask_report(report, actor=actor_for(world.daphne))
        runner.run(job.pk)
        progress = page_of(daphne, "jobs:progress", job.pk)
        assert "hx-get" not in progress
        assert reverse("reports:detail", args=[report.pk]) in progress
        text = page_of(daphne, "reports:detail", report.pk)
        assert "De rapportage is niet gemaakt" in text
        assert "Pango ontbreekt" in text
        assert "Rapportage maken" in text

    def test_without_a_pdf_the_page_says_so(self, world: World, daphne: OutsideClient) -> None:
        report = make.drafted(world.zeeland, world.daphne)
        answer = daphne.get(reverse("reports:pdf", args=[report.pk]), follow=True)
        assert "De PDF is er nog niet" in answer.content.decode()

    def test_an_unknown_table_is_not_there(self, world: World, daphne: OutsideClient, no_typesetting: None) -> None:
        report = making.make(make.drafted(world.zeeland, world.daphne), actor=actor_for(world.daphne))
        assert daphne.get(f"{reverse('reports:tables', args=[report.pk])}?tabel=x").status_code == 404
