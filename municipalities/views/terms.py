"""How long each step takes in a region: a table for who works there, and for its administrator a form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from core.access import Actor, may
from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from municipalities import operations
from municipalities.forms.terms import TermForm
from municipalities.models import Region, RegionMembership, TermSetting, administered_by
from municipalities.policies import MunicipalityAction as Action
from municipalities.terms import Setting, declared


@dataclass(frozen=True, slots=True)
class Line:
    """A term of a region: what holds now, by which row (None: the default), and what comes after it."""

    term: Setting
    holds: TermSetting | None
    later: Sequence[TermSetting]

    @property
    def amount(self) -> int:
        return self.holds.amount if self.holds else self.term.usual

    @property
    def now(self) -> str:
        return self.term.words(self.amount)

    @property
    def coming(self) -> list[tuple[date, str]]:
        """From when on, and what."""
        return [(row.valid_from, self.term.words(row.amount)) for row in self.later]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms about one kind of work, which fold together."""

    title: str
    lines: Sequence[Line]

    @property
    def changed(self) -> int:
        """How many are or will be something else than the default."""
        return sum(bool(line.holds or line.later) for line in self.lines)

    @property
    def told(self) -> str:
        """What stands on the fold: "Signalen (11), 2 ingesteld"."""
        return f"{self.title} ({len(self.lines)}){f', {self.changed} ingesteld' if self.changed else ''}"


@page(Action.VIEW_TERMS)
def terms(request: Request) -> HttpResponse:
    """Every term of the regions in which the reader works, or that she administers."""
    regions = list(_regions(request.actor, today()))
    rows = TermSetting.objects.filter(region__in=regions).select_related("author").newest_first()
    by_region: dict[int, list[TermSetting]] = {region.pk: [] for region in regions}
    for row in rows:
        by_region[row.region_id].append(row)
    tables = [(region, _grouped(by_region[region.pk])) for region in regions]
    return show(request, "municipalities/terms.html", {"tables": tables, "may_set": _may_set(request.actor)})


@page(Action.VIEW_TERMS)
def term(request: Request, region_id: int, slug: str) -> HttpResponse:
    """One term: what it is about, and everything that was ever set."""
    region, setting = _region_or_404(request.actor, region_id), _setting_or_404(slug)
    rows = list(TermSetting.objects.of_term(region, setting.code).select_related("author").newest_first())
    history = [(row, setting.words(row.amount)) for row in rows]
    context = {"region": region, "line": _line(setting, rows), "history": history, "may_set": _may_set(request.actor)}
    return show(request, "municipalities/term.html", context)


@page(Action.SET_TERM, methods=("GET", "POST"), fresh=True)
def set_term(request: Request, region_id: int, slug: str) -> HttpResponse:
    """Set one term from a day on."""
    region, setting = _region_or_404(request.actor, region_id), _setting_or_404(slug)
    rows = list(TermSetting.objects.of_term(region, setting.code).newest_first())
    line = _line(setting, rows)
    form = TermForm(request.POST or None, actor=request.actor, term=setting, held=line.amount, seen=len(rows))
    made = form.carried_out(lambda: operations.set_term(actor=request.actor, setting=form.setting(region)))
    if made is not None:
        told = f"{setting.label}: {setting.words(made.amount)} vanaf {made.valid_from:%d-%m-%Y}."
        messages.success(request, f"{told} Lopende termijnen veranderen niet.")
        return redirect("municipalities:term", region_id, slug)
    context = {"form": form, "region": region, "line": line}
    return show(request, "municipalities/set_term.html", context, status=form.status)


def _may_set(actor: Actor) -> bool:
    """Whether this hat sets terms; then the pages show the regions that she administers, and no others."""
    return may(actor, Action.VIEW_ROLES)


def _regions(actor: Actor, day: date) -> Iterable[Region]:
    if _may_set(actor):
        return Region.objects.filter(pk__in=administered_by(actor.user_id, day).regions)
    lies_in = RegionMembership.objects.on(day).filter(municipality__in=actor.content | actor.governance)
    return Region.objects.filter(pk__in=lies_in.values("area"))


def _region_or_404(actor: Actor, region_id: int) -> Region:
    keys = [region.pk for region in _regions(actor, today())]
    found: Region = visible_or_404(Region.objects.filter(pk__in=keys), pk=region_id)
    return found


def _setting_or_404(slug: str) -> Setting:
    found = next((setting for setting in declared().values() if setting.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _grouped(rows: Sequence[TermSetting]) -> list[Group]:
    groups: dict[str, list[Line]] = {}
    for setting in declared().values():
        line = _line(setting, [row for row in rows if row.code == setting.code])
        groups.setdefault(setting.group, []).append(line)
    return [Group(title, lines) for title, lines in groups.items()]


def _line(setting: Setting, rows: Sequence[TermSetting]) -> Line:
    """`rows`: of this term, the newest first."""
    begun = [row for row in rows if row.valid_from <= today()]
    later: dict[date, TermSetting] = {}
    for row in rows:
        if row.valid_from > today():
            later.setdefault(row.valid_from, row)
    return Line(setting, begun[0] if begun else None, [later[day] for day in sorted(later)])
