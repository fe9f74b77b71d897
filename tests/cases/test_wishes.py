"""What the person concerned said goes along into the case: it holds back to whom she is referred from there."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from cases import operations
from cases.codes import ReferralKind
from cases.models import Case, Referral, SignalLink
from cases.operations.course import Asked
from core import walls
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.codes import OrganisationKind
from municipalities.models import Mandate, Organisation
from municipalities.roles import actor_for
from signals import operations as signal_operations
from signals.consent_codes import ConsentAbout, Despite
from signals.models import Consent, Signal
from signals.operations.consenting import Against
from tests.factories import cases as make
from tests.factories.consent import agreed, refused
from tests.support.clients import OutsideClient
from tests.support.world import World


def to(kind: ReferralKind, **given: Any) -> Asked:
    return Asked(uuid.uuid4(), kind, today(), provider="Opvang Luchtkasteel", **given)


def refusal_of(case: Case, karlijn: Actor, asked: Asked) -> set[str]:
    """At which fields it is refused."""
    with pytest.raises(Invalid) as refusal:
        operations.refer_on(case, actor=karlijn, asked=asked)
    return set(refusal.value.fields)


def test_a_no_said_at_the_signal_holds_back_a_referral_until_she_is_asked_again_or_life_goes_before_it(
    world: World, client_of: Any
) -> None:
    karlijn = actor_for(world.karlijn)
    case = make.in_intake(world.goes, world.wilma, world.karlijn)
    page: OutsideClient = client_of(world.karlijn)
    url = reverse("cases:refer-on", args=[case.pk])
    assert "despite" not in page.get(url).context["form"].fields
    signal = Signal._base_manager.get(pk=SignalLink.objects.of(case).get().signal_id)

    def said(asked: Any, **about: Any) -> None:
        signal_operations.note_consent(signal, actor=karlijn, key=uuid.uuid4(), asked=asked, **about)

    # Nobody is registered without a yes: said here, or at the signal.
    assert refusal_of(case, karlijn, to(ReferralKind.COMENSHA)) == {"consented"}
    operations.refer_on(case, actor=karlijn, asked=to(ReferralKind.COMENSHA, consented=True))
    said(refused(), about=ConsentAbout.REGISTRATION)
    # That holds back no other help, so what goes before it is asked only where a referral registers her.
    comensha = Organisation.objects.create(
        name="CoMensha (proef)", kind=OrganisationKind.COMENSHA, valid_from=today() - dt.timedelta(days=9)
    )
    assert "despite" not in page.get(url).context["form"].fields
    there = page.filled(url, kind="shelter_cosm", partner=comensha.pk, asked_on=str(today()))
    answer = page.post(url, there)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"despite"})
    elsewhere = page.post(url, there | {"partner": "", "provider": ""}).context["form"]
    assert ("despite" in elsewhere.fields, set(elsewhere.errors)) == (False, {"provider"})
    for kept in (to(ReferralKind.COMENSHA, consented=True), to(ReferralKind.COMENSHA)):
        assert refusal_of(case, karlijn, kept) == {"kind"}
    said(agreed(), about=ConsentAbout.REGISTRATION)
    operations.refer_on(case, actor=karlijn, asked=to(ReferralKind.COMENSHA))
    # To care: not after a no, unless it is said what goes before it.
    operations.refer_on(case, actor=karlijn, asked=to(ReferralKind.SHELTER_COSM))
    said(refused())
    assert refusal_of(case, karlijn, to(ReferralKind.SHELTER_COSM)) == {"despite"}
    # What was done before she said so is written down as it was.
    yesterday = replace(to(ReferralKind.SHELTER_COSM), asked_on=today() - dt.timedelta(days=1))
    operations.refer_on(case, actor=karlijn, asked=yesterday)
    sent = page.filled(url, kind="shelter_cosm", provider="Opvang Luchtkasteel", asked_on=str(today()))
    answer = page.post(url, sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"despite"})
    assert page.post(url, sent | {"despite": "vital"}).context["form"].errors.keys() == {"despite_why"}
    assert page.post(url, sent | {"despite": "vital", "despite_why": "Zij slaapt buiten."}).status_code == 302
    newest = Referral.objects.of(case).order_by("created_at").last()
    assert newest is not None
    assert (newest.despite, newest.despite_why) == (Despite.VITAL, "Zij slaapt buiten.")
    assert "Zij slaapt buiten." in page.get(reverse("cases:help", args=[case.pk])).content.decode()
    said(agreed())
    operations.refer_on(case, actor=karlijn, asked=to(ReferralKind.SHELTER_COSM))
    against = Against(Despite.DUTY, " ")
    said(refused())
    assert refusal_of(case, karlijn, to(ReferralKind.HOUSING, against=against)) == {"despite_why"}


def test_after_the_end_of_a_mandate_a_no_still_holds_back_and_her_team_reads_her_answer_and_no_more(
    world: World, client_of: Any
) -> None:
    case = make.in_intake(world.goes, world.wilma, world.karlijn)
    signal = Signal._base_manager.get(pk=SignalLink.objects.of(case).get().signal_id)
    Mandate.objects.filter(municipality=world.goes).delete()
    wilma, karlijn = actor_for(world.wilma, "focal_officer"), actor_for(world.karlijn)
    page, url = client_of(world.karlijn), reverse("cases:detail", args=[case.pk])
    before = page.get(url).content.decode()
    signal_operations.note_consent(
        signal, actor=wilma, key=uuid.uuid4(), asked=replace(refused(), by="Wijkteam Denkbeeld")
    )
    with walls.enter(karlijn):
        assert refusal_of(case, karlijn, to(ReferralKind.SHELTER_COSM)) == {"despite"}
        assert not Consent.objects.visible_to(karlijn).exists()
    after = page.get(url).content.decode()
    said = "Betrokkene wil dit niet."
    assert (said in before, said in after, "Wijkteam Denkbeeld" in after) == (False, True, False)
    assert "despite" in page.get(reverse("cases:refer-on", args=[case.pk])).context["form"].fields
    # Nothing more of the signal: not its page, not its words.
    assert page.get(reverse("signals:detail", args=[signal.pk])).status_code == 404
