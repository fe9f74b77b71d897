"""Whom the sender of a moved signal protected is protected at the receiver too, who gets none of the names."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from core.access import Actor
from core.errors import Invalid
from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals import operations
from signals.anonymising import Hidden, Kind, Protected, digests_of, naming_in, pieces_in
from signals.anonymising.hidden import hidden_in
from signals.anonymising.spelling import signs_of, skeleton
from signals.models import Arrival, HiddenNames, Signal, SignalPerson
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson
from signals.protecting import protected_in
from tests.factories import signals as make
from tests.support.world import World

DRAWN_AS = dict(zip("aeitosbl", "43170581", strict=True))
NAMES = ("Mies Muntenbak", "Zo\u0308e Ĉapek", "Ed van der Boei")


def moved(signal: Signal, sender: Actor, place: Municipality, receiver: Actor) -> Signal:
    move = make.offered_to(signal, place, sender)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=move.pk)
    taken = operations.accept_move(actor=receiver, arrival=arrival)
    return now(taken)


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def saying(taken: Signal, facts: str) -> Signal:
    """As somebody wrote it there later: a text that names who reported does not come along."""
    Signal._base_manager.filter(pk=taken.pk).update(facts=facts)
    return now(taken)


def protected_words(signal: Signal) -> set[str]:
    """Of its facts, what says who somebody is."""
    return {piece.text for piece in pieces_in(signal.facts, protected_in(signal)) if piece.kind == Kind.PERSON}


def test_names_that_stayed_behind_are_found_and_stand_nowhere(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    reporter = ReporterFacts(name="Joop Verteller", contact="06-0000 1234")
    facts = "Tureluur slaapt daar, zei verteller; bel 06-0000 1234"
    signal = make.mentioned(
        make.triaged(world.goes, world.wilma, reporter=reporter), wilma, ToldPerson("Demo Tureluur")
    )
    taken = saying(moved(signal, wilma, world.breda, actor_for(world.floor)), facts)
    assert not SignalPerson.objects.of(taken).exists()
    kept = str(HiddenNames.objects.of(taken).get().digests).lower()
    assert not any(word in kept for word in ("tureluur", "verteller", "00001234"))
    assert {"Tureluur", "verteller"} <= protected_words(taken)
    floor = actor_for(world.floor)
    with pytest.raises(Invalid) as refusal:
        make.handed_over(taken, floor, world.inspectorate, fields=["facts"])
    assert "wie in de eerdere gemeente beschermd was" in str(refusal.value.fields)
    answers = make.settling(taken, "remove")
    sent = make.handed_over(taken, floor, world.inspectorate, fields=["facts"], answers=answers)
    assert "ureluur" not in str(sent.content)
    assert "1234" not in str(sent.content)


def test_they_stay_hidden_where_it_is_merged_into_another_and_where_that_one_moves_to(world: World) -> None:
    wilma, floor, vera = actor_for(world.wilma, "focal_officer"), actor_for(world.floor), actor_for(world.vera)
    arrived = []
    for name in ("Demo Tureluur", "Demo Wulp"):
        signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, ToldPerson(name))
        arrived.append(moved(signal, wilma, world.breda, floor))
    kept = make.triaged(world.breda, world.floor, facts="Daar slapen tureluur en wulp")
    assert not {"tureluur", "wulp"} & protected_words(kept)
    for one in arrived:
        make.merged(one, now(kept), floor)
    kept = now(kept)
    assert {"tureluur", "wulp"} <= protected_words(kept)
    with pytest.raises(Invalid, match="ingevuld"):
        make.handed_over(kept, floor, world.inspectorate, fields=["facts"])
    sent = make.handed_over(kept, floor, world.inspectorate, fields=["facts"], answers=make.settling(kept, "remove"))
    assert not {"tureluur", "wulp"} & set(str(sent.content).split())
    onward = moved(make.triaged(world.breda, world.floor, facts="Daar slaapt tureluur"), floor, world.vlissingen, vera)
    assert "tureluur" not in protected_words(onward)
    other = make.triaged(world.breda, world.floor, facts="Daar slaapt tureluur")
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, ToldPerson("Demo Tureluur"))
    make.merged(moved(signal, wilma, world.breda, floor), other, floor)
    assert "tureluur" in protected_words(moved(now(other), floor, world.vlissingen, vera))


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        *(
            ("06-0000 1234", text)
            for text in (
                "bel +31600001234 maar",
                "bel 0031600001234",
                "tel06-0000 1234",
                "bel 2 06 0000 1234",
                "bel o6oooo1234",
                "bel nul zes nul nul nul nul twaalf vierendertig",
                "achter Vertellers huis",
            )
        ),
        *(("+31600001234", text) for text in ("bel 0600001234", "bel 06-0000 1234", "bel +31 (0)6 0000 1234")),
    ],
)
def test_a_hidden_number_or_name_is_found_in_each_ordinary_way_of_writing_it(
    contact: str, text: str, world: World
) -> None:
    reporter = ReporterFacts(name="Joop Verteller", contact=contact)
    nowhere = {"company": "", "address": "", "vehicle": ""}
    floor, wilma = actor_for(world.floor), actor_for(world.wilma, "focal_officer")
    signal = make.triaged(world.goes, world.wilma, reporter=reporter, **nowhere)
    taken = saying(moved(signal, wilma, world.breda, floor), text)
    for told in ({}, {"purpose": text}, {"to_function": text}):
        fields = ["place"] if told else ["facts"]
        with pytest.raises(Invalid) as refusal:
            make.handed_over(taken, floor, world.inspectorate, fields=fields, **told)
        assert "wie in de eerdere gemeente beschermd was" in str(refusal.value.fields)


@given(
    some.sampled_from(NAMES),
    some.sampled_from(["", "-", ".", " ", "\u00ad"]),
    some.booleans(),
    some.sets(some.sampled_from("aeitosbl")),
    some.binary(min_size=8, max_size=32),
)
def test_a_hidden_name_is_found_however_it_is_spelled(
    name: str, between: str, shout: bool, drawn: set[str], key: bytes
) -> None:
    """Also with digits drawn for some of its letters, and by who knows the name; not when nothing but digits is left."""
    known = Protected(names={name: ""})
    digests: dict[int, set[str]] = {}
    for signs, digest in digests_of(known.spelled(), key):
        digests.setdefault(signs, set()).add(digest)
    hidden = Hidden(key, {signs: frozenset(found) for signs, found in digests.items()})
    word = name.split()[-1]
    written = "".join(DRAWN_AS[sign] if sign in drawn else sign for sign in word)
    assume(signs_of(written) == signs_of(word) or not written.isdigit())
    spelled = between.join(written.upper() if shout else written)
    text = f"er slaapt {spelled} in huis"
    assert [signs_of(text[start:end]) for start, end in hidden_in(skeleton(text), hidden)] == [signs_of(written)]
    assert any(signs_of(written) in signs_of(piece.text) for piece in naming_in(text, known))
    assert not list(hidden_in(skeleton("er slaapt niemand in huis"), hidden))
