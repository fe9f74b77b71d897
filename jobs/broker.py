"""What comes out of the queue, and what a worker does with that which is no message at all: it drops it and goes on.

Whoever can write to the broker can put anything there. A message of Celery's form that none of us sent does nothing
(tasks.py); bytes that are no message reached the loop that reads the queue, and ended the worker. Such a one is gone from the
queue when it is read: nobody gets it again. How many there were stands in the log of the worker, never what was in them.
"""

import logging
from typing import Any, cast

from kombu import transport
from kombu.transport import redis

logger = logging.getLogger(__name__)

_OURS = f"{__name__}:Transport"
# No JSON, no UTF-8, nested without end, a value that is not of the type that it names. A broker that is away is none of these.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
_DROPPED = "What is no message was dropped from the queue; %d since this worker began."


class Channel(redis.Channel):
    """Reads the queue; what cannot be read is dropped."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]  # the stubs leave out what begins with "_"
        except _UNREADABLE:
            cast("Transport", self.connection).drop()
            return True


class Transport(redis.Transport):
    """Delivers what has the form of a message."""

    Channel = Channel
    dropped = 0

    def drop(self) -> None:
        """Count one that is none."""
        self.dropped += 1
        logger.warning(_DROPPED, self.dropped)

    def _deliver(self, message: Any, queue: str | None) -> None:
        if is_message(message):
            super()._deliver(message, queue)
        else:
            self.drop()


def is_message(found: Any) -> bool:
    """Whether what was read has the parts that its reader counts on, each of its kind."""
    properties = found.get("properties") if isinstance(found, dict) else None
    return isinstance(properties, dict) and all(
        (
            _are_texts(properties, "delivery_tag"),
            _are_texts(properties.get("delivery_info"), "exchange", "routing_key"),
            properties.get("body_encoding") in {None, "base64"},
            _are_texts(found, "body", "content-type", "content-encoding"),
            isinstance(found.get("headers"), dict),
        )
    )


def _are_texts(found: Any, *names: str) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(name), str) for name in names)


def use() -> None:
    """Let every connection to the broker that this process makes read so."""
    transport.TRANSPORT_ALIASES |= {"redis": _OURS, "rediss": _OURS}
