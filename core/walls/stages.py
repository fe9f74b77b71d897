"""A long query in stages: what few users have is asked only of those who have it.

    -- @kept text, bigint                                  the types of its columns
    -- @if held.kind && array['district', 'region']
    wider (hat, area_id) as (

Starting a statement costs PostgreSQL something for each table and step in it, whether rows come that way or not: of a
query over sixty small tables that is most of what it costs. So its text marks, in comments, which parts ("name (columns)
as (...)", then answers with "union all" between them, each beginning at the margin) stand by themselves. A part that is
kept is asked once and held in variables. What stands under a condition is asked only where that holds; it must give no rows
elsewhere. In a condition `held.kind` is the array of that column of a kept part, null when the part has no rows.

The text stays one query, that can be asked as it stands and gives the same rows (tests/core/test_planned.py).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PART = re.compile(r"(\w+) \(([\w, ]+)\) as (?:not materialized |materialized )?\($")
_KEPT, _IF, _UNION = "-- @kept ", "-- @if ", "union all"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that others ask, or (without a name) an answer; `types`: of its columns, for one that is kept."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    condition: str
    text: str

    @property
    def variables(self) -> Mapping[str, str]:
        """Where its columns are held: by column the name of the variable."""
        return {column: f"kept_{self.name}_{column}" for column in self.columns}

    @property
    def held(self) -> str:
        """What stands in the place of its text once it is held."""
        columns = ", ".join(self.columns)
        return f"{self.name} ({columns}) as (select * from unnest({', '.join(self.variables.values())}))"  # noqa: S608  text from code


def body_of(query: str, columns: Mapping[str, str]) -> str:
    """The function (PL/pgSQL) that asks a query, one with marks stage by stage; `columns`: what it returns, with SQL types."""
    found = list(_parts(query)) if f"\n{_KEPT}" in query else [_Part("", (), (), "", query)]
    parts = {part.name: part for part in found if part.name}
    kept = [part for part in parts.values() if part.types]
    declared = (
        f"{variable} {kind}[];"
        for part in kept
        for variable, kind in zip(part.variables.values(), part.types, strict=True)
    )
    answers: dict[str, list[str]] = {}
    for part in found:
        if not part.name:
            answers.setdefault(part.condition, []).append(part.text)
    casts = ", ".join(f"q.{column}::{kind}" for column, kind in columns.items())
    steps = [_under(part.condition, _holds(part, parts), parts) for part in kept]
    for condition, texts in answers.items():
        asked = _asked(f"\n{_UNION}\n".join(texts), parts)
        answer = f"RETURN QUERY SELECT {casts} FROM (\n{asked}\n) AS q ({', '.join(columns)});"  # noqa: S608  text from code
        steps.append(_under(condition, answer, parts))
    return "\n".join(["DECLARE", *declared, "BEGIN", *steps, "END"])


def _holds(part: _Part, parts: Mapping[str, _Part]) -> str:
    """Asks a kept part, and holds its columns."""
    values = ", ".join(f"array_agg({column}::{kind})" for column, kind in zip(part.columns, part.types, strict=True))
    rest = {name: other for name, other in parts.items() if name != part.name}
    asked = _asked(part.text, rest)
    with_it = f"{asked}" if asked.startswith("with recursive") else f"with recursive {asked}"
    return f"{with_it}\nselect {values} into {', '.join(part.variables.values())} from {part.name};"


def _under(condition: str, step: str, parts: Mapping[str, _Part]) -> str:
    if not condition:
        return step
    for part in parts.values():
        for column, variable in part.variables.items() if part.types else ():
            condition = re.sub(rf"\b{part.name}\.{column}\b", variable, condition)
    return f"IF {condition} THEN\n{step}\nEND IF;"


def _asked(text: str, parts: Mapping[str, _Part]) -> str:
    """A text with the parts before it that it asks."""
    needed = _needed(text, parts)
    before = [part.held if part.types else part.text for name, part in parts.items() if name in needed]
    if not before:
        return text
    # Of a part the text begins with its name, of an answer with "select".
    joint = ",\n" if _PART.match(text.partition("\n")[0]) else "\n"
    return "with recursive\n" + ",\n".join(before) + joint + text


def _needed(text: str, parts: Mapping[str, _Part]) -> set[str]:
    """By name what a text asks, and what that asks; what is held asks nothing any more."""
    found: set[str] = set()
    open_texts = [text]
    while open_texts:
        words = set(re.findall(r"\w+", re.sub("--.*", "", open_texts.pop())))
        new = [part for name, part in parts.items() if name in words and name not in found]
        found |= {part.name for part in new}
        open_texts += [part.text for part in new if not part.types]
    return found


def _parts(query: str) -> Iterator[_Part]:
    """What a text consists of, in its order: first the named parts, then the answers.

    Raises ValueError for a text without parts, for a mark that is none, and for an answer that is to be kept: each would
    ask too much of everybody, and nobody would see it.
    """
    _, begun, text = query.partition("with recursive\n")
    if not begun:
        raise ValueError("A query in stages begins with “with recursive”.")
    lines = iter(text.splitlines())
    marks, gathered, heading = {_KEPT: "", _IF: ""}, list[str](), ("", "")
    for line in lines:
        mark = next((mark for mark in marks if line.startswith(mark)), "")
        if mark:
            marks[mark] = line.removeprefix(mark)
        elif found := _PART.match(line):
            heading, gathered = (found[1], found[2]), [line]
        elif line.startswith("--"):
            _demand_no_mark(line)
        elif line in {")", "),"} and heading[0]:
            yield _part(heading, marks, [*gathered, ")"])
            marks, gathered, heading = dict.fromkeys(marks, ""), [], ("", "")
        elif line == _UNION:
            yield _part(heading, marks, gathered)
            marks, gathered = dict.fromkeys(marks, ""), []
        else:
            gathered.append(line)
    yield _part(heading, marks, gathered)


def _demand_no_mark(line: str) -> None:
    if line.startswith("-- @"):
        message = f"Not a mark: {line}"
        raise ValueError(message)


def _part(heading: tuple[str, str], marks: Mapping[str, str], lines: list[str]) -> _Part:
    name, columns = heading
    if marks[_KEPT] and not name:
        message = f"Only a part with a name is kept, not this answer: {lines[0]}"
        raise ValueError(message)
    types = tuple(marks[_KEPT].split(", ")) if marks[_KEPT] else ()
    return _Part(name, tuple(filter(None, columns.split(", "))), types, marks[_IF], "\n".join(lines))
