"""The page of related dossiers, the margin of a signal, and pairs that were put aside and brought back."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.access import Actor
from core.errors import Forbidden, Invalid, NotVisible, WrongState
from core.resend import AlreadySent
from municipalities.codes import Role
from municipalities.models import Mandate
from municipalities.roles import actor_for, give
from signals import operations
from signals.events import SignalEvent
from signals.models import Arrival, PairJudgement, Signal, Submission
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.pairs import Pair
from signals.related import MOST_SURE, related_to
from signals.things import ThingKind
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

from .filling import begin, fill, send
from .test_note import NOTE

type ClientOf = Callable[..., OutsideClient]

PLATE = ToldThing(ThingKind.VEHICLE, value="0-DEM-04")
WHY = "Dat busje is van de thuiszorg."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def pair(world: World) -> tuple[Signal, Signal]:
    """Two of Goes with the same plate."""
    one, other = (make.triaged(world.goes, world.wilma, told=(PLATE,)) for _ in range(2))
    return one, other


def judged(one: Signal, other: Signal, actor: Actor, *, apart: bool = True, why: str = WHY) -> Signal:
    return operations.judge_pair(one, actor=actor, pair=Pair(uuid.uuid4(), other, apart, why))


def test_the_page_tells_why_and_leads_on(world: World, client_of: ClientOf, pair: tuple[Signal, Signal]) -> None:
    one, other = pair
    page = client_of(world.wilma).get(reverse("signals:related", args=[one.pk])).content.decode()
    assert "Zelfde kenteken" in page
    for name, arguments in (("detail", [other.pk]), ("merge", [one.pk, other.pk]), ("judge-pair", [one.pk, other.pk])):
        assert reverse(f"signals:{name}", args=arguments) in page, name
    assert "0-DEM-04" not in page


def test_the_margin_leads_there_with_the_strongest(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal]
) -> None:
    one, other = pair
    page = client_of(world.wilma).get(reverse("signals:detail", args=[one.pk])).content.decode()
    assert reverse("signals:related", args=[one.pk]) in page
    assert f"{other.reference}</a>: zelfde kenteken" in page
    assert "Misschien verwant" not in page
    # What only looks alike stands there too, and after what is the same; also on the page that says it was saved.
    near = make.triaged(world.goes, world.wilma, told=(ToldPerson("Demo Kovalsky"), PLATE))
    alike = make.triaged(world.goes, world.wilma, told=(ToldPerson("Demo Kowalski"),))
    page = client_of(world.wilma).get(reverse("signals:detail", args=[near.pk])).content.decode()
    same, _, maybe = page.partition("Misschien verwant")
    assert f"{other.reference}</a>: zelfde kenteken" in same
    assert f"{alike.reference}</a>: naam die hetzelfde klinkt" in maybe
    page = client_of(world.wilma).get(reverse("signals:logged", args=[alike.pk])).content.decode()
    assert f"{near.reference}</a>: naam die hetzelfde klinkt" in page


def test_with_a_signal_of_ones_other_municipality_it_leads_to_sharing(world: World, client_of: ClientOf) -> None:
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    one = make.triaged(world.goes, world.wilma, told=(PLATE,))
    make.triaged(world.vlissingen, world.wilma, told=(PLATE,))
    page = client_of(world.wilma).get(reverse("signals:related", args=[one.pk])).content.decode()
    assert "Vlissingen" in page
    assert reverse("signals:concern-also", args=[one.pk]) in page
    assert ">Samenvoegen" not in page


def test_who_does_not_work_on_it_sees_neither(world: World, client_of: ClientOf) -> None:
    waiting = make.received(world.goes, world.hanna, told=(PLATE,))
    for person, status in ((world.vera, 404), (world.hanna, 403), (world.person("Vince"), 403), (world.karlijn, 404)):
        answer = client_of(person).get(reverse("signals:related", args=[waiting.pk]))
        assert answer.status_code == status, person


def test_a_pair_is_put_aside_on_both_sides_and_brought_back(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    browser, url = client_of(world.wilma), reverse("signals:judge-pair", args=[one.pk, other.pk])
    given = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "True", "why": WHY}
    for _ in range(2):  # a second click
        assert browser.post(url, given).headers["Location"] == reverse("signals:related", args=[one.pk])
    for here, there in ((one, other), (other, one)):
        found = related_to(here, wilma)
        assert (found.sure, [kin.row.pk for kin, _ in found.apart]) == ([], [there.pk])
        page = browser.get(reverse("signals:related", args=[here.pk])).content.decode()
        assert WHY in page
        assert f'Terugzetten<span class="visually-hidden">: {there.reference}' in page
    back = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "False", "why": "Toch hetzelfde busje."}
    assert browser.post(reverse("signals:judge-pair", args=[other.pk, one.pk]), back).status_code == 302
    assert [kin.row.pk for kin in related_to(one, wilma).sure] == [other.pk]


def test_what_was_put_aside_stays_so_when_either_is_merged_and_can_be_brought_back(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    kept, browser = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    judged(one, other, wilma)
    make.merged(one, kept, wilma)
    for here, there in ((kept, other), (other, kept)):
        found = related_to(here, wilma)
        assert (found.sure, [kin.row.pk for kin, _ in found.apart]) == ([], [there.pk])
        margin = browser.get(reverse("signals:detail", args=[here.pk])).context["related"]
        assert (margin.count, len(margin.apart)) == (0, 1)
        form = browser.get(reverse("signals:judge-pair", args=[here.pk, there.pk]))
        assert form.context["apart"] is False
    judged(kept, other, wilma, apart=False, why="Toch hetzelfde busje.")
    for here, there in ((kept, other), (other, kept)):
        found = related_to(here, wilma)
        assert ([kin.row.pk for kin in found.sure], found.apart) == ([there.pk], [])


def test_a_form_of_before_a_colleague_judged_is_refused(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    judged(one, other, wilma)
    browser = client_of(world.koos)
    given = {"hat": browser.hat, "key": str(uuid.uuid4()), "apart": "True", "why": "Een ander busje."}
    answer = browser.post(reverse("signals:judge-pair", args=[one.pk, other.pk]), given)
    assert answer.status_code == 409
    assert "al weggelegd" in answer.content.decode()


def test_a_pair_needs_a_line_and_two_dossiers(pair: tuple[Signal, Signal], wilma: Actor) -> None:
    one, other = pair
    with pytest.raises(Invalid):
        judged(one, other, wilma, why=" ")
    with pytest.raises(Invalid):
        judged(one, one, wilma)
    with pytest.raises(WrongState):
        judged(one, other, wilma, apart=False)
    key = uuid.uuid4()
    operations.judge_pair(one, actor=wilma, pair=Pair(key, other, apart=True, why=WHY))
    with pytest.raises(AlreadySent):
        operations.judge_pair(one, actor=wilma, pair=Pair(key, other, apart=True, why="Iets anders."))


def test_what_was_judged_of_a_pair_goes_to_no_other_municipality(
    world: World, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    judged(one, other, wilma)
    move = make.offered_to(one, world.breda, wilma)
    operations.accept_move(actor=actor_for(world.floor), arrival=Arrival._base_manager.get(move_id=move.pk))
    rows = PairJudgement.objects.unscoped(reason="test")
    assert [row.municipality_id for row in rows] == [world.goes.pk]


def test_nobody_judges_what_she_may_not_see(world: World, wilma: Actor, pair: tuple[Signal, Signal]) -> None:
    one, _ = pair
    there = make.triaged(world.breda, world.floor, told=(PLATE,))
    with pytest.raises(NotVisible):
        judged(one, there, wilma)
    with pytest.raises(Forbidden):
        judged(one, there, actor_for(world.floor))


@pytest.mark.parametrize("how", ["restricted", "excluded", "elsewhere", "nowhere"])
def test_the_page_of_a_pair_is_not_there_for_what_somebody_does_not_list(
    how: str, world: World, client_of: ClientOf, pair: tuple[Signal, Signal]
) -> None:
    one, other = pair
    key = other.pk
    if how == "restricted":
        shield.restricted(other, [world.koos])
    elif how == "excluded":
        shield.excluded(other, world.wilma)
    else:
        key = make.triaged(world.breda, world.floor).pk if how == "elsewhere" else uuid.uuid4()
    url = reverse("signals:judge-pair", args=[one.pk, key])
    assert client_of(world.wilma).get(url).status_code == 404


def test_an_officer_learns_nothing_of_a_pair_that_a_coordinator_judged(world: World, client_of: ClientOf) -> None:
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(
        municipality=world.vlissingen, organisation=carer, document="Voorbeeldbesluit", valid_from="2020-01-01"
    )
    goes = make_case.offered(world.goes, world.wilma, told=(PLATE,))
    vlissingen = make_case.offered(world.vlissingen, world.vera, told=(PLATE,))
    karlijn = make_case.coordinator(world.karlijn)
    judged(goes, vlissingen, karlijn)
    assert [kin.row.pk for kin, _ in related_to(goes, karlijn).apart] == [vlissingen.pk]
    for officer, own, other in ((world.wilma, goes, vlissingen), (world.vera, vlissingen, goes)):
        with contexts.acting_as(actor_for(officer)) as actor:
            assert not PairJudgement.objects.visible_to(actor).exists()
        for name in ("detail", "related"):
            page = client_of(officer).get(reverse(f"signals:{name}", args=[own.pk])).content.decode()
            assert other.reference not in page
            assert WHY not in page
            assert "hier niet bij hoort" not in page
            assert "Weggelegd" not in page


def test_the_log_says_that_a_pair_was_judged_and_not_of_what(
    world: World, unit: object, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    judged(one, other, wilma)
    told = [event for event in unit.gathered if isinstance(event, AuditEvent)]  # type: ignore[attr-defined]  # the unit of the test
    [event] = [event for event in told if event.event == SignalEvent.PAIR_APART]
    assert event.dossier_id == one.pk
    assert other.reference not in f"{event.detail}{event.reference}"
    assert WHY not in f"{event.detail}"


def test_what_was_logged_just_now_says_what_it_looks_like(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal]
) -> None:
    one, other = pair
    page = client_of(world.wilma).get(reverse("signals:logged", args=[one.pk])).content.decode()
    assert "Lijkt op <a" in page
    assert other.reference in page


def test_a_reporter_is_never_told_what_it_looks_like(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal]
) -> None:
    sent = make.received(world.goes, world.hanna, told=(PLATE,))
    submission = Submission.objects.unscoped(reason="test").get(signal=sent)
    browser = client_of(world.hanna)
    for url in (reverse("signals:logged", args=[sent.pk]), reverse("signals:submission", args=[submission.pk])):
        page = browser.get(url).content.decode()
        assert "Lijkt op" not in page
        assert all(one.reference not in page for one in pair)


def test_a_short_note_says_what_it_looks_like(world: World, client_of: ClientOf) -> None:
    before, browser = make.triaged(world.goes, world.wilma, told=(PLATE,)), client_of(world.wilma)
    answer = send(browser, reverse("signals:note"), **NOTE | {"facts": "Een busje, kenteken 0-dem-04."})
    page = browser.get(answer.headers["Location"]).content.decode()
    assert f'Dit lijkt op <span class="nowrap">{before.reference}</span> (zelfde kenteken).' in page


def test_the_pages_take_few_queries_however_many_there_are(
    world: World, client_of: ClientOf, pair: tuple[Signal, Signal], wilma: Actor
) -> None:
    one, other = pair
    judged(one, other, wilma)
    client = client_of(world.wilma)
    named = make.triaged(world.goes, world.wilma, told=(PLATE,), facts=f"Zie {other.reference}.", company="Voorbeeld")

    def counts() -> list[int]:
        pages = (("related", one.pk), ("detail", one.pk), ("related", named.pk), ("detail", named.pk))
        return [len(queries_of(partial(client.get, reverse(f"signals:{name}", args=[pk])))) for name, pk in pages]

    counts()  # what a process asks once
    few = counts()
    for number in range(MOST_SURE + 10):
        make.triaged(world.goes, world.wilma, told=(PLATE,), company=f"Voorbeeld {number}")
    assert counts() == few
    assert max(few[0], few[2]) <= 12
    assert max(few[1], few[3]) <= 10
    page = client.get(reverse("signals:related", args=[one.pk])).content.decode()
    assert "En nog 11." in page


def test_before_it_is_logged_an_officer_sees_what_she_has_already(world: World, client_of: ClientOf) -> None:
    there = make.triaged(world.goes, world.wilma, told=(PLATE,))
    seen = {"facts": f"Het busje {PLATE.value} stond er weer.", "minor": "no"}
    for person, shown in ((world.wilma, True), (world.hanna, False), (world.vera, False)):
        client = client_of(person)
        page = client.get(fill(client, begin(client), wat=seen)).content.decode()
        assert (there.reference in page) == ("Lijkt op wat u al hebt" in page) == shown, person
    assert AuditEvent.objects.unscoped(reason="test").filter(event=SignalEvent.LISTED, actor_id=world.wilma.pk).exists()
