"""What tables decided, over all meetings: filtered, paged, of the points that the reader has."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import Actor
from core.errors import Forbidden
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Meeting, Signal, TableItem, TablePaper
from signals.partners import standings
from signals.work import count_work
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import philo as philo
from .seated import signal as signal
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import vera as vera
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]
URL = "signals:outcomes"


@pytest.fixture
def decided(world: World, wilma: Actor, karlijn: Actor, meeting: Meeting, to_inspectorate: str) -> dict[str, TableItem]:
    """One for the inspectorate that is open, one that is done, one without anything to do."""
    named = ("open", "done", "nothing")
    items = {
        name: at_table.tabled(make.triaged(world.goes, world.wilma), wilma, meeting, to_inspectorate) for name in named
    }
    at_table.begun(world, meeting)
    for name, point in items.items():
        action: dict[str, Any] = {} if name == "nothing" else {"owner": to_inspectorate, "due_on": today()}
        outcome = at_table.outcome(decision=f"Besluit {name}.", **action)
        operations.record_outcome(actor=karlijn, paper=at_table.paper(point, "zorg"), outcome=outcome)
    paper = at_table.paper(items["done"], to_inspectorate)
    operations.settle_action(actor=actor_for(world.philo), paper=paper, line="Gedaan.")
    return items


def shown(answer: Any, decided: dict[str, TableItem]) -> set[str]:
    page = answer.content.decode()
    return {name for name in decided if f"Besluit {name}." in page}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"open", "done", "nothing"}),
        ({"stand": "open"}, {"open"}),
        ({"stand": "gedaan"}, {"done"}),
        ({"stand": "geen-actie"}, {"nothing"}),
        ({"voor": "mij"}, {"open", "done"}),
        ({"voor": "mij", "stand": "open"}, {"open"}),
    ],
    ids=["all", "open", "done", "nothing to do", "mine", "mine and open"],
)
def test_filters_stand_in_the_address_and_can_be_taken_off_one_by_one(
    asked: dict[str, str], found: set[str], decided: dict[str, TableItem], world: World, client_of: ClientOf
) -> None:
    answer = client_of(world.philo).get(reverse(URL), asked)
    assert shown(answer, decided) == found
    assert len(answer.context["chips"]) == len(asked)


def test_by_meeting_and_municipality_and_only_of_ones_own_papers(
    decided: dict[str, TableItem], meeting: Meeting, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.philo)
    assert shown(client.get(reverse(URL), {"overleg": meeting.pk}), decided) == set(decided)
    assert shown(client.get(reverse(URL), {"gemeente": world.goes.gm_code}), decided) == set(decided)
    other = client.get(reverse(URL), {"gemeente": world.vlissingen.gm_code})
    assert world.vlissingen.name not in [
        str(label) for _, label in other.context["filter"].form.fields["gemeente"].choices
    ]
    # Who has something to do reads on her start page how much, and finds it behind that.
    partner = client_of(world.philo)
    (action,) = [line for line in partner.get("/").context["lines"] if "screeningsoverleg" in line.text]
    assert (action.text, shown(partner.get(action.url), decided)) == ("1 actie uit het screeningsoverleg", {"open"})
    assert shown(client_of(world.vera).get(reverse(URL)), decided) == set()
    assert shown(client_of(world.person("Tirza")).get(reverse(URL)), decided) == set()


def test_each_button_says_of_which_point_it_is(
    decided: dict[str, TableItem], world: World, client_of: ClientOf
) -> None:
    page = client_of(world.philo).get(reverse(URL)).content.decode()
    assert page.count("Afronden<span") == 1
    assert f": actie van punt {decided['open'].reference}" in page


def test_more_than_a_page_is_paged_and_asks_no_more(
    decided: dict[str, TableItem], world: World, client_of: ClientOf, to_inspectorate: str
) -> None:
    client = client_of(world.philo)
    url = reverse(URL)
    client.get(url)
    few = len(queries_of(partial(client.get, url)))
    _more(at_table.paper(decided["open"], to_inspectorate), 40)
    many = len(queries_of(partial(client.get, url)))
    assert many <= few <= 12
    first = client.get(url).context["page"]
    second = client.get(url, {"na": first.next}).context["page"]
    assert len(first.rows) == 25
    assert not {one.pk for one in first.rows} & {one.pk for one in second.rows}


def _more(paper: TablePaper, count: int) -> None:
    """Rows like this one: sealed text belongs to its row."""
    same = (
        "municipality_id",
        "from_municipality_id",
        "meeting_id",
        "party",
        "partner_id",
        "parties",
        "put_at",
        "state",
    )
    for number in range(count):
        key = uuid.uuid4()
        TablePaper.objects.create(
            **{name: getattr(paper, name) for name in same},
            id=key,
            dossier_id=key,
            item_id=uuid.uuid4(),
            reference=f"T-{key.hex[:8]}",
            decision="Nog een besluit.",
            decided_at=timezone.now() - dt.timedelta(minutes=number),
        )


def test_the_list_of_agreements_is_filtered_and_its_links_have_names_of_their_own(
    world: World, client_of: ClientOf
) -> None:
    make.agreement(world)
    make.agreement(world, purpose="Onderzoek naar misstanden op het werk", ground="legal_duty")
    client, url = client_of(world.person("Bo")), reverse("signals:agreements")
    page = client.get(url)
    names = [row for row in page.content.decode().splitlines() if "Beëindigen<span" in row]
    assert len(names) == len(set(names)) == 2
    assert page.context["count"] == 2
    assert client.get(url, {"soort": world.inspectorate.kind}).context["count"] == 2
    assert client.get(url, {"soort": "om"}).context["count"] == 0
    assert client.get(url, {"grond": "public_task"}).context["count"] == 1
    assert client.get(url, {"wat": "anonymous_tip", "regio": str(world.region.pk)}).context["count"] == 2


def test_the_page_of_the_signal_says_what_the_table_decided_before_it_is_unfolded(
    world: World, client_of: ClientOf, decided: dict[str, TableItem]
) -> None:
    signal = decided["done"].signal
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    head = page.partition('id="overleg-kop"')[2].partition("</summary>")[0]
    assert "besproken. Besluit: Besluit done." in head


def test_its_officer_writes_down_that_a_party_did_it(
    item: TableItem,
    signal: Signal,
    world: World,
    karlijn: Actor,
    philo: Actor,
    vera: Actor,
    meeting: Meeting,
    to_inspectorate: str,
    client_of: ClientOf,
) -> None:
    at_table.begun(world, meeting)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=today())
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    for actor in (vera, karlijn, philo):
        with pytest.raises(Forbidden):
            operations.settle_for(now(item), actor=actor, line="Gedaan.")
    client, url = client_of(world.wilma), reverse("signals:settle-for", args=[item.pk])
    page = reverse("signals:detail", args=[signal.pk])
    assert url in client.get(page).content.decode()
    # In the talk with that partner it is among what is open there.
    talk = reverse("signals:open-at-partner", args=[world.inspectorate.pk])
    [line] = standings(actor_for(world.wilma, "focal_officer"))
    assert (line.partner, line.actions, line.waiting) == (world.inspectorate, 1, 0)
    assert f"{talk}#acties" in client.get(reverse("signals:partners")).content.decode()
    shown = client.get(talk).content.decode()
    assert url in shown
    assert item.reference in shown
    assert at_table.TEXT not in shown
    assert client_of(world.vera).get(talk).status_code == 404
    sent = client.filled(url)
    assert set(client.post(url, sent).context["form"].errors) == {"line"}
    for _ in range(2):
        assert client.post(url, sent | {"line": "De inspectie belde: zij zijn geweest."}).status_code == 302
    assert count_work(philo) == 0
    assert client.get(talk).status_code == 404
    told = client.get(page).content.decode()
    assert "De inspectie belde: zij zijn geweest." in told
    assert url not in told
    paper = at_table.paper(item, to_inspectorate)
    assert paper.done_at is not None
    assert "belde" not in client_of(world.philo).get(reverse("signals:paper", args=[paper.pk])).content.decode()
