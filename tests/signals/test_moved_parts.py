"""Files and gathered information that go along with a move: each ticked by itself, made anew there, and nothing half."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from core.access import SYSTEM, Actor
from core.errors import Conflict, Invalid, WrongState
from core.files import Why
from core.resend import AlreadySent
from core.unit import current_unit
from core.workdays import today
from municipalities.codes import OrganisationKind
from municipalities.models import ErasedDossier, Organisation, StoredFile
from municipalities.roles import actor_for
from signals import operations
from signals.codes import EnrichmentKind, EnrichmentResult, LegalGround, MoveField
from signals.models import Arrival, Attachment, Enrichment, Move, Reporter, Signal
from signals.operations.logging import ReporterFacts
from signals.operations.moving import OfferedMove
from signals.portable import portable
from signals.sharing_codes import ASK_FIRST, Provenance
from tests.architecture.test_what_goes_along import told as told_in_record
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

WHY, BY = "Het huis ligt in Breda.", "Informatieofficier, 3 mei"
KNOWN = ReporterFacts("Joop Verteller", wants_anonymity=False)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def floor(world: World) -> Actor:
    return actor_for(world.floor)


def again(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def clean(signal: Signal, actor: Actor, **given: Any) -> Attachment:
    added = make.attached(again(signal), actor, **given)
    return operations.accept_file(added, actor=SYSTEM, made=make.CLEANED)


def found(signal: Signal, actor: Actor, **given: Any) -> Enrichment:
    return make.asked(
        again(signal),
        actor,
        **{"kind": EnrichmentKind.KVK, "result": EnrichmentResult.FOUND, "text": "Een eenmanszaak.", **given},
        answered_on=today(),
    )


def offered(signal: Signal, world: World, actor: Actor, *codes: str, **given: Any) -> Arrival:
    fields = given.pop("fields", ())
    asked = OfferedMove(given.pop("key", None) or uuid.uuid4(), world.breda, WHY, fields, codes, **given)
    operations.offer_move(again(signal), actor=actor, offered=asked)
    arrival: Arrival = Arrival.objects.unscoped(reason="test").get(move_id=asked.key)
    return arrival


def told_of(event: str) -> list[dict[str, Any]]:
    return [one.detail for one in current_unit().gathered if one.event == f"signals.{event}"]


def refused_at(signal: Signal, world: World, actor: Actor, *codes: str, **given: Any) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        offered(signal, world, actor, *codes, **given)
    return set(refusal.value.fields)


def test_what_was_ticked_is_made_anew_there_and_each_side_erases_its_own(
    world: World, wilma: Actor, floor: Actor
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    file, other = clean(signal, wilma, description="Het slot."), clean(signal, wilma, name="ander.txt")
    item, left = found(signal, wilma), found(signal, wilma, question="Wie tekent er?")
    codes = (f"file-{file.pk}", f"found-{item.pk}")
    key = uuid.uuid4()
    arrival = offered(signal, world, wilma, *codes, key=key)
    assert offered(signal, world, wilma, *codes, key=key) == arrival  # a second click
    with pytest.raises(AlreadySent):
        offered(signal, world, wilma, codes[0], key=key)
    # Until it is accepted nothing of it is there, and the question tells nothing of it.
    assert not Attachment.objects.unscoped(reason="test").filter(municipality=world.breda).exists()
    made = operations.accept_move(actor=floor, arrival=arrival)
    assert operations.accept_move(actor=floor, arrival=arrival) == made
    [taken] = Attachment.objects.of(made)
    assert (taken.name, taken.description, taken.state, taken.taken_over) == (file.name, "Het slot.", "clean", True)
    assert (taken.author_id, taken.municipality_id, taken.provenance) == (None, world.breda.pk, Provenance.OWN)
    [stored] = StoredFile.objects.made_for(taken.pk)
    assert stored.content == make.CLEANED.content
    assert (stored.municipality_id, stored.dossier_id) == (world.breda.pk, made.pk)
    [told] = Enrichment.objects.of(made)
    same = ("kind", "question", "ground", "necessity", "source", "provenance", "asked_on", "result", "finding")
    assert [getattr(told, name) for name in same] == [getattr(item, name) for name in same]
    assert (told.taken_over, told.author_id) == (True, world.floor.pk)
    # In the new dossier stands nothing that the record of decisions says stays.
    never = {name for name, ways in told_in_record().items() if ways["move"].startswith("never")}
    there = {table.removeprefix("signals_") for table in rows_within_walls(made.dossier_id)}
    assert not there & {name.lower() for name in never}
    # The sender keeps what went by title and hash, and its own rows.
    move = Move.objects.of(signal).get()
    digest = hashlib.sha256(make.CLEANED.content).hexdigest()
    assert [row[0] for row in move.along or []] == list(codes)
    assert move.taken_along[0][0] == f"Bijlage: {file.name}"
    assert move.taken_along[0][2].replace(" ", "").endswith(digest)
    assert move.left_behind == []
    assert {row.pk for row in Attachment.objects.of(signal)} == {file.pk, other.pk}
    assert {row.pk for row in Enrichment.objects.of(signal)} == {item.pk, left.pk}
    assert [(one["files"], one["gathered"]) for one in told_of("taken_over")] == [(1, 1)]
    # One side erases, the other keeps.
    StoredFile.objects.made_for(file.pk).delete()
    assert StoredFile.objects.made_for(taken.pk).exists()
    operations.remove_file(taken, actor=floor, reason="Niet nodig.")
    assert Attachment.objects.of(signal).filter(name__isnull=False).count() == 2
    assert not ErasedDossier.objects.filter(pk=made.pk).exists()


def test_what_somebody_gave_here_goes_on_when_she_agreed_and_an_answer_goes_as_what_was_asked(
    world: World, wilma: Actor, floor: Actor
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    police = found(signal, wilma, kind=EnrichmentKind.SITE_VISIT, provenance=Provenance.WPG)
    photo = clean(signal, wilma, provenance=Provenance.WPG)
    answers = []
    Organisation.objects.filter(pk=world.inspectorate.pk).update(kind=OrganisationKind.POLICE_AVIM)
    for given in ({"to_user_id": world.koos.pk}, {"to_partner_id": world.inspectorate.pk}):
        question = operations.ask_question(again(signal), actor=wilma, question=make.question(**given))
        question.state, question.settled_at, question.answer = "answered", question.asked_at, "Ja, zei men."
        question.save()
        answers.append(f"answer-{question.pk}")
    by_code = portable(again(signal))
    assert [by_code[code].origin for code in answers] == [Provenance.OWN, Provenance.WPG]
    for code in (f"found-{police.pk}", f"file-{photo.pk}", answers[1]):
        assert refused_at(signal, world, wilma, code) == {"permitted_by"}
        assert "gaan niet verder zonder" in by_code[code].words
    codes = (f"found-{police.pk}", f"file-{photo.pk}", *answers)
    made = operations.accept_move(actor=floor, arrival=offered(signal, world, wilma, *codes, permitted_by=BY))
    assert Move.objects.of(signal).get().permitted_by == BY
    assert Attachment.objects.of(made).get().provenance == Provenance.WPG
    rows = {row.source: row for row in Enrichment.objects.of(made)}
    assert rows["BRP"].provenance == Provenance.WPG
    for source, ground in (
        ("Een collega van gemeente Goes", LegalGround.PUBLIC_TASK),
        (str(world.inspectorate), LegalGround.PUBLIC_TASK),
    ):
        row = rows[source]
        assert (row.kind, row.result, row.ground) == (EnrichmentKind.ASKED_THERE, EnrichmentResult.FOUND, ground)
        assert (row.finding or "").startswith("Ja, zei")


def test_nothing_goes_that_is_secret_unanswered_taken_back_or_not_cleaned(world: World, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma)
    make.attached(signal, wilma)
    held = make.attached(signal, wilma)
    operations.hold_file(held, actor=SYSTEM, why=Why.NO_SCANNER)
    bibob = found(signal, wilma, kind=EnrichmentKind.BIBOB, text="Er loopt een onderzoek naar de vergunning.")
    make.asked(again(signal), wilma)
    back = found(signal, wilma)
    operations.withdraw_finding(back, actor=wilma, reason="Verkeerd bedrijf.")
    assert portable(again(signal)) == {}
    for code in (f"found-{bibob.pk}", f"file-{held.pk}", f"found-{back.pk}", "found-x"):
        assert refused_at(signal, world, wilma, code) == {"along"}
    # What another says and is the same as what is secret stays too.
    told = found(signal, wilma, question="Er loopt een onderzoek naar de vergunning.")
    assert refused_at(signal, world, wilma, f"found-{told.pk}") == {"along"}


def test_what_tells_who_reported_goes_with_her_or_not_at_all(world: World, wilma: Actor, floor: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma, reporter=KNOWN)
    photo = clean(signal, wilma, provenance=Provenance.REPORTER)
    named = found(signal, wilma, text="Volgens Verteller woont er niemand.")
    code = f"file-{photo.pk}"
    assert refused_at(signal, world, wilma, code) == {"along"}
    assert refused_at(signal, world, wilma, f"found-{named.pk}") == {"along"}
    with pytest.raises(Invalid) as both:
        offered(signal, world, wilma, code, f"found-{named.pk}")
    assert len(both.value.fields["along"]) == 2
    arrival = offered(signal, world, wilma, code, f"found-{named.pk}", fields=[MoveField.REPORTER])
    # She wants to stay unknown after all: what names her is not taken over, and her photo neither.
    Reporter._base_manager.filter(signal=signal).update(wants_anonymity=True)
    with pytest.raises(WrongState, match="werkt nog"):
        operations.accept_move(actor=floor, arrival=arrival)
    operations.withdraw_finding(named, actor=wilma, reason="Hoeft niet mee.")
    made = operations.accept_move(actor=floor, arrival=arrival)
    assert not Attachment.objects.of(made).exists()
    assert Move.objects.of(signal).get().left_behind == [f"Bijlage: {photo.name}", "Opgezocht: Handelsregister KvK"]


def test_a_file_that_names_who_reported_in_its_words_stays_with_her(world: World, wilma: Actor, floor: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma, reporter=KNOWN)
    added = make.attached(again(signal), wilma, name="verslag.txt")
    file = operations.accept_file(added, actor=SYSTEM, made=replace(make.CLEANED, words="Verteller belde ons."))
    code = f"file-{file.pk}"
    assert refused_at(signal, world, wilma, code) == {"along"}
    made = operations.accept_move(actor=floor, arrival=offered(signal, world, wilma, code, fields=[MoveField.REPORTER]))
    # Made anew with its words, so that it is looked through from there too.
    assert StoredFile.objects.made_for(Attachment.objects.of(made).get().pk).get().words == "Verteller belde ons."


def test_what_changed_since_the_offer_stays_and_says_so(world: World, wilma: Actor, floor: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma)
    gone, police, kept = (clean(signal, wilma, name=name) for name in ("weg.txt", "politie.txt", "mee.txt"))
    arrival = offered(signal, world, wilma, *(f"file-{one.pk}" for one in (gone, police, kept)))
    operations.remove_file(gone, actor=wilma, reason="Toch niet.")
    operations.correct_file(police, actor=wilma, provenance=Provenance.WPG, reason="Van de politie.")
    made = operations.accept_move(actor=floor, arrival=arrival)
    assert [row.name for row in Attachment.objects.of(made)] == ["mee.txt"]
    assert Move.objects.of(signal).get().left_behind == ["Bijlage: weg.txt", "Bijlage: politie.txt"]


@pytest.mark.parametrize("broken", ["missing", "emptied", "other", "corrected meanwhile"])
def test_a_file_that_cannot_be_read_stops_all_of_it_and_nothing_is_half_there(
    world: World, wilma: Actor, floor: Actor, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    first, file, item = clean(signal, wilma), clean(signal, wilma), found(signal, wilma)
    arrival = offered(signal, world, wilma, f"file-{first.pk}", f"file-{file.pk}", f"found-{item.pk}")
    stored = StoredFile.objects.made_for(file.pk).get()
    if broken == "corrected meanwhile":
        # After it was looked at, and before it was locked: somebody says that the police gave it.
        taken = operations.portable.still_along
        police = {"provenance": Provenance.WPG, "reason": "Van de politie."}

        def late(*args: Any, **given: Any) -> list[Any]:
            found = list(taken(*args, **given))
            operations.correct_file(file, actor=wilma, **police)
            return found

        monkeypatch.setattr(operations.portable, "still_along", late)
    else:
        stored.delete()
    if broken in {"emptied", "other"}:
        stored.content = None if broken == "emptied" else b"iets anders"
        stored.save(force_insert=True)
    before = StoredFile.objects.unscoped(reason="test").count()
    with pytest.raises(WrongState, match="kan nu niet worden gelezen"):
        operations.accept_move(actor=floor, arrival=arrival)
    assert not Signal._base_manager.filter(pk=arrival.pk).exists()
    assert StoredFile.objects.unscoped(reason="test").count() == before
    assert not Attachment.objects.unscoped(reason="test").filter(municipality=world.breda).exists()
    again_there = Arrival.objects.unscoped(reason="test").get(pk=arrival.pk)
    assert (again_there.state, again(signal).state) == ("offered", "enriching")
    # The sender takes it back, and offers it without.
    operations.withdraw_move(Move.objects.of(signal).get(), actor=wilma)
    made = operations.accept_move(actor=floor, arrival=offered(signal, world, wilma, f"found-{item.pk}"))
    assert Enrichment.objects.of(made).count() == 1


def test_words_that_point_to_data_that_stay_ask_for_a_reason_that_is_logged(world: World, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma, facts="Er is een Bibob-onderzoek, en een M.-melding.")
    assert refused_at(signal, world, wilma) == {"pointing_why"}
    assert refused_at(signal, world, wilma, pointing_why="zomaar") == {"pointing_why"}
    Signal._base_manager.filter(pk=signal.pk).update(facts="Volgens een politiemutatie slapen er acht.")
    assert refused_at(again(signal), world, wilma, pointing_why="agreed") == {"permitted_by"}
    Signal._base_manager.filter(pk=signal.pk).update(facts=signal.facts)
    offered(again(signal), world, wilma, pointing_why="other")
    assert told_of("pointing_left") == [{"words": ["bibob", "mma"], "why": "other"}]


def test_the_pages_of_both_sides(world: World, client_of: ClientOf, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma)
    file, item = clean(signal, wilma), found(signal, wilma, provenance=Provenance.PARTNER)
    browser, url = client_of(world.wilma), reverse("signals:offer-move", args=[signal.pk])
    page = browser.get(url)
    form = page.context["form"]
    codes = [f"file-{file.pk}", f"found-{item.pk}"]
    assert [code for code, _ in form.fields["along"].choices] == codes
    assert not form["along"].value()
    text = page.content.decode()
    assert "Een eenmanszaak." in text
    assert reverse("signals:attachment", args=[signal.pk, file.pk]) in text
    sent = browser.filled(url, to_municipality=world.breda.pk, why=WHY, along=codes)
    refused = browser.post(url, sent)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"permitted_by"})
    Signal._base_manager.filter(pk=signal.pk).update(facts="Volgens een politiemutatie slapen er acht.")
    # What is missing and what may not leave like that are said in one round.
    at_once = browser.post(url, sent | {"to_municipality": "", "version": again(signal).version})
    assert set(at_once.context["form"].errors) == {"to_municipality", "permitted_by", "pointing_why"}
    assert at_once.status_code == 422
    assert at_once.content.decode().count("Waarom mag dit blijven staan?") >= 1
    assert not told_of("pointing_left")
    sent |= {"permitted_by": BY, "version": again(signal).version}
    asked = browser.post(url, sent)
    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"pointing_why"})
    assert "“politiemutatie” in " in asked.content.decode()
    assert browser.post(url, sent | {"pointing_why": "agreed"}).status_code == 302
    here = reverse("signals:detail", args=[signal.pk])
    assert "Aangeboden om mee te gaan" in browser.get(here).content.decode()
    arrival = Arrival.objects.unscoped(reason="test").get()
    there = client_of(world.floor)
    question = there.get(reverse("signals:arrival", args=[arrival.pk])).content.decode()
    assert "aantekening" not in question
    assert ASK_FIRST in question
    press = {"hat": there.hat, "version": arrival.version}
    taken = there.post(reverse("signals:accept-move", args=[arrival.pk]), press)
    new = there.get(taken.headers["Location"]).content.decode()
    assert new.count("meegekomen bij de overdracht") == 2
    # Words that stay by leave of the police are their data, here as there.
    assert Signal._base_manager.get(pk=arrival.pk).provenance == Provenance.WPG
    [made] = Attachment.objects.unscoped(reason="test").filter(municipality=world.breda)
    download = there.get(reverse("signals:attachment", args=[arrival.pk, made.pk]))
    assert b"".join(download) == make.CLEANED.content
    assert there.get(reverse("signals:attachment", args=[signal.pk, file.pk])).status_code == 404
    done = browser.get(here).content.decode()
    assert "die meegingen" in done
    assert "Van een partner" in done
    with pytest.raises(Conflict):
        offered(signal, world, wilma)
