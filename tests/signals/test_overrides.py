"""An exception to the list of receivers: asked, allowed once by the privacy officer, used up; with danger judged afterwards."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from core.access import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import Role, Verdict
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations
from signals.codes import HandoverKind, LegalGround
from signals.models import Arrival, Handover, Override, Signal
from signals.sharing_codes import DataCategory
from signals.watched import watched
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
GIVEN: dict[str, Any] = {"method": "letter", "fields": ["place", "facts"]}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def vince(world: World) -> Actor:
    return actor_for(world.person("Vince"))


@pytest.fixture
def signal(world: World) -> Signal:
    """Of a region with a list, on which Veilig Thuis does not stand."""
    make.agreement(world)
    return make.handled(world.goes, world.wilma)


def judged(row: Override, vince: Actor, *, allow: bool = True, **given: Any) -> Override:
    with overseeing(vince):
        row = Override.objects.visible_to(vince).get(pk=row.pk)
        if allow:
            return operations.allow_override(row, actor=vince, **({"until": today()} | given))
        return operations.refuse_override(row, actor=vince, **given)


def now(row: Override) -> Override:
    found: Override = Override._base_manager.get(pk=row.pk)
    return found


def test_allowed_once_for_this_signal_this_receiver_and_these_data(
    signal: Signal, world: World, wilma: Actor, vince: Actor
) -> None:
    row = make.overridden(signal, wilma, world.veilig_thuis)
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.veilig_thuis, **GIVEN)
    judged(row, vince, reason="Alleen nu.")
    for other in (
        {"kind": HandoverKind.INFORM},
        {"ground": LegalGround.LEGAL_DUTY},
        {"fields": ["place", "facts", "source"]},
    ):
        with pytest.raises(Invalid):
            make.handed_over(signal, wilma, world.veilig_thuis, **(GIVEN | other))
    elsewhere = make.handled(world.goes, world.wilma)
    with pytest.raises(Invalid):
        make.handed_over(elsewhere, wilma, world.veilig_thuis, **GIVEN)
    disclosure = make.disclosure(world.veilig_thuis, **GIVEN)
    sent = operations.hand_over(signal, actor=wilma, disclosure=disclosure)
    assert (sent.override, sent.agreement, now(row).state) == (row, None, "used")
    assert operations.hand_over(signal, actor=wilma, disclosure=disclosure) == sent
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.veilig_thuis, **GIVEN)
    with pytest.raises(WrongState):
        operations.withdraw_override(now(row), actor=wilma)


def test_it_ends_on_its_last_day(signal: Signal, world: World, wilma: Actor, vince: Actor) -> None:
    row = judged(make.overridden(signal, wilma, world.veilig_thuis), vince)
    Override._base_manager.filter(pk=row.pk).update(until=today() - timedelta(days=1))
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.veilig_thuis, **GIVEN)


@pytest.mark.parametrize("days", [-1, 91])
def test_no_day_in_the_past_and_none_far_ahead(
    days: int, signal: Signal, world: World, wilma: Actor, vince: Actor
) -> None:
    row = make.overridden(signal, wilma, world.veilig_thuis)
    with pytest.raises(Invalid):
        judged(row, vince, until=today() + timedelta(days=days))


def test_refused_with_why_and_taken_back_before_it_is_used(
    signal: Signal, world: World, wilma: Actor, vince: Actor
) -> None:
    refused = make.overridden(signal, wilma, world.veilig_thuis)
    with pytest.raises(Invalid):
        judged(refused, vince, allow=False, reason=" ")
    assert judged(refused, vince, allow=False, reason="Kan ook via de politie.").reason == "Kan ook via de politie."
    taken_back = judged(make.overridden(signal, wilma, world.veilig_thuis), vince)
    assert operations.withdraw_override(now(taken_back), actor=wilma).state == "withdrawn"
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.veilig_thuis, **GIVEN)


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("how", ["closed", "merged", "moved"])
def test_what_was_not_used_ends_with_its_signal(
    signal: Signal, world: World, wilma: Actor, vince: Actor, how: str, allowed: bool
) -> None:
    signal = make.triaged(world.goes, world.wilma) if how == "moved" else signal
    row = make.overridden(signal, wilma, world.veilig_thuis)
    if allowed:
        judged(row, vince)
    if how == "closed":
        operations.close(signal, actor=wilma, closing=make.CLOSING)
    elif how == "merged":
        make.merged(signal, make.triaged(world.goes, world.wilma), wilma)
    else:
        make.offered_to(signal, world.vlissingen, wilma)
        vera = actor_for(world.vera)
        operations.accept_move(actor=vera, arrival=Arrival.objects.visible_to(vera).get())
    assert now(row).state == "withdrawn"
    with overseeing(vince):
        assert not Override.objects.visible_to(vince).to_judge().exists()


def test_while_it_is_asked_something_runs(
    signal: Signal, world: World, wilma: Actor, vince: Actor, client_of: ClientOf
) -> None:
    def shown() -> str:
        return client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()

    def idle() -> list[Signal]:
        return list(watched(Signal.objects.visible_to(wilma), "stil", wilma))

    assert idle() == [signal]
    row = make.overridden(signal, wilma, world.veilig_thuis)
    assert idle() == []
    assert "Dit loopt nog: een gevraagde uitzondering." in shown()
    judged(row, vince)
    assert idle() == [signal]
    assert "U mag één keer doorgeven aan" in shown()


def test_who_asks_does_not_decide_and_who_decides_reads_nothing_of_the_signal(
    signal: Signal, world: World, wilma: Actor, vince: Actor, client_of: ClientOf
) -> None:
    row = make.overridden(signal, wilma, world.veilig_thuis)
    with pytest.raises(Forbidden):
        operations.allow_override(row, actor=wilma, until=today())
    with overseeing(vince):
        assert not Signal.objects.visible_to(vince).filter(pk=signal.pk).exists()
        assert not Handover.objects.visible_to(vince).exists()
    client = client_of(world.person("Vince"))
    for url in (reverse("signals:overrides"), reverse("signals:override", args=[row.pk])):
        page = client.get(url).content.decode()
        assert signal.reference in page
        assert "Veilig Thuis" in page
        assert make.FACTS not in page
    # She is officer too, and asked it herself: another privacy officer decides.
    give(world.goes, world.wilma.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    own = actor_for(world.wilma, "privacy_officer")
    with overseeing(own), pytest.raises(Forbidden):
        operations.allow_override(now(row), actor=own, until=today())


def test_a_leave_holds_for_the_purpose_that_was_asked(signal: Signal, world: World, wilma: Actor, vince: Actor) -> None:
    asked = [make.overridden(signal, wilma, world.veilig_thuis, purpose=purpose) for purpose in ("Hulp", "Toezicht")]
    rows = [judged(row, vince) for row in asked]
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.veilig_thuis, purpose="Verhaal halen", **GIVEN)
    assert set(refusal.value.fields) == {"purpose"}
    assert "“Hulp”" in str(refusal.value.fields)
    assert make.handed_over(signal, wilma, world.veilig_thuis, purpose="Toezicht", **GIVEN).override == rows[1]


def test_who_allowed_it_does_not_use_it(signal: Signal, world: World, wilma: Actor, client_of: ClientOf) -> None:
    give(world.goes, world.wilma.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    koos = actor_for(world.koos, "focal_officer")
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(owner=world.koos)
    judged(make.overridden(signal, koos, world.veilig_thuis), actor_for(world.wilma, "privacy_officer"))
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.veilig_thuis, **GIVEN)
    assert "U stond dit zelf toe" in str(refusal.value.fields["partner"])
    assert make.handed_over(signal, koos, world.veilig_thuis, **GIVEN).override


def test_mails_say_that_there_is_something_and_nothing_of_it(
    signal: Signal, world: World, wilma: Actor, vince: Actor
) -> None:
    OutboxMessage.objects.all().delete()
    row = make.overridden(signal, wilma, world.veilig_thuis)
    assert {one.user_id for one in OutboxMessage.objects.all()} == {world.person("Vince").pk}
    OutboxMessage.objects.all().delete()
    judged(row, vince)
    assert {one.user_id for one in OutboxMessage.objects.all()} == {world.wilma.pk}


def test_direct_danger_does_not_wait_and_is_judged_afterwards(world: World, wilma: Actor, vince: Actor) -> None:
    make.agreement(world)
    acute = make.handled(world.goes, world.wilma, danger="yes", danger_not_called="Er was geen telefoon.")
    plain = make.handled(world.goes, world.wilma)
    urgent = {**GIVEN, "urgent_why": "Zij moet vannacht weg."}
    for signal, given in ((plain, urgent), (acute, GIVEN)):
        with pytest.raises(Invalid):
            make.handed_over(signal, wilma, world.veilig_thuis, **given)
    sent = make.handed_over(acute, wilma, world.veilig_thuis, **urgent)
    row = sent.override
    assert row is not None
    assert (row.in_danger, row.state, row.why, row.waits) == (True, "used", "Zij moet vannacht weg.", True)
    with overseeing(vince):
        row = Override.objects.visible_to(vince).get(pk=row.pk)
        with pytest.raises(Invalid):
            operations.review_override(row, actor=vince, verdict=Verdict.NOT_FINE)
        operations.review_override(row, actor=vince, verdict=Verdict.FINE)
        with pytest.raises(Conflict):
            operations.review_override(row, actor=vince, verdict=Verdict.FINE)
    assert not now(row).waits


def test_an_agreement_binds_what_is_asked_and_which_data_leave(world: World, wilma: Actor) -> None:
    make.agreement(world, categories=[DataCategory.PLACE])
    signal = make.handled(world.goes, world.wilma)
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate)
    assert set(refusal.value.fields) == {"fields_shared"}
    assert "Wat er is gezien of gehoord" in str(refusal.value.fields)
    assert make.handed_over(signal, wilma, world.inspectorate, fields=["place"])


def test_the_pages_from_asking_to_sending(signal: Signal, world: World, client_of: ClientOf) -> None:
    officer, watcher = client_of(world.wilma), client_of(world.person("Vince"))
    ask, hand_over = (reverse(f"signals:{name}", args=[signal.pk]) for name in ("ask-override", "hand-over"))
    offered = {
        key for _, group in officer.get(hand_over).context["form"].fields["partner"].choices[1:] for key, _ in group
    }
    assert world.veilig_thuis.pk not in offered
    form = officer.get(ask).context["form"]
    asked = {
        "hat": officer.hat,
        "key": str(form["key"].value()),
        "partner": str(world.veilig_thuis.pk),
        "kind": "investigate",
        "categories": ["place", "story"],
        "purpose": "Onderzoek",
        "ground": "public_task",
        "why": "",
    }
    assert officer.post(ask, asked).status_code == 422
    asked["why"] = "Er is nog niets afgesproken."
    assert officer.post(ask, asked).status_code == 302
    assert officer.post(ask, asked).status_code == 302  # a second click
    row = Override.objects.of(signal).get()
    page = reverse("signals:override", args=[row.pk])
    start = watcher.get(reverse("start")).content.decode()
    assert "uitzondering op de afspraken wacht op u" in start
    decided = {"hat": watcher.hat, "version": row.version, "decision": "allow", "until": "", "reason": ""}
    assert watcher.post(page, decided).status_code == 422
    assert watcher.post(page, {**decided, "decision": "refuse"}).status_code == 422
    decided["until"] = today().isoformat()
    assert watcher.post(page, decided).status_code == 302
    assert watcher.post(page, {**decided}).status_code == 409
    assert "Toegestaan, één keer" in officer.get(ask).content.decode()
    offered = {
        key for _, group in officer.get(hand_over).context["form"].fields["partner"].choices[1:] for key, _ in group
    }
    assert world.veilig_thuis.pk in offered
    assert f"?uitzondering={row.pk}" in officer.get(ask).content.decode()
    begun = officer.get(hand_over, {"uitzondering": str(row.pk)}).context["form"]
    assert [str(begun[name].value()) for name in ("partner", "kind", "purpose", "ground", "anonymous")] == [
        *(asked[name] for name in ("partner", "kind", "purpose", "ground")),
        "no",
    ]
    given = {
        "hat": officer.hat,
        "key": asked["key"],
        "anonymous": "no",
        "partner": asked["partner"],
        "kind": "investigate",
        "fields_shared": ["place", "facts"],
        "purpose": "Onderzoek",
        "ground": "public_task",
        "method": "letter",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
        "stap": "controleren",
    }
    shown = officer.post(hand_over, given)
    assert "stond dit één keer toe" in shown.content.decode()
    sent = officer.post(
        hand_over, {**given, **dict(shown.context["sent"]), "fields_shared": ["place", "facts"], "stap": "versturen"}
    )
    assert sent.status_code == 302
    assert Handover.objects.of(signal).get().override == row


def test_the_officer_sees_what_was_asked_and_decided_on_the_signal_and_on_the_start_page(
    signal: Signal, world: World, wilma: Actor, vince: Actor, client_of: ClientOf
) -> None:
    client, detail = client_of(world.wilma), reverse("signals:detail", args=[signal.pk])

    def shown() -> tuple[str, str, bool]:
        page = client.get(detail)
        line = "de privacy officer over uw uitzondering besliste" in client.get(reverse("start")).content.decode()
        return page.context["glance"]["uitzondering"].first, page.content.decode(), line

    form = client.get(reverse("signals:ask-override", args=[signal.pk])).context["form"]
    asked = {
        "hat": client.hat,
        "key": str(form["key"].value()),
        "partner": str(world.veilig_thuis.pk),
        "kind": "investigate",
        "categories": ["place"],
        "purpose": "Onderzoek",
        "ground": "public_task",
        "why": "Er is nog niets afgesproken.",
    }
    answer = client.post(reverse("signals:ask-override", args=[signal.pk]), asked)
    assert answer.headers["Location"] == detail
    first, page, line = shown()
    assert (first, line) == (f"{world.veilig_thuis}: gevraagd", False)
    assert "Dit loopt nog: een gevraagde uitzondering." in page
    row = judged(Override.objects.of(signal).get(), vince)
    first, page, line = shown()
    assert (first, line) == (f"{world.veilig_thuis}: toegestaan", True)
    assert f"U mag één keer doorgeven aan {world.veilig_thuis}" in page
    assert f"?uitzondering={row.pk}" in page
    operations.withdraw_override(now(row), actor=wilma)
    assert not shown()[2]
    judged(make.overridden(signal, wilma, world.veilig_thuis), vince, allow=False, reason="Kan via de politie.")
    first, page, line = shown()
    assert (first, line) == (f"{world.veilig_thuis}: geweigerd", True)
    assert "Kan via de politie." in page


def test_passing_on_under_an_exception_begins_with_what_was_allowed(
    signal: Signal, world: World, wilma: Actor, vince: Actor, client_of: ClientOf
) -> None:
    row = judged(make.overridden(signal, wilma, world.veilig_thuis), vince)
    client = client_of(world.wilma)
    link = f"{reverse('signals:hand-over', args=[signal.pk])}?uitzondering={row.pk}"
    assert link in client.get(reverse("signals:ask-override", args=[signal.pk])).content.decode()
    shown = client.get(link)
    form, page = shown.context["form"], shown.content.decode()
    begun = {name: form[name].value() for name in ("partner", "kind", "ground", "purpose", "anonymous")}
    assert begun == {
        "partner": world.veilig_thuis.pk,
        "kind": row.kind,
        "ground": row.ground,
        "purpose": now(row).purpose,
        "anonymous": "no",
    }
    assert set(form["fields_shared"].value()) == {"place", "facts"}
    assert f"Uitzondering, één keer, tot en met {date_format(today(), 'j F Y')}" in page
    assert "alleen ontvangers met wie een afspraak" not in page
    assert len(queries_of(partial(client.get, link))) <= 12
    # Of another signal it says nothing.
    other = make.handled(world.goes, world.wilma)
    elsewhere = f"{reverse('signals:hand-over', args=[other.pk])}?uitzondering={row.pk}"
    assert not client.get(elsewhere).context["form"]["partner"].value()


def test_what_was_agreed_with_a_receiver_stands_in_a_list(signal: Signal, world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    sent = {"hat": client.hat, "partner": str(world.inspectorate.pk), "stap": "kiezen"}
    page = client.post(url, sent).content.decode()
    assert '<ul class="utrecht-unordered-list muted" aria-labelledby="afgesproken">' in page
    assert "Vastgelegd in: " in page


def test_the_pages_take_few_queries(signal: Signal, world: World, wilma: Actor, client_of: ClientOf) -> None:
    officer, watcher = client_of(world.wilma), client_of(world.person("Vince"))
    counts = []
    for _ in range(2):
        for _ in range(3):
            row = make.overridden(signal, wilma, world.veilig_thuis)
        urls = [
            (officer, reverse("signals:ask-override", args=[signal.pk])),
            (watcher, reverse("signals:overrides")),
            (watcher, reverse("signals:override", args=[row.pk])),
        ]
        for client, url in urls:
            client.get(url)
        counts.append([len(queries_of(partial(client.get, url))) for client, url in urls])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
