"""What both sides have of a question across municipalities: the log, a mail, the pages; and nothing where nothing was known."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from core.access import Actor
from core.errors import WrongState
from core.unit import current_unit
from core.workdays import today
from jobs.models import Job, OutboxMessage
from jobs.runner import run
from municipalities.models import Absence, MunicipalityRole
from municipalities.roles import actor_for, give
from signals import operations
from signals.attention import lines
from signals.models import Arrival, Comparison, InquiryAnswer, InquiryHit, Signal
from signals.operations.comparing import TELL_KIND, tell_hits
from signals.operations.mentions import Told, ToldPerson, ToldThing
from signals.things import ThingKind, Whose
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.factories.comparing import PLATE, inquire, phone
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
VEHICLE = "vehicle-1"
NOT_KNOWN = "Niet bekend in de andere gemeenten van de regio"
CALL = "Neem contact op met de aandachtsfunctionaris van Vlissingen"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def mine(world: World, wilma: Actor) -> Signal:
    """Of Goes, where it is switched on."""
    make_comparing.switched(world)
    return make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE, phone())


@pytest.fixture
def theirs(world: World) -> Signal:
    """Of Vlissingen, with the same plate."""
    return make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), PLATE)


def run_jobs() -> None:
    for key in list(Job.objects.claimable().filter(kind=TELL_KIND).values_list("pk", flat=True)):
        run(key)


def told() -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped(reason="test").filter(event="signals.asked_about"))


def mailed() -> set[int | None]:
    return set(OutboxMessage.objects.values_list("user_id", flat=True))


# --- both sides


def test_a_hit_stands_in_the_other_s_log_once_and_who_works_on_it_hears_that_there_is_something(
    world: World, wilma: Actor, mine: Signal, theirs: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    asked = [event for event in current_unit().gathered if event.event == "signals.asked_elsewhere"]
    assert [(event.dossier_id, event.actor_id) for event in asked] == [(mine.pk, wilma.user_id)]
    assert told() == []
    run_jobs()
    run_jobs()
    [event] = told()
    assert (event.dossier_id, event.municipality_id, event.actor_id) == (theirs.pk, world.vlissingen.pk, None)
    assert (event.reference, event.purpose) == (theirs.reference, "Gevraagd door gemeente Goes")
    assert mailed() == {world.vera.pk}
    job = Job.objects.get(kind=TELL_KIND)
    assert (job.state, job.object_id is not None, job.municipality_id) == ("done", True, None)


def test_a_dossier_with_several_things_is_told_once_and_each_dossier_by_itself(
    world: World, wilma: Actor, mine: Signal, theirs: Signal
) -> None:
    make.mentioned(theirs, actor_for(world.vera), phone())
    make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), PLATE)
    answer = inquire(mine, wilma, VEHICLE, "phone-1")
    run_jobs()
    assert len(told()) == 2
    assert answer.places == {world.vlissingen.pk}


def test_where_nothing_is_known_nothing_is_written_and_the_same_is_done_here(
    world: World, wilma: Actor, mine: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    run_jobs()
    assert (told(), mailed()) == ([], set())
    assert not InquiryHit.objects.unscoped(reason="test").exists()
    assert Job.objects.get(kind=TELL_KIND).state == "done"


def test_a_hit_and_no_hit_take_the_same_statements(world: World, wilma: Actor, mine: Signal, theirs: Signal) -> None:
    hit = queries_of(lambda: inquire(mine, wilma, VEHICLE))
    nothing = queries_of(lambda: inquire(mine, wilma, "phone-1"))
    shapes = [[re.sub(r"\d+", "0", sql)[:50] for sql in sent] for sent in (hit, nothing)]
    assert shapes[0] == shapes[1]


def test_who_is_away_is_not_mailed_but_her_deputy(world: World, wilma: Actor, mine: Signal, theirs: Signal) -> None:
    Absence.objects.create(
        user=world.vera, role="focal_officer", deputy=world.koos, valid_from=today(), valid_until=today()
    )
    row = MunicipalityRole.objects.get(user=world.vera)
    MunicipalityRole.objects.create(
        user=world.koos, permission=row.permission, content_object=world.vlissingen, valid_from=FIRST, deputy=True
    )
    inquire(mine, wilma, VEHICLE)
    run_jobs()
    assert mailed() == {world.koos.pk}


def test_the_same_job_for_an_inquiry_that_is_unknown_tells_nobody(world: World, mine: Signal) -> None:
    tell_hits(uuid.uuid4())
    assert told() == []


# --- the pages


def test_she_ticks_asks_and_reads_whom_to_call(world: World, client_of: ClientOf, mine: Signal, theirs: Signal) -> None:
    client, url = client_of(world.wilma, "focal_officer"), reverse("signals:ask-elsewhere", args=[mine.pk])
    assert url in client.get(reverse("signals:detail", args=[mine.pk])).content.decode()
    bare = make.triaged(world.goes, world.wilma, address="", company="")
    assert "Is dit elders bekend?" not in client.get(reverse("signals:detail", args=[bare.pk])).content.decode()
    form = client.get(url).context["form"]
    assert form["items"].value() in (None, [], "")
    sent = {field.html_name: field.value() or "" for field in form} | {"items": []}
    refused = client.post(url, sent | {"necessity": "Zelfde busje bij twee adressen"})
    assert refused.status_code == 422
    assert "Zelfde busje bij twee adressen" in refused.content.decode()
    done = client.post(url, sent | {"items": [VEHICLE, "phone-1"], "necessity": "Nodig."}, follow=True)
    text = done.content.decode()
    assert done.redirect_chain[-1][0] == reverse("signals:known-elsewhere", args=[mine.pk])
    assert CALL in text
    assert NOT_KNOWN in text
    assert world.vera.email in text
    assert theirs.reference not in text
    page = client.get(reverse("signals:detail", args=[mine.pk])).content.decode()
    assert CALL in page
    assert "heeft gevraagd of iets in een andere gemeente bekend is" in page


def test_one_question_that_meets_two_signals_is_told_as_one(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal, theirs: Signal
) -> None:
    make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), PLATE)
    inquire(mine, wilma, VEHICLE)
    assert InquiryHit.objects.unscoped(reason="test").count() == 2
    [line] = [line for line in lines(actor_for(world.vera)) if "of iets bekend is" in line.text]
    assert (line.count, line.text.startswith("Gemeente Goes vroeg")) == (1, True)
    # Both stand in the list to which it leads.
    page = client_of(world.vera).get(line.url).content.decode()
    both = InquiryHit.objects.unscoped(reason="test").values_list("signal__reference", flat=True)
    assert line.link == "lijst"
    assert all(reference in page for reference in both)


def test_the_other_side_reads_which_municipality_asked_and_nothing_of_its_signal(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal, theirs: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    run_jobs()
    vera = client_of(world.vera)
    page = vera.get(reverse("signals:detail", args=[theirs.pk])).content.decode()
    assert "een andere gemeente vroeg of dit bekend is" in page
    assert "Gemeente Goes. Zij kan u bellen." in page
    assert mine.reference not in page
    assert wilma.name not in page
    [line] = [line for line in lines(actor_for(world.vera)) if "Gemeente Goes vroeg" in line.text]
    assert line.link == theirs.reference
    assert not any("vroeg of iets bekend" in line.text for line in lines(actor_for(world.floor)))


def test_the_other_side_reads_what_it_knows_of_it_and_whom_to_call(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal, theirs: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    [line] = [line for line in lines(actor_for(world.vera)) if "of iets bekend is" in line.text]
    vera = client_of(world.vera)
    page = vera.get(line.url.partition("#")[0])
    assert page.context["glance"]["elders"].first == "Goes vroeg hiernaar"
    told = page.content.decode()
    assert f"of iets bekend is dat bij dit signaal ({theirs.reference}) staat" in told
    assert reverse("municipalities:detail", args=[world.goes.gm_code]) in told
    answer = vera.get(reverse("signals:known-elsewhere", args=[theirs.pk]))
    text = answer.content.decode()
    assert world.wilma.email in text
    assert mine.reference not in text + told
    assert "GB-001-B" not in text


def test_it_is_asked_again_with_what_still_stands_there(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal
) -> None:
    told = inquire(mine, wilma, VEHICLE, "phone-1")
    client = client_of(world.wilma)
    again = f"{reverse('signals:ask-elsewhere', args=[mine.pk])}?als={told.pk}"
    page = reverse("signals:known-elsewhere", args=[mine.pk])
    assert again in client.get(page).content.decode()
    assert client.get(again).context["form"]["items"].value() == ["phone-1", VEHICLE]
    other = make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE)
    elsewhere = f"{reverse('signals:ask-elsewhere', args=[other.pk])}?als={told.pk}"
    assert client.get(elsewhere).context["form"]["items"].value() == []
    make_comparing.ended(world, Comparison.objects.get())
    assert "Opnieuw vragen" not in client.get(page).content.decode()


def test_the_privacy_officer_of_either_side_finds_it_in_the_log(
    world: World, client_of: ClientOf, mine: Signal, theirs: Signal
) -> None:
    vera, url = client_of(world.vera), reverse("signals:ask-elsewhere", args=[theirs.pk])
    sent = {field.html_name: field.value() or "" for field in vera.get(url).context["form"]}
    assert vera.post(url, sent | {"items": [VEHICLE], "necessity": "Geheime reden."}).status_code == 302
    run_jobs()
    vince = client_of(world.person("Vince"))
    here = vince.get(reverse("log")).content.decode()
    assert "een andere gemeente vroeg of dit bekend is" in here
    assert "Gevraagd door gemeente Vlissingen" in here
    assert reverse("signals:comparisons") in here
    give(world.vlissingen, world.outsider.pk, "privacy_officer", valid_from=FIRST, valid_until=None, deputy=False)
    there = client_of(world.outsider).get(reverse("log")).content.decode()
    assert "heeft gevraagd of iets in een andere gemeente bekend is" in there
    assert "Geheime reden" not in here + there


def test_off_the_button_is_not_there_and_the_page_says_why(world: World, client_of: ClientOf, mine: Signal) -> None:
    make_comparing.ended(world, Comparison.objects.get())
    client, url = client_of(world.wilma, "focal_officer"), reverse("signals:ask-elsewhere", args=[mine.pk])
    assert url not in client.get(reverse("signals:detail", args=[mine.pk])).content.decode()
    answer = client.get(url)
    assert answer.status_code == 409
    assert "staat in uw regio niet aan" in answer.content.decode()


def test_a_full_day_gives_back_what_was_filled_in(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal
) -> None:
    for _ in range(20):
        inquire(mine, wilma, VEHICLE)
    client, url = client_of(world.wilma, "focal_officer"), reverse("signals:ask-elsewhere", args=[mine.pk])
    sent = {field.html_name: field.value() or "" for field in client.get(url).context["form"]}
    answer = client.post(url, sent | {"items": [VEHICLE], "necessity": "Een hele zin die ik niet nog eens typ."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Morgen kunt u dit weer vragen" in page
    assert "Een hele zin die ik niet nog eens typ." in page
    assert "checked" in page


def test_the_administrator_switches_it_and_the_privacy_officer_reads_along(world: World, client_of: ClientOf) -> None:
    bo, url = client_of(world.person("Bo")), reverse("signals:switch-comparison")
    sent = {field.html_name: field.value() or "" for field in bo.get(url).context["form"]}
    sent |= {"region": world.region.pk, "dpia": "DPIA-PROEF-9", "decided_by": "portefeuillehouder"}
    assert bo.post(url, sent).status_code == 422
    sent["valid_until"] = (today() + timedelta(days=100)).isoformat()
    for _ in range(2):
        assert bo.post(url, sent).headers["Location"] == reverse("signals:comparisons")
    row = Comparison.objects.get()
    vince = client_of(world.person("Vince"))
    page = vince.get(reverse("signals:comparisons")).content.decode()
    assert "DPIA-PROEF-9" in page
    assert "Uitzetten" not in page
    end = reverse("signals:end-comparison", args=[row.pk])
    assert vince.get(end).status_code == 403
    sent = {field.html_name: field.value() or "" for field in bo.get(end).context["form"]}
    off = sent | {"why": "Wordt herzien.", "decided_by": "wethouder"}
    for _ in range(2):
        assert bo.post(end, off).status_code == 302
    assert bo.get(end).status_code == 409
    assert "Wordt herzien." in vince.get(reverse("signals:comparisons")).content.decode()
    row.refresh_from_db()
    assert row.valid_until == today() + timedelta(days=100)


def test_the_pages_ask_few_statements(
    world: World, wilma: Actor, client_of: ClientOf, mine: Signal, theirs: Signal
) -> None:
    make.mentioned(make.triaged(world.breda, world.floor), actor_for(world.floor), PLATE, phone())
    inquire(mine, wilma, VEHICLE)
    inquire(mine, wilma, VEHICLE, "phone-1")
    client = client_of(world.wilma, "focal_officer")
    for name, most in (("detail", 10), ("known-elsewhere", 12), ("ask-elsewhere", 12)):
        look = partial(client.get, reverse(f"signals:{name}", args=[mine.pk]))
        look()
        assert len(queries_of(look)) <= most, name


# --- what becomes of it


def test_it_stays_where_it_was_asked_when_the_signal_goes_on_elsewhere(
    world: World, wilma: Actor, mine: Signal, theirs: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    asked = make.offered_to(mine, world.breda, wilma)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=asked.pk)
    made = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    inquiries = InquiryAnswer.objects.unscoped(reason="test")
    assert [one.signal_id for one in inquiries] == [mine.pk]
    with pytest.raises(WrongState):
        inquire(mine, wilma, VEHICLE)
    assert not inquiries.filter(signal=made).exists()


def test_it_stays_with_each_of_two_signals_that_are_merged(
    world: World, wilma: Actor, mine: Signal, theirs: Signal
) -> None:
    inquire(mine, wilma, VEHICLE)
    kept = make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE)
    make.merged(mine, kept, wilma)
    inquire(kept, wilma, VEHICLE)
    rows = InquiryAnswer.objects.unscoped(reason="test")
    assert {one.signal_id for one in rows} == {mine.pk, kept.pk}


# --- people change nothing


ORDER = ("company", "vehicle", "phone", "address")
PEOPLE = st.lists(
    st.builds(
        ToldPerson,
        name=st.sampled_from(["Verzonnen Naam", "Andere Naam", "GB-001-B", "06-0000 1234", ""]),
        alias=st.sampled_from(["", "06-0000 1234", "Bedenksteeg 7b, Goes", "Voorbeeldbedrijf Nevelfruit"]),
        birth_year=st.sampled_from(["", "1990"]),
    ).filter(lambda person: not person.is_empty),
    max_size=2,
)
THINGS = st.lists(
    st.sampled_from(
        [
            PLATE,
            phone(),
            ToldThing(ThingKind.COMPANY, name="Voorbeeldbedrijf Nevelfruit"),
            ToldThing(ThingKind.ADDRESS, value="Bedenksteeg 7b", place="Goes"),
        ]
    ),
    unique_by=lambda thing: thing.kind,
    min_size=1,
)
ACCOUNT = ToldThing(ThingKind.PROFILE, value="@verzonnen", platform="instagram", whose=Whose.EXPLOITER)


def _answer(world: World, here: list[Told], there: list[Told]) -> list[list[int]]:
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, *here)
    make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), *there)
    items = [f"{kind}-1" for kind in ORDER if any(one.kind == kind for one in here)]
    return [list(places) for _key, _words, places in inquire(signal, wilma, *items).found]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, derandomize=True)
@given(asked=THINGS, known=THINGS, people=PEOPLE, others=PEOPLE)
def test_an_answer_depends_on_things_and_never_on_people(
    world: World, asked: list[ToldThing], known: list[ToldThing], people: list[ToldPerson], others: list[ToldPerson]
) -> None:
    place, answers = world.vlissingen.pk, []
    for here, there in (([], []), (people, others), ([*people, ACCOUNT], [*people, ACCOUNT])):
        with transaction.atomic():
            make_comparing.switched(world)
            answers.append(_answer(world, [*asked, *here], [*known, *there]))
            transaction.set_rollback(True)
        current_unit().gathered.clear()
    wanted, there_too = {one.kind for one in asked}, {one.kind for one in known}
    expected = [[place] if kind in there_too else [] for kind in ORDER if kind in wanted]
    assert answers == [expected] * 3
