"""What is kept while somebody types: never over what is newer, told once, and found again after a call that was cut off."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import SYSTEM
from jobs.models import Job
from municipalities.codes import Role
from municipalities.roles import give
from signals import tasks
from signals.models import DangerAlarm, Draft, Signal
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

from .filling import ANSWERS, begin, open_page, page_url, send

type ClientOf = Callable[..., OutsideClient]

NOTE_URL = reverse("signals:note")
CALL = {"source": "citizen", "facts": "Zij fluistert. Hij staat voor de", "call_back": "06-0000 4321", "danger": "yes"}


def _typing(client: OutsideClient, url: str, fields: dict[str, Any], at: int, **answers: Any) -> int:
    """Send a page as the script does while somebody types; the status."""
    status: int = client.post(url, {**fields, **answers}, headers={"x-draft": str(at)}).status_code
    return status


def _kept(draft: Draft, slug: str) -> str:
    row = Draft.objects.unscoped(reason="test").get(pk=draft.pk)
    return str(row.answers[slug]["fields"]["facts"])


def _saved_events(draft: Draft) -> int:
    told = AuditEvent.objects.unscoped(reason="test").filter(event="signals.draft_saved", object_id=str(draft.pk))
    return sum(event.detail.get("step") == "wat" for event in told)


def test_a_page_is_kept_as_it_is_typed_and_the_log_tells_it_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    assert f'data-draft="{url}"' in client.get(url).content.decode()
    shown = open_page(client, url)
    file = SimpleUploadedFile("balie.jpg", b"beeld")
    assert _typing(client, url, shown, 1000, facts="Een man", stap="adres", file=file) == 204
    assert _typing(client, url, shown, 3000, facts="Een man met drie paspoorten") == 204
    # An older one comes in late; one without a readable moment is older than all.
    for at in ("2000", "3000", "x"):
        answer = client.post(url, {**shown, "facts": "Een man met"}, headers={"x-draft": at})
        assert answer.status_code == 409, at
    assert (_kept(draft, "wat"), _saved_events(draft)) == ("Een man met drie paspoorten", 1)
    assert _typing(client, url, shown, 4000, facts="x" * 20_001) == 422
    # Found again, and sent from the page where it was typed; then that page has nothing more to say.
    again = client.get(url)
    assert again.context["form"]["facts"].value() == "Een man met drie paspoorten"
    assert client.post(url, {**shown, **ANSWERS["wat"]}).status_code == 302
    assert _typing(client, url, shown, 9000, facts="Een man met drie paspoorten en") == 409
    assert (_kept(draft, "wat"), _saved_events(draft)) == (ANSWERS["wat"]["facts"], 2)


def test_of_two_windows_the_older_one_keeps_nothing_and_throws_nothing_away(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url, discard = page_url(draft, "wat"), reverse("signals:draft-discard", args=[draft.pk])
    old, new, thrown = open_page(client, url), open_page(client, url), open_page(client, discard)
    assert _typing(client, url, new, 1000, facts="In het nieuwe venster.") == 204
    assert _typing(client, url, old, 5000, facts="In het oude venster.") == 409
    assert client.post(url, {**old, "facts": "In het oude venster.", "minor": "no"}).status_code == 409
    refused = client.post(discard, thrown)
    assert refused.status_code == 409
    assert "in een ander venster" in refused.content.decode()
    assert _kept(draft, "wat") == "In het nieuwe venster."
    assert _typing(client_of(world.koos), url, new | {"hat": "focal_officer"}, 9000, facts="Van Koos.") == 404


def test_without_a_session_nothing_is_kept_and_what_waits_for_sign_in_stays(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    shown = open_page(client, url)
    signed_in = client.cookies.pop("sessie")
    assert _typing(client, url, shown, 1000, facts="Zonder sessie.") == 403
    carried = client.post(url, {**shown, "facts": "Wat ik al had getypt."}).context["form"].initial["carried"]
    client.cookies["sessie"] = signed_in.value
    session = client.session
    session["carried"] = carried
    session.save()
    assert _typing(client, url, open_page(client, url), 2000, facts="Iets nieuws.") == 204
    assert "Wat ik al had getypt." in client.get(reverse("accounts:resume")).content.decode()


def test_a_draft_of_an_earlier_form_is_kept_only_when_it_is_sent(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = page_url(draft, "wat")
    send(client, url, **ANSWERS["wat"])
    row = Draft.objects.unscoped(reason="test").get(pk=draft.pk)
    typed = row.answers["wat"]["fields"] | {"how_many": "acht of negen"}
    row.answers = row.answers | {"wat": row.answers["wat"] | {"form": 1, "fields": typed}}
    row.save()
    page = client.get(url)
    assert "data-draft=" not in page.content.decode()
    assert _typing(client, url, open_page(client, url), 1000, facts="Nieuw.") == 422
    assert "acht of negen" in client.get(url).content.decode()


def test_a_call_that_is_cut_off_is_found_again_and_alarms_when_somebody_was_in_danger(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    page = client.get(NOTE_URL)
    assert f'data-draft="{NOTE_URL}"' in page.content.decode()
    shown = {field.name: field.value() for field in page.context["form"].hidden_fields()}
    for at in (1000, 2000):
        assert _typing(client, NOTE_URL, shown, at, **CALL) == 204
    draft = Draft.objects.unscoped(reason="test").get()
    assert (str(draft.pk), draft.municipality) == (str(shown["key"]), world.goes)
    address = reverse("signals:draft-note", args=[draft.pk])
    for where in (reverse("signals:drafts"), "/mijn-werk/"):
        assert address in client.get(where).content.decode(), where
    form = client.get(address).context["form"]
    assert {name: form[name].value() for name in CALL} == CALL
    # It is no draft of the wizard, and nobody else's.
    for elsewhere in (page_url(draft, "wat"), reverse("signals:draft-check", args=[draft.pk])):
        assert client.get(elsewhere).status_code == 404
    assert client_of(world.koos).get(address).status_code == 404
    Draft.objects.unscoped(reason="test").update(danger_since=timezone.now() - dt.timedelta(minutes=61))
    tasks.raise_danger_alarms(Job(), SYSTEM)
    alarm = DangerAlarm.objects.unscoped(reason="test").get()
    assert (alarm.municipality, alarm.call_back) == (world.goes, CALL["call_back"])
    # Sent from where it was gone on with: a signal under the same key, and no draft any more.
    sent = send(client, address, **CALL | {"facts": "Zij fluistert. Hij staat voor de deur."})
    assert sent.headers["Location"] == reverse("signals:danger", args=[draft.pk])
    assert not Draft.objects.unscoped(reason="test").exists()
    assert _typing(client, NOTE_URL, shown, 9000, **CALL) == 409
    assert client.get(address).status_code == 409
    assert Signal.objects.unscoped(reason="test").get().facts.endswith("voor de deur.")


def test_of_two_windows_of_a_note_the_older_one_is_not_logged_unless_somebody_is_in_danger(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    first, calm = open_page(client, NOTE_URL), CALL | {"danger": "no"}
    assert _typing(client, NOTE_URL, first, 1000, **calm) == 204
    address = reverse("signals:draft-note", args=[first["key"]])
    second = open_page(client, address)
    assert _typing(client, NOTE_URL, first, 2000, **calm | {"facts": "Meer in het eerste venster."}) == 204
    refused = client.post(address, {**second, **calm})
    assert refused.status_code == 409
    assert CALL["facts"] in refused.content.decode()
    assert client.post(address, {**second, **CALL}).status_code == 302
    assert Signal.objects.unscoped(reason="test").get().facts == CALL["facts"]


def test_a_note_waits_for_its_municipality_and_is_begun_anew_for_another(world: World, client_of: ClientOf) -> None:
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    client = client_of(world.wilma)
    shown = open_page(client, NOTE_URL)
    assert _typing(client, NOTE_URL, shown, 1000, **CALL) == 422
    assert _typing(client, NOTE_URL, shown, 2000, **CALL, municipality="GM0664") == 204
    assert _typing(client, NOTE_URL, shown, 3000, **CALL, municipality="GM0718") == 204
    draft = Draft.objects.unscoped(reason="test").get()
    assert (draft.municipality, draft.danger) == (world.vlissingen, "yes")
    assert not DangerAlarm.objects.unscoped(reason="test").exists()
    assert (
        client.get(reverse("signals:draft-note", args=[draft.pk])).context["form"]["municipality"].value() == "GM0718"
    )
