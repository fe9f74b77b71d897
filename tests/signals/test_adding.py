"""More for the receiver of a handover: exactly what was shown, frozen by itself, and read with its day wherever it is read."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from core.errors import Invalid, NotVisible, WrongState
from core.pages import visible_or_404
from core.resend import AlreadySent
from core.workdays import today
from jobs.models import Job
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations, tasks
from signals.api.handed import HandoverOut
from signals.codes import HandoverMethod, LegalGround
from signals.disclosure import content_hash
from signals.last_check import Settled
from signals.letters import kept_letter, letter_about, letter_of
from signals.models import Handover, HandoverAddition, HandoverFile
from signals.operations.asking_back import named_in_reply
from signals.operations.handovers import LETTER_KIND
from signals.operations.mentions import ToldPerson
from signals.sharing_codes import DataCategory
from tests.factories import signals as make
from tests.factories.consent import agreed, refused
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

NAME = "Zwaantje Zeepdoos"
BESIDE = {"company": "Demo Kwekerij", "vehicle": "wit busje"}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def handover(world: World, wilma: Actor) -> Handover:
    """Of what happens somewhere only the place; who it may be about stayed behind."""
    signal = make.handled(world.goes, world.wilma, facts=f"Er staan veel bedden. {NAME} deed open.", **BESIDE)
    make.mentioned(signal, wilma, ToldPerson(NAME))
    return make.handed_over(signal, wilma, world.inspectorate, fields=["place"])


def _additions(handover: Handover) -> list[HandoverAddition]:
    return list(HandoverAddition.objects.unscoped(reason="test").filter(handover=handover))


def test_the_officer_gives_more_and_its_receiver_reads_it_with_its_day(
    world: World, handover: Handover, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, partner = client_of(world.wilma), client_of(world.philo)
    url = reverse("signals:add-to-handover", args=[handover.pk])
    page = reverse("signals:handed-over", args=[handover.pk])
    assert url in officer.get(page).content.decode()
    form = officer.get(url).context["form"]
    assert not form["fields_shared"].value()
    assert "place" not in dict(form.fields["fields_shared"].choices)
    filled = officer.filled(url, fields_shared=["facts"], necessity=make.NEEDED, seen="")
    # The name that does not go along is settled first, and nothing leaves before the last page.
    settle = officer.post(url, filled | {"stap": "controleren"})
    assert "Eerst nakijken" in settle.content.decode()
    [find] = settle.context["check"].fields.keys() & {one for one in settle.context["check"].fields if "vondst" in one}
    settled = filled | {find: Settled.REMOVE.value}
    last = officer.post(url, settled | {"stap": "verwerken"})
    shown = last.context["preview"]
    assert NAME not in str(shown)
    assert not _additions(handover)
    mailed: list[object] = []
    monkeypatch.setattr("signals.operations.adding.tell_partner", lambda partner, actor: mailed.append(partner))
    agreed = settled | {"seen": content_hash(shown), "stap": "versturen"}
    # A second click too.
    assert [officer.post(url, agreed).status_code for _ in range(2)] == [302, 302]
    [added] = _additions(handover)
    assert (added.content, added.content_hash) == (shown, content_hash(shown))
    assert mailed == [world.inspectorate]
    now = Handover.objects.of(handover.signal).get()
    assert (now.content, now.content_hash, now.added_at) == (handover.content, handover.content_hash, added.added_at)
    [event] = AuditEvent.objects.unscoped(reason="test").filter(event="signals.handover_added")
    assert event.detail["hash"] == added.content_hash
    received = partner.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    officers = officer.get(page).content.decode()
    for read in (received, officers):
        assert added.heading in read
        assert "Er staan veel bedden." in read
        assert NAME not in read.split(added.heading, 1)[1]
    assert "klopt met het controlegetal van toen" in officers
    assert "aangevuld" in partner.get(reverse("postbox:inbox")).content.decode()
    assert "aangevuld" in officer.get(reverse("signals:detail", args=[handover.signal_id])).content.decode()
    monkeypatch.setattr("signals.letters.render_pdf", lambda html, title: html.encode())
    assert added.heading in letter_of(now).decode()
    # Why it was needed is read by the officers alone, also of what went first.
    assert officers.count(make.NEEDED) == 2
    assert not [one for one in (received, letter_of(now).decode(), str(HandoverOut(now).data)) if make.NEEDED in one]
    assert letter_about(now) == added.pk
    [told] = HandoverOut(now).data["aanvullingen"]
    assert [line["tekst"] for line in told["inhoud"]] == [text for _, _, text in shown]
    # Something was taken out of it: what stands in the signal is not what its receiver has.
    assert "dit gaf u al door" in dict(officer.get(url).context["form"].fields["fields_shared"].choices)["facts"]
    operations.withdraw_handover(now, actor=actor_for(world.wilma), reason="Toch niet.")
    assert added.heading not in partner.get(reverse("postbox:handover", args=[handover.pk])).content.decode()


def test_what_is_added_passes_what_a_handover_passes(world: World, handover: Handover, wilma: Actor) -> None:
    with pytest.raises(Invalid):
        operations.add_to_handover(handover, actor=wilma, more=make.more(["place"], uuid.uuid4()))
    with pytest.raises(Invalid):
        operations.add_to_handover(handover, actor=wilma, more=make.more(["facts"], uuid.uuid4()))
    with pytest.raises(Invalid) as refused:
        operations.add_to_handover(handover, actor=wilma, more=make.more(["minor"], uuid.uuid4(), necessity=" "))
    assert set(refused.value.fields) == {"necessity"}
    with pytest.raises(Invalid):
        operations.add_to_handover(handover, actor=wilma, more=make.more(["minor"], uuid.uuid4(), seen="iets anders"))
    # The list of receivers as it stands today.
    make.agreement(world, purpose=handover.purpose, categories=[DataCategory.PLACE])
    with pytest.raises(Invalid) as refused:
        operations.add_to_handover(handover, actor=wilma, more=make.more(["minor"], uuid.uuid4()))
    assert DataCategory.PEOPLE.label in str(refused.value.fields)
    assert not _additions(handover)
    more = make.more(["company"], uuid.uuid4())
    operations.add_to_handover(handover, actor=wilma, more=more)
    with pytest.raises(AlreadySent):
        operations.add_to_handover(handover, actor=wilma, more=make.more(["vehicle"], more.key))
    assert _additions(handover)[0].agreement is not None


def test_a_tip_is_not_added_to_nor_what_was_refused_or_taken_back(
    world: World, handover: Handover, wilma: Actor, client_of: ClientOf
) -> None:
    tip = make.handed_over(handover.signal, wilma, world.inspectorate, anonymous=True, fields=["place"])
    other = make.handed_over(handover.signal, wilma, world.inspectorate, fields=["place"])
    operations.refuse_handover(other, actor=actor_for(world.philo), refusal="Niet van ons.")
    operations.withdraw_handover(handover, actor=wilma, reason="Toch niet.")
    client = client_of(world.wilma)
    # More by name comes to lie beside the tip, as a handover by name would: that is said before it leaves.
    named = make.handed_over(handover.signal, wilma, world.inspectorate, fields=["place"])
    add = reverse("signals:add-to-handover", args=[named.pk])
    last = client.post(
        add, client.filled(add, fields_shared=["company"], necessity=make.NEEDED, seen="") | {"stap": "controleren"}
    )
    assert "al een anonieme tip" in last.content.decode()
    for one in (tip, other, handover):
        url = reverse("signals:add-to-handover", args=[one.pk])
        assert url not in client.get(reverse("signals:handed-over", args=[one.pk])).content.decode()
        assert client.get(url).status_code == 409
        with pytest.raises(WrongState):
            operations.add_to_handover(one, actor=wilma, more=make.more(["company"], uuid.uuid4()))


def test_names_and_files_that_are_added_count_on_from_what_went(world: World, handover: Handover, wilma: Actor) -> None:
    signal = handover.signal
    # The same file twice goes once.
    same, first, second = (
        operations.accept_file(make.attached(signal, wilma), actor=SYSTEM, made=replace(make.CLEANED, content=content))
        for content in (b"Het een.", b"Het een.", b"Het ander.")
    )
    assert named_in_reply(handover, NAME)
    for fields in ([f"file-{first.pk}"], ["person-1", f"file-{same.pk}", f"file-{second.pk}"]):
        operations.add_to_handover(handover, actor=wilma, more=make.more(fields, uuid.uuid4()))
    assert [[code for code, _, _ in one.content] for one in _additions(handover)] == [
        ["file-1"],
        ["person-1", "file-2"],
    ]
    assert [file.number for file in HandoverFile.objects.of_handover(handover)] == [1, 2]
    # Her name is no secret to the receiver any more.
    assert not named_in_reply(handover, NAME)
    operations.add_to_handover(handover, actor=wilma, more=make.more(["facts"], uuid.uuid4()))
    assert NAME in str(_additions(handover)[-1].content)


def test_who_does_not_see_the_handover_sees_nothing_of_what_was_added(
    world: World, handover: Handover, wilma: Actor
) -> None:
    operations.add_to_handover(handover, actor=wilma, more=make.more(["company"], uuid.uuid4()))
    [added] = _additions(handover)
    for person in (world.vera, world.person("Tirza"), world.hanna):
        with pytest.raises(NotVisible):
            visible_or_404(HandoverAddition.objects.visible_to(actor_for(person)), pk=added.pk)
    seen = HandoverAddition.objects.visible_to(actor_for(world.philo))
    assert list(seen) == [added]


def test_an_adult_who_said_no_since_is_not_told_more_about_to_care(world: World, wilma: Actor) -> None:
    """As a handover to care is held back then; on a vital interest both go on."""
    care = Organisation.objects.create(name="Opvang (proef)", kind=OrganisationKind.SHELTER_WMO, valid_from=today())
    signal = make.handled(world.goes, world.wilma, **BESIDE)
    letter: dict[str, Any] = {"method": HandoverMethod.LETTER, "fields": ["place"]}
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=agreed())
    plain = make.handed_over(signal, wilma, care, **letter)
    vital = make.handed_over(signal, wilma, care, **letter, ground=LegalGround.VITAL_INTEREST)
    operations.note_consent(signal, actor=wilma, key=uuid.uuid4(), asked=refused())
    with pytest.raises(WrongState, match="Een volwassene geeft u dan niet"):
        operations.add_to_handover(plain, actor=wilma, more=make.more(["company"], uuid.uuid4()))
    operations.add_to_handover(vital, actor=wilma, more=make.more(["company"], uuid.uuid4()))
    assert [len(_additions(one)) for one in (plain, vital)] == [0, 1]


def test_a_letter_that_was_being_made_is_not_kept_as_the_one_with_what_was_added_meanwhile(
    handover: Handover, wilma: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(drawn: Handover) -> bytes:
        operations.add_to_handover(handover, actor=wilma, more=make.more(["company"], uuid.uuid4()))
        return b"%PDF-"

    monkeypatch.setattr(tasks, "letter_of", draw)
    tasks.make_letter(Job.objects.get(kind=LETTER_KIND, object_id=handover.pk), wilma)
    assert kept_letter(handover) is None
    assert Job.objects.filter(kind=LETTER_KIND, object_id=handover.pk).count() == 2
