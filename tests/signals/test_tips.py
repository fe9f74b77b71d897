"""The text for an anonymous tip: nothing of it leaves before each piece is settled, and what leaves leads to nobody."""

import html
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.urls import reverse

from core.access import Actor
from core.documents import render_pdf
from core.errors import Invalid
from core.workdays import today
from jobs.models import Job
from municipalities.roles import actor_for
from signals import letters, operations, tasks
from signals.anonymising import Answer, KeepReason, Kept, Kind, settle, unsettled
from signals.anonymising.spelling import signs_of
from signals.codes import Certainty, PossibleRole
from signals.disclosure import choices_of, chosen
from signals.models import Handover, Signal, TipText
from signals.operations.logging import ReporterFacts
from signals.operations.people import Named
from signals.protecting import protected_in
from signals.sharing_codes import Circle, Provenance
from tests.api.conftest import program_of
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.pdf import pages_of
from tests.support.queries import queries_of
from tests.support.world import World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

SECRETS = (
    *("Mies Muntenbak", "Hanna Handveger", "Wilma Windvaan", "Joop Verteller", "0600003301", "0612345678"),
    *("123456782", "12GBB3", "Toezichthouder", "vrijdagavond", "27.15", "31 juni"),
    *("29-10-2019", "2019-10-29", "dinsdag", "22.45"),
)
# A day and an hour that no clock shows, so that no date of today looks like them.
FACTS = (
    "Op vrijdagavond 31 juni om 27.15 uur zag ik Mies Muntenbak (m-i-e-s M\u00fcntenbak) bij de deur. "
    "Toezichthouder Joop Verteller, 06-0000 3301, hoorde het van HANNA HANDVEGER. Bel 06 12 34 56 78 of 123.456.782. "
    "In de nachtdienst bij Denkhandel slapen acht mensen. Busje 12-gbb-3."
)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    signal = make.handled(
        world.goes,
        world.wilma,
        facts=FACTS,
        company="Voorbeeldbedrijf Denkbeeld",
        vehicle="Wit busje",
        shift="nachtdienst tot 06.00 uur",
        seen_on=date(2019, 10, 29),
        seen_when="dinsdag om 22.45 uur, na mijn dienst",
        address="Bedenksteeg 3, 0000 AA Goes",
        reporter=ReporterFacts(name="Joop Verteller", function="Toezichthouder Wonen", contact="06-0000 3301"),
    )
    named = Named("Mies Muntenbak", PossibleRole.VICTIM, Certainty.SEEN)
    return operations.move_name(signal, actor=wilma, named=named)


def settled(signal: Signal, actor: Actor) -> Signal:
    """As an officer who takes out everything, but for the company."""
    text, kept = signal.facts, [Kept(Kind.NAME, "Denkhandel", KeepReason.COMPANY)]
    for _ in range(10):
        pieces = unsettled(text, protected_in(signal), kept)
        text = settle(text, dict.fromkeys(range(len(pieces)), Answer.COARSER), pieces)
    return operations.write_tip(signal, actor=actor, text=text, kept=kept)


def tip(signal: Signal, actor: Actor, world: World, **given: Any) -> Handover:
    told = {
        "anonymous": True,
        "kind": "anonymous_tip",
        "fields": ["place", "company", "vehicle", "shift", "seen", "tip_text"],
    }
    return make.handed_over(signal, actor, world.inspectorate, **(told | given))


def test_a_text_with_something_unsettled_does_not_leave(signal: Signal, wilma: Actor, world: World) -> None:
    operations.write_tip(signal, actor=wilma, text=FACTS, kept=[])
    with pytest.raises(Invalid) as refusal:
        tip(signal, wilma, world)
    assert "na te kijken" in str(refusal.value.fields)
    assert not Handover.objects.of(signal).exists()


def test_what_is_said_to_stay_though_it_leads_to_somebody_is_not_settled(signal: Signal, wilma: Actor) -> None:
    kept = [Kept(Kind.PERSON, "Joop Verteller", KeepReason.WORD)]
    operations.write_tip(signal, actor=wilma, text="Joop Verteller zag het.", kept=kept)
    assert unsettled("Joop Verteller zag het.", protected_in(signal), kept)


def test_nothing_of_source_or_victim_stands_in_anything_that_leaves(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf, program_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handover = tip(settled(signal, wilma), wilma, world)
    pages: list[str] = []

    def keep(html: str, title: str) -> bytes:
        pages.append(html + title)
        return render_pdf(html, title=title)

    monkeypatch.setattr(letters, "render_pdf", keep)
    tasks.make_letter(Job.objects.get(object_id=handover.pk), wilma)
    partner = client_of(world.philo)
    told = {
        "inbox": partner.get(reverse("postbox:inbox")).content.decode(),
        "page": partner.get(reverse("postbox:handover", args=[handover.pk])).content.decode(),
        "answer": partner.get(reverse("postbox:answer", args=[handover.pk])).content.decode(),
        "api": json.dumps(
            program_of(world.inspectorate).get(f"/doormeldingen/{handover.pk}").json(), ensure_ascii=False
        ),
        "letter": pages[0],
        "mail": " ".join(f"{one.subject} {one.body}" for one in mail.outbox),
    }
    file = partner.get(reverse("signals:letter", args=[handover.pk]))
    told["pdf"] = " ".join(pages_of(file.content))
    told["name"] = file.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(file.content)) as document, document.open_metadata() as properties:
        told["properties"] = f"{dict(document.docinfo)} {dict(properties)}"
        assert not list(document.attachments)
    for where, text in told.items():
        for secret in SECRETS:
            assert signs_of(secret) not in signs_of(text), (where, secret)
    for where in ("page", "api", "letter"):
        assert "Denkhandel" in told[where]
        assert "nachtdienst tot de ochtend" in told[where]
        # About when, as the text itself would say it; of what was said only the part of the day.
        assert "eind oktober 2019, 's avonds" in html.unescape(told[where])
        assert "mijn dienst" not in told[where]


def test_what_the_officer_saw_is_what_the_partner_reads(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    settled(signal, wilma)
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    given = {
        **{field.html_name: field.value() or "" for field in client.get(url).context["form"].hidden_fields()},
        "anonymous": "yes",
        "kind": "anonymous_tip",
        "fields_shared": ["place", "company", "shift", "tip_text"],
        "partner": world.inspectorate.pk,
        "purpose": "Controle",
        "ground": "no_personal_data",
        "method": "inbox",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
        "circle": "many",
    }
    last = client.post(url, {**given, "stap": "controleren"})
    shown = client.post(url, {**dict(last.context["sent"]), "fields_shared": given["fields_shared"], "stap": "kiezen"})
    sent = client.post(
        url, {**given, "seen": dict(last.context["sent"])["seen"], "stap": "versturen", "hat": client.hat}
    )
    assert sent.status_code == 302
    handover = Handover.objects.of(signal).get()
    read = client_of(world.philo).get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    part = part_of_page(read)
    assert handover.content == last.context["preview"] == shown.context["preview"]
    assert part == part_of_page(last.content.decode()) == part_of_page(shown.content.decode())


def part_of_page(page: str) -> str:
    """From the frozen content to the sentence under why; both ends included, blanks aside."""
    found = page[page.index('id="inhoud-doormelding"') : page.index("Een vermoeden is geen bewijs.")]
    return " ".join(found.split())


def test_a_weekday_stays_in_the_shift_and_nowhere_else(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, shift="vrijdagavond vanaf 22.00 uur", company="Vrijdag")
    found = {choice.code: (choice.text, choice.barred) for choice in choices_of(signal, anonymous=True)}
    assert found["shift"] == ("vrijdagavond vanaf de avond", "")
    with pytest.raises(Invalid):
        tip(settled(signal, wilma), wilma, world, purpose="Ik zag het vrijdag")


def test_a_name_in_a_field_keeps_that_field_out_of_the_tip(world: World, wilma: Actor) -> None:
    signal = make.handled(
        world.goes, world.wilma, company="Bakkerij Verteller", reporter=ReporterFacts(name="Joop Verteller")
    )
    (company,) = [choice for choice in choices_of(signal, anonymous=True) if choice.code == "company"]
    assert company.barred
    left = chosen(choices_of(signal, anonymous=True), ["place", "company"])
    assert [choice.code for choice in left] == ["place"]


@pytest.mark.parametrize(
    "given",
    [{"purpose": "Joop Verteller zag het"}, {"purpose": "Bel 06-12345678"}, {"to_function": "H. Handveger"}],
)
def test_what_is_typed_beside_the_tip_leads_to_nobody_either(
    signal: Signal, wilma: Actor, world: World, given: dict[str, str]
) -> None:
    if "Handveger" in str(given):
        Signal._base_manager.filter(pk=signal.pk).update(author=world.hanna)
        signal = Signal._base_manager.get(pk=signal.pk)
    with pytest.raises(Invalid) as refusal:
        tip(settled(signal, wilma), wilma, world, **given)
    assert set(refusal.value.fields) == set(given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"circle": None}, "circle"),
        ({"circle": Circle.FEW}, "circle_reason"),
        ({"fields": ["place", "address"]}, "circle_reason"),
    ],
)
def test_who_could_know_it_is_asked_and_a_risk_needs_a_reason(
    signal: Signal, wilma: Actor, world: World, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        tip(settled(signal, wilma), wilma, world, **given)
    assert set(refusal.value.fields) == {field}


def test_the_page_says_how_few_signals_share_what_goes_along(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    given = client.filled(url, anonymous="yes", seen="", stap="kiezen", fields_shared=["place"])

    def told(*fields: str) -> str:
        return str(client.post(url, given | {"fields_shared": fields}).context["form"].told_if_few)

    make.handled(world.vlissingen, world.person("Vera"), place="Goes")  # of another municipality nothing is counted
    assert "1 signaal met deze plaats" in told("place")
    for _ in range(3):
        make.handled(world.goes, world.wilma, place="goes")
    assert "4 signalen met deze plaats" in told("place")
    assert "1 signaal met deze plaats en bedrijf" in told("place", "company")
    assert told("vehicle") == ""
    # From five on they hide each other; what came in longer ago does not.
    fifth = make.handled(world.goes, world.wilma)
    assert told("place") == ""
    rows = Signal.objects.unscoped(reason="test").filter(pk=fifth.pk)
    rows.update(received_at=fifth.received_at - timedelta(days=400))
    page = client.post(url, given).content.decode()
    assert "4 signalen met deze plaats" in page
    assert "Er zijn weinig signalen zoals dit" in page


def test_the_reason_stays_with_the_handover_and_the_partner_never_reads_it(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf, program_of: Any
) -> None:
    why = "Zonder adres kan niemand kijken."
    made = tip(settled(signal, wilma), wilma, world, fields=["address"], circle=Circle.FEW, circle_reason=why)
    assert Handover._base_manager.get(pk=made.pk).circle_reason == why
    page = client_of(world.philo).get(reverse("postbox:handover", args=[made.pk])).content.decode()
    assert why not in page
    assert why not in str(program_of(world.inspectorate).get(f"/doormeldingen/{made.pk}").json())


def test_the_page_settles_piece_by_piece_and_says_what_is_left(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:tip-text", args=[signal.pk])
    first = client.get(url)
    assert "<mark>" in first.content.decode()
    assert not TipText.objects.of(signal).exists()
    left = first.context["left"]
    hidden = {field.html_name: field.value() for field in first.context["settling"].hidden_fields()}
    nothing = client.post(url, {**hidden, "stap": "nakijken"})
    assert nothing.status_code == 422
    assert len(nothing.context["settling"].errors) == left > 1
    assert f"Er zijn nog {left} dingen om na te kijken" in nothing.content.decode()
    sent = client.post(url, {**hidden, "piece_0": "remove", "stap": "nakijken"})
    assert sent.headers["Location"] == url
    assert client.get(url).context["left"] == left - 1
    stale = client.post(url, {**hidden, "piece_0": "remove", "stap": "nakijken"})
    assert stale.status_code == 409


def test_a_text_can_be_written_anew_and_thrown_away(signal: Signal, world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.wilma), reverse("signals:tip-text", args=[signal.pk])

    def send(step: str, text: str) -> None:
        hidden = {field.html_name: field.value() for field in client.get(url).context["writing"].hidden_fields()}
        assert client.post(url, {**hidden, "text": text, "stap": step}).status_code == 302

    send("herschrijven", "Er slapen acht mensen in een huis voor drie.")
    page = client.get(url)
    assert page.context["left"] == 0
    assert "Alles is nagekeken" in page.content.decode()
    send("opnieuw", "x")
    assert TipText.objects.of(signal).get().text == signal.facts


def test_another_municipality_and_a_colleague_find_no_text(
    signal: Signal, wilma: Actor, world: World, client_of: ClientOf
) -> None:
    settled(signal, wilma)
    url = reverse("signals:tip-text", args=[signal.pk])
    for person in (world.hanna, world.philo, world.karlijn):
        assert client_of(person).get(url).status_code in {403, 404}


def test_what_was_looked_up_goes_along_only_item_by_item(signal: Signal, wilma: Actor, world: World) -> None:
    found = {"result": "found", "answered_on": today(), "text": "Twaalf inschrijvingen."}
    own = make.asked(signal, wilma, **found)
    police = make.asked(signal, wilma, provenance=Provenance.WPG, **found)
    choices = {choice.code: choice for choice in choices_of(signal, anonymous=False, partner=world.veilig_thuis)}
    assert not choices[f"found-{own.pk}"].is_ticked_beforehand
    assert not choices[f"found-{own.pk}"].barred
    assert "(" not in choices[f"found-{own.pk}"].words, "that only what is needed goes along stands once above them"
    assert "mag die niet krijgen" in choices[f"found-{police.pk}"].barred
    assert all(choice.barred for choice in choices_of(signal, anonymous=True) if choice.code.startswith("found-"))
    fields = ["place", f"found-{police.pk}"]
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, fields=fields)
    assert set(refusal.value.fields) == {"permitted_by"}
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=fields, permitted_by="Informatieofficier, 3 mei")
    assert [code for code, _, _ in sent.content] == fields


def test_the_pages_of_a_tip_take_few_queries(signal: Signal, wilma: Actor, world: World, client_of: ClientOf) -> None:
    settled(signal, wilma)
    make.agreement(world)
    for _ in range(3):
        make.asked(signal, wilma, result="found", answered_on=today(), text="Twaalf inschrijvingen.")
    client = client_of(world.wilma)
    for address in ("signals:hand-over", "signals:tip-text"):
        url = reverse(address, args=[signal.pk])
        for asked in (url, f"{url}?soort=tip"):
            client.get(asked)
            taken = queries_of(partial(client.get, asked))
            assert len(taken) <= 18, "\n".join(str(one) for one in taken)


@pytest.mark.parametrize("source", ["police", "om", "mma"])
def test_what_came_from_police_justice_or_m_is_not_ticked_beforehand(world: World, source: str) -> None:
    signal = make.handled(world.goes, world.wilma, source=source)
    choices = {choice.code: choice for choice in choices_of(signal, anonymous=False)}
    assert "let op" in choices["facts"].words
    assert not choices["facts"].is_ticked_beforehand
