"""The demo world in a database of its own: twice the same, and every figure that a page shows from it.

The expected figures of the half-years were worked out by hand from the tables in `mensenhandel/demo/plan.py`; those of
today are the ones that the stories name.
"""

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db.models import Q
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from audit.models import AuditEvent
from cases.codes import CloseReason
from cases.models import Case, CasePerson, Clock, PhasePeriod, Task
from cases.workflow import CasePhase
from core.access import Actor
from core.unit import unit_of_work
from core.workdays import AMSTERDAM, local_date
from mensenhandel.demo.partners import NLA
from mensenhandel.demo.people import everybody
from municipalities.attention import cover
from municipalities.codes import Role
from municipalities.models import ApiClient, District, Municipality, Organisation, Province
from municipalities.readiness import cells_on, count_yes, score_of_municipality
from municipalities.roles import actor_for
from reports.making import counted
from reports.models import Report
from reports.workflow import ReportState
from signals.models import Draft, Follow, FollowReview, Handover, Offer, Signal
from signals.receivers import ways_to
from signals.unattended import waiting_with
from signals.workflow import OPEN_STATES, FollowState, HandoverState, OfferState, SignalState
from tests.support import contexts
from tests.support.demo import CLIENT_FILE, DAY, build

from .digest import digest

WHY = "the test counts what the demo world holds"
# Beside the journeys, which go through this very world: building it takes longer than all tests of it.
pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo")]


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """The morning of the build, every municipality within reach."""
    morning = datetime.combine(DAY, time(9), AMSTERDAM)
    with time_machine.travel(morning), unit_of_work("test"), contexts.everywhere():
        yield


def actor(name: str, hat: str = "") -> Actor:
    return actor_for(User.objects.get(full_name=name), hat)


def signals() -> "list[Signal]":
    return list(Signal.objects.unscoped(reason=WHY).select_related("municipality"))


def zeeland() -> "list[Municipality]":
    return list(Municipality.objects.filter(pk__in=actor("Daphne Deurklopper", Role.DISTRICT_COORDINATOR).governance))


# --- building


def test_built_again_with_the_same_day_and_seed_it_is_the_same_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        with unit_of_work("test"), contexts.everywhere():
            before = digest()
        assert "stands already" in build()
        with unit_of_work("test"), contexts.everywhere():
            assert digest() == before
        build(rebuild=True)
        with unit_of_work("test"), contexts.everywhere():
            assert digest() == before
        assert before["signals.Signal"][0] == 420 + 2  # of stories and filler, and of a list that was taken over


@pytest.mark.usefixtures("world")
def test_a_database_in_use_is_left_alone() -> None:
    said = StringIO()
    call_command("build_demo", day=date(2026, 11, 22), stdout=said)
    assert "--rebuild" in said.getvalue()


def test_only_a_demo_is_filled(settings: "pytest.FixtureRequest") -> None:
    settings.DEMO = False  # type: ignore[attr-defined]  # the fixture takes any setting
    with pytest.raises(CommandError, match="DEMO=1"):
        build()


@pytest.mark.usefixtures("world")
def test_the_demo_program_can_sign_in_with_what_stands_in_its_file() -> None:
    assert stat.S_IMODE(CLIENT_FILE.stat().st_mode) == 0o600
    said = dict(line.split("=", 1) for line in CLIENT_FILE.read_text().splitlines())
    program = ApiClient.objects.get(client_id=said["CLIENT_ID"])
    assert check_password(said["CLIENT_SECRET"], program.client_secret)
    assert set(program.scopes) == {"signalen", "doormeldingen", "vragen"}
    assert program.organisation.name == NLA
    build()
    assert CLIENT_FILE.read_text() == "".join(f"{name}={value}\n" for name, value in said.items())


@pytest.mark.usefixtures("world")
def test_why_a_case_ended_does_not_contradict_its_reason() -> None:
    lost = Case.objects.unscoped(reason=WHY).filter(close_reason=CloseReason.NO_CONTACT, close_motivation__isnull=False)
    assert lost
    assert not [case for case in lost if "doelen" in case.close_motivation or "helpt" in case.close_motivation]


@pytest.mark.usefixtures("world")
def test_nothing_was_passed_on_by_a_way_that_does_not_lead_to_its_receiver() -> None:
    used = Handover.objects.unscoped(reason="test").values_list("partner", "method").distinct()
    for partner, method in used:
        assert method in ways_to(Organisation.objects.get(pk=partner))


# --- people


@pytest.mark.usefixtures("world")
def test_only_invented_people_have_an_account() -> None:
    assert set(User.objects.values_list("full_name", flat=True)) == {person.name for person in everybody()}
    assert not User.objects.exclude(email__endswith=".example").exists()


@pytest.mark.usefixtures("world")
def test_every_persona_wears_the_hats_of_the_card() -> None:
    assert actor("Wilma Windvaan").hats == ("focal_officer",)
    assert actor("Daphne Deurklopper").hats == ("district_coordinator", "focal_officer")
    assert actor("Tirza Trapleuning").hats == ("partner_focal",)
    assert len(actor("Roos Regenpijp").content) == 2
    assert len(actor("Vera Vuurboei").content) == 1
    assert actor("Lowie Lantaarnpaal").content == frozenset()
    assert len(actor("Lowie Lantaarnpaal").governance) == 37
    assert actor("Hugo Hengelstoel").hats == ()


@pytest.mark.usefixtures("world")
def test_the_coordinator_works_for_whoever_gave_a_mandate() -> None:
    names = Municipality.objects.filter(pk__in=actor("Karlijn Kompasroos").content).values_list("name", flat=True)
    assert len(names) == 11
    assert "Noord-Beveland" not in names
    assert "Tholen" not in names
    assert Municipality.objects.get(name="Tholen").pk in actor("Bram Boekenlegger").content


# --- readiness


@pytest.mark.usefixtures("world")
def test_readiness_counts_are_the_published_ones_then_and_ten_of_twelve_today() -> None:
    district, province = District.objects.get(name="Zeeland"), Province.objects.get(name="Zeeland")
    published = date(2020, 10, 15)
    assert str(count_yes("focal_officer", district, published)) == "9 van 12"
    assert str(count_yes("focal_officer", province, published)) == "9 van 13"
    assert str(count_yes("focal_officer", district, DAY)) == "10 van 12"
    assert str(count_yes("care_coordination", district, DAY)) == "11 van 12"


@pytest.mark.usefixtures("world")
def test_goes_has_fourteen_of_sixteen() -> None:
    goes = Municipality.objects.get(name="Goes")
    cells = cells_on([goes.pk], DAY, actor("Wilma Windvaan"))
    assert str(score_of_municipality(goes, cells)) == "14 van 16"


# --- today


@pytest.mark.usefixtures("world")
def test_what_waits_for_wilma_is_what_her_card_says() -> None:
    mine = [signal for signal in signals() if signal.municipality.name == "Goes"]
    assert len(mine) == 18
    urgent = [signal for signal in mine if signal.state == SignalState.RECEIVED and signal.danger == "yes"]
    late = [signal for signal in mine if signal.state in OPEN_STATES and signal.due_on and signal.due_on < DAY]
    returned = Offer.objects.unscoped(reason=WHY).filter(municipality__name="Goes", state=OfferState.RETURNED)
    assert (len(urgent), len(late), returned.count()) == (1, 3, 1)
    assert urgent[0] in late


def line_of(coordinator: str) -> tuple[int, ...]:
    """Intensief, op de voet, nazorg, signalen gevolgd, aangeboden."""
    who = actor(coordinator)
    phases = Counter(Case.objects.visible_to(who).values_list("phase", flat=True))
    offers = Offer.objects.visible_to(who)
    offered = offers.values("signal")
    follows = Follow.objects.unscoped(reason=WHY).filter(municipality__in=who.content, state=FollowState.ACTIVE)
    hers = follows.filter(Q(signal__origin="care_coordinator") | Q(signal__in=offered))
    return (
        phases[CasePhase.INTENSIVE],
        phases[CasePhase.FOLLOWED],
        phases[CasePhase.AFTERCARE],
        hers.count(),
        offers.filter(state=OfferState.OFFERED).count(),
    )


@pytest.mark.usefixtures("world")
def test_the_lines_of_the_two_coordinators() -> None:
    assert line_of("Karlijn Kompasroos") == (6, 9, 4, 30, 2)
    assert line_of("Bram Boekenlegger") == (4, 6, 2, 17, 1)


@pytest.mark.usefixtures("world")
def test_the_told_cases_stand_as_the_stories_end() -> None:
    phases = dict(Case.objects.unscoped(reason=WHY).values_list("working_name", "phase"))
    told = ("Wulp", "Tureluur", "Lepelaar", "Kievit", "Kluut", "Oeverloper", "Scholekster", "Plevier", "Fuut")
    assert [phases[name] for name in told] == [
        "intensive",
        "intensive",
        "intensive",
        "followed",
        "aftercare",
        "intensive",
        "intake",
        "closed",
        "transferred",
    ]
    late = Case.objects.unscoped(reason=WHY).filter(due_on__lt=DAY, municipality__in=zeeland())
    assert "Kievit" in late.values_list("working_name", flat=True)
    permit = Clock.objects.unscoped(reason=WHY).get(kind="permit")
    assert (permit.ends_on - DAY).days == 10
    again = Task.objects.unscoped(reason=WHY).get(kind="call_again")
    assert (again.due_on - DAY).days == 21


@pytest.mark.usefixtures("world")
def test_the_clock_of_a_silent_partner_ran_out_in_roosendaal() -> None:
    silent = Handover.objects.unscoped(reason=WHY).get(signal__facts__startswith="Vrouw zit vijf ochtenden")
    assert (silent.state, silent.reminders) == (HandoverState.NO_ANSWER, 2)
    follow = Follow.objects.unscoped(reason=WHY).get(signal=silent.signal)
    assert follow.review_on is not None
    assert (DAY - follow.review_on).days == 2


@pytest.mark.usefixtures("world")
def test_the_anonymous_tip_of_breda_holds_neither_source_nor_story() -> None:
    tip = Handover.objects.unscoped(reason=WHY).get(signal__facts__startswith="Iemand die er werkt vertelde")
    assert tip.anonymous
    assert {code for code, _, _ in tip.content} == {"form", "place", "address", "company", "shift", "tip_text"}


@pytest.mark.usefixtures("world")
def test_niemandsland_waits_where_nobody_is_appointed() -> None:
    (waiting,) = [signal for signal in signals() if signal.facts.startswith("Chauffeur van de buurtbus")]
    assert (waiting.state, waiting.due_on) == (SignalState.RECEIVED, date(2026, 11, 20))
    oda = actor("Oda Oorwarmer")
    assert oda.hats == ()
    assert [one.reference for one in waiting_with(oda)] == [waiting.reference]


@pytest.mark.usefixtures("world")
def test_the_follow_of_de_vaste_plek_is_late_for_roosendaal() -> None:
    teun = actor("Teun Theelepel")
    (late,) = Signal.objects.visible_to(teun).late(DAY).followed().filter(facts__contains="vijf ochtenden achtereen")
    assert late.review_on == date(2026, 11, 19)


@pytest.mark.usefixtures("world")
def test_koos_reads_that_he_stands_in_for_wilma() -> None:
    assert [line.text for line in cover(actor("Koos Koffiekan"))] == [
        "U neemt waar voor Wilma Windvaan van 24 november 2026 tot en met 1 december 2026"
    ]


# --- figures


@pytest.mark.usefixtures("world")
def test_signals_per_half_year_in_the_district_zeeland() -> None:
    """By hand, from ZEELAND_MONTHS: 2+2+3+... see each line of plan.py; the oldest half-year is not whole."""
    received = [local_date(signal.received_at) for signal in signals() if signal.municipality in zeeland()]
    halves = Counter(f"{day.year}-H{1 + (day.month > 6)}" for day in received)
    assert halves["2024-H2"] == 2 + 1 + 3 + 5 + 4 + 2
    assert halves["2025-H1"] == 3 + 2 + 4 + 6 + 3 + 3
    assert halves["2025-H2"] == 3 + 1 + 4 + 5 + 4 + 2
    assert halves["2026-H1"] == 3 + 3 + 4 + 7 + 4 + 3
    assert sum(halves.values()) == 120


@pytest.mark.usefixtures("world")
def test_cases_on_the_last_day_of_the_half_year_in_the_district_zeeland() -> None:
    """Of the told cases Kluut, Oeverloper and Zwaluw were there on 30 June 2026."""
    end = datetime.combine(date(2026, 6, 30), time(23, 59), AMSTERDAM)
    periods = PhasePeriod.objects.unscoped(reason=WHY).filter(
        Q(until=None) | Q(until__gt=end), since__lte=end, municipality__in=zeeland()
    )
    told = dict(
        periods.filter(case__working_name__in=("Kluut", "Oeverloper", "Zwaluw")).values_list(
            "case__working_name", "phase"
        )
    )
    assert told == {"Kluut": "intensive", "Oeverloper": "aftercare", "Zwaluw": "followed"}
    phases = Counter(periods.values_list("phase", flat=True))
    assert (phases["intensive"], phases["followed"], phases["aftercare"]) == (6, 7, 1)


@pytest.mark.usefixtures("world")
def test_handovers_of_the_half_year_in_the_district_zeeland() -> None:
    """Fifteen went out between 1 January and 30 June 2026; nine were answered, five of them within 28 days."""
    rows = Handover.objects.unscoped(reason=WHY).filter(municipality__in=zeeland())
    sent = [row for row in rows if row.sent_at and date(2026, 1, 1) <= local_date(row.sent_at) <= date(2026, 6, 30)]
    answered = [row for row in sent if row.state == HandoverState.ANSWERED]
    soon = [row for row in answered if (row.settled_at - row.sent_at).days <= 28]
    assert (len(sent), len(answered), len(soon)) == (15, 9, 5)


@pytest.mark.usefixtures("world")
def test_about_sixty_percent_of_handovers_is_answered_and_half_of_those_within_28_days() -> None:
    passed = list(Handover.objects.unscoped(reason=WHY))
    answered = [row for row in passed if row.state == HandoverState.ANSWERED]
    soon = [row for row in answered if (row.settled_at - row.sent_at).days <= 28]
    assert 0.53 <= len(answered) / len(passed) <= 0.65
    assert 0.42 <= len(soon) / len(answered) <= 0.58


@pytest.mark.usefixtures("world")
def test_the_draft_report_will_say_these_figures() -> None:
    """What the tests above counted by other means, as the report counts it for the first half of 2026."""
    draft = Report.objects.unscoped(reason=WHY).get(state=ReportState.DRAFT)
    assert draft.period.code == "2026-H1"
    edition = counted(draft)
    figures = [(figure.value, figure.before) for figure in edition.key_figures]
    assert figures == [
        ("24", "5 meer dan in het 2e halfjaar 2025 (19)"),
        ("6", "4 minder dan op 31 december 2025 (10)"),
        ("5 van 15", "in het 2e halfjaar 2025: <5 van 10"),
        ("4 van 12", "op 31 december 2025: 3 van 12"),
    ]
    assert edition.chart is not None
    assert [str(bar.figure) for bar in edition.chart.bars] == ["14", "17", "21", "19", "24"]


@pytest.mark.usefixtures("world")
def test_three_half_years_are_published_and_one_of_them_was_corrected() -> None:
    reader = actor("Jet Jampot")
    published = Report.objects.visible_to(reader).order_by("period_start")
    assert [(report.period.code, report.edition) for report in published] == [
        ("2024-H2", 1),
        ("2025-H1", 2),
        ("2025-H2", 1),
    ]
    draft = Report.objects.unscoped(reason=WHY).get(state=ReportState.DRAFT)
    assert draft.introduction
    assert len(draft.asks) == 1


@pytest.mark.usefixtures("world")
def test_hannas_draft_was_left_on_its_third_page() -> None:
    (draft,) = Draft.objects.visible_to(actor("Hanna Handveger"))
    assert set(draft.answers) == {"gevaar", "bron", "wat"}
    assert (DAY - local_date(draft.saved_at)).days == 3


# --- what can never be


@pytest.mark.usefixtures("world")
def test_no_text_stands_in_the_world_more_than_three_times() -> None:
    texts = Counter(signal.facts for signal in signals() if signal.state != SignalState.ANONYMISED)
    texts += Counter(FollowReview.objects.unscoped(reason=WHY).values_list("line", flat=True))
    assert max(texts.values()) <= 3


@pytest.mark.usefixtures("world")
def test_clients_are_demo_and_their_working_name() -> None:
    people = CasePerson.objects.unscoped(reason=WHY).select_related("case")
    named = {person.name == f"Demo {person.case.working_name}" for person in people}
    born = {str(person.birth_date)[4:] for person in people}
    assert (named, born) == ({True}, {"-01-01"})


@pytest.mark.usefixtures("world")
def test_nothing_lies_ahead_of_the_build() -> None:
    now = datetime.combine(DAY, time(7), AMSTERDAM)
    assert not AuditEvent.objects.unscoped(reason=WHY).filter(at__gt=now).exists()
    assert all(signal.received_at < now for signal in signals())
    assert not Handover.objects.unscoped(reason=WHY).filter(Q(sent_at__gt=now) | Q(settled_at__gt=now)).exists()
    assert not PhasePeriod.objects.unscoped(reason=WHY).filter(since__gt=now).exists()


@pytest.mark.usefixtures("world")
def test_what_is_past_its_term_has_lost_its_text_and_kept_its_row() -> None:
    old = [signal for signal in signals() if signal.state == SignalState.ANONYMISED]
    assert len(old) > 100
    assert {signal.facts + signal.interpretation + signal.company for signal in old} == {""}
    assert all(signal.form for signal in old)
    assert sum(bool(one.source and one.close_reason) for one in old) > len(old) / 2  # the others look like few (R18)
