"""What the web server writes of a request: its path alone, without the key that a link in a mail carries.

No path of ours holds a name or a word that somebody typed (ids, codes and numbers only), with two exceptions: who reads
the key of a new password or of a confirmed address in the log could use it before its owner does.
"""

import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

# The server's warnings that quote nothing of a request, as gunicorn writes them.
_QUOTE_NOTHING = frozenset(
    {
        "Worker (pid:%s) was sent %s!",
        "USR2 signal ignored. Child exists.",
        "USR2 signal ignored. Parent exists.",
        "Reloader is on. Use in development only!",
        "Failed to start control socket: %s",
        "No keepalived connections can be handled. Check the number of worker connections and threads.",
        "WSGI app sent body bytes on a no-body response (method=%s status=%s); dropping per RFC 9110.",
    }
)
_FROM_WHERE = re.compile(r"Invalid request from ip=[0-9a-fA-F.:]*(?=: )")
LEFT_OUT = "A warning of the web server (%s, line %d), left out because it may quote a request."

PATHS_WITH_A_KEY = ("/wachtwoord/herstel/", "/inloggen/bevestig/")


def without_key(path: str) -> str:
    """The path as the log may hold it."""
    for start in PATHS_WITH_A_KEY:
        if path.startswith(start) and path != start:
            return f"{start}..."
    return path


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own log, with paths that give nothing away."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        # As it stood in the request: decoded, a path could begin a line of its own in the log.
        found["U"] = quote(without_key(found["U"] or ""), safe="/.~@:")
        return found

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A request that is none is quoted, with the words or the cookie in it: say only from where it came.

        A warning that we do not know, as after an upgrade, may quote one too: then only where the server gave it.
        """
        if msg in _QUOTE_NOTHING:
            super().warning(msg, *args, **kwargs)
        elif head := _FROM_WHERE.match(msg):
            super().warning("%s", head[0])
        else:
            caller = sys._getframe(1)
            super().warning(LEFT_OUT, Path(caller.f_code.co_filename).name, caller.f_lineno)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A request that breaks the server itself is named by its whole address: cut it off at the path."""
        told = [without_key(item.partition("?")[0]) if isinstance(item, str) else item for item in args]
        super().exception(msg, *told, **kwargs)
