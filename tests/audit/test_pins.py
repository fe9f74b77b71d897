"""Pins: ends of chains outside the database, with which a chain that was made anew or cut off no longer fits."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from audit.pins import PinsRefused, last_pins, pins
from signals.querysets import SignalQuerySet
from tests.audit.chains import fill, needs_auditor, owner, pinned, relink, run, verified, write
from tests.audit.chains import log as log
from tests.audit.test_faults import ClientOf, broken
from tests.factories.log import CHAIN, event
from tests.support.own_server import address_as
from tests.support.world import World

pytestmark = [needs_auditor]


@pytest.fixture
def file(tmp_path: Path, log: None) -> Path:
    """Where the pins go; six links and two are pinned."""
    path = tmp_path / "pins"
    fill()
    assert pinned(path) == "Pinned 2 of 2 chains."
    return path


def unfit(file: Path) -> str:
    with pytest.raises(CommandError) as refusal:
        verified(file)
    assert refusal.value.returncode == 1
    return str(refusal.value)


def unpinned(file: Path, code: int = 1) -> str:
    """Why it was not pinned; the file is what it was."""
    before = file.read_text()
    with pytest.raises(CommandError) as refusal:
        pinned(file)
    assert refusal.value.returncode == code
    assert file.read_text() == before
    return str(refusal.value)


def test_only_a_chain_that_grew_gets_a_line(file: Path) -> None:
    first = file.read_text()
    assert pinned(file) == "Pinned 0 of 2 chains."
    write(event(), event())
    assert pinned(file) == "Pinned 1 of 2 chains."
    assert file.read_text().startswith(first)
    assert [(pin.chain, pin.link.number) for pin in pins(file)] == [(0, 2), (CHAIN, 6), (CHAIN, 8)]
    write(event())
    assert verified(file) == f"The log is what was written: 11 events in 2 chains, 2 of them fit {file}."


def test_a_tail_that_was_cut_off_with_its_end_is_found(file: Path) -> None:
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number > 4", CHAIN)
    relink(4)
    assert "events in 2 chains" in verified()
    assert f"in chain {CHAIN}, event 5 is missing: the end was cut off" in unfit(file)
    assert f"in chain {CHAIN}, event 6 is missing" in unpinned(file)


def test_a_chain_that_is_gone_with_its_end_is_found(file: Path) -> None:
    owner("DELETE FROM audit_auditevent WHERE chain = %s", CHAIN)
    owner("DELETE FROM audit_chainhead WHERE chain = %s", CHAIN)
    assert "2 events in 1 chains" in verified()
    assert f"in chain {CHAIN}, event 1 is missing" in unfit(file)
    assert f"in chain {CHAIN}, event 6 is missing" in unpinned(file)


def test_a_chain_that_was_made_anew_is_found_and_told_since_when(file: Path) -> None:
    write(event(), event())
    pinned(file)
    write(event())
    first, second = [pin for pin in pins(file) if pin.chain == CHAIN]
    owner("UPDATE audit_auditevent SET actor_id = 77 WHERE chain = %s AND number = 7", CHAIN)
    relink(7)
    assert "11 events" in verified()
    said = unfit(file)
    assert f"in chain {CHAIN}, event 8 " in said
    assert "is not the one that was pinned" in said
    assert said.endswith(f"It does not fit what was pinned on {second.at.isoformat()}: event 8.")
    assert first.link.number == 6
    assert f"in chain {CHAIN}, event 8 " in unpinned(file)


def test_an_event_that_was_taken_out_of_a_chain_that_was_made_anew_is_found(file: Path) -> None:
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number = 3", CHAIN)
    # Past each other: a number may not stand there twice, not even for a moment.
    owner("UPDATE audit_auditevent SET number = number + 1000 WHERE chain = %s AND number > 3", CHAIN)
    owner("UPDATE audit_auditevent SET number = number - 1001 WHERE chain = %s AND number > 1000", CHAIN)
    relink(3)
    write(event(), event())
    assert "9 events" in verified()
    assert f"in chain {CHAIN}, event 6 " in unfit(file)
    assert f"in chain {CHAIN}, event 6 " in unpinned(file)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor_id = 77 WHERE chain = %s AND number = 8",
        "DELETE FROM audit_auditevent WHERE chain = %s AND number = 8",
        "DELETE FROM audit_auditevent WHERE chain = %s AND number = 6",
        "DELETE FROM audit_auditevent WHERE chain = %s AND number > 5",
        "UPDATE audit_chainhead SET number = 7 WHERE chain = %s",
    ],
)
def test_what_does_not_go_on_from_the_last_pin_is_not_pinned(file: Path, statement: str) -> None:
    write(event(), event(), event())
    owner(statement, CHAIN)
    assert unpinned(file).endswith("Nothing was pinned.")


def test_a_pinned_event_without_any_behind_it_is_looked_for(file: Path) -> None:
    owner("DELETE FROM audit_auditevent WHERE chain = %s AND number = 6", CHAIN)
    assert f"in chain {CHAIN}, event 6 is missing" in unpinned(file)


def test_a_file_that_others_may_write_to_is_refused(file: Path) -> None:
    file.chmod(0o664)
    assert "nobody else may write to it" in unpinned(file, code=2)


@pytest.mark.parametrize("tail", ["2026-11-22T10:00:00+00:00 12 9", "2026-11-22T10:00:00+00:00 12 9 zz\n", "\n", "é\n"])
def test_a_file_with_a_line_that_is_no_pin_is_refused(file: Path, tail: str) -> None:
    file.write_text(file.read_text() + tail)
    assert str(file) in unpinned(file, code=2)
    with pytest.raises(CommandError) as refusal:
        verified(file)
    assert refusal.value.returncode == 2


def test_a_chain_never_goes_back_in_the_file(file: Path) -> None:
    file.write_text(file.read_text() * 2)
    with pytest.raises(PinsRefused, match="do not ascend"):
        last_pins(file)


@pytest.mark.usefixtures("log")
def test_a_file_that_is_not_there_is_no_whole_log(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file") as refusal:
        verified(tmp_path / "none")
    assert refusal.value.returncode == 2


def test_both_run_as_somebody_who_has_none_of_the_applications_keys(file: Path) -> None:
    url = address_as("auditor", str(settings.DATABASES["auditor"]["NAME"]))
    for command, told in (("pin_audit", "Pinned 0 of 2 chains."), ("verify_audit", f"2 of them fit {file}.")):
        done = run(command, DATABASE_AUDITOR_URL=url, AUDIT_PIN_FILE=str(file))
        assert (done.returncode, done.stderr) == (0, "")
        assert told in done.stdout
    owner("UPDATE audit_auditevent SET actor_id = 77 WHERE chain = %s AND number = 3", CHAIN)
    done = run("verify_audit", DATABASE_AUDITOR_URL=url, AUDIT_PIN_FILE=str(file))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_what_is_missing_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    with pytest.raises(CommandError, match="Name the file of pins"):
        pinned("")
    monkeypatch.setattr("audit.management.asked.ALIAS", "nobody")
    with pytest.raises(CommandError, match="Set DATABASE_AUDITOR_URL") as refusal:
        verified(file)
    assert refusal.value.returncode == 2


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "auditor"])
def test_refusals_and_faults_of_requests_lie_in_the_chains_too(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(World().wilma)
    browser.raise_request_exception = False
    assert browser.get(reverse("signals:list")).status_code == 200
    assert browser.get(reverse("municipalities:invite-user")).status_code == 403
    monkeypatch.setattr(SignalQuerySet, "for_list", broken)
    assert browser.get(reverse("signals:list")).status_code == 500
    said = verified()
    assert "3 events in 1 chains" in said
