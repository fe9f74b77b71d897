"""How long a step takes in a region: set by its administrator, from a day on. What runs keeps the last day that it has."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Conflict, Invalid
from core.resend import sent_before
from core.unit import once
from core.workdays import today
from municipalities.events import MunicipalityEvent
from municipalities.models import Region, TermSetting
from municipalities.models.terms import TermSettingQuerySet
from municipalities.policies import MunicipalityAction
from municipalities.terms import Setting, declared

_TERMS = uuid.UUID("6d1c2a34-98c5-4f0e-8f3b-0d5b5a1f7a52")
# A day beyond this is a slip of the pen.
FURTHEST = timedelta(days=366)


class TermChanged(Conflict):
    """Another setting of this term was added after the form was opened."""

    title = "Deze termijn is intussen ingesteld"

    def __init__(self) -> None:
        super().__init__("Dat was nadat u de pagina opende. Wat u nu stuurde, is niet opgeslagen.")


@dataclass(frozen=True, slots=True)
class NewSetting:
    """What an administrator sets. `amount`: in the unit of the term; `key`: the new row's id.

    `seen`: how many settings of this term the form knew of.
    """

    region: Region
    code: str
    amount: int
    valid_from: date
    why: str
    seen: int
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def columns(self) -> dict[str, object]:
        """What of it is stored as it was given."""
        return {
            "region_id": self.region.pk,
            "code": self.code,
            "amount": self.amount,
            "valid_from": self.valid_from,
            "why": self.why.strip(),
        }


@operation(MunicipalityAction.SET_TERM)
def set_term(*, actor: Actor, setting: NewSetting) -> TermSetting:
    """From `valid_from` on the term takes `amount`. Sending the same key again gives the row that was made the first time.

    Raises Invalid for an unknown term, an amount out of its bounds or that holds already, and a day that is past or far off;
    TermChanged when somebody else set this term meanwhile.
    """
    once(uuid.uuid5(_TERMS, f"{setting.region.pk}-{setting.code}"))
    rows = TermSetting.objects.of_term(setting.region, setting.code)
    if sent_before(rows, setting.key, **setting.columns()):
        made: TermSetting = rows.get(pk=setting.key)
        record_view(MunicipalityEvent.TERM_SEEN, made, actor=actor)
        return made
    if setting.seen != rows.count():
        raise TermChanged
    _demand_fit(setting, rows)
    made = TermSetting.objects.create(
        id=setting.key, **setting.columns(), author_id=actor.person_id, set_at=timezone.now()
    )
    detail = {"region": setting.region.pk, "term": made.code, "amount": made.amount, "from": str(made.valid_from)}
    record(MunicipalityEvent.TERM_SET, made, actor=actor, detail=detail)
    return made


def _demand_fit(setting: NewSetting, rows: TermSettingQuerySet) -> None:
    term = declared().get(setting.code)
    if term is None:
        raise Invalid(message="Deze termijn bestaat niet.")
    if not term.least <= setting.amount <= term.most:
        raise Invalid({"amount": [out_of_bounds(term)]})
    if setting.valid_from < today():
        message = "Deze dag is al voorbij. Kies vandaag of een latere dag: een termijn verandert nooit met terugwerkende kracht."
        raise Invalid({"valid_from": [message]})
    if setting.valid_from > today() + FURTHEST:
        raise Invalid({"valid_from": ["Deze dag ligt meer dan een jaar vooruit. Controleer het jaartal."]})
    if not setting.why.strip():
        raise Invalid({"why": ["Schrijf op waarom de termijn verandert."]})
    before = rows.begun(setting.valid_from).newest_first().first()
    if (before.amount if before else term.usual) == setting.amount:
        raise Invalid({"amount": [f"Op die dag is het al {term.words(setting.amount)}."]})


def out_of_bounds(term: Setting) -> str:
    """What somebody is told who chose too little or too much."""
    return f"Kies ten minste {term.words(term.least)} en ten hoogste {term.words(term.most)}."
