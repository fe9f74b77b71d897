"""After a merger: whom a page names as who works on a dossier, and lets one choose, is who the walls let in."""

import pytest

from accounts.models import User
from cases import team
from cases.models import Case
from cases.policies import CaseAction
from cases.views.detail import visible_to
from cases.views.parts import read_overview
from core.access import NOBODY, Action, Reachable, may
from core.workdays import today
from municipalities.areas import MEMBERSHIPS
from municipalities.codes import Role
from municipalities.models import Mandate, Municipality
from municipalities.roles import actor_for, give
from municipalities.shield_choices import colleagues_of
from signals import seeing
from signals.models import Signal
from signals.policies import SignalAction
from tests.factories import cases as make_case
from tests.factories import municipalities as make_municipality
from tests.support.world import FIRST, World


def let_in(action: Action, dossier: Reachable) -> set[str]:
    """Who may do this with it, under whichever hat."""
    actors = (actor_for(user, hat) for user in User.objects.all() for hat in actor_for(user).hats)
    return {actor.name for actor in actors if may(actor, action, dossier)}


def told_of(case: Case) -> str:
    """What the page says of who sees it, but for the team."""
    rows = read_overview(NOBODY, case.pk, case.municipality_id)
    return visible_to(case, rows | {"members": []})


@pytest.mark.parametrize(
    ("agreements_run_on", "lies_there"),
    [(False, False), (False, True), (True, True)],
    ids=["ended", "only the mandate ended", "run on"],
)
def test_who_works_on_a_dossier_of_a_merged_municipality_is_who_is_let_in(
    agreements_run_on: bool, lies_there: bool, world: World
) -> None:
    """Vlissingen became part of Breda, and that of Goes; where agreements run on, Breda's coordinators work on too."""
    make_municipality.mandate(world.vlissingen, world.zvh_zeeland)
    give(world.zvh_zeeland, world.outsider.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True)
    berend = world.person("Berend")
    works = ((world.vlissingen, world.vera, world.karlijn), (world.breda, world.floor, berend))
    signals = [make_case.offered(place, officer) for place, officer, _ in works]
    cases = [make_case.intensive(place, carer) for place, _, carer in works]
    Municipality.objects.filter(pk=world.vlissingen.pk).update(successor=world.breda, succeeded_on=today())
    Municipality.objects.filter(pk=world.breda.pk).update(successor=world.goes, succeeded_on=today())
    gone = [world.vlissingen] if agreements_run_on else [world.vlissingen, world.breda]
    for rows in (Mandate, *(() if lies_there else MEMBERSHIPS.values())):
        rows.objects.filter(municipality__in=gone).update(valid_until=FIRST)
    officers = {"Wilma Windvaan", "Koos Koffiekan", "Daphne Deurklopper", "Floor Fietsbel"}
    for signal in Signal.objects.unscoped(reason="test").filter(pk__in=[one.pk for one in signals]):
        inside = let_in(SignalAction.VIEW, signal)
        assert inside > officers | {"Karlijn Kompasroos"}
        assert ("Berend Boekensteun" in inside) == agreements_run_on
        assert set(seeing.workers_of(signal).values()) == inside
        assert inside <= set(colleagues_of(signal.municipality).values())
        assert seeing.read_by(signal.municipality, care=False).startswith("aandachtsfunctionaris Goes")
    for case in Case.objects.unscoped(reason="test").filter(pk__in=[one.pk for one in cases]):
        inside = let_in(CaseAction.VIEW, case)
        assert "Karlijn Kompasroos" in inside
        # A process director may be chosen, and comes in as member of the case team.
        assert set(team.workers_of(case).values()) - {"Pieter Parapluhaak"} == inside
        assert inside <= set(team.could_see(case).values())
        assert [one.name for one in team.accountable_for(case.municipality, today())]
        assert told_of(case) == "zorgcoördinatoren met een afspraak met " + (
            "Vlissingen of Breda of Goes" if case.municipality == world.vlissingen else "Breda of Goes"
        )
    Mandate.objects.update(valid_until=FIRST)
    for case in cases:
        case.municipality.refresh_from_db()
        assert told_of(case) == f"de afspraak met {case.municipality} over zorgcoördinatie is geëindigd"
