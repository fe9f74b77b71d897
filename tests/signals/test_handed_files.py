"""Files that go along with a handover: ticked one by one, frozen with it, read by its receiver and nobody else."""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from core.access import SYSTEM
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations, withheld
from signals.anonymising import naming_in
from signals.codes import HandoverKind, Source
from signals.disclosure import choices_of, content_hash
from signals.last_check import Settled
from signals.letters import letter_of
from signals.models import Attachment, Handover, HandoverFile, Signal
from signals.operations.mentions import ToldPerson
from signals.sharing_codes import DataCategory, Provenance
from signals.withheld import about_to_leave
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

NAME = "Naam van iemand\u202e.txt"
DIGEST = hashlib.sha256(make.CLEANED.content).hexdigest()


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def again(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def clean(world: World, signal: Signal, name: str = NAME) -> Attachment:
    added = make.attached(signal, actor_for(world.wilma), name=name)
    return operations.accept_file(added, actor=SYSTEM, made=make.CLEANED)


def test_whose_a_file_is_is_asked_and_what_the_police_gave_goes_to_few_and_when_they_agreed(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    Signal._base_manager.filter(pk=signal.pk).update(source=Source.POLICE, provenance=Provenance.WPG)
    wilma, key = client_of(world.wilma), str(uuid.uuid4())
    adding = reverse("signals:add-file", args=[signal.pk])
    assert wilma.get(adding).context["form"]["provenance"].value() == Provenance.WPG
    sent = {"hat": wilma.hat, "key": key, "description": "", "provenance": ""}
    unsaid = wilma.post(adding, sent | {"file": SimpleUploadedFile("a.txt", b"woord")})
    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["provenance"])
    police = {"provenance": "wpg", "file": SimpleUploadedFile("a.txt", b"woord")}
    assert wilma.post(adding, sent | police).status_code == 302
    assert "Politiegegevens (Wpg)" in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    operations.accept_file(Attachment.objects.of(signal).get(), actor=SYSTEM, made=make.CLEANED)
    own = clean(world, signal)
    signal = Signal._base_manager.get(pk=signal.pk)
    code = f"file-{key}"
    for_care, for_nla = (
        {choice.code: choice for choice in choices_of(signal, anonymous=False, partner=partner)}
        for partner in (world.veilig_thuis, world.inspectorate)
    )
    assert "mag die niet krijgen" in for_care[code].barred
    assert not for_care[f"file-{own.pk}"].barred
    assert (for_nla[code].barred, for_nla[code].is_ticked_beforehand) == ("", False)
    actor, fields = actor_for(world.wilma), ["place", code]
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, actor, world.inspectorate, fields=fields)
    assert set(refusal.value.fields) == {"permitted_by"}
    made = make.handed_over(signal, actor, world.inspectorate, fields=fields, permitted_by="Informatieofficier, 3 mei")
    assert [code for code, _, _ in made.content] == ["place", "file-1"]
    # Of a signal that is not the police's own only the file needs it, and a file goes in no tip.
    Signal._base_manager.filter(pk=signal.pk).update(source=Source.SCHOOL, provenance=Provenance.PARTNER)
    page, asks = reverse("signals:hand-over", args=[signal.pk]), "Wie vond het goed dat dit verder gaat"
    assert asks in wilma.get(page).content.decode()
    assert asks not in wilma.get(f"{page}?soort=tip").content.decode()


def test_whose_a_file_is_is_put_right_with_why_and_what_went_keeps_what_it_was(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    file = clean(world, signal)
    before = sent_with(world, signal, file)
    wilma, url = client_of(world.wilma), reverse("signals:correct-file", args=[signal.pk, file.pk])
    assert url in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()

    def sent(**given: str) -> Any:
        return wilma.post(url, wilma.filled(url, **given))

    assert wilma.get(url).context["form"]["provenance"].value() == "own"
    for given, field in (({"provenance": "wpg"}, "reason"), ({"provenance": "own", "reason": "Zo."}, "provenance")):
        answer = sent(**given)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    told = wilma.filled(url, provenance="wpg", reason="De wijkagent nam de foto.")
    assert [wilma.post(url, told).status_code for _ in range(2)] == [302, 302]
    [event] = AuditEvent.objects.unscoped(reason="test").filter(event="signals.file_corrected")
    assert event.detail["whose"] == ["own", "wpg"]
    assert "De wijkagent nam de foto." in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    again = Signal._base_manager.get(pk=signal.pk)
    [choice] = [
        one
        for one in choices_of(again, anonymous=False, partner=world.veilig_thuis)
        if file.pk.hex in one.code.replace("-", "")
    ]
    assert "mag die niet krijgen" in choice.barred
    assert HandoverFile.objects.of_handover(before).get().provenance == "own"
    # Less is somebody's own choice, with why.
    assert sent(provenance="own", reason="Het was toch de boa.").status_code == 302
    assert Attachment.objects.of(again).get().provenance == "own"


def test_whom_a_file_names_is_found_before_it_goes_and_then_it_stays_or_goes_for_a_reason(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    wilma = actor_for(world.wilma)
    signal = make.mentioned(signal, wilma, ToldPerson("Demo Tureluur"))
    words = "Demo Tureluur slaapt er. Tureluur werkt er ook. Zie de M.-melding."
    added = make.attached(signal, wilma, name="verslag.docx")
    told = replace(make.CLEANED, words=words)
    file = operations.accept_file(added, actor=SYSTEM, made=told)
    code = f"file-{file.pk}"
    fields = ["place", code]
    signal = Signal._base_manager.get(pk=signal.pk)
    choices = choices_of(signal, anonymous=False)
    assert not about_to_leave(signal, choices, ["place"], {}).check.finds
    found = about_to_leave(signal, choices, ["place", code], {}).check.left
    assert [(one.piece.text, one.where, len(one.ways)) for one in found][:1] == [
        ("Demo Tureluur", "Bijlage: verslag.docx", 4)
    ]
    assert any(one.points for one in found)
    assert ("remove", "Deze bijlage niet meegeven") in found[0].ways
    with pytest.raises(Invalid) as refused:
        sent_with(world, signal, file)
    assert "Bijlage: verslag.docx" in str(refused.value.fields)
    browser, page = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    sent = browser.filled(
        page,
        partner=world.inspectorate.pk,
        kind=HandoverKind.INVESTIGATE,
        ground="public_task",
        method="letter",
        to_function="meldpunt",
        purpose="Kijken.",
        necessity=make.NEEDED,
        anonymous="no",
        fields_shared=fields,
        seen="",
        stap="controleren",
    )
    settling = browser.post(page, sent)
    assert settling.status_code == 200, settling.context["form"].errors
    assert "Uit een bestand kunnen wij niets weghalen" in settling.content.decode()
    answered = {f"vondst_{one.key}": "remove" for one in found}
    agreed = browser.post(page, sent | answered | {"stap": "verwerken"}).content.decode()
    assert "Doormelding controleren" in agreed
    assert "bijlage 1" not in agreed
    # Left out: the place goes, the file does not.
    answers = {one.key: Settled.REMOVE.value for one in found}
    leaving = about_to_leave(signal, choices, ["place", code], answers)
    assert ([line[0] for line in leaving.content], leaving.check.left) == (["place"], [])
    # Or it goes, with why, as it is.
    kept = {one.key: Settled.OTHER.value for one in found}
    handover = make.handed_over(signal, wilma, world.inspectorate, fields=fields, answers=kept)
    assert [line[0] for line in handover.content] == ["place", "file-1"]
    assert {row[0] for row in handover.kept or []} == {"Bijlage: verslag.docx"}


def sent_with(world: World, signal: Signal, *files: Attachment) -> Handover:
    fields = ["place", *(f"file-{file.pk}" for file in files)]
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate, fields=fields)


def test_the_officer_ticks_each_by_itself_and_none_is_ticked_beforehand(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    file = clean(world, signal)
    make.attached(signal, actor_for(world.wilma), name="nog niet gecontroleerd.txt")
    wilma = client_of(world.wilma)
    page = wilma.get(reverse("signals:hand-over", args=[signal.pk])).content.decode()
    [box] = re.findall(rf'<input[^>]*value="file-{file.pk}"[^>]*>', page)
    assert "checked" not in box
    assert "in de eerste 40 bladzijden tekst, niet in beeld; open het bestand eerst" in page
    assert "nog niet gecontroleerd.txt" not in page
    told = {"stap": "kiezen", "hat": wilma.hat, "anonymous": "no", "fields_shared": ["place", f"file-{file.pk}"]}
    preview = wilma.post(reverse("signals:hand-over", args=[signal.pk]), told).content.decode()
    shown = preview.partition('id="voorbeeld"')[2]
    assert "bijlage 1.txt" in shown
    assert " ".join(DIGEST[start : start + 8] for start in range(0, 64, 8)) in shown
    assert "Naam van iemand" not in shown
    # Of a tip none is offered, and the page says why.
    tip = wilma.get(reverse("signals:hand-over", args=[signal.pk]), {"soort": "tip"}).content.decode()
    assert f"file-{file.pk}" not in tip
    assert "een bestand kan laten zien wie het maakte" in tip


def test_what_went_is_frozen_and_its_receiver_reads_it(world: World, client_of: ClientOf, signal: Signal) -> None:
    first, second = clean(world, signal), clean(world, signal, "tweede.txt")
    handover = sent_with(world, signal, second, first)
    assert [code for code, _, _ in handover.content] == ["place", "file-1", "file-2"]
    assert "Naam van iemand" not in str(handover.content)
    assert handover.content_hash == content_hash(handover.content)
    for file in (first, second):
        operations.remove_file(file, actor=actor_for(world.wilma), reason="Verkeerd dossier.")
    philo = client_of(world.philo)
    page = philo.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    assert "bijlage 2.txt" in page
    assert "Naam van iemand" not in page
    url = reverse("signals:handed-file", args=[handover.pk, 1])
    assert url in page
    answer = philo.get(url)
    assert answer.content == make.CLEANED.content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bijlage 1.txt"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    [look] = AuditEvent.objects.unscoped(reason="test").filter(event="signals.handed_file_downloaded")
    assert (look.actor_id, look.object_id, look.dossier_id) == (world.philo.pk, str(handover.pk), signal.pk)
    assert client_of(world.wilma).get(url).content == make.CLEANED.content
    assert client_of(world.person("Tirza")).get(url).status_code == 404
    assert client_of(world.vera).get(url).status_code == 404
    assert client_of(world.hanna).get(url).status_code == 403
    operations.withdraw_handover(handover, actor=actor_for(world.wilma), reason="Toch niet.")
    assert philo.get(url).status_code == 404


def test_the_letter_lists_them_under_names_of_ours(
    world: World, signal: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    handover = sent_with(world, signal, clean(world, signal))
    monkeypatch.setattr("signals.letters.render_pdf", lambda html, title: html.encode())
    letter = letter_of(handover).decode()
    assert "bijlage 1.txt" in letter
    assert "Naam van iemand" not in letter


def test_what_was_not_agreed_stays_behind_and_a_tip_takes_none(world: World, signal: Signal) -> None:
    file, wilma = clean(world, signal), actor_for(world.wilma)
    fields = ["place", f"file-{file.pk}"]
    tip = make.handed_over(
        signal, wilma, world.inspectorate, fields=fields, anonymous=True, kind=HandoverKind.ANONYMOUS_TIP
    )
    assert [code for code, _, _ in tip.content] == ["place"]
    assert not HandoverFile.objects.of(signal).exists()
    make.agreement(world, categories=[one for one in DataCategory if one != DataCategory.FILES])
    other = make.handled(world.goes, world.wilma)
    one = clean(world, other)
    with pytest.raises(Invalid) as refused:
        sent_with(world, other, one)
    assert DataCategory.FILES.label in str(refused.value.fields)


def test_a_file_of_another_signal_or_one_that_is_not_clean_does_not_go(world: World, signal: Signal) -> None:
    elsewhere = clean(world, make.handled(world.goes, world.wilma))
    waiting = make.attached(signal, actor_for(world.wilma))
    handover = sent_with(world, signal, elsewhere, waiting)
    assert [code for code, _, _ in handover.content] == ["place"]
    assert {choice.code.partition("-")[0] for choice in choices_of(signal, anonymous=False)}.isdisjoint({"file"})


def test_a_second_click_sends_no_second_copy(world: World, signal: Signal) -> None:
    file, key = clean(world, signal), make.disclosure(world.inspectorate).key
    fields = ["place", f"file-{file.pk}"]
    for _ in range(2):
        make.handed_over(signal, actor_for(world.wilma), world.inspectorate, fields=fields, key=key)
    assert HandoverFile.objects.of(signal).count() == 1


def test_a_name_in_each_row_of_a_file_is_weighed_once(
    world: World, signal: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wilma = actor_for(world.wilma)
    make.mentioned(signal, wilma, ToldPerson(name="Demo Tureluur"))
    made = replace(make.CLEANED, words="Demo Tureluur heeft een PL2026-123456.\n" * 500)
    operations.accept_file(make.attached(again(signal), wilma), actor=SYSTEM, made=made)
    signal, looked = again(signal), Mock(wraps=naming_in)
    monkeypatch.setattr(withheld, "naming_in", looked)
    choices = choices_of(signal, anonymous=False)
    files = [choice.code for choice in choices if choice.code.startswith("file-")]
    finds = about_to_leave(signal, choices, files, {}).check.finds
    assert [find.in_file for find in finds] == [True] * len(finds) != []
    assert looked.call_count < 30
