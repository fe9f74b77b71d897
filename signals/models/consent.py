"""What the person concerned, or who answers for her, was asked and told: each time a row, the newest stands."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from core.workdays import today
from signals.consent_codes import (
    HELD_BACK,
    MAY_ANSWER,
    REFUSALS,
    AgeGroup,
    ConsentAbout,
    ConsentAnswer,
    Delay,
    Spokesperson,
)
from signals.consent_sets import ConsentQuerySet, TellingQuerySet

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL
_SAID = {
    ConsentAnswer.AGREES: "wil dit",
    ConsentAnswer.REFUSES: "wil dit niet",
    ConsentAnswer.WITHDRAWN: "wil dit niet meer",
}


def _answered_by_who_may() -> Q:
    found = Q(answer=ConsentAnswer.NOT_ASKED)
    for age, who in MAY_ANSWER.items():
        found |= Q(age=age, spoke__in=who)
    return found


class Consent(SignalPart):
    """Whether somebody was asked, what she said, who asked and on what day. `asked_by`: "" when the author asked herself."""

    about = models.CharField("waarvoor", max_length=12, choices=ConsentAbout, default=ConsentAbout.CARE)
    answer = models.CharField("antwoord", max_length=10, choices=ConsentAnswer)
    age = models.CharField("leeftijd", max_length=8, choices=AgeGroup)
    spoke = models.CharField("wie antwoordde", max_length=12, choices=Spokesperson, blank=True)
    asked_by = models.CharField("wie vroeg het", max_length=120, blank=True)
    asked_on = models.DateField("gevraagd op", null=True)
    why_not = SealedTextField(label="signals.consent.why_not", null=True)
    noted_at = models.DateTimeField("vastgelegd op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal", append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[ConsentQuerySet] = manager_of(ConsentQuerySet)

    class Meta:
        verbose_name = "wens van betrokkene"
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="consent_asked_on_a_day_or_why_not",
                condition=Q(
                    answer=ConsentAnswer.NOT_ASKED, asked_on__isnull=True, spoke="", asked_by="", why_not__isnull=False
                )
                | (~Q(answer=ConsentAnswer.NOT_ASKED) & ~Q(spoke="") & Q(asked_on__isnull=False, why_not__isnull=True)),
            ),
            models.CheckConstraint(name="consent_answered_by_who_may", condition=_answered_by_who_may()),
        ]

    def __str__(self) -> str:
        return f"gevraagd: {self.get_answer_display()}"

    @property
    def was_asked(self) -> bool:
        """Whether somebody asked; else it is written down why not yet."""
        return self.answer != ConsentAnswer.NOT_ASKED

    @property
    def is_refusal(self) -> bool:
        """Whether she does not want it, or not any more."""
        return self.answer in REFUSALS

    @property
    def is_in_the_way(self) -> bool:
        """Whether it holds care coordination back: the refusal of an adult, or of whom the age is unknown."""
        return self.is_refusal and self.age in HELD_BACK

    @property
    def told(self) -> str:
        """The answer in a sentence."""
        if not self.was_asked:
            return "Betrokkene is nog niet gevraagd."
        who = "Betrokkene" if self.spoke == Spokesperson.SELF else self.get_spoke_display()
        return f"{who} {_SAID[ConsentAnswer(self.answer)]}."

    @property
    def told_more(self) -> str:
        """Who asked and when, or why nobody did yet, with the age."""
        age = "leeftijd onbekend" if self.age == AgeGroup.UNKNOWN else self.get_age_display().lower()
        if self.asked_on is None:
            return f"Waarom nog niet: {self.why_not} ({age})"
        return f"Gevraagd op {_day(self.asked_on)} door {self.asked_by or self.author} ({age})."


class Telling(SignalPart):
    """Whether the person, or who answers for her, knows that the municipality holds this; else why not yet, and when to look again.

    `told_by`: "" when the author told her herself. `why`: more about the reason.
    """

    told = models.BooleanField("verteld")
    to = models.CharField("aan wie", max_length=12, choices=Spokesperson, blank=True)
    told_on = models.DateField("verteld op", null=True)
    told_by = models.CharField("wie vertelde het", max_length=120, blank=True)
    reason = models.CharField("waarom nog niet", max_length=14, choices=Delay, blank=True)
    why = SealedTextField(label="signals.telling.why", null=True)
    review_on = models.DateField("opnieuw bekijken op", null=True)
    noted_at = models.DateTimeField("vastgelegd op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal", append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[TellingQuerySet] = manager_of(TellingQuerySet)

    class Meta:
        verbose_name = "verteld aan betrokkene"
        ordering = ["noted_at", "id"]
        indexes = [
            models.Index(fields=["municipality", "review_on"], name="telling_to_look_at", condition=Q(told=False))
        ]
        constraints = [
            models.CheckConstraint(
                name="telling_on_a_day_or_why_not_yet",
                condition=Q(told=True, told_on__isnull=False, reason="", review_on__isnull=True) & ~Q(to="")
                | Q(told=False, told_on__isnull=True, to="", told_by="", review_on__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="telling_other_reason_in_words", condition=~Q(reason=Delay.OTHER) | Q(why__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return "verteld" if self.told else "nog niet verteld"

    @property
    def in_words(self) -> str:
        """Told, or not yet, in a sentence."""
        if not self.told:
            return f"Nog niet verteld: {_small(self.get_reason_display())}."
        return (
            f"Verteld aan {_small(self.get_to_display())} op {_day(self.told_on)} door {self.told_by or self.author}."
        )

    @property
    def is_due(self) -> bool:
        """Whether the day to look again has come."""
        return self.review_on is not None and self.review_on <= today()


def _day(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _small(words: str) -> str:
    return words if words == Spokesperson.NIDOS.label else f"{words[:1].lower()}{words[1:]}"
