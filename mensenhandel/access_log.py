"""What the web server writes of a request: its path alone, without the key that a link in a mail carries.

No path of ours holds a name or a word that somebody typed (ids, codes and numbers only), with two exceptions: who reads
the key of a new password or of a confirmed address in the log could use it before its owner does.
"""

from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

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
        """A request that is none is quoted, with the words or the cookie in it: say only from where it came."""
        head, quoted, _ = msg.partition(": ")
        super().warning(head if quoted and head.startswith("Invalid request from") else msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A request that breaks the server itself is named by its whole address: cut it off at the path."""
        told = [without_key(item.partition("?")[0]) if isinstance(item, str) else item for item in args]
        super().exception(msg, *told, **kwargs)
