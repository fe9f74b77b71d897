"""Two signals about the same matter: merged, counted once, and apart again as they were."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Forbidden, Invalid, NotVisible, WrongState
from core.unit import current_unit, unit_of_work
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.roles import actor_for
from municipalities.shielding import excluded_from
from reports.figures.signals import followed_by_place, received_by_place
from reports.periods import Period, PeriodKind
from signals import operations
from signals.codes import Answered, CloseReason
from signals.events import SignalEvent
from signals.models import Follow, Merge, Signal, StatePeriod, Submission
from signals.operations import pairs
from signals.operations.lifecycle import Closing
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.merging import Pair
from signals.sharing_codes import Provenance
from signals.things import ThingKind
from signals.workflow import SignalState
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.threads import at_once
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
CLOSING = Closing(CloseReason.MERGED, "Zelfde huis, zelfde week.", answer="Wij gaan er samen mee verder.")
WHY = "Het zijn twee huizen."


def merged(signal: Signal, into: Signal, user: User, **given: Any) -> Merge:
    pair = Pair(signal, into, given.pop("seen", None), given.pop("seen_into", None))
    return operations.merge_signals(
        **{"actor": actor_for(user), "key": uuid.uuid4(), "pair": pair, "closing": CLOSING} | given
    )


def split(signal: Signal, user: User, **given: Any) -> Signal:
    return operations.split_signal(**{"actor": actor_for(user), "signal": signal, "why": WHY} | given)


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def test_one_is_closed_and_leads_to_the_other_and_both_are_as_they_were_when_it_is_undone(world: World) -> None:
    kept = make.handled(world.goes, world.koos)
    duplicate = make.received(world.goes, world.hanna)
    key = uuid.uuid4()
    first = merged(duplicate, kept, world.wilma, key=key)
    assert merged(duplicate, kept, world.wilma, key=key) == first
    closed = now(duplicate)
    assert (closed.state, closed.close_reason, closed.owner) == (SignalState.CLOSED, "merged", world.wilma)
    assert now(kept).version == kept.version + 1
    assert Submission.objects.visible_to(actor_for(world.hanna)).get(signal=duplicate).answer == CLOSING.answer
    told = [event.object_id for event in current_unit().gathered if event.event == SignalEvent.MERGED]
    assert told == [str(kept.pk)]
    assert set(OutboxMessage.objects.values_list("user_id", flat=True)) >= {world.koos.pk, world.hanna.pk}
    with pytest.raises(WrongState, match="samengevoegd"):
        operations.reopen(closed, actor=actor_for(world.wilma), new_fact="Toch iets.")

    split(closed, world.wilma, seen=closed.version)
    back = now(duplicate)
    assert (back.state, back.owner, back.due_on) == (SignalState.RECEIVED, None, duplicate.due_on)
    assert (back.closed_at, back.close_reason, back.close_motivation) == (None, "", "")
    split(back, world.wilma)  # a second click
    assert now(duplicate).version == back.version
    with pytest.raises(WrongState, match="al ongedaan"):
        split(back, world.wilma, why="Iets anders.")
    merged(back, now(kept), world.wilma)
    assert now(duplicate).is_merged


@pytest.mark.parametrize("state", ["triage", "enriching", "handling"])
def test_undone_it_has_the_state_and_the_term_that_it_had(world: World, state: str) -> None:
    kept, wilma = make.triaged(world.goes, world.koos), actor_for(world.wilma)
    duplicate = make.handled(world.goes, world.wilma) if state == "handling" else make.triaged(world.goes, world.wilma)
    if state == "enriching":
        duplicate = operations.gather(duplicate, actor=wilma)
    merged(duplicate, kept, world.koos)
    back = split(now(duplicate), world.koos)
    assert (back.state, back.owner_id, back.due_on) == (state, world.wilma.pk, duplicate.due_on)
    assert list(StatePeriod.objects.of(back).order_by("since").values_list("state", flat=True))[-2:] == [
        "closed",
        state,
    ]


def test_what_cannot_be_merged_is_refused_and_nothing_changes(world: World) -> None:
    wilma = actor_for(world.wilma)
    kept, other = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    with pytest.raises(WrongState, match="volgen"):
        merged(make.followed(world.goes, world.wilma), kept, world.wilma)
    with pytest.raises(WrongState, match="direct gevaar"):
        merged(make.triaged(world.goes, world.wilma, danger=Answered.YES), kept, world.wilma)
    with pytest.raises(WrongState, match="gesloten"):
        merged(
            other,
            operations.close(make.triaged(world.goes, world.wilma), actor=wilma, closing=make.CLOSING),
            world.wilma,
        )
    with pytest.raises(Invalid):
        merged(kept, kept, world.wilma)
    gathered = operations.gather(other, actor=wilma)
    for shown in ({"seen": 1}, {"seen_into": 99}):
        with pytest.raises(Conflict):
            merged(gathered, kept, world.wilma, **shown)
    merged(make.triaged(world.goes, world.wilma), kept, world.wilma)
    with pytest.raises(WrongState, match="andersom"):
        merged(now(kept), now(other), world.wilma)
    away, third = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    make.offered_to(away, world.breda, wilma)
    with pytest.raises(WrongState, match="aangeboden aan Breda"):
        merged(third, now(away), world.wilma)
    shield.restricted(other, [world.wilma])
    with pytest.raises(WrongState, match="afgeschermd"):
        merged(now(other), now(kept), world.wilma)
    assert Merge.objects.unscoped(reason="test").count() == 1


def test_who_has_a_right_on_one_of_them_alone_merges_nothing(world: World) -> None:
    """An officer elsewhere, whoever is excluded from one, care coordination that was offered one."""
    goes, vlissingen = make.triaged(world.goes, world.wilma), make.triaged(world.vlissingen, world.vera)
    second = make.triaged(world.goes, world.wilma)
    shield.excluded(second, world.koos)
    for user, pair in (
        (world.wilma, (goes, vlissingen)),
        (world.vera, (vlissingen, goes)),
        (world.koos, (goes, second)),
        (world.koos, (second, goes)),
        (world.karlijn, (goes, second)),
    ):
        with pytest.raises(Forbidden):
            merged(*pair, user)
    assert not Merge.objects.unscoped(reason="test").exists()


def test_who_is_excluded_from_one_is_from_both_and_learns_of_neither(world: World, client_of: ClientOf) -> None:
    kept, duplicate = make.triaged(world.goes, world.koos), make.triaged(world.goes, world.wilma)
    third = make.triaged(world.goes, world.wilma)
    shield.excluded(duplicate, world.koos)
    browser = client_of(world.koos)
    asked = browser.get(reverse("signals:find-other", args=[third.pk]), {"nummer": duplicate.reference})
    assert asked.status_code == 422
    assert "U hebt geen ander open signaal met dit nummer." in asked.content.decode()
    assert browser.get(reverse("signals:merge", args=[third.pk, duplicate.pk])).status_code == 404
    merged(duplicate, kept, world.wilma)
    assert excluded_from(kept.dossier_id) == excluded_from(duplicate.dossier_id) == {world.koos.pk}
    assert now(kept).owner == world.wilma
    operations.exclude_colleague(now(kept), actor=actor_for(world.wilma), user_id=world.daphne.pk, why="Familie.")
    assert world.daphne.pk in excluded_from(duplicate.dossier_id)


def test_lists_and_figures_count_them_once(world: World, client_of: ClientOf) -> None:
    wilma, year = actor_for(world.wilma), Period.holding(today(), PeriodKind.YEAR)
    kept, duplicate = make.followed(world.goes, world.wilma), make.followed(world.goes, world.wilma)
    assert followed_by_place([world.goes.pk], today()) == received_by_place([world.goes.pk], year) == {world.goes.pk: 2}
    operations.end_follow(Follow.objects.of(duplicate).get(), actor=wilma, reason="Dubbel.")
    # On the day that is asked about both were followed still.
    followed = Follow.objects.unscoped(reason="test").filter(signal=duplicate)
    followed.update(ended_at=timezone.now() + dt.timedelta(days=2))
    merged(now(duplicate), now(kept), world.wilma)
    assert followed_by_place([world.goes.pk], today()) == received_by_place([world.goes.pk], year) == {world.goes.pk: 1}
    browser, url = client_of(world.wilma), reverse("signals:list")

    def shown(**asked: str) -> list[str]:
        return [row.reference for row in browser.get(url, asked).context["page"].rows]

    assert shown(tab="alles") == [kept.reference]
    found = browser.post(url, {"hat": browser.hat, "q": duplicate.reference, "tab": "alles"}, follow=True)
    assert [row.reference for row in found.context["page"].rows] == [duplicate.reference]


def test_what_may_be_the_same_is_found_as_on_the_page_of_related_dossiers(world: World, client_of: ClientOf) -> None:
    plate, browser = ToldThing(ThingKind.VEHICLE, value="0-DEM-04"), client_of(world.wilma)
    signal, same, apart, closed = (make.triaged(world.goes, world.wilma, told=(plate,)) for _ in range(4))
    make.triaged(world.vlissingen, world.vera, told=(plate,))
    make.triaged(world.goes, world.wilma)  # in the same place
    wilma = actor_for(world.wilma)
    operations.close_at_once(make.received(world.goes, world.hanna, told=(plate,)), actor=wilma, closing=make.CLOSING)
    into = make.triaged(world.goes, world.wilma)
    merged(closed, into, world.wilma)
    judged = pairs.Pair(uuid.uuid4(), apart, apart=True, why="Een ander busje.")
    operations.judge_pair(signal, actor=wilma, pair=judged)
    found = browser.get(reverse("signals:find-other", args=[signal.pk])).context["alike"]
    assert {other.pk: why for other, why in found} == {same.pk: "zelfde kenteken", into.pk: "zelfde kenteken"}


def test_beside_each_other_stands_all_that_both_say_and_what_is_the_same(world: World, client_of: ClientOf) -> None:
    plate = ToldThing(ThingKind.VEHICLE, value="0-DEM-04")
    given = {"address": "Havenkade 12", "interpretation": "Het is dwang.", "told": (plate,)}
    kept = make.triaged(world.goes, world.wilma, told=(plate,), address="havenkade 12")
    duplicate = make.triaged(world.goes, world.wilma, **given, provenance=Provenance.WPG)
    wilma = actor_for(world.wilma)
    make.noticed(duplicate, wilma)
    make.situated(now(duplicate), wilma)
    make.mentioned(now(kept), wilma, ToldPerson(name="Jet Verzonnen"))
    browser = client_of(world.wilma)
    url = reverse("signals:merge", args=[duplicate.pk, kept.pk])
    context = browser.get(url).context
    rows = {label: (here, there, differs) for label, here, there, differs in context["rows"]}
    assert rows["Adres"] == ("Havenkade 12", "havenkade 12", True)
    assert rows["Eigen gedachten"] == ("Het is dwang.", "", True)
    assert rows["Van wie zijn de gegevens"][0] == Provenance.WPG.label
    assert rows["Personen"][0] == ""
    assert "Jet Verzonnen" in rows["Personen"][1]
    assert "0-DEM-04" in rows["Zaken"][0]
    assert rows["Zaken"][2] is False
    for label in ("Kenmerken", "Situaties"):
        assert (rows[label][0] != "", rows[label][1:]) == (True, ("", True))
    assert context["same"] == "zelfde kenteken, zelfde adres"
    assert context["stays"] == [("personen en zaken", 1)]
    assert len(queries_of(lambda: browser.get(url))) <= 12


def test_the_pages_say_what_happens_and_lead_both_ways(world: World, client_of: ClientOf) -> None:
    kept = make.triaged(world.goes, world.wilma, company="Rozenhof")
    duplicate = make.received(world.goes, world.hanna, company="rozenhof", facts="Matrassen in de schuur.", minor="yes")
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:detail", args=[duplicate.pk])).content.decode()
    assert reverse("signals:find-other", args=[duplicate.pk]) in page
    alike = browser.get(reverse("signals:find-other", args=[duplicate.pk])).content.decode()
    assert f"{kept.reference}</a>, zelfde bedrijf," in alike
    asked = browser.get(reverse("signals:find-other", args=[duplicate.pk]), {"nummer": kept.reference[2:].lower()})
    url = reverse("signals:merge", args=[duplicate.pk, kept.pk])
    assert asked.headers["Location"] == url
    # With something beside the one that would be closed, the page is the other way round, and says why.
    question = make.questioned(kept, actor_for(world.wilma), to_user_id=world.hanna.pk)
    turned = browser.get(reverse("signals:merge", args=[kept.pk, duplicate.pk]), follow=True)
    assert turned.redirect_chain[-1][0] == f"{url}?andersom=1"
    assert "Andersom kan niet. Samenvoegen kan nog niet. Dit loopt nog: een open vraag." in turned.content.decode()
    operations.withdraw_question(question, actor=actor_for(world.wilma), reason="Al bekend.")
    form = browser.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert browser.post(url, data).status_code == 422  # why is missing
    data["why"] = "Zelfde huis."
    assert browser.post(url, data).headers["Location"] == reverse("signals:detail", args=[kept.pk])
    assert browser.post(url, data).status_code == 302
    here = browser.get(reverse("signals:detail", args=[kept.pk])).content.decode()
    assert "Matrassen in de schuur." in here
    assert "Minderjarig</span>" in here
    there = browser.get(reverse("signals:detail", args=[duplicate.pk])).content.decode()
    assert "daar gaat het verder" in there
    assert ">Heropenen<" not in there
    undo = reverse("signals:split", args=[duplicate.pk])
    assert undo in there
    assert browser.get(reverse("signals:reopen", args=[duplicate.pk])).status_code == 409
    sent = {"hat": browser.hat, "version": now(duplicate).version, "why": WHY}
    assert browser.post(undo, sent).status_code == 302
    assert browser.post(undo, sent).status_code == 302
    assert "Matrassen" not in browser.get(reverse("signals:detail", args=[kept.pk])).content.decode()


@pytest.mark.django_db(transaction=True, databases=["default", "throttle"])
def test_of_two_that_merge_a_pair_both_ways_at_the_same_moment_one_is_refused() -> None:
    world = World()
    with unit_of_work("test"), contexts.everywhere():
        one, other = (make.triaged(world.goes, world.wilma) for _ in range(2))
        wilma = actor_for(world.wilma)
    gate = threading.Barrier(2)

    def merge(pair: Pair) -> str:
        gate.wait(20)
        try:
            with unit_of_work("test"), contexts.everywhere():
                operations.merge_signals(actor=wilma, key=uuid.uuid4(), pair=pair, closing=CLOSING)
        except (Conflict, NotVisible):
            return "refused"
        return "merged"

    answers = at_once(lambda: merge(Pair(one, other)), lambda: merge(Pair(other, one)))
    assert sorted(answers) == ["merged", "refused"]
