"""The set of keyed hashes: which people and things of signals are the same."""

from collections.abc import Iterable
from typing import Self

from core.keyed import hashes_of

from .querysets import MentionQuerySet


class MatchKeyQuerySet(MentionQuerySet):
    """Keyed hashes of people and things: for who may see these."""

    def with_same_keys(self, contents: Iterable[str]) -> Self:
        """Those with one of these contents (signals/normal/keys.py), of a set that passed its gate."""
        return self.filter(digest__in=[found for content in contents for found in hashes_of(content)])
