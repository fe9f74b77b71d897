"""A handover that was begun: kept for who did, looked at again when she goes on, and gone with what it was for."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from core.errors import NotVisible, WrongState
from core.workdays import today
from jobs.models import Job
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations, tasks
from signals.consent_codes import ConsentAbout
from signals.models import BegunHandover, Signal
from signals.operations.begun import MOST_BEGUN, Begun
from signals.terms import DRAFT_LIFE
from tests.factories import signals as make
from tests.factories.consent import agreed, refused
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

WHY = "Zodat de inspectie kan gaan kijken."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma, company="Demo Kwekerij")


def keep(client: OutsideClient, signal: Signal, **given: Any) -> tuple[str, Any]:
    """The key of what was kept, and the answer."""
    form = client.filled(reverse("signals:hand-over", args=[signal.pk]), anonymous="no", seen="")
    typed = form | {"purpose": WHY, "fields_shared": ["place", "facts"]} | given
    headers = {"X-Draft": "1"} if typed.pop("by_itself", False) else {}
    return str(typed["key"]), client.post(reverse("signals:keep-handover", args=[signal.pk]), typed, headers=headers)


def begun(signal: Signal) -> list[BegunHandover]:
    return list(BegunHandover.objects.unscoped(reason="test").filter(signal=signal))


def row(signal: Signal, actor: Actor, key: uuid.UUID | None = None, **typed: list[str]) -> BegunHandover:
    given = Begun(key or uuid.uuid4(), {"purpose": [WHY]} | typed, {}, uuid.uuid4())
    return operations.keep_handover(actor=actor, signal=signal, begun=given)


def test_what_was_begun_is_found_again_and_goes_when_it_is_sent(
    world: World, signal: Signal, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    key, answer = keep(client, signal)
    assert answer.status_code == 302
    go_on = f"{reverse('signals:hand-over', args=[signal.pk])}?concept={key}"
    # Also where she begins anew without thinking of it.
    anew = reverse("signals:hand-over", args=[signal.pk])
    for page in (answer.headers["Location"], reverse("signals:drafts"), reverse("work"), anew):
        assert go_on in client.get(page).content.decode()
    page = client.get(go_on)
    form = page.context["form"]
    assert page.context["changed"] == []
    assert (form["purpose"].value(), form["fields_shared"].value()) == (WHY, ["place", "facts"])
    assert not form.errors
    # While she types the page keeps it by itself, and opens no row of its own.
    again = client.filled(go_on, anonymous="no", purpose="Anders.", fields_shared=["place"], seen="")
    kept = client.post(reverse("signals:keep-handover", args=[signal.pk]), again, headers={"X-Draft": "1"})
    assert (kept.status_code, kept.content) == (204, b"")
    [there] = begun(signal)
    assert (str(there.pk), there.saved, there.answers["typed"]["purpose"]) == (key, 2, ["Anders."])
    # What comes in late, typed before what is kept, is refused; and who presses the button has the last word of that page.
    url = reverse("signals:keep-handover", args=[signal.pk])
    for at, status in ({"X-Draft": "1"}, 409), ({"X-Draft": "2"}, 204), ({}, 302), ({"X-Draft": "9"}, 409):
        assert client.post(url, again, headers=at).status_code == status
    make.handed_over(signal, actor_for(world.wilma), world.inspectorate, key=uuid.UUID(key))
    assert not begun(signal)
    # The page was still open: it makes nothing of what became a handover.
    assert client.post(reverse("signals:keep-handover", args=[signal.pk]), again).status_code == 409
    events = AuditEvent.objects.unscoped(reason="test").filter(event="signals.handover_begun")
    assert [(event.detail, event.dossier_id) for event in events] == [({}, signal.pk)]
    assert (
        "begonnen doormelding bewaard" not in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    )


def test_opened_again_it_says_what_changed_since_it_was_kept(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    comensha = Organisation.objects.create(
        name="CoMensha (proef)", kind=OrganisationKind.COMENSHA, valid_from=today() - dt.timedelta(days=9)
    )
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    register = {"partner": comensha.pk, "kind": "comensha_registration", "ground": "public_task", "method": "letter"}
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=agreed(), about=ConsentAbout.REGISTRATION)
    key, _ = keep(client, signal, fields_shared=["place", "company", "facts"], **register)
    assert client.get(f"{url}?concept={key}").context["changed"] == []
    now = {"company": "", "facts": "Er staan nu veel meer bedden.", "vehicle": "wit busje"}
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(**now)
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=refused(), about=ConsentAbout.REGISTRATION)
    page = client.get(f"{url}?concept={key}")
    told = " ".join(page.context["changed"])
    for words in ("Bedrijf: staat niet meer", "gehoord: dit is gewijzigd", "Voertuig: dit kwam erbij", "CoMensha"):
        assert words in told
    # The day that stood there is not the day on which it goes: it would be judged by what was agreed on that one.
    reported = {"received_at": timezone.now() - dt.timedelta(days=3)}
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(**reported)
    earlier = (today() - dt.timedelta(days=1)).isoformat()
    key, _ = keep(client, signal, **register, given_on=earlier)
    assert "Geeft u het nu pas?" in " ".join(client.get(f"{url}?concept={key}").context["changed"])
    assert "Kijk dit nog na" not in page.content.decode()
    # Beside the field what may not go so any more, and nothing of what is still empty.
    assert {*page.context["form"].errors} == {"kind"}
    assert "Sinds u dit bewaarde" in page.content.decode()
    # Each link has a name of its own, also of two for one receiver in one minute.
    BegunHandover.objects.unscoped(reason="test").update(saved_at=timezone.now())
    for place in (reverse("signals:detail", args=[signal.pk]), reverse("signals:drafts"), url):
        names = re.findall(
            r"Doormelding aan CoMensha \(proef\), bewaard op [^<]+ \((\d)\)</a>", client.get(place).content.decode()
        )
        assert names == ["1", "2"]
    # The list of receivers as it stands today.
    make.agreement(world)
    page = client.get(f"{url}?concept={key}")
    assert "partner" in page.context["form"].errors
    # What was not right when it was kept did not change since.
    wrong, _ = keep(client, signal, **register)
    page = client.get(f"{url}?concept={wrong}")
    assert page.context["form"].errors
    assert "Kijk dit nog na" in page.content.decode()


def test_it_is_hers_alone_and_goes_with_the_signal_or_its_term(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    mine = row(signal, wilma)
    discard = reverse("signals:begun-discard", args=[mine.pk])
    colleague = actor_for(world.koos)
    for person in (colleague, actor_for(world.karlijn), actor_for(world.philo)):
        assert not BegunHandover.objects.visible_to(person).exists()
    assert client_of(world.koos).get(discard).status_code == 404
    with pytest.raises(NotVisible):
        row(signal, colleague, mine.pk)
    operations.exclude_colleague(signal, actor=colleague, user_id=world.wilma.pk, why="Een bekende.")
    assert client_of(world.wilma).get(discard).status_code == 404
    assert not begun(signal)[0].reaches_of(actor_for(world.wilma))
    other = make.handled(world.goes, world.wilma)
    client, dropped = client_of(world.wilma), row(other, wilma)
    url = reverse("signals:begun-discard", args=[dropped.pk])
    assert client.post(url, client.filled(url)).status_code == 302
    old, kept = row(other, wilma), row(other, wilma)
    BegunHandover.objects.of(other).filter(pk=old.pk).update(saved_at=timezone.now() - DRAFT_LIFE)
    assert str(old.pk) not in client.get(reverse("signals:drafts")).content.decode()
    tasks.delete_old_drafts(Job(), SYSTEM)
    assert [one.pk for one in begun(other)] == [kept.pk]
    # A colleague closes it: what anybody began of it goes.
    operations.close(other, actor=colleague, closing=make.CLOSING)
    assert not begun(other)
    with pytest.raises(WrongState):
        row(other, wilma)


def test_a_second_window_overwrites_nothing_and_no_bsn_is_kept(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    key, _ = keep(client, signal)
    go_on = f"{reverse('signals:hand-over', args=[signal.pk])}?concept={key}"
    first, second = (client.filled(go_on, anonymous="no", seen="") for _ in range(2))
    url = reverse("signals:keep-handover", args=[signal.pk])
    # The same shown page as often as it likes; one that was opened before that is refused.
    assert [client.post(url, first | {"purpose": "Een."}).status_code for _ in range(2)] == [302, 302]
    assert client.post(url, second | {"purpose": "Twee."}).status_code == 409
    answer = keep(client, signal, purpose="Het nummer is 111222333.")[1]
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"purpose"}
    assert keep(client, signal, purpose="Het nummer is 111222333.", by_itself=True)[1].status_code == 422
    assert [one.answers["typed"]["purpose"] for one in begun(signal)] == [["Een."]]
    for _ in range(MOST_BEGUN - 1):
        row(signal, wilma)
    with pytest.raises(WrongState):
        row(signal, wilma)
