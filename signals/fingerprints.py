"""By what a row of somebody's list is known again: keyed hashes, so that whoever finds one does not learn the words."""

from django.utils.crypto import salted_hmac

from .columns import folded


def keyed(*words: object) -> str:
    """A hash of these with our key: whoever finds it does not learn the words by trying."""
    return salted_hmac("signals.list", "\0".join(map(str, words)), algorithm="sha256").hexdigest()


def print_of_number(municipality_id: int, number: str) -> str:
    """Of a row with a number of its own in the list."""
    return keyed(municipality_id, "number", folded(number))
