"""What the person concerned said goes with an offer to care coordination; an adult's no holds it back."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from cases import intake
from cases.models import SignalLink
from core.access import Actor
from core.errors import Invalid, WrongState
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations
from signals.codes import HandoverKind, HandoverMethod, LegalGround
from signals.consent_codes import AgeGroup, ConsentAbout, ConsentAnswer, Despite, Spokesperson
from signals.models import Consent, Offer, Reporter, Signal, part_of
from signals.operations.consenting import Against, Asked
from signals.operations.telling import Told
from signals.sharing_codes import Naming
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.factories.consent import FILLED, agreed, refused
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WHY = "Zij zoekt een andere plek."
VITAL = "De huisarts vreest voor haar leven."
JUDGED = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Meer past."}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def _offered(signal: Signal, actor: Actor, asked: Asked, against: Against | None = None) -> Offer:
    operations.offer_signal(signal, actor=actor, why=WHY, asked=asked, against=against)
    return make_case.offer_of(signal)


def _decide(client: OutsideClient, signal: Signal, **given: Any) -> Any:
    version = Signal.objects.unscoped(reason="test").get(pk=signal.pk).version
    data = {"hat": "focal_officer", "version": version, **JUDGED, "offer": "on", "offer_why": WHY, **given}
    return client.post(reverse("signals:decide", args=[signal.pk]), data)


def test_an_adult_who_says_no_is_not_offered_unless_the_log_says_what_goes_before_it(
    world: World, signal: Signal, wilma: Actor
) -> None:
    for age, spoke in ((AgeGroup.ADULT, Spokesperson.SELF), (AgeGroup.UNKNOWN, Spokesperson.GUARDIAN)):
        with pytest.raises(Invalid) as stopped:
            _offered(signal, wilma, refused(age=age, spoke=spoke))
        assert "Een volwassene biedt u dan niet aan" in stopped.value.fields["despite"][0]
    with pytest.raises(Invalid) as stopped:
        _offered(signal, wilma, refused(), Against(Despite.VITAL, " "))
    assert set(stopped.value.fields) == {"despite_why"}
    assert not Offer.objects.of(signal).exists()
    assert not Consent.objects.of(signal).exists()
    offer = _offered(signal, wilma, refused(), Against(Despite.VITAL, VITAL))
    assert (offer.against_wish, offer.despite, offer.despite_why) == (True, Despite.VITAL, VITAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.of(signal).update(despite_why=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.of(signal).update(consent=None)


def test_who_answers_follows_from_the_age_and_a_minors_no_holds_nothing_back(signal: Signal, wilma: Actor) -> None:
    wrong: tuple[tuple[Asked, str], ...] = (
        (agreed(spoke=Spokesperson.PARENT), "asked_spoke"),
        (agreed(age=AgeGroup.FROM_16, spoke=Spokesperson.GUARDIAN), "asked_spoke"),
        (agreed(age=AgeGroup.UNDER_16), "asked_spoke"),
        (agreed(age=AgeGroup.UNKNOWN, spoke=Spokesperson.PARENT), "asked_spoke"),
        (agreed(spoke=None), "asked_spoke"),
        (agreed(on=None), "asked_on"),
        (agreed(on=today() + dt.timedelta(days=1)), "asked_on"),
        (Asked(ConsentAnswer.NOT_ASKED, AgeGroup.ADULT, why_not=" "), "asked_why_not"),
    )
    for asked, field in wrong:
        with pytest.raises(Invalid) as stopped:
            _offered(signal, wilma, asked)
        assert set(stopped.value.fields) == {field}
    row = {"municipality_id": signal.municipality_id, "dossier_id": signal.dossier_id, "signal": signal}
    for asked, _ in wrong[:6]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(**row, **asked.columns(), noted_at=signal.received_at, author_id=wilma.person_id)
    offer = _offered(signal, wilma, refused(age=AgeGroup.UNDER_16, spoke=Spokesperson.NIDOS))
    assert not offer.against_wish
    assert offer.consent is not None
    assert offer.consent.told == "Nidos wil dit niet."


def test_the_form_asks_and_the_coordinator_reads_it_with_the_offer_and_in_the_case(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    client, karlijn = client_of(world.wilma), client_of(world.karlijn)
    page = _decide(client, signal).content.decode()
    assert page.count("Kies een antwoord.") >= 2
    page = _decide(client, signal, **FILLED | {"asked_answer": "refuses"}).content.decode()
    assert "tenzij een wettelijke plicht of een levensbelang" in page
    assert WHY in page
    assert not Offer.objects.of(signal).exists()
    against = {"asked_answer": "refuses", "despite": "vital", "despite_why": VITAL}
    assert _decide(client, signal, **FILLED | against).status_code == 302
    logged = AuditEvent.objects.unscoped(reason="test").get(event="signals.offered_against_wish")
    assert logged.detail["ground"] == "vital"
    offer = make_case.offer_of(signal)
    told = "Betrokkene wil dit niet."
    said = "Gevraagd op 2 maart 2020 door de wijkagent (18 jaar of ouder)."
    assert told in karlijn.get(reverse("cases:offers")).content.decode()
    accepting = karlijn.get(reverse("cases:new"), {"signaal": str(signal.pk)}).content.decode()
    for text in (karlijn.get(reverse("cases:offer", args=[offer.pk])).content.decode(), accepting):
        assert (told in text, said in text, VITAL in text) == (True, True, True)
    case = intake.accept_into_new_case(
        actor=actor_for(world.karlijn),
        key=signal.pk,
        opening=make_case.opening(world.goes),
        brought=make_case.brought(signal),
    )
    link = SignalLink.objects.of(case).get()
    assert [label for label, _ in link.wish] == ["Wens van betrokkene", "Toch aangeboden"]
    page = karlijn.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert (said in page, VITAL in page) == (True, True)
    assert told in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()


def test_who_changes_her_mind_stops_what_was_offered_and_both_sides_hear_it(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:note-consent", args=[signal.pk])
    offer = _offered(signal, actor_for(world.wilma), agreed())
    refusal = client.post(url, client.filled(url, about="care", asked_answer="withdrawn"))
    assert refusal.status_code == 422
    OutboxMessage.objects.all().delete()
    sent = client.filled(url, about="care", **FILLED | {"asked_answer": "withdrawn"})
    assert client.post(url, sent).status_code == client.post(url, sent).status_code == 302
    assert Consent.objects.of(signal).count() == 2
    assert [mail.user_id for mail in OutboxMessage.objects.all()] == [world.karlijn.pk]
    karlijn = actor_for(world.karlijn)
    with pytest.raises(WrongState, match="wil geen zorgcoördinatie"):
        operations.accept_offer(offer, actor=karlijn)
    offer = operations.return_offer(offer, actor=karlijn, question="Wat nu?")
    with pytest.raises(WrongState, match="Trek het aanbod in"):
        operations.offer_again(offer, actor=actor_for(world.wilma), reply="Toch.")
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    # Also beside the question what she wants, of whoever judges.
    assert "Zorgcoördinatie: Betrokkene wil dit niet meer." in page
    assert "Wat hier eerder stond" in page
    operations.note_consent(signal, actor=karlijn, key=offer.pk, asked=agreed(by="de huisarts"))
    operations.offer_again(offer, actor=actor_for(world.wilma), reply="Toch.")
    accepted = operations.accept_offer(make_case.offer_of(signal), actor=karlijn)
    assert accepted.consent is not None
    assert accepted.consent.asked_by == "de huisarts"


def test_of_her_own_signal_the_coordinator_says_it_herself_when_it_becomes_a_case(
    world: World, client_of: ClientOf
) -> None:
    signal = make_case.own_signal(world.goes, world.karlijn)
    client, url = client_of(world.karlijn), f"{reverse('cases:new')}?signaal={signal.pk}"
    filled = {f"seen_{signal.pk.hex}": "", f"summary_{signal.pk.hex}": "Goes.", "municipality": world.goes.pk}
    filled |= {
        "request": "Een plek.",
        "main_form": "labour",
        "urgency": "normal",
        "minor": "no",
        "parent_involved": "no",
    }
    answer = client.post(url, client.filled(url, **filled))
    assert answer.status_code == 422
    asked = {f"{name}_{signal.pk.hex}": value for name, value in FILLED.items()}
    no = client.post(url, client.filled(url, **filled, **asked | {f"asked_answer_{signal.pk.hex}": "refuses"}))
    assert "tenzij een wettelijke plicht" in no.content.decode()
    assert not Offer.objects.of(signal).exists()
    assert client.post(url, client.filled(url, **filled, **asked)).status_code == 302
    offer = make_case.offer_of(signal)
    assert offer.consent is not None
    assert offer.consent.asked_by == "de wijkagent"
    # Nor does it go into a second case when she wants no more of it.
    karlijn = actor_for(world.karlijn)
    operations.note_consent(signal, actor=karlijn, key=uuid.uuid4(), asked=agreed(answer=ConsentAnswer.WITHDRAWN))
    signal.refresh_from_db()
    with pytest.raises(WrongState, match="wil geen zorgcoördinatie"):
        intake.accept_into_new_case(
            actor=karlijn,
            key=uuid.uuid4(),
            opening=make_case.opening(world.goes),
            brought=make_case.brought(signal, again=True),
        )


def test_nobody_is_registered_without_consent_and_no_adult_goes_to_care_unasked_or_against_her_no(
    world: World, signal: Signal, wilma: Actor
) -> None:
    """By name: a tip that names nobody goes on, and a vital interest goes before a no."""
    comensha = Organisation.objects.create(
        name="CoMensha (proef)", kind=OrganisationKind.COMENSHA, valid_from=today() - dt.timedelta(days=9)
    )
    letter: dict[str, Any] = {"method": HandoverMethod.LETTER}
    to_register = letter | {"kind": HandoverKind.COMENSHA_REGISTRATION}
    about, key = ConsentAbout.REGISTRATION, uuid.uuid4
    to_inform = letter | {"kind": HandoverKind.INFORM}
    with pytest.raises(Invalid) as stopped:
        make.handed_over(signal, wilma, comensha, **to_inform)
    assert "waarom dat nog niet is gevraagd" in stopped.value.fields["ground"][0]
    operations.note_consent(signal, actor=wilma, key=key(), asked=refused(), about=about)
    # Under another name it is no less what she does not want.
    with pytest.raises(Invalid) as stopped:
        make.handed_over(signal, wilma, comensha, **to_inform)
    assert set(stopped.value.fields) == {"ground"}
    for asked in (None, agreed(answer=ConsentAnswer.WITHDRAWN), refused(age=AgeGroup.FROM_16)):
        if asked is not None:
            operations.note_consent(signal, actor=wilma, key=key(), asked=asked, about=about)
        with pytest.raises(Invalid) as stopped:
            make.handed_over(signal, wilma, comensha, **to_register)
        assert set(stopped.value.fields) == {"kind"}
    operations.note_consent(signal, actor=wilma, key=key(), asked=agreed(), about=about)
    registered = make.handed_over(signal, wilma, comensha, **to_register, fields=["place"])
    informed = make.handed_over(signal, wilma, comensha, **to_inform, fields=["place"])
    # Neither goes on after a no, nor gets more: to care for both, to registration for what goes to CoMensha.
    for refusal, back in (({}, {}), ({"about": about}, {"about": about})):
        operations.note_consent(signal, actor=wilma, key=key(), asked=refused(), **refusal)
        with pytest.raises(Invalid) as stopped:
            make.handed_over(signal, wilma, comensha, **to_inform)
        assert set(stopped.value.fields) == {"ground"}
        for one in (registered, informed):
            with pytest.raises(WrongState, match=r"CoMensha|wil geen hulp"):
                operations.add_to_handover(one, actor=wilma, more=make.more(["facts"], key()))
        operations.note_consent(signal, actor=wilma, key=key(), asked=agreed(), **back)
    assert operations.add_to_handover(registered, actor=wilma, more=make.more(["facts"], key())).added_at
    operations.note_consent(signal, actor=wilma, key=key(), asked=refused())
    vital = letter | {"kind": HandoverKind.INFORM, "ground": LegalGround.VITAL_INTEREST}
    assert make.handed_over(signal, wilma, comensha, **vital).pk
    assert make.handed_over(signal, wilma, world.inspectorate).pk


def test_a_no_holds_back_a_team_that_helps_and_a_question_by_name_to_who_gives_care(
    world: World, signal: Signal, wilma: Actor
) -> None:
    """A team of the municipality helps, unless it is asked to inspect; what names nobody is asked of everybody."""
    since = today() - dt.timedelta(days=9)
    team = Organisation.objects.create(name="Wijkteam (proef)", kind=OrganisationKind.MUN_TEAM, valid_from=since)
    letter: dict[str, Any] = {"method": HandoverMethod.LETTER}
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=refused())
    with pytest.raises(Invalid) as stopped:
        make.handed_over(signal, wilma, team, **letter, kind=HandoverKind.INFORM)
    assert set(stopped.value.fields) == {"ground"}
    assert make.handed_over(signal, wilma, team, **letter, kind=HandoverKind.ADMINISTRATIVE).pk
    # Whoever answers here may be asked: the same organisation, as one that gives care.
    Organisation.objects.filter(pk=world.veilig_thuis.pk).update(kind=OrganisationKind.GGD)
    asked = {"to_partner_id": Organisation.objects.get(kind=OrganisationKind.GGD).pk}
    with pytest.raises(Invalid) as stopped:
        make.questioned(signal, wilma, **asked)
    assert set(stopped.value.fields) == {"ground"}
    for ground in (LegalGround.NO_PERSONAL_DATA, LegalGround.VITAL_INTEREST):
        assert make.questioned(signal, wilma, **asked, ground=ground).is_open
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=agreed())
    assert make.questioned(signal, wilma, **asked).is_open


def test_a_no_that_stands_is_not_taken_away_by_who_was_not_asked_nor_by_an_older_yes(
    signal: Signal, wilma: Actor
) -> None:
    asked_on = today() - dt.timedelta(days=3)
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=refused(on=asked_on))
    not_asked = Asked(ConsentAnswer.NOT_ASKED, AgeGroup.ADULT, why_not="Nog geen moment.")
    older = agreed(on=asked_on - dt.timedelta(days=1))
    younger = refused(on=asked_on, age=AgeGroup.FROM_16)
    for asked, field in ((not_asked, "asked_answer"), (older, "asked_on"), (younger, "asked_age")):
        for step in (
            lambda asked=asked: operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=asked),
            lambda asked=asked: _offered(signal, wilma, asked),
        ):
            with pytest.raises(Invalid) as stopped:
                step()
            assert set(stopped.value.fields) == {field}
    assert Consent.objects.standing(signal).is_in_the_way
    # She says yes, on the same day too.
    assert _offered(signal, wilma, agreed(on=asked_on)).pk


def test_a_no_stands_for_what_it_is_merged_with(world: World, signal: Signal, wilma: Actor) -> None:
    into = make.handled(world.goes, world.wilma)
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=refused())
    now = Signal.objects.unscoped(reason="test").get
    make.merged(now(pk=signal.pk), now(pk=into.pk), wilma)
    into = now(pk=into.pk)
    with pytest.raises(Invalid) as stopped:
        _offered(into, wilma, Asked(ConsentAnswer.NOT_ASKED, AgeGroup.ADULT, why_not="Nog geen moment."))
    assert set(stopped.value.fields) == {"asked_answer"}
    assert _offered(into, wilma, agreed()).pk


def test_who_reported_and_may_not_be_named_stands_in_nothing_that_care_reads(signal: Signal, wilma: Actor) -> None:
    name = "Zwaantje Zeepdoos"
    Reporter.objects.of(signal).update_or_create(
        signal=signal, defaults={**part_of(signal), "name": name, "naming": Naming.INSIDE, "wants_anonymity": False}
    )
    signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    not_asked = Asked(ConsentAnswer.NOT_ASKED, AgeGroup.ADULT, why_not=f"{name} durft niet.")
    for asked, against, field in (
        (agreed(by=name), None, "asked_by"),
        (not_asked, None, "asked_why_not"),
        (refused(), Against(Despite.VITAL, f"{name} vreest voor haar."), "despite_why"),
    ):
        with pytest.raises(Invalid) as stopped:
            _offered(signal, wilma, asked, against)
        assert set(stopped.value.fields) == {field}
    told = Told(told=True, to=Spokesperson.SELF, on=today(), by=name)
    with pytest.raises(Invalid) as stopped:
        operations.note_telling(signal, actor=wilma, key=uuid.uuid4(), told=told)
    assert set(stopped.value.fields) == {"by"}
    assert not Consent.objects.of(signal).exists()
