"""Pages that nobody comes to by an address alone: the last one before something leaves, what a refusal looks like, each page of the wizard.

The walk (walk.py) shows them in a browser as it does every other page: what is sent here is answered there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from django.urls import reverse

from municipalities.models import MunicipalityFallBack, MunicipalityRole
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, PossibleRole
from signals.models import Handover, Signal
from signals.operations.mentions import ToldPerson
from signals.querysets import SignalQuerySet
from signals.wizard import FORMS
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.signals.filling import begin, page_url
from tests.signals.test_last_check import typed
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

from .matrix import signals as signal_rows
from .matrix import tables as table_rows
from .pages import NOBODY, Opened, undone

NAME = "Demo Tureluur"
WEIGHED = {
    "severity": "raised",
    "plausibility": "reasonable",
    "urgency": "normal",
    "motivation": "Meer past.",
    "hand_over": "on",
}


@dataclass(frozen=True)
class Sent(Opened):
    """`ask`: what is sent; `status`: how it is answered; `starts_within`: the keyboard begins at what was just added."""

    ask: Callable[[OutsideClient], Any] = field(kw_only=True)
    status: int = field(default=200, kw_only=True)
    starts_within: bool = field(default=False, kw_only=True)


def all_sent(world: World) -> Iterator[Sent]:
    """Each of them, in the world that it needs."""
    for some in (_wizard, _handing_over, _adding, _tabling, _appointing, _refused, _stale, _broken):
        with undone():
            for one in some(world):
                with undone():
                    yield one


def _posted(name: str, person: str, url: str, data: dict[str, Any], status: int = 200) -> Sent:
    return Sent(name, person, url, ask=lambda client: client.post(url, {"hat": client.hat, **data}), status=status)


def _opened(name: str, person: str, url: str, status: int = 200) -> Sent:
    return Sent(name, person, url, ask=lambda client: client.get(url), status=status)


def _browser(world: World, person: str) -> OutsideClient:
    return Opened("", person, "").client(world)


def _wizard(world: World) -> Iterator[Sent]:
    """One that begins with danger has all of its pages. The one about who shows its fields when somebody is added."""
    draft = begin(_browser(world, "Wilma"), danger="yes")
    for slug in FORMS:
        yield _opened(f"wizard {slug}", "Wilma", page_url(draft, slug))
    for kind in ("person", "vehicle", "address"):
        added = _opened(f"wizard wie {kind}", "Wilma", f"{page_url(draft, 'wie')}?erbij={kind}")
        yield replace(added, starts_within=True)
    yield _posted("wizard wat, empty", "Wilma", page_url(draft, "wat"), {}, 422)


def _handing_over(world: World) -> Iterator[Sent]:
    """By name, with somebody in the text who does not go along; as a tip; and changed since it was seen."""
    wilma, officer = actor_for(world.wilma, "focal_officer"), _browser(world, "Wilma")
    named = make.handled(world.goes, world.wilma, facts=f"daar slaapt {NAME}", company="", address="", vehicle="")
    named = make.mentioned(named, wilma, ToldPerson(NAME, role=PossibleRole.VICTIM, certainty=Certainty.SEEN))
    url = reverse("signals:hand-over", args=[named.pk])
    given = typed(world, officer, named, stap="controleren")
    yield _posted("what is still to be settled", "Wilma", url, given)
    yield _posted("what is still to be settled, pressed on", "Wilma", url, given | {"stap": "verwerken"}, 422)
    plain = make.handled(world.goes, world.wilma)
    url = reverse("signals:hand-over", args=[plain.pk])
    given = typed(world, officer, plain, fields_shared=["place", "facts"], stap="controleren")
    yield _posted("the last page", "Wilma", url, given)
    yield _posted("the last page, of what changed", "Wilma", url, given | {"stap": "versturen", "seen": "x"}, 409)
    tip = {"anonymous": "yes", "kind": "anonymous_tip", "ground": "no_personal_data", "circle": "many"}
    yield _posted("the last page of a tip", "Wilma", url, given | tip | {"fields_shared": ["place"]})
    text = reverse("signals:tip-text", args=[named.pk])
    settling = officer.get(text).context["settling"]
    pieces = {one.html_name: one.value() for one in settling.hidden_fields()} | {"stap": "nakijken"}
    yield _posted("a tip of which nothing is settled", "Wilma", text, pieces, 422)
    yield _posted("a handover with mistakes", "Wilma", url, given | {"partner": "", "purpose": ""}, 422)


def _adding(world: World) -> Iterator[Sent]:
    wilma, officer = actor_for(world.wilma, "focal_officer"), _browser(world, "Wilma")
    told = ToldPerson(NAME, role=PossibleRole.VICTIM, certainty=Certainty.SEEN)
    signal = make.mentioned(make.handled(world.goes, world.wilma, company="Denkhandel"), wilma, told)
    pk = make.handed_over(signal, wilma, world.inspectorate, fields=["place"]).pk
    url = reverse("signals:add-to-handover", args=[pk])
    given = officer.filled(url, fields_shared=["facts", "company"], necessity=make.NEEDED, seen="", stap="controleren")
    yield _posted("the last page of an addition", "Wilma", url, given)
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(facts=f"daar slaapt {NAME}")
    yield _posted("an addition with something to be settled", "Wilma", url, given)
    Handover.objects.unscoped(reason="test").filter(pk=pk).update(method="phone")
    yield _posted("an addition with mistakes", "Wilma", url, given | {"fields_shared": []}, 422)


def _tabling(world: World) -> Iterator[Sent]:
    url = reverse("signals:table-signal", args=table_rows.signal_and_meeting(world))
    text = {"text": at_table.TEXT, "question": at_table.QUESTION, "ground": "public_task"}
    given = _browser(world, "Wilma").filled(url, **text, parties=[f"o{world.inspectorate.pk}"], stap="controleren")
    yield _posted("who reads what at the table", "Wilma", url, given)
    yield _posted("a point with somebody in it", "Wilma", url, given | {"text": "Bel 06-0000 1234."}, 422)


def _appointing(world: World) -> Iterator[Sent]:
    MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
    MunicipalityFallBack.objects.create(municipality=world.vlissingen, user=world.koos, valid_from=FIRST)
    url = reverse("municipalities:appoint", args=["GM0718"])
    yield _opened("appointing", "Koos", url)
    yield _posted("who will be appointed", "Koos", url, {"user": world.outsider.email})


def _refused(world: World) -> Iterator[Sent]:
    """Not there, not hers, not as sent, not from here, not readable, not now, not under this hat."""
    [signal] = signal_rows.handled(world)
    mine = reverse("signals:detail", args=[signal])
    decide = reverse("signals:decide", args=[signal])
    yield _opened("no such page", "Wilma", "/bestaat-niet/", 404)
    yield _opened("no such page, for nobody", NOBODY, "/bestaat-niet/", 404)
    yield _opened("not visible", "Vera", mine, 404)
    yield _opened("not allowed", "Jet", reverse("signals:list"), 403)
    yield _opened("no page but a button", "Wilma", decide, 405)
    other = {"hat": "district_coordinator", "facts": "Acht bedden."}
    yield _posted("under another hat", "Daphne+", reverse("signals:note"), other, 409)
    yield _posted("under a hat that she has no more", "Wilma", reverse("signals:note"), other, 409)
    yield Sent(
        "in an unknown place",
        "Wilma",
        "/",
        ask=lambda one: one.get("/", headers={"host": "elders.example"}),
        status=400,
    )
    yield Sent(
        "from elsewhere", "Wilma", "/inloggen/", ask=lambda _: _strict().post("/inloggen/", {"login": "x"}), status=403
    )
    [closed] = signal_rows.closed(world)
    yield _opened("not now", "Wilma", reverse("signals:weigh", args=[closed]), 409)


def _strict() -> OutsideClient:
    return OutsideClient(enforce_csrf_checks=True)


def _stale(world: World) -> Iterator[Sent]:
    """Somebody else was first, or she herself in another window."""
    for name, person in (("changed by a colleague", world.koos), ("changed by herself", world.wilma)):
        seen = make.triaged(world.goes, world.wilma)
        operations.gather(seen, actor=actor_for(person, "focal_officer"))
        url = reverse("signals:decide", args=[seen.pk])
        yield _posted(name, "Wilma", url, {**WEIGHED, "version": seen.version}, 409)


def _broken(world: World) -> Iterator[Sent]:
    """A fault of ours. What broke is undone with it, so that the next page finds the world as it was."""

    def break_down(client: OutsideClient) -> Any:
        client.raise_request_exception = False
        with patch.object(SignalQuerySet, "for_list", lambda *_: 1 / 0):
            return client.get(reverse("signals:list"))

    yield Sent("a fault", "Wilma", reverse("signals:list"), ask=break_down, status=500)
