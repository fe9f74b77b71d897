"""Emergency access: a deputy opens one dossier for some hours, the owner knows at once, the privacy officer looks after."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.events import Result
from audit.models import AuditEvent
from audit.questions import Question, asked
from audit.recording import write_gathered
from cases.models import Case
from core.access import Actor, may
from core.errors import Forbidden, Invalid
from core.unit import current_unit, unit_of_work
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities import operations
from municipalities.codes import Role
from municipalities.emergency import tries_lately
from municipalities.models import EmergencyAccess, EmergencyGrant, Mandate, MunicipalityRole
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations as signal_operations
from signals.models import Reporter, Signal, SignalPerson, part_of
from signals.operations.logging import ReporterFacts
from signals.policies import SignalAction
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.dossiers import rows_within_walls
from tests.support.emergency import WHY, break_glass, koos, sees, vince
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def signal(world: World) -> Signal:
    """Restricted to its owner."""
    made = make.handled(world.goes, world.wilma)
    shield.restricted(made, [world.wilma])
    return made


def test_the_deputy_sees_this_dossier_and_no_other(signal: Signal, world: World) -> None:
    other = make.handled(world.goes, world.wilma)
    shield.restricted(other, [world.wilma])
    assert not sees(koos(world), signal)
    break_glass(world, signal)
    assert sees(koos(world), signal)
    assert not sees(koos(world), other)
    with contexts.acting_as(koos(world)):
        assert rows_within_walls(signal.dossier_id)
        assert not rows_within_walls(other.dossier_id)
    assert not sees(actor_for(world.daphne, "focal_officer"), signal)


def test_he_reads_and_notes_and_changes_nothing_of_who_works_on_it(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    actor = koos(world)
    policy = {action for action in SignalAction if may(actor, action, signal)}
    assert policy == {
        SignalAction.VIEW,
        SignalAction.VIEW_REPORTER,
        SignalAction.VIEW_NAMES,
        SignalAction.DOWNLOAD_FILE,
        SignalAction.ENRICH,
        SignalAction.ENRICH_FROM_REGISTERS,
        SignalAction.NOTE_CALL,
        # Danger and a minor do not wait until the owner is back.
        SignalAction.SET_DANGER,
        SignalAction.ANSWER_VEILIG_THUIS,
        SignalAction.VIEW_HANDOVER,
        SignalAction.READ_HANDOVER,
        SignalAction.DOWNLOAD_LETTER,
        SignalAction.DOWNLOAD_HANDED_FILE,
    }
    with pytest.raises(Forbidden):
        signal_operations.lift_restriction(signal, actor=actor, why=WHY)
    with pytest.raises(Forbidden):
        signal_operations.restrict_signal(signal, actor=actor, user_ids=[actor.person_id], why=WHY)


def test_it_ends_by_itself(signal: Signal, world: World) -> None:
    now = timezone.now()
    break_glass(world, signal)
    with time_machine.travel(now + dt.timedelta(hours=3, minutes=59), tick=False):
        assert sees(koos(world), signal)
    with time_machine.travel(now + dt.timedelta(hours=4, minutes=1), tick=False):
        assert not sees(koos(world), signal)


def test_it_ends_by_his_own_button(signal: Signal, world: World) -> None:
    access = break_glass(world, signal)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    assert not sees(koos(world), signal)


def test_it_ends_with_the_role_that_gave_it(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    MunicipalityRole.objects.filter(user=world.koos).update(deputy=False)
    assert not sees(koos(world), signal)


def test_it_holds_under_the_hat_that_took_it_only(signal: Signal, world: World) -> None:
    break_glass(world, signal, actor_for(world.daphne, "focal_officer"))
    assert actor_for(world.daphne, "focal_officer").opened == {signal.dossier_id}
    assert actor_for(world.daphne, "district_coordinator").opened == frozenset()


def test_how_long_is_a_setting(signal: Signal, world: World, settings: object) -> None:
    settings.EMERGENCY_HOURS = 1  # type: ignore[attr-defined]  # pytest-django gives the settings as an object
    grant = break_glass(world, signal).grant
    assert grant.until - grant.since == dt.timedelta(hours=1)


# One answer for whatever is not his


@pytest.mark.parametrize(
    "case", ["unknown", "no number", "elsewhere", "excluded by name", "a case", "somebody who is no deputy"]
)
def test_whatever_may_not_be_opened_gives_one_answer(case: str, signal: Signal, world: World) -> None:
    reference, actor = signal.reference, koos(world)
    if case == "unknown":
        reference = "S-K7R4-M"
    elif case == "no number":
        reference = "zomaar iets"
    elif case == "elsewhere":
        reference = make.handled(world.breda, world.floor).reference
    elif case == "excluded by name":
        shield.excluded(signal, world.koos)
    elif case == "a case":
        reference = make_case.intensive(world.goes, world.karlijn).reference
    else:
        give(world.goes, world.vera.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
        actor = actor_for(world.vera)
    with contexts.acting_as(actor), pytest.raises(Invalid) as refusal:
        operations.break_glass(actor=actor, reference=reference, why=WHY)
    assert dict(refusal.value.fields) == {"reference": [operations.emergency.REFUSED]}
    assert not EmergencyGrant.objects.exists()
    tried = current_unit().gathered[-1]
    aimed = case not in {"unknown", "no number"}
    assert (tried.chain, tried.reference) == (
        world.breda.pk if case == "elsewhere" else world.goes.pk,
        reference if aimed else "",
    )


def test_who_watches_over_it_finds_a_refused_try_and_the_one_who_tried_learns_nothing(
    signal: Signal, world: World
) -> None:
    """Excluded from one dossier; the number of another municipality's; a number of nothing: one work, one line each."""
    shield.excluded(signal, world.koos)
    give(world.vlissingen, world.koos.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    elsewhere = make.handled(world.breda, world.floor)
    statements, lines = [], []
    for number in (signal.reference, elsewhere.reference, "S-K7R4-M"):
        with (
            contexts.acting_as(koos(world)),
            CaptureQueriesContext(connection) as queries,
            unit_of_work(),
            pytest.raises(Invalid),
        ):
            operations.break_glass(actor=koos(world), reference=number, why=WHY)
        statements.append([query["sql"].split()[0] for query in queries.captured_queries])
        lines.append(AuditEvent.objects.unscoped(reason="test").refusals().count())
    assert statements[0] == statements[1] == statements[2]
    assert lines == [1, 2, 3]
    give(world.breda, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    found = [_refused_in_the_log_of(actor) for actor in (vince(world), actor_for(world.outsider))]
    assert found == [[(world.koos.pk, signal.reference), (world.koos.pk, "")], [(world.koos.pk, elsewhere.reference)]]


def _refused_in_the_log_of(officer: Actor) -> list[tuple[int | None, str]]:
    """Who was refused an emergency access to what, as the page for who watches over the log finds it."""
    day = dt.timedelta(days=1)
    question = Question(timezone.now() - day, timezone.now() + day, result=Result.REFUSED)
    with contexts.acting_as(officer), overseeing(officer):
        rows = asked(officer, question).filter(event="municipalities.break_glass").order_by("at")
        return list(rows.values_list("actor_id", "reference"))


def test_a_wrong_number_under_a_hat_of_two_municipalities_stands_in_the_log_of_one_always_the_same(
    world: World,
) -> None:
    give(world.vlissingen, world.koos.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    for _ in range(4):
        with unit_of_work(), pytest.raises(Invalid):
            operations.break_glass(actor=koos(world), reference="S-K7R4-M", why=WHY)
    tries = AuditEvent.objects.unscoped(reason="test").refusals()
    assert list(tries.values_list("chain", flat=True)) == [min(world.goes.pk, world.vlissingen.pk)] * 4
    assert tries_lately(koos(world)) == 4


def test_an_excluded_deputy_loses_what_was_open(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    shield.excluded(signal, world.koos)
    assert not sees(koos(world), signal)
    assert koos(world).opened == frozenset()


def test_after_five_refusals_nothing_is_looked_up_and_one_line_written_for_an_hour(
    signal: Signal, world: World
) -> None:
    now = timezone.now()
    for _ in range(5):
        with unit_of_work(), pytest.raises(Invalid):
            operations.break_glass(actor=koos(world), reference="S-K7R4-M", why=WHY)
    for number in (signal.reference, signal.reference, "S-K7R4-M"):
        with CaptureQueriesContext(connection) as queries, unit_of_work(), pytest.raises(Invalid) as refusal:
            operations.break_glass(actor=koos(world), reference=number, why=WHY)
        assert dict(refusal.value.fields) == {"reference": [operations.emergency.TOO_OFTEN]}
        assert not [query for query in queries if "signals_signal" in query["sql"] or "cases_case" in query["sql"]]
    events = AuditEvent.objects.unscoped(reason="test").filter(
        event="municipalities.break_glass", result=Result.REFUSED
    )
    # Five tries and the one line that there were more, which says nothing of any dossier.
    tried = list(events.filter(actor_id=world.koos.pk).values_list("chain", "dossier_id"))
    assert tried == [(world.goes.pk, None)] * 6
    with time_machine.travel(now + dt.timedelta(minutes=61), tick=False):
        break_glass(world, signal)


def test_what_he_sees_anyway_needs_no_glass(world: World) -> None:
    seen = make.handled(world.goes, world.wilma)
    with contexts.acting_as(koos(world)), pytest.raises(Invalid) as refusal:
        operations.break_glass(actor=koos(world), reference=seen.reference, why=WHY)
    assert dict(refusal.value.fields) == {"reference": [operations.emergency.ALREADY_OPEN]}


def test_without_a_reason_nothing_opens(signal: Signal, world: World) -> None:
    with pytest.raises(Invalid):
        operations.break_glass(actor=koos(world), reference=signal.reference, why=" ")


def test_a_deputy_of_care_coordination_opens_a_restricted_case(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    shield.restricted(case, [world.karlijn])
    give(world.zvh_zeeland, world.vera.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    vera = actor_for(world.vera, "care_coordinator")
    assert not Case.objects.visible_to(vera).exists()
    with contexts.acting_as(vera):
        operations.break_glass(actor=vera, reference=case.reference, why=WHY)
    assert Case.objects.visible_to(actor_for(world.vera, "care_coordinator")).get() == case


def test_a_deputy_of_care_coordination_opens_a_signal_that_nobody_offered(world: World) -> None:
    """With who told it and whom it is about; of another signal neither."""
    signal, other = (
        make.handled(world.goes, world.wilma, reporter=ReporterFacts(name=name)) for name in ("Mies", "Teun")
    )
    for row in (signal, other):
        SignalPerson.objects.create(**part_of(row), number=1, name="Joop", author=world.wilma)
    give(world.zvh_zeeland, world.vera.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    vera = actor_for(world.vera, "care_coordinator")
    break_glass(world, signal, vera)
    after = actor_for(world.vera, "care_coordinator")
    assert (sees(after, signal), sees(after, other)) == (True, False)
    with contexts.acting_as(after):
        for model in (Reporter, SignalPerson):
            assert model.objects.visible_to(after).get().signal_id == signal.pk


# Who is told


def test_the_owner_is_told_at_once_by_a_mail_that_says_nothing(signal: Signal, world: World) -> None:
    OutboxMessage.objects.all().delete()
    break_glass(world, signal)
    mails = set(OutboxMessage.objects.values_list("user_id", "kind"))
    assert mails == {(world.wilma.pk, MailKind.URGENT), (world.person("Vince").pk, MailKind.MESSAGE)}


def test_the_owner_finds_it_in_her_work_until_she_says_that_she_knows(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    access = break_glass(world, signal)
    browser = client_of(world.wilma)
    line = "Een collega nam noodtoegang"
    assert line in browser.get(reverse("work")).content.decode()
    start = "1 keer nam een collega noodtoegang tot een dossier van u"
    assert start in browser.get(reverse("start")).content.decode()
    url = reverse("municipalities:emergency-told", args=[access.pk])
    shown = browser.get(url).content.decode()
    assert "Koos Koffiekan" in shown
    assert WHY in shown
    assert browser.post(url, {"hat": browser.hat, "version": access.version}).status_code == 302
    assert line not in browser.get(reverse("work")).content.decode()
    assert start not in browser.get(reverse("start")).content.decode()


def test_it_stands_in_the_timeline_of_the_dossier(signal: Signal, world: World, client_of: ClientOf) -> None:
    break_glass(world, signal)
    write_gathered(current_unit())
    shown = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Koos Koffiekan heeft zich noodtoegang gegeven tot dit dossier" in shown


# The page of the deputy


def test_the_page_opens_shows_and_closes(signal: Signal, world: World, client_of: ClientOf) -> None:
    browser, url = client_of(world.koos), reverse("municipalities:emergency")
    form = {"hat": browser.hat, "reference": signal.reference.lower().replace("-", " "), "why": WHY}
    dossier = reverse("signals:detail", args=[signal.pk])
    assert browser.get(dossier).status_code == 404
    assert browser.post(url, form | {"why": ""}).status_code == 422
    refused = browser.post(url, form | {"reference": "S-K7R4-M"})
    assert refused.status_code == 422
    assert operations.emergency.REFUSED.split(".")[0] in refused.content.decode()
    assert browser.post(url, form).status_code == 302
    page = browser.get(dossier)
    assert page.status_code == 200
    assert "U hebt noodtoegang tot" in page.content.decode()
    assert "Signaal oppakken" not in page.content.decode()
    assert reverse("signals:readers", args=[signal.pk]) not in page.content.decode()
    assert browser.get(reverse("signals:readers", args=[signal.pk])).status_code == 403
    access = EmergencyAccess.objects.unscoped(reason="test").get()
    assert signal.reference in browser.get(url).content.decode()
    end = reverse("municipalities:end-emergency", args=[access.pk])
    assert browser.post(end, {"hat": browser.hat, "version": access.version}).status_code == 302
    assert browser.get(dossier).status_code == 404
    assert "U hebt noodtoegang tot" not in browser.get(reverse("start")).content.decode()


def test_who_is_no_deputy_gets_no_form(world: World, client_of: ClientOf) -> None:
    page = client_of(world.wilma).get(reverse("municipalities:emergency")).content.decode()
    assert "U bent nu geen vervanger" in page
    assert "Dossier openen" not in page


# Roles and windows of one deputy


def test_what_he_deputises_for_elsewhere_keeps_nothing_open_here(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    give(world.vlissingen, world.koos.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    assert sees(koos(world), signal)
    MunicipalityRole.objects.filter(user=world.koos, content_object=world.goes).delete()
    assert koos(world).opened == frozenset()
    assert not sees(koos(world), signal)
    with contexts.acting_as(koos(world)):
        assert rows_within_walls(signal.dossier_id) == {}


def test_care_coordination_loses_it_with_the_mandate(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    shield.restricted(case, [world.karlijn])
    give(world.zvh_zeeland, world.vera.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    vera = actor_for(world.vera, "care_coordinator")
    with contexts.acting_as(vera):
        operations.break_glass(actor=vera, reference=case.reference, why=WHY)
    assert actor_for(world.vera, "care_coordinator").opened == {case.dossier_id}
    Mandate.objects.filter(municipality=world.goes).update(valid_until=FIRST)
    assert actor_for(world.vera, "care_coordinator").opened == frozenset()


def test_two_windows_at_the_same_moment_open_it_once(signal: Signal, world: World) -> None:
    """The second request was on its way before the first was done: its actor knows nothing of the opening."""
    before = koos(world)
    break_glass(world, signal, before)
    with contexts.acting_as(before), pytest.raises(Invalid) as refusal:
        operations.break_glass(actor=before, reference=signal.reference, why=WHY)
    assert dict(refusal.value.fields) == {"reference": [operations.emergency.ALREADY_OPEN]}
    assert EmergencyGrant.objects.count() == 1
