"""What is gathered as a dialogue: shown in full, taken back, awaited on a day, proposed per kind, heard on the phone."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.resend import AlreadySent
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import EnrichmentKind, EnrichmentResult, Origin, Source
from signals.disclosure import choices_of
from signals.models import Enrichment, Handover, Signal
from signals.operations.gathering import Call, Found
from signals.operations.moving import OfferedMove
from signals.sharing_codes import Provenance
from signals.tabling import Agreed, whats_missing
from signals.usual import TOLD_BY, USUAL, WE_CALLED, Caller
from signals.views.detail import page_of
from signals.work import count_work, work
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.days import dated, in_days
from tests.support.html import plain_text
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
FOUND = {"result": EnrichmentResult.FOUND, "text": "Acht mensen."}
WHY = "Verkeerd huisnummer opgezocht"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


@pytest.fixture
def item(signal: Signal, wilma: Actor) -> Enrichment:
    """Found, with the answer of today."""
    return make.asked(signal, wilma, answered_on=today(), **FOUND)


def shown(client: OutsideClient, signal: Signal, part: str = "verzameld") -> str:
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    return plain_text(page[page.index(f'id="{part}"') :].partition("</section>")[0])


def test_an_item_tells_why_it_was_needed_when_the_answer_came_and_who_wrote_it(
    item: Enrichment, signal: Signal, world: World, client_of: ClientOf
) -> None:
    text = shown(client_of(world.koos), signal)
    assert "Waarom nodig: Nodig voor het besluit." in text
    assert f"antwoord op {today():%d-%m-%Y}, vastgelegd door {world.wilma}" in text


def test_what_is_withdrawn_stays_to_be_read_and_goes_nowhere_any_more(
    item: Enrichment, signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    make.agreement(world)
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=["place", f"found-{item.pk}"])
    frozen = sent.content_hash
    client, url = client_of(world.wilma), reverse("signals:withdraw-finding", args=[item.pk])
    asked = plain_text(client.get(url).content.decode())
    assert "Er wordt niets gewist" in asked
    assert client.post(url, client.filled(url, reason="")).status_code == 422
    given = client.filled(url, reason=WHY)
    assert [client.post(url, given).status_code for _ in range(2)] == [302, 302], "a second click"
    text = shown(client, signal)
    assert f"Ingetrokken, omdat: {WHY}" in text
    assert f"Stond in doormelding {sent.reference}" in text
    assert f"aan {world.inspectorate}. Wat daar staat, is niet veranderd." in text
    assert "stuur een nieuwe doormelding" in text
    timeline = shown(client, signal, "tijdlijn")
    assert f"Waarom: {WHY}" in timeline
    kept = Signal._base_manager.get(pk=signal.pk)
    assert not [one for one in choices_of(kept, anonymous=False) if one.code.startswith("found-")]
    page = page_of(Signal.objects.visible_to(wilma).for_detail().get(pk=signal.pk), wilma)
    assert (len(page["gathered"]), page["glance"]["verzameld"].count) == (0, 0)
    assert not [line for told in page["aids"] for line in told.lines if "BRP" in line.text]
    row = Handover._base_manager.get(pk=sent.pk)
    assert (row.content_hash, row.content[-1][0]) == (frozen, f"found-{item.pk}")
    with pytest.raises(WrongState):
        operations.withdraw_finding(item, actor=actor_for(world.koos), reason="Toch niet.")
    with pytest.raises(Forbidden):
        operations.withdraw_finding(item, actor=actor_for(world.karlijn), reason=WHY)


def test_no_kind_is_without_its_line_and_what_is_usual_is_stored_only_when_confirmed(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    assert set(USUAL) == set(EnrichmentKind)
    assert all(row.help.endswith(".") for row in USUAL.values())
    assert set(TOLD_BY) == set(Caller)
    # Each call has its way back, with the data of the same people.
    assert sorted(TOLD_BY[one] for one in WE_CALLED) == sorted(TOLD_BY[one] for one in Caller if one not in WE_CALLED)
    client, url = client_of(world.wilma), reverse("signals:enrich", args=[signal.pk])
    typed = client.filled(url, kind="kadaster", question="Van wie is het pand?", doe="voorstel")
    proposed = client.post(url, typed)
    assert proposed.status_code == 200
    form = proposed.context["form"]
    told = {name: str(form[name].value()) for name in ("question", "provenance", "ground", "key")}
    assert told == {
        "question": "Van wie is het pand?",
        "provenance": "open_source",
        "ground": "public_task",
        "key": str(typed["key"]),
    }
    assert USUAL[EnrichmentKind.KADASTER].help in plain_text(proposed.content.decode())
    # Enter in a field presses the first button of the form: not the one that proposes.
    first, *others = re.findall(
        r'<button[^>]*type="submit"[^>]*>', proposed.content.decode().split('<form class="form"')[1]
    )
    assert "name=" not in first
    assert any('value="voorstel"' in one for one in others)
    assert not Enrichment.objects.of(signal).exists()
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    given = (
        hidden
        | {name: form[name].value() for name in ("kind", "question", "provenance", "ground")}
        | {"source": "Kadaster", "necessity": "Nodig.", "asked_on": today(), "result": "asked"}
    )
    refused = client.post(url, given)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"confirmed"})
    assert client.post(url, given | {"confirmed": "on"}).status_code == 302
    assert Enrichment.objects.of(signal).get().provenance == Provenance.OPEN_SOURCE


def test_an_awaited_answer_is_work_of_the_owner_on_its_day_until_it_comes_later_or_not_at_all(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    item = make.asked(signal, wilma, expected_on=today())
    usual = make.asked(signal, wilma, asked_on=today())
    assert usual.expected_on is not None
    assert usual.expected_on > today()

    def waiting(actor: Actor) -> list[str]:
        return [line.what for line in work(actor) if line.what.startswith("Antwoord verwacht")]

    counted = count_work(wilma)
    assert waiting(wilma) == ["Antwoord verwacht: BRP: bewoning en inschrijvingen op het adres"]
    assert waiting(actor_for(world.koos, "focal_officer")) == []
    client, url = client_of(world.wilma), reverse("signals:expect-later", args=[item.pk])
    early = client.post(url, client.filled(url, on=in_days(-1), reason="Ziek"))
    assert (early.status_code, set(early.context["form"].errors)) == (422, {"on"})
    later = client.filled(url, on=in_days(4), reason="De balie is dicht")
    assert [client.post(url, later).status_code for _ in range(2)] == [302, 302], "a second click"
    assert waiting(wilma) == []
    assert count_work(wilma) == counted - 1
    # A second time: the page tells both days and reasons, in the table and in its line of the timeline.
    assert client.post(url, client.filled(url, on=in_days(6), reason="De collega is ziek")).status_code == 302
    page = shown(client, signal)
    first = f"{in_days(4):%d-%m-%Y}"
    for told in (f"uitgesteld tot {first}", "De balie is dicht", "De collega is ziek"):
        assert told in page
    timeline = shown(client, signal, "tijdlijn")
    assert "Waarom: De balie is dicht" in timeline
    assert "Waarom: De collega is ziek" in timeline
    item.refresh_from_db()
    operations.record_finding(item, actor=wilma, found=Found(EnrichmentResult.NOT_COMING, today()))
    assert "Komt niet" in shown(client, signal)
    # The form with which it was asked, once more: that was asked, whatever came of it since.
    again = Signal._base_manager.get(pk=signal.pk)
    assert make.asked(again, wilma, expected_on=today(), key=item.pk).result == EnrichmentResult.NOT_COMING
    with pytest.raises(AlreadySent):
        make.asked(again, wilma, expected_on=today(), key=item.pk, question="Iets anders?")
    with pytest.raises(WrongState):
        operations.expect_later(item, actor=wilma, on=today(), reason="Toch")
    assert not [one for one in choices_of(signal, anonymous=False) if one.code.startswith("found-")]


def test_a_phone_call_is_one_line_of_which_the_role_says_under_which_law_it_may_go_on(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:note-call", args=[signal.pk])
    page = client.get(reverse("signals:detail", args=[signal.pk]))
    assert url in page.content.decode()
    form = page.context["call_form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    given = hidden | {"caller": "police_called", "text": "Het kenteken is bekend."}
    assert [client.post(url, given).status_code for _ in range(2)] == [302, 302], "a second click"
    call = Enrichment.objects.of(signal).get()
    assert (call.kind, call.provenance, call.called_at is not None) == (EnrichmentKind.PHONE_CALL, Provenance.WPG, True)
    assert "De politie belde ons" in shown(client, signal)
    assert "De politie belde ons: Het kenteken is bekend." in shown(client, signal, "tijdlijn")
    ahead = timezone.now() + dt.timedelta(hours=2)
    late = client.post(url, dated(given | {"key": uuid.uuid4(), "at": f"{ahead:%Y-%m-%dT%H:%M}"}))
    assert (late.status_code, set(late.context["form"].errors)) == (422, {"at"})
    with pytest.raises(Invalid):
        operations.note_call(signal, actor=wilma, call=Call(Caller.REPORTER_CALLED, "Straks.", ahead))
    operations.note_call(signal, actor=wilma, call=Call(Caller.REPORTER_CALLED, "Er stond weer een busje."))
    [told] = [one for one in choices_of(signal, anonymous=False) if "busje" in one.text]
    assert "melder" in told.barred, "who reported may not be named"


def test_the_database_knows_what_a_withdrawn_an_awaited_and_a_phoned_item_need(item: Enrichment) -> None:
    rows = Enrichment.objects.unscoped(reason="test").filter(pk=item.pk)
    for wrong in (
        {"withdrawn_at": timezone.now()},
        {"withdrawn_because": WHY},
        {"called_at": timezone.now()},
        {"kind": EnrichmentKind.PHONE_CALL},
        {"result": EnrichmentResult.ASKED, "expected_on": None},
        {"result": EnrichmentResult.ASKED, "expected_on": item.asked_on - dt.timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_a_call_of_a_year_that_nobody_meant_is_refused_and_the_signal_still_opens(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    client, url = client_of(world.wilma), reverse("signals:note-call", args=[signal.pk])
    given = {"caller": Caller.values[0], "text": "Er is gebeld."}
    for year in ("0001", "0026", "1899"):
        answer = client.post(url, client.filled(url, **given, at=f"{year}-01-01T00:00"))
        assert answer.status_code == 422, year
        assert "Kijk het jaartal na" in answer.content.decode()
    assert client.get(reverse("signals:detail", args=[signal.pk])).status_code == 200


SECRET = "Over de eigenaar is in maart een ongunstig advies gegeven."


def test_what_bibob_said_goes_nowhere_whatever_is_ticked_or_typed(signal: Signal, world: World, wilma: Actor) -> None:
    found = {**FOUND, "text": SECRET, "kind": EnrichmentKind.BIBOB, "answered_on": today()}
    item = make.asked(signal, wilma, **found)
    kept = Signal._base_manager.get(pk=signal.pk)
    [choice] = [one for one in choices_of(kept, anonymous=False) if one.code == f"found-{item.pk}"]
    assert (choice.barred, choice.is_ticked_beforehand) == ("is geheim en gaat nergens mee naartoe", False)
    sent = make.handed_over(kept, wilma, world.inspectorate, fields=["place", choice.code])
    assert SECRET not in str(sent.content)
    with pytest.raises(Invalid) as refusal:
        make.added_to(sent, wilma, choice.code)
    assert set(refusal.value.fields) == {"fields_shared"}
    # Nor in what is typed: beside a handover or for a tip, in a question to whomever, for another municipality, for a table.
    typed = "Wij weten: er is een ongunstig advies gegeven."
    plain = make.handled(world.goes, world.wilma)
    tip: dict[str, Any] = {"anonymous": True, "kind": "anonymous_tip"}
    operations.write_tip(kept, actor=wilma, text=typed, kept=[])
    kept = Signal._base_manager.get(pk=signal.pk)
    concern, moving = make.shared_with(kept, world.breda, wilma), make.triaged(world.goes, world.wilma)
    make.asked(moving, wilma, **found)
    again = Signal._base_manager.get(pk=moving.pk)
    refused: list[Callable[[], object]] = [
        lambda: make.handed_over(kept, wilma, world.inspectorate, purpose=typed, fields=["place"]),
        lambda: make.questioned(kept, wilma, text=typed, to_user_id=world.hanna.pk),
        lambda: make.questioned(kept, wilma, purpose=typed, to_partner_id=world.inspectorate.pk),
        lambda: make.handed_over(kept, wilma, world.inspectorate, **tip, purpose=typed, fields=["place"]),
        lambda: make.handed_over(kept, wilma, world.inspectorate, **tip, fields=["place", "tip_text"]),
        lambda: operations.write_along(actor=wilma, on=concern, key=uuid.uuid4(), text=typed),
        lambda: operations.offer_move(again, actor=wilma, offered=OfferedMove(uuid.uuid4(), world.breda, typed, ())),
    ]
    fields = ("purpose", "text", "purpose", "purpose", "fields_shared", "text", "why")
    for step, field in zip(refused, fields, strict=True):
        with pytest.raises(Invalid) as refusal:
            step()
        assert set(refusal.value.fields) == {field}
        assert "geheim" in str(refusal.value.fields)
    assert set(whats_missing(kept, {"Tafeltekst": typed}, [], Agreed()).wrong) == {"text"}
    looked = whats_missing(plain, {"Tafeltekst": typed}, [], Agreed())
    assert (looked.wrong, looked.origins) == ({}, [])


def test_who_may_ask_stands_beside_each_kind_and_what_is_of_the_municipality_only_its_officer_writes_down(
    signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    assert all(row.asks.endswith(".") for row in USUAL.values())
    karlijn = actor_for(world.karlijn)
    tip = operations.note_signal(
        actor=karlijn,
        municipality=world.goes,
        origin=Origin.CARE_COORDINATOR,
        facts=make.facts(source=Source.NETWORK_TIP),
        key=uuid.uuid4(),
    )
    for kind, row in USUAL.items():
        if row.of_municipality:
            with pytest.raises(Invalid) as refusal:
                make.asked(tip, karlijn, kind=kind)
            assert set(refusal.value.fields) == {"kind"}
    make.asked(tip, karlijn, kind=EnrichmentKind.KVK)
    # Nor does care write down what came of it, when an officer asked it.
    asked = make.asked(tip, wilma, kind=EnrichmentKind.INCOME)
    with pytest.raises(Forbidden):
        operations.record_finding(asked, actor=karlijn, found=Found(EnrichmentResult.NOTHING, today()))
    to_outcome = reverse("signals:record-finding", args=[asked.pk])
    assert to_outcome not in client_of(world.karlijn).get(reverse("signals:detail", args=[tip.pk])).content.decode()
    page = client_of(world.karlijn).get(reverse("signals:enrich", args=[tip.pk]))
    offered = dict(page.context["form"].fields["kind"].choices)
    assert ("kvk" in offered, {"brp_person", "income", "bibob"} & set(offered)) == (True, set())
    client, url = client_of(world.wilma), reverse("signals:enrich", args=[signal.pk])
    proposed = client.post(url, client.filled(url, kind="income", doe="voorstel"))
    told = plain_text(proposed.content.decode())
    assert told.count(USUAL[EnrichmentKind.INCOME].asks) == 2  # in the fold, and beside the proposal
