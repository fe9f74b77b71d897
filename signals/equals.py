"""The sets by which related dossiers are found: keyed hashes of people and things, and what was judged of a pair."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from core.access import Actor
from core.keyed import hashes_of

from .querysets import MentionQuerySet, SignalPartQuerySet


class MatchKeyQuerySet(MentionQuerySet):
    """Keyed hashes of people and things: for who may see these."""

    def with_same_keys(self, contents: Iterable[str]) -> Self:
        """Those with one of these contents (signals/normal/keys.py), of a set that passed its gate."""
        return self.filter(digest__in=[found for content in contents for found in hashes_of(content)])


class ThingQuerySet(MentionQuerySet):
    """Companies, vehicles, numbers, pages and addresses."""

    def standing(self) -> Self:
        """As each stands: its last revision, without what was withdrawn; of a set that passed its gate."""
        rows = self.model._default_manager.unscoped(reason="whether a row that passed its gate was corrected")
        same = {name: OuterRef(name) for name in ("signal", "kind", "number")}
        later = rows.filter(**same, revision__gt=OuterRef("revision"))
        return self.filter(~Exists(later), withdrawn=False)


class PairJudgementQuerySet(SignalPartQuerySet[Any]):
    """What was judged of two dossiers: for who works in both places, for each row tells that the other one is there."""

    def _scope(self, actor: Actor) -> Q:
        return super()._scope(actor) & Q(other_municipality_id__in=actor.content)
