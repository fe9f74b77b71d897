"""A search stands in the log as a digest that nobody outside can make."""

import hashlib
from collections.abc import Callable

from django.urls import reverse

from audit.models import AuditEvent
from tests.support.clients import OutsideClient
from tests.support.world import World


def test_the_words_of_a_search_cannot_be_found_by_trying_words(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.wilma)
    for words in ("Jansen", "Jansen", "Pieters"):
        client.post(reverse("signals:list"), {"q": words}, follow=True)
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.listed").order_by("at")
    first, again, other = (look.detail["query"] for look in looks)
    assert first == again != other
    assert first not in {hashlib.sha256(typed.encode()).hexdigest() for typed in ("Jansen", "q=Jansen")}
