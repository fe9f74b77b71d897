"""What a program of ours gives up before it touches what a stranger made: the network, and memory, time and files.

Called by the programs themselves, first of all (`core/typeset.py`, `core/cleaning/program.py`): no Django here.
"""

import os
import resource


def leave_the_network() -> None:
    """A namespace without any network; not every system lets an ordinary process have one."""
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except (AttributeError, OSError):
        return


def limit(memory: int, seconds: int, written: int | None = None) -> None:
    """From here on at most so much: `memory` bytes, `seconds` of processor time, `written` bytes in one file (as memory)."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, memory if written is None else written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(what)
        bound = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(what, (bound, bound))
