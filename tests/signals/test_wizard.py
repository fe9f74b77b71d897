"""The wizard as a browser gets it: page by page into a signal."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from municipalities.codes import Role
from municipalities.models import Mandate, MunicipalityRole, RegionFallBack
from signals import office, terms
from signals.codes import Answered, Form, Origin
from signals.models import Draft, Reporter, Submission
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

from .filling import ANSWERS, begin, fill, open_page, page_url, send, signal_of

type ClientOf = Callable[..., OutsideClient]


def test_a_focal_officer_logs_a_signal_page_by_page(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    shown, answers = open_page(client, check), list[Any]()
    assert len(queries_of(lambda: answers.append(client.post(check, shown)))) <= 15
    answer = answers[0]
    assert answer.headers["Location"] == reverse("signals:logged", args=[draft.pk])
    signal = signal_of(draft)
    assert (signal.state, signal.owner, signal.origin) == (SignalState.TRIAGE, world.wilma, Origin.FOCAL_OFFICER)
    assert (signal.facts, signal.place, signal.seen_when) == (ANSWERS["wat"]["facts"], "Goes", "elke dinsdag")
    assert (signal.form, signal.other_forms) == (Form.LABOUR, [Form.CRIMINAL])
    reporter = Reporter.objects.of(signal).get()
    assert (reporter.contact, reporter.may_be_named, reporter.wants_anonymity) == ("tst. 12", False, False)
    page = client.get(answer.headers["Location"]).content.decode()
    assert signal.reference in page
    assert "U bent de eigenaar" in page
    assert not Draft.objects.unscoped(reason="test").exists()


def test_a_colleague_sends_a_signal_and_sees_number_stand_and_answer(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client)
    check = fill(client, draft)
    page = client.get(check).content.decode()
    assert "Signaal versturen" in page
    assert "de aandachtsfunctionaris van Goes" in page
    assert send(client, check).status_code == 302
    sent = Submission.objects.unscoped(reason="test").get()
    assert signal_of(draft).state == SignalState.RECEIVED
    assert Reporter.objects.of(signal_of(draft)).get().name == "Hanna Handveger"
    done = client.get(reverse("signals:logged", args=[draft.pk])).content.decode()
    assert sent.reference in done
    own = client.get(reverse("signals:submission", args=[sent.pk])).content.decode()
    assert "Ontvangen" in own
    assert ANSWERS["wat"]["facts"] not in own
    assert client.get(reverse("signals:detail", args=[draft.pk])).status_code == 403


def test_the_care_coordinator_logs_only_for_a_municipality_under_mandate(world: World, client_of: ClientOf) -> None:
    client = client_of(world.karlijn)
    draft = begin(client)  # Goes is the only one in her area that agreed
    assert draft.municipality == world.goes
    assert send(client, fill(client, draft)).status_code == 302
    signal = signal_of(draft)
    assert (signal.origin, signal.owner, signal.state) == (Origin.CARE_COORDINATOR, world.karlijn, SignalState.TRIAGE)
    assert client.get(reverse("signals:detail", args=[signal.pk])).status_code == 200


def test_a_partner_chooses_the_municipality_first(world: World, client_of: ClientOf) -> None:
    client = client_of(world.person("Tirza"))
    page = client.get(reverse("signals:begin")).content.decode()
    assert "Voor welke gemeente" in page
    draft = begin(client, municipality="GM0718")
    assert draft.municipality == world.vlissingen
    assert send(client, page_url(draft, "gevaar"), danger="no").status_code == 302
    assert send(client, fill(client, draft)).status_code == 302
    signal = signal_of(draft)
    assert (signal.origin, signal.sender) == (Origin.PARTNER, world.veilig_thuis)


def test_a_partner_who_does_not_know_the_municipality_reaches_the_fall_back_of_the_region(
    world: World, client_of: ClientOf
) -> None:
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.breda, valid_from=FIRST)
    draft = begin(client_of(world.philo), municipality=f"regio-{world.region.pk}")
    assert draft.municipality == world.breda


def test_who_works_for_no_municipality_is_told_so(world: World, client_of: ClientOf) -> None:
    Mandate.objects.filter(municipality=world.goes).delete()
    page = client_of(world.karlijn).get(reverse("signals:begin")).content.decode()
    assert "U kunt nu geen signaal vastleggen" in page


def test_where_only_a_care_coordinator_is_left_a_colleague_reads_that_the_region_finds_a_reader(
    world: World, client_of: ClientOf
) -> None:
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.breda, valid_from=FIRST)
    MunicipalityRole.objects.filter(content_object=world.goes, permission__codename=Role.FOCAL_OFFICER).delete()
    client = client_of(world.hanna)
    draft = begin(client)
    check = fill(client, draft)
    before = client.get(check).content.decode()
    send(client, check)
    for page in (before, client.get(reverse("signals:logged", args=[draft.pk])).content.decode()):
        assert "wie de regio daarvoor heeft aangewezen, want in Goes is nu geen aandachtsfunctionaris" in page
        assert "zorgcoördinator die" not in page


# --- danger


def test_danger_leads_to_112_first_and_its_answers_stand_in_the_signal(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client, danger="yes")
    assert draft.danger == Answered.YES
    assert draft.danger_since is not None
    url = page_url(draft, "bellen")
    assert "Bel nu 112" in client.get(url).content.decode()
    assert send(client, url, called="no").status_code == 422
    assert send(client, url, called="yes", called_at="14:05", called_by="reporter").status_code == 422  # she is that
    answer = send(client, url, called="yes", called_at="14:05", called_by="colleague", call_back="06-0000 1234")
    assert answer.headers["Location"] == page_url(draft, "bron")
    assert send(client, fill(client, draft)).status_code == 302
    signal = signal_of(draft)
    assert (signal.danger, signal.told_call) == (Answered.YES, "112 gebeld om 14:05 door een collega")
    assert Reporter.objects.of(signal).get().call_back == "06-0000 1234"


@pytest.mark.parametrize(
    ("moment", "danger", "day"),
    [
        ("2026-11-23 10:00+01:00", "yes", "23 november 2026"),
        ("2026-11-23 10:00+01:00", "no", "24 november 2026"),
        ("2026-11-21 14:00+01:00", "no", "23 november 2026"),
        # Of the day itself, but nobody reads any more: the page says from when on, and whom to call.
        ("2026-11-21 14:00+01:00", "yes", ""),
    ],
)
def test_who_sent_a_signal_reads_the_day_on_which_it_is_due(
    world: World, client_of: ClientOf, moment: str, danger: str, day: str
) -> None:
    with time_machine.travel(moment, tick=False):
        signal = make.received(world.goes, world.hanna, danger=danger)
        page = client_of(world.hanna).get(reverse("signals:logged", args=[signal.pk])).content.decode()
    sent = Submission.objects.unscoped(reason="test").get()
    assert sent.due_on == signal.due_on
    told = re.findall(r"Die kijkt er uiterlijk op <strong>([^<]+)</strong> naar", page)
    assert told == ([day] if day else [])
    assert ("Niemand leest uw signaal vóór maandag om 9 uur" in page) is ("-21 " in moment)


def test_danger_said_later_leads_to_112_before_the_check(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = begin(client)
    fill(client, draft)
    answer = send(client, f"{page_url(draft, 'gevaar')}?terug=1", danger="yes")
    assert answer.headers["Location"] == page_url(draft, "bellen")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-21 14:00+01:00", "maandag om 9 uur"),
        ("2026-11-23 08:59+01:00", "vandaag om 9 uur"),
        ("2026-11-23 09:00+01:00", ""),
        ("2026-11-23 16:59+01:00", ""),
        ("2026-11-23 17:00+01:00", "morgen om 9 uur"),
        ("2026-12-24 18:00+01:00", "maandag om 9 uur"),
    ],
)
def test_outside_office_hours_the_pages_say_when_somebody_reads_again(moment: str, words: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert office.office_of(None).closed_until() == words


def _office_hours(monkeypatch: pytest.MonkeyPatch, opens: dt.time, closes: dt.time) -> None:
    monkeypatch.setattr(terms, "OFFICE_OPENS", replace(terms.OFFICE_OPENS, default=opens))
    monkeypatch.setattr(terms, "OFFICE_CLOSES", replace(terms.OFFICE_CLOSES, default=closes))


def test_outside_office_hours_the_page_about_112_says_that_nobody_reads(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world.hanna)
    url = page_url(begin(client, danger="yes"), "bellen")
    _office_hours(monkeypatch, dt.time.min, dt.time.min)
    assert "Nu leest niemand mee" in client.get(url).content.decode()
    monkeypatch.setattr(office.Office, "is_open", lambda _self, _moment=None: True)
    assert "Nu leest niemand mee" not in client.get(url).content.decode()


def test_a_colleague_chooses_where_she_works_among_the_departments_of_her_municipality(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.hanna)
    form = client.get(page_url(begin(client), "bron")).context["form"]
    codes = [code for code, _ in form.fields["source"].choices]
    assert codes[1:]
    assert all(code.startswith("mun_") for code in codes[1:])


def test_a_partner_chooses_among_organisations_and_never_says_that_it_is_a_tip(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.philo)
    draft = begin(client, municipality=world.goes.gm_code)
    groups = [label for label, _ in client.get(page_url(draft, "bron")).context["form"].fields["source"].choices]
    assert "Politie, inspectie en overheid" in groups
    assert "Inwoners en tips" not in groups


def test_the_check_is_the_last_step_of_the_count(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    page = client.get(fill(client, begin(client))).content.decode()
    assert "Stap 8 van 8" in page


def test_outside_office_hours_the_first_page_says_so_before_its_buttons(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    _office_hours(monkeypatch, dt.time.min, dt.time.min)
    page = client_of(world.hanna).get(reverse("signals:begin")).content.decode()
    told = page.index("Nu leest niemand mee")
    assert told < page.index("Meldt u direct gevaar?") < page.index('value="verder"')
