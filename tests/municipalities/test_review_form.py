"""The form on which an emergency access is judged says beforehand when an explanation is needed, and asks it then alone."""

from collections.abc import Callable

from django.urls import reverse

from municipalities import operations
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass, koos
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def test_an_explanation_is_asked_for_what_is_not_in_order_alone_and_said_beforehand(
    world: World, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    shield.restricted(signal, [world.wilma])
    access = break_glass(world, signal)
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world))
    access.refresh_from_db()
    browser = client_of(world.person("Vince"))
    url = reverse("municipalities:review-emergency", args=[access.pk])
    form = browser.get(url).content.decode().partition('name="verdict"')[2].partition("</form>")[0]
    assert "Schrijf hieronder op wat er niet in orde is." in form
    assert "Verplicht als het niet in orde is." in form
    assert "niet verplicht" not in form
    sent = {"hat": browser.hat, "version": access.version, "reason": ""}
    refused = browser.post(url, sent | {"verdict": "not_fine"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert browser.post(url, sent | {"verdict": "fine"}).status_code == 302
