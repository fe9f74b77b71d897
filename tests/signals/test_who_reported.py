"""Who reported goes along only when she said yes and the officer ticked it; else nobody but who works on it learns who she is."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import letters, operations
from signals.adding import Given
from signals.api.handed import HandoverOut
from signals.api.serializers import SubmissionOut
from signals.codes import Outcome
from signals.disclosure import categories_of, choices_of, content_hash
from signals.forms.begun import as_before
from signals.last_check import Settled
from signals.models import Handover, HandoverQuestion, Signal, Submission
from signals.operations.asking_back import AskedBack
from signals.operations.logging import ReporterFacts
from signals.operations.overriding import IN_HANDOVER
from signals.sharing_codes import DataCategory, Naming
from signals.who_reported import ASK_ABOUT_IT, WHO
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

from .test_moving import completion_of

type ClientOf = Callable[..., OutsideClient]

JOOP = ReporterFacts("Joop Verteller", "Buurtsportcoach", "0113-000012", naming=Naming.MAY, wants_anonymity=False)
LINE = [WHO, "Wie het meldde", "Joop Verteller, Buurtsportcoach, 0113-000012"]
PLAIN = {"company": "", "address": "", "vehicle": ""}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def fresh(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def fresh_of(handover: Handover) -> Handover:
    found: Handover = Handover._base_manager.get(pk=handover.pk)
    return found


def reported(world: World, **naming: Any) -> Signal:
    facts = "Dit zag Verteller, de buurtsportcoach."
    return make.handled(world.goes, world.wilma, facts=facts, reporter=replace(JOOP, **naming), **PLAIN)


def test_who_said_yes_is_ticked_along_and_read_by_its_receiver_and_by_no_colleague_of_care(
    world: World, wilma: Actor, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = reported(world)
    [choice] = [one for one in choices_of(signal, anonymous=False) if one.code == WHO]
    assert (choice.is_ticked_beforehand, categories_of([choice])) == (False, {DataCategory.SOURCE})
    operations.offer_signal(fresh(signal), actor=wilma, why="Hulp nodig.", asked=agreed())
    # Ticked, her name may stand in what is told and typed; an answer at the last check ticks her too.
    sent = make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["facts", WHO], purpose="Verteller horen")
    assert sent.content == [["facts", "Wat is er gezien of gehoord", signal.facts], LINE]
    assert (sent.content_hash, sent.kept) == (content_hash(sent.content), None)
    asked = make.settling(signal, Settled.TICK, "facts")
    also = make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["facts"], answers=asked)
    assert also.content == sent.content
    assert as_before(sent)["fields_shared"] == ["facts"]
    page = reverse("postbox:handover", args=[sent.pk])
    assert LINE[2] in client_of(world.philo).get(page).content.decode()
    assert {"code": WHO, "label": LINE[1], "tekst": LINE[2]} in HandoverOut(sent).data["inhoud"]
    monkeypatch.setattr(letters, "render_pdf", lambda html, title: html.encode())
    assert LINE[2].encode() in letters.letter_of(sent)
    asked_back = AskedBack("Mogen wij Verteller bellen?")
    operations.ask_back(fresh_of(sent), actor=actor_for(world.philo), asked=asked_back)
    question = HandoverQuestion._base_manager.get(pk=asked_back.key)
    operations.reply_to_partner(question, actor=wilma, text="Ja, Verteller weet ervan.")
    answered = {"text": "Wij belden Verteller.", "for_reporter": "Bedankt, Verteller."}
    operations.answer_handover(
        fresh_of(sent), actor=actor_for(world.philo), outcomes=[Outcome.INSPECTION_DONE], **answered
    )
    why = "Verteller is al bekend."
    operations.refuse_handover(fresh_of(also), actor=actor_for(world.philo), refusal=why)
    read, letter, refused = (
        reverse(f"signals:{name}", args=[given.pk])
        for name, given in (("handed-over", sent), ("letter", sent), ("handed-over", also))
    )
    detail = reverse("signals:detail", args=[signal.pk])
    beside = ("Verteller horen", asked_back.text, "Ja, Verteller weet ervan.", *answered.values(), sent.to_function)
    officer = client_of(world.wilma).get(read).content.decode()
    assert all(text in officer for text in (LINE[2], *beside))
    officer = client_of(world.wilma).get(detail).content.decode()
    assert all(text in officer for text in ("Buurtsportcoach", why, *answered.values()))
    care = client_of(world.karlijn)
    shown = care.get(read).content.decode()
    assert "Alleen wie het signaal behandelt" in shown
    assert not any(text in shown for text in beside)
    # She learns that there was an answer and which, and whom she can ask for its substance.
    for text in (shown, care.get(refused).content.decode(), care.get(detail).content.decode()):
        assert ASK_ABOUT_IT in text
        assert not any(words in text for words in (why, *answered.values()))
        assert "0113-000012" not in text
        assert "Buurtsportcoach" not in text
    assert letter not in shown
    assert care.get(letter).status_code == 403
    assert care.get(reverse("signals:lock-letter", args=[sent.pk])).status_code == 403


def test_once_she_takes_her_yes_back_nothing_more_of_her_goes(world: World, wilma: Actor) -> None:
    signal = reported(world)
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=["place", WHO])
    no = replace(completion_of(fresh(signal)), reporter=replace(JOOP, naming=Naming.INSIDE))
    operations.complete_signal(fresh(signal), actor=wilma, completion=no)
    sent = Handover._base_manager.get(pk=sent.pk)
    assert LINE in (sent.content or [])
    assert WHO not in {choice.code for choice in Given(sent, []).choices}
    [find] = Given(sent, []).leaving(["facts"], {}).check.left[:1]
    assert [way for way, _ in find.ways] == [Settled.REMOVE]
    with pytest.raises(Invalid, match="ingevuld"):
        operations.add_to_handover(sent, actor=wilma, more=make.more([WHO], uuid.uuid4()))


def test_the_form_says_to_tick_who_reported_only_where_that_can_be_done(world: World, client_of: ClientOf) -> None:
    told = {"tick": "Kruis hierboven zelf aan", "unknown": "niet vastgelegd wie", "tip": "ook niet in het doel"}
    named, nameless = (
        reverse("signals:hand-over", args=[reported(world, **row).pk])
        for row in ({}, {"name": "", "function": "", "contact": ""})
    )
    for page, said in ((named, "tick"), (nameless, "unknown"), (f"{named}?soort=tip", "tip")):
        shown = client_of(world.wilma).get(page).content.decode()
        assert [word for word, text in told.items() if text in shown] == [said]


def test_who_said_no_or_was_not_asked_is_never_offered_nor_sent(world: World, wilma: Actor) -> None:
    refused = (Naming.INSIDE, Naming.UNKNOWN, Naming.NOT_ASKED, Naming.ANONYMOUS)
    for naming in refused:
        signal = reported(world, naming=naming, wants_anonymity=naming == Naming.ANONYMOUS)
        assert WHO not in {choice.code for choice in choices_of(signal, anonymous=False)}
        sent = make.handed_over(signal, wilma, world.inspectorate, fields=["place", WHO])
        assert [code for code, _, _ in sent.content or []] == ["place"]
        with pytest.raises(Invalid):
            make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["place", WHO], purpose="Bel Verteller")
    # In a tip not even who said yes.
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place", WHO]}
    sent = make.handed_over(reported(world), wilma, world.inspectorate, **tip)
    assert [code for code, _, _ in sent.content or []] == ["place"]


def test_its_sender_learns_that_a_partner_has_it_and_what_the_partner_allows_once_the_officer_tells_it(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = operations.take_up(make.received(world.goes, world.hanna, **PLAIN), actor=wilma)
    hanna, officer, inform = client_of(world.hanna), client_of(world.wilma), "signals:inform-reporter"
    copy = Submission.objects.unscoped(reason="test").get(signal=signal)
    page, told = reverse("signals:submission", args=[copy.pk]), "In behandeling bij een partner"

    def stand() -> tuple[bool, bool]:
        copy.refresh_from_db()
        return copy.with_partner, told in hanna.get(page).content.decode()

    # A tip would tell her who was looked into.
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    tipped = make.handed_over(fresh(signal), wilma, world.inspectorate, **tip)
    assert stand() == (False, False)
    refused = make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["place"])
    assert stand() == (True, True)
    assert SubmissionOut(copy).data["bijPartner"] is True
    assert "inspectie" not in hanna.get(page).content.decode().lower()
    operations.refuse_handover(refused, actor=actor_for(world.philo), refusal="Niet voor ons.")
    assert stand() == (False, False)
    sent = make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["place"])
    other = make.handed_over(fresh(signal), wilma, world.inspectorate, fields=["place"])
    operations.withdraw_handover(other, actor=wilma, reason="Dubbel.")
    assert stand() == (True, True)
    words = "Wij zijn er geweest en kijken verder."
    answer = reverse("postbox:answer", args=[sent.pk])
    partner = client_of(world.philo)
    filled = partner.filled(answer, outcomes=["inspection_done"], text="Geheim.", for_reporter=words)
    assert partner.post(answer, filled).status_code == 302
    assert words in partner.get(reverse("postbox:handover", args=[sent.pk])).content.decode()
    assert words not in hanna.get(page).content.decode()
    form = officer.get(reverse(inform, args=[signal.pk])).context["form"]
    assert form["answer"].value() == words
    assert "vindt goed dat u meer vertelt" in officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    operations.inform_reporter(fresh(signal), actor=wilma, answer=words)
    assert words in hanna.get(page).content.decode()
    assert not officer.get(reverse(inform, args=[signal.pk])).context["form"]["answer"].value()
    record = reverse("signals:record-answer", args=[sent.pk])
    filled = officer.filled(record, outcomes=["inspection_done"], for_reporter="Het is opgelost.")
    assert officer.post(record, filled).status_code == 302
    assert "Het is opgelost." in officer.get(reverse("signals:handed-over", args=[sent.pk])).content.decode()
    operations.withdraw_handover(tipped, actor=wilma, reason="Vergissing.")
    assert stand() == (True, True)
    operations.close(fresh(signal), actor=wilma, closing=make.CLOSING)
    copy.refresh_from_db()
    assert (copy.stand, copy.tone) == ("Afgerond", "quiet")


def test_with_direct_danger_the_privacy_officer_reads_no_name_of_who_reported(world: World, wilma: Actor) -> None:
    make.agreement(world)
    signal = make.handled(
        world.goes, world.wilma, danger="yes", danger_not_called="Geen bereik.", reporter=JOOP, facts="Deur op slot."
    )
    given: dict[str, Any] = {"fields": ["place", WHO], "purpose": "Verteller horen"}
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.veilig_thuis, **given, urgent_why="Verteller is ook in gevaar.")
    assert set(refusal.value.fields) == {"urgent_why"}
    sent = make.handed_over(signal, wilma, world.veilig_thuis, **given, urgent_why="Zij moet vannacht weg.")
    assert sent.override is not None
    assert (sent.purpose, sent.override.purpose) == ("Verteller horen", IN_HANDOVER)
