"""Issuers: letting people of a municipality or an organisation sign in by its own screen, and ending that."""

import datetime as dt
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.ending import end_sessions
from accounts.events import AccountEvent
from accounts.id_tokens import PROOF_CLAIMS
from accounts.issuers import Endpoints
from accounts.models import Identity, Issuer, IssuerDomain, User
from accounts.operations import welcome_user
from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid, WrongState
from core.unit import once
from municipalities import roles
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.models import IssuerArea, Municipality, Organisation
from municipalities.policies import MunicipalityAction

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_ENDED = "Dit inlogscherm is al beëindigd."


@dataclass(frozen=True, slots=True)
class Screen:
    """What an administrator of the server says of an issuer. `proofs`: as in accounts.models.Issuer."""

    name: str
    url: str
    client_id: str
    client_secret: str
    domains: Collection[str]
    proofs: Sequence[str]
    valid_from: dt.date
    valid_until: dt.date | None = None


@operation(MunicipalityAction.REGISTER_ISSUER)
def register_issuer(
    *,
    actor: Actor,
    screen: Screen,
    endpoints: Endpoints,
    municipalities: Collection[Municipality],
    organisation: Organisation | None,
    colleagues_report: bool = False,
) -> Issuer:
    """From its first day on, whoever has an address in `domains` signs in by this issuer and by no password.

    `colleagues_report`: any colleague of the municipalities, invited or not, may send in what she noticed.

    Raises Invalid for a domain that is none or belongs to another issuer, for a proof that is none, or when it is not
    said for whom the issuer speaks.
    """
    domains = sorted({domain.strip().lower().removeprefix("@") for domain in screen.domains})
    _check(screen, domains, given_for=bool(municipalities) != bool(organisation))
    if colleagues_report and not municipalities:
        raise Invalid({"colleagues_report": ["Alleen collega's van een gemeente kunnen zonder uitnodiging melden."]})
    once(uuid.uuid5(uuid.NAMESPACE_URL, "issuer-domains"))
    if taken := sorted(IssuerDomain.objects.filter(name__in=domains).values_list("name", flat=True)):
        raise Invalid({"domains": [f"Dit domein hoort al bij een inlogscherm: {', '.join(taken)}."]})
    issuer = Issuer.objects.create(
        name=screen.name.strip(),
        url=screen.url,
        client_id=screen.client_id,
        client_secret=screen.client_secret,
        proofs=list(screen.proofs),
        valid_from=screen.valid_from,
        valid_until=screen.valid_until,
        **endpoints.columns(),
    )
    IssuerDomain.objects.bulk_create([IssuerDomain(issuer=issuer, name=name) for name in domains])
    areas = [
        IssuerArea(issuer=issuer, municipality=municipality, colleagues_report=colleagues_report)
        for municipality in municipalities
    ]
    IssuerArea.objects.bulk_create(areas or [IssuerArea(issuer=issuer, organisation=organisation)])
    detail = {
        "domains": domains,
        "proofs": list(screen.proofs),
        "municipalities": sorted(municipality.pk for municipality in municipalities),
        "organisation": organisation.pk if organisation else None,
        "colleagues_report": colleagues_report,
    }
    record(MunicipalityEvent.ISSUER_REGISTERED, issuer, actor=actor, detail=detail)
    return issuer


def _check(screen: Screen, domains: Collection[str], *, given_for: bool) -> None:
    told: dict[str, list[str]] = {}
    if not (screen.name.strip() and screen.client_id and screen.client_secret):
        told["name"] = ["Geef een naam, een client-id en een geheim."]
    if not given_for:
        told["areas"] = ["Zeg voor welke gemeenten, of voor welke organisatie, dit inlogscherm is."]
    if not domains or not all(_DOMAIN.fullmatch(domain) for domain in domains):
        told["domains"] = ["Geef een of meer domeinen, zoals gemeente.nl."]
    if not screen.proofs or not all(_is_proof(proof) for proof in screen.proofs):
        told["proofs"] = [f"Geef een bewijs van de tweede stap, zoals amr=mfa. Het kan zijn: {_claims()}."]
    if screen.valid_until is not None and screen.valid_until < screen.valid_from:
        told["valid_until"] = ["De laatste dag ligt voor de eerste."]
    if told:
        raise Invalid(told)


def _is_proof(proof: str) -> bool:
    claim, _, word = proof.partition("=")
    return claim in PROOF_CLAIMS and bool(word) and " " not in word


def _claims() -> str:
    return ", ".join(f"{claim}=…" for claim in sorted(PROOF_CLAIMS))


@operation(MunicipalityAction.LET_COLLEAGUES_REPORT)
def let_colleagues_report(issuer: Issuer, *, actor: Actor, on: bool) -> Issuer:
    """Whether who was never invited may sign in and report. Off: who did so before keeps that account and that right.

    Raises WrongState when it is so already, and for an issuer that ended or is of an organisation.
    """
    _demand_running(issuer)
    if not IssuerArea.objects.filter(issuer=issuer, municipality__isnull=False).update(colleagues_report=on):
        raise WrongState("Dit inlogscherm is niet van een gemeente.")
    record(MunicipalityEvent.COLLEAGUES_LET_IN, issuer, actor=actor, detail={"on": on})
    return issuer


@operation(MunicipalityAction.LET_REPORT)
def let_in_to_report(*, actor: Actor, issuer: Issuer, email: str, name: str) -> User:
    """An account for a colleague whom nobody invited: she may report for the municipalities of her screen, from today.

    `name`: as the screen told it; without one she is called by her address. Raises Invalid for an address that is taken.
    """
    user = welcome_user(actor=actor, email=email, full_name=name or email.partition("@")[0])
    places = list(Municipality.objects.filter(issuers__issuer=issuer, issuers__colleagues_report=True))
    today = timezone.localdate()
    for place in places:
        roles.give(place, user.pk, Role.REPORTER, valid_from=today, valid_until=None, deputy=False)
    detail = {"issuer": str(issuer.pk), "municipalities": [place.pk for place in places]}
    record(MunicipalityEvent.COLLEAGUE_CAME, user, actor=actor, detail=detail)
    return user


@operation(MunicipalityAction.SWITCH_ISSUER)
def switch_issuer(issuer: Issuer, *, actor: Actor, on: bool) -> Issuer:
    """Off: its people sign in with a password and a second factor here, for as long as it stays off. Raises WrongState."""
    _demand_running(issuer)
    if issuer.is_on == on:
        raise WrongState("Dit inlogscherm staat al zo.")
    issuer.is_on = on
    ended = 0 if on else _end_sessions(issuer)
    record(MunicipalityEvent.ISSUER_SWITCHED, issuer, actor=actor, detail={"on": on, "sessions_ended": ended})
    return issuer


@operation(MunicipalityAction.END_ISSUER)
def end_issuer(issuer: Issuer, *, actor: Actor) -> Issuer:
    """For good: its domains are free, nobody comes in by it, and who did is signed out. Raises WrongState."""
    _demand_running(issuer)
    ended = _end_sessions(issuer)
    issuer.is_on = False
    today = timezone.localdate()
    issuer.valid_until = max(issuer.valid_from, today)
    issuer.client_secret = ""
    IssuerDomain.objects.filter(issuer=issuer).delete()
    Identity.objects.filter(issuer=issuer).delete()
    record(MunicipalityEvent.ISSUER_ENDED, issuer, actor=actor, detail={"sessions_ended": ended})
    return issuer


@operation(MunicipalityAction.FORGET_IDENTITY)
def forget_identity(user: User, *, actor: Actor) -> User:
    """Who this is to an issuer is found anew at the next sign-in, by the address. Raises WrongState."""
    count, _ = Identity.objects.filter(user=user).delete()
    if not count:
        raise WrongState("Deze persoon is nog nooit via de eigen organisatie ingelogd.")
    detail = {"sessions_ended": end_sessions(user)}
    record(AccountEvent.IDENTITY_FORGOTTEN, user, actor=actor, detail=detail)
    return user


def _demand_running(issuer: Issuer) -> None:
    if not issuer.domains.exists():
        raise WrongState(_ENDED)


def _end_sessions(issuer: Issuer) -> int:
    people = User.objects.filter(identities__issuer=issuer)
    return sum(end_sessions(user) for user in people)
