"""Any colleague of a municipality that wants so signs in by its own screen, and may report: that, and nothing else."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Issuer, User
from audit.models import AuditEvent
from core.access import SYSTEM
from core.errors import Invalid, WrongState
from municipalities import operations
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals.models import Signal, Submission
from tests.signals.filling import begin, fill, send
from tests.support.clients import OutsideClient
from tests.support.issuer import LocalIssuer
from tests.support.signing_in import is_in, refusals, register, sign_in
from tests.support.world import World

NEW = "paperclip@voorbeeld.example"
NAME = "Pim Paperclip"


@pytest.fixture
def open_goes(world: World, local: LocalIssuer) -> Issuer:
    """The screen of Goes, by which any of its colleagues may report."""
    return register(local, world.goes, colleagues_report=True)


def roles_of(user: User) -> list[tuple[str, str]]:
    """Every role of somebody, by hat and area."""
    actor = actor_for(user)
    return [(hat, str(place)) for hat in actor.hats for place in Municipality.objects.filter(pk__in=actor.reports_for)]


def test_a_colleague_whom_nobody_invited_reports_and_sees_what_became_of_it(
    world: World, local: LocalIssuer, open_goes: Issuer
) -> None:
    browser = OutsideClient()
    sign_in(browser, open_goes, local, NEW, name=f"  {NAME}\u200b ")
    assert is_in(browser)
    user = User.objects.get(email=NEW)
    assert (user.full_name, user.has_usable_password()) == (NAME, False)
    assert roles_of(user) == [(Role.REPORTER, "Goes")]
    check = fill(browser, begin(browser))
    assert send(browser, check).status_code == 302
    submission = Submission.objects.unscoped(reason="test").get(author=user)
    assert submission.municipality == world.goes
    page = browser.get(reverse("signals:submissions")).content.decode()
    assert submission.reference in page
    assert browser.get(reverse("signals:detail", args=[submission.signal_id])).status_code in {403, 404}
    assert not Signal.objects.visible_to(actor_for(user)).exists()


def test_her_second_visit_is_to_the_same_account(world: World, local: LocalIssuer, open_goes: Issuer) -> None:
    for _ in range(2):
        sign_in(OutsideClient(), open_goes, local, NEW, name=NAME)
    assert User.objects.filter(email=NEW).count() == 1
    came = AuditEvent.objects.unscoped(reason="test").filter(event=MunicipalityEvent.COLLEAGUE_CAME)
    assert came.count() == 1


def test_without_a_name_she_is_called_by_her_address(world: World, local: LocalIssuer, open_goes: Issuer) -> None:
    sign_in(OutsideClient(), open_goes, local, NEW, name=["geen", "tekst"])
    assert User.objects.get(email=NEW).full_name == "paperclip"


def test_who_was_invited_keeps_what_she_had(world: World, local: LocalIssuer, open_goes: Issuer) -> None:
    before = actor_for(world.wilma)
    sign_in(OutsideClient(), open_goes, local, world.wilma.email, name="Iemand Anders")
    assert actor_for(User.objects.get(pk=world.wilma.pk)) == before


@pytest.mark.parametrize("told", [{"email_verified": False}, {"amr": ["pwd"]}, {"aud": "een ander"}])
def test_nobody_gets_an_account_of_whom_not_everything_holds(
    told: dict[str, object], world: World, local: LocalIssuer, open_goes: Issuer
) -> None:
    sign_in(OutsideClient(), open_goes, local, NEW, name=NAME, **told)
    assert not User.objects.filter(email=NEW).exists()


def test_an_address_elsewhere_gets_no_account(world: World, local: LocalIssuer, open_goes: Issuer) -> None:
    browser = OutsideClient()
    sign_in(browser, open_goes, local, NEW, email="paperclip@elders.example")
    assert not is_in(browser)
    assert refusals() == ["domain"]
    assert not User.objects.filter(email__contains="paperclip").exists()


def test_a_closed_account_is_not_opened_by_coming_back(world: World, local: LocalIssuer, open_goes: Issuer) -> None:
    sign_in(OutsideClient(), open_goes, local, NEW, name=NAME)
    User.objects.filter(email=NEW).update(is_active=False)
    browser = OutsideClient()
    sign_in(browser, open_goes, local, NEW, name=NAME)
    assert not is_in(browser)
    assert refusals() == ["closed"]


def test_where_it_is_not_wanted_an_invitation_is_needed(world: World, local: LocalIssuer) -> None:
    issuer = register(local, world.goes)
    sign_in(OutsideClient(), issuer, local, NEW, name=NAME)
    assert refusals() == ["unknown"]
    say = StringIO()
    call_command("end_issuer", str(issuer.pk), colleagues_report="on", stdout=say)
    assert "colleagues report without an invitation: on" in say.getvalue()
    browser = OutsideClient()
    sign_in(browser, issuer, local, NEW, name=NAME)
    assert is_in(browser)
    operations.let_colleagues_report(issuer, actor=SYSTEM, on=False)
    sign_in(OutsideClient(), issuer, local, "perforator@voorbeeld.example")
    assert refusals() == ["unknown", "unknown"]


def test_she_reports_for_each_municipality_of_the_screen(world: World, local: LocalIssuer) -> None:
    shared = register(local, world.goes, world.vlissingen, colleagues_report=True)
    sign_in(OutsideClient(), shared, local, NEW, name=NAME)
    assert [place for _, place in roles_of(User.objects.get(email=NEW))] == ["Goes", "Vlissingen"]


def test_a_screen_of_a_partner_brings_nobody_uninvited(world: World, local: LocalIssuer) -> None:
    with pytest.raises(Invalid):
        register(local, organisation=world.inspectorate, colleagues_report=True)
    partner = register(local, organisation=world.inspectorate)
    with pytest.raises(WrongState):
        operations.let_colleagues_report(partner, actor=SYSTEM, on=True)
