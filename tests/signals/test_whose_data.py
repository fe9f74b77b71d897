"""Whose data a situation, a person or a thing is, and the whole of what was reported: what stays behind unless somebody agreed."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.access import Actor
from core.errors import Invalid
from municipalities.codes import OrganisationKind
from municipalities.roles import actor_for
from signals import operations, tabling
from signals.api.handed import HandoverOut
from signals.codes import MoveField, Source
from signals.disclosure import choices_of
from signals.events import SignalEvent
from signals.letters import letter_of
from signals.models import Arrival, Concern, Handover, Signal, SignalPerson, SignalThing, Situation
from signals.operations.mentions import ToldThing
from signals.operations.moving import OfferedMove
from signals.shared_texts import shared_parts
from signals.sharing_codes import (
    ASK_FIRST,
    ASK_FIRST_OF_TIP,
    GIVES,
    LAWFUL_RECEIVERS,
    Provenance,
    of_organisation,
    of_source,
)
from signals.situations import SituationEnd
from signals.things import ThingKind
from tests.api.conftest import Program, program_of
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import send

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]
BY = "Wijkteam politie, gisteren"
NOTE = "Daar werken elke nacht zes mensen zonder papieren."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def again(signal: Signal) -> Signal:
    """As the next request reads it."""
    return Signal._base_manager.get(pk=signal.pk)


def told_along(signal: Signal, wilma: Actor, **given: Any) -> Situation:
    """The police told this beside what somebody else reported."""
    return make.situated(signal, wilma, source=Source.POLICE, address="Nergensweg 12", note=NOTE, **given)


def test_a_situation_that_the_police_told_is_held_by_itself_wherever_the_rest_goes(
    world: World, wilma: Actor, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = make.handled(world.goes, world.wilma)
    own, police = make.situated(signal, wilma, source=Source.OWN_CHECK), told_along(signal, wilma)
    same = make.situated(signal, wilma, source=signal.source)
    marks = (own.provenance, police.provenance, same.provenance)
    assert marks == (Provenance.OWN, Provenance.WPG, "")  # "": as of the signal, also when that is marked afterwards
    signal = again(signal)
    held = {choice.code: choice for choice in choices_of(signal, anonymous=False, partner=world.veilig_thuis)}
    line, beside = held[f"situations-{police.pk}"], held[f"situations-{own.pk}"]
    assert ("deze ontvanger mag die niet krijgen" in line.barred, "politiegegevens" in line.held) == (True, True)
    assert (beside.barred, beside.needs_permission) == ("", False)
    # In a handover by name and in more for a receiver that has one: not without who agreed.
    given: dict[str, Any] = {"fields": ["place", line.code]}
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, **given)
    assert set(refusal.value.fields) == {"permitted_by"}
    handover = make.handed_over(signal, wilma, world.inspectorate, fields=["place", beside.code])
    with pytest.raises(Invalid) as refusal:
        make.added_to(handover, wilma, line.code)
    assert set(refusal.value.fields) == {"permitted_by"}
    sent = make.handed_over(signal, wilma, world.inspectorate, **given, permitted_by=BY)
    assert NOTE in str(sent.content)
    # Its receiver reads that it may not go on without asking: in letter, inbox and API alike (R7). Of what is the municipality's
    # own nothing is said, also where somebody who agreed was filled in; below every tip it stands in other words.
    plain = make.handed_over(signal, wilma, world.inspectorate, fields=["place", beside.code], permitted_by=BY)
    assert (plain.permitted_by, ASK_FIRST in plain.foot, HandoverOut(plain).data["eerstVragen"]) == ("", False, "")
    monkeypatch.setattr("signals.letters.render_pdf", lambda html, title: html.encode())
    make.added_to(plain, wilma, line.code, permitted_by=BY)
    for given_on in (sent, Handover._base_manager.get(pk=plain.pk)):
        page = client_of(world.philo).get(reverse("postbox:handover", args=[given_on.pk])).content.decode()
        told = HandoverOut(given_on).data
        assert page.count(ASK_FIRST) == letter_of(given_on).decode().count(ASK_FIRST) == 1
        assert [told["eerstVragen"], *(more["eerstVragen"] for more in told["aanvullingen"])].count(ASK_FIRST) == 1
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    tipped = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate, **tip)
    assert (ASK_FIRST in tipped.foot, ASK_FIRST_OF_TIP in tipped.foot) == (False, True)
    # At a table: its address and note are looked for in the paragraph.
    [one] = tabling.looked_up(signal)
    for text in (NOTE, "Het gaat om nergensweg 12."):
        wrong = tabling.whats_missing(signal, {"Tafeltekst": text}, [], tabling.Agreed()).wrong
        assert set(wrong) == {"used"}
    looked = tabling.whats_missing(signal, {"Tafeltekst": NOTE}, [one.key], tabling.Agreed())
    assert (set(looked.wrong), looked.origins) == ({"permitted_by", "permitted_on"}, ["wpg"])


def test_whom_and_what_the_police_named_beside_another_report_is_held_by_itself(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal, client = make.handled(world.goes, world.wilma), client_of(world.wilma)
    told = {"name": "Demo Wulp", "role": "exploiter", "certainty": "told", "provenance": "wpg"}
    assert send(client, reverse("signals:add-mention", args=[signal.pk, "persoon"]), **told).status_code == 302
    car = ToldThing(ThingKind.VEHICLE, value="0-DEM-04", provenance=Provenance.WPG)
    make.mentioned(again(signal), wilma, car, ToldThing(ThingKind.VEHICLE, value="0-DEM-05"))
    person = SignalPerson.objects.of(signal).get()
    assert (person.provenance, person.name) == ("wpg", "Demo Wulp")
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert page.count("Politiegegevens (Wpg)") == 2
    # Neither ticked beforehand nor for whoever may not have it, by name and in a tip; the other vehicle follows the report.
    for anonymous in (False, True):
        choices = choices_of(again(signal), anonymous=anonymous, partner=world.veilig_thuis)
        marks = {one.code: (one.needs_permission, "mag die niet krijgen" in one.barred) for one in choices}
        assert (marks["vehicle-1"], marks["vehicle-2"]) == ((True, True), (False, False))
    with pytest.raises(Invalid) as refusal:
        make.handed_over(again(signal), wilma, world.inspectorate, fields=["place", "person-1"])
    assert set(refusal.value.fields) == {"permitted_by"}
    # At a table each is looked for in the paragraph, however the plate is written.
    assert [one.key for one in tabling.looked_up(again(signal))] == ["person-1", "vehicle-1"]
    for text in ("Wulp, Demo Wulp, rijdt.", "Het busje 0-DEM-04."):
        wrong = tabling.whats_missing(again(signal), {"Tafeltekst": text}, [], tabling.Agreed()).wrong
        assert set(wrong) == {"used"}
    # Putting it right lets nothing go; what was wrong is taken back and told anew.
    url = reverse("signals:correct-mention", args=[signal.pk, "persoon", 1])
    refused = client.post(url, client.filled(url, name="Demo Wulp"))
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"provenance"})
    assert client.post(url, client.filled(url, name="Demo Wulp", provenance="wpg")).status_code == 302
    assert {row.provenance for row in SignalPerson.objects.of(signal)} == {"wpg"}
    logged = AuditEvent.objects.unscoped(reason="test").filter(detail__whose="wpg", detail__kind="person")
    assert [row.event for row in logged.order_by("number")] == [
        SignalEvent.MENTION_ADDED,
        SignalEvent.MENTION_CORRECTED,
    ]


def test_whose_the_facts_are_stays_with_them_whoever_turns_out_to_have_told_them(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    """From "Aanvullen" to "Aanvullen": a stricter mark wins, a looser one is somebody's own choice with its reason."""
    signal = make.triaged(world.goes, world.wilma, source=Source.POLICE)
    same = make.situated(signal, wilma, source=Source.POLICE)
    client, url = client_of(world.wilma), reverse("signals:complete", args=[signal.pk])

    def completed(**given: str) -> tuple[int, str]:
        form = client.get(url).context["form"]
        sent = {name: value for name in form.fields if (value := form[name].value()) is not None}
        answer = client.post(url, sent | given)
        errors = list(answer.context["form"].errors) if answer.status_code == 422 else []
        return answer.status_code, ", ".join(errors) or again(signal).provenance

    # Another source alone lifts nothing, of a situation either, and another choice only as another situation.
    put_right = make.situation(source=Source.OWN_CHECK)
    wilma = actor_for(world.wilma, "focal_officer")
    let_go = replace(put_right, provenance=Provenance.OWN)
    with pytest.raises(Invalid) as refusal:
        operations.change_situation(same, actor=wilma, facts=let_go)
    assert set(refusal.value.fields) == {"provenance"}
    for _ in range(2):  # the same form again is the same answer
        changed = operations.change_situation(same, actor=wilma, facts=put_right)
        assert (changed.provenance, changed.source) == (Provenance.WPG, Source.OWN_CHECK)
    # Nor does ending it and telling it anew: it stays as it was, until she said that it was wrong.
    for why in (SituationEnd.OVER, SituationEnd.WRONG):
        operations.end_situation(changed, actor=wilma, why=why)
        changed = make.situated(again(signal), wilma, source=Source.OWN_CHECK)
        assert (changed.provenance, changed.source) == (Provenance.WPG, Source.OWN_CHECK)
        if why is SituationEnd.OVER:
            with pytest.raises(Invalid) as refusal:
                make.situated(again(signal), wilma, source=Source.OWN_CHECK, provenance=Provenance.OWN)
            assert set(refusal.value.fields) == {"provenance"}
            elsewhere = make.situated(again(signal), wilma, source=Source.OWN_CHECK, place="Kloetinge", address="")
            assert elsewhere.provenance == Provenance.OWN
    less = make.situated(again(signal), wilma, source=Source.OWN_CHECK, provenance=Provenance.OWN)
    assert less.provenance == Provenance.OWN
    same = make.situated(again(signal), wilma, source=Source.POLICE)
    assert completed(source="mun_enforcement") == (302, "wpg")
    assert "politiegegevens" in choices_of(again(signal), anonymous=False)[0].held
    # Somebody says so herself, and why; that stands in the log and with what stood there before.
    assert completed(provenance="own") == (422, "provenance_why")
    assert completed(provenance="own", provenance_why="De boa zag het zelf.") == (302, "own")
    last = AuditEvent.objects.unscoped(reason="test").filter(event=SignalEvent.EDITED).order_by("number").last()
    assert last is not None
    assert (last.detail["whose"], "zag" in str(last.detail)) == (["wpg", "own"], False)
    assert "De boa zag het zelf." in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    # A source whose data are held back more marks it again, and so does what is told afterwards.
    assert completed(source="mma") == (302, "mma")
    more = "De wijkagent kent het busje."
    assert completed(more_facts=more, more_from="wpg") == (302, "wpg")
    assert f"(Politiegegevens (Wpg)): {more}" in again(signal).facts
    assert completed(more_facts="Niets nieuws.", more_from="own") == (302, "wpg")
    # What has no mark of its own follows.
    held = {choice.code: choice.held for choice in choices_of(again(signal), anonymous=False)}
    assert all("politiegegevens" in held[code] for code in ("facts", "place", f"situations-{same.pk}"))


def test_who_passes_on_what_the_police_told_says_so_and_nobody_who_sends_it_lets_it_go(
    world: World, client_of: ClientOf, program_of: Callable[..., Program]
) -> None:
    signal = make.triaged(world.goes, world.wilma, source=Source.MUN_ENFORCEMENT, provenance=Provenance.WPG)
    assert signal.provenance == Provenance.WPG
    page = client_of(world.wilma).get(reverse("signals:hand-over", args=[signal.pk])).content.decode()
    assert "politiegegevens gaan niet verder" in page
    body: dict[str, Any] = {"feiten": "Deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}
    situation = {"vorm": "labour", "plaats": "Goes", "hoeBekend": "told", "hoeZeker": "probable"}
    body["situaties"] = [situation | {"bron": "police", "herkomst": "own"}]
    program = program_of(world.inspectorate)
    for number, (told, mark) in enumerate(
        (
            ({"bron": "nla"}, "partner"),
            ({"bron": "nla", "herkomst": "wjsg"}, "wjsg"),
            ({"bron": "police", "herkomst": "own"}, "wpg"),
            ({"bron": "police", "herkomst": "mma"}, "wpg"),
        )
    ):
        sent = program.post("/signalen", body | told, key=f"k{number}").json()
        made = Signal.objects.unscoped(reason="test").get(pk=sent["id"])
        # Of the source of the signal a situation is whose the signal is.
        assert (made.provenance, Situation.objects.of(made).get().provenance or made.provenance) == (mark, "wpg")
    closed = make.handled(world.goes, world.wilma)
    operations.close(closed, actor=actor_for(world.wilma, "focal_officer"), closing=make.CLOSING)
    client, url = client_of(world.wilma), reverse("signals:reopen", args=[closed.pk])
    told = client.filled(url, new_fact="De politie belde.", more_from="wpg")
    assert (client.post(url, told).status_code, again(closed).provenance) == (302, "wpg")


def test_another_municipality_reads_whose_it_is_and_looks_along_only_when_the_police_agreed(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    told_along(signal, wilma)
    car = ToldThing(ThingKind.VEHICLE, value="0-DEM-04", provenance=Provenance.WPG)
    make.mentioned(again(signal), wilma, car)
    client, url = client_of(world.wilma), reverse("signals:concern-also", args=[signal.pk])
    form = client.get(url).context["form"]
    assert ("facts" in form.fields["parts"].initial, "permitted_by" in form.fields) == (True, True)
    sent = {name: form[name].value() for name in ("hat", "key", "version")}
    sent |= {"other_municipality": world.breda.pk, "why": "Het raakt Breda.", "parts": ["place", "situations"]}
    for part in ("situations", "vehicles"):
        refused = client.post(url, sent | {"parts": ["place", part]})
        assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"permitted_by"})
    assert client.post(url, sent | {"permitted_by": BY}).status_code == 302
    [concern] = Concern.objects.of(signal)
    [_, told] = shared_parts(concern)
    assert ("Politiegegevens" in told.heading, NOTE in told.text, concern.permitted_by) == (True, True, BY)
    # What moves keeps its mark.
    moving = make.triaged(world.goes, world.wilma)
    told_along(moving, wilma)
    make.mentioned(again(moving), wilma, car)
    fields = [MoveField.SITUATIONS, MoveField.COMPANY]
    offered = OfferedMove(uuid.uuid4(), world.breda, "Het huis ligt daar.", fields)
    operations.offer_move(again(moving), actor=wilma, offered=offered)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=offered.key)
    taken = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    marks = [model.objects.of(taken).get().provenance for model in (Situation, SignalThing)]
    assert marks == [Provenance.WPG, Provenance.WPG]


def test_what_an_organisation_gives_is_under_one_law_as_a_source_and_in_an_answer() -> None:
    both = set(Source.values) & set(OrganisationKind.values)
    assert {"kmar", "om", "nla", "mma", "riec", "school"} <= both
    assert {code: of_source(code) for code in both} == {code: of_organisation(code) for code in both}
    assert of_source(Source.POLICE) == of_organisation(OrganisationKind.POLICE_AVIM) == Provenance.WPG
    police = {kind for kind, whose in GIVES.items() if whose == Provenance.WPG}
    assert police == {"police_avim", "kmar", "emm", "fiod"}, "who gives them may have them"
    assert police < LAWFUL_RECEIVERS[Provenance.WPG]
