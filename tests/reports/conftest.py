"""What tests of reports share."""

import pytest

from reports import making


@pytest.fixture
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF takes seconds; where its content does not matter, another file stands in for it."""
    monkeypatch.setattr(making, "pdf_of", lambda _report: b"%PDF-test")
