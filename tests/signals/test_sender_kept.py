"""Who sent a signal stays unknown to who may not know it, whoever of the same organisation did something with it."""

import uuid
from collections.abc import Callable

from django.urls import reverse

from municipalities.codes import Role
from municipalities.roles import actor_for
from signals import operations
from signals.models import Submission
from signals.operations.flagging import MOST_ALARMS
from tests.factories import files
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.factories.municipalities import holds
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page
from .test_sent_files import send


def test_of_who_sent_it_no_colleague_is_named_either(world: World, client_of: Callable[..., OutsideClient]) -> None:
    second = world.outsider
    holds(second, Role.PARTNER_CONTACT, world.inspectorate)
    philo = actor_for(world.philo)
    key = uuid.uuid4()
    operations.submit_signal(
        actor=philo, municipality=world.goes, facts=make.facts(), key=key, sender=world.inspectorate
    )
    signal = Submission.objects.unscoped(reason="test").get(signal_id=key).signal
    for user in (world.philo, second):
        assert send(client_of(user), signal, "foto.jpg", files.photo()).status_code == 302
    wilma = actor_for(world.wilma, "focal_officer")
    operations.take_up(signal, actor=wilma)
    signal.refresh_from_db()
    sent = Submission.objects.unscoped(reason="test").get(signal=signal)
    url = reverse("signals:flag-danger", args=[sent.pk])
    browser = client_of(second)
    for number in range(MOST_ALARMS + 2):  # so often that the log says so
        given = open_page(browser, url) | {"call_back": f"06-0000 000{number}"}
        assert browser.post(url, given).status_code == 302
    signal.refresh_from_db()
    operations.offer_signal(signal, actor=wilma, why="Zij wil praten.", asked=agreed())
    karlijn = client_of(world.karlijn)
    for name in ("signals:detail", "signals:readers"):
        page = karlijn.get(reverse(name, args=[signal.pk])).content.decode()
        assert str(world.philo) not in page, name
        assert str(second) not in page, name
        assert str(second) in client_of(world.wilma).get(reverse(name, args=[signal.pk])).content.decode(), name
