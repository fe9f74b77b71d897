"""A button that comes without the version it stood beside, or with another, changes nothing and says so."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from tests.support.clients import OutsideClient
from tests.support.world import World

from .matrix import ROWS
from .matrix.rows import SECOND_HAT

OTHERWISE = {
    "accounts:hat": "chooses how one works, changes no row",
    "cases:reveal": "a look, not a change",
    "signals:decide": "a form with fields, shown again with what is wrong",
    "signals:approve-erasure": "a form with boxes, shown again with what is wrong",
    "signals:keep-handover": "keeps a form that is not filled in yet; a second window is told so by its own count",
    "signals:make-letter": "makes what is not there; a second one is the first",
    "municipalities:set-readiness": "adds a row to a history that nobody changes",
    "municipalities:strike-readiness": "strikes a row that nobody changes",
}
BUTTONS = sorted(
    name for name, row in ROWS.items() if row.methods == ("post",) and not row.program and name not in OTHERWISE
)
BUTTONS.remove("api:token")


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_of_an_old_page_is_refused_in_words(
    name: str, world: World, client_of: Callable[..., OutsideClient]
) -> None:
    row = ROWS[name]
    url = reverse(name, args=row.about(world) if row.about else row.arguments)
    person = min(row.open_to)
    browser = client_of(world.person(person.removesuffix("+")), SECOND_HAT.get(person, ""))
    changes = AuditEvent.objects.unscoped(reason="test").changes().exclude(event__startswith="accounts.")
    before = changes.count()
    hat = browser.hat
    for sent in ({}, {"version": ""}, {"version": "nee"}, {"version": "999"}):
        answer = browser.post(url, {"hat": hat, **sent})
        assert answer.status_code == 409, sent
        assert "niet opgeslagen" in answer.content.decode() or "niets gewijzigd" in answer.content.decode()
        assert changes.count() == before, sent
