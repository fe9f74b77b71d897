"""The program that cleans one file. `core.files` starts it; nobody else runs what is in this package.

Parsers of pictures and documents are where hostile files break in. So they run behind glass: no secrets in the
environment, no network where the system can take that away, a limit on memory, time and what can be written.

In: one line of JSON on standard input (`code` of the kind, `memory`, `seconds`, `written`), then the bytes of the file.
With `most_rows` it is a list that is read (sheets.py), `code` being csv, xlsx or ods.
Out: one line of JSON, `{"refused": code}`, `{"words": what can be read of it, or null}` or `{}`, then the bytes of the cleaned file,
or the rows of the list as JSON. Any other end of the program than
with exit code 0 means that there is no answer. It says nothing on standard error: that could be text of a dossier.
"""

import json
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    # Run by its path and isolated: of the project it needs the modules below, which know no settings.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.cleaning.kinds import KINDS, Family
from core.cleaning.refusing import Refusal
from core.confined import leave_the_network, limit

OUT_OF_MEMORY = 5


def main(given: BinaryIO, answered: BinaryIO) -> int:
    """Read the order, write the answer, return the exit code."""
    order = json.loads(given.readline())
    leave_the_network()
    limit(order["memory"], order["seconds"], order["written"])
    warnings.simplefilter("ignore")
    try:
        told, made = carried_out(given.read(), order)
    except Refusal as refusal:
        answered.write(json.dumps({"refused": refusal.why}).encode() + b"\n")
        return 0
    answered.write(json.dumps(told).encode() + b"\n")
    answered.write(made)
    return 0


def carried_out(data: bytes, order: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What is told of the file, and what is made of it. Raises Refusal."""
    return ({}, rows_of(data, order)) if "most_rows" in order else given_out(data, order["code"])


def rows_of(data: bytes, order: Mapping[str, Any]) -> bytes:
    """The rows of a list, as JSON. Raises Refusal."""
    from core.cleaning import sheets  # noqa: PLC0415  loaded after the limits stand

    return json.dumps(sheets.read(data, order["code"], order["most_rows"])).encode()


def given_out(data: bytes, code: str) -> tuple[dict[str, Any], bytes]:
    """What is told of a file of this kind, and what is left of it. Raises Refusal."""
    from core.cleaning import words  # noqa: PLC0415  loaded after the limits stand

    made = cleaned(data, code)
    return {"words": words.words_of(made, code)}, made


def cleaned(data: bytes, code: str) -> bytes:
    """What is left of a file of this kind when all that could do harm is gone. Raises Refusal."""
    # Here and not above: each parser is loaded after the limits stand, and only the one that is needed.
    match KINDS[code].family:
        case Family.IMAGE:
            from core.cleaning import images  # noqa: PLC0415  loaded after the limits stand

            return images.cleaned(data, code)
        case Family.PDF:
            from core.cleaning import pdfs  # noqa: PLC0415  loaded after the limits stand

            return pdfs.cleaned(data)
        case Family.OOXML | Family.ODF:
            from core.cleaning import offices  # noqa: PLC0415  loaded after the limits stand

            return offices.cleaned(data, code)
        case Family.TEXT:
            from core.cleaning import texts  # noqa: PLC0415  loaded after the limits stand

            return texts.cleaned(data)


if __name__ == "__main__":
    try:
        code = main(sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except (MemoryError, RecursionError):
        os._exit(OUT_OF_MEMORY)
    sys.exit(code)
