"""The pages that everybody has, each hat with its own work on it."""

from .rows import EVERYBODY, Row

ROWS = {
    "search": Row(open_to=EVERYBODY, methods=("get", "post")),
    "start": Row(open_to=EVERYBODY),
    "work": Row(open_to=EVERYBODY),
}
