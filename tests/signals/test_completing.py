"""Completing a signal later: what is new is added, what stood there stays to be read, and nothing is overwritten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from municipalities.roles import actor_for
from signals.codes import Form, Route
from signals.disclosure import choices_of
from signals.exporting import lines_of
from signals.models import Reporter, Revision, Signal
from signals.views import detail
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page, send

type ClientOf = Callable[..., OutsideClient]

NOTE = {"source": "police", "facts": "Iets met een busje.", "danger": "no", "call_back": "wijkagent, 06-0000 1234"}
KNOWN: dict[str, Any] = {
    "minor": "yes",
    "place": "Goes",
    "place_unknown": "Nog niet gevraagd",
    "address": "Nergensweg 12",
    "vehicle": "wit busje",
    "seen_on": "2026-01-05",
    "form": "labour",
    "route": "crossborder",
    "source": "mun_counter",
    "knowledge": "seen",
    "name": "Demo Wijkagent",
    "call_back": "06-0000 1234",
    "naming": "may",
    "interpretation": "De wijkagent denkt aan dwang.",
    "other_forms": ["criminal", "forced_begging"],
    "more_facts": "Het busje komt elke nacht.",
}


def _only() -> Signal:
    signal: Signal = Signal.objects.unscoped(reason="test").get()
    return signal


@pytest.fixture
def officer(world: World, client_of: ClientOf) -> OutsideClient:
    """Wilma, who has just written a short note."""
    client = client_of(world.wilma)
    assert send(client, "/signalen/notitie/", **NOTE).status_code == 302
    return client


def _url() -> str:
    return reverse("signals:complete", args=[_only().pk])


def test_the_page_of_a_note_leads_to_completing_it(officer: OutsideClient) -> None:
    assert _url() in officer.get(reverse("signals:detail", args=[_only().pk])).content.decode()
    page = officer.get(_url()).content.decode()
    assert NOTE["facts"] in page
    assert "Nog niet gevraagd" in page


def test_what_is_known_now_is_set_and_what_was_noted_stays(officer: OutsideClient) -> None:
    assert send(officer, _url(), **KNOWN).status_code == 302
    signal = _only()
    assert (signal.place, signal.place_unknown, signal.vehicle) == ("Goes", "", "wit busje")
    assert (signal.minor, signal.form, signal.route, signal.source) == ("yes", "labour", "crossborder", "mun_counter")
    assert (signal.interpretation, signal.other_forms) == (KNOWN["interpretation"], KNOWN["other_forms"])
    page = officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Arbeidsuitbuiting, ook: Criminele uitbuiting, Gedwongen bedelarij" in page
    assert str(Route.CROSSBORDER.label) in page
    assert KNOWN["interpretation"] in page
    for form, found in ((Form.FORCED_BEGGING, True), (Form.LABOUR, True), (Form.SEXUAL, False)):
        listed = officer.get(f"/signalen/?tab=alles&vorm={form.value}").content.decode()
        assert (signal.reference in listed) is found, form
    assert signal.facts.startswith("Iets met een busje.")
    assert signal.facts.endswith("Het busje komt elke nacht.")
    reporter = Reporter.objects.of(signal).get()
    assert (reporter.name, reporter.may_be_named, reporter.wants_anonymity) == ("Demo Wijkagent", True, False)
    assert signal.reference in officer.post(reverse("signals:list"), {"q": "nacht"}, follow=True).content.decode()


def test_the_earlier_values_stand_on_the_page_and_the_log_holds_names_of_fields_only(
    officer: OutsideClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(officer, _url(), **KNOWN)
    signal = _only()
    monkeypatch.setattr(detail, "lines", lambda *_given, **_named: [])  # the log is not kept as long
    assert Revision.objects.of(signal).get().was["source"] == "police"
    page = officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    earlier = page.partition("Wat er eerder stond")[2].partition("</section>")[0]
    assert "Nog niet gevraagd" in earlier
    assert "wijkagent, 06-0000 1234" in earlier
    edited = AuditEvent.objects.unscoped(reason="test").get(event="signals.edited")
    assert {"facts", "place", "form", "reporter.name", "reporter.call_back"} <= set(edited.detail["fields"])
    assert "shift" not in edited.detail["fields"]
    assert "busje" not in str(edited.detail)


def test_a_completion_counts_as_one_change(officer: OutsideClient) -> None:
    assert send(officer, _url(), **KNOWN).status_code == 302
    assert _only().version == 2


def test_another_form_that_becomes_the_main_one_stays_to_be_read_as_it_was(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, form=Form.SEXUAL, other_forms=(Form.LABOUR, Form.CRIMINAL))
    officer = client_of(world.wilma)
    still = [Form.LABOUR.value, Form.CRIMINAL.value]
    assert send(officer, _url(), **KNOWN | {"other_forms": still}).status_code == 302
    assert _only().other_forms == [Form.CRIMINAL]
    was = Revision.objects.of(signal).get().was
    assert (was["form"], was["other_forms"]) == ("sexual", ["labour", "criminal"])
    edited = AuditEvent.objects.unscoped(reason="test").get(event="signals.edited")
    assert "other_forms" in edited.detail["fields"]
    page = officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    earlier = page.partition("Wat er eerder stond")[2].partition("</section>")[0]
    assert f"{Form.LABOUR.label}, {Form.CRIMINAL.label}" in earlier
    # Who works, in which trade; of a minor it is child labour too. Of another form no sector is told.
    work = KNOWN | {"other_forms": still[1:], "labour_sector": "construction", "minor": "yes"}
    other = {"form": "criminal", "other_forms": [], "sex_sector": "escort"}
    wrong = officer.post(_url(), open_page(officer, _url()) | work | other)
    assert set(wrong.context["form"].errors) == {"labour_sector", "sex_sector"}
    assert send(officer, _url(), **work).status_code == 302
    assert choices_of(_only(), anonymous=True)[0].text.endswith("(sector: bouw)")
    line = lines_of([_only()], ["labour_sector", "htcds"], actor_for(world.wilma))[1]
    assert line == ["Bouw", "ForcedLabour, Other, ChildLabour"]
    sold = KNOWN | {"form": "sexual", "other_forms": [], "sex_sector": "webcam"}
    assert send(officer, _url(), **sold).status_code == 302
    line = lines_of([_only()], ["sex_sector", "htcds_sex"], actor_for(world.wilma))[1]
    assert line == ["Webcam", "RemoteInteractiveServices"]


def test_who_opened_the_form_before_somebody_else_completed_overwrites_nothing(
    world: World, client_of: ClientOf, officer: OutsideClient
) -> None:
    shown = open_page(officer, _url())
    deputy = client_of(world.koos)
    # Only what is known of the reporter changes: that counts as well.
    same = {"minor": "unknown", "form": "unknown", "route": "unknown", "source": "police", "knowledge": "unknown"}
    same |= {"place_unknown": "Nog niet gevraagd", "naming": "inside"}
    assert send(deputy, _url(), **same, name="Demo Eerste").status_code == 302
    answer = officer.post(_url(), {**shown, **KNOWN})
    assert answer.status_code == 409
    assert KNOWN["more_facts"] in answer.content.decode()
    assert Reporter.objects.of(_only()).get().name == "Demo Eerste"
    assert Revision.objects.of(_only()).count() == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"place": "", "place_unknown": ""}, "schrijf waarom die er niet is"),
        ({"seen_on": "2999-01-01"}, "Deze dag ligt in de toekomst."),
        ({"seen_on": "gisteren"}, "Dit is geen datum."),
        ({"form": "made_up"}, "Kies een van de antwoorden."),
        ({"more_facts": "Nummer 111222333."}, "Dit is geen BSN"),
        ({"more_facts": "x" * 4001}, "het mogen 4000 tekens zijn"),
    ],
)
def test_a_wrong_completion_changes_nothing(officer: OutsideClient, changed: dict[str, str], message: str) -> None:
    answer = send(officer, _url(), **KNOWN | changed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert (_only().version, _only().facts) == (1, NOTE["facts"])


def test_a_form_sent_as_it_was_opened_says_that_nothing_is_new(officer: OutsideClient) -> None:
    form = officer.get(_url()).context["form"]
    answer = officer.post(_url(), {field.name: field.value() for field in form if field.value()})
    assert answer.status_code == 422
    assert "U hebt nog niets aangevuld." in answer.content.decode()
    assert not Revision.objects.of(_only()).exists()


def test_a_number_that_is_no_bsn_is_no_obstacle(officer: OutsideClient) -> None:
    given = KNOWN | {"more_facts": "Nummer 111222333."}
    assert send(officer, _url(), **given, no_bsn="on").status_code == 302
    assert _only().facts.endswith("111222333.")


def test_a_signal_that_is_closed_or_not_taken_up_is_not_completed(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    url = reverse("signals:complete", args=[signal.pk])
    client = client_of(world.wilma)
    assert client.get(url).status_code == 409
    assert url not in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()


def test_who_got_the_signal_offered_reads_nothing_of_what_stood_there(
    world: World, client_of: ClientOf, officer: OutsideClient
) -> None:
    send(officer, _url(), **KNOWN)
    signal = _only()
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(care_sees=True)
    client = client_of(world.karlijn)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "heeft het signaal aangevuld" in page
    assert "Wat er eerder stond" not in page
    assert client.get(_url()).status_code == 403


# --- who read it


def test_the_page_of_readers_tells_who_looked_under_which_hat_and_what_for(
    world: World, client_of: ClientOf, officer: OutsideClient
) -> None:
    signal = _only()
    client_of(world.daphne, "focal_officer").get(reverse("signals:detail", args=[signal.pk]))
    officer.get(_url())
    url = reverse("signals:readers", args=[signal.pk])
    assert url in officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    page = " ".join(officer.get(url).content.decode().split())
    table = page.partition("<tbody>")[2]
    assert "Daphne Deurklopper" in table
    assert "aandachtsfunctionaris" in table
    assert "Aanvullen" in table
    look = AuditEvent.objects.unscoped(reason="test").get(event="signals.readers_viewed")
    assert (look.actor_id, look.dossier_id) == (world.wilma.pk, signal.pk)


def test_nobody_else_reads_who_looked(world: World, client_of: ClientOf, officer: OutsideClient) -> None:
    url = reverse("signals:readers", args=[_only().pk])
    assert client_of(world.vera).get(url).status_code == 404
    assert client_of(world.hanna).get(url).status_code == 403
