"""Who sits at a screening table, in person: whom a point can be given to, which tables are the actor's, and which she keeps."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from core.access import Actor, may, reaches_for
from core.workdays import today
from municipalities import roles
from municipalities.codes import Role
from municipalities.duty import owned_by
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import Municipality, Organisation, ServiceArea, ServiceAreaMembership, administered_by
from municipalities.models.roles import AreaReach
from municipalities.shielding import not_kept_out

from .models import ScreeningTable, Seat, TablePaper
from .models.tables import CARE_PARTY, OWN_PARTY
from .policies import SignalAction, SignalReach


def seated_tables(actor: Actor) -> QuerySet[ScreeningTable]:
    """The tables at which the actor has a seat today."""
    return ScreeningTable.objects.filter(pk__in=Seat.objects.all().taken_by(actor).values("table"))


def led_tables(actor: Actor) -> QuerySet[ScreeningTable]:
    """Those of them that meet still and whose meetings the actor plans; asked at once, however many there are."""
    if not may(actor, SignalAction.PLAN_MEETING):
        return ScreeningTable.objects.none()
    running = Q(ended_on=None) | Q(ended_on__gte=today())
    return kept_tables(actor).filter(running, pk__in=seated_tables(actor))


def kept_tables(actor: Actor) -> QuerySet[ScreeningTable]:
    """The tables that the actor sets up and keeps: which she leads, or that lie in what she administers."""
    reaches = reaches_for(actor, SignalAction.OPEN_TABLE)
    kept = Q(pk__in=[])
    if SignalReach.CHAIR in reaches:
        kept |= Q(chair_municipality__in=actor.content)
    if SignalReach.CARE_CHAIR in reaches:
        sits = Seat.objects.on(today()).filter(municipality__in=actor.content).values("table")
        kept |= Q(chair_municipality=None, pk__in=sits)
    if AreaReach.ADMINISTERED in reaches:
        kept |= Q(service_area__in=administered_by(actor.user_id, today()).service_areas)
    return ScreeningTable.objects.filter(kept).select_related("service_area", "chair_municipality")


def tables_of_others(actor: Actor) -> QuerySet[ScreeningTable]:
    """Those that meet still, at which the actor sits, and that somebody else keeps."""
    running = Q(ended_on=None) | Q(ended_on__gte=today())
    beside = ("service_area", "chair_municipality")
    return seated_tables(actor).filter(running).exclude(pk__in=kept_tables(actor).values("pk")).select_related(*beside)


def areas_to_keep(actor: Actor) -> QuerySet[ServiceArea]:
    """The service areas in which the actor may set a table up."""
    if AreaReach.ADMINISTERED in reaches_for(actor, SignalAction.OPEN_TABLE):
        return ServiceArea.objects.filter(pk__in=administered_by(actor.user_id, today()).service_areas)
    lie = ServiceAreaMembership.objects.on(today()).filter(municipality__in=actor.content)
    return ServiceArea.objects.filter(pk__in=lie.values("area"))


def chairs_for(actor: Actor, places: Iterable[Municipality]) -> list[tuple[str, str]]:
    """Who may lead a table of hers that these municipalities sit at, as choices: care coordination, or one of their officers."""
    reaches = reaches_for(actor, SignalAction.OPEN_TABLE)
    anybody = AreaReach.ADMINISTERED in reaches
    care = [(CARE_PARTY, "De zorgcoördinator")] if anybody or SignalReach.CARE_CHAIR in reaches else []
    own = [place for place in places if anybody or (SignalReach.CHAIR in reaches and place.pk in actor.content)]
    return [*care, *((f"g{place.pk}", f"De aandachtsfunctionaris van {place}") for place in own)]


def partners_near(places: Collection[Municipality]) -> QuerySet[Organisation]:
    """The organisations of today that work there, or everywhere."""
    return Organisation.objects.on(today()).filter(Q(municipality=None) | Q(municipality__in=places))


def hers_to_do(actor: Actor) -> Q:
    """Of papers with something to do: what is everybody's of that party, or is of one whose work the actor does today."""
    whose = Q(owner_user__isnull=True)
    return whose | owned_by(actor, "owner_user") if actor.user_id else whose


def once_each(papers: Iterable[TablePaper]) -> list[TablePaper]:
    """Each point once, for who works for two of its parties: by the paper on which she has something to do, else the first."""
    found: dict[UUID, TablePaper] = {}
    for paper in papers:
        there = found.setdefault(paper.item_id, paper)
        if paper.is_to_do and not there.is_to_do:
            found[paper.item_id] = paper
    return list(found.values())


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
