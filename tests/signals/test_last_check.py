"""What is left out of a handover by name does not stand in its text: each find is named and settled before it leaves."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from core.resend import AlreadySent
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, PossibleRole
from signals.disclosure import choices_of
from signals.last_check import Settled
from signals.models import Handover, Signal
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.sharing_codes import Naming
from signals.things import Platform, ThingKind, Whose
from signals.withheld import about_to_leave
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

PLAIN = {"company": "", "address": "", "vehicle": ""}
TUREN = ToldPerson("Demo Tureluur", alias="Zwaluwtje", role=PossibleRole.VICTIM, certainty=Certainty.SEEN)
PHONE = ToldThing(ThingKind.PHONE, value="06-0000 3301")
PLATE = ToldThing(ThingKind.VEHICLE, value="0-DEM-04")
PROFILE = ToldThing(ThingKind.PROFILE, value="zwaluwtje_demo", platform=Platform.INSTAGRAM)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def fresh(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def finds(signal: Signal, *ticked: str) -> list[tuple[str, str, set[str]]]:
    """What the last check finds: (words, whom, the ways)."""
    signal = fresh(signal)
    leaving = about_to_leave(signal, choices_of(signal, anonymous=False), ticked or ("facts",), {})
    return [(find.piece.text, find.words, {code for code, _ in find.ways}) for find in leaving.check.left]


EVERY = {"tick", "remove", "needed", "other"}


@pytest.mark.parametrize(
    ("told", "text", "words"),
    [
        (TUREN, "daar slaapt tureluur", "tureluur"),
        (TUREN, "zij heet Z.w.a.l.u.w.t.j.e", "Z.w.a.l.u.w.t.j.e"),
        (TUREN, "zij heet T u r e l u u r", "T u r e l u u r"),
        (TUREN, "zij heet Zw4luwtj3", "Zw4luwtj3"),
        (PHONE, "bel +31 6 0000 3301 maar", "6 0000 3301"),
        (PHONE, "bel nul zes nul nul nul nul drie drie nul een", "nul zes nul nul nul nul drie drie nul een"),
        (PLATE, "de bus 0dem04 staat er", "0dem04"),
        (PROFILE, "op zwaluwtje_demo staat het", "zwaluwtje_demo"),
        (ToldThing(ThingKind.COMPANY, name="Denkfruit"), "bij Denkfruit werken acht mensen", "Denkfruit"),
    ],
)
def test_what_is_not_ticked_is_found_in_the_text_and_may_be_ticked(
    told: Any, text: str, words: str, world: World, wilma: Actor
) -> None:
    signal = make.mentioned(make.handled(world.goes, world.wilma, facts=text, **PLAIN), wilma, told)
    [(found, whom, ways)] = finds(signal)
    assert (found, ways) == (words, EVERY)
    code = "person-1" if isinstance(told, ToldPerson) else f"{told.kind}-1"
    assert not finds(signal, "facts", code)
    with pytest.raises(Invalid, match="ingevuld") as refusal:
        make.handed_over(signal, wilma, world.inspectorate)
    assert words in str(refusal.value.fields)
    assert whom in str(refusal.value.fields)


def test_what_was_taken_back_or_corrected_is_found_too(world: World, wilma: Actor) -> None:
    facts = "eerst noemde men Tureluur, later Wulp; bel 06-0000 3301"
    signal = make.mentioned(make.handled(world.goes, world.wilma, facts=facts, **PLAIN), wilma, TUREN, PHONE)
    other = ToldPerson("Demo Wulp")
    signal = operations.correct_mention(signal, actor=wilma, number=1, told=other, key=uuid.uuid4())
    signal = operations.withdraw_mention(signal, actor=wilma, kind="phone", number=1, why="Onjuist.", key=uuid.uuid4())
    assert [(text, ways) for text, _, ways in finds(signal)] == [
        ("Tureluur", EVERY),
        ("Wulp", EVERY),
        ("06-0000 3301", EVERY - {"tick"}),
    ]


def test_the_address_company_and_vehicle_that_are_not_ticked_are_found(world: World) -> None:
    where = {"company": "Denkhandel", "address": "Nergensweg 12", "vehicle": "wit busje 0-DEM-04"}
    facts = "achter nergensweg 12, bij Denkhandel, staat 0-dem-04"
    signal = make.handled(world.goes, world.wilma, facts=facts, **where)
    assert [whom for _, whom, _ in finds(signal)] == ["het adres", "het bedrijf", "het voertuig"]
    assert not finds(signal, "facts", "address", "company", "vehicle")
    # One house, however much of its address is told.
    whole = {"company": "", "vehicle": "", "address": "Nergensweg 12, 0000 AA Goes"}
    for text in ("bij nergensweg 12", "in 0000AA 12", "op Nergensweg 12, 0000 AA Goes"):
        signal = make.handled(world.goes, world.wilma, facts=text, **whole)
        assert [whom for _, whom, _ in finds(signal)] == ["het adres"]


@pytest.mark.parametrize("may", [False, True])
@pytest.mark.parametrize("said", ["verteller", "joop", "0113000012", "j.verteller@goes.example", "Buurtsportcoach"])
def test_who_reported_stays_only_when_the_name_may_go_along(said: str, may: bool, world: World, wilma: Actor) -> None:
    reporter = ReporterFacts(
        name="Joop Verteller",
        function="Buurtsportcoach",
        contact="j.verteller@goes.example, 0113-000012",
        naming=Naming.MAY if may else Naming.INSIDE,
        wants_anonymity=False,
    )
    signal = make.handled(
        world.goes,
        world.wilma,
        facts=f"dit zag {said} vannacht",
        reporter=reporter,
        **PLAIN,
    )
    [(_, whom, ways)] = finds(signal)
    assert (whom, ways) == ("de melder", EVERY if may else {"remove"})
    kept = make.settling(signal, Settled.NEEDED)
    if may:
        assert make.handed_over(signal, wilma, world.inspectorate, answers=kept)
    else:
        with pytest.raises(Invalid):
            make.handed_over(signal, wilma, world.inspectorate, answers=kept)


@pytest.mark.parametrize(("may", "told"), [(False, "Dit gaat niet mee"), (True, "kiest u of het meegaat")])
def test_the_preview_says_already_whether_a_number_of_the_reporter_goes_along(
    may: bool, told: str, world: World, client_of: ClientOf
) -> None:
    reporter = ReporterFacts(contact="0113-000012", naming=Naming.MAY if may else Naming.INSIDE, wants_anonymity=False)
    signal = make.handled(world.goes, world.wilma, facts="Bel 0113 000 012.", reporter=reporter, **PLAIN)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    fields = {"hat": client.hat, "stap": "kiezen", "anonymous": "no", "fields_shared": ["facts"]}
    for page in (client.get(url), client.post(url, fields)):
        text = page.content.decode()
        assert "“0113 000 012”: de melder." in text
        assert told in text
    assert "staat-erin" not in client.post(url, fields | {"fields_shared": ["place"]}).content.decode()


def test_a_colleague_who_sent_it_in_is_who_reported(world: World, wilma: Actor) -> None:
    name = world.hanna.full_name
    signal = make.received(world.goes, world.hanna, facts=f"{name} zag het gebeuren", **PLAIN)
    signal = operations.take_up(fresh(signal), actor=wilma)
    [(found, whom, ways)] = finds(signal)
    assert (found, whom, ways) == (name, "de melder", {"remove"})


def test_what_is_taken_out_is_gone_from_what_leaves_and_stays_in_the_signal(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, facts="daar slaapt Tureluur, ja tureluur", **PLAIN)
    signal = make.mentioned(signal, wilma, TUREN)
    given = {"answers": make.settling(signal, Settled.REMOVE), "fields": ["facts"]}
    sent = make.handed_over(signal, wilma, world.inspectorate, **given)
    assert sent.content == [["facts", "Wat is er gezien of gehoord", "daar slaapt […], ja […]"]]
    assert (sent.kept, fresh(signal).facts) == (None, "daar slaapt Tureluur, ja tureluur")


def test_what_stays_is_kept_with_its_reason_and_the_receiver_reads_no_reason(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, facts="daar slaapt Tureluur", **PLAIN)
    signal = make.mentioned(signal, wilma, TUREN)
    sent = make.handed_over(
        signal, wilma, world.inspectorate, answers=make.settling(signal, Settled.NEEDED), fields=["facts"]
    )
    assert sent.kept == [["Wat is er gezien of gehoord", "Tureluur", "persoon 1", "needed"]]
    assert "needed" not in str(sent.content) + str(sent.about)


def test_what_is_ticked_by_it_goes_along_and_is_looked_at_again(world: World, wilma: Actor) -> None:
    first = ToldPerson("Demo Wulp", description="woont bij Tureluur")
    signal = make.handled(world.goes, world.wilma, facts="daar slaapt Wulp", **PLAIN)
    signal = make.mentioned(signal, wilma, first, TUREN)
    given = make.settling(signal, Settled.TICK, "facts")
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], answers=given)
    assert "Tureluur" in str(refusal.value.fields)
    given |= make.settling(signal, Settled.TICK, "facts", "person-1")
    disclosure = make.disclosure(world.inspectorate, fields=["facts"], answers=given)
    sent = operations.hand_over(signal, actor=wilma, disclosure=disclosure)
    assert [code for code, _, _ in sent.content] == ["facts", "person-1", "person-2"]
    assert operations.hand_over(fresh(signal), actor=wilma, disclosure=disclosure) == sent
    other = make.disclosure(world.inspectorate, fields=["place"], key=disclosure.key)
    with pytest.raises(AlreadySent):
        operations.hand_over(fresh(signal), actor=wilma, disclosure=other)


def test_people_and_reporter_of_what_was_merged_are_found(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, facts="Tureluur zag Joop", **PLAIN)
    double = make.triaged(world.goes, world.wilma, reporter=ReporterFacts(name="Joop Verteller"))
    make.merged(make.mentioned(double, wilma, TUREN), signal, wilma)
    assert [ways for _, _, ways in finds(signal)] == [EVERY - {"tick"}, {"remove"}]


@pytest.mark.parametrize(("field", "text"), [("purpose", "Hulp voor Tureluur"), ("to_function", "mevrouw Tureluur")])
def test_nobody_who_stays_behind_is_named_beside_the_fields(field: str, text: str, world: World, wilma: Actor) -> None:
    signal = make.mentioned(make.handled(world.goes, world.wilma, facts="acht mensen", **PLAIN), wilma, TUREN)
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], **{field: text})
    assert set(refusal.value.fields) == {field}
    assert make.handed_over(signal, wilma, world.inspectorate, fields=["facts", "person-1"], **{field: text})


@pytest.mark.parametrize("field", ["purpose", "to_function"])
@pytest.mark.parametrize("kind", ["phone", "vehicle", "address", "profile"])
def test_nothing_of_a_possible_victim_that_stays_behind_is_typed_beside_the_fields(
    kind: str, field: str, world: World, wilma: Actor
) -> None:
    told = {
        "phone": (PHONE, "bel 06-0000 3301"),
        "vehicle": (ToldThing(ThingKind.VEHICLE, value="GB-001-B"), "auto gb 001 b"),
        "address": (ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", place="Goes"), "woont Nergensweg 12"),
        "profile": (PROFILE, "zie zwaluwtje_demo"),
    }
    thing, text = told[kind]
    signal = make.handled(world.goes, world.wilma, facts="acht mensen", **PLAIN)
    signal = make.mentioned(signal, wilma, replace(thing, whose=Whose.VICTIM))
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], **{field: text})
    assert set(refusal.value.fields) == {field}
    assert make.handed_over(signal, wilma, world.inspectorate, fields=["facts", f"{kind}-1"], **{field: text})


def test_where_it_was_seen_may_be_typed_beside_the_fields_and_a_number_of_anybody_may_not(
    world: World, wilma: Actor
) -> None:
    place = {"company": "Denkhandel", "address": "Nergensweg 12", "vehicle": "0-DEM-04"}
    signal = make.handled(world.goes, world.wilma, facts="acht mensen", **place)
    other = ToldThing(ThingKind.ADDRESS, value="Nergensweg 14", whose=Whose.OTHER)
    signal = make.mentioned(signal, wilma, other, replace(PHONE, whose=Whose.OTHER))
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], purpose="Bel 06-0000 3301")
    purpose = "Controle bij Denkhandel, Nergensweg 12 en Nergensweg 14, let op 0-DEM-04"
    assert make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], purpose=purpose)


def test_a_thing_of_the_reporter_stays_behind_without_a_way_to_keep_it(world: World, wilma: Actor) -> None:
    of_source = ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", whose=Whose.REPORTER)
    signal = make.handled(world.goes, world.wilma, facts="gezien vanaf Nergensweg 12", **PLAIN)
    assert [ways for _, _, ways in finds(make.mentioned(signal, wilma, of_source))] == [{"remove"}]


def typed(world: World, client: OutsideClient, signal: Signal, **more: Any) -> dict[str, Any]:
    page = client.get(reverse("signals:hand-over", args=[signal.pk]))
    return {
        "hat": client.hat,
        "key": str(page.context["form"]["key"].value()),
        "anonymous": "no",
        "partner": str(world.inspectorate.pk),
        "kind": "investigate",
        "fields_shared": ["facts"],
        "purpose": "Onderzoek naar misstanden",
        "ground": "public_task",
        "method": "letter",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
        **more,
    }


def test_the_page_asks_first_then_shows_what_leaves_and_sends_that(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma, facts="daar slaapt Tureluur", **PLAIN)
    signal = make.mentioned(signal, wilma, TUREN)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    given = typed(world, client, signal, stap="controleren")
    asked = client.post(url, given)
    assert asked.status_code == 200
    assert "Eerst nakijken" in asked.content.decode()
    # Pressing on without an answer keeps everything and says what is missing; sending straight away sends nothing.
    [name] = [name for name in asked.context["check"].fields if name.startswith("vondst_")]
    assert client.post(url, {**given, name: ""}).status_code == 422
    assert "Eerst nakijken" in client.post(url, {**given, "stap": "versturen", "seen": "x"}).content.decode()
    assert not Handover.objects.of(signal).exists()
    shown = client.post(url, {**given, name: "remove"})
    assert "daar slaapt […]" in shown.content.decode()
    sent = dict(shown.context["sent"])
    assert client.post(url, {**given, **sent, "stap": "versturen"}).status_code == 302
    assert Handover.objects.of(signal).get().content == [["facts", "Wat is er gezien of gehoord", "daar slaapt […]"]]


def test_pressing_on_with_nothing_chosen_says_what_is_missing(world: World, wilma: Actor, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma, facts="daar slaapt Tureluur", **PLAIN)
    signal = make.mentioned(signal, wilma, TUREN)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    given = typed(world, client, signal)
    asked = client.post(url, {**given, "stap": "controleren"})
    button = re.search(r'name="stap" value="(\w+)"[^>]*>\s*Keuzes verwerken', asked.content.decode())
    assert button
    # Radios of which none is chosen are not sent.
    pressed = client.post(url, {**dict(asked.context["sent"]), "hat": client.hat, "stap": button[1]})
    assert pressed.status_code == 422
    assert "Er is nog 1 ding om na te kijken" in pressed.content.decode()
    assert pressed.context["check"].errors


def test_before_it_is_sent_the_foot_says_when_the_number_comes(world: World, wilma: Actor, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    for anonymous in ("no", "yes"):
        page = client.post(url, typed(world, client, signal, anonymous=anonymous, stap="kiezen")).content.decode()
        assert "nummer (krijgt u bij het versturen). " in page
    sent = make.handed_over(signal, wilma, world.inspectorate)
    assert f"nummer {sent.reference}. " in sent.foot


def test_the_last_check_takes_few_queries(world: World, wilma: Actor, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    counts = []
    for people in ([TUREN], [TUREN, *[ToldPerson("Demo Wulp")] * 4, *[PHONE] * 5]):
        signal = make.handled(world.goes, world.wilma, facts="daar slaapt Tureluur, en Wulp", **PLAIN)
        signal = make.mentioned(signal, wilma, *people)
        url = reverse("signals:hand-over", args=[signal.pk])
        given = typed(world, client, signal, stap="controleren")
        client.post(url, given)
        counts.append(len(queries_of(partial(client.post, url, given))))
    assert counts[0] == counts[1] <= 18
