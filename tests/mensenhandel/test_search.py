"""The search field of the frame: numbers and words over all apps, and never a trace of what is somebody else's."""

import re
from collections.abc import Callable
from html import unescape
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.models import Case
from core.references import ALPHABET, meant, new_reference, normalise, one_mistake_away
from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals.fingerprints import print_of_number
from signals.models import ImportedFrom, Signal, Submission, TablePaper
from signals.searching import asked_for
from tests.factories import cases as make
from tests.factories import lists as make_list
from tests.factories import signals as make_signal
from tests.factories import tables
from tests.factories.shielding import excluded
from tests.support.clients import OutsideClient
from tests.support.contexts import acting_as
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

URL = "/zoeken/"


def seek(client: OutsideClient, words: str) -> Any:
    """Where the words lead to, one step after the page that seals them."""
    return client.get(client.post(URL, {"q": words}).headers["Location"])


def _page(client: OutsideClient, words: str) -> str:
    answer = client.post(URL, {"q": words}, follow=True)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", main).replace(words, "").split())


def test_the_number_of_a_signal_or_case_leads_to_its_page(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    case = make.intensive(world.goes, world.karlijn)
    found = seek(client_of(world.wilma), signal.reference.lower().replace("-", " "))
    assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    found = seek(client_of(world.karlijn), case.reference)
    assert found.headers["Location"] == reverse("cases:detail", args=[case.pk])


def test_a_number_without_its_letter_leads_to_the_same_page(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    case = make.intensive(world.goes, world.karlijn)
    found = seek(client_of(world.wilma), signal.reference.removeprefix("S-").lower())
    assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    found = seek(client_of(world.karlijn), case.reference.removeprefix("C-").replace("-", ""))
    assert found.headers["Location"] == reverse("cases:detail", args=[case.pk])


def test_a_word_that_reads_as_a_number_leads_to_a_list(world: World, client_of: ClientOf) -> None:
    assert normalise("zwaar") == "Z-WAA-R"
    signal = make_signal.handled(world.goes, world.wilma, facts="Zij doet zwaar werk, elke nacht.")
    found = seek(client_of(world.wilma), "zwaar")
    assert found.status_code == 200
    assert signal.reference in found.content.decode()


def test_the_number_of_a_handover_leads_to_its_signal_for_who_may_see_it(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    with unit_of_work():
        handover = make_signal.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    for number in (handover.reference, handover.reference.removeprefix("D-").lower()):
        found = seek(client_of(world.wilma), number)
        assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk]) + "#doormeldingen"
    for client in (client_of(world.vera), client_of(world.karlijn)):
        assert _page(client, handover.reference) == _page(client, new_reference("D"))


def test_who_has_no_list_finds_by_number_what_she_sent_got_or_was_asked(world: World, client_of: ClientOf) -> None:
    sent = make_signal.received(world.goes, world.hanna)
    signal = make_signal.handled(world.goes, world.wilma)
    with unit_of_work():
        wilma = actor_for(world.wilma)
        handover = make_signal.handed_over(signal, wilma, world.inspectorate)
        ours = make_signal.questioned(signal, wilma, to_user_id=world.hanna.pk)
        theirs = make_signal.questioned(signal, wilma, to_partner_id=world.inspectorate.pk)
        officers = make_signal.questioned(signal, wilma, to_user_id=world.koos.pk)
    submission = Submission.objects.unscoped(reason="test").get(signal_id=sent.pk)
    philo, hanna = client_of(world.philo), client_of(world.hanna)
    for client, number, page in (
        (hanna, sent.reference, reverse("signals:submission", args=[submission.pk])),
        (hanna, ours.reference.lower().replace("-", " "), reverse("signals:question", args=[ours.pk])),
        (philo, handover.reference, reverse("postbox:handover", args=[handover.pk])),
        (philo, theirs.reference, reverse("signals:question", args=[theirs.pk])),
        # Whoever sees the signal comes to the signal, once.
        (client_of(world.koos), officers.reference, reverse("signals:detail", args=[signal.pk]) + "#vragen"),
    ):
        assert seek(client, number).headers["Location"] == page
    # Neither finds what is the other's, nor the signal itself, nor a word of it.
    for client, numbers in (
        (hanna, (signal.reference, handover.reference, theirs.reference)),
        (philo, (signal.reference, sent.reference, ours.reference)),
    ):
        for number in numbers:
            assert _page(client, number) == _page(client, new_reference(number[0]))
        assert signal.reference not in _page(client, "bedden")


def test_words_find_signals_and_working_names_find_cases(world: World, client_of: ClientOf) -> None:
    case = make.intensive(world.goes, world.karlijn)
    page = _page(client_of(world.karlijn), case.working_name.lower())
    assert case.reference in page
    signal = make_signal.handled(world.goes, world.wilma)
    assert signal.reference in _page(client_of(world.wilma), "bedden")


@pytest.mark.parametrize("person", ["wilma", "vera", "daphne", "philo", "hanna", "outsider"])
def test_a_case_of_somebody_else_answers_as_a_number_that_does_not_exist(
    world: World, client_of: ClientOf, person: str
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    client = client_of(getattr(world, person), "district_coordinator" if person == "daphne" else "")
    assert _page(client, case.reference) == _page(client, new_reference("C"))
    assert case.reference not in _page(client, case.working_name)


def test_a_signal_of_somebody_else_answers_as_a_number_that_does_not_exist(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    for client in (client_of(world.vera), client_of(world.karlijn)):
        assert _page(client, signal.reference) == _page(client, new_reference("S"))


def test_more_than_fit_are_counted_and_lead_to_the_list(world: World, client_of: ClientOf) -> None:
    for _ in range(12):
        make_signal.triaged(world.goes, world.wilma)
    wilma = client_of(world.wilma)
    page = wilma.post(URL, {"q": "bedden"}, follow=True).content.decode()
    assert "(12)" in page
    [more] = re.findall(r'"(/signalen/\?tab=alles&amp;q=[^"]+)"', page)
    assert "bedden" not in more
    assert "12 signalen" in wilma.get(unescape(more)).content.decode()


def test_running_and_ended_cases_each_lead_to_their_own_list(world: World, client_of: ClientOf) -> None:
    for case in (*make.stored(world.goes, world.karlijn, 12), make.closed(world.goes, world.karlijn)):
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(working_name=f"Zwaan {case.pk.hex[:6]}")
    client = client_of(world.karlijn)
    running, _, ended = client.post(URL, {"q": "zwaan"}, follow=True).content.decode().partition("Afgesloten casussen")
    assert ended.count("plain-list__link") == 1
    more = re.findall(r'href="(/casussen/\?q=[^"]+)"', running)
    assert "12 casussen" in client.get(unescape(more[0])).content.decode()


def test_a_search_is_logged_without_its_words(world: World, client_of: ClientOf) -> None:
    make_signal.handled(world.goes, world.wilma)
    _page(client_of(world.wilma), "bedden")
    event = AuditEvent.objects.unscoped(reason="test").get(event="signals.listed")
    assert (event.actor_id, event.detail["rows"]) == (world.wilma.pk, 1)
    assert "bedden" not in str(event.detail)


def test_the_field_stands_there_for_who_has_anything_to_search(world: World, client_of: ClientOf) -> None:
    for person in (world.wilma, world.karlijn, world.person("Pieter")):
        assert f'action="{URL}"' in client_of(person).get("/").content.decode()
    for person in (world.philo, world.hanna):
        assert "Zoeken op nummer<" in client_of(person).get("/").content.decode(), "these have no words to look through"
    for person in (world.lowie, world.outsider):
        assert f'action="{URL}"' not in client_of(person).get("/").content.decode()


def test_nothing_typed_finds_nothing_and_too_much_is_cut_off(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    for words in ("", "   ", "x" * 5000, "'; drop", "\u0000"):
        assert client.post(URL, {"q": words}, follow=True).status_code == 200


def test_what_was_done_already_is_found_and_the_number_of_an_old_list(world: World, client_of: ClientOf) -> None:
    done = make_signal.triaged(world.goes, world.wilma, already_done="De leerplichtambtenaar is langs geweest.")
    page = _page(client_of(world.wilma), "leerplicht")
    assert done.reference not in page, "only whole words, as in every text"
    page = _page(client_of(world.wilma), "leerplichtambtenaren")
    assert done.reference in page
    assert "wat er al gedaan is" in page
    with unit_of_work():
        make_list.imported(actor_for(world.wilma, "focal_officer"), world.goes)
    of_list = ImportedFrom.objects.unscoped(reason="test").select_related("signal").get(line=2).signal
    page = _page(client_of(world.wilma), "2024-1")
    assert of_list.reference in page
    assert "nummer in de oude lijst" in page
    for other in (world.vera, world.karlijn):
        assert of_list.reference not in _page(client_of(other), "2024-1")
    excluded(Signal._base_manager.get(pk=of_list.pk), world.koos)
    assert of_list.reference not in _page(client_of(world.koos), "2024-1")


def test_a_number_that_was_misheard_finds_what_is_nearly_so_of_ones_own(world: World, client_of: ClientOf) -> None:
    signal = make_signal.triaged(world.goes, world.wilma)
    wrong = misheard(signal.reference)
    page = _page(client_of(world.wilma), wrong)
    assert signal.reference in page
    assert "nummer lijkt op wat u typte" in page
    assert signal.reference not in _page(client_of(world.vera), wrong)
    excluded(Signal._base_manager.get(pk=signal.pk), world.koos)
    assert signal.reference not in _page(client_of(world.koos), wrong)
    case = make.intensive(world.goes, world.karlijn)
    wrong = misheard(case.reference)
    page = _page(client_of(world.karlijn), wrong)
    assert case.reference in page
    assert "nummer lijkt op wat u typte" in page
    for other in (world.wilma, world.vera, world.daphne):
        assert case.reference not in _page(client_of(other), wrong)


@given(number=st.integers(0, 10**9), place=st.integers(0, 4), sign=st.sampled_from(ALPHABET))
def test_whatever_one_sign_was_misread_the_number_that_was_meant_is_among_the_few_that_are_looked_for(
    number: int, place: int, sign: str
) -> None:
    drawn = Random(number)  # noqa: S311  a number of a test
    body = "".join(drawn.choice(ALPHABET) for _ in range(4))
    check = next((one for one in ALPHABET if normalise(f"C{body}{one}")), "")
    if not check:
        return
    signs = body + check
    wrong = signs[:place] + sign + signs[place + 1 :]
    swapped = signs[:place] + signs[place : place + 2][::-1] + signs[place + 2 :]
    for typed in (wrong, swapped, body):
        if misread := meant(f"c {typed.lower()}"):
            assert f"C-{body}-{check}" in one_mistake_away(misread)
            assert len(one_mistake_away(misread)) < 20


def misheard(reference: str) -> str:
    """With its second sign misread, as somebody types it."""
    other = "2" if reference[3] != "2" else "3"
    return f"{reference[:3]}{other}{reference[4:]}".lower().replace("-", " ")


def test_the_number_of_an_agenda_point_leads_to_its_paper(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    with unit_of_work():
        meeting = tables.meeting(world)
        point = tables.tabled(signal, actor_for(world.wilma), meeting, tables.known(signal, meeting)[0][0])
    paper = TablePaper.objects.unscoped(reason="test").get(
        item_id=point.pk, municipality=world.goes, partner=None, for_care=False
    )
    found = seek(client_of(world.wilma), point.reference.lower())
    assert found.headers["Location"] == reverse("signals:paper", args=[paper.pk])
    assert _page(client_of(world.hanna), point.reference) == _page(client_of(world.hanna), new_reference("T"))


def test_searching_takes_few_statements_and_are_narrowed_by_an_index(world: World, client_of: ClientOf) -> None:
    make_signal.triaged(world.goes, world.wilma)
    client = client_of(world.wilma)
    for words in ("leerplicht", "2024-1", "S-22222-2", new_reference("T")):
        address = client.post(URL, {"q": words}).headers["Location"]
        assert len(queries_of(lambda address=address: client.get(address))) <= 12, words  # type: ignore[misc]  # of this turn
    actor = actor_for(world.wilma)
    with acting_as(actor), connection.cursor() as cursor:
        # Behind the walls no index of words can be used, for comparing words is not leakproof: the municipality narrows it.
        cursor.execute("SET LOCAL enable_seqscan = off")
        sets = (
            Signal.objects.listed_for(actor).filter(search=asked_for("leerplicht")),
            ImportedFrom.objects.listed_for(actor).filter(
                municipality__in=actor.content, fingerprint__in=[print_of_number(world.goes.pk, "2024-1")]
            ),
        )
        for rows in sets:
            plan = rows.order_by().explain()
            assert plan.startswith(("Index Scan", "Bitmap"))
            # Not as a filter alone, which the wall adds to any plan: in what the index is asked.
            assert re.search(r"Index Cond: .*(municipality_id|fingerprint)", plan)
