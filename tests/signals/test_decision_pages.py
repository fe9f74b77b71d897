"""Deciding, passing on and closing, as a browser does it."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from municipalities.roles import actor_for
from signals import operations
from signals.exported_beside import beside
from signals.models import Decision, Follow, Handover, Offer, Signal
from signals.views.detail import weighing_of
from signals.workflow import HandoverState, SignalState
from tests.factories import signals as make
from tests.factories.consent import FILLED
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

HAT = {"hat": "focal_officer"}
JUDGEMENT = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Meer past."}
OFFER = {"offer": "on", "offer_why": "Hulp nodig.", **FILLED}
FOLLOW = {"follow": "on", "follow_why": "Nog te weinig.", "what_changes_it": "Een tweede melding."}


def _now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def _decide(client: OutsideClient, signal: Signal, **given: Any) -> Any:
    data = {**HAT, "version": _now(signal).version, **given}
    return client.post(reverse("signals:decide", args=[signal.pk]), data)


def test_one_form_judges_offers_and_follows_at_once(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    answer = _decide(client_of(world.wilma), signal, **JUDGEMENT, **FOLLOW, **OFFER)
    assert answer.status_code == 302
    now = _now(signal)
    assert (now.state, now.care_sees, now.is_followed) == (SignalState.HANDLING, True, True)
    assert Offer.objects.of(signal).count() == Follow.objects.of(signal).count() == 1
    # The person was asked once: her answer is what she wants.
    judged = Decision.objects.of(signal).get()
    assert (judged.wish, judged.own_wish) == ("known", "Vindt zorgcoördinatie goed.")


def test_what_must_happen_today_is_asked_about_when_it_is_only_followed(world: World, client_of: ClientOf) -> None:
    signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    today = JUDGEMENT | {"urgency": "now"}
    asked = _decide(client, signal, **today, **FOLLOW)
    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"urgency"})
    assert "Wat vandaag moest, is al gedaan of geregeld" in asked.content.decode()
    assert not Decision.objects.of(signal).exists()
    # Something is set going today, or it was done already.
    assert _decide(client, signal, **today, **FOLLOW, today_done="on").status_code == 302
    other = make.triaged(world.goes, world.wilma)
    assert _decide(client, other, **today, **FOLLOW, hand_over="on").status_code == 302


def test_a_colleague_who_offers_again_leaves_the_asking_with_who_did_it(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    offered = _decide(client_of(world.wilma), signal, **JUDGEMENT, **OFFER | {"asked_by": ""})
    assert offered.status_code == 302
    offer = Offer.objects.of(signal).get()
    officer, url = client_of(world.wilma), reverse("signals:withdraw-offer", args=[offer.pk])
    assert "kan dit signaal daarna niet meer lezen" in officer.get(url).content.decode()
    assert officer.post(url, {"hat": officer.hat, "version": offer.version}).status_code == 302
    for person, by in ((world.wilma, ""), (world.koos, str(world.wilma))):
        form = client_of(person).get(reverse("signals:detail", args=[signal.pk])).context["decision_form"]
        assert form["asked_by"].value() == by
    again = _decide(client_of(world.koos), signal, **JUDGEMENT, **OFFER | {"asked_by": str(world.wilma)})
    assert again.status_code == 302
    assert {one.consent_id for one in Offer.objects.of(signal)} == {offer.consent_id}


def test_a_box_without_its_reason_decides_nothing_and_keeps_the_text(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    answer = _decide(client_of(world.wilma), signal, **JUDGEMENT, offer="on")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Vul dit in." in page
    assert "Meer past." in page
    assert _now(signal).state == SignalState.TRIAGE
    assert not Decision.objects.of(signal).exists()


@pytest.mark.parametrize("page", ["decide", "complete", "hand-over"])
def test_a_form_whose_answer_shows_the_signal_again_is_a_look(world: World, client_of: ClientOf, page: str) -> None:
    signal = make.triaged(world.goes, world.wilma)
    client = client_of(world.wilma)
    answer = client.post(reverse(f"signals:{page}", args=[signal.pk]), {**HAT, "version": signal.version})
    assert answer.status_code == 422
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.viewed", actor_id=world.wilma.pk)
    assert [look.dossier_id for look in looks] == [signal.pk]


def test_without_a_mandate_the_panel_says_why_nothing_can_be_offered(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.vlissingen, world.vera)
    client = client_of(world.vera)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "geen afspraak over zorgcoördinatie" in page
    assert _decide(client, signal, **JUDGEMENT, **OFFER).status_code == 422
    assert not Offer.objects.of(signal).exists()


def test_closing_does_not_go_with_another_box(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    answer = _decide(
        client_of(world.wilma),
        signal,
        **FOLLOW,
        close="on",
        close_reason="no_indication",
        close_motivation="Niets.",
        answer="Dank.",
    )
    assert answer.status_code == 422
    assert "Sluiten kan niet samen" in answer.content.decode()


def _handover(world: World, **given: Any) -> dict[str, Any]:
    return {
        **HAT,
        "key": "6a1c2f0e-4a6e-4d35-9a55-1b1f2d3c4e5f",
        "anonymous": "no",
        "partner": world.inspectorate.pk,
        "kind": "investigate",
        "fields_shared": ["place", "facts"],
        "purpose": "Onderzoek",
        "ground": "public_task",
        "method": "inbox",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
        "circle": "many",
        **given,
    }


def test_nothing_leaves_before_the_last_button(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    url = reverse("signals:hand-over", args=[signal.pk])
    assert client.get(url).status_code == 200
    confirm = client.post(url, {**_handover(world), "stap": "controleren"})
    assert "Dit gaat naar Nederlandse Arbeidsinspectie" in confirm.content.decode()
    assert make.NEEDED in confirm.content.decode()
    # By name nothing goes without why it is needed; a tip names nobody, and asks who could know.
    bare = client.post(url, {**_handover(world, necessity=" "), "stap": "controleren"})
    assert (bare.status_code, set(bare.context["form"].errors)) == (422, {"necessity"})
    assert not Handover.objects.of(signal).exists()


def _send(client: OutsideClient, world: World, signal: Signal, **given: Any) -> Any:
    url = reverse("signals:hand-over", args=[signal.pk])
    confirm = client.post(url, {**_handover(world, **given), "stap": "controleren"})
    sent: dict[str, list[str]] = {}
    for name, value in confirm.context["sent"]:
        sent.setdefault(name, []).append(value)
    return client.post(url, {**sent, "stap": "versturen"})


def test_sending_twice_makes_one_handover(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    assert _send(client, world, signal).status_code == 302
    assert _send(client, world, signal).status_code == 302
    handover = Handover.objects.of(signal).get()
    assert (handover.state, [code for code, _, _ in handover.content]) == (HandoverState.SENT, ["place", "facts"])


def test_before_it_goes_to_one_more_the_page_says_to_whom_it_went(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    assert "ging dit signaal al naar" not in client.get(url).content.decode()
    assert _send(client, world, signal).status_code == 302
    assert f"al naar {world.inspectorate}, herkenbaar" in client.get(url).content.decode()
    given = {**_handover(world, key=str(uuid.uuid4())), "stap": "controleren"}
    again = client.post(url, given).content.decode()
    assert f"al naar {world.inspectorate}, herkenbaar, met precies deze inhoud" in again
    assert "Deze ontvanger krijgt het nu nog een keer" in again
    other = client.post(url, {**given, "partner": world.veilig_thuis.pk, "fields_shared": ["place"]}).content.decode()
    assert f"al naar {world.inspectorate}, herkenbaar." in other
    assert "nog een keer" not in other


def test_an_anonymous_tip_holds_no_narrative_even_when_it_was_ticked(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma, company="Voorbeeldbedrijf Denkbeeld")
    given = {"anonymous": "yes", "kind": "anonymous_tip", "fields_shared": ["place", "company", "facts", "source"]}
    assert _send(client_of(world.wilma), world, signal, **given).status_code == 302
    assert [code for code, _, _ in Handover.objects.of(signal).get().content] == ["place", "company"]


def test_a_signal_changed_after_the_preview_is_shown_again_before_it_leaves(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    url = reverse("signals:hand-over", args=[signal.pk])
    data = {**_handover(world), "seen": "0" * 64, "stap": "versturen"}
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "intussen gewijzigd" in answer.content.decode()
    assert not Handover.objects.of(signal).exists()


def test_the_officer_records_the_answer_of_a_partner(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    _send(client, world, signal)
    handover = Handover.objects.of(signal).get()
    url = reverse("signals:record-answer", args=[handover.pk])
    assert client.post(url, {**HAT, "version": handover.version}).status_code == 422
    given = {**HAT, "version": handover.version, "outcomes": ["inspection_done", "abuses_found"], "text": "Controle."}
    assert client.post(url, given).status_code == 302
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Controle uitgevoerd" in page
    assert "Misstanden vastgesteld" in page


def test_a_plain_signal_is_taken_up_and_closed_in_one_form(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna, veilig_thuis="unknown")
    client = client_of(world.wilma)
    url = reverse("signals:close-at-once", args=[signal.pk])
    page = client.get(url).content.decode()
    given = {**HAT, "version": 1, "close_reason": "no_indication", "close_motivation": "Klopt.", "answer": "Dank."}
    given |= {"minor": "yes", "veilig_thuis": "no", "why": "De jeugdbescherming doet dit."}
    # What was told twice would count twice.
    assert "Dubbel? Voeg de signalen samen." in page
    assert 'value="duplicate"' not in page
    assert client.post(url, given | {"close_reason": "duplicate"}).status_code == 422
    # After closing nothing would ask for the call any more.
    assert "Is Veilig Thuis gebeld?" in page
    assert client.post(url, given | {"why": ""}).context["form"].errors.keys() == {"why"}
    assert _now(signal).state == SignalState.RECEIVED
    assert client.post(url, given).status_code == 302
    now, judged = _now(signal), Decision.objects.of(signal).get()
    assert (now.state, now.veilig_thuis_not, now.decided_at) == (SignalState.CLOSED, given["why"], judged.decided_at)
    assert (judged.closing, judged.severity, judged.minors, judged.motivation) == (True, "", "yes", "Klopt.")
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "(bij het sluiten)" in page
    assert "nog niet ingevuld" not in page
    answered = make.received(world.goes, world.hanna, minor="no")
    asked = client.get(reverse("signals:close-at-once", args=[answered.pk])).content.decode()
    assert "Is Veilig Thuis gebeld?" not in asked


def test_a_signal_that_is_with_care_coordination_is_not_offered_again(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    assert _decide(client, signal, **JUDGEMENT, **OFFER).status_code == 302
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "al aangeboden aan of aangenomen" in page
    assert _decide(client, signal, **JUDGEMENT, **OFFER).status_code == 422
    assert Offer.objects.of(signal).count() == 1


def test_a_detour_by_the_anonymous_tip_keeps_what_was_ticked(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    ticked = {"place", "facts", "minor"}
    data: dict[str, Any] = {**_handover(world), "stap": "kiezen"}
    for anonymous in ("yes", "no"):
        page = client.post(url, {**data, "anonymous": anonymous, "fields_shared": sorted(ticked)}).content.decode()
        inputs = re.findall(r'<input[^>]*name="fields_shared"[^>]*>', page)
        chosen = [one for one in inputs if "checked" in one or 'type="hidden"' in one]
        ticked = {value for one in chosen for value in re.findall(r'value="([^"]+)"', one)}
        preview = page.partition('id="voorbeeld"')[2]
        assert (make.FACTS in preview) is (anonymous == "no")
    assert ticked == {"place", "facts", "minor"}


@pytest.mark.parametrize("page", ["detail", "hand-over"])
def test_a_form_lists_its_messages_as_its_fields_stand_on_the_page(
    world: World, client_of: ClientOf, page: str
) -> None:
    signal = make.handled(world.goes, world.wilma)
    shown = client_of(world.wilma).get(reverse(f"signals:{page}", args=[signal.pk]))
    form = shown.context["decision_form" if page == "detail" else "form"]
    html = shown.content.decode()
    places = [html.find(f'name="{field.name}"') for field in form.visible_fields() if f'name="{field.name}"' in html]
    assert len(places) > 5
    assert places == sorted(places)


def test_what_the_officer_herself_chose_anew_is_no_change_of_the_signal(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    client = client_of(world.wilma)
    url = reverse("signals:hand-over", args=[signal.pk])
    seen = client.post(url, {**_handover(world), "stap": "controleren"}).context["sent"]
    hash_seen = dict(seen)["seen"]
    again = client.post(url, {**_handover(world), "fields_shared": ["place"], "seen": hash_seen, "stap": "controleren"})
    assert again.status_code == 200
    assert "intussen gewijzigd" not in again.content.decode()


def test_closing_asks_one_motivation_and_weighs_nothing_again(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    given = {
        "close": "on",
        "close_reason": "no_indication",
        "close_motivation": "De vergunning klopt.",
        "answer": "Dank.",
    }
    assert _decide(client_of(world.wilma), signal, **given).status_code == 302
    now = _now(signal)
    assert (now.state, now.close_motivation) == (SignalState.CLOSED, "De vergunning klopt.")
    assert Decision.objects.of(signal).count() == 1


def test_closing_keeps_what_was_filled_in_of_the_judgement(world: World, client_of: ClientOf) -> None:
    closing = {"close": "on", "close_reason": "no_indication", "close_motivation": "Het klopt.", "answer": "Dank."}
    client = client_of(world.wilma)
    half, whole, bare = (make.triaged(world.goes, world.wilma) for _ in range(3))
    assert _decide(client, half, **closing, severity="high", minors="no", own_wish="Rust.").status_code == 302
    assert _decide(client, whole, **closing, **JUDGEMENT).status_code == 302
    assert _decide(client, bare, **closing, minors="unknown").status_code == 302
    decided = make.handled(world.goes, world.wilma)
    assert _decide(client, decided, **closing, plausibility="weak").status_code == 302
    kept = [Decision.objects.of(signal).last() for signal in (half, whole, bare, decided)]
    assert [(one.severity, one.plausibility, one.motivation, one.closing) for one in kept if one] == [
        ("high", "", "Het klopt.", True),
        ("raised", "reasonable", "Meer past.", True),
        ("", "", "Het klopt.", True),
        ("", "weak", "Het klopt.", True),
    ]
    assert kept[0] is not None
    assert (kept[0].minors, kept[0].own_wish) == ("no", "Rust.")
    wilma = actor_for(world.wilma, "focal_officer")
    told = beside([half], ["decisions"], wilma)[half.pk].judged
    assert told[0].endswith(": bij het sluiten, Zeer ernstig")
    operations.reopen(half, actor=wilma, new_fact="Een tweede melding.")
    assert not weighing_of(_now(half), wilma)["weighing_waits"]


@pytest.mark.parametrize(("first", "then"), [("no", "yes"), ("yes", "no")])
def test_a_tip_that_will_stand_beside_the_same_signal_by_name_says_so_before_it_leaves(
    world: World, client_of: ClientOf, first: str, then: str
) -> None:
    signal, client = make.handled(world.goes, world.wilma), client_of(world.wilma)
    url = reverse("signals:hand-over", args=[signal.pk])
    warning = "de ontvanger kan zien dat ze bij elkaar horen"
    second = {**_handover(world, anonymous=then, fields_shared=["place"], key=str(uuid.uuid4())), "stap": "controleren"}
    assert warning not in client.post(url, second).content.decode()
    assert _send(client, world, signal, anonymous=first, fields_shared=["place"]).status_code == 302
    assert warning in client.post(url, second).content.decode()
    assert warning not in client.post(url, {**second, "anonymous": first}).content.decode()
    assert (
        warning
        not in client.post(url, {**second, "partner": world.veilig_thuis.pk, "method": "letter"}).content.decode()
    )
