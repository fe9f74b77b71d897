"""The pages of a question and its resources for programs: what each shows to whom, and forms that come twice or too late."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.recording import write_gathered
from core.access import Actor
from core.errors import Invalid, Stale, WrongState
from core.unit import current_unit
from core.walls import context, sign
from jobs.models import OutboxMessage
from municipalities.roles import actor_for
from signals import operations
from signals.models import Question, Signal
from signals.operations.questions import ToldAnswer
from tests.api.conftest import Program, program_of
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.html import plain_text
from tests.support.world import World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

TEXT, ANSWER = "Zag u het busje ook op zondag?", "Ja, elke zondag om vier uur."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """Sent by Hanna, taken up by Wilma."""
    return operations.take_up(make.received(world.goes, world.hanna), actor=wilma)


@pytest.fixture
def to_hanna(signal: Signal, world: World, wilma: Actor) -> Question:
    return make.questioned(signal, wilma, to_user_id=world.hanna.pk, text=TEXT)


@pytest.fixture
def to_inspectorate(signal: Signal, world: World, wilma: Actor) -> Question:
    return make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk, text=TEXT)


def test_a_colleague_reads_the_question_answers_once_and_sees_nothing_else(
    to_hanna: Question, signal: Signal, world: World, client_of: ClientOf
) -> None:
    write_gathered(current_unit())
    client, url = client_of(world.hanna), reverse("signals:question", args=[to_hanna.pk])
    sent = client.get(reverse("signals:submission", args=[signal.submission.pk])).content.decode()
    assert url in sent
    assert url in client.get(reverse("signals:questions")).content.decode()
    shown = client.get(url)
    page = shown.content.decode()
    assert TEXT in page
    assert signal.reference in page
    for word in (make.FACTS, reverse("signals:detail", args=[signal.pk])):
        assert word not in page
    assert client.get(reverse("signals:detail", args=[signal.pk])).status_code == 403
    form = {field.html_name: field.value() for field in shown.context["form"].hidden_fields()}
    empty = client.post(url, form)
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"text"})
    with_bsn = client.post(url, {**form, "text": "Haar nummer is 111222333."})
    assert (with_bsn.status_code, set(with_bsn.context["form"].errors)) == (422, {"text"})
    OutboxMessage.objects.all().delete()
    sendings = [client.post(url, {**form, "text": ANSWER}).status_code for _ in range(2)]
    assert sendings == [302, 302]
    assert client.post(url, {**form, "text": "Nee."}).status_code == 409
    assert ANSWER in client.get(url).content.decode()
    assert [mail.user_id for mail in OutboxMessage.objects.all()] == [world.wilma.pk]
    officer = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    timeline = plain_text(officer.partition('id="tijdlijn"')[2])
    assert f"Hanna Handveger heeft een vraag beantwoord {_when(to_hanna)}" in timeline
    assert f"{to_hanna.reference}. Vraag: {TEXT} Antwoord: {ANSWER}" in timeline
    assert f"{to_hanna.reference}. Aan Hanna Handveger: {TEXT}" in timeline


def _when(question: Question) -> str:
    settled = timezone.localtime(Question._base_manager.get(pk=question.pk).settled_at)
    return f"{settled.day} "


def test_a_partner_reads_question_and_purpose_in_its_inbox_and_nothing_else(
    to_inspectorate: Question, signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.philo), reverse("signals:question", args=[to_inspectorate.pk])
    assert reverse("signals:questions") in client.get(reverse("postbox:inbox")).content.decode()
    assert to_inspectorate.reference in client.get(reverse("signals:questions")).content.decode()
    page = client.get(url).content.decode()
    for word in (TEXT, to_inspectorate.purpose, "Gemeente Goes"):
        assert word in page
    for word in (signal.reference, make.FACTS, "Windvaan", "Handveger"):
        assert word not in page
    philo = actor_for(world.philo)
    with context(sign(philo)):
        assert Question.objects.asked_of(philo).get() == to_inspectorate
        assert not Signal._base_manager.exists()
    tirza = client_of(world.person("Tirza"))
    assert tirza.get(url).status_code == 404
    assert to_inspectorate.reference not in tirza.get(reverse("signals:questions")).content.decode()


def test_a_partner_is_not_told_that_a_question_is_about_what_it_sent_itself(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    key, client = uuid.uuid4(), client_of(world.philo)
    sent = operations.submit_signal(
        actor=actor_for(world.philo), municipality=world.goes, facts=make.facts(), key=key, sender=world.inspectorate
    )
    signal = operations.take_up(Signal._base_manager.get(pk=key), actor=wilma)
    asked = make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk)
    page = client.get(reverse("signals:question", args=[asked.pk])).content.decode()
    assert signal.reference not in page
    page = client.get(reverse("signals:submission", args=[sent.pk])).content.decode()
    assert (signal.reference in page, asked.reference in page) == (True, False)


def test_a_withdrawn_question_shows_who_was_asked_nothing_of_it(
    to_hanna: Question, world: World, client_of: ClientOf
) -> None:
    officer, url = client_of(world.wilma), reverse("signals:withdraw-question", args=[to_hanna.pk])
    form = {field.html_name: field.value() for field in officer.get(url).context["form"].hidden_fields()}
    assert set(officer.post(url, form).context["form"].errors) == {"reason"}
    told = officer.post(url, {**form, "reason": "Al bekend."}, follow=True).content.decode()
    assert "Waarom ingetrokken: Al bekend." in told
    client, asked = client_of(world.hanna), reverse("signals:question", args=[to_hanna.pk])
    page = client.get(asked).content.decode()
    assert to_hanna.reference in page
    for word in (TEXT, "Al bekend.", "Wilma"):
        assert word not in page
    sent = client.post(asked, {"hat": "reporter", "version": to_hanna.version, "text": ANSWER})
    assert sent.status_code == 409
    hanna = actor_for(world.hanna)
    with pytest.raises(Stale):
        operations.answer_question(to_hanna, actor=hanna, text=ANSWER, version=to_hanna.version)
    with pytest.raises(WrongState):
        operations.answer_question(to_hanna, actor=hanna, text=ANSWER)


# --- the pages of who asks


def test_an_answer_by_phone_closes_the_question_and_who_was_asked_does_not_read_how_it_was_written_down(
    to_inspectorate: Question, signal: Signal, world: World, client_of: ClientOf, program_of: Callable[..., Program]
) -> None:
    officer, url = client_of(world.wilma), reverse("signals:record-told-answer", args=[to_inspectorate.pk])
    here, move = (reverse(f"signals:{name}", args=[signal.pk]) for name in ("detail", "offer-move"))
    waits = "Overdragen aan een andere gemeente kan nog niet. Dit loopt nog: een open vraag."
    page = officer.get(here).content.decode()
    assert (waits in page, move in page) == (True, False)
    assert officer.get(move).status_code == 409
    at_partner = reverse("signals:open-at-partner", args=[world.inspectorate.pk])
    assert url in officer.get(at_partner).content.decode()
    empty = officer.filled(url)
    # Who writes it down reads what she asked.
    assert to_inspectorate.text in plain_text(officer.get(url).content.decode())
    assert set(officer.post(url, empty).context["form"].errors) == {"by", "text"}
    given = empty | {"by": "De inspecteur van dienst", "text": ANSWER}
    early = officer.post(url, given | {"on": "2020-01-02"})
    assert (early.status_code, set(early.context["form"].errors)) == (422, {"on"})
    for _ in range(2):
        assert officer.post(url, given).status_code == 302
    assert officer.post(url, given | {"text": "Nee."}).status_code == 409
    assert officer.get(at_partner).status_code == 404
    # In the part of questions and on the timeline, with who said it and who wrote it down.
    page = officer.get(here).content.decode()
    assert (waits in page, move in page) == (False, True)
    page = plain_text(page)
    assert page.count("De inspecteur van dienst, opgeschreven door Wilma Windvaan") == 2
    asked = client_of(world.philo).get(reverse("signals:question", args=[to_inspectorate.pk])).content.decode()
    assert "aan de gemeente verteld" in asked
    assert ANSWER not in asked
    read = program_of(world.inspectorate, ("vragen",)).get(f"/vragen/{to_inspectorate.pk}").json()
    assert (read["stand"], read["antwoord"]) == ("answered", None)


def test_what_who_sent_it_answered_by_phone_does_not_tell_care_coordination_who_that_is(
    signal: Signal,
    to_hanna: Question,
    to_inspectorate: Question,
    wilma: Actor,
    world: World,
    client_of: ClientOf,
) -> None:
    told = ToldAnswer(ANSWER, "Hanna Handveger")
    # Of an answer of another she is named in neither field.
    for field, other in (("by", told), ("text", replace(told, text="Hanna Handveger zag het ook.", by="De balie"))):
        with pytest.raises(Invalid) as refusal:
            operations.record_told_answer(to_inspectorate, actor=wilma, told=other)
        assert set(refusal.value.fields) == {field}
    operations.withdraw_question(to_inspectorate, actor=wilma, reason="Al bekend.")
    operations.record_told_answer(to_hanna, actor=wilma, told=told)
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    page = client_of(world.person("Karlijn")).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert ANSWER in page
    assert "Handveger" not in page


@pytest.mark.parametrize(("danger", "days"), [("no", 5), ("yes", 1)])
def test_with_direct_danger_an_answer_is_asked_for_at_once(
    world: World, client_of: ClientOf, danger: str, days: int
) -> None:
    signal = make.triaged(world.goes, world.wilma, danger=danger)
    form = client_of(world.wilma).get(reverse("signals:ask", args=[signal.pk])).context["form"]
    assert form["within"].value() == days


def test_the_form_says_beside_its_field_what_is_wrong_and_then_asks(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:ask", args=[signal.pk])
    shown = client.get(url)
    assert "Hanna Handveger (stuurde dit signaal)" in plain_text(shown.content.decode())
    form = {field.html_name: field.value() for field in shown.context["form"].hidden_fields()} | {"within": "5"}
    partner = f"partner-{world.inspectorate.pk}"
    for given, wrong in (
        ({}, {"to", "text"}),
        ({"to": "collega-0", "text": TEXT}, {"to"}),
        ({"to": partner, "text": TEXT}, {"purpose", "ground"}),
        ({"to": f"collega-{world.hanna.pk}", "text": "Is 111222333 haar nummer?"}, {"text"}),
        ({"to": f"collega-{world.hanna.pk}", "text": TEXT, "within": "400"}, {"within"}),
    ):
        refused = client.post(url, {**form, **given})
        assert (refused.status_code, set(refused.context["form"].errors)) == (422, wrong)
    assert not Question.objects.of(signal).exists()
    whole = {**form, "to": partner, "text": TEXT, "purpose": "Nagaan of er al iets loopt", "ground": "public_task"}
    assert [client.post(url, whole).status_code for _ in range(2)] == [302, 302]
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert page.count(Question.objects.of(signal).get().reference) >= 2
    assert TEXT in page


def test_who_was_asked_by_name_and_gets_an_anonymous_tip_can_tell_whose_it_is_and_the_officer_is_told(
    to_inspectorate: Question, signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    form = {field.html_name: field.value() or "" for field in client.get(url).context["form"].hidden_fields()}
    tip = {
        "anonymous": "yes",
        "kind": "anonymous_tip",
        "fields_shared": ["place"],
        "purpose": "Controle",
        "circle": "many",
    }
    given = form | tip | {"ground": "no_personal_data", "method": "inbox", "to_function": "meldpunt"}
    for partner, told in ((world.inspectorate, True), (world.veilig_thuis, False)):
        page = client.post(url, {**given, "partner": partner.pk, "stap": "controleren"})
        assert page.status_code == 200
        assert ("stelde deze ontvanger al een vraag" in page.content.decode()) is told


# --- the program of a partner


def test_a_program_reads_and_answers_what_its_organisation_was_asked(
    to_inspectorate: Question, to_hanna: Question, signal: Signal, world: World, program_of: Callable[..., Program]
) -> None:
    program = program_of(world.inspectorate, ("vragen",))
    [line] = program.get("/vragen").json()["resultaten"]
    assert (line["nummer"], line["stand"], "vraag" in line) == (to_inspectorate.reference, "open", False)
    path = f"/vragen/{to_inspectorate.pk}"
    read = program.get(path).json()
    assert (read["vraag"], read["doel"], read["gemeente"]) == (TEXT, to_inspectorate.purpose, "GM0664")
    assert signal.reference not in str(read)
    assert str(signal.pk) not in str(read)
    wrong = program.post(f"{path}/antwoord", {"tekst": ANSWER})
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (400, "application/problem+json")
    for _ in range(2):
        answered = program.post(f"{path}/antwoord", {"antwoord": ANSWER})
        assert (answered.status_code, answered.json()["antwoord"]) == (200, ANSWER)
    other = program.post(f"{path}/antwoord", {"antwoord": "Nee."})
    assert (other.status_code, other.headers["Content-Type"]) == (409, "application/problem+json")
    assert "al beantwoord" in other.json()["detail"]
    assert program.get(f"/vragen/{to_hanna.pk}").status_code == 404
    assert program_of(world.veilig_thuis, ("vragen",)).get(path).status_code == 404
    assert program_of(world.inspectorate, ("doormeldingen",)).get("/vragen").status_code == 403


def test_a_program_reads_nothing_of_what_was_taken_back(
    to_inspectorate: Question, wilma: Actor, world: World, program_of: Callable[..., Program]
) -> None:
    operations.withdraw_question(to_inspectorate, actor=wilma, reason="Al bekend.")
    program = program_of(world.inspectorate, ("vragen",))
    read = program.get(f"/vragen/{to_inspectorate.pk}").json()
    assert set(read) == {"id", "nummer", "stand", "gesteldOp", "antwoordUiterlijk", "afgerondOp"}
    assert program.post(f"/vragen/{to_inspectorate.pk}/antwoord", {"antwoord": ANSWER}).status_code == 409


def test_care_coordination_reads_what_the_sender_did_and_not_who_that_is(
    signal: Signal, to_hanna: Question, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    """Who sent the signal is known to who works on it alone."""
    operations.answer_question(to_hanna, actor=actor_for(world.hanna, "reporter"), text=ANSWER)
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    write_gathered(current_unit())
    browsers = {name: client_of(world.person(name)) for name in ("Wilma", "Karlijn")}
    for name in ("detail", "readers"):
        url = reverse(f"signals:{name}", args=[signal.pk])
        told = {who: plain_text(browser.get(url).content.decode()) for who, browser in browsers.items()}
        assert "Handveger" not in told["Karlijn"]
        assert name == "readers" or "Handveger heeft het signaal verstuurd" in told["Wilma"]
        assert name == "readers" or "De melder heeft het signaal verstuurd" in told["Karlijn"]
