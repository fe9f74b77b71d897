"""Emergency access: taking it, closing it, knowing of it, reviewing it."""

import uuid

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Conflict, Invalid, Withheld, WithheldAgain
from core.unit import once
from core.workdays import today
from jobs.outbox import queue_mail
from jobs.states import MailKind
from municipalities import emergency
from municipalities.codes import Verdict
from municipalities.dossiers import DossierRoot
from municipalities.duty import administrators_of, told_of
from municipalities.events import MunicipalityEvent
from municipalities.judging import demand_reason
from municipalities.models import EmergencyAccess, EmergencyGrant
from municipalities.policies import MunicipalityAction
from municipalities.shielding import told_about

REFUSED = (
    "Met dit nummer kunt u geen noodtoegang krijgen. Kijk of het klopt. Klopt het? Bel dan wie aan het dossier werkt, "
    "of uw functioneel beheerder."
)
TOO_OFTEN = "U hebt te vaak een nummer geprobeerd. Wacht een uur, of bel uw functioneel beheerder."
ALREADY_OPEN = "U kunt dit dossier al zien. Zoek het op met het nummer."


@operation(MunicipalityAction.BREAK_GLASS)
def break_glass(*, actor: Actor, reference: str, why: str) -> EmergencyAccess:
    """Open one dossier to a deputy, for as long as the setting says. Who works on it, and who reviews it, is told."""
    if not why.strip():
        raise Invalid({"why": ["Schrijf op waarom u dit dossier nu moet zien."]})
    # His other windows wait here: together they try no more numbers, and open no dossier twice.
    once(uuid.UUID(int=actor.person_id))
    _demand_few_tries(actor)
    root = emergency.find(actor, reference)
    if root is None:
        raise Withheld({"reference": [REFUSED]}, about=emergency.aimed_at(actor, reference))
    if emergency.is_open_to(actor, root) or emergency.has_opened(actor, root):
        raise Invalid({"reference": [ALREADY_OPEN]}, about=[root])
    access = _open(root, actor, why)
    record(
        MunicipalityEvent.GLASS_BROKEN,
        access,
        actor=actor,
        detail={"until": access.grant.until.isoformat("T", "minutes")},
    )
    _tell(root, actor)
    return access


@operation(MunicipalityAction.END_EMERGENCY)
def end_emergency(access: EmergencyAccess, *, actor: Actor) -> EmergencyAccess:
    """Close it before its time: from the next request on the dossier is shut again."""
    grant = _locked(access)
    if grant.is_over:
        raise Conflict("Deze noodtoegang is al gesloten.")
    EmergencyGrant.objects.filter(pk=grant.pk).update(ended_at=timezone.now())
    record(MunicipalityEvent.EMERGENCY_ENDED, access, actor=actor)
    return access


@operation(MunicipalityAction.SEE_EMERGENCY)
def see_emergency(access: EmergencyAccess, *, actor: Actor) -> EmergencyAccess:
    """The owner of the dossier knows."""
    grant = _locked(access)
    if grant.seen_at is not None:
        raise Conflict("U hebt dit al bevestigd.")
    EmergencyGrant.objects.filter(pk=grant.pk).update(seen_at=timezone.now())
    record(MunicipalityEvent.EMERGENCY_SEEN, access, actor=actor)
    return access


@operation(MunicipalityAction.REVIEW_EMERGENCY)
def review_emergency(access: EmergencyAccess, *, actor: Actor, verdict: Verdict, reason: str = "") -> EmergencyAccess:
    """The privacy officer's judgement, once, after it is over. What is not in order needs a reason."""
    grant = _locked(access)
    if not grant.is_over:
        raise Conflict("Deze noodtoegang loopt nog. U kunt hem beoordelen als hij gesloten is.")
    if grant.reviewed_at is not None:
        raise Conflict("Deze noodtoegang is al beoordeeld.")
    demand_reason(verdict, reason)
    EmergencyGrant.objects.filter(pk=grant.pk).update(reviewed_at=timezone.now())
    access.verdict = verdict
    access.remark = reason.strip() or None
    access.reviewer_id = actor.person_id
    record(MunicipalityEvent.EMERGENCY_REVIEWED, access, actor=actor, detail={"verdict": verdict.value})
    return access


def _demand_few_tries(actor: Actor) -> None:
    """Refuse a try too many: no number is looked up, and after the one line that says so none is written."""
    tries = emergency.tries_lately(actor)
    if tries > emergency.MOST_TRIES:
        raise WithheldAgain({"reference": [TOO_OFTEN]})
    if tries == emergency.MOST_TRIES:
        raise Withheld({"reference": [TOO_OFTEN]}, about=emergency.works_at(actor))


def _open(root: DossierRoot, actor: Actor, why: str) -> EmergencyAccess:
    now, key = timezone.now(), uuid.uuid4()
    where = {"dossier_id": root.dossier_id, "municipality_id": root.municipality_id}
    grant = EmergencyGrant.objects.create(
        **where,
        id=key,
        user_id=actor.person_id,
        hat=actor.hat,
        since=now,
        until=now + emergency.lasts(),
        owner_id=root.owner_id,
    )
    with emergency.writing(actor, root):
        access: EmergencyAccess = EmergencyAccess.objects.create(
            **where, id=key, grant=grant, reference=root.reference, why=why.strip()
        )
    return access


def _tell(root: DossierRoot, actor: Actor) -> None:
    """At once: the owner, or who hears of new work where there is none. And who reviews it, that there is something.

    Where nobody can, who gives roles hears it: somebody else has to become privacy officer.
    """
    workers = [root.owner_id] if root.owner_id else told_about(root.dossier_id, told_of(root.municipality, today()))
    for user_id in workers:
        if user_id != actor.user_id:
            queue_mail(user_id=user_id, kind=MailKind.URGENT)
    reviewers = emergency.reviewers_of(root.dossier_id, root.municipality, actor.person_id)
    for user_id in reviewers or administrators_of(root.municipality, today()):
        queue_mail(user_id=user_id)


def _locked(access: EmergencyAccess) -> EmergencyGrant:
    return EmergencyGrant.objects.select_for_update().get(pk=access.grant_id)
