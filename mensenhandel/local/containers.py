"""The one-off services of docker-compose.yml: keys before the servers start, the database after that.

`keys/` is a volume that web, worker and beat do not see: the passwords of superuser, owner and auditor lie there.
`var/` is theirs: the keys of the application and the addresses it uses.
"""

import os
import secrets
import subprocess
import sys

from . import database, servers
from .places import BASE, ENV_FILE

KEYS = BASE / "keys"
SERVER = "postgres:5432"


def keys() -> int:
    """Write what is not there yet. The servers' files are readable for any user: only the servers mount the volume."""
    for name in ("postgres", *servers.ROLES, "redis"):
        path = KEYS / name
        if not path.is_file():
            path.write_text(secrets.token_urlsafe(32))
            path.chmod(0o644)
    redis = _password("redis")
    (KEYS / "redis.conf").write_text(
        f'requirepass {redis}\nmaxmemory-policy noeviction\nsave ""\nappendonly no\nprotected-mode yes\n'
    )
    (KEYS / "redis.conf").chmod(0o644)
    own = {servers.ADDRESSES[role]: _address(role) for role in (servers.APP, "report")}
    servers.write_env(ENV_FILE, {**own, "REDIS_URL": f"redis://:{redis}@redis:6379/0"})
    return 0


def fill() -> int:
    """Roles and database as the superuser, then tables, walls, areas and the demo world as the owner."""
    files = [f"--{role}-password-file={KEYS / role}" for role in servers.ROLES]
    command = [sys.executable, "-m", "core.walls.bootstrap", f"--database={servers.DATABASE}", *files]
    superuser = {"DATABASE_SUPERUSER_URL": f"postgresql://postgres:{_password('postgres')}@{SERVER}/postgres"}
    subprocess.run(command, cwd=BASE, env={**os.environ, **superuser}, check=True)
    os.environ.update(DATABASE_URL=_address(servers.APP), DATABASE_OWNER_URL=_address(servers.OWNER))
    return database.main()


def _address(role: str) -> str:
    return f"postgresql://{role}:{_password(role)}@{SERVER}/{servers.DATABASE}"


def _password(name: str) -> str:
    return (KEYS / name).read_text().strip()


COMMANDS = {"keys": keys, "database": fill}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
