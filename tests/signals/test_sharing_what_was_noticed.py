"""Where characteristics and situations go with a signal: only when they are ticked, never in an anonymous tip."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.codes import MoveField, SharedPart
from signals.disclosure import choices_of, content_hash
from signals.indicators import Basis, Indicator
from signals.models import Arrival, Concern, Handover, Signal, SignalIndicator, Situation
from signals.operations.moving import OfferedMove
from signals.shared_texts import shared_parts
from signals.situations import SituationEnd, SuspectedRole
from tests.api.conftest import Program, program_of
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

WORDS, ADDRESS, NOTE = "Draagt altijd dezelfde jas", "Nergensweg 12", "De gordijnen zijn altijd dicht"
GONE = "Sliep in een schuur"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """With two of each, of which one does not stand any more."""
    signal = make.triaged(world.goes, world.wilma)
    make.noticed(signal, wilma, make.ticked(Indicator.GEN_OTHER, Basis.TOLD, WORDS))
    back = make.noticed(signal, wilma, make.ticked(Indicator.LAB_OTHER, Basis.ASSUMED, GONE))
    operations.withdraw_indicator(back, actor=wilma)
    make.situated(signal, wilma, address=ADDRESS, note=NOTE, role=SuspectedRole.TRANSPORTER)
    ended = make.situated(signal, wilma, address="Verzonnenkade 3", note=GONE)
    operations.end_situation(ended, actor=wilma, why=SituationEnd.WRONG)
    return signal


@pytest.fixture
def judged(signal: Signal, wilma: Actor) -> Signal:
    return operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)


def situation_of(signal: Signal) -> str:
    """The code of the one that stands."""
    return f"situations-{Situation.objects.of(signal).get(ended_at=None).pk}"


def _told(handover: Handover) -> dict[str, str]:
    return {code: text for code, _, text in handover.content}


# --- a handover


def test_a_handover_holds_them_when_they_are_ticked_and_nothing_that_does_not_stand(
    judged: Signal, world: World, wilma: Actor
) -> None:
    assert "indicators" not in _told(make.handed_over(judged, wilma, world.veilig_thuis))
    fields = ["place", "indicators", situation_of(judged)]
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=fields)
    told = _told(handover)
    assert set(told) == set(fields)
    assert told["indicators"] == f"Algemeen: Anders: {WORDS} (gehoord)"
    words = (ADDRESS, NOTE, "mogelijke vervoerder", "gehoord", "waarschijnlijk")
    assert all(word in told[fields[-1]] for word in words)
    assert GONE not in str(handover.content)
    assert handover.content_hash == content_hash(handover.content)
    # Frozen: what is taken back afterwards does not change what was given.
    operations.withdraw_indicator(SignalIndicator.objects.of(judged).get(withdrawn_at=None), actor=wilma)
    handover.refresh_from_db()
    assert _told(handover) == told


def test_nobody_ticks_them_beforehand_and_an_anonymous_tip_never_offers_them(
    judged: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    shown = {choice.code: choice.is_ticked_beforehand for choice in choices_of(judged, anonymous=False)}
    situation = situation_of(judged)
    assert (shown["indicators"], shown[situation]) == (False, False)
    open_ = {choice.code for choice in choices_of(judged, anonymous=True) if not choice.barred}
    assert not {"indicators", situation} & open_
    tip: dict[str, Any] = {"anonymous": True, "kind": "anonymous_tip"}
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=["place", "indicators", situation], **tip)
    assert set(_told(handover)) == {"place"}
    with pytest.raises(Invalid):
        make.handed_over(judged, wilma, world.inspectorate, fields=["indicators", situation], **tip)
    url = reverse("signals:hand-over", args=[judged.pk])
    page = client_of(world.wilma).post(url, {"hat": "focal_officer", "anonymous": "yes", "stap": "kiezen"})
    assert WORDS not in page.content.decode()


def test_a_program_reads_what_was_given(
    judged: Signal, world: World, wilma: Actor, program_of: Callable[..., Program]
) -> None:
    handover = make.handed_over(judged, wilma, world.inspectorate, fields=["indicators"])
    read = program_of(world.inspectorate).get(f"/doormeldingen/{handover.pk}").json()
    assert read["inhoud"] == [
        {"code": "indicators", "label": "Kenmerken", "tekst": f"Algemeen: Anders: {WORDS} (gehoord)"}
    ]


# --- another municipality


def _moved(signal: Signal, world: World, wilma: Actor, *fields: MoveField) -> Signal:
    asked = OfferedMove(uuid.uuid4(), world.breda, "Het huis ligt daar.", fields)
    operations.offer_move(signal, actor=wilma, offered=asked)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=asked.key)
    return operations.accept_move(actor=actor_for(world.floor), arrival=arrival)


def test_another_municipality_takes_over_what_was_chosen_and_stands_with_its_dates(
    signal: Signal, world: World, wilma: Actor
) -> None:
    taken = _moved(signal, world, wilma, MoveField.INDICATORS, MoveField.SITUATIONS)
    floor = actor_for(world.floor)
    [ticked] = SignalIndicator.objects.visible_to(floor).filter(signal=taken)
    [told] = Situation.objects.visible_to(floor).filter(signal=taken)
    assert told.role == SuspectedRole.TRANSPORTER
    assert (ticked.code, ticked.basis, ticked.text) == (Indicator.GEN_OTHER, Basis.TOLD, WORDS)
    assert (told.address, told.note, told.place) == (ADDRESS, NOTE, "Goes")
    came = SignalIndicator.objects.of(signal).get(withdrawn_at=None)
    # Who noted it there is nobody here.
    assert (ticked.noted_at, ticked.author, told.author) == (came.noted_at, world.floor, world.floor)
    operations.withdraw_indicator(ticked, actor=floor)


def test_what_was_not_chosen_stays_with_the_sender(signal: Signal, world: World, wilma: Actor) -> None:
    taken = _moved(signal, world, wilma)
    assert not SignalIndicator.objects.of(taken).exists()
    assert not Situation.objects.of(taken).exists()
    assert SignalIndicator.objects.of(signal).count() == Situation.objects.of(signal).count() == 2


def test_the_pages_that_share_show_what_would_go_and_choose_neither_beforehand(
    judged: Signal, signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    client, unjudged = client_of(world.wilma), make.triaged(world.goes, world.wilma)
    make.noticed(unjudged, wilma, make.ticked(Indicator.GEN_OTHER, Basis.TOLD, WORDS))
    for name, about, field in (
        ("signals:concern-also", judged, "parts"),
        ("signals:offer-move", unjudged, "fields_along"),
    ):
        answer = client.get(reverse(name, args=[about.pk]))
        page, chosen = answer.content.decode(), answer.context["form"].fields[field].initial
        assert WORDS in page
        assert GONE not in page
        assert not {"indicators", "situations"} & set(chosen)


def test_a_second_municipality_sees_them_as_they_were_when_they_were_chosen(
    judged: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:concern-also", args=[judged.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in ("hat", "key", "version")}
    sent |= {"other_municipality": world.breda.pk, "why": "Het raakt Breda.", "parts": ["situations"]}
    assert client.post(url, sent).status_code == 302
    [concern] = Concern.objects.of(judged)
    [part] = shared_parts(concern)
    assert part.heading == SharedPart.SITUATIONS.label
    assert ADDRESS in part.text
    assert WORDS not in part.text


def test_two_that_are_merged_each_keep_what_they_hold(signal: Signal, world: World, wilma: Actor) -> None:
    into = make.triaged(world.goes, world.wilma)
    make.merged(signal, into, wilma)
    assert not SignalIndicator.objects.of(into).exists()
    assert not Situation.objects.of(into).exists()
    assert SignalIndicator.objects.of(signal).count() == Situation.objects.of(signal).count() == 2


# --- a partner's program


@pytest.fixture
def program(world: World, program_of: Callable[..., Program]) -> Program:
    return program_of(world.inspectorate)


BODY: dict[str, Any] = {"bron": "nla", "feiten": "Deur op slot.", "plaats": "Goes", "gemeente": "GM0664"}


def test_a_program_sends_forms_and_characteristics_and_the_same_again_is_the_same(
    program: Program, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    ticks = [
        {"code": "lab_hours", "hoeBekend": "told"},
        {"code": "lab_other", "hoeBekend": "assumed", "toelichting": WORDS},
    ]
    body = BODY | {"vorm": "labour", "andereVormen": ["criminal", "labour"], "kenmerken": ticks}
    sent = [program.post("/signalen", body, key="k") for _ in range(2)]
    assert {answer.status_code for answer in sent} == {201}
    signal = Signal.objects.unscoped(reason="test").get(pk=sent[0].json()["id"])
    assert (signal.form, signal.other_forms) == ("labour", ["criminal"])
    rows = SignalIndicator.objects.of(signal)
    assert {(row.code, row.basis, row.text, row.author) for row in rows} == {
        ("lab_hours", "told", None, None),
        ("lab_other", "assumed", WORDS, None),
    }
    assert WORDS not in str(sent[0].json())
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "de koppeling van de partner" in page.partition("Kenmerken (2)")[2]


@pytest.mark.parametrize(
    ("given", "name", "code"),
    [
        ({"kenmerken": [{"code": "lab_made_up", "hoeBekend": "told"}]}, "kenmerken.code", "invalid_choice"),
        ({"kenmerken": [{"code": "lab_hours"}]}, "kenmerken.0.hoeBekend", "required"),
        ({"kenmerken": [{"code": "lab_other", "hoeBekend": "told"}]}, "kenmerken.0.toelichting", "required"),
        (
            {"kenmerken": [{"code": "lab_hours", "hoeBekend": "told", "toelichting": WORDS}]},
            "kenmerken.0.toelichting",
            "invalid",
        ),
        ({"kenmerken": [{"code": "lab_hours", "hoeBekend": "told"}] * 2}, "kenmerken", "duplicate"),
        ({"kenmerken": "lab_hours"}, "kenmerken", "not_a_list"),
        ({"kenmerken": [{"code": "lab_hours", "hoeBekend": "told", "naam": "x"}]}, "kenmerken.0.naam", "unknown"),
        ({"andereVormen": ["unknown"]}, "andereVormen", "invalid_choice"),
        ({"andereVormen": ["labour", "labour"]}, "andereVormen", "duplicate"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(program: Program, given: dict[str, Any], name: str, code: str) -> None:
    answer = program.post("/signalen", BODY | given, key="k")
    assert answer.status_code == 400
    assert [(wrong["name"], wrong["code"]) for wrong in answer.json()["invalidParams"]] == [(name, code)]
    assert not Signal.objects.unscoped(reason="test").exists()


def test_the_code_lists_tell_group_and_standard(program: Program) -> None:
    ticks = {one["code"]: one for one in program.get("/codelijsten/kenmerken").json()}
    assert set(ticks) == set(Indicator.values)
    assert (ticks["lab_hours"]["groep"], ticks["lab_hours"]["htcds"]) == ("labour", "ExcessiveWorkingHours")
    assert "htcds" not in ticks["lab_fines"]
    groups = {one["code"] for one in program.get("/codelijsten/groepen-kenmerken").json()}
    assert {one["groep"] for one in ticks.values()} == groups
    assert [one["code"] for one in program.get("/codelijsten/hoe-bekend-kenmerk").json()] == Basis.values
