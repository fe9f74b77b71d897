"""Filling in the wizard as a browser does: open a page, send what it held together with the answers."""

from typing import Any

from django.forms import BaseForm
from django.urls import reverse

from signals.models import Draft, Signal
from tests.support.clients import OutsideClient

# As the register of the tests (tests/support/locatieserver.py) tells it.
FOUND_LINE = "Nergensweg 12, 4461 ZZ Goes"
ANSWERS: dict[str, dict[str, Any]] = {
    "bron": {"source": "mun_counter", "knowledge": "seen", "naming": "inside", "contact": "tst. 12"},
    "wat": {"facts": "Acht bedden in een huis voor drie.", "minor": "unknown"},
    "waar": {"place": "Goes", "company": "Voorbeeldbedrijf Denkbeeld"},
    "wanneer": {"seen_when": "elke dinsdag"},
    "vorm": {"form": "labour", "route": "unknown", "other_forms": ["criminal"]},
    "wie": {},
}


def hidden(form: BaseForm) -> dict[str, Any]:
    """The hidden fields of a page, as they were shown."""
    return {field.name: field.value() for field in form.hidden_fields()}


def open_page(client: OutsideClient, url: str) -> dict[str, Any]:
    """Open a page; its hidden fields."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return hidden(answer.context["form"])


def send(client: OutsideClient, url: str, **answers: Any) -> Any:
    """Open a page and send it with these answers."""
    return client.post(url, {**open_page(client, url), **answers})


def begin(client: OutsideClient, **answers: Any) -> Draft:
    """The first page; `answers` when there is something to choose, else danger = no."""
    answer = send(client, reverse("signals:begin"), **(answers or {"danger": "no"}))
    assert answer.status_code == 302, answer.content.decode()
    draft: Draft = Draft.objects.unscoped(reason="test").latest("saved_at")
    return draft


def page_url(draft: Draft, slug: str) -> str:
    """The address of a page with questions."""
    return reverse("signals:draft-step", args=[draft.pk, slug])


def fill(client: OutsideClient, draft: Draft, **changed: dict[str, Any]) -> str:
    """Answer every page in its turn, following where each leads; the address of the check page."""
    for slug, answers in (ANSWERS | changed).items():
        answer = send(client, page_url(draft, slug), **answers)
        assert answer.status_code == 302, (slug, answer.content.decode())
    check = reverse("signals:draft-check", args=[draft.pk])
    assert answer.headers["Location"] == check
    return check


def signal_of(draft: Draft) -> Signal:
    """The signal that a draft became."""
    signal: Signal = Signal.objects.unscoped(reason="test").get(pk=draft.pk)
    return signal


def choices_of(answer: Any, name: str = "address_choice") -> dict[str, str]:
    """The addresses that a look-up brought to a page, each with what its button sends."""
    form = answer.context["form"]
    return {str(label): value for value, label in form.fields[name].choices}


def send_again(client: OutsideClient, url: str, answer: Any, **more: Any) -> Any:
    """Send the page that came back, as a browser does, with a button or a choice more."""
    form = answer.context["form"]
    shown = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return client.post(url, {**shown, **more})
