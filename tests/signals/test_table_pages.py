"""The pages of the screening table, as a browser shows them to each who sits there."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from audit.models import AuditEvent
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, PossibleRole
from signals.models import Meeting, Signal, SignalPerson, TableItem, TablePaper
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

OFFICER, CARE, PARTNER = {"hat": "focal_officer"}, {"hat": "care_coordinator"}, {"hat": "partner_contact"}
MOST_QUERIES = 12


@pytest.fixture
def meeting(world: World) -> Meeting:
    return at_table.meeting(world)


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma)


@pytest.fixture
def party(world: World) -> str:
    return f"o{world.inspectorate.pk}"


def _typed(party: str, **given: Any) -> dict[str, Any]:
    typed = {"text": at_table.TEXT, "question": at_table.QUESTION, "ground": "public_task", "parties": [party]}
    return {**OFFICER, "key": str(uuid4()), **typed, **given}


def _url(signal: Signal, meeting: Meeting) -> str:
    return reverse("signals:table-signal", args=[signal.pk, meeting.pk])


def _sent(answer: Any) -> dict[str, list[str]]:
    """The hidden fields of the last page, as a browser sends them again."""
    fields: dict[str, list[str]] = {}
    for name, value in answer.context["sent"]:
        fields.setdefault(name, []).append(value)
    return fields


def _begin(world: World, meeting: Meeting) -> None:
    at_table.begun(world, Meeting.objects.get(pk=meeting.pk))


# --- putting it there


def test_the_last_page_shows_what_each_party_reads_and_nothing_leaves_before_its_button(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    assert str(meeting.table) in client.get(reverse("signals:choose-meeting", args=[signal.pk])).content.decode()
    last = client.post(_url(signal, meeting), {**_typed(party), "stap": "controleren"})
    page = last.content.decode()
    assert page.count(at_table.TEXT) >= 2
    assert "Nederlandse Arbeidsinspectie (demo) (inspecteur)" in page
    assert "Zorgcoördinatie" in page
    assert not TableItem.objects.of(signal).exists()
    answer = client.post(_url(signal, meeting), {**_sent(last), "stap": "versturen"})
    assert answer.status_code == 302
    assert {code for code, _ in TableItem.objects.of(signal).get().parties} == {"eigen", "zorg", party}


def test_names_of_its_people_and_what_looks_like_one_are_pointed_out_first(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    SignalPerson.objects.create(
        signal=signal,
        municipality=world.goes,
        dossier_id=signal.dossier_id,
        number=1,
        name="Demo Reiger",
        role=PossibleRole.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        author=world.wilma,
    )
    client, url = client_of(world.wilma), _url(signal, meeting)
    for text in ("Wij zagen Reiger bij het huis.", "Bel 06-0000 1234.", "Mail naar demo@nevel.example."):
        answer = client.post(url, {**_typed(party, text=text), "stap": "controleren"})
        assert answer.status_code == 422
        assert "Hier staat misschien wie het is" in answer.content.decode()
    stays = {**_typed(party, text=text), "names_stay": "on", "stap": "controleren"}
    assert "Lees de tekst nog één keer na" in client.post(url, stays).content.decode()


def test_a_bsn_is_stopped(signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf) -> None:
    text = {"text": "Zijn nummer is 111222333.", "stap": "controleren"}
    answer = client_of(world.wilma).post(_url(signal, meeting), _typed(party, **text))
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.content.decode()


def test_a_meeting_of_another_table_is_not_there(
    signal: Signal, meeting: Meeting, world: World, client_of: ClientOf
) -> None:
    meeting.table.seats.filter(municipality=world.goes).delete()
    assert client_of(world.wilma).get(_url(signal, meeting)).status_code == 404


def test_the_signal_shows_its_point_and_what_came_of_it_and_the_timeline_tells_it(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    _begin(world, meeting)
    url = reverse("signals:lead-point", args=[at_table.paper(item, "zorg").pk])
    sent = {**CARE, "version": 1, "decision": at_table.DECISION, "owner": party, "due_on": str(today())}
    assert client_of(world.karlijn).post(url, sent).status_code == 302
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert item.reference in page
    assert at_table.DECISION in page
    assert "heeft de uitkomst van een screeningsoverleg vastgelegd" in page


def test_a_tip_to_who_read_it_at_a_table_says_that_it_is_not_anonymous(
    meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    tip = {"anonymous": "yes", "partner": world.inspectorate.pk, "kind": "anonymous_tip", "fields_shared": ["place"]}
    rest = {"purpose": "Onderzoek", "ground": "no_personal_data", "method": "inbox", "to_function": "meldpunt"}
    sent = {**OFFICER, "key": str(uuid4()), **tip, **rest, "circle": "many", "stap": "controleren"}
    page = client_of(world.wilma).post(reverse("signals:hand-over", args=[signal.pk]), sent).content.decode()
    assert "las over dit signaal een punt voor het screeningsoverleg" in page


# --- reading it


def test_an_agenda_tells_nothing_of_what_else_is_on_it(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)
    hidden = at_table.tabled(make.triaged(world.goes, world.wilma), wilma, meeting, f"o{world.veilig_thuis.pk}")
    shown = at_table.tabled(signal, wilma, meeting, party)
    url = reverse("signals:meeting", args=[meeting.pk])
    page = client_of(world.philo).get(url).content.decode()
    assert '<th scope="row">1. ' in page
    assert shown.reference in page
    assert hidden.reference not in page
    assert "2. " not in page.partition("<main")[2]
    rows = client_of(world.philo).get(reverse("signals:meetings")).context["to_come"]
    assert [points for _, points in rows] == [1]
    client = client_of(world.philo)
    assert client.get(reverse("signals:paper", args=[at_table.paper(hidden, "zorg").pk])).status_code == 404
    assert client.get(reverse("signals:detail", args=[signal.pk])).status_code == 403


def test_who_read_a_paper_stands_in_the_log_and_the_page_names_no_signal(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    paper = at_table.paper(item, party)
    page = client_of(world.philo).get(reverse("signals:paper", args=[paper.pk])).content.decode()
    assert at_table.TEXT in page
    assert signal.reference not in page
    assert signal.facts not in page
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.paper_viewed", object_id=str(paper.pk))
    assert [look.actor_id for look in looks] == [world.philo.pk]


def test_a_point_that_was_taken_back_is_a_page_that_is_not_there(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    paper = at_table.paper(item, party)
    answer = client_of(world.wilma).post(
        reverse("signals:withdraw-item", args=[item.pk]),
        {**OFFICER, "version": item.version, "reason": "Er is een onderzoek."},
    )
    assert answer.status_code == 302
    assert client_of(world.philo).get(reverse("signals:paper", args=[paper.pk])).status_code == 404


# --- leading it


@pytest.mark.parametrize(("minutes", "asks"), [(61, True), (59, False), (-30, False)])
def test_a_meeting_is_begun_before_its_time_only_after_a_question(
    minutes: int, asks: bool, meeting: Meeting, world: World, client_of: ClientOf
) -> None:
    url, press = reverse("signals:start-meeting", args=[meeting.pk]), {**CARE, "version": meeting.version}
    with time_machine.travel(meeting.starts_at - timedelta(minutes=minutes), tick=False):
        # Signed in at that moment: at night the meeting is further away than a session lasts.
        client = client_of(world.karlijn)
        answer = client.post(url, press)
        assert ("Overleg nu al beginnen?" in answer.content.decode()) is asks
        assert Meeting.objects.get(pk=meeting.pk).is_held is not asks
        assert not asks or client.post(url, {**press, "stap": "toch"}).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).is_held


def test_a_meeting_is_begun_led_point_by_point_and_closed(
    meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)
    items = [at_table.tabled(make.triaged(world.goes, world.wilma), wilma, meeting, party) for _ in range(2)]
    client = client_of(world.karlijn)
    press = {**CARE, "version": meeting.version, "stap": "toch"}
    assert client.post(reverse("signals:start-meeting", args=[meeting.pk]), press).status_code == 302
    first = client.get(reverse("signals:lead-meeting", args=[meeting.pk])).headers["Location"]
    assert first == reverse("signals:lead-point", args=[at_table.paper(items[0], "zorg").pk])
    page = client.get(first).content.decode()
    assert "Punt 1 van 2" in page
    assert "Volgend punt" in page
    assert "Wilma Windvaan, Gemeente Goes" in page
    due = str(today() + timedelta(days=7))
    sent = {**CARE, "version": 1, "decision": at_table.DECISION, "owner": party, "due_on": due}
    second = client.post(first, sent).headers["Location"]
    assert second == reverse("signals:lead-point", args=[at_table.paper(items[1], "zorg").pk])
    mine = {**sent, "owner": f"eigen:{world.wilma.pk}"}
    assert client.post(second, mine).headers["Location"] == reverse("signals:meeting", args=[meeting.pk])
    names = [TableItem.objects.unscoped(reason="test").get(pk=one.pk).owner_name for one in items]
    assert names == ["Nederlandse Arbeidsinspectie (demo) (inspecteur)", "Wilma Windvaan, Gemeente Goes"]
    printed = client_of(world.philo).get(reverse("signals:meeting-decisions", args=[meeting.pk])).content.decode()
    assert printed.count(at_table.DECISION) == 2
    version = Meeting.objects.get(pk=meeting.pk).version
    closing = client.post(
        reverse("signals:close-meeting", args=[meeting.pk]), {**CARE, "version": version, "rest": "terug"}
    )
    assert closing.status_code == 302
    assert client.get(second).status_code == 409


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"owner": "", "due_on": "2099-01-01"}, "owner"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"owner": "o0"}, "owner"),
    ],
)
def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(
    typed: dict[str, str], field: str, signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    _begin(world, meeting)
    url = reverse("signals:lead-point", args=[at_table.paper(item, "zorg").pk])
    sent = {**CARE, "version": 1, "decision": "De wijkagent gaat langs.", "owner": party, "due_on": "2099-01-01"}
    answer = client_of(world.karlijn).post(url, {**sent, **typed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "De wijkagent gaat langs." in answer.content.decode() or field == "decision"


def test_a_second_screen_that_saw_the_same_gets_the_page_of_a_conflict_with_its_text(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    _begin(world, meeting)
    ours = at_table.paper(item, "eigen")
    operations.record_outcome(actor=actor_for(world.wilma), paper=ours, outcome=at_table.outcome())
    url = reverse("signals:lead-point", args=[at_table.paper(item, "zorg").pk])
    typed = {"decision": "De wijkagent gaat langs.", "owner": "", "due_on": "", "step": "", "step_to": ""}
    answer = client_of(world.karlijn).post(url, {**CARE, "version": 1, **typed})
    assert answer.status_code == 409
    assert "De wijkagent gaat langs." in answer.content.decode()
    assert TableItem.objects.unscoped(reason="test").get(pk=item.pk).decision == at_table.DECISION


def test_a_partner_sees_its_action_beside_its_inbox_and_says_that_it_is_done(
    signal: Signal, meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, party)
    _begin(world, meeting)
    outcome = at_table.outcome(owner=party, due_on=today())
    operations.record_outcome(actor=actor_for(world.karlijn), paper=at_table.paper(item, "zorg"), outcome=outcome)
    client = client_of(world.philo)
    assert reverse("signals:meetings") in client.get(reverse("postbox:inbox")).content.decode()
    assert "Acties voor u" in client.get(reverse("signals:meetings")).content.decode()
    url = reverse("signals:paper", args=[at_table.paper(item, party).pk])
    version = at_table.paper(item, party).version
    assert client.post(url, {**PARTNER, "version": version, "line": "Wij waren er."}).status_code == 302
    assert "Acties voor u" not in client.get(reverse("signals:meetings")).content.decode()
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Wij waren er." in page


def test_the_next_meeting_is_planned_by_who_leads(meeting: Meeting, world: World, client_of: ClientOf) -> None:
    url = reverse("signals:plan-meeting", args=[meeting.table_id])
    sent = {**CARE, "key": str(uuid4()), "day": str(today() + timedelta(days=14)), "time": "12:00", "place": "online"}
    for _ in range(2):
        assert client_of(world.karlijn).post(url, sent).status_code == 302
    assert meeting.table.meetings.count() == 2


# --- how much they ask


def test_the_pages_ask_as_much_for_many_points_as_for_few(
    meeting: Meeting, party: str, world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)

    def add(count: int) -> list[TableItem]:
        return [at_table.tabled(make.triaged(world.goes, world.wilma), wilma, meeting, party) for _ in range(count)]

    first = add(1)[0]
    add(9)
    _begin(world, meeting)
    lead = reverse("signals:lead-point", args=[at_table.paper(first, "zorg").pk])
    own = reverse("signals:paper", args=[at_table.paper(first, "zorg").pk])
    pages = [reverse("signals:meetings"), reverse("signals:meeting", args=[meeting.pk]), own, lead]
    client = client_of(world.karlijn)
    for url in pages:
        client.get(url)
        asked = len(queries_of(partial(client.get, url)))
        assert asked <= MOST_QUERIES, (url, asked)
    assert TablePaper.objects.unscoped(reason="test").filter(party="zorg").count() == 10
