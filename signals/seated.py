"""Who sits at a screening table, in person: whom a point can be given to, and which tables are the actor's."""

from django.db.models import QuerySet

from core.access import Actor
from core.workdays import today
from municipalities import roles
from municipalities.codes import Role
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import Municipality
from municipalities.shielding import not_kept_out

from .models import ScreeningTable, TablePaper
from .models.tables import CARE_PARTY, OWN_PARTY
from .table_sets import seats_of


def seated_tables(actor: Actor) -> QuerySet[ScreeningTable]:
    """The tables at which the actor has a seat."""
    return ScreeningTable.objects.filter(pk__in=ScreeningTable.objects.filter(seats_of(actor, "seats__")).values("pk"))


def people_of(paper: TablePaper) -> list[tuple[str, str]]:
    """Who of the municipalities and of care coordination can be named: ("party:id", "name, party"). An organisation names its own."""
    day, labels = today(), dict(paper.parties)
    places = {_place(code, paper): code for code in labels if code == OWN_PARTY or code.startswith("g")}
    held = roles.holders(Role.FOCAL_OFFICER, [Municipality(pk=place) for place in places], day)
    found = [(one, places[one.area.pk]) for one in held]
    if CARE_PARTY in labels:
        areas = care_areas_under_mandate(paper.from_municipality, day)
        found += [(one, CARE_PARTY) for one in roles.holders(Role.CARE_COORDINATOR, areas, day)]
    seeing = not_kept_out(paper.dossier_id, {one.user.pk: one.user.full_name for one, _ in found})
    return [
        (f"{code}:{one.user.pk}", f"{one.user.full_name}, {labels[code]}")
        for one, code in found
        if one.user.pk in seeing
    ]


def _place(code: str, paper: TablePaper) -> int:
    return paper.from_municipality_id if code == OWN_PARTY else int(code[1:])
