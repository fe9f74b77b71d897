"""Pages that look otherwise by what stands there: what was found, a list half-way taken over, a signal from its beginning to its end.

By its address alone each of them was opened once, in one state (pages.py). The walk (walk.py) shows these in a browser too, and
each is held to the same few statements (test_few_queries.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from core.access import SYSTEM
from core.words import FIELD, seal_words
from municipalities.roles import actor_for
from signals import operations
from signals.at_address import url_at
from signals.codes import Certainty, PossibleRole
from signals.models import Arrival, Signal
from signals.operations.mentions import ToldPerson
from tests.factories import lists
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.world import World

from .matrix import signals as signal_rows
from .pages import Opened, undone

OFFICER = "focal_officer"
SOMEBODY = ToldPerson("Demo Kovalsky", role=PossibleRole.VICTIM, certainty=Certainty.SEEN)


@dataclass(frozen=True)
class State(Opened):
    """`shows`: words by which the page is seen to be in that state."""

    shows: str = field(kw_only=True)


def all_states(world: World) -> Iterator[State]:
    """Each of them, in the world that it needs."""
    for some in (_found, _half_way, _from_beginning_to_end):
        with undone():
            yield from some(world)


def _officer(name: str, url: str, shows: str) -> State:
    return State(name, "Wilma", url, shows=shows)


def _words(world: World, words: str) -> str:
    return urlencode({FIELD: seal_words(words, actor_for(world.wilma, OFFICER))})


def _found(world: World) -> Iterator[State]:
    """By a word, nearly, by a number that was misread, in the list, at an address; and what may be about the same."""
    wilma = actor_for(world.wilma, OFFICER)
    one, other, alike = (
        make.triaged(world.goes, world.wilma, company="Kwekerij de Rozenhof", address="Burg. Nergensweg 12", told=told)
        for told in ((make.PHONE, SOMEBODY), (make.PHONE,), (ToldPerson("Demo Kowalski"),))
    )
    search, misread = (
        reverse("search"),
        f"{one.reference[:3]}{'3' if one.reference[3] == '2' else '2'}{one.reference[4:]}",
    )
    for name, words, shows in (
        ("found by a word", "bedden", "<mark>"),
        ("found nearly", "Roosenhof", "bedrijf of plaats lijkt op"),
        ("found by a street", "Burg. Nerdensweg", "straat lijkt op wat u typte"),
        ("found by a misread number", misread, "klopt niet met de rest"),
        ("found nothing", "Zwanenmeer", "Niets gevonden"),
    ):
        yield _officer(name, f"{search}?{_words(world, words)}", shows)
    chosen = urlencode({"tab": "alles", "stand": "triage", "aantal": "100", "volgorde": "oud"})
    yield _officer(
        "the list, searched and filtered",
        f"{reverse('signals:list')}?{chosen}&{_words(world, 'bedden')}",
        "Gevonden in",
    )
    yield _officer("what plays at an address", url_at(wilma, "Burg. Nergensweg 12", one.place), one.reference)
    for signal in (one, alike):
        yield _officer(
            f"related to {'much' if signal is one else 'little'}", _of("related", signal), "naam die hetzelfde klinkt"
        )
    yield _officer("a signal with others in its margin", _of("detail", other), "zelfde telefoonnummer")


def _half_way(world: World) -> Iterator[State]:
    """A list that waits for its job, and one with mistakes and with a number that may be a BSN."""
    waiting = lists.read_in(actor_for(world.wilma, OFFICER), world.goes)
    yield _officer("a list that is read", reverse("signals:list-import", args=[waiting.pk]), "Kijk hoe ver het nu is")
    yield _officer(
        "a list with mistakes", reverse("signals:list-import", args=signal_rows.wrong_list(world)), "is geen datum"
    )
    yield _officer(
        "a list that can be imported",
        reverse("signals:list-import", args=signal_rows.checked_list(world)),
        "signalen importeren",
    )


def _from_beginning_to_end(world: World) -> Iterator[State]:
    """Its page, with every part unfolded."""
    wilma, floor = actor_for(world.wilma, OFFICER), actor_for(world.floor, OFFICER)
    received = make.received(world.goes, world.hanna)
    full, moved = (
        make.handled(world.goes, world.wilma, told=(make.PHONE, SOMEBODY)),
        make.triaged(world.goes, world.wilma),
    )
    make.handed_over(full, wilma, world.inspectorate)
    make.overridden(full, wilma, world.veilig_thuis)
    make.questioned(full, wilma, to_user_id=world.koos.pk)
    make.noticed(full, wilma)
    make.situated(full, wilma)
    make.asked(full, wilma)
    make.attached(full, wilma, name="foto.txt")
    operations.offer_signal(full, actor=wilma, why="Hulp nodig.", asked=agreed())
    operations.follow_signal(full, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    make.shared_with(full, world.breda, wilma)
    move = make.offered_to(moved, world.breda, wilma)
    operations.accept_move(actor=floor, arrival=Arrival.objects.unscoped(reason="test").get(move_id=move.pk))
    [closed], [merged] = signal_rows.closed(world), signal_rows.merged(world)
    erased = operations.anonymise(past.past_its_day(world), actor=SYSTEM)
    for name, key, shows in (
        ("received", received.pk, "Oppakken"),
        ("of which everything runs", full.pk, SOMEBODY.name),
        ("closed", closed, "Gesloten"),
        ("merged", merged, "Samengevoegd"),
        ("moved", moved.pk, "Breda"),
        ("anonymised", erased.pk, "Geanonimiseerd"),
    ):
        yield _officer(f"a signal: {name}", f"{reverse('signals:detail', args=[key])}?delen=open", shows)


def _of(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.pk])
