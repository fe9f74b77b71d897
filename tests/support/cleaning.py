"""The program that cleans a file, run within the tests: for what it makes of a file, not for the glass around it.

A process is started for each file otherwise. tests/core/test_cleaning.py looks at the process, with a file of each kind.
"""

import io

import pytest

from core import files
from core.cleaning import program


def _run(given: bytes, _seconds: int) -> bytes:
    answered = io.BytesIO()
    try:
        code = program.main(io.BytesIO(given), answered)
    except (MemoryError, RecursionError):
        raise files.Refusal(files.Why.TOO_HEAVY) from None
    except Exception:
        raise files.Refusal(files.Why.BROKEN) from None
    assert code == 0
    return answered.getvalue()


@pytest.fixture
def cleaned_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process, and no limits on this one."""
    monkeypatch.setattr(files, "_run", _run)
    monkeypatch.setattr(program, "leave_the_network", lambda: None)
    monkeypatch.setattr(program, "limit", lambda *_: None)
