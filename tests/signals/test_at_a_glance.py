"""The page of a signal at a glance: one thing to do next, parts of one line, and a list to jump to what there is."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.models import Follow, Handover, Offer, Signal
from signals.operations.mentions import ToldPerson, ToldThing
from signals.things import ThingKind
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

PRIMARY = re.compile(r'class="utrecht-button utrecht-button--primary-action"[^>]*>(?:<[^>]*>)*([^<]+)')


DONE = re.compile(r"<li>Doorgegeven aan <a [^>]*>([^<]*)</a> op [^:<]*(: [^<]*)\.</li>")


def told_as_done(shown: str) -> list[str]:
    """What the panel says was handed over before anything was decided, without its days."""
    return ["".join(found) for found in DONE.findall(shown)]


def page(client_of: ClientOf, world: World, signal: Signal, also: str = "") -> str:
    return main_of(client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk]) + also))


def primary(shown: str) -> list[str]:
    return [" ".join(text.split()) for text in PRIMARY.findall(shown)]


def test_there_is_one_primary_button_and_it_is_the_next_step(world: World, client_of: ClientOf) -> None:
    came, judged = make.received(world.goes, world.hanna), make.triaged(world.goes, world.wilma)
    assert primary(page(client_of, world, came)) == ["Signaal oppakken"]
    assert primary(page(client_of, world, judged)) == ["Besluit vastleggen"]


def test_with_direct_danger_taking_it_up_comes_first_and_deciding_at_once_is_possible(
    world: World, client_of: ClientOf
) -> None:
    shown = page(client_of, world, make.received(world.goes, world.hanna, danger="yes"))
    assert primary(shown) == ["Signaal oppakken"]
    assert shown.index("Signaal oppakken") < shown.index("Besluit vastleggen")


def test_a_follow_that_is_due_is_the_next_step(world: World, client_of: ClientOf) -> None:
    signal = make.followed(world.goes, world.wilma)
    assert "U hoeft nu niets te doen." in page(client_of, world, signal)
    Follow.objects.unscoped(reason="test").update(review_on=today())
    shown = page(client_of, world, signal)
    assert "U zou dit signaal opnieuw bekijken: vandaag." in shown
    assert shown.index("Opnieuw bekijken") < shown.index('id="volgen"')


def test_a_partner_that_was_reminded_in_vain_is_the_next_step(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    shown = page(client_of, world, signal)
    assert "Dit loopt nog: een doormelding." in shown
    # What cannot be done now is said beforehand, and is no box to tick.
    assert "Sluiten kan nog niet. Dit loopt nog: een doormelding zonder antwoord." in shown
    assert 'name="close"' not in shown
    rows = Handover.objects.unscoped(reason="test")
    rows.update(method="phone")
    shown = page(client_of, world, signal)
    assert f"U gaf dit telefonisch door aan {handover.partner}. Is de ontvangst bevestigd?" in shown
    assert "Ontvangst vastleggen" in primary(shown)
    rows.update(reminders=1)
    shown = page(client_of, world, signal)
    assert f"{handover.partner} antwoordt al" in shown
    assert "Antwoord vastleggen" in primary(shown)
    rows.update(ask_since=today())
    shown = page(client_of, world, signal)
    assert f"{handover.partner} is niet te mailen" in shown
    assert "Herinnering vastleggen" in primary(shown)


def test_a_signal_of_which_nothing_runs_any_more_can_be_closed(world: World, client_of: ClientOf) -> None:
    shown = page(client_of, world, make.handled(world.goes, world.wilma))
    assert "Er loopt niets meer." in shown
    assert 'href="#besluit"' in shown


def test_of_a_closed_signal_no_term_runs(world: World, client_of: ClientOf) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma), actor_for(world.wilma)
    decided = operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
    sent = make.handed_over(decided, wilma, world.inspectorate)
    operations.record_answer(sent, actor=wilma, outcomes=[Outcome.values[0]])
    decided = operations.decide(decided, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
    operations.record_answer(sent, actor=wilma, outcomes=[Outcome.values[0]], text="Meer.")
    heading = page(client_of, world, decided).partition('class="gist"')[0]
    assert heading.count('<span class="term') == 2
    operations.close(decided, actor=wilma, closing=make.CLOSING)
    assert '<span class="term' not in page(client_of, world, decided).partition('class="gist"')[0]


def test_a_signal_that_was_opened_again_asks_to_be_judged_and_not_to_be_closed(
    world: World, client_of: ClientOf
) -> None:
    signal, wilma = make.handled(world.goes, world.wilma), actor_for(world.wilma)
    closed = operations.close(signal, actor=wilma, closing=make.CLOSING)
    operations.reopen(closed, actor=wilma, new_fact="Er kwam iets bij.")
    shown = page(client_of, world, signal)
    assert "Er loopt niets meer." not in shown
    assert primary(shown) == ["Besluit vastleggen"]
    assert "Nieuw besluit nemen of sluiten" not in shown
    assert shown.index('id="besluit"') < shown.index('id="besloten"')
    assert shown.index('href="#besluit"') < shown.index('href="#besloten"')


def test_what_care_coordination_asked_back_is_not_said_twice(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    offer = Offer.objects.of(signal).get()
    operations.return_offer(offer, actor=actor_for(world.karlijn), question="Waar?", follow_first=False)
    shown = page(client_of, world, signal)
    assert 'class="next-step"' not in shown
    assert primary(shown)[0] == "Antwoord geven en opnieuw aanbieden"


def test_an_empty_part_is_one_line_with_the_way_to_add_to_it(world: World, client_of: ClientOf) -> None:
    shown = page(client_of, world, make.triaged(world.goes, world.wilma))
    for part, link in (
        ("kenmerken", "Kenmerken vastleggen"),
        ("situaties", "Situatie vastleggen"),
        ("verzameld", "Informatie toevoegen"),
        ("vragen", "Vraag stellen"),
        ("bijlagen", "Bijlage toevoegen"),
        ("overleg", "Op het overleg zetten"),
    ):
        line = shown.partition(f'id="{part}"')[2].partition("</section>")[0]
        assert link in line
        assert "<details" not in line
        assert f'href="#{part}"' not in shown


def test_a_part_that_holds_something_is_folded_with_how_many_and_the_first(world: World, client_of: ClientOf) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma), actor_for(world.wilma)
    make.mentioned(signal, wilma, ToldPerson("Demo Wulp"), ToldPerson("Demo Kluut"))
    shown = page(client_of, world, signal)
    summary = shown.partition('id="personen-kop"')[2].partition("</summary>")[0]
    assert "(2)" in summary
    assert "Persoon 1: Demo Wulp" in summary
    assert 'href="#personen">Personen en zaken (2)</a>' in shown
    assert '<details class="part__fold" open>' not in shown


def test_one_link_unfolds_everything_without_a_script(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    assert "?delen=open" in page(client_of, world, signal)
    shown = page(client_of, world, signal, "?delen=open")
    assert shown.count('<details class="part__fold" open>') == shown.count('<details class="part__fold"')
    assert "Alles inklappen" in shown


def test_a_decision_with_a_fault_comes_back_unfolded(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    sent = {"hat": "focal_officer", "version": Signal.objects.unscoped(reason="test").get(pk=signal.pk).version}
    answer = client_of(world.wilma).post(reverse("signals:decide", args=[signal.pk]), sent)
    assert answer.status_code == 422
    fold = main_of(answer).partition('id="opnieuw-besluiten-kop"')[0].rpartition("<details")[2]
    assert "open" in fold


@pytest.mark.parametrize("state", ["received", "triaged", "handled", "followed"])
def test_every_jump_leads_to_a_part_of_the_page(state: str, world: World, client_of: ClientOf) -> None:
    signal = getattr(make, state)(world.goes, world.hanna if state == "received" else world.wilma)
    shown = page(client_of, world, signal)
    for anchor in re.findall(r'href="#([\w-]+)"', shown):
        assert f'id="{anchor}"' in shown, anchor


def test_what_the_report_names_is_counted_among_people_and_things_once(world: World, client_of: ClientOf) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma, vehicle="Bestelbus DE-MO-12"), actor_for(world.wilma)
    shown = page(client_of, world, signal)
    assert 'href="#personen">Personen en zaken (1)</a>' in shown
    assert "Voertuig in de melding: Bestelbus DE-MO-12" in shown
    assert "Er is nog niemand en niets genoemd." not in shown
    make.mentioned(signal, wilma, ToldThing(ThingKind.VEHICLE, value="demo12"))
    assert 'href="#personen">Personen en zaken (1)</a>' in page(client_of, world, signal)


def test_what_went_out_before_a_decision_is_said_and_asks_for_the_judgement_alone(
    world: World, client_of: ClientOf
) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    assert "Wat doen we ermee?" in page(client_of, world, signal)
    officer = actor_for(world.wilma)
    refused = make.handed_over(signal, officer, world.veilig_thuis)
    operations.record_answer(refused, actor=officer, outcomes=[Outcome.REFUSED], text="Niet van ons.")
    shown = page(client_of, world, signal)
    assert ("Wat doen we ermee?" in shown, told_as_done(shown)) == (
        True,
        [f"{world.veilig_thuis}: niet in behandeling genomen"],
    )
    answered = make.handed_over(signal, officer, world.inspectorate)
    operations.record_answer(answered, actor=officer, outcomes=[Outcome.INSPECTION_DONE])
    waiting = make.handed_over(signal, officer, world.inspectorate)
    shown = page(client_of, world, signal)
    assert "Wat doen we ermee?" not in shown
    # What was done, and what of it is open.
    assert told_as_done(shown) == [
        f"{world.veilig_thuis}: niet in behandeling genomen",
        "Nederlandse Arbeidsinspectie (demo): antwoord ontvangen",
        "Nederlandse Arbeidsinspectie (demo): wacht sinds vandaag op antwoord",
    ]
    assert primary(shown) == ["Besluit vastleggen"]
    seen = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    judged = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Past."}
    sent = {"hat": "focal_officer", "version": seen.version, "minors": "unknown", "wish": "not_known", **judged}
    answer = wilma.post(reverse("signals:decide", args=[signal.pk]), sent)
    assert answer.status_code == 302, main_of(answer)
    shown = page(client_of, world, signal)
    assert "Dit loopt nog: een doormelding." in shown
    assert "Er is nog niets verstuurd." not in shown
    # Opened again, what was done before that decision belongs to it.
    operations.record_answer(waiting, actor=officer, outcomes=[Outcome.INSPECTION_DONE])
    operations.close(signal, actor=officer, closing=make.CLOSING)
    operations.reopen(signal, actor=officer, new_fact="Er kwam nog een bus.")
    shown = page(client_of, world, signal)
    assert ("Wat doen we ermee?" in shown, told_as_done(shown)) == (True, [])
