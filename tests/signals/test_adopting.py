"""What stands in words, put down as a thing of the signal: found again from then on, and with where it came from."""

import uuid
from collections.abc import Callable

from django.urls import reverse
from django.utils.formats import date_format

from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.by_key import found_by_key
from signals.models import JointNote, SharedSignal
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def test_what_the_other_wrote_is_put_down_with_its_source_and_found_again(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    concern = make.shared_with(signal, world.breda, actor_for(world.wilma))
    asked = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    row = operations.accept_concern(actor=actor_for(world.floor), shared=asked)
    text = "Het busje 0-DEM-04 staat bij de Havenstraat 12; bel 06-12345678."
    operations.write_along(actor=actor_for(world.floor), on=row, key=uuid.uuid4(), text=text)
    line = JointNote.objects.on(concern).get()
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:concern", args=[concern.pk])).content.decode()
    for slug, value in (("voertuig", "0-DEM-04"), ("adres", "Havenstraat 12"), ("telefoon", "+31612345678")):
        url = f"{reverse('signals:add-mention', args=[signal.pk, slug])}?regel={line.pk}"
        assert url in page
        assert browser.get(url).context["form"]["value"].value() == value
    form = browser.get(f"{reverse('signals:add-mention', args=[signal.pk, 'voertuig'])}?regel={line.pk}").context[
        "form"
    ]
    assert form["description"].value() == f"Gemeente Breda, {date_format(today(), 'j F Y')}: “{text}”"
    data = {name: form[name].value() or "" for name in form.fields}
    assert browser.post(reverse("signals:add-mention", args=[signal.pk, "voertuig"]), data).status_code == 302
    assert list(found_by_key(actor_for(world.wilma), "0dem04")) == [signal.pk]
    # Of another signal's line nothing, nor of one's own; and the other side is led nowhere.
    other = make.handled(world.goes, world.wilma)
    url = f"{reverse('signals:add-mention', args=[other.pk, 'voertuig'])}?regel={line.pk}"
    assert not browser.get(url).context["form"]["value"].value()
    assert "Overnemen" not in client_of(world.floor).get(reverse("signals:shared", args=[row.pk])).content.decode()


def test_a_plate_among_the_words_is_said_to_wait_for_its_vehicle(world: World, client_of: ClientOf) -> None:
    make_comparing.switched(world)
    client = client_of(world.wilma, "focal_officer")
    signal = make.triaged(world.goes, world.wilma, vehicle="wit busje 1-ABC-23", place="Goes")
    url = reverse("signals:ask-elsewhere", args=[signal.pk])
    assert url in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    way = f"{reverse('signals:add-mention', args=[signal.pk, 'voertuig'])}?wat=melding"
    nothing = client.get(url)
    assert nothing.status_code == 409
    assert way in nothing.content.decode()
    assert "Het kenteken 1-ABC-23 staat alleen in de melding" in nothing.content.decode()
    form = client.get(way).context["form"]
    assert (form["value"].value(), form["description"].value()) == ("1-ABC-23", "wit busje 1-ABC-23")
    sent = {name: form[name].value() or "" for name in form.fields}
    assert client.post(way, sent).status_code == 302
    assert "alleen in de melding" not in client.get(url).content.decode()
