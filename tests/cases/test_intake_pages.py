"""Offers and their answers, a direct referral, and the case on the page of a signal."""

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases import intake
from cases.models import Case, SignalLink
from cases.workflow import CasePhase
from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals import operations as signal_operations
from signals.models import Offer
from signals.workflow import OfferState
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
HAT = {"hat": make.HAT}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _offer(world: World) -> Offer:
    return make.offer_of(make.offered(world.goes, world.wilma))


OPENING = {
    "request": "Zoekt een veilige plek.",
    "safe_contact": make.SAFE,
    "main_form": "labour",
    "minor": "no",
    "parent_involved": "no",
    "urgency": "normal",
}


def _seen(offer: Offer) -> str:
    return f"seen_{offer.signal_id.hex}"


def _opening(world: World, page: str, *offers: Offer) -> dict[str, Any]:
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    summaries = {f"summary_{offer.signal_id.hex}": make.SUMMARY for offer in offers}
    versions = {_seen(offer): offer.version for offer in offers}
    return {
        **HAT,
        **OPENING,
        **summaries,
        **versions,
        "municipality": world.goes.pk,
        "key": key.group(1),
    }


def test_two_offers_are_accepted_into_one_new_case(world: World, browser: OutsideClient) -> None:
    offers = [_offer(world), _offer(world)]
    listed = _text(browser.get(reverse("cases:offers")))
    assert all(offer.signal.reference in listed for offer in offers)
    assert browser.get(reverse("cases:offer", args=[offers[0].pk])).status_code == 200
    url = reverse("cases:new") + "?" + "&".join(f"signaal={offer.signal_id}" for offer in offers)
    page = _text(browser.get(url))
    assert make_signal.FACTS in page
    data = _opening(world, page, *offers)
    answers = [browser.post(url, data) for _ in range(2)]
    case = Case.objects.unscoped(reason="test").get()
    assert [answer["Location"] for answer in answers] == [reverse("cases:detail", args=[case.pk])] * 2
    assert SignalLink.objects.of(case).count() == 2
    assert {offer.state for offer in Offer.objects.unscoped(reason="test")} == {OfferState.ACCEPTED}


@pytest.mark.parametrize("page", ["cases:new", "cases:join"])
def test_without_a_choice_the_list_says_to_choose_first(world: World, browser: OutsideClient, page: str) -> None:
    offer = _offer(world)
    answer = browser.get(reverse(page))
    assert answer.status_code == 422
    assert "Kies eerst een signaal" in _text(answer)
    assert offer.signal.reference in _text(answer)


def test_two_tabs_on_one_offer_make_one_case_and_another_is_asked_for(world: World, browser: OutsideClient) -> None:
    offer = _offer(world)
    url = f"{reverse('cases:new')}?signaal={offer.signal_id}"
    tabs = [_opening(world, _text(browser.get(url)), offer) for _ in range(2)]
    assert browser.post(url, tabs[0]).status_code == 302
    case = Case.objects.unscoped(reason="test").get()
    second = browser.post(url, tabs[1])
    assert second.status_code == 409
    assert reverse("cases:detail", args=[case.pk]) in _text(second)
    page = _text(browser.get(url))
    assert case.reference in page
    deliberate = _opening(world, page, offer) | {_seen(offer): ""}
    assert browser.post(url, deliberate).status_code == 422
    assert Case.objects.unscoped(reason="test").count() == 1
    assert browser.post(url, deliberate | {"another": "on"}).status_code == 302
    assert Case.objects.unscoped(reason="test").count() == 2


def test_a_form_that_does_not_say_which_offer_it_saw_is_refused(world: World, browser: OutsideClient) -> None:
    offer = _offer(world)
    url = f"{reverse('cases:new')}?signaal={offer.signal_id}"
    data = _opening(world, _text(browser.get(url)), offer)
    for seen in ("", "[]", "onzin", str(offer.version + 1)):
        assert browser.post(url, data | {_seen(offer): seen}).status_code in {409, 422}
    assert not Case.objects.unscoped(reason="test").exists()


def test_an_offer_joins_a_running_case(world: World, browser: OutsideClient) -> None:
    offer, case = _offer(world), make.intensive(world.goes, world.karlijn)
    url = f"{reverse('cases:join')}?signaal={offer.signal_id}"
    assert case.working_name in _text(browser.get(url))
    data = {**HAT, "case": case.pk, f"summary_{offer.signal_id.hex}": make.SUMMARY, _seen(offer): offer.version}
    assert browser.post(url, data | {_seen(offer): ""}).status_code == 409
    assert browser.post(url, data)["Location"] == reverse("cases:detail", args=[case.pk])
    assert SignalLink.objects.of(case).get().signal_id == offer.signal_id


def test_an_offer_that_changed_meanwhile_is_not_accepted(world: World, browser: OutsideClient) -> None:
    offer = _offer(world)
    url = f"{reverse('cases:new')}?signaal={offer.signal_id}"
    page = _text(browser.get(url))
    assert re.search(rf'name="{_seen(offer)}" value="{offer.version}"', page)
    data = _opening(world, page, offer)
    signal_operations.return_offer(offer, actor=make.coordinator(world.karlijn), question="Wie?")
    assert browser.post(url, data).status_code == 409
    assert not Case.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("page", ["cases:new", "cases:join"])
def test_after_ones_own_question_about_two_offers_one_button_each_accepts_them_all_the_same(
    world: World, browser: OutsideClient, page: str
) -> None:
    offers = [_offer(world), _offer(world)]
    case = make.intensive(world.goes, world.karlijn)
    url = reverse(page) + "?" + "&".join(f"signaal={offer.signal_id}" for offer in offers)
    data = {"key": uuid.uuid4(), "case": case.pk} | _opening(world, f'name="key" value="{uuid.uuid4()}"', *offers)
    for offer in offers:
        with unit_of_work():
            intake.ask_back(offer, actor=make.coordinator(world.karlijn), question="Wie?")
    answer = browser.post(url, data)
    for _ in offers:
        assert answer.status_code == 409
        sent = _text(answer).partition("<main")[2].partition("</form>")[0]
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', sent)
        again: dict[str, list[str]] = {}
        for name, value in fields:
            again.setdefault(name, []).append(html.unescape(value))
        answer = browser.post(url, again)
    assert answer.status_code == 302
    assert {offer.state for offer in Offer.objects.unscoped(reason="test")} == {OfferState.ACCEPTED}


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("cases:ask-back", {"question": "Is een eigen tolk geregeld?"}, OfferState.RETURNED),
        ("cases:advise-following", {"question": "Nog te weinig."}, OfferState.RETURNED),
        ("cases:refuse-offer", {"refusal": "Geen hulpvraag."}, OfferState.REFUSED),
    ],
)
def test_the_other_three_answers(
    world: World, browser: OutsideClient, name: str, data: dict[str, str], state: OfferState
) -> None:
    offer = _offer(world)
    url = reverse(name, args=[offer.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {**HAT, "version": offer.version}).status_code == 422
    assert browser.post(url, {**HAT, "version": offer.version, **data}).status_code == 302
    assert Offer.objects.unscoped(reason="test").get(pk=offer.pk).state == state


@pytest.mark.parametrize(
    ("name", "words"),
    [("cases:refuse-offer", "refusal"), ("cases:ask-back", "question"), ("cases:advise-following", "question")],
)
def test_a_second_click_on_an_answer_hears_that_it_was_given(
    world: World, browser: OutsideClient, name: str, words: str
) -> None:
    offer = _offer(world)
    sent = {**HAT, "version": offer.version, words: "Nee."}
    url = reverse(name, args=[offer.pk])
    assert browser.post(url, sent).status_code == 302
    again = browser.post(url, sent)
    assert again.status_code == 409
    told = "U hebt dit aanbod al geweigerd" if words == "refusal" else "U stuurde dit aanbod al terug"
    assert told in _text(again)


def test_what_was_typed_about_an_offer_that_was_withdrawn_comes_back_and_tells_no_more_than_a_wrong_address(
    world: World, browser: OutsideClient
) -> None:
    offer = _offer(world)
    urls = [f"{reverse('cases:new')}?signaal={offer.signal_id}", reverse("cases:ask-back", args=[offer.pk])]
    sent = [_opening(world, _text(browser.get(urls[0])), offer), {**HAT, "version": 1, "question": "Tolk?"}]
    signal_operations.withdraw_offer(offer, actor=actor_for(world.wilma, "focal_officer"))
    nowhere = reverse("cases:ask-back", args=[uuid.uuid4()])
    for url, data, kept in ((urls[0], sent[0], make.SUMMARY), (urls[1], sent[1], "Tolk?"), (nowhere, sent[1], "Tolk?")):
        page = _text(browser.post(url, data))
        assert "Dit kunt u nu niet zien" in page
        assert f'summary-list__value">{kept}<' in page
        assert offer.signal.reference not in page
    missing = [browser.post(url, sent[1]) for url in (urls[1], nowhere)]
    assert {answer.status_code for answer in missing} == {404}
    assert "Deze pagina bestaat niet" in _text(browser.get(nowhere))


def test_a_form_without_a_word_of_its_offer_is_told_so_and_accuses_nobody(world: World, browser: OutsideClient) -> None:
    offer = _offer(world)
    url = f"{reverse('cases:new')}?signaal={offer.signal_id}"
    data = _opening(world, _text(browser.get(url)), offer)
    versions = (None, "-1", "0", "999", "9" * 30)
    for seen in versions:
        sent = {name: value for name, value in (data | {_seen(offer): seen}).items() if value is not None}
        answer = browser.post(url, sent)
        assert answer.status_code == 409
        assert "Wat u stuurde, was niet volledig" in _text(answer)
        assert "Iemand anders" not in _text(answer)
    assert not Case.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("person", ["wilma", "vera", "floor", "daphne", "outsider"])
def test_nobody_else_finds_the_offers(world: World, client_of: ClientOf, person: str) -> None:
    offer = _offer(world)
    client = client_of(getattr(world, person))
    for url in (
        reverse("cases:offers"),
        reverse("cases:offer", args=[offer.pk]),
        f"{reverse('cases:new')}?signaal={offer.signal_id}",
    ):
        assert client.get(url).status_code == 403


def test_an_offer_of_another_area_does_not_exist(world: World, client_of: ClientOf) -> None:
    offer = _offer(world)
    client = client_of(world.person("Berend"), make.HAT)
    assert client.get(reverse("cases:offer", args=[offer.pk])).status_code == 404
    assert client.get(f"{reverse('cases:new')}?signaal={offer.signal_id}").status_code == 404
    for nonsense in ("?signaal=", "?signaal=onzin", f"?signaal={uuid.uuid4()}"):
        assert client.get(reverse("cases:new") + nonsense).status_code == 404


def test_a_direct_referral_is_recorded(world: World, browser: OutsideClient) -> None:
    url = reverse("cases:refer")
    page = _text(browser.get(url))
    data = _opening(world, page) | {"origin": "person"}
    assert browser.post(url, data | {"safe_contact": ""}).status_code == 422
    answer = browser.post(url, data)
    case = Case.objects.unscoped(reason="test").get()
    assert answer["Location"] == reverse("cases:detail", args=[case.pk])
    assert case.phase == CasePhase.REFERRED


# --- on the page of a signal


def test_the_focal_officer_sees_that_her_signal_is_a_case_and_nothing_more(
    world: World, client_of: ClientOf, browser: OutsideClient
) -> None:
    case = make.in_intake(world.goes, world.wilma, world.karlijn)
    signal = SignalLink.objects.of(case).get().signal
    url = reverse("cases:of-signal", args=[signal.pk])
    hers = _text(client_of(world.wilma).get(url, headers={"HX-Request": "true"}))
    assert "is een casus geworden" in hers
    assert case.working_name not in hers
    assert case.reference not in hers
    assert str(case.pk) not in hers
    assert case.reference in _text(browser.get(url))
    for person in ("vera", "floor"):
        assert client_of(getattr(world, person)).get(url).status_code == 404


def test_a_signal_that_is_no_case_says_so_and_offers_to_make_one(
    world: World, client_of: ClientOf, browser: OutsideClient
) -> None:
    offer = _offer(world)
    url = reverse("cases:of-signal", args=[offer.signal_id])
    assert "nog geen casus" in _text(client_of(world.wilma).get(url))
    assert reverse("cases:new") in _text(browser.get(url))


def test_what_went_back_stands_apart_from_what_waits_and_advice_is_folded(
    world: World, browser: OutsideClient, as_user: Callable[..., Any]
) -> None:
    waiting, asked, advised = _offer(world), _offer(world), _offer(world)
    with as_user(world.karlijn) as karlijn:
        intake.ask_back(asked, actor=karlijn, question="Is een eigen tolk geregeld?")
        intake.advise_following(advised, actor=karlijn, why="Nog te weinig bekend.")
    page = _text(browser.get(reverse("cases:offers")))
    answered, question = page.index('id="terug"'), page.index("Is een eigen tolk geregeld?")
    advice = page.index('id="advies"')
    assert page.index(waiting.signal.reference) < answered < question < advice
    folded = page[advice:].partition("<details")[2].partition("</details>")[0]
    assert "Nog te weinig bekend." in folded
    assert f'name="signaal" value="{waiting.signal_id}"' in page
    assert str(asked.signal_id) not in page.partition('id="terug"')[0]


def test_each_page_about_an_offer_stands_once_in_the_log_of_its_signal(world: World, browser: OutsideClient) -> None:
    offer = _offer(world)
    looks = AuditEvent.objects.unscoped(reason="test").filter(dossier_id=offer.signal_id, event="signals.viewed")
    url = f"{reverse('cases:new')}?signaal={offer.signal_id}"
    join = f"{reverse('cases:join')}?signaal={offer.signal_id}"
    pages = [browser.get(reverse("cases:offer", args=[offer.pk]))]
    pages += [browser.get(url), browser.post(url, HAT), browser.get(join)]
    assert all(make_signal.FACTS in _text(page) for page in pages)
    assert looks.count() == len(pages)


@pytest.mark.parametrize("name", ["cases:ask-back", "cases:advise-following"])
def test_an_offer_that_went_back_is_not_sent_back_again(world: World, browser: OutsideClient, name: str) -> None:
    offer = _offer(world)
    intake.ask_back(offer, actor=make.coordinator(world.karlijn), question="Kan zij bellen?")
    answer = browser.get(reverse(name, args=[offer.pk]))
    assert answer.status_code == 409
    assert "U stuurde dit aanbod al terug" in _text(answer)
