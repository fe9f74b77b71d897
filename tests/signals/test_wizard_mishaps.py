"""What can go wrong in the wizard: wrong answers, two windows, another hat, a lost session. Nothing is lost."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from signals.models import Draft, Signal
from signals.reached import misses_digits
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import ANSWERS, begin, fill, hidden, open_page, page_url, send, signal_of

type ClientOf = Callable[..., OutsideClient]


@pytest.mark.parametrize(
    ("slug", "answers", "message"),
    [
        ("bron", {}, "Kies een antwoord."),
        ("bron", ANSWERS["bron"] | {"source": "made_up"}, "Kies een van de antwoorden."),
        ("wat", {"minor": "no", "facts": "  "}, "Eén zin is genoeg."),
        ("wat", {"minor": "no", "facts": "x" * 10_001}, "het mogen 10000 tekens zijn"),
        ("waar", {}, "vink aan dat u die niet weet"),
        ("waar", {"place": "x" * 121}, "het mogen 120 tekens zijn"),
        ("wanneer", {}, "vink aan: weet ik niet"),
        ("wanneer", {"seen_on": "31-02-2026"}, "Dit is geen datum."),
        ("wanneer", {"seen_on": "2999-01-01"}, "Deze dag ligt in de toekomst."),
        ("wanneer", {"seen_on": "1026-11-21"}, "Kijk het jaartal na."),
        ("vorm", {"form": "made_up", "route": "unknown"}, "Kies een van de antwoorden."),
        ("vorm", {"form": "labour", "route": "unknown", "other_forms": ["made_up"]}, "Kies een van de vormen."),
    ],
)
def test_a_wrong_answer_gets_a_message_beside_its_field(
    world: World, client_of: ClientOf, slug: str, answers: dict[str, str], message: str
) -> None:
    client = client_of(world.wilma)
    answer = send(client, page_url(begin(client), slug), **answers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "na te kijken" in page  # the summary on top
    for typed in answers.values():
        assert str(typed).strip() in page or "made_up" in str(typed)


def test_a_number_that_misses_digits_is_told_and_one_that_says_what_it_is_of_is_kept(
    world: World, client_of: ClientOf
) -> None:
    for whole in (
        "06-0000 1234",
        "0113-000012",
        "0800-2000",
        "14 0113",
        "+32 470 00 00 00",
        "toestel 1234",
        "a@goes.example",
    ):
        assert not misses_digits(whole), whole
    for short in ("1234", "06-000012", "112", "Demo Wulp, 06 000 012", "+31 6 12"):
        assert misses_digits(short), short
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "bron")
    answer = send(client, url, **ANSWERS["bron"] | {"contact": "1234"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact"])
    assert "Dit telefoonnummer mist cijfers" in answer.content.decode()
    assert 'value="1234"' in answer.content.decode()
    # Kept for later as it was typed; and where somebody is in danger nothing is in the way.
    assert send(client, url, **ANSWERS["bron"] | {"contact": "1234"}, stap="later").status_code == 302
    assert client.get(url).context["form"]["contact"].value() == "1234"
    note = {"source": "police", "facts": "Iets.", "place": "Goes", "call_back": "1234", "reported_on": ""}
    refused = send(client, reverse("signals:note"), **note, danger="no")
    assert list(refused.context["form"].errors) == ["call_back"]
    assert send(client, reverse("signals:note"), **note, danger="yes").status_code == 302
    # In a row of its own a number is found elsewhere by its digits, so words do not help there; it says what does.
    row = send(client, page_url(draft, "wie"), phone_1_value="4411")
    assert "Een kort nummer, zoals 112 of van een sms-dienst" in row.content.decode()


def test_what_is_not_right_yet_is_kept_for_later(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wanneer")
    assert send(client, url, stap="later", seen_on="31-02-2026", shift="in de nacht").status_code == 302
    page = client.get(url).content.decode()
    assert "31-02-2026" in page
    assert "in de nacht" in page
    assert "stap 2 van 8" in client.get(reverse("signals:drafts")).content.decode()


def test_a_text_too_long_to_keep_is_not_kept_and_says_so(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    answer = send(client, page_url(begin(client), "wat"), stap="later", facts="x" * 20_001)
    assert answer.status_code == 422
    assert "te lang om te bewaren" in answer.content.decode()


def test_every_page_can_be_answered_with_i_do_not_know(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client, danger="unknown")
    unknown = {
        "bron": {"source": "anonymous", "knowledge": "unknown", "naming": "unknown"},
        "waar": {"no_place": "on"},
        "wanneer": {"no_moment": "on"},
        "vorm": {"form": "unknown", "route": "unknown"},
    }
    assert send(client, fill(client, draft, **unknown)).status_code == 302
    signal = signal_of(draft)
    assert (signal.place, signal.place_unknown, signal.seen_when) == ("", "Weet ik niet", "onbekend")


def test_an_incomplete_signal_is_not_sent_and_the_page_says_what_is_missing(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = reverse("signals:draft-check", args=[draft.pk])
    assert "Nog niet compleet" in client.get(check).content.decode()
    answer = send(client, check)
    assert answer.status_code == 422
    assert page_url(draft, "wat") in answer.content.decode()
    assert not Signal.objects.unscoped(reason="test").exists()


def test_the_last_page_leads_back_to_the_one_before(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    page = client.get(fill(client, draft)).content.decode()
    assert f'href="{page_url(draft, "wie")}"' in page.partition("Signaal vastleggen")[2]
    assert client.get(page_url(draft, "wie")).status_code == 200


def test_a_changed_answer_leads_back_to_the_check(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    assert f"{page_url(draft, 'waar')}?terug=1" in client.get(check).content.decode()
    answer = send(client, f"{page_url(draft, 'waar')}?terug=1", place="Middelburg")
    assert answer.headers["Location"] == check
    assert "Middelburg" in client.get(check).content.decode()


def test_the_previous_button_keeps_what_was_typed(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    answer = send(client, page_url(draft, "wat"), stap="naar:bron", facts="half af")
    assert answer.headers["Location"] == page_url(draft, "bron")
    assert "half af" in client.get(page_url(draft, "wat")).content.decode()


def test_jumping_to_a_page_that_is_none_just_goes_on(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    answer = send(client, page_url(draft, "wat"), stap="naar:https://evil.example", **ANSWERS["wat"])
    assert answer.headers["Location"] == page_url(draft, "waar")
    assert client.get(page_url(draft, "onzin")).status_code == 404
    assert client.get(page_url(draft, "bellen")).status_code == 404


# --- a citizen service number


def test_a_text_with_a_bsn_is_refused_beside_its_field_with_a_way_out(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    given = ANSWERS["wat"] | {"facts": "Op de kaart staat 111.222.333."}
    answer = send(client, url, **given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "burgerservicenummer" in page
    assert "Dit is geen BSN" in page
    assert send(client, url, **given, no_bsn="on").status_code == 302
    assert "111.222.333" in client.get(reverse("signals:draft-check", args=[draft.pk])).content.decode()


def test_with_direct_danger_no_number_is_asked_about(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client, danger="yes")
    given = ANSWERS["wat"] | {"facts": "Op de kaart staat 111222333."}
    assert send(client, page_url(draft, "wat"), **given).status_code == 302


# --- twice, in two windows, under another hat


def test_sending_twice_leads_to_the_same_signal(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client)
    check = fill(client, draft)
    shown = open_page(client, check)
    first, second = client.post(check, shown), client.post(check, shown)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Signal.objects.unscoped(reason="test").count() == 1


def test_sending_one_page_twice_keeps_it_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    assert client.post(url, {**shown, **ANSWERS["wat"]}).status_code == 302
    assert client.post(url, {**shown, **ANSWERS["wat"], "facts": "Toch anders."}).status_code == 302
    assert "Toch anders." in client.get(url).content.decode()


def test_beginning_twice_makes_one_draft(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    url = reverse("signals:begin")
    shown = open_page(client, url)
    for _ in range(2):
        assert client.post(url, {**shown, "danger": "no"}).status_code == 302
    assert Draft.objects.unscoped(reason="test").count() == 1


def test_a_page_saved_in_another_window_is_not_overwritten(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    send(client, url, **ANSWERS["wat"])
    answer = client.post(url, {**shown, "facts": "Uit het andere venster.", "minor": "no"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "in een ander venster" in page
    assert "Uit het andere venster." in page
    assert ANSWERS["wat"]["facts"] in client.get(url).content.decode()


def test_what_was_changed_after_the_check_was_opened_is_looked_at_again(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    shown = open_page(client, check)
    send(client, page_url(draft, "waar"), place="Middelburg")
    assert client.post(check, shown).status_code == 409
    assert not Signal.objects.unscoped(reason="test").exists()


def test_a_page_sent_after_the_signal_says_so_and_keeps_the_text(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    send(client, fill(client, draft))
    answer = client.post(url, {**shown, "facts": "Nog iets vergeten.", "minor": "no"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "al verstuurd" in page
    assert "Nog iets vergeten." in page


def test_a_page_sent_under_another_hat_is_refused_with_its_text(world: World, client_of: ClientOf) -> None:
    client = client_of(world.daphne, "focal_officer")
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    client.wear("district_coordinator")
    answer = client.post(url, {**shown, "facts": "Onder de andere hoed.", "minor": "no"})
    assert answer.status_code == 409
    assert "Onder de andere hoed." in answer.content.decode()
    client.wear("focal_officer")
    assert "Onder de andere hoed." not in client.get(url).content.decode()


def test_a_draft_of_somebody_else_does_not_exist(world: World, client_of: ClientOf) -> None:
    draft = begin(client_of(world.wilma))
    for other in (world.koos, world.vera, world.hanna):
        assert client_of(other).get(page_url(draft, "wat")).status_code == 404


def test_without_its_hidden_fields_a_page_is_not_taken(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    answer = client.post(page_url(draft, "wat"), {"hat": "focal_officer", "version": "x", "key": "y", **ANSWERS["wat"]})
    assert answer.status_code == 422
    assert "niet volledig" in answer.content.decode()


# --- a session lost half-way


def test_a_page_sent_without_a_session_comes_back_after_sign_in_and_goes_on(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    client.cookies.pop("sessie")
    asked = client.post(url, {**shown, **ANSWERS["wat"], "stap": "verder"})
    assert asked.status_code == 403
    carried = asked.context["form"].initial["carried"]
    assert ANSWERS["wat"]["facts"] not in asked.content.decode()
    client.force_login(world.wilma)
    session = client.session
    session["carried"] = carried
    session.save()
    resumed = client.get(reverse("accounts:resume"))
    assert ANSWERS["wat"]["facts"] in resumed.content.decode()
    again = {field.name: field.values for field in resumed.context["fields"]}
    assert client.post(url, again).headers["Location"] == page_url(draft, "waar")
    assert ANSWERS["wat"]["facts"] in client.get(url).content.decode()


def test_the_key_of_a_page_is_another_each_time_it_is_shown(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    answer = client.get(reverse("signals:begin"))
    keys = {hidden(answer.context["form"])["key"], open_page(client, reverse("signals:begin"))["key"]}
    assert len({uuid.UUID(str(key)) for key in keys}) == 2


def test_the_check_says_which_page_seems_to_hold_a_bsn(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    send(client, page_url(draft, "wat"), stap="later", facts="Zijn nummer is 111222333.", minor="unknown")
    page = client.get(check).content.decode()
    assert "een nummer dat een burgerservicenummer (BSN) kan zijn" in page
    assert "nog niet in orde" in page
    assert send(client, check).status_code == 422
