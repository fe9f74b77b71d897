"""What the clock process (beat) sends: one tick a minute. Everything else that recurs is decided from rows."""

from datetime import timedelta

TICK = timedelta(minutes=1)

BEAT = {
    "tick": {
        "task": "jobs.tick",
        "schedule": TICK.total_seconds(),
        # Ticks that nobody took are worth nothing later.
        "options": {"expires": TICK.total_seconds() - 5, "ignore_result": True},
    }
}
