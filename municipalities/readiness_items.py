"""The 25 items of "basis op orde": what a municipality has arranged against human trafficking.

Five themes on two levels, as in the yardstick that municipalities use among themselves: 16 items make the basis, the
rest deepens it. There is no grade: a page shows counts, never one mark.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.text import slugify


class Theme(models.IntegerChoices):
    """The five themes."""

    POLICY = 1, "Beleid"
    SIGNALS = 2, "Signaleren"
    AWARENESS = 3, "Bewustwording"
    COOPERATION = 4, "Samenwerking"
    HELP = 5, "Opvang en hulp"


class Level(models.TextChoices):
    """Basis comes first; deepening builds on it."""

    BASIS = "basis", "basis"
    DEEPER = "deeper", "verdieping"


class ReadinessState(models.TextChoices):
    """How far a municipality is with an item."""

    NO = "no", "nee"
    IN_PROGRESS = "in_progress", "in ontwikkeling"
    YES = "yes", "ja"
    NA = "na", "niet van toepassing"


class ReadinessItem(models.TextChoices):
    """An item by its code; the label is the full sentence."""

    POLICY_ADOPTED = "policy_adopted", "Beleid mensenhandel vastgesteld door college (datum, raad geïnformeerd)"
    PLAN_JOINED = "plan_joined", "Instemming met regionaal plan of uitvoeringsplan"
    PORTFOLIO_HOLDER = "portfolio_holder", "Bestuurlijk portefeuillehouder benoemd"
    BUDGET = "budget", "Middelen of bijdrage zorgcoördinatie geborgd"
    LOCAL_RULES = "local_rules", "Lokale regelgeving (APV, huisvesting arbeidsmigranten, Bibob) toegerust"
    SEXWORK_POLICY = "sexwork_policy", "Prostitutie- of sekswerkbeleid en toezicht vastgesteld"
    EVALUATION = "evaluation", "Jaarlijkse monitoring of evaluatie"
    FOCAL_OFFICER = "focal_officer", "Aandachtsfunctionaris aangesteld (uren, vervanger)"
    FOCAL_TRAINED = "focal_trained", "Aandachtsfunctionaris getraind (datum, aanbieder)"
    INTERNAL_ROUTE = "internal_route", "Interne meldroute vastgesteld en bekend"
    REGISTRATION = "registration", "Registratie en verwerking van signalen ingericht (DPIA, verwerkingsregister)"
    FRONTLINE_TRAINED = "frontline_trained", "Medewerkers met burgercontact getraind (balie, toezicht; % en datum)"
    MANAGERS_TRAINED = "managers_trained", "Leidinggevenden getraind"
    AWARENESS_PUBLIC = "awareness_public", "Voorlichting aan inwoners, scholen, branches"
    PARTNER_AGREEMENTS = (
        "partner_agreements",
        "Samenwerkingsafspraken of convenant met politie, Arbeidsinspectie, RIEC, ZVH, Veilig Thuis",
    )
    SCREENING_TABLE = "screening_table", "Deelname aan signalen- of screeningsoverleg"
    JOINT_CHECKS = "joint_checks", "Integrale controles uitgevoerd (aantal per jaar)"
    BARRIERS_INSTRUMENT = "barriers_instrument", "Bestuurlijk instrumentarium en barrières beschreven"
    CROSSBORDER = "crossborder", "Grensoverschrijdende samenwerking"
    CARE_COORDINATION = "care_coordination", "Zorgcoördinatie structureel belegd (waar, fte)"
    SHELTER_ROUTE = "shelter_route", "Route opvang en crisis 24/7 bekend"
    MINORS_ROUTE = "minors_route", "Route minderjarigen (Veilig Thuis, jeugd)"
    AFTERCARE = "aftercare", "Nazorg en uitstroom geregeld"
    OFFENDER_APPROACH = "offender_approach", "Aanpak (herhaald) daderschap"
    COMENSHA_AGREEMENT = "comensha_agreement", "Afspraak over registratie bij CoMensha"


@cache
def _slug(short: str) -> str:
    return slugify(short)


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its place; `short` fits above a column."""

    code: ReadinessItem
    short: str
    theme: Theme
    level: Level

    @property
    def slug(self) -> str:
        """How an address names it: what stands above its column."""
        return _slug(self.short)

    @property
    def label(self) -> str:
        return str(self.code.label)

    @property
    def breakable(self) -> str:
        """`short` with places where its long words may break on a phone."""
        return _JOINTS.sub("\\g<0>\N{SOFT HYPHEN}", self.short)


# The first parts of the long words above: browsers do not know where Dutch breaks.
_JOINTS = re.compile("Aandachts|Portefeuille|Samenwerkings|Sekswerk|Instrumen|Zorg(?=co)|Grens|Medewer|Voor(?=li)")

_I = ReadinessItem
ITEMS: tuple[Item, ...] = (
    Item(_I.POLICY_ADOPTED, "Beleid vastgesteld", Theme.POLICY, Level.BASIS),
    Item(_I.PLAN_JOINED, "Regionaal plan", Theme.POLICY, Level.BASIS),
    Item(_I.PORTFOLIO_HOLDER, "Portefeuillehouder", Theme.POLICY, Level.BASIS),
    Item(_I.BUDGET, "Middelen", Theme.POLICY, Level.BASIS),
    Item(_I.LOCAL_RULES, "Lokale regels", Theme.POLICY, Level.BASIS),
    Item(_I.SEXWORK_POLICY, "Sekswerkbeleid", Theme.POLICY, Level.BASIS),
    Item(_I.EVALUATION, "Evaluatie", Theme.POLICY, Level.BASIS),
    Item(_I.FOCAL_OFFICER, "Aandachtsfunctionaris", Theme.SIGNALS, Level.BASIS),
    Item(_I.FOCAL_TRAINED, "Functionaris getraind", Theme.SIGNALS, Level.BASIS),
    Item(_I.INTERNAL_ROUTE, "Meldroute", Theme.SIGNALS, Level.BASIS),
    Item(_I.REGISTRATION, "Registratie", Theme.SIGNALS, Level.BASIS),
    Item(_I.FRONTLINE_TRAINED, "Medewerkers getraind", Theme.AWARENESS, Level.BASIS),
    Item(_I.MANAGERS_TRAINED, "Leiding getraind", Theme.AWARENESS, Level.DEEPER),
    Item(_I.AWARENESS_PUBLIC, "Voorlichting", Theme.AWARENESS, Level.DEEPER),
    Item(_I.PARTNER_AGREEMENTS, "Samenwerkingsafspraken", Theme.COOPERATION, Level.BASIS),
    Item(_I.SCREENING_TABLE, "Signalenoverleg", Theme.COOPERATION, Level.DEEPER),
    Item(_I.JOINT_CHECKS, "Integrale controles", Theme.COOPERATION, Level.DEEPER),
    Item(_I.BARRIERS_INSTRUMENT, "Barrières", Theme.COOPERATION, Level.DEEPER),
    Item(_I.CROSSBORDER, "Over de grens", Theme.COOPERATION, Level.DEEPER),
    Item(_I.CARE_COORDINATION, "Zorgcoördinatie", Theme.HELP, Level.BASIS),
    Item(_I.SHELTER_ROUTE, "Route opvang", Theme.HELP, Level.BASIS),
    Item(_I.MINORS_ROUTE, "Route minderjarigen", Theme.HELP, Level.BASIS),
    Item(_I.AFTERCARE, "Nazorg", Theme.HELP, Level.DEEPER),
    Item(_I.OFFENDER_APPROACH, "Aanpak daders", Theme.HELP, Level.DEEPER),
    Item(_I.COMENSHA_AGREEMENT, "Afspraak CoMensha", Theme.HELP, Level.DEEPER),
)
ITEM_BY_CODE: Mapping[str, Item] = {item.code.value: item for item in ITEMS}
ITEM_BY_SLUG: Mapping[str, Item] = {item.slug: item for item in ITEMS}
BASIS_ITEMS: tuple[Item, ...] = tuple(item for item in ITEMS if item.level == Level.BASIS)
