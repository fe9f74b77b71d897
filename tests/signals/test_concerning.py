"""A signal that also concerns a second municipality: it sees the parts that were chosen, and both write lines for both."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from core.access import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.unit import current_unit
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from municipalities.shielding import excluded_from
from signals import operations
from signals.attention import lines
from signals.attention import shared as shared_panel
from signals.models import Concern, JointNote, SharedSignal, Signal
from signals.operations.concerning import AskedConcern
from signals.shared_texts import SharedText, shared_parts
from signals.work import work
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.world import FIRST, World

type AsUser = Callable[..., AbstractContextManager[Actor]]
type ClientOf = Callable[..., OutsideClient]
PARTS = [SharedText("facts", "Gezien of gehoord", "Acht bedden."), SharedText("place", "Plaats", "Breda")]


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def asked(signal: Signal, world: World) -> SharedSignal:
    concern = make.shared_with(signal, world.breda, actor_for(world.wilma), PARTS)
    row: SharedSignal = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    return row


def mailed() -> set[int | None]:
    found = set(OutboxMessage.objects.values_list("user_id", flat=True))
    OutboxMessage.objects.all().delete()
    return found


def test_the_second_sees_what_was_chosen_once_it_looks_along_and_both_read_what_either_writes(
    world: World, as_user: AsUser
) -> None:
    signal, key = make.handled(world.goes, world.wilma), uuid.uuid4()
    with as_user(world.wilma) as wilma:
        question = AskedConcern(key, world.breda, "Zij werken bij u.", PARTS)
        first = operations.concern_also(signal, actor=wilma, asked=question, version=signal.version)
        operations.concern_also(signal, actor=wilma, asked=question, version=signal.version)  # a second click
        concern = Concern.objects.of(first).get()
    assert mailed() == {world.floor.pk}
    with as_user(world.floor) as floor:
        row = SharedSignal.objects.visible_to(floor).get()
        assert row.shared is None
        assert [item.what for item in work(floor)] == ["Meekijken met Goes?"]
        assert [line.text for line in lines(floor)] == ["1 vraag van een andere gemeente om mee te kijken"]
        for _ in range(2):
            row = operations.accept_concern(actor=floor, shared=row, seen=row.version if row.is_offered else None)
        assert shared_parts(row) == PARTS
        assert set(rows_within_walls(signal.dossier_id)) == set()
        assert shared_panel(floor) is not None
        line = uuid.uuid4()
        for _ in range(2):
            operations.write_along(actor=floor, on=row, key=line, text="Wij kennen het busje.")
    assert mailed() == {world.wilma.pk}
    with as_user(world.wilma) as wilma:
        operations.write_along(actor=wilma, on=concern, key=uuid.uuid4(), text="Dank u.")
        here = [(note.written_by.name, note.text) for note in JointNote.objects.on(concern).order_by("written_at")]
        assert set(rows_within_walls(row.dossier_id)) == set()
    with as_user(world.floor):
        there = [(note.written_by.name, note.text) for note in JointNote.objects.on(row).order_by("written_at")]
    assert here == there == [("Breda", "Wij kennen het busje."), ("Goes", "Dank u.")]
    told = {(event.event, event.municipality_id) for event in current_unit().gathered}
    for place in (world.goes, world.breda):
        assert {("signals.concern_accepted", place.pk), ("signals.wrote_along", place.pk)} <= told
    with as_user(world.wilma) as wilma, pytest.raises(WrongState, match="delen met een andere gemeente"):
        operations.close(now(signal), actor=wilma, closing=make.CLOSING)


def test_more_is_shared_later_with_its_day_and_what_was_read_stays(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    row = asked(signal, world)
    concern = Concern.objects.of(signal).get()
    wilma, browser = actor_for(world.wilma), client_of(world.wilma)
    # Offered, and read by nobody yet: it waits with the rest.
    operations.share_more(concern, actor=wilma, parts=[SharedText("company", "Bedrijf", "Rozenhof")])
    row.refresh_from_db()
    assert row.shared is None
    row = operations.accept_concern(actor=actor_for(world.floor), shared=row)
    mailed()
    url = reverse("signals:share-more", args=[concern.pk])
    page = browser.get(url)
    offered = dict(page.context["new"])
    assert offered["Plaats"] == "Goes", "it reads otherwise than what was shared"
    data = {"hat": browser.hat, "version": page.context["form"]["version"].value(), "parts": ["place"]}
    assert browser.post(url, data | {"parts": []}).status_code == 422
    for _ in range(2):
        assert browser.post(url, data).status_code == 302
    row.refresh_from_db()
    later = [
        SharedText("company", "Bedrijf", "Rozenhof", added_on=today()),
        SharedText("place", "Plaats", "Goes", added_on=today()),
    ]
    assert shared_parts(row) == [*PARTS, *later]
    for read in (
        client_of(world.floor).get(reverse("signals:shared", args=[row.pk])),
        browser.get(url.removesuffix("meer/")),
    ):
        assert f"Plaats, gedeeld op {date_format(today(), 'j F Y')}" in read.content.decode()
    assert mailed() == {world.floor.pk}
    page = browser.get(url)
    assert "Plaats" not in dict(page.context["new"])
    # It reads as it did first again: what the other read last is something else, so it can be shared once more.
    Signal._base_manager.filter(pk=signal.pk).update(place="Breda")
    again = browser.filled(url, parts=["place"])
    assert dict(browser.get(url).context["new"])["Plaats"] == "Breda"
    for _ in range(2):
        assert browser.post(url, again).status_code == 302
    concern.refresh_from_db()
    row.refresh_from_db()
    assert [part.text for part in shared_parts(row)][-2:] == ["Goes", "Breda"]
    concern.refresh_from_db()
    assert concern.shared == row.shared
    with pytest.raises(Forbidden):
        operations.share_more(
            concern, actor=actor_for(world.floor), parts=[SharedText("place", "Plaats", "Middelburg")]
        )
    concern.refresh_from_db()
    operations.end_concern(concern, actor=wilma, reason="Klaar.", version=concern.version)
    with pytest.raises(WrongState):
        operations.share_more(concern, actor=wilma, parts=[SharedText("place", "Plaats", "Middelburg")])


@pytest.mark.parametrize("by", ["holder", "second"])
def test_ended_the_parts_are_gone_there_and_the_lines_stay_on_both_sides(world: World, by: str) -> None:
    signal, floor, wilma = make.handled(world.goes, world.wilma), actor_for(world.floor), actor_for(world.wilma)
    row = operations.accept_concern(actor=floor, shared=asked(signal, world))
    operations.write_along(actor=floor, on=row, key=uuid.uuid4(), text="Wij kennen het busje.")
    concern = Concern.objects.of(signal).get()
    if by == "holder":
        operations.end_concern(concern, actor=wilma, reason="Klaar.", version=concern.version)
    else:
        for _ in range(2):
            operations.leave_concern(actor=floor, shared=row, reason="Klaar.")
    row.refresh_from_db()
    concern.refresh_from_db()
    # The same words of somebody else are no second click: she hears that it was settled already.
    give(world.breda, world.vera.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    for late in [world.vera, *([world.floor] if by == "holder" else [])]:
        with pytest.raises(WrongState):
            operations.leave_concern(actor=actor_for(late), shared=row, reason="Klaar.")
    with pytest.raises(WrongState):
        operations.refuse_concern(actor=floor, shared=row, reason="Klaar.")
    assert (row.state, row.shared, row.reason, concern.state, concern.reason) == (
        "ended",
        None,
        "Klaar.",
        "ended",
        "Klaar.",
    )
    assert JointNote.objects.on(row).count() == JointNote.objects.on(concern).count() == 1
    with pytest.raises(WrongState):
        operations.write_along(actor=floor, on=row, key=uuid.uuid4(), text="Nog iets.")
    with pytest.raises(WrongState):
        operations.accept_concern(actor=floor, shared=row)
    operations.close(now(signal), actor=wilma, closing=make.CLOSING)


def test_what_cannot_be_is_refused(world: World) -> None:
    signal, floor, wilma = make.handled(world.goes, world.wilma), actor_for(world.floor), actor_for(world.wilma)
    row = asked(signal, world)
    with pytest.raises(Invalid):
        asked(now(signal), world)  # again the same municipality
    for place, why, parts in (
        (world.goes, "Zij.", PARTS),
        (world.vlissingen, " ", PARTS),
        (world.vlissingen, "Zij.", []),
    ):
        with pytest.raises(Invalid):
            operations.concern_also(now(signal), actor=wilma, asked=AskedConcern(uuid.uuid4(), place, why, parts))
    with pytest.raises(WrongState):
        make.shared_with(make.received(world.goes, world.hanna), world.breda, wilma, PARTS)
    for user in (world.wilma, world.vera, world.person("Berend"), world.lowie):
        assert not SharedSignal.objects.visible_to(actor_for(user)).exists()
        with pytest.raises(Forbidden):
            operations.accept_concern(actor=actor_for(user), shared=row)
    with pytest.raises(WrongState):
        operations.write_along(actor=wilma, on=Concern.objects.of(signal).get(), key=uuid.uuid4(), text="Hallo?")
    with pytest.raises(Conflict):
        operations.accept_concern(actor=floor, shared=row, seen=row.version + 1)
    for reason in (" ", "Het betreft ons niet."):
        if reason.strip():
            row = operations.refuse_concern(actor=floor, shared=row, reason=reason)
        else:
            with pytest.raises(Invalid):
                operations.refuse_concern(actor=floor, shared=row, reason=reason)
    assert Concern.objects.of(signal).get().reason == row.reason
    make.shared_with(now(signal), world.breda, wilma, PARTS)  # asked anew


def test_who_is_kept_out_here_is_kept_out_there_and_hears_nothing(world: World) -> None:
    signal = make.handled(world.goes, world.wilma)
    shield.excluded(signal, world.floor)
    mailed()
    row = asked(signal, world)
    assert excluded_from(row.dossier_id) == {world.floor.pk}
    assert not SharedSignal.objects.visible_to(actor_for(world.floor)).exists()
    assert mailed() == set()


def test_the_pages_of_both_sides(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma, interpretation="Een vermoeden.")
    wilma, url = client_of(world.wilma), reverse("signals:concern-also", args=[signal.pk])
    assert url in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    answer = wilma.get(url)
    form = answer.context["form"]
    assert make.FACTS in answer.content.decode()
    data = {name: form[name].value() or "" for name in form.fields}
    assert data["parts"] == ["facts", "place", "form"]
    assert wilma.post(url, data).status_code == 422
    data |= {"other_municipality": world.breda.pk, "why": "Zij werken bij u."}
    for _ in range(2):
        assert wilma.post(url, data).status_code == 302
    assert f"ging dit signaal al naar {world.breda} (aangeboden)" in wilma.get(url).content.decode()
    row = SharedSignal.objects.unscoped(reason="test").get()
    floor, there = client_of(world.floor), reverse("signals:shared", args=[row.pk])
    question = floor.get(there).content.decode()
    assert "Zij werken bij u." in question
    assert make.FACTS not in question
    assert client_of(world.vera).get(there).status_code == 404
    for _ in range(2):
        pressed = floor.post(
            reverse("signals:accept-concern", args=[row.pk]), {"hat": floor.hat, "version": row.version}
        )
        assert pressed.status_code in {302, 409}
    page = floor.get(there)
    assert make.FACTS in page.content.decode()
    assert "Een vermoeden." not in page.content.decode()
    line = page.context["form"]
    sent = {name: line[name].value() or "" for name in line.fields}
    assert floor.post(there, sent).status_code == 422
    for _ in range(2):
        assert floor.post(there, sent | {"text": "Wij kennen het busje."}).status_code == 302
    here = reverse("signals:concern", args=[Concern.objects.of(signal).get().pk])
    assert here in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert wilma.get(here).content.decode().count("Wij kennen het busje.") == 1
    start = floor.get(reverse("start")).content.decode()
    assert "Gedeeld met u" in start
    assert there in start


def test_the_box_of_the_decision_panel_leads_there(world: World, client_of: ClientOf) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    form = wilma.get(reverse("signals:detail", args=[signal.pk])).context["decision_form"]
    data = {
        name: form[name].value() or "" for name in form.fields if name not in {"hand_over", "offer", "follow", "close"}
    }
    data |= {
        "concern_also": "on",
        "severity": "low",
        "plausibility": "weak",
        "urgency": "normal",
        "motivation": "Twee plaatsen.",
    }
    answer = wilma.post(reverse("signals:decide", args=[signal.pk]), data)
    assert answer.headers["Location"] == reverse("signals:concern-also", args=[signal.pk])
