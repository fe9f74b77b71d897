"""The short note: a few fields, straight into triage with the writer as owner."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core.workdays import today
from municipalities.codes import Role
from municipalities.roles import give
from signals.codes import Answered, Origin, Source
from signals.disclosure import choices_of
from signals.models import Follow, FollowReview, Reporter, Signal
from signals.when import told_when
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

from .filling import open_page, send

type ClientOf = Callable[..., OutsideClient]

NOTE: dict[str, Any] = {
    "source": "police",
    "facts": "Wijkagent belt over acht bedden in een huis.",
    "place": "Goes",
    "call_back": "wijkagent, 06-0000 1234",
    "danger": "no",
}
URL = "/signalen/notitie/"


def _only() -> Signal:
    signal: Signal = Signal.objects.unscoped(reason="test").get()
    return signal


def test_a_few_fields_make_a_signal_in_triage_owned_by_the_writer(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    shown = client.get(URL).context["form"]
    # The day of the report only where it was not today.
    asked = ["source", "facts", "place", "seen_when", "no_moment", "call_back", "reported_on", "danger"]
    assert [field.name for field in shown.visible_fields()] == asked
    assert shown["danger"].value() is None
    answer = send(client, URL, **NOTE)
    signal = _only()
    assert answer.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    assert (signal.state, signal.owner, signal.source) == (SignalState.TRIAGE, world.wilma, Source.POLICE)
    assert Reporter.objects.of(signal).get().call_back == NOTE["call_back"]
    assert signal.reference in client.get(answer.headers["Location"]).content.decode()
    noted = AuditEvent.objects.unscoped(reason="test").get(event="signals.noted")
    assert (noted.actor_id, noted.dossier_id) == (world.wilma.pk, signal.pk)


def test_only_who_called_and_what_are_asked(world: World, client_of: ClientOf) -> None:
    form = client_of(world.wilma).get(URL).context["form"]
    assert form.fields["source"].choices[1] == ("anonymous", "Weet ik niet, of anoniem")
    assert send(client_of(world.wilma), URL, source="anonymous", facts="Iets.", danger="unknown").status_code == 302
    signal = _only()
    assert (signal.place, signal.place_unknown, signal.seen_when) == ("", *["Nog niet gevraagd"] * 2)


def test_when_it_was_is_told_or_is_said_to_be_unknown(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    for given, words in (({"seen_when": "gisteravond"}, "gisteravond"), ({"no_moment": "on"}, "onbekend")):
        assert send(client, URL, **NOTE, **given).status_code == 302
        assert Signal.objects.unscoped(reason="test").latest("received_at").seen_when == words
    signal = make.triaged(world.goes, world.wilma)
    assert signal.seen_when == "onbekend"
    # What says nothing goes to nobody, however it was written, and a day that is known leaves nothing unknown.
    for words in ("onbekend", "Weet ik niet", "n.v.t.", "Niet  bekend."):
        signal.seen_when = signal.shift = words
        labels = {choice.label for choice in choices_of(signal, anonymous=False)}
        assert not labels & {"Wanneer gezien", "Tijdstip of dienst"}
    assert told_when(today(), "onbekend") == ""
    with pytest.raises(IntegrityError, match="signal_when_or_unknown"), transaction.atomic():
        Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(seen_when="")


def test_the_care_coordinator_notes_and_then_follows_a_signal_of_her_own(world: World, client_of: ClientOf) -> None:
    client = client_of(world.karlijn)
    assert send(client, URL, **NOTE | {"source": "network_tip"}).status_code == 302
    signal = _only()
    assert (signal.origin, signal.municipality) == (Origin.CARE_COORDINATOR, world.goes)
    given = {
        "hat": Role.CARE_COORDINATOR.value,
        "version": signal.version,
        "severity": "raised",
        "plausibility": "weak",
        "urgency": "normal",
        "motivation": "Nog te weinig.",
        "follow": "on",
        "follow_why": "Eerst kijken of het zich herhaalt.",
        "what_changes_it": "Een tweede tip.",
    }
    assert client.post(reverse("signals:decide", args=[signal.pk]), given).status_code == 302
    follow = Follow.objects.of(signal).get()
    assert signal.reference in client.get(reverse("signals:list"), {"tab": "gevolgd"}).content.decode()
    review = reverse("signals:review-follow", args=[follow.pk])
    assert send(client, review, line="Niets nieuws gehoord.").status_code == 302
    assert FollowReview.objects.of(signal).count() == 1


def test_an_officer_of_two_municipalities_chooses_and_writes_to_that_one(world: World, client_of: ClientOf) -> None:
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    client = client_of(world.wilma)
    assert send(client, URL, **NOTE).status_code == 422
    assert send(client, URL, **NOTE, municipality="GM0758").status_code == 422  # Breda is not hers
    assert send(client, URL, **NOTE, municipality="GM0718").status_code == 302
    assert _only().municipality == world.vlissingen


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"facts": ""}, "Eén zin is genoeg."),
        ({"facts": "x" * 10_001}, "het mogen 10000 tekens zijn"),
        ({"source": ""}, "Kies een antwoord."),
        ({"source": "made_up"}, "Kies een van de antwoorden."),
        ({"danger": "perhaps"}, "Kies een van de antwoorden."),
        ({"danger": ""}, "Kies een antwoord."),
        ({"danger": "yes", "facts": ""}, "Bel nu 112"),
        ({"place": "x" * 121}, "het mogen 120 tekens zijn"),
        ({"facts": "Zijn nummer is 111222333."}, "Dit is geen BSN"),
        ({"key": "no key"}, "niet volledig"),
    ],
)
def test_a_wrong_note_gets_a_message_and_keeps_the_text(
    world: World, client_of: ClientOf, changed: dict[str, str], message: str
) -> None:
    answer = send(client_of(world.wilma), URL, **NOTE | changed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert NOTE["call_back"] in answer.content.decode()
    assert not Signal.objects.unscoped(reason="test").exists()


def test_a_number_in_the_note_is_no_obstacle_when_somebody_is_in_danger(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    answer = send(client, URL, **NOTE | {"facts": "Zijn nummer is 111222333.", "danger": "yes"})
    assert _only().danger == Answered.YES
    # The note is kept first; the page after it asks for the call.
    assert answer.headers["Location"] == reverse("signals:danger", args=[_only().pk])
    assert "Is 112 of 0900-8844 gebeld?" in client.get(answer.headers["Location"]).content.decode()


def test_sending_the_note_twice_makes_one_signal(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    shown = open_page(client, URL)
    places = {client.post(URL, {**shown, **NOTE}).headers["Location"] for _ in range(2)}
    assert places == {reverse("signals:detail", args=[_only().pk])}


def test_another_text_under_the_same_key_is_refused_and_kept(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    shown = open_page(client, URL)
    client.post(URL, {**shown, **NOTE})
    answer = client.post(URL, {**shown, **NOTE, "facts": "Toch een ander verhaal."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert _only().reference in page
    assert "Toch een ander verhaal." in page
    assert _only().facts == NOTE["facts"]


def test_a_note_opened_under_another_hat_is_refused(world: World, client_of: ClientOf) -> None:
    client = client_of(world.daphne, "focal_officer")
    shown = open_page(client, URL)
    client.wear("district_coordinator")
    answer = client.post(URL, {**shown, **NOTE})
    assert answer.status_code == 409
    assert NOTE["facts"] in answer.content.decode()
    assert not Signal.objects.unscoped(reason="test").exists()
