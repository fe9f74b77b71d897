"""Words that nobody else uses are typed into every sealed field, and looked for everywhere.

One world is built with them, by pages and operations, with jobs, letters, mails, refusals and faults. Then everything is
searched that a thief could carry away: tables, write-ahead log, the servers' logs, the broker, mails, letters. That the
search would find them is shown by two words that do lie there: the narrative of a signal, which is plain on purpose
(docs/adr/0007), and a word in the log of the database server.
"""

import base64
import datetime as dt
import json
import logging
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import intake
from cases import operations as case_operations
from cases.codes import CloseReason as EndReason
from cases.codes import ContactKind, ContactOutcome
from cases.models import Case
from cases.operations.closing import CallingAgain, Closing
from cases.operations.contact import Contact, Planned
from cases.operations.lifecycle import Change
from cases.operations.people import Identity
from cases.operations.transfers import Offered
from core.access import SYSTEM
from core.logs import WithoutRows
from core.resealing import Place, places
from core.unit import unit_of_work
from core.workdays import today
from jobs import outbox, runner
from jobs.models import Job
from mensenhandel.settings import base
from municipalities.codes import Verdict
from municipalities.models import StoredFile
from municipalities.operations import break_glass, end_emergency, review_emergency
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import importing, operations
from signals.codes import CloseReason, EnrichmentKind, EnrichmentResult, LegalGround, Outcome
from signals.columns import Choice
from signals.indicators import Basis, Indicator
from signals.last_check import Settled
from signals.models import Draft, Handover
from signals.operations.asking_back import AskedBack
from signals.operations.gathering import Finding
from signals.operations.lifecycle import Closing as Closed
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.sharing_codes import Circle, Naming, Provenance
from signals.things import ThingKind
from tests.factories import cases as make_case
from tests.factories import lists
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.security.test_resealing import all_values
from tests.signals.filling import begin, fill, page_url
from tests.signals.filling import send as send_page
from tests.support import contexts, leaks
from tests.support.clients import OutsideClient
from tests.support.sealing import plant
from tests.support.world import World

pytestmark = [
    pytest.mark.skipif("sealer" not in settings.DATABASES, reason="DATABASE_SEALER_URL is not set."),
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "sealer", "throttle"]),
]

DAY = dt.timedelta(days=1)


@dataclass
class Words:
    """Words of this run alone, so that nothing left over from another is found."""

    mark: str = field(default_factory=lambda: secrets.token_hex(5))

    @property
    def sealed(self) -> str:
        """With what every word in a sealed field begins."""
        return f"zwerfkei{self.mark}"

    @property
    def narrative(self) -> str:
        return f"lantaarn{self.mark}"

    @property
    def control(self) -> str:
        return f"regenton{self.mark}"

    def of(self, name: str) -> str:
        """The word for a field; where it is found, it tells which one it was."""
        return f"{self.sealed}-{name.replace('.', '-').replace('_', '-')}"


def log_signals(world: World, words: Words) -> tuple[Handover, Handover]:
    """A signal with its reporter, address, finding, answers; passed on by name, and as an anonymous tip."""
    wilma, philo = actor_for(world.wilma, "focal_officer"), actor_for(world.philo)
    who = ("name", "function", "contact", "call_back")
    name, function, contact, call_back = (words.of(f"reporter.{name}") for name in who)
    told = ReporterFacts(name, function, contact, call_back, wants_anonymity=False, naming=Naming.MAY)
    facts = f"Acht bedden in een huis, zegt de buurman. {words.narrative}"
    given: dict[str, Any] = {"address": words.of("signal.address"), "reporter": told, "company": "Proef"}
    signal = make.handled(world.goes, world.wilma, facts=facts, **given)
    finding = Finding(
        kind=EnrichmentKind.BRP_ADDRESS,
        question=words.of("enrichment.question"),
        ground=LegalGround.PUBLIC_TASK,
        necessity=words.of("enrichment.necessity"),
        source="BRP",
        asked_on=today(),
        result=EnrichmentResult.FOUND,
        answered_on=today(),
        text=words.of("enrichment.finding"),
    )
    operations.enrich(signal, actor=wilma, finding=finding)
    make.noticed(signal, wilma, make.ticked(Indicator.GEN_OTHER, Basis.TOLD, words.of("indicator.text")))
    make.situated(signal, wilma, address=words.of("situation.address"), note=words.of("situation.note"))
    names = [words.of(f"person.{name}") for name in ("name", "alias", "birth_year", "description")]
    person = ToldPerson(names[0], names[1], names[2], names[3])
    thing = ToldThing(ThingKind.PROFILE, value=words.of("thing.value"), description=words.of("thing.description"))
    make.mentioned(signal, wilma, person, thing)
    operations.inform_reporter(signal, actor=wilma, answer=words.of("reporter.informed_what"))
    fields = ["place", "facts", "address", "indicators", "person-1"]
    # The words begin alike, so what belongs to the reporter is found in every one.
    settled = make.settling(signal, Settled.NEEDED, *fields)
    needed = words.of("handover.necessity")
    named = make.handed_over(signal, wilma, world.inspectorate, fields=fields, answers=settled, necessity=needed)
    begun = operations.begun.Begun(uuid.uuid4(), {"purpose": [words.of("begun_handover.answers")]}, {}, uuid.uuid4())
    operations.keep_handover(actor=wilma, signal=signal, begun=begun)
    make.added_to(make.handed_over(signal, wilma, world.inspectorate, fields=["place"]), wilma, "address")
    operations.write_tip(signal, actor=wilma, text=words.of("tip_text.text"), kept=[])
    why = {"circle": Circle.FEW, "circle_reason": words.of("handover.circle_reason")}
    tip = make.handed_over(
        signal, wilma, world.inspectorate, anonymous=True, kind="anonymous_tip", fields=["place", "company"], **why
    )
    operations.ask_back(named, actor=philo, asked=AskedBack(words.of("handover_question.text")))
    said = {"text": words.of("handover.answer"), "for_reporter": words.of("handover.for_reporter")}
    operations.answer_handover(named, actor=philo, outcomes=[Outcome.INSPECTION_DONE], **said)
    reported = make.facts(facts=facts, reporter=told)
    sent = operations.submit_signal(
        actor=actor_for(world.hanna), municipality=world.goes, facts=reported, key=uuid.uuid4()
    ).signal
    closing = Closed(CloseReason.NO_INDICATION, "De vergunning klopt.", answer=words.of("submission.answer"))
    operations.close_at_once(sent, actor=wilma, closing=closing)
    return named, tip


def meet_about_a_signal(world: World, words: Words) -> None:
    """Put before a table, decided and done."""
    meeting, party = at_table.meeting(world), f"o{world.veilig_thuis.pk}"
    signal = make.triaged(world.goes, world.wilma)
    given = {"text": words.of("table_item.text"), "question": words.of("table_item.question")}
    item = at_table.tabled(signal, actor_for(world.wilma, "focal_officer"), meeting, party, **given)
    at_table.begun(world, meeting)
    outcome = at_table.outcome(decision=words.of("table_item.decision"), owner=party, due_on=today())
    paper = at_table.paper(item, "zorg")
    operations.record_outcome(actor=actor_for(world.karlijn), paper=paper, outcome=outcome)
    tirza, line = actor_for(world.person("Tirza")), words.of("table_item.done_line")
    operations.settle_action(actor=tirza, paper=at_table.paper(item, party), line=line)


def add_files_and_shut_out(world: World, words: Words) -> None:
    """A file that waits for its check and one that was removed; a colleague kept out; an emergency and its review."""
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.triaged(world.goes, world.wilma)
    content = words.of("upload.content").encode()
    make.attached(signal, wilma, name=words.of("file.name"), description=words.of("file.description"), content=content)
    why = words.of("attachment.provenance_why")
    operations.correct_file(make.attached(signal, wilma), actor=wilma, provenance=Provenance.BRP, reason=why)
    operations.remove_file(make.attached(signal, wilma), actor=wilma, reason=words.of("file.removal_reason"))
    operations.restrict_signal(signal, actor=wilma, user_ids=[], why=words.of("shield.why"))
    with contexts.acting_as(actor_for(world.koos)) as koos:
        access = break_glass(actor=koos, reference=signal.reference, why=words.of("emergency.why"))
    with contexts.acting_as(actor_for(world.koos)) as koos:
        end_emergency(access, actor=koos)
    vince = actor_for(world.person("Vince"))
    with overseeing(vince):
        review_emergency(access, actor=vince, verdict=Verdict.FINE, reason=words.of("emergency.remark"))


def take_lists_over(world: World, words: Words) -> None:
    """One list that became signals, and one that waits with a row that is wrong."""
    wilma = actor_for(world.wilma, "focal_officer")
    row = (words.of("imported.number"), *lists.ROWS[0][1:])
    name = f"{words.of('imported.name')}.csv"
    done = lists.read(wilma, world.goes, lists.csv_list([lists.HEADINGS, row]), name=name)
    choice = Choice.told(done.choice)
    operations.check_list(done, actor=wilma, choice=choice)
    importing.check(lists.again(done), wilma, lambda _done, _total: None)
    operations.run_list(lists.again(done), actor=wilma)
    importing.run(lists.again(done), wilma, lambda _done, _total: None)
    wrong = ("2", "onzin", "Politie", words.of("list.facts"), "Goes", "vaak", words.of("list.result"), "nee")
    motivation = words.of("list.choice")
    lists.checked(wilma, world.goes, lists.csv_list([lists.HEADINGS, wrong]), close_motivation=motivation)


def fill_wizard(world: World, words: Words) -> None:
    """A draft with danger, by its pages; nobody goes on with it, so its alarm is raised."""
    browser = OutsideClient()
    browser.force_login(world.hanna)
    draft = begin(browser, danger="yes")
    called = {"called": "yes", "called_at": "14:05", "called_by": "writer"}
    send_page(browser, page_url(draft, "bellen"), **called, call_back=words.of("draft.call_back")[:40])
    fill(browser, draft, wat={"facts": words.of("draft.facts"), "minor": "unknown"})
    kept = Draft.objects.unscoped(reason="test").get(pk=draft.pk)
    operations.raise_alarm(kept, actor=SYSTEM)


def work_on_a_case(world: World, words: Words) -> Case:
    """From an offered signal to aftercare and the end: everything a care coordinator writes down."""
    karlijn = make_case.coordinator(world.karlijn)
    signal = make_case.offered_against_her_wish(world.goes, world.wilma, words.of)
    opening = make_case.opening(
        world.goes,
        request=words.of("case.request"),
        safe_contact=words.of("case.safe_contact"),
        minor="yes",
        parent_involved="yes",
        representative=words.of("case.representative"),
    )
    brought = [intake.Brought(signal, words.of("link.summary"))]
    case = intake.accept_into_new_case(actor=karlijn, key=uuid.uuid4(), opening=opening, brought=brought)
    identity = Identity(
        name=words.of("person.name"),
        contact=words.of("person.contact"),
        address=words.of("person.address"),
        shelter_address=words.of("person.shelter_address"),
    )
    case_operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=identity)
    case_operations.add_note(case, actor=karlijn, key=uuid.uuid4(), text=words.of("note.text"))
    moment = Contact(
        key=uuid.uuid4(),
        kind=ContactKind.PHONE,
        outcome=ContactOutcome.REACHED,
        at=timezone.now(),
        text=words.of("contact.text"),
    )
    case_operations.log_contact(case, actor=karlijn, contact=moment)
    planned = Planned(uuid.uuid4(), words.of("task.title"), today() + DAY, world.karlijn.pk)
    case_operations.plan_task(case, actor=karlijn, task=planned)
    make_case.referred_on(case, karlijn, words.of)
    offered = Offered(uuid.uuid4(), words.of("transfer.why"), words.of("transfer.ground"), receiver="Elders")
    case_operations.offer_transfer(case, actor=karlijn, offered=offered)
    change = Change(why=words.of("phase.why"), told=words.of("phase.told"))
    case_operations.follow(case, actor=karlijn, change=change)
    other = make_case.taken_in(world.goes, world.karlijn)
    again = CallingAgain(today() + 30 * DAY, words.of("call_again.safe_way"))
    ended = Closing(EndReason.REFUSED_HELP, words.of("case.close_motivation"), call_again=again)
    case_operations.close(other, actor=karlijn, closing=ended)
    return case


def be_refused(world: World, words: Words, case: Case, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Forms with planted words that are refused, stale, or meet a fault of ours; and words that are searched."""
    browser = OutsideClient(raise_request_exception=False)
    browser.force_login(world.karlijn)
    note, typed = reverse("cases:add-note", args=[case.pk]), words.of("typed.note")
    form = {"hat": make_case.HAT, "version": case.version, "key": str(uuid.uuid4()), "text": typed}
    codes = [
        browser.post(note, form | {"text": typed * 400}).status_code,
        browser.post(note, form | {"key": "geen sleutel"}).status_code,
        browser.post(reverse("cases:list"), {"q": typed}).status_code,
    ]

    def breaks_down(*_: object, text: str, **__: object) -> None:
        put_what_does_not_fit(text)

    with monkeypatch.context() as patch:
        patch.setattr("cases.views.daily.operations.add_note", breaks_down)
        codes.append(browser.post(note, form).status_code)
    return codes


def put_what_does_not_fit(text: str) -> None:
    """A statement that the database refuses, quoting the row in what it says of it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_job (kind, hat) VALUES (%s, NULL)", [text])


@pytest.fixture
def application_log() -> Iterator[StringIO]:
    """What a server writes down of itself, as its settings say: not below INFO, and without the detail of a row."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(WithoutRows())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(base.LOGGING["root"]["level"])
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def server() -> Iterator[leaks.ServerFiles]:
    with leaks.server_files() as files:
        yield files


def work_off(*handovers: Handover) -> list[str]:
    """The letters of these, as a worker makes them; and the mails that wait. How each job ended."""
    jobs = Job.objects.filter(object_id__in=[handover.pk for handover in handovers])
    for job in list(jobs):
        runner.run(job.pk)
    outbox.send_waiting()
    return list(jobs.values_list("state", flat=True))


def plant_the_rest(words: Words) -> list[Place]:
    """Into each place without a planted word yet; the places that have one afterwards."""
    planted = _planted(words)
    for place in places():
        if place not in planted:
            plant(place, json.dumps(words.of(f"planted.{place}")).encode())
    return _planted(words)


def _planted(words: Words) -> list[Place]:
    return [place for place, _key, content in all_values() if words.sealed.encode() in content]


def test_no_word_typed_into_a_sealed_field_lies_anywhere_it_should_not(
    monkeypatch: pytest.MonkeyPatch, application_log: StringIO, filled_database: None, server: leaks.ServerFiles
) -> None:
    words = Words()
    with leaks.real_broker(monkeypatch, f"planted-{words.mark}") as broker:
        with unit_of_work("test"), contexts.everywhere():
            world = World()
            handover, tip = log_signals(world, words)
            fill_wizard(world, words)
            add_files_and_shut_out(world, words)
            take_lists_over(world, words)
            meet_about_a_signal(world, words)
            case = work_on_a_case(world, words)
            codes = be_refused(world, words, case, monkeypatch)
        for text in (words.sealed, words.narrative):
            with pytest.raises(DatabaseError), transaction.atomic():
                put_what_does_not_fit(text)
        ended = work_off(handover, tip)
        in_broker = leaks.all_of_broker(broker)
    by_hand = set(places()) - set(_planted(words))
    assert set(plant_the_rest(words)) == set(places())
    assert len(by_hand) < len(places()) / 3, "most are typed where people type"

    with unit_of_work("test"), contexts.everywhere():
        letters = {
            str(file.about): leaks.inside_pdf(file.content)
            for file in StoredFile.objects.unscoped(reason="test").filter(about__in=[handover.pk, tip.pk])
        }
    tables = server.dump(str(settings.DATABASES["default"]["NAME"]))
    searched = {
        **{f"table {name}": rows for name, rows in tables.items()},
        "letter of the tip": letters[str(tip.pk)],
        "sessions": leaks.sessions(),
        "write-ahead log": server.write_ahead_log(),
        "log of the database": server.text_log(),
        "log of the application": application_log.getvalue().encode(),
        "broker": in_broker,
        "mails": repr([(message.subject, message.body, message.to) for message in mail.outbox]).encode(),
    }
    assert {place: found for place, hay in searched.items() if (found := leaks.around(words.sealed, hay))} == {}

    # The same search finds what does lie there, and nothing of it where it should not.
    told = {place for place, hay in searched.items() if leaks.around(words.narrative, hay)}
    assert told == {"table signals_signal", "write-ahead log"}
    assert leaks.around(words.sealed, letters[str(handover.pk)]), "the letter with the address holds it"
    assert leaks.around(words.narrative, letters[str(handover.pk)])
    assert str(handover.pk) in str(searched["table audit_auditevent"])
    assert mail.outbox != []
    assert ended == ["done"] * 2
    assert codes == [422, 422, 302, 500]
    assert leaks.around(str(Job.objects.get(object_id=tip.pk).pk), in_broker)
    assert leaks.around("text left out", searched["log of the application"])


def test_the_search_finds_a_word_in_the_log_of_the_database_and_in_every_spelling(server: leaks.ServerFiles) -> None:
    words = Words()

    with psycopg.connect(server.url, autocommit=True) as superuser, pytest.raises(psycopg.Error):
        superuser.execute(f"SELECT '{words.control}' FROM nothing_of_this_name")  # noqa: S608  fixed text
    assert leaks.around(words.control, server.text_log())
    text = f"voor {words.control} achter".encode()
    packed = [base64.b64encode(b"x" * shift + text) for shift in range(3)]
    for hay in (text, text.decode().encode("utf-16"), text.hex().encode(), *packed):
        assert leaks.around(words.control, hay)
    assert leaks.around(words.control, b"iets anders") == set()
