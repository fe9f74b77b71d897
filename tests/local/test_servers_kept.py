"""`python -m mensenhandel.local servers`: what CONTRIBUTING says to do before `pytest` by itself."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from mensenhandel.local import __main__ as commands
from mensenhandel.local.places import Places


def test_the_servers_of_the_tests_are_started_and_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Places] = []

    def ours(places: Places) -> Mock:
        started.append(places)
        return Mock(start=Mock(return_value=[]), keep=tmp_path / f"keep{places.scratch}")

    monkeypatch.setattr(commands, "Servers", ours)
    commands.servers()
    assert [places.scratch for places in started] == [False, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keepFalse", "keepTrue"]
