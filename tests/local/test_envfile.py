"""The file with keys and addresses that `bin/start` writes."""

import os
from pathlib import Path

import pytest

from mensenhandel.settings import envfile


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SECRET_KEY", *(name for group in envfile.TOGETHER for name in group)):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "env"
    envfile.write(path, {"SECRET_KEY": "a=b", "DATABASE_URL": "file-app", "DATABASE_OWNER_URL": "file-owner"})
    return path


def test_what_was_written_is_read_and_only_its_owner_may(written: Path) -> None:
    assert envfile.read(written)["SECRET_KEY"] == "a=b"
    assert written.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert envfile.read(tmp_path / "env") == {}


def test_the_environment_goes_before_the_file(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    envfile.load(written)
    assert os.environ["SECRET_KEY"] == "given"
    assert os.environ["DATABASE_URL"] == "file-app"


def test_a_given_database_is_never_paired_with_the_owner_of_another(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "given")
    envfile.load(written)
    assert "DATABASE_OWNER_URL" not in os.environ
