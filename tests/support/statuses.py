"""For tests that ask of an answer no more than its status: pages have tests of their own."""

import pytest
from django.http import HttpResponse
from django.template.backends.django import Template

from core import errors


@pytest.fixture
def only_statuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is drawn, and an answer is its status."""
    monkeypatch.setattr(errors, "render", lambda *_page, status: HttpResponse(status=status))
    monkeypatch.setattr(Template, "render", lambda *_page: "")
