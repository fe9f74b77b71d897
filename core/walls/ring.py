"""What the database knows of the key ring: a key under which something may still stand is not dropped by mistake.

`apply_walls` notes the keys of SEAL_KEYS, `reseal` notes that nothing stands under one any more. Who serves with a ring
that lacks a key in use, or has another key under its number, would meet values that do not open; it does not start.
"""

from collections.abc import Iterator
from typing import Any

from core.sealed import key_marks


def learn(cursor: Any) -> None:
    """Note the keys of this environment. One that comes back under the number of a key that was left is a new one."""
    for number, mark in key_marks().items():
        cursor.execute(
            "INSERT INTO walls.ring (number, mark) VALUES (%s, %s)"
            " ON CONFLICT (number) DO UPDATE SET mark = excluded.mark, left_at = NULL"
            " WHERE ring.left_at IS NOT NULL AND ring.mark <> excluded.mark",
            [number, mark],
        )


def ring_problems(cursor: Any) -> Iterator[str]:
    """One sentence per reason why values would not open, or would be sealed with a key that nobody noted."""
    cursor.execute("SELECT number, mark, left_at IS NOT NULL FROM walls.ring ORDER BY number")
    known, marks = {number: (mark, left) for number, mark, left in cursor.fetchall()}, key_marks()
    for number, (mark, left) in known.items():
        if not left and number not in marks:
            yield f"SEAL_KEYS lacks key {number}, and values may stand under it: put it back, and run manage.py reseal first."
        if number in marks and marks[number] != mark:
            yield f"Key {number} of SEAL_KEYS is another key than the one that values stand under: put that one back."
    for number in sorted(marks.keys() - known.keys()):
        yield f"Key {number} of SEAL_KEYS is new here: run migrate as the owner, so that the database knows of it."
