"""Who sees something of a dossier stands in the log: page by page, as the page itself declares or with the reason why not."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from tests.support.clients import OutsideClient
from tests.support.world import World

from .matrix import ROWS
from .matrix.looks import NOTHING, RECORDED
from .matrix.rows import SECOND_HAT

PAGES = sorted(name for name, row in ROWS.items() if "get" in row.methods and not (row.public or row.program))
EXPECTED = {name: event for event, names in RECORDED.items() for name in names}
SIGNING_IN = "accounts."
SHOWS_NOTHING = {302, 409}  # the way to another page; the refusal of a step that the state does not allow


def test_every_page_records_a_look_or_says_why_not() -> None:
    declared = Counter(name for names in (*RECORDED.values(), *NOTHING.values()) for name in names)
    assert set(declared) == set(PAGES)
    assert [name for name, times in declared.items() if times > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_look_stands_in_the_log_as_declared(name: str, world: World, client_of: Callable[..., OutsideClient]) -> None:
    row = ROWS[name]
    url = reverse(name, args=row.about(world) if row.about else row.arguments)
    person = min(row.open_to)
    looker = world.person(person.removesuffix("+"))
    browser = client_of(looker, SECOND_HAT.get(person, ""))
    told = AuditEvent.objects.unscoped(reason="test").exclude(event__startswith=SIGNING_IN)
    before = set(told.values_list("pk", flat=True))
    answer = browser.get(url)
    if answer.status_code in SHOWS_NOTHING:
        return
    looks = {event.event: event for event in told.exclude(pk__in=before)}
    wanted = EXPECTED.get(name)
    assert wanted in looks if wanted else looks == {}, (answer.status_code, sorted(looks))
    if wanted:
        assert (looks[wanted].actor_id, looks[wanted].hat) == (looker.pk, browser.hat)
