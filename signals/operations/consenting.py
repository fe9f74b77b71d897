"""The wish of the person concerned (domain 8.3, R13).

Before somebody is offered to care coordination she is asked, or it is written down why that is not possible yet. An adult
who says no is not offered, unless a legal duty or a vital interest goes before it: the officer says which and why, the log
keeps which, and the care coordinator reads both. Who is under eighteen is offered all the same; until sixteen somebody
answers for her, and never a parent who may be involved. This is no exception to what partners agreed on (overriding.py):
that one is the privacy officer's, this one the officer's own and of one offer. The same holds for a handover by name to
who gives care, where the ground of that handover says what goes before her no.

Each answer is a row; the newest stands, also one that was noted after the offer. A no that holds back goes only when she is
asked again: not by "not asked", by a yes of an earlier day, nor by a lower age beside the same answer. Whoever reads the
whole signal and works on it may note one, so the care coordinator too. What a person was told works the same way (telling.py).
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import IN_FUTURE, today
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from signals.codes import Answered, HandoverKind, LegalGround
from signals.consent_codes import (
    HELD_BACK,
    MAY_ANSWER,
    REFUSALS,
    AgeGroup,
    ConsentAbout,
    ConsentAnswer,
    Despite,
    Spokesperson,
)
from signals.events import SignalEvent
from signals.matter import one_matter
from signals.models import Consent, Offer, Signal, Telling, part_of
from signals.notices import tell_care, tell_worker
from signals.policies import SignalAction
from signals.typed_beside import demand_unsaid, names_barred_source
from signals.workflow import SIGNAL

NEEDED = "Vul dit in."
SAYS_NO = (
    "Betrokkene wil dit niet. Een volwassene biedt u dan niet aan, en ook niet iemand van wie u de leeftijd niet weet, "
    "tenzij een wettelijke plicht of een levensbelang voorgaat. Zeg hier welke, en leg uit waarom."
)
NO_MORE = (
    "Betrokkene wil geen zorgcoördinatie. Er is niets aangenomen. Trekt de aandachtsfunctionaris het aanbod niet in? "
    "Bel dan even."
)
NO_MORE_AGAIN = "Betrokkene wil geen zorgcoördinatie. Trek het aanbod in; zo nodig biedt u daarna aan met uw reden."
STANDS_UNASKED = "Op {day} is dit gevraagd, en was het antwoord nee. Dat blijft staan tot betrokkene iets anders zegt."
STANDS_SINCE = "Op {day} was het antwoord nee. Een antwoord van een eerdere dag verandert dat niet."
STANDS_OF_ADULT = (
    "Op {day} zei iemand van 18 jaar of ouder nee. Is betrokkene toch jonger? Vraag het opnieuw en vul die dag in."
)
UNREGISTERED = (
    "CoMensha registreert niemand zonder toestemming. Leg eerst bij het signaal vast dat betrokkene dit goedvindt, of "
    "geef het anoniem door."
)
NOT_TO_CARE = (
    "Betrokkene wil geen hulp. Een volwassene geeft u dan niet met naam door aan zorg of hulp, tenzij een wettelijke plicht of "
    "een vitaal belang de grondslag is."
)
NOT_TO_COMENSHA = (
    "Betrokkene wil geen registratie bij CoMensha. Een volwassene geeft u daar dan niet met naam door, tenzij een wettelijke "
    "plicht of een vitaal belang de grondslag is."
)
UNASKED = (
    "Dit gaat met naam naar zorg of hulp. Leg eerst bij het signaal vast of betrokkene dat goedvindt, of waarom dat nog niet is "
    "gevraagd."
)
_O = OrganisationKind
# To these a handover is about care for who is named in it. What ZVH and Veilig Thuis do rests on duties of their own.
GIVES_CARE = frozenset(
    {
        *(_O.CARE_COORDINATION, _O.GGD, _O.CSG, _O.MENTAL_HEALTH, _O.GP_HOSPITAL, _O.ADDICTION_CARE, _O.COMENSHA),
        *(_O.COSM, _O.SHELTER_WMO, _O.YOUTH_CARE, _O.SLACHTOFFERHULP, _O.FAIRWORK, _O.CKM_FIER, _O.NGO_OTHER),
    }
)
# To a team of the municipality itself (wijkteam, leerplicht, handhaving) it is, unless it is asked to inspect or to act.
_NO_CARE = (HandoverKind.INVESTIGATE, HandoverKind.INSPECT_JOINT, HandoverKind.ADMINISTRATIVE)
_BEFORE_A_NO = (LegalGround.LEGAL_DUTY, LegalGround.VITAL_INTEREST)
_WHO = {
    AgeGroup.ADULT: "Vanaf 16 jaar geeft iemand zelf antwoord.",
    AgeGroup.FROM_16: "Vanaf 16 jaar geeft iemand zelf antwoord.",
    AgeGroup.UNDER_16: "Onder de 16 geeft een ouder of voogd antwoord. Is een ouder mogelijk betrokken, kies dan de voogd, Nidos of de instelling.",
    AgeGroup.UNKNOWN: "Van wie de leeftijd onbekend is, geeft geen ouder antwoord: die kan betrokken zijn.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether somebody was asked and what she said. `by`: "" for the actor herself; `why_not`: why nobody asked yet."""

    answer: ConsentAnswer
    age: AgeGroup
    spoke: Spokesperson | None = None
    by: str = ""
    on: dt.date | None = None
    why_not: str = ""

    def columns(self) -> dict[str, Any]:
        """As they are stored: of what was not asked nothing but why, and the other way round."""
        asked = self.answer != ConsentAnswer.NOT_ASKED
        return {
            "answer": self.answer,
            "age": self.age,
            "spoke": (self.spoke or "") if asked else "",
            "asked_by": self.by.strip() if asked else "",
            "asked_on": self.on if asked else None,
            "why_not": None if asked else self.why_not.strip() or None,
        }

    def wrong(self) -> dict[str, list[str]]:
        """What cannot be, by field ("asked_" before its name here); empty when it can be."""
        if self.answer == ConsentAnswer.NOT_ASKED:
            return {} if self.why_not.strip() else {"asked_why_not": ["Schrijf op waarom het nog niet is gevraagd."]}
        found = {}
        if self.spoke is None:
            found["asked_spoke"] = ["Kies wie het antwoord gaf."]
        elif self.spoke not in MAY_ANSWER[self.age]:
            found["asked_spoke"] = [_WHO[self.age]]
        if self.on is None or self.on > today():
            found["asked_on"] = [IN_FUTURE if self.on else "Vul in op welke dag het is gevraagd."]
        return found


@dataclass(frozen=True, slots=True)
class Against:
    """What goes before the refusal of an adult, and why."""

    ground: Despite
    why: str


@operation(SignalAction.NOTE_CONSENT)
def note_consent(
    signal: Signal, *, actor: Actor, key: uuid.UUID, asked: Asked, about: ConsentAbout = ConsentAbout.CARE
) -> Consent:
    """Write down that somebody was asked, or changed her mind. Sending the same key again notes it once.

    Who works on the signal, and care coordination that was offered it, are mailed when it holds the offer back.
    """
    columns = {**asked.columns(), "about": about}
    if sent_before(Consent.objects.of(signal), key, **columns):
        made: Consent = Consent.objects.of(signal).get(pk=key)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    SIGNAL.move(signal, SignalAction.NOTE_CONSENT)
    row = _add(signal, actor, asked, about=about, key=key)
    if row.is_in_the_way and about == ConsentAbout.CARE and signal.care_sees:
        tell_care(signal, actor=actor)
        tell_worker(signal, actor=actor)
    return row


def ask_along(signal: Signal, actor: Actor, asked: Asked, against: Against | None) -> dict[str, Any]:
    """What the person said, noted with an offer: the columns of that offer. A step of the operation that makes it.

    Raises Invalid for the refusal of an adult without what goes before it.
    """
    standing: Consent | None = Consent.objects.standing(signal)
    consent = standing if standing and _says(standing, asked) else _add(signal, actor, asked)
    if not consent.is_in_the_way:
        return {"consent": consent}
    if against is None or not against.why.strip():
        raise Invalid({"despite" if against is None else "despite_why": [SAYS_NO if against is None else NEEDED]})
    _demand_source_unnamed(signal, {"despite_why": against.why})
    return {
        "consent": consent,
        "against_wish": True,
        "despite": against.ground,
        "despite_why": against.why.strip(),
    }


def go_by_wish(offer: Offer, *, message: str) -> None:
    """The offer goes on with what the person said last. A step of the operation; raises WrongState for a later refusal."""
    last = _last_said(offer.signal)
    if last is not None and last.is_in_the_way and not offer.against_wish:
        raise WrongState(message)
    offer.consent = Consent.objects.standing(offer.signal) or offer.consent


def demand_wished(signal: Signal) -> None:
    """Raise WrongState when the person concerned said since the last offer that she does not want it. A step of an operation."""
    offer: Offer | None = Offer.objects.of(signal).last()
    if offer is not None:
        offer.signal = signal
        go_by_wish(offer, message=NO_MORE)


def demand_handover_wished(signal: Signal, *, partner: Organisation, kind: str, ground: str) -> None:
    """Refuse a handover by name that `unwished` speaks against. A step of the operation; raises Invalid."""
    if errors := unwished(signal, partner=partner, kind=kind, ground=ground):
        raise Invalid(errors)


def unwished(signal: Signal, *, partner: Organisation, kind: str, ground: str) -> dict[str, list[str]]:
    """By field why nothing may go there by name: CoMensha registers nobody without her consent, care gets no adult who says no.

    Nor does it get her, unless a minor, before it is written down whether she was asked, or why not yet (domain 2.2, row 7).
    A legal duty or a vital interest as its ground goes before both. {} when nothing is in the way.
    """
    if kind == HandoverKind.COMENSHA_REGISTRATION:
        asked = _last_said(signal, ConsentAbout.REGISTRATION)
        if asked is None or asked.answer != ConsentAnswer.AGREES:
            return {"kind": [UNREGISTERED]}
    gives_care = partner.kind in GIVES_CARE or (partner.kind == _O.MUN_TEAM and kind not in _NO_CARE)
    if gives_care and ground not in _BEFORE_A_NO:
        why = _refused_to(signal, partner) or _unasked(signal, partner)
        return {"ground": [why]} if why else {}
    return {}


def demand_question_wished(signal: Signal, *, partner: Organisation, ground: str) -> None:
    """Raise Invalid where who gives care would be asked about her by name, and she said no to care. A step of an operation."""
    by_name = partner.kind in GIVES_CARE and ground != LegalGround.NO_PERSONAL_DATA
    if by_name and ground not in _BEFORE_A_NO and (why := _refused_to(signal, partner)):
        raise Invalid({"ground": [why]})


def _matters(partner: Organisation) -> dict[ConsentAbout, str]:
    # Whatever a handover to CoMensha is called: what it is told of her by name, it knows of her.
    about_comensha = {ConsentAbout.REGISTRATION: NOT_TO_COMENSHA} if partner.kind == _O.COMENSHA else {}
    return {ConsentAbout.CARE: NOT_TO_CARE, **about_comensha}


def _refused_to(signal: Signal, partner: Organisation) -> str:
    for about, told in _matters(partner).items():
        standing = _last_said(signal, about)
        if standing is not None and standing.is_in_the_way:
            return told
    return ""


def _unasked(signal: Signal, partner: Organisation) -> str:
    if signal.minor == Answered.YES or any(_last_said(signal, about) for about in _matters(partner)):
        return ""
    return UNASKED


def wish_along(signal: Signal) -> list[list[str]]:
    """What care coordination gets along of it: [[label, text], ...] as it stands now. No name but of who asked or told."""
    consent: Consent | None = Consent.objects.standing(signal)
    telling: Telling | None = Telling.objects.of(signal).select_related("author").last()
    offer: Offer | None = Offer.objects.of(signal).last()
    lines = told_lines(consent, telling)
    if offer is not None and offer.against_wish:
        lines["Toch aangeboden"] = f"{offer.get_despite_display()}. {offer.despite_why}"
    return [[label, text] for label, text in lines.items()]


WISH = "Wens van betrokkene"


def told_lines(consent: Consent | None, telling: Telling | None) -> dict[str, str]:
    """What a person said and was told, by label, as care coordination reads it."""
    lines = {WISH: f"{consent.told} {consent.told_more}"} if consent else {}
    return lines | ({"Verteld": telling.in_words} if telling else {})


def _says(row: Consent, asked: Asked) -> bool:
    columns = asked.columns()
    if not row.asked_by and columns["asked_by"] == str(row.author):
        columns["asked_by"] = ""
    return all(getattr(row, name) == value for name, value in columns.items())


def _last_said(signal: Signal, about: ConsentAbout = ConsentAbout.CARE) -> Consent | None:
    """What was noted last of this matter: merging copies nothing, and undoes no refusal either."""
    rows = Consent.objects.unscoped(reason="of a signal that passed its gate, and of what was merged with it")
    last: Consent | None = rows.filter(signal__in=one_matter(signal), about=about).last()
    return last


def _demand_source_unnamed(signal: Signal, typed: Mapping[str, str | None]) -> None:
    """Care coordination and, in the case, its team read this; who reported and may not be named is known to neither."""
    demand_unsaid(signal, typed, names_barred_source)


def _left_standing(standing: Consent | None, asked: Asked) -> dict[str, list[str]]:
    """Why this answer does not take away a no that holds back, by field; empty when it may: only who is asked again undoes it."""
    if standing is None or not standing.is_in_the_way or standing.asked_on is None:
        return {}
    day = f"{standing.asked_on:%d-%m-%Y}"
    if asked.on is None:
        return {"asked_answer": [STANDS_UNASKED.format(day=day)]}
    if asked.answer not in REFUSALS:
        return {"asked_on": [STANDS_SINCE.format(day=day)]} if asked.on < standing.asked_on else {}
    grew_younger = standing.age == AgeGroup.ADULT and asked.age not in HELD_BACK
    return {"asked_age": [STANDS_OF_ADULT.format(day=day)]} if grew_younger and asked.on <= standing.asked_on else {}


def _add(
    signal: Signal,
    actor: Actor,
    asked: Asked,
    *,
    about: ConsentAbout = ConsentAbout.CARE,
    key: uuid.UUID | None = None,
) -> Consent:
    # Of a registration nothing but a yes counts, whatever stood there.
    standing = _last_said(signal) if about == ConsentAbout.CARE else None
    if wrong := asked.wrong() or _left_standing(standing, asked):
        raise Invalid(wrong)
    columns: Mapping[str, Any] = asked.columns()
    _demand_source_unnamed(signal, {"asked_by": columns["asked_by"], "asked_why_not": columns["why_not"]})
    row = Consent(
        **part_of(signal),
        **columns,
        about=about,
        noted_at=timezone.now(),
        author_id=actor.person_id,
    )
    row.id = key or row.id
    row.save(force_insert=True)
    record(SignalEvent.CONSENT_NOTED, row, actor=actor, detail={"about": about, "answer": asked.answer})
    return row
