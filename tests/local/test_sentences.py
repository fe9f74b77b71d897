"""What goes wrong on a machine is answered with one sentence that says what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mensenhandel.local import assets, given, places, prepare, start
from mensenhandel.local.places import BASE
from mensenhandel.local.screen import Stop


def test_a_taken_port_is_named_with_another_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(Stop, match="Choose another port"):
            start.port()


def test_a_port_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(Stop, match="Set PORT to a number"):
        start.port()


def test_one_database_address_without_the_other_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:secret@/signaalpunt")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(Stop, match="Set DATABASE_OWNER_URL too"):
        given.database()


def test_a_database_that_does_not_answer_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, f"postgresql://app:topsecret@/signaalpunt?host={tmp_path}")
    with pytest.raises(Stop, match="Correct DATABASE_URL") as stopped:
        given.database()
    assert "topsecret" not in str(stopped.value)


def test_a_broker_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis+socket://:topsecret@{tmp_path}/none.sock?virtual_host=0")
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda _seconds: None)  # before it is tried a second time
    with pytest.raises(Stop, match="Correct REDIS_URL") as stopped:
        given.broker()
    assert "topsecret" not in str(stopped.value)


def test_without_servers_of_your_own_none_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert not given.database()
    assert not given.broker()


def test_a_machine_without_node_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="Install Node"):
        assets.check_node()


def test_two_steps_that_fail_at_the_same_time_both_say_so_and_stop_no_other(tmp_path: Path) -> None:
    def fails(sentence: str) -> None:
        raise Stop(sentence)

    with pytest.raises(Stop, match=r"^Install Node\.\nInstall Pango\.$"):
        prepare.together(
            lambda: fails("Install Node."), lambda: (tmp_path / "made").touch(), lambda: fails("Install Pango.")
        )
    assert (tmp_path / "made").exists()


def test_a_socket_below_a_long_path_gets_a_short_private_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = tmp_path / ("long" * 30)
    project.mkdir()
    monkeypatch.setattr(places, "BASE", project)
    monkeypatch.setattr(places, "VENV", project)
    monkeypatch.setattr(places, "VAR", project / "var")
    monkeypatch.setattr(places, "LOGS", project / "var" / "log")
    monkeypatch.setattr(places, "MAIL", project / "var" / "mail")
    monkeypatch.setattr(places, "is_root", lambda: False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    found = places.Places.find()
    try:
        assert found.home == project / "var"
        assert len(os.fsencode(found.sockets / places.SOCKET_NAME)) <= places.LONGEST_SOCKET_PATH
        assert found.sockets.stat().st_mode & 0o777 == 0o700
        assert places.Places.find() == found
        assert {folder.stat().st_mode & 0o777 for folder in (places.LOGS, places.MAIL)} == {0o700}
    finally:
        found.sockets.rmdir()


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    """A PATH on which every python is a version manager's shim that finds nothing."""
    for name in ("python3.14", "python3.13", "python3.12", "python3"):
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\necho not found >&2\nexit 127\n")
        shim.chmod(0o755)
    return tmp_path


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{path}:/usr/bin:/bin"}
    return subprocess.run([BASE / "bin" / "find-python"], env=env, capture_output=True, text=True, check=False)


def test_a_python_that_is_found_but_does_not_run_is_passed_over(shims: Path) -> None:
    (shims / "python3.12").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    found = find_python(shims)
    assert found.returncode == 0
    assert Path(found.stdout.strip()).is_file()


def test_a_machine_without_a_fitting_python_is_told_what_to_install(shims: Path) -> None:
    found = find_python(shims)
    assert found.returncode == 1
    assert "Install Python 3.12 or newer" in found.stderr
