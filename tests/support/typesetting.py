"""The program that makes a PDF, run within the tests: for what a letter says, not for the glass around its making.

Starting a process for each and reading the libraries anew takes four fifths of making one. tests/core/test_documents.py looks
at the process.
"""

import json
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from core import documents, typeset


def _run(command: list[str], *, input: bytes, **_given: Any) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.CompletedProcess(command, 0, typeset.typeset(json.loads(input)))
    except typeset.Trouble as trouble:
        return subprocess.CompletedProcess(command, trouble.code, b"")


@pytest.fixture
def typeset_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process, and no limits on this one."""
    here = SimpleNamespace(run=_run, TimeoutExpired=subprocess.TimeoutExpired)
    monkeypatch.setattr(documents, "subprocess", here)
