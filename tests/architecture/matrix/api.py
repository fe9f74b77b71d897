"""The REST API: for programs with a token; a session in a browser opens nothing here (tests/api tests the rest)."""

import uuid
from typing import Any

from tests.support.world import World

from .rows import EVERYBODY, Row


def nothing(world: World) -> list[Any]:
    return [uuid.UUID(int=0)]


def no_file(world: World) -> list[Any]:
    return [*nothing(world), 1]


_LIST = Row(program=True)
_ONE = Row(program=True, about=nothing)

ROWS = {
    "token": Row(open_to=EVERYBODY, public=True, methods=("post",)),
    "openapi": Row(open_to=EVERYBODY, public=True),
    "signals": Row(program=True, methods=("get", "post")),
    "signal": _ONE,
    "send-file": Row(program=True, about=nothing, methods=("post",)),
    "tell-danger": Row(program=True, about=nothing, methods=("post",)),
    "handovers": _LIST,
    "handover": _ONE,
    "handed-file": Row(program=True, about=no_file),
    "answer": Row(program=True, about=nothing, methods=("post",)),
    "ask-back": Row(program=True, about=nothing, methods=("post",)),
    "questions": _LIST,
    "question": _ONE,
    "answer-question": Row(program=True, about=nothing, methods=("post",)),
    "municipalities": _LIST,
    "code-lists": _LIST,
    "code-list": Row(program=True, arguments=["vormen"]),
}
ROWS = {f"api:{name}": row for name, row in ROWS.items()}
