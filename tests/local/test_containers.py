"""The one-off services of docker-compose.yml."""

from pathlib import Path

import pytest
import yaml

from mensenhandel.local import containers
from mensenhandel.local.places import BASE
from mensenhandel.settings import envfile


@pytest.fixture
def volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty volumes, as at the first `up`."""
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setattr(containers, "KEYS", keys)
    monkeypatch.setattr(containers, "ENV_FILE", tmp_path / "env")
    return tmp_path


def test_the_application_is_given_its_keys_but_no_password_of_another_role(volumes: Path) -> None:
    containers.keys()
    given = envfile.read(volumes / "env")
    assert set(given) == {"SECRET_KEY", "SEAL_KEYS", "WALLS_KEY", "DATABASE_URL", "DATABASE_REPORT_URL", "REDIS_URL"}
    for role in ("postgres", "owner", "auditor", "sealer", "loader", "backup"):
        assert (volumes / "keys" / role).read_text() not in (volumes / "env").read_text()


def test_a_second_up_keeps_every_key(volumes: Path) -> None:
    containers.keys()
    before = {path.name: path.read_text() for path in [*(volumes / "keys").iterdir(), volumes / "env"]}
    containers.keys()
    assert {path.name: path.read_text() for path in [*(volumes / "keys").iterdir(), volumes / "env"]} == before


def test_web_worker_and_beat_do_not_see_the_servers_keys() -> None:
    services = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
    seen_by = {name for name, service in services.items() if any("keys:" in volume for volume in service["volumes"])}
    assert seen_by == {"keys", "init", "postgres", "redis"}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
