"""Somebody who is excluded from a dossier: it does not exist for this person, on any page, in any list, in any table."""

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from operator import itemgetter

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from audit.recording import write_gathered
from cases import operations as case_operations
from cases import team
from cases.models import Case, Task
from core import walls
from core.access import Actor
from core.errors import Forbidden, Invalid, NotVisible
from core.unit import current_unit
from core.workdays import today
from jobs.models import Job
from municipalities.codes import Role
from municipalities.dossiers import DossierRow
from municipalities.models import Exclusion, ShieldNote, ShieldStep
from municipalities.roles import actor_for, give
from signals import operations, tasks
from signals.models import Signal
from tests.architecture.matrix.rows import PARTNERS, SECOND_HAT
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.parts import all_parts
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.dossiers import ADDRESSES, SHARING, about, models_behind_content, not_hidden, rows_within_walls
from tests.support.html import without_tokens
from tests.support.statuses import only_statuses
from tests.support.world import FIRST, World

__all__ = ["only_statuses"]
type ClientOf = Callable[..., OutsideClient]
# A list that was read in or taken out is its maker's alone, and an agreement is about no dossier; what a list may hold has tests of its own.
LISTS = (
    *("signals:import-", "signals:list-", "signals:export-", "signals:end-agreement", "signals:end-comparison"),
    # Tables, seats and meetings hold nothing of a signal; their points have addresses of their own.
    *("signals:open-table", "signals:add-seat", "signals:end-seat", "signals:change-table", "signals:end-table"),
    *("signals:plan-", "signals:table", "signals:cancel-meeting", "signals:move-meeting", "signals:start-meeting"),
    *("signals:meeting", "signals:hand-on-many"),
)
WHY = "Kent de betrokkene als buurman."


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def koos(world: World) -> Actor:
    return actor_for(world.koos)


# Every address


@pytest.mark.usefixtures("only_statuses")
@pytest.mark.parametrize("names", SHARING, ids=itemgetter(0))
def test_no_address_knows_the_dossier_any_more(names: list[str], world: World, client_of: ClientOf) -> None:
    arguments, part = about(ADDRESSES[names[0]], world)
    if part is None:
        # A draft is no dossier yet, a partner and a filter of one's own none at all; what a partner's list shows has tests.
        known = ("signals:draft", "signals:open-at-partner", "signals:rename-filter", "signals:remove-filter", *LISTS)
        assert all(name.startswith(known) for name in names), "an address about what belongs to no dossier"
        return
    assert all(ADDRESSES[name].open_to - PARTNERS for name in names)
    browsers = {}
    for person in sorted(frozenset().union(*(ADDRESSES[name].open_to for name in names)) - PARTNERS):
        user = world.person(person.removesuffix("+"))
        browsers[person] = client_of(user, SECOND_HAT.get(person, ""))
        with suppress(IntegrityError), transaction.atomic():
            shield.excluded(part, user)
    assert not_hidden(names, arguments, browsers) == []


def test_the_answer_is_that_for_a_signal_that_never_was(signal: Signal, world: World, client_of: ClientOf) -> None:
    shield.excluded(signal, world.wilma)
    browser = client_of(world.wilma)
    pages = []
    for pk in (signal.pk, "00000000-0000-4000-8000-000000000000"):
        answer = browser.get(reverse("signals:detail", args=[pk]))
        text = without_tokens(answer).replace(str(pk), "")
        pages.append((answer.status_code, re.sub(r"F-\w{4}-\w", "", text)))
    assert pages[0] == pages[1]


def test_an_administrator_who_makes_himself_an_officer_finds_nothing(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    bo = world.person("Bo")
    give(world.goes, bo.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    browser = client_of(bo, "focal_officer")
    url = reverse("signals:detail", args=[signal.pk])
    assert browser.get(url).status_code == 200
    shield.excluded(signal, bo)
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("page", ["signals:list", "work", "start", "search"])
def test_no_list_names_it(page: str, world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    url = {"signals:list": reverse("signals:list") + "?tab=alles"}.get(page, reverse(page))
    browser = client_of(world.wilma)

    def shown() -> str:
        if page == "search":
            return str(browser.post(url, {"q": signal.reference}, follow=True).content)
        return str(browser.get(url).content)

    told = {"start": signal.reference}.get(page, str(signal.pk))
    before = shown()
    shield.excluded(signal, world.wilma)
    assert (told in before, told in shown()) == (True, False)


def test_no_caseload_names_it(world: World, client_of: ClientOf) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    browser = client_of(world.karlijn)
    assert case.working_name in browser.get(reverse("cases:list")).content.decode()
    shield.excluded(case, world.karlijn)
    assert case.working_name not in browser.get(reverse("cases:list")).content.decode()


# Gate and wall, each alone


@pytest.fixture
def full(world: World) -> list[DossierRow]:
    """A signal and a case with a row of every part."""
    for names in SHARING:
        with suppress(Invalid, IntegrityError), transaction.atomic():
            about(ADDRESSES[names[0]], world)
    all_parts(world)
    write_gathered(current_unit())
    return [*Signal._base_manager.all(), *Case._base_manager.all()]


def test_the_gates_alone_give_nothing(full: list[DossierRow], world: World) -> None:
    users = ((world.wilma, "focal_officer"), (world.karlijn, "care_coordinator"))
    seen: set[str] = set()
    for user, hat in users:
        for model in models_behind_content():
            if model._default_manager.visible_to(actor_for(user, hat)).exists():  # type: ignore[attr-defined]  # every model asked here is gated
                seen.add(model.__name__)
    assert seen >= {"Signal", "Reporter", "Handover", "Case", "CasePerson", "Task", "AuditEvent", "StoredFile"}
    for root in full:
        for user, _hat in users:
            shield.excluded(root, user)
    for user, hat in users:
        actor = actor_for(user, hat)
        for model in models_behind_content():
            left = model._default_manager.visible_to(actor).filter(dossier_id__in=actor.excluded)  # type: ignore[attr-defined]  # every model asked here is gated
            assert not left.exists(), model


def test_the_walls_alone_give_nothing(full: list[DossierRow], world: World) -> None:
    seen: set[str] = set()
    for user, hat in ((world.wilma, "focal_officer"), (world.karlijn, "care_coordinator")):
        for root in full:
            with contexts.acting_as(actor_for(user, hat)):
                seen |= rows_within_walls(root.dossier_id).keys()
            shield.excluded(root, user)
            with contexts.acting_as(actor_for(user, hat)):
                assert rows_within_walls(root.dossier_id) == {}, (user, root)
    assert len(seen) > 20


@pytest.mark.parametrize("others", [0, 1, 2, 999])
def test_one_among_many_is_kept_and_nothing_beside_them(others: int, signal: Signal, world: World) -> None:
    wilma = actor_for(world.wilma)
    many = frozenset(uuid.uuid4() for _ in range(others))
    with contexts.acting_as(replace(wilma, excluded=many)):
        assert rows_within_walls(signal.dossier_id)
    with contexts.acting_as(replace(wilma, excluded=many | {signal.dossier_id})):
        assert rows_within_walls(signal.dossier_id) == {}


def test_the_walls_take_no_row_into_a_dossier_that_is_kept_from_its_writer(signal: Signal, world: World) -> None:
    shield.excluded(signal, world.wilma)
    wilma = actor_for(world.wilma)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with contexts.acting_as(wilma), refused, transaction.atomic():
        ShieldNote.objects.create(
            dossier_id=signal.dossier_id,
            municipality=world.goes,
            step=ShieldStep.LIFTED,
            at=signal.received_at,
            author=world.wilma,
        )
    with pytest.raises(Forbidden):
        operations.close(signal, actor=wilma, closing=make.CLOSING)


def test_an_event_without_a_dossier_stays_within_reach(signal: Signal, world: World) -> None:
    write_gathered(current_unit())
    shield.excluded(signal, world.wilma)
    with contexts.acting_as(actor_for(world.wilma)):
        rows = AuditEvent.objects.unscoped(reason="test")
        operations.start_draft(actor=actor_for(world.wilma), municipality=world.goes, key=signal.pk)
        write_gathered(current_unit())
        assert rows.filter(dossier_id__isnull=True).exists()
        assert not rows.filter(dossier_id=signal.dossier_id).exists()


def test_who_is_excluded_is_found_by_the_query_that_finds_the_roles(signal: Signal, world: World) -> None:
    with CaptureQueriesContext(connection) as before:
        actor_for(world.wilma)
    shield.excluded(signal, world.wilma)
    with CaptureQueriesContext(connection) as after:
        actor = actor_for(world.wilma)
    assert (len(before), len(after)) == (1, 1)
    assert actor.excluded == {signal.dossier_id}


def test_of_nobody_else_anything_is_kept(signal: Signal, world: World) -> None:
    shield.excluded(signal, world.wilma)
    for user in (world.koos, world.karlijn, world.vera):
        assert actor_for(user).excluded == frozenset()
    assert Signal.objects.visible_to(koos(world)).get() == signal


def test_it_holds_under_every_hat(signal: Signal, world: World) -> None:
    shield.excluded(signal, world.daphne)
    for hat in actor_for(world.daphne).hats:
        assert actor_for(world.daphne, hat).excluded == {signal.dossier_id}


def test_a_forged_list_without_the_exclusion_opens_nothing(signal: Signal, world: World) -> None:
    shield.excluded(signal, world.wilma)
    token = walls.sign(actor_for(world.wilma))
    forged = token.replace(str(signal.dossier_id), "")
    assert forged != token
    with walls.context(forged), pytest.raises(Exception, match="not signed by us"), transaction.atomic():
        rows_within_walls(signal.dossier_id)


def test_the_partner_keeps_its_own_handover(signal: Signal, world: World, client_of: ClientOf) -> None:
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    shield.excluded(signal, world.philo)
    assert client_of(world.philo).get(reverse("postbox:handover", args=[handover.pk])).status_code == 200


def test_a_job_has_the_rights_of_the_moment_it_runs(signal: Signal, world: World) -> None:
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    shield.excluded(signal, world.wilma)
    with pytest.raises(type(handover).DoesNotExist):
        tasks.make_letter(Job.objects.get(object_id=handover.pk), actor_for(world.wilma))


# The step itself


def test_a_colleague_excludes_the_owner_and_the_work_goes_over(signal: Signal, world: World) -> None:
    with contexts.acting_as(koos(world)):
        after = operations.exclude_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    assert after.owner_id == world.koos.pk
    assert actor_for(world.wilma).excluded == {signal.dossier_id}
    note = ShieldNote.objects.unscoped(reason="test").get()
    assert (note.why, note.about_id, note.author_id) == (WHY, world.wilma.pk, world.koos.pk)


def test_the_log_tells_who_and_never_why(signal: Signal, world: World) -> None:
    operations.exclude_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    operations.readmit_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    write_gathered(current_unit())
    events = AuditEvent.objects.unscoped(reason="test").of_dossier(signal.dossier_id).filter(actor_id=world.koos.pk)
    found = list(events.order_by("at"))
    assert [event.event for event in found] == ["signals.colleague_excluded", "signals.colleague_readmitted"]
    assert found[0].detail.items() >= {"user": world.wilma.pk, "took_over": True}.items()
    assert all(WHY not in str(event.detail) for event in found)


@pytest.mark.parametrize(
    ("user", "why", "field"),
    [("koos", WHY, "user"), ("vera", WHY, "user"), ("wilma", " ", "why")],
    ids=["oneself", "somebody from elsewhere", "no reason"],
)
def test_what_is_refused(user: str, why: str, field: str, signal: Signal, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        operations.exclude_colleague(signal, actor=koos(world), user_id=getattr(world, user).pk, why=why)
    assert list(refusal.value.fields) == [field]
    assert not Exclusion.objects.exists()


def test_a_second_exclusion_of_the_same_person_is_refused(signal: Signal, world: World) -> None:
    operations.exclude_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    with pytest.raises(Invalid):
        operations.exclude_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    assert Exclusion.objects.count() == 1


def test_after_the_end_it_is_there_again_and_ending_twice_is_not(signal: Signal, world: World) -> None:
    operations.exclude_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    operations.readmit_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)
    assert Signal.objects.visible_to(actor_for(world.wilma)).get() == signal
    with pytest.raises(NotVisible):
        operations.readmit_colleague(signal, actor=koos(world), user_id=world.wilma.pk, why=WHY)


def test_a_case_goes_over_with_its_tasks_and_its_place_in_the_team(world: World) -> None:
    case = make_case.in_aftercare(world.goes, world.karlijn)
    pieter = world.person("Pieter")
    give(world.zvh_zeeland, pieter.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    actor = actor_for(pieter, "care_coordinator")
    after = case_operations.exclude_colleague(case, actor=actor, user_id=world.karlijn.pk, why=WHY)
    assert after.owner_id == pieter.pk
    assert team.is_member(case, pieter.pk, today())
    assert not team.is_member(case, world.karlijn.pk, today())
    assert set(Task.objects.of(case).open().values_list("owner_id", flat=True)) == {pieter.pk}
    assert world.karlijn.pk not in team.candidates(case, today())
    with pytest.raises(Invalid):
        case_operations.assign(after, actor=actor, to_user_id=world.karlijn.pk)


# The pages


def test_the_page_excludes_shows_and_ends(signal: Signal, world: World, client_of: ClientOf) -> None:
    browser = client_of(world.koos)
    form = {"hat": browser.hat, "version": signal.version, "user": world.wilma.pk, "why": WHY}
    url = reverse("signals:exclude", args=[signal.pk])
    assert browser.post(url, form | {"why": ""}).status_code == 422
    assert browser.post(url, form | {"version": signal.version + 5}).status_code == 409
    assert "Wilma Windvaan (aandachtsfunctionaris Goes)" in browser.get(url).content.decode()
    readers = reverse("signals:readers", args=[signal.pk])
    assert browser.post(url, form).headers["Location"] == readers
    page = browser.get(readers).content.decode()
    assert "Wilma Windvaan is uitgesloten." in page
    title = "Wie mag dit zien, en wie keek er?"
    assert f"<title>{title}" in page
    dossier = browser.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert set(re.findall(f'href="{readers}"[^>]*>([^<]+)<', dossier)) == {title}
    assert "niet Wilma Windvaan" in page
    assert WHY in page
    ending = reverse("signals:readmit", args=[signal.pk, world.wilma.pk])
    signal.refresh_from_db()
    assert browser.post(ending, {"hat": browser.hat, "version": signal.version, "why": "Verhuisd."}).status_code == 302
    assert "niet voor" not in browser.get(readers).content.decode()


def test_who_only_reads_the_signal_gets_no_button(world: World, client_of: ClientOf) -> None:
    offered = make_case.offered(world.goes, world.wilma)
    page = client_of(world.karlijn).get(reverse("signals:readers", args=[offered.pk])).content.decode()
    assert "Wie mag dit dossier zien" in page
    assert "Collega uitsluiten" not in page
