"""The people and things that a signal is about, and the keyed hashes by which they are found again.

A signal is a suspicion: nobody in it is a victim or a suspect, and what somebody may be stands beside how sure that is.
Everything may be left out. What identifies somebody is sealed; the text says "persoon 1" where a name was moved out of it.

Rows are added and never changed: a correction is a row with the same number and the next revision, and so is taking it
back. The last revision is how it stands (`standing`); the ones before stay to be read. What was noted wrongly can be struck:
then every revision goes, and one row without content keeps its place (operations/striking.py).
"""

from collections.abc import Iterable
from typing import ClassVar, Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.erasing import Gone
from core.keyed import KeyedField
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from signals.codes import Certainty, PossibleRole
from signals.equals import MatchKeyQuerySet, ThingQuerySet
from signals.normal.numbers import shown_plate
from signals.querysets import MentionQuerySet
from signals.sharing_codes import Provenance
from signals.things import MatchKind, Platform, ThingKind, Whose

from .signal import SignalPart

PERSON = "person"
_YEAR = 4  # digits


class Mention(SignalPart):
    """Base of a person and a thing. `number`: of the signal's own, from 1 for each kind, the same in every revision.

    `provenance`: whose data it is, which says under which law it may go on; "": as of the signal. `struck`: it was removed for
    good; what stands here is by whom, when and why.
    """

    number = models.PositiveSmallIntegerField("nummer")
    revision = models.PositiveSmallIntegerField("versie", default=1)
    certainty = models.CharField("hoe zeker", max_length=10, choices=Certainty, default=Certainty.UNKNOWN)
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance, blank=True)
    withdrawn = models.BooleanField("ingetrokken", default=False)
    struck = models.BooleanField("verwijderd", default=False)
    why = models.CharField("waarom ingetrokken", max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    kind: str

    class Meta:
        abstract = True

    @property
    def told(self) -> str:
        """What is known of it, in one line."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What it may have to do with the matter, and how sure that is."""
        raise NotImplementedError

    def _with_certainty(self, words: str, *, known: bool) -> str:
        sure = str(Certainty(self.certainty).label).lower()
        return f"{words} ({sure})" if known and self.certainty != Certainty.UNKNOWN else words


class SignalPerson(Mention):
    """Somebody in a signal; also one without a name. `birth_year`: four digits, or about how old ("rond 20")."""

    role = models.CharField("mogelijke rol", max_length=10, choices=PossibleRole, default=PossibleRole.UNKNOWN)
    name = SealedTextField(label="signals.person.name", null=True)
    alias = SealedTextField(label="signals.person.alias", null=True)
    birth_year = SealedTextField(label="signals.person.birth_year", null=True)
    description = SealedTextField(label="signals.person.description", null=True)

    # Struck by itself, a row goes under its own key; else with its dossier.
    wall = Content(parent="signal", append_only=True, goes_with_dossier=True, goes_with_other="id")
    erasing = Gone()
    objects: ClassVar[MentionQuerySet] = manager_of(MentionQuerySet)
    kind = PERSON

    class Meta:
        verbose_name = "persoon in een signaal"
        verbose_name_plural = "personen in een signaal"
        ordering = ["number", "revision"]
        constraints = [
            models.UniqueConstraint(name="signalperson_revision_once", fields=["signal", "number", "revision"]),
            models.CheckConstraint(
                name="signalperson_withdrawn_tells_why", condition=Q(withdrawn=False, why="") | Q(withdrawn=True)
            ),
            models.CheckConstraint(
                name="signalperson_struck_says_nothing",
                condition=Q(struck=False)
                | Q(
                    *(Q((f"{name}__isnull", True)) for name in ("name", "alias", "birth_year", "description")),
                    withdrawn=True,
                    role=PossibleRole.UNKNOWN,
                    certainty=Certainty.UNKNOWN,
                    provenance="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return label_of(self.number)

    @property
    def told(self) -> str:
        """Name, alias, age and description, as far as they are known."""
        also = f"{'ook ' if self.name else ''}bekend als {self.alias}" if self.alias else ""
        unnamed = "" if self.name or self.alias else "naam onbekend"
        parts = (unnamed, self.name, also, told_age(self.birth_year or ""), self.description)
        return ", ".join(part for part in parts if part)

    @property
    def about(self) -> str:
        """The possible role."""
        return self._with_certainty(self.get_role_display(), known=self.role_known)

    @property
    def role_known(self) -> bool:
        """Whether anything was said about it."""
        return self.role != PossibleRole.UNKNOWN


class SignalThing(Mention):
    """A company, vehicle, telephone number, page or account on the internet, one more address, or the number that the police or a
    partner has for the matter.

    `value`: the plate, number, account or address as it was written; of a company its number in the trade register.
    `name`: of a company, which is no secret and is searched by what it looks like. `platform`: where an account is.
    """

    kind = models.CharField("soort", max_length=10, choices=ThingKind)
    name = models.CharField("naam", max_length=120, blank=True)
    place = models.CharField("plaats", max_length=120, blank=True)
    platform = models.CharField("waar online", max_length=12, choices=Platform, blank=True)
    value = SealedTextField(label="signals.thing.value", null=True)
    whose = models.CharField("van wie", max_length=10, choices=Whose, default=Whose.UNKNOWN)
    description = SealedTextField(label="signals.thing.description", null=True)

    # Struck by itself, a row goes under its own key; else with its dossier.
    wall = Content(parent="signal", append_only=True, goes_with_dossier=True, goes_with_other="id")
    erasing = Gone()
    objects: ClassVar[ThingQuerySet] = manager_of(ThingQuerySet)

    class Meta:
        verbose_name = "zaak in een signaal"
        verbose_name_plural = "zaken in een signaal"
        ordering = ["kind", "number", "revision"]
        # Names are compared letter by letter; the walls let an index narrow that to the companies of a municipality.
        indexes = [
            models.Index(fields=["municipality"], name="signalthing_company", condition=Q(kind=ThingKind.COMPANY))
        ]
        constraints = [
            models.UniqueConstraint(name="signalthing_revision_once", fields=["signal", "kind", "number", "revision"]),
            models.CheckConstraint(name="signalthing_kind_known", condition=Q(kind__in=ThingKind.values)),
            models.CheckConstraint(
                name="signalthing_company_alone_has_name",
                condition=Q(kind=ThingKind.COMPANY) & ~Q(name="")
                | ~Q(kind=ThingKind.COMPANY) & Q(name="")
                | Q(struck=True),
            ),
            models.CheckConstraint(
                name="signalthing_says_something",
                condition=Q(kind=ThingKind.COMPANY)
                | Q(value__isnull=False)
                | Q(kind=ThingKind.VEHICLE, description__isnull=False)
                | Q(struck=True),
            ),
            models.CheckConstraint(
                name="signalthing_struck_says_nothing",
                condition=Q(struck=False)
                | Q(
                    *(Q((f"{name}__isnull", True)) for name in ("value", "description")),
                    *(Q((name, "")) for name in ("name", "place", "platform")),
                    withdrawn=True,
                    whose=Whose.UNKNOWN,
                    certainty=Certainty.UNKNOWN,
                    provenance="",
                ),
            ),
            models.CheckConstraint(
                name="signalthing_withdrawn_tells_why", condition=Q(withdrawn=False, why="") | Q(withdrawn=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} {self.number}"

    @property
    def bare(self) -> str:
        """What it is, without what was said about it: number, name and place."""
        value = self.value or ""
        match self.kind:
            case ThingKind.COMPANY:
                value = f"{self.name} (KvK {value})" if value else self.name
            case ThingKind.VEHICLE:
                value = shown_plate(value)
            case ThingKind.PROFILE:
                value = f"{self.get_platform_display()}: {value}" if self.platform else value
        return ", ".join(filter(None, (value, self.place)))

    @property
    def bare_of_number(self) -> str:
        """The same; of a company without its number in the trade register, which may be of one person."""
        return ", ".join(filter(None, (self.name, self.place))) if self.kind == ThingKind.COMPANY else self.bare

    @property
    def told(self) -> str:
        """What it is, with the description."""
        return ", ".join(filter(None, (self.bare, self.description)))

    @property
    def about(self) -> str:
        """Of whom it is, and how sure that is."""
        if self.kind == ThingKind.REFERENCE:
            return ""  # whose it is stands in its description
        return self._with_certainty(self.get_whose_display(), known=True)


class MatchKey(SignalPart):
    """One way in which a person or thing of a signal, or the place of the signal itself, is found as the same elsewhere.

    `about` and `number`: of which mention, whatever its revision; "signal" and 0 for what stands in the signal itself.
    `content`: kind and normal form (core/keyed.py), sealed, so that the hash can be made anew when the key is replaced.
    Written together with the mention; of one that was corrected or withdrawn only the present keys exist.
    """

    about = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=MatchKind)
    content = SealedTextField(label="signals.match_key.content")
    digest = KeyedField(of="content")

    erasing = Gone()
    objects: ClassVar[MatchKeyQuerySet] = manager_of(MatchKeyQuerySet)

    class Meta:
        verbose_name = "sleutel"
        ordering = ["about", "number", "kind"]
        indexes = [models.Index(fields=["digest", "municipality"], name="matchkey_found")]

    def __str__(self) -> str:
        return f"{self.about} {self.number}: {self.kind}"


def label_of(number: int) -> str:
    """What the text says in the place of the name."""
    return f"persoon {number}"


def told_age(birth_year: str) -> str:
    """A year of birth, or about how old, in words."""
    if not birth_year.isdigit():
        return birth_year
    return f"geboren in {birth_year}" if len(birth_year) == _YEAR else f"{birth_year} jaar"


class Revised(Protocol):
    """A row of which the last revision counts."""

    kind: str
    number: int
    revision: int
    withdrawn: bool


def standing[R: Revised](rows: Iterable[R]) -> list[R]:
    """How each stands: its last revision, without what was withdrawn; in the order of kind and number."""
    last: dict[tuple[str, int], R] = {}
    for row in sorted(rows, key=lambda row: row.revision):
        last[row.kind, row.number] = row
    return [last[place] for place in sorted(last) if not last[place].withdrawn]
