"""Words that nobody else uses are typed into one signal and carried wherever they may go; after its end they are looked for.

In every table as it lies on the disk, in everything sealed, opened, and inside every file. What may still hold them is named
with its reason, and is shown to hold them: so neither the search nor that list can rot.
"""

import dataclasses
import secrets
import uuid
from collections.abc import Iterator, Mapping

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cases import intake
from core.access import SYSTEM
from core.unit import unit_of_work
from core.workdays import today
from jobs import outbox, runner
from jobs.models import Job
from municipalities.codes import Verdict
from municipalities.operations import break_glass, end_emergency, review_emergency
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import importing, operations, tasks
from signals.codes import Outcome
from signals.columns import Choice
from signals.indicators import OTHERS
from signals.last_check import Settled
from signals.models import Arrival, Follow, Handover, ListExport, Merge, SharedSignal, Signal
from signals.operations.anonymising import forget_words
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.moving import OfferedMove
from signals.operations.pairs import Pair
from signals.shared_texts import SharedText
from signals.things import ThingKind
from signals.workflow import SignalState
from tests.factories import cases as make_case
from tests.factories import comparing as make_comparing
from tests.factories import lists
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.factories.consent import agreed
from tests.security.test_resealing import all_values
from tests.signals.filling import begin, fill, signal_of
from tests.signals.filling import send as send_page
from tests.support import contexts, leaks
from tests.support.clients import OutsideClient
from tests.support.world import World

pytestmark = [
    pytest.mark.skipif("sealer" not in settings.DATABASES, reason="DATABASE_SEALER_URL is not set."),
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "sealer", "throttle"]),
]
WHY = "test"
FIELDS = ["place", "facts", "indicators", "person-1"]
_OF_CASE = "a case keeps what was copied into it, and has a term of its own"
# What is not of the municipality's signal any more, and why.
MAY_STAY: Mapping[str, str] = {
    "cases_case.request": _OF_CASE,
    "cases_signallink.summary": _OF_CASE,
    "municipalities_storedfile.content": "a list that was taken out lies ready for some hours; then it is wiped",
    "signals_listimport.name": "how somebody called a list of many signals, for her own eyes; its rows are wiped",
}
# Some of where it was before: copies at others, in files, in what was found.
CARRIED = {
    "municipalities_emergencyaccess.why",
    "signals_handover.content",
    "signals_importedfrom.list_name",
    "signals_inquiryanswer.necessity",
    "signals_jointnote.text",
    "signals_matchkey.content",
    "signals_question.answer",
    "signals_submission.answer",
    "signals_tablepaper.text",
    "signals_upload.content",
    "table signals_arrival",
    "table signals_sharedsignal",
    "table signals_signal",
}


class Story:
    """One signal of Goes and the copies of it, each with the word."""

    def __init__(self, world: World, word: str) -> None:
        self.world, self.word = world, word
        self.wilma = actor_for(world.wilma, "focal_officer")
        self.signal = self._reported()

    def _reported(self) -> Signal:
        """By a colleague, through the wizard and its draft; then taken up."""
        browser, word = OutsideClient(), self.word
        browser.force_login(self.world.hanna)
        draft = begin(browser)
        check = fill(browser, draft, wat={"facts": f"Acht bedden, zegt {word}.", "minor": "no"}, waar={"place": word})
        assert send_page(browser, check).status_code == 302
        return operations.take_up(signal_of(draft), actor=self.wilma)

    def write(self) -> None:
        """What the officer notes, asks and finds."""
        signal, wilma, word = self.signal, self.wilma, self.word
        # While it names nobody of the signal: then it could not be written there.
        make.overridden(signal, wilma, self.world.veilig_thuis, purpose=word, why=word)
        make.noticed(signal, wilma, make.ticked(OTHERS[0], text=word))
        make.situated(signal, wilma, address=word, note=word)
        person, profile = ToldPerson(word, word, "1990", word), ToldThing(ThingKind.PROFILE, value=word)
        make.mentioned(signal, wilma, person, profile, make_comparing.PLATE)
        make.attached(signal, wilma, name=f"{word}.txt", description=word, content=word.encode())
        make.asked(signal, wilma, question=word, necessity=word)
        question = make.questioned(signal, wilma, text=word, to_user_id=self.world.koos.pk)
        operations.answer_question(question, actor=actor_for(self.world.koos), text=word)
        operations.inform_reporter(signal, actor=wilma, answer=word)
        operations.write_tip(signal, actor=wilma, text=word, kept=[])

    def look_around(self) -> None:
        """Beside others here, and whether something is known elsewhere; what is searched."""
        world, wilma, word = self.world, self.wilma, self.word
        make_comparing.on(world)
        floor = actor_for(world.floor, "focal_officer")
        make.mentioned(make.triaged(world.breda, world.floor), floor, make_comparing.PLATE)
        make_comparing.inquire(self.signal, wilma, "vehicle-1", necessity=word)
        other = make.triaged(world.goes, world.wilma)
        operations.judge_pair(self.signal, actor=wilma, pair=Pair(uuid.uuid4(), other, apart=True, why=word))
        operations.judge_pair(other, actor=wilma, pair=Pair(uuid.uuid4(), self.signal, apart=False, why=word))
        browser = OutsideClient()
        browser.force_login(world.wilma)
        found = browser.post(reverse("signals:list"), {"q": word, "hat": browser.hat}, follow=True)
        assert self.signal.reference in found.content.decode()

    def share(self) -> None:
        """Other municipalities and a screening table read of it; somebody breaks the glass."""
        world, wilma, word, key = self.world, self.wilma, self.word, uuid.uuid4()
        operations.offer_move(self._now(), actor=wilma, offered=OfferedMove(key, world.breda, word, ()))
        arrival = Arrival.objects.unscoped(reason=WHY).get(move_id=key)
        operations.refuse_move(actor=actor_for(world.floor), arrival=arrival, refusal=word)
        concern = make.shared_with(self._now(), world.vlissingen, wilma, parts=[SharedText("place", "Plaats", word)])
        shared, vera = SharedSignal.objects.unscoped(reason=WHY), actor_for(world.vera)
        operations.accept_concern(actor=vera, shared=shared.get(concern_id=concern.pk))
        operations.write_along(actor=vera, on=shared.get(concern_id=concern.pk), key=uuid.uuid4(), text=word)
        operations.leave_concern(actor=vera, shared=shared.get(concern_id=concern.pk), reason=word)
        meeting, party = at_table.meeting(world), f"o{world.veilig_thuis.pk}"
        item = at_table.tabled(self._now(), wilma, meeting, party, text=word, question=word)
        at_table.begun(world, meeting)
        outcome = at_table.outcome(decision=word, owner=party, due_on=today())
        operations.record_outcome(actor=actor_for(world.karlijn), paper=at_table.paper(item, "zorg"), outcome=outcome)
        operations.settle_action(actor=actor_for(world.person("Tirza")), paper=at_table.paper(item, party), line=word)
        operations.restrict_signal(self._now(), actor=wilma, user_ids=[], why=word)
        with contexts.acting_as(actor_for(world.koos)) as koos:
            access = break_glass(actor=koos, reference=self.signal.reference, why=word)
        with contexts.acting_as(actor_for(world.koos)) as koos:
            end_emergency(access, actor=koos)
        vince = actor_for(world.person("Vince"))
        with overseeing(vince):
            review_emergency(access, actor=vince, verdict=Verdict.FINE, reason=word)
        operations.lift_restriction(self._now(), actor=wilma, why=word)

    def pass_on(self) -> Handover:
        """Decided, to a partner with its letter and answer, followed, offered and taken into a case."""
        world, wilma, word = self.world, self.wilma, self.word
        operations.decide(self._now(), actor=wilma, judgement=dataclasses.replace(make.JUDGEMENT, motivation=word))
        settled = make.settling(self._now(), Settled.NEEDED, *FIELDS)
        given = {"fields": FIELDS, "answers": settled, "purpose": word}
        handover = make.handed_over(self._now(), wilma, world.inspectorate, **given)
        found = [Outcome.INSPECTION_DONE]
        operations.answer_handover(handover, actor=actor_for(world.philo), outcomes=found, text=word)
        operations.follow_signal(self._now(), actor=wilma, why=word, what_changes_it=word)
        follow = Follow.objects.unscoped(reason=WHY).get(signal=self.signal)
        operations.review_follow(follow, actor=wilma, line=word)
        operations.end_follow(follow, actor=wilma, reason=word)
        operations.offer_signal(self._now(), actor=wilma, why=word, asked=agreed())
        opening = make_case.opening(world.goes, request=word)
        brought = [intake.Brought(self._now(), word)]
        karlijn = make_case.coordinator(world.karlijn)
        intake.accept_into_new_case(actor=karlijn, key=uuid.uuid4(), opening=opening, brought=brought)
        return handover

    def take_over_and_out(self) -> ListExport:
        """From a list came the same, which was merged; and a list was taken out with both in it."""
        row = (self.word, *lists.ROWS[0][1:3], self.word, *lists.ROWS[0][4:])
        content = lists.csv_list([lists.HEADINGS, row])
        read = lists.read(self.wilma, self.world.goes, content, name=f"{self.word}.csv")
        operations.check_list(read, actor=self.wilma, choice=Choice.told(read.choice))
        importing.check(lists.again(read), self.wilma, lambda _done, _total: None)
        operations.run_list(lists.again(read), actor=self.wilma)
        importing.run(lists.again(read), self.wilma, lambda _done, _total: None)
        double = Signal.objects.unscoped(reason=WHY).get(facts=self.word)
        make.merged(double, self._now(), self.wilma)
        return lists.exported(self.wilma, self.world.goes)

    def end(self) -> list[Signal]:
        """Closed, held for a while and past their day: the keys of both."""
        past.close(self.signal)
        held = operations.hold_signal(actor=self.wilma, longer=past.longer(self._now(), why=self.word))
        operations.end_hold(held, actor=self.wilma)
        double = Merge.objects.unscoped(reason=WHY).get(into=self.signal).signal
        Signal.objects.unscoped(reason=WHY).filter(pk=double.pk).update(kept_until=today() - past.DAY)
        return [self._now(), past.again(double)]

    def _now(self) -> Signal:
        return past.again(self.signal)


def everything(server: leaks.ServerFiles) -> dict[str, bytes]:
    """Every table as it lies there, all that is sealed, opened and by its place, sessions and mails."""
    tables = server.dump(str(settings.DATABASES["default"]["NAME"]))
    found: dict[str, bytes] = {f"table {name}": rows for name, rows in tables.items()}
    for place, _key, content in all_values():
        inside = leaks.inside_pdf(content) if content.startswith(b"%PDF") else content
        found[str(place)] = found.get(str(place), b"") + b"\n" + inside
    mails = repr([(message.subject, message.body) for message in mail.outbox]).encode()
    return {**found, "sessions": leaks.sessions(), "mails": mails}


def holding(word: str, server: leaks.ServerFiles) -> set[str]:
    return {place for place, hay in everything(server).items() if leaks.around(word, hay)}


@pytest.fixture
def server() -> Iterator[leaks.ServerFiles]:
    with leaks.server_files() as files:
        yield files


def test_no_word_of_it_is_left_but_what_somebody_holds_on_her_own_right(server: leaks.ServerFiles) -> None:
    word = f"zwerfkei{secrets.token_hex(4)}"
    with unit_of_work("test"), contexts.everywhere():
        story = Story(World(), word)
        for step in (story.write, story.look_around, story.share):
            step()
        handover = story.pass_on()
        export = story.take_over_and_out()
        jobs = list(Job.objects.filter(object_id=handover.pk))
    for job in jobs:
        runner.run(job.pk)
    outbox.send_waiting()
    before = holding(word, server)
    with unit_of_work("test"), contexts.everywhere():
        ended = story.end()
        erased = [operations.anonymise(signal, actor=SYSTEM) for signal in ended]
        forget_words(erased)
        assert {signal.state for signal in map(past.again, ended)} == {SignalState.ANONYMISED}
    assert before >= CARRIED
    assert holding(word, server) == set(MAY_STAY)
    with unit_of_work("test"), contexts.everywhere():
        ListExport.objects.unscoped(reason=WHY).filter(pk=export.pk).update(until=timezone.now() - past.DAY)
        tasks.wipe_old_exports(Job(), SYSTEM)
    # The letter lay in the same table as that list.
    assert holding(word, server) == set(MAY_STAY) - {"municipalities_storedfile.content"}
