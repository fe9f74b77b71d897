"""Refusals leave a trace: who asked, under which hat, for which action and, when it is there, for which row.

An operation writes its own refusal. This writes the others, those of a page or a resource of the API: 403 because the
hat does not have the action at all or not on this row, and 404 because the row is not the asker's. Only for who is
signed in, and never anything that was typed.

A 404 is the same answer for "is not there" and "is not yours", and the same work: one look-up past the gate and one line
in the log. What is there is named in the log of its municipality, so that who watches over it reads who tried. What is not
there is a line without a row: an address that was mistyped or guessed points at nobody's dossier, but somebody who
guesses many can be seen to do so. Rows without a gate (a municipality, a user) leave no trace: they are no secret.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from core import walls
from core.access import NOBODY, Actor
from core.errors import DomainError, Forbidden, NotVisible
from core.gate import GatedQuerySet
from core.pages import mark_of
from core.transactions import is_broken

from .events import Kind
from .recording import record_refusal

_PLACE = ("municipality_id", "dossier_id", "reference")


def note(request: HttpRequest, error: DomainError) -> None:
    """Gather a refusal that no operation has gathered; see the module."""
    actor: Actor = getattr(request, "actor", NOBODY)
    if error.is_recorded or not actor.is_signed_in:
        return
    detail: dict[str, Any] = {"status": error.status}
    match error:
        case Forbidden():
            row = error.detail.get("obj")
            action = str(error.detail.get("action") or action_of(request))
        case NotVisible(detail={"asked": GatedQuerySet() as asked, "lookup": dict() as lookup}):
            row = _found(asked.model, lookup)
            action, detail["asked"] = action_of(request), asked.model._meta.label_lower
        case _:
            return
    kind = Kind.READ if request.method == "GET" else Kind.CHANGE
    subject = row if isinstance(row, models.Model) else None
    record_refusal(action, subject, actor=actor, detail=detail, kind=kind)


def action_of(request: HttpRequest) -> str:
    """The action of the page or resource that was asked for; else the name of its address."""
    match = request.resolver_match
    if match is None:
        return ""
    view: Any = match.func
    mark = mark_of(view)
    if mark is not None and mark.action is not None:
        return mark.action.value
    resource = getattr(view, "cls", None)
    method = getattr(view, "actions", {}).get((request.method or "").lower(), "")
    action = getattr(resource, "policy", {}).get(method)
    return str(action or match.view_name)


def _found(model: type[models.Model], lookup: Mapping[str, Any]) -> models.Model | None:
    """The row, whoever it belongs to, with nothing of it read but its place and reference; none in a failed transaction."""
    if is_broken():
        return None
    there = {field.attname for field in model._meta.concrete_fields}
    names = ["pk", *(name for name in _PLACE if name in there)]
    with walls.context(walls.sign_all(user_id=walls.EVERYONE, content=_everywhere(model))):
        return model._base_manager.filter(**lookup).only(*names).first()


def _everywhere(model: type[models.Model]) -> list[int]:
    """The ids of all municipalities; none for a row that has no municipality."""
    try:
        municipality: Any = model._meta.get_field("municipality").related_model
    except FieldDoesNotExist:
        return []
    return list(municipality._base_manager.values_list("pk", flat=True))
