"""What a partner's program reads of a handover: as much as stands in its inbox and letter."""

import hashlib
from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.letters import letter_of
from signals.models import Handover
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .conftest import Program

type ProgramOf = Callable[..., Program]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def handover(world: World, wilma: Actor) -> Handover:
    return make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)


def test_until_when_an_answer_is_asked_stands_wherever_the_partner_looks(
    world: World,
    handover: Handover,
    program_of: ProgramOf,
    client_of: Callable[..., OutsideClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = handover.clock[1]
    program, browser = program_of(world.inspectorate), client_of(world.philo)
    shown = [
        program.get("/doormeldingen").json()["resultaten"][0],
        program.get(f"/doormeldingen/{handover.pk}").json(),
    ]
    assert [row["antwoordUiterlijk"] for row in shown] == [f"{day:%Y-%m-%d}"] * 2
    listed = browser.get(reverse("postbox:inbox")).content.decode()
    assert f'<span class="narrow-only">antwoord uiterlijk </span><span class="nowrap">{day:%d-%m-%Y}</span>' in listed
    assert "Graag antwoord uiterlijk" in browser.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    monkeypatch.setattr("signals.letters.render_pdf", lambda html, title: html.encode())
    assert "Graag antwoord uiterlijk" in letter_of(handover).decode()


def test_a_program_reads_who_sends_and_what_was_answered_before(
    world: World, wilma: Actor, handover: Handover, program_of: ProgramOf
) -> None:
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}"
    Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(agreed_in="Convenant (verzonnen) 2024")
    program.post(f"{path}/antwoord", {"besluit": "in_behandeling"})
    handover.refresh_from_db()
    operations.record_answer(
        handover, actor=wilma, outcomes=[Outcome.INSPECTION_DONE], text="Verteld door de telefoon."
    )
    more = {"besluit": "beantwoord", "uitkomsten": ["no_trafficking"]}
    read = program.post(f"{path}/antwoord", more).json()
    assert read == program.get(path).json()
    assert (read["gemeente"], read["afgesprokenIn"]) == ("GM0664", "Convenant (verzonnen) 2024")
    assert read["contact"] == {"email": world.wilma.email, "telefoon": world.wilma.phone}
    assert None not in (read["ontvangenOp"], read["inBehandelingOp"])
    assert [(one["uitkomsten"], one["toelichting"], one["doorGemeenteVastgelegd"]) for one in read["antwoorden"]] == [
        (["inspection_done"], "Verteld door de telefoon.", True),
        (["no_trafficking"], None, False),
    ]
    other = make.handed_over(handover.signal, wilma, world.inspectorate)
    no = {"besluit": "geweigerd", "toelichting": "Niet van ons."}
    assert program.post(f"/doormeldingen/{other.pk}/antwoord", no).json()["redenWeigering"] == "Niet van ons."


def test_of_a_tip_a_program_reads_nothing_that_leads_to_who_sent_it(
    world: World, wilma: Actor, program_of: ProgramOf, client_of: Callable[..., OutsideClient]
) -> None:
    given = {"anonymous": True, "kind": "anonymous_tip", "fields": ["company"]}
    signal = make.handled(world.goes, world.wilma, company="Voorbeeldbedrijf Denkbeeld")
    tip = make.handed_over(signal, wilma, world.inspectorate, **given)
    program, path = program_of(world.inspectorate), f"/doormeldingen/{tip.pk}"
    program.post(f"{path}/antwoord", {"besluit": "beantwoord", "uitkomsten": ["no_trafficking"]})
    tip.refresh_from_db()
    told = "Wijkagent van Goes belde terug."
    operations.record_answer(tip, actor=wilma, outcomes=[Outcome.INSPECTION_DONE], text=told)
    answer = program.get(path)
    assert not {"gemeente", "afgesprokenIn", "contact"} & set(answer.json())
    assert [one["uitkomsten"] for one in answer.json()["antwoorden"]] == [["no_trafficking"]]
    page = client_of(world.philo).get(reverse("postbox:handover", args=[tip.pk])).content.decode()
    for word in ("Goes", "GM0664", world.wilma.email, "Wijkagent"):
        assert word not in answer.content.decode()
        assert word not in page


def test_a_program_reads_the_files_of_a_handover_until_it_is_withdrawn(world: World, program_of: ProgramOf) -> None:
    signal, wilma = make.handled(world.goes, world.wilma), actor_for(world.wilma)
    file = operations.accept_file(make.attached(signal, wilma), actor=SYSTEM, made=make.CLEANED)
    handover = make.handed_over(signal, wilma, world.inspectorate, fields=["place", f"file-{file.pk}"])
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}"
    [told] = program.get(path).json()["bijlagen"]
    assert (told["nummer"], told["naam"], told["soort"]) == (1, "bijlage 1.txt", "text/plain")
    assert told["herkomst"] == "own"
    answer = program.get(f"{path}/bijlagen/1")
    assert hashlib.sha256(answer.content).hexdigest() == told["controlegetal"]
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.handed_file_downloaded")
    assert looks.count() == 1
    assert program.get(f"{path}/bijlagen/2").status_code == 404
    assert program_of(world.veilig_thuis).get(f"{path}/bijlagen/1").status_code == 404
    assert program_of(world.inspectorate, ("signalen",)).get(f"{path}/bijlagen/1").status_code == 403
    operations.withdraw_handover(handover, actor=wilma, reason="Toch niet.")
    assert program.get(f"{path}/bijlagen/1").status_code == 404
    assert "bijlagen" not in program.get(path).json()


def test_a_program_that_gets_the_content_by_asking_or_answering_has_received_it(
    world: World, wilma: Actor, handover: Handover, program_of: ProgramOf
) -> None:
    program = program_of(world.inspectorate)
    sent: list[tuple[str, dict[str, object]]] = [
        ("vragen", {"vraag": "Welke dagen wordt daar gewerkt?"}),
        ("antwoord", {"besluit": "beantwoord", "uitkomsten": ["no_trafficking"]}),
        ("antwoord", {"besluit": "geweigerd", "toelichting": "Niet van ons."}),
    ]
    for number, (step, body) in enumerate(sent, 1):
        one = make.handed_over(handover.signal, wilma, world.inspectorate)
        read = program.post(f"/doormeldingen/{one.pk}/{step}", body, key=f"stap-{number}").json()
        assert read["inhoud"], step
        assert read["ontvangenOp"], step
        received = AuditEvent.objects.unscoped(reason="test").filter(event="signals.handover_received")
        assert received.count() == number


def test_a_program_that_goes_on_answering_is_stopped_and_the_officer_is_not(
    wilma: Actor, world: World, handover: Handover, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signals.operations.answering.MOST_ANSWERS", 2)
    program, more = program_of(world.inspectorate), {"besluit": "beantwoord", "uitkomsten": ["no_trafficking"]}
    got = [program.post(f"/doormeldingen/{handover.pk}/antwoord", more).status_code for _ in range(3)]
    assert got == [200, 200, 409]
    handover.refresh_from_db()
    operations.record_answer(handover, actor=wilma, outcomes=[Outcome.INSPECTION_DONE])
