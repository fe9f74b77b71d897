"""Emergency access: a deputy opens one dossier for some hours, the owner knows at once, the privacy officer looks after."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.events import Result
from audit.models import AuditEvent
from audit.recording import write_gathered
from cases.models import Case
from core.access import Actor, may
from core.errors import Conflict, Forbidden, Invalid
from core.unit import current_unit
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities import operations
from municipalities.codes import Role, Verdict
from municipalities.models import EmergencyAccess, EmergencyGrant, MunicipalityRole
from municipalities.roles import actor_for, give
from municipalities.watching import watching
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
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
WHY = "De politie belt: er is vannacht iemand gevonden."


@pytest.fixture
def signal(world: World) -> Signal:
    """Restricted to its owner."""
    made = make.handled(world.goes, world.wilma)
    shield.restricted(made, [world.wilma])
    return made


def koos(world: World) -> Actor:
    return actor_for(world.koos)


def vince(world: World) -> Actor:
    return actor_for(world.person("Vince"))


def break_glass(world: World, signal: Signal, actor: Actor | None = None) -> EmergencyAccess:
    """As in a request of the deputy: under no wider context than his own."""
    actor = actor or koos(world)
    with contexts.acting_as(actor):
        return operations.break_glass(actor=actor, reference=signal.reference, why=WHY)


def sees(actor: Actor, signal: Signal) -> bool:
    with contexts.acting_as(actor):
        return Signal.objects.visible_to(actor).filter(pk=signal.pk).exists()


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
        SignalAction.VIEW_HANDOVER,
        SignalAction.DOWNLOAD_LETTER,
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


def test_it_ends_with_that_role_also_for_who_is_deputy_elsewhere(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    give(world.vlissingen, world.koos.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    assert sees(koos(world), signal)
    MunicipalityRole.objects.filter(user=world.koos, content_object=world.goes).delete()
    assert koos(world).content == {world.vlissingen.pk}
    assert not sees(koos(world), signal)


def test_it_holds_under_the_hat_that_took_it_only(signal: Signal, world: World) -> None:
    break_glass(world, signal, actor_for(world.daphne, "focal_officer"))
    assert actor_for(world.daphne, "focal_officer").opened == {signal.dossier_id}
    assert actor_for(world.daphne, "district_coordinator").opened == frozenset()


def test_how_long_is_a_setting(signal: Signal, world: World, settings: object) -> None:
    settings.EMERGENCY_HOURS = 1  # type: ignore[attr-defined]
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


def test_an_excluded_deputy_loses_what_was_open(signal: Signal, world: World) -> None:
    break_glass(world, signal)
    shield.excluded(signal, world.koos)
    assert not sees(koos(world), signal)
    assert koos(world).opened == frozenset()


def test_after_five_refusals_nothing_is_looked_up_for_an_hour(signal: Signal, world: World) -> None:
    now = timezone.now()
    for _ in range(5):
        with pytest.raises(Invalid):
            operations.break_glass(actor=koos(world), reference="S-K7R4-M", why=WHY)
    write_gathered(current_unit())
    with contexts.acting_as(koos(world)), pytest.raises(Invalid) as refusal:
        operations.break_glass(actor=koos(world), reference=signal.reference, why=WHY)
    assert dict(refusal.value.fields) == {"reference": [operations.emergency.TOO_OFTEN]}
    events = AuditEvent.objects.unscoped(reason="test").filter(
        event="municipalities.break_glass", result=Result.REFUSED
    )
    assert events.filter(actor_id=world.koos.pk).count() == 5
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
    url = reverse("municipalities:emergency-told", args=[access.pk])
    shown = browser.get(url).content.decode()
    assert "Koos Koffiekan" in shown
    assert WHY in shown
    assert browser.post(url, {"hat": browser.hat, "version": access.version}).status_code == 302
    assert line not in browser.get(reverse("work")).content.decode()


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


# The review


def _closed(world: World, signal: Signal) -> EmergencyAccess:
    access = break_glass(world, signal)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    return access


def test_the_privacy_officer_sees_who_when_why_and_what_kind_of_things(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    access = break_glass(world, signal)
    deputy = client_of(world.koos)
    deputy.get(reverse("signals:detail", args=[signal.pk]))
    deputy.get(reverse("signals:detail", args=[signal.pk]))
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    write_gathered(current_unit())
    browser = client_of(world.person("Vince"))
    listed = browser.get(reverse("municipalities:emergency-reviews")).content.decode()
    assert signal.reference in listed
    shown = browser.get(reverse("municipalities:review-emergency", args=[access.pk])).content.decode()
    for words in ("Koos Koffiekan", WHY, "Heeft het signaal bekeken", signal.reference):
        assert words in shown
    for words in (make.FACTS, "Wilma"):
        assert words not in shown


def test_it_waits_in_her_work_until_it_is_judged(signal: Signal, world: World, client_of: ClientOf) -> None:
    access = break_glass(world, signal)
    browser = client_of(world.person("Vince"))
    assert "Noodtoegang beoordelen" not in browser.get(reverse("work")).content.decode()
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    assert "Noodtoegang beoordelen" in browser.get(reverse("work")).content.decode()
    url = reverse("municipalities:review-emergency", args=[access.pk])
    access.refresh_from_db()
    form = {"hat": browser.hat, "version": access.version, "verdict": "not_fine", "remark": ""}
    assert browser.post(url, form).status_code == 422
    assert browser.post(url, form | {"remark": "Er was geen spoed."}).status_code == 302
    assert "Noodtoegang beoordelen" not in browser.get(reverse("work")).content.decode()
    assert "Er was geen spoed." in browser.get(url).content.decode()


def test_what_waits_for_her_stands_before_all_that_she_judged(
    signal: Signal, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.handled(world.goes, world.wilma)
    shield.restricted(other, [world.wilma])
    judged, waiting = _closed(world, signal), _closed(world, other)
    with watching(vince(world)):
        operations.review_emergency(judged, actor=vince(world), verdict=Verdict.FINE)
    monkeypatch.setattr("municipalities.views.emergency.MOST", 1)
    listed = client_of(world.person("Vince")).get(reverse("municipalities:emergency-reviews")).content.decode()
    assert (waiting.reference in listed, judged.reference in listed) == (True, False)


def test_it_is_judged_when_it_is_over_once_and_never_by_who_took_it(signal: Signal, world: World) -> None:
    access = break_glass(world, signal)
    given = {"actor": vince(world), "verdict": Verdict.FINE}
    with watching(vince(world)), pytest.raises(Conflict):
        operations.review_emergency(access, **given)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    give(world.goes, world.koos.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    own = actor_for(world.koos, "privacy_officer")
    assert own.alerts == frozenset()
    with watching(own), pytest.raises(Forbidden):
        operations.review_emergency(access, actor=own, verdict=Verdict.FINE)
    with watching(vince(world)):
        operations.review_emergency(access, **given)
    with watching(vince(world)), pytest.raises(Conflict):
        operations.review_emergency(access, **given)


def test_another_municipality_s_privacy_officer_sees_nothing_of_it(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    access = _closed(world, signal)
    give(world.breda, world.outsider.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    browser = client_of(world.outsider)
    assert signal.reference not in browser.get(reverse("municipalities:emergency-reviews")).content.decode()
    assert browser.get(reverse("municipalities:review-emergency", args=[access.pk])).status_code == 404


def test_the_privacy_officer_reaches_no_content_by_it(signal: Signal, world: World) -> None:
    _closed(world, signal)
    write_gathered(current_unit())
    with watching(vince(world)):
        found = rows_within_walls(signal.dossier_id)
    assert set(found) == {"audit_auditevent", "municipalities_emergencyaccess"}
