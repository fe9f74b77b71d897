"""Who is kept out of a dossier: a colleague by name (exclusion), or everybody outside a team (restriction).

The apps that have dossiers call these steps from operations of their own, which authorise and record. Each needs a
reason. Nobody shuts herself out: the one who acts stays, so that somebody can always work on the dossier; work of who
is excluded goes to the one who acts. The other side, what this does to every page, is the lists of the actor
(roles/actor.sql), the gate and the walls.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField, Value
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.errors import Invalid, NotVisible, WrongState
from core.reading import read_together
from core.workdays import today

from . import roles
from .areas import MEMBERSHIPS, with_merged
from .codes import AreaKind, Role
from .dossiers import DossierRoot
from .duty import privacy_officers_of
from .models import Exclusion, Restriction, RestrictionMember, ShieldNote, ShieldStep

ALONG = "Uitgesloten van een dossier dat over dezelfde mensen gaat."
NOT_RESTRICTED = "Dit dossier is niet (meer) afgeschermd."


@dataclass(frozen=True, slots=True)
class Excluded:
    """Somebody who is excluded now: since when, by whom and why."""

    exclusion: Exclusion
    note: ShieldNote | None


@dataclass(frozen=True, slots=True)
class Shield:
    """How a dossier is shielded now: who is excluded, and whether it is restricted."""

    excluded: tuple[Excluded, ...] = ()
    restriction: Restriction | None = None
    note: ShieldNote | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """What tells of the same people as a dossier, brought by the app that knows of it.

    `exclude(root, actor, user id)`: keeps somebody out of it too, as far as the actor may; `ask(root, actor)`: whom to ask
    about what is left to others, in a sentence, or "". `lock(roots, actor)`: locks the dossiers and those, always in one order.
    """

    exclude: Callable[[DossierRoot, Actor, int], None]
    ask: Callable[[DossierRoot, Actor], str]
    lock: Callable[[Collection[DossierRoot], Actor], None]


RELATED: list[Related] = []
# Keep who is outside the team of these dossiers (id -> municipality id) out of what other municipalities have of them.
KEPT_ELSEWHERE: list[Callable[[Mapping[UUID, int], Actor], None]] = []


def whom_to_ask(root: DossierRoot, actor: Actor) -> str:
    """Of whom it must be asked to exclude a colleague from what tells of the same people, in words; "" when of nobody."""
    return " ".join(filter(None, (related.ask(root, actor) for related in RELATED)))


def shield_of(root: DossierRoot) -> Shield:
    """How this dossier, which passed its own gate, is shielded. Two queries when it is not, three when it is."""
    exclusions = list(Exclusion.objects.running().filter(dossier_id=root.dossier_id).select_related("user"))
    restriction = Restriction.objects.running().filter(dossier_id=root.dossier_id).first()
    if not exclusions and restriction is None:
        return Shield()
    notes = list(ShieldNote.objects.of(root.dossier_id).select_related("author"))
    return Shield(
        excluded=tuple(Excluded(row, _note(notes, ShieldStep.EXCLUDED, row.user_id)) for row in exclusions),
        restriction=restriction,
        note=_note(notes, ShieldStep.RESTRICTED, None) if restriction else None,
    )


def shielded(dossier_id: UUID) -> QuerySet[Any, Any]:
    """("team" or "out", name) of everybody in the team that the dossier is restricted to, and everybody who is excluded."""
    team = RestrictionMember.objects.filter(restriction__dossier_id=dossier_id, restriction__ended_at__isnull=True)
    out = Exclusion.objects.running().filter(dossier_id=dossier_id)
    rows = [
        set_of.order_by().values_list(Value(word, output_field=TextField()), "user__full_name")
        for word, set_of in (("team", team), ("out", out))
    ]
    return rows[0].union(rows[1])


def seen_by(shielded: Iterable[tuple[str, str]], everybody: str) -> str:
    """Who sees a dossier, in words: `everybody` who would, or the team alone, and who does not, as `shielded` says."""
    found = sorted(shielded)
    names = {word: [name for which, name in found if which == word] for word in ("team", "out")}
    if names["team"]:
        return f"alleen dit team: {', '.join(names['team'])}"
    return f"{everybody}; niet {', '.join(names['out'])}" if names["out"] else everybody


def team_of(dossier_id: UUID) -> frozenset[int] | None:
    """The user ids of the team that the dossier is restricted to; None when it is not."""
    restriction = Restriction.objects.running().filter(dossier_id=dossier_id).first()
    return None if restriction is None else frozenset(restriction.members.values_list("user_id", flat=True))


def is_restricted(dossier_id: UUID) -> bool:
    """Whether the dossier is restricted to a team now."""
    return Restriction.objects.running().filter(dossier_id=dossier_id).exists()


def excluded_from(dossier_id: UUID) -> frozenset[int]:
    """The user ids of who is excluded by name."""
    return frozenset(Exclusion.objects.running().filter(dossier_id=dossier_id).values_list("user_id", flat=True))


def kept_out_of(dossier_id: UUID) -> tuple[frozenset[int], frozenset[int] | None]:
    """The user ids of who is excluded by name, and those of the team; None when it is not restricted. One query."""
    running = Restriction.objects.running().filter(dossier_id=dossier_id)
    rows = read_together(
        {
            "out": Exclusion.objects.running().filter(dossier_id=dossier_id).values_list("user_id"),
            "restricted": running.values_list("pk"),
            "team": RestrictionMember.objects.filter(restriction__in=running).values_list("user_id"),
        }
    )
    out, team = (frozenset(pk for (pk,) in rows[name]) for name in ("out", "team"))
    return out, team if rows["restricted"] else None


def demand_let_in(root: DossierRoot, actor: Actor) -> None:
    """Raise NotVisible when the actor was kept out of the dossier, which is locked, since her request began. One query.

    Of what leaves it: what anybody else sees of it stays within reach, this does not come back.
    """
    if actor.user_id is None:
        return
    out, team = kept_out_of(root.dossier_id)
    kept = actor.user_id in out
    if not kept and team is not None and actor.user_id not in team:
        # Whom a team keeps out hangs on who of it works still: as at the begin of a request.
        kept = root.dossier_id in roles.actor_for(User.objects.get(pk=actor.user_id), actor.hat).excluded
    if kept:
        raise NotVisible


def told_about(dossier_id: UUID, users: Iterable[int]) -> list[int]:
    """Those of these users who may hear by a mail that there is something: who is excluded by name does not. One query."""
    out = excluded_from(dossier_id)
    return [pk for pk in users if pk not in out]


def not_kept_out(dossier_id: UUID, people: Mapping[int, str]) -> dict[int, str]:
    """Those of `people` (id -> name) for whom the dossier exists: not excluded, and in the team when there is one."""
    out, team = kept_out_of(dossier_id)
    return {pk: name for pk, name in people.items() if pk not in out and (team is None or pk in team)}


def keep_out_newcomer(user_id: int, actor: Actor, cannot: str = "Deze persoon kan deze rol nu niet krijgen.") -> None:
    """Somebody got a role: from whom a dossier is kept in one municipality, she does not read it in another where she works now too.

    Raises Invalid, which begins with `cannot`, where nobody would watch over it any more.
    """
    held = roles.held_by([user_id], not_before=today())[user_id]
    officer_of = {one.area.pk for one in held if one.is_officer}
    cares_in = [one.area.pk for one in held if one.role == Role.CARE_COORDINATOR]
    lies_in = MEMBERSHIPS[AreaKind.SERVICE_AREA].objects.on(today()).filter(area__in=cares_in)
    places = with_merged(officer_of | set(lies_in.values_list("municipality", flat=True)), today())
    rows = Restriction.objects.running().filter(municipality__in=places).exclude(members__user=user_id)
    dossiers = dict(rows.values_list("dossier_id", "municipality_id"))
    try:
        for keep in KEPT_ELSEWHERE if dossiers else ():
            keep(dossiers, actor)
    except Invalid:
        # Who gives roles does not learn that there is such a dossier, nor where.
        message = f"{cannot} Zorg eerst dat er een andere privacy officer is, of vraag er een."
        raise Invalid(message=message) from None


def lock_related(root: DossierRoot, actor: Actor) -> None:
    """Before somebody is excluded: two who do so at once from two ends wait for each other in a row, not in a ring."""
    lock_all([root], actor)


def lock_all(roots: Collection[DossierRoot], actor: Actor) -> None:
    """The same before an exclusion may go from either of these dossiers to the other."""
    for related in RELATED:
        related.lock(roots, actor)


def exclude(root: DossierRoot, *, actor: Actor, user_id: int, why: str, among: Collection[int]) -> None:
    """Exclude somebody `among` these colleagues, from what tells of the same people too, as far as the actor may (`Related`).

    Who was in the team of the dossier is not any more.
    """
    _demand_reason(why)
    if user_id == actor.user_id:
        raise Invalid({"user": ["U kunt uzelf niet uitsluiten. Vraag een collega om dat te doen."]})
    if user_id not in among:
        raise Invalid({"user": ["Kies een collega die voor deze gemeente werkt."]})
    if _is_last_eye(root, {user_id}):
        message = "Deze collega houdt als enige toezicht op dit dossier. Vraag eerst om een tweede privacy officer."
        raise Invalid({"user": [message]})
    now = timezone.now()
    if Exclusion.objects.running().filter(dossier_id=root.dossier_id, user_id=user_id).exists():
        raise Invalid({"user": ["Deze collega is al uitgesloten van dit dossier."]})
    _shut_out(root, actor, user_id, why, now)
    exclude_from_related(root, actor, user_id)


def exclude_from_related(root: DossierRoot, actor: Actor, user_id: int) -> None:
    """Exclude somebody from what tells of the same people too, as far as the actor may (`Related`)."""
    for related in RELATED:
        related.exclude(root, actor, user_id)


def exclude_along(root: DossierRoot, *, actor: Actor, user_id: int) -> None:
    """Exclude somebody who was excluded just now from what tells of the same people.

    The reason names no other dossier: who reads it here need not know of that one.
    """
    if _is_last_eye(root, {user_id}):
        message = (
            "Deze collega houdt als enige toezicht op wat hierbij hoort. Vraag eerst om een tweede privacy officer."
        )
        raise Invalid({"user": [message]})
    _shut_out(root, actor, user_id, ALONG, timezone.now())


def _is_last_eye(root: DossierRoot, people: Collection[int]) -> bool:
    """Whether nobody would watch any more over what is done in the dossier, so that who works on it could shut the eye that sees it."""
    watchers = set(privacy_officers_of(root.municipality, today()))
    return not watchers.isdisjoint(people) and watchers <= excluded_from(root.dossier_id) | set(people)


def carry_over(
    root: DossierRoot, *, source: DossierRoot, actor: Actor, because: str = "waar dit dossier uit voortkomt"
) -> list[int]:
    """Exclude from this dossier who is excluded from the one that it comes from; gives who was not yet. One query when nobody is.

    `because`: what `source` is to it, as the note about each of them says it.

    Raises Invalid when nobody would watch over it any more: who is excluded there may be the only one who does so here.
    """
    why = f"Uitgesloten van {source.reference}, {because}."
    return keep_out(root, excluded_from(source.dossier_id), actor=actor, why=why)


def keep_out(
    root: DossierRoot, users: Collection[int], *, actor: Actor, why: str, carried_from: UUID | None = None
) -> list[int]:
    """Exclude these people from this dossier; gives who was not yet. One query when it is nobody.

    `carried_from`: the dossier with whose exclusion this one ends (`carried_along`). Raises Invalid as `carry_over` does.
    """
    now, known = timezone.now(), excluded_from(root.dossier_id) if users else frozenset()
    people = sorted(set(users) - known)
    if people and _is_last_eye(root, people):
        message = (
            f"Niemand zou toezicht houden op dit dossier in {root.municipality}. "
            "Vraag de functioneel beheerder eerst om nog een privacy officer. Er is niets vastgelegd."
        )
        raise Invalid(message=message)
    for user_id in people:
        _shut_out(root, actor, user_id, why, now, carried_from)
    return people


def carried_along(root: DossierRoot, sources: Collection[UUID]) -> list[int]:
    """Who is excluded from this dossier because of one of those."""
    rows = Exclusion.objects.running().filter(dossier_id=root.dossier_id, carried_from__in=sources)
    return sorted(rows.values_list("user_id", flat=True))


def _shut_out(
    root: DossierRoot, actor: Actor, user_id: int, why: str, now: dt.datetime, carried_from: UUID | None = None
) -> None:
    Exclusion.objects.create(**_of(root), user_id=user_id, since=now, carried_from=carried_from)
    RestrictionMember.objects.filter(
        restriction__dossier_id=root.dossier_id, restriction__ended_at__isnull=True, user_id=user_id
    ).delete()
    _keep_note(root, actor, ShieldStep.EXCLUDED, why, now, user_id)


def readmit(root: DossierRoot, *, actor: Actor, user_id: int, why: str) -> None:
    """End an exclusion. NotVisible when this person is not excluded (any more)."""
    _demand_reason(why)
    now = timezone.now()
    rows = Exclusion.objects.running().filter(dossier_id=root.dossier_id, user_id=user_id)
    if not rows.update(ended_at=now):
        raise NotVisible
    _keep_note(root, actor, ShieldStep.READMITTED, why, now, user_id)


def restrict(
    root: DossierRoot,
    *,
    actor: Actor,
    owner_id: int | None,
    user_ids: Iterable[int],
    why: str,
    among: Collection[int],
    kept_by: Collection[str],
) -> frozenset[int]:
    """Restrict the dossier to these people; when it is already, this becomes the team. Gives who is in the team.

    The one who acts and the owner are always in it. `kept_by`: the roles whose work the dossier is.
    """
    _demand_reason(why)
    always = {actor.person_id, *([owner_id] if owner_id else [])}
    chosen = set(user_ids)
    if not chosen - always <= set(among):
        raise Invalid({"team": ["Kies collega's die dit dossier mogen zien."]})
    now, team = timezone.now(), frozenset(chosen | always)
    restriction = Restriction.objects.running().filter(dossier_id=root.dossier_id).first()
    if restriction is None:
        restriction = Restriction.objects.create(**_of(root), since=now, kept_by=sorted(kept_by))
    _set_team(restriction, team)
    _keep_note(root, actor, ShieldStep.RESTRICTED, why, now)
    return team


def lift(root: DossierRoot, *, actor: Actor, why: str) -> None:
    """End the restriction; named exclusions stay. WrongState when there is none (any more)."""
    _demand_reason(why)
    now = timezone.now()
    if not Restriction.objects.running().filter(dossier_id=root.dossier_id).update(ended_at=now):
        raise WrongState(NOT_RESTRICTED)
    _keep_note(root, actor, ShieldStep.LIFTED, why, now)


def follow_restriction(root: DossierRoot, source: DossierRoot, *, actor: Actor, why: str) -> frozenset[int] | None:
    """Make `root`, of the same municipality, restricted to the team of `source`, or to nobody any more when that is not.

    So that it holds for who gets a role later too. Gives the team; None when nothing changed.
    """
    now, wanted = timezone.now(), Restriction.objects.running().filter(dossier_id=source.dossier_id).first()
    if wanted is None:
        ended = Restriction.objects.running().filter(dossier_id=root.dossier_id).update(ended_at=now)
        if ended:
            _keep_note(root, actor, ShieldStep.LIFTED, why, now)
        return frozenset() if ended else None
    team = team_of(source.dossier_id) or frozenset()
    team -= excluded_from(root.dossier_id)
    if team_of(root.dossier_id) == team:
        return None
    restriction, _ = Restriction.objects.running().get_or_create(
        **_of(root), defaults={"since": now, "kept_by": wanted.kept_by}
    )
    _set_team(restriction, team)
    _keep_note(root, actor, ShieldStep.RESTRICTED, why, now)
    return team


def _set_team(restriction: Restriction, team: Collection[int]) -> None:
    restriction.members.exclude(user_id__in=team).delete()
    members = [RestrictionMember(restriction=restriction, user_id=user_id) for user_id in sorted(team)]
    RestrictionMember.objects.bulk_create(members, ignore_conflicts=True)


def excluded_name(dossier_id: UUID, user_id: int) -> str:
    """The name of somebody who is excluded from the dossier; NotVisible when that person is not (any more)."""
    row = Exclusion.objects.running().filter(dossier_id=dossier_id, user_id=user_id).select_related("user").first()
    if row is None:
        raise NotVisible
    return row.user.full_name


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise Invalid({"why": ["Schrijf op waarom. Zo kan later iemand nagaan of het klopte."]})


def _of(root: DossierRoot) -> dict[str, Any]:
    return {"dossier_id": root.dossier_id, "municipality_id": root.municipality_id}


def _keep_note(
    root: DossierRoot, actor: Actor, step: ShieldStep, why: str, at: dt.datetime, about: int | None = None
) -> None:
    ShieldNote.objects.create(**_of(root), step=step, why=why.strip(), at=at, about_id=about, author_id=actor.person_id)


def _note(notes: Iterable[ShieldNote], step: ShieldStep, about: int | None) -> ShieldNote | None:
    return next((note for note in notes if note.step == step and note.about_id == about), None)
