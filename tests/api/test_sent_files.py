"""Files that a partner's program sends with its signal: taken in apart, told by name and size, never given back."""

from collections.abc import Callable
from typing import Any

from signals.models import Attachment, Signal
from tests.factories import files
from tests.support.adding import check
from tests.support.world import World

from .conftest import Program
from .test_api import SIGNAL

type ProgramOf = Callable[..., Program]


def attachments() -> Any:
    return Attachment.objects.unscoped(reason="test")


def test_a_program_sends_a_file_and_reads_how_it_stands_with_it(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    path = f"/signalen/{program.post('/signalen', SIGNAL, key='a').json()['id']}"
    assert program.get(path).json()["bijlagen"] == []
    answer = program.send(f"{path}/bijlagen", "../deur\u202e.jpg", files.photo(), key="a", omschrijving="De voordeur")
    assert answer.status_code == 201
    assert answer.json()["bijlagen"][0]["naam"] == "deur.jpg"
    # The same again is the same; another file under that key is not.
    assert program.send(f"{path}/bijlagen", "deur.jpg", files.photo(), key="a").status_code == 201
    assert program.send(f"{path}/bijlagen", "deur.jpg", files.photo() + b"x", key="a").status_code == 409
    attachment = attachments().get()
    assert (attachment.author_id, attachment.from_sender, attachment.description) == (None, True, "De voordeur")
    assert attachment.provenance == "partner"
    assert attachment.signal_id == Signal.objects.unscoped(reason="test").get().pk
    check(attachment)
    assert program.get(path).json()["bijlagen"] == [
        {"naam": "deur.jpg", "grootte": len(files.photo()), "herkomst": "partner", "stand": "clean", "reden": ""}
    ]

    # Whose data it holds may be said: held back more than the report, never less.
    for number, (said, mark) in enumerate((("wpg", "wpg"), ("own", "partner"))):
        told = program.send(f"{path}/bijlagen", f"{said}.txt", said.encode(), key=f"b{number}", herkomst=said).json()
        assert told["bijlagen"][-1]["herkomst"] == mark
    # What the police told the municipality since is held back with all of it, and told to no program.
    Signal.objects.unscoped(reason="test").update(provenance="wpg")
    told = program.send(f"{path}/bijlagen", "later.txt", b"later", key="later").json()
    kept = attachments().filter(from_sender=True).order_by("added_at").last()
    assert (told["bijlagen"][-1]["herkomst"], kept.provenance) == ("partner", "wpg")


def test_what_is_not_accepted_is_told_by_field_and_the_signal_stays(world: World, program_of: ProgramOf) -> None:
    program, other = program_of(world.inspectorate), program_of(world.veilig_thuis)
    path = f"/signalen/{program.post('/signalen', SIGNAL, key='a').json()['id']}"
    refused = program.send(f"{path}/bijlagen", "macro.docm", b"PK\x03\x04", key="b")
    assert refused.status_code == 400
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [one["name"] for one in refused.json()["invalidParams"]] == ["bestand"]
    assert "macro's" in str(refused.json())
    bsn = program.send(f"{path}/bijlagen", "a.txt", b"woord", key="c", omschrijving="Van 111222333")
    assert [one["name"] for one in bsn.json()["invalidParams"]] == ["omschrijving"]
    assert program.send(f"{path}/bijlagen", "a.txt", b"woord").status_code == 400
    assert program.post(f"{path}/bijlagen", {"bestand": "x"}, key="d").status_code == 415
    assert other.send(f"{path}/bijlagen", "a.txt", b"woord", key="e").status_code == 404
    assert not attachments().exists()
    assert program.send(f"{path}/bijlagen", "slot.pdf", files.locked_document(), key="f").status_code == 201
    check(attachments().get())
    [told] = program.get(path).json()["bijlagen"]
    assert (told["stand"], told["reden"]) == (
        "refused",
        "Er zit een wachtwoord op dit bestand. Sla het op zonder wachtwoord.",
    )
