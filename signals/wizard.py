"""The wizard: its pages in order, and a draft seen through them.

danger → (112) → source → what → where → when → form → who → check. "Stap 3 van 8" counts these, and the page about 112
belongs to the first. Nothing forces the order: one can jump to every page; sending needs all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from core.access import Actor, may
from core.bsn import WAY_OUT

from .codes import Answered
from .forms import wizard as forms
from .forms.address import AddressSearch
from .forms.indicators import BASIS, TEXT
from .forms.page import StepForm
from .forms.who import WhoForm, with_row
from .models import Draft
from .models.begun import MOST_WORDS
from .operations.drafts import FORM_VERSION
from .operations.logging import ReporterFacts, SignalFacts
from .policies import SignalAction

BEGIN, CALL, WHO, CHECK = "begin", "bellen", "wie", "controleren"
# The one page of a short note that was cut off (forms/note.py).
NOTE = "notitie"
FORMS: Mapping[str, type[StepForm]] = {
    "gevaar": forms.DangerForm,
    CALL: forms.CallForm,
    "bron": forms.SourceForm,
    "wat": forms.WhatForm,
    "waar": forms.WhereForm,
    "wanneer": forms.WhenForm,
    "vorm": forms.FormForm,
    WHO: WhoForm,
}
LABELS: Mapping[str, str] = {
    "gevaar": "Gevaar",
    "bron": "Van wie",
    "wat": "Wat",
    "waar": "Waar",
    "wanneer": "Wanneer",
    "vorm": "Vorm",
    WHO: "Wie en wat",
    CHECK: "Controleren",
}
FIRST = "gevaar"
# In which version of the form (operations/drafts.py) a page came to ask otherwise, where it ever did.
CHANGED: Mapping[str, int] = {
    "vorm": 1,  # the characteristics
    "bron": 2,  # "weet ik niet" and "niet gevraagd" are two answers
}
# Sent along with a page, and asked of nobody; what is asked of some only.
_NO_QUESTION = frozenset({WAY_OUT, "veilig_thuis"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the summary, with the page where it can be changed."""

    label: str
    answer: str
    change_url: str


class Wizard:
    """A draft with its pages, for its writer."""

    def __init__(self, draft: Draft, actor: Actor) -> None:
        self.draft = draft
        self.actor = actor
        self.answers: Mapping[str, Any] = draft.answers or {}
        self.in_danger = draft.danger == Answered.YES
        self.sends = sends(actor)

    @property
    def is_note(self) -> bool:
        """Whether this is a short note, and not a signal that is logged page by page."""
        return NOTE in self.answers

    @property
    def pages(self) -> list[str]:
        """The pages with questions, in order; a note has a page of its own."""
        if self.is_note:
            return []
        return [slug for slug in FORMS if slug != CALL or self.in_danger]

    def form(self, slug: str, data: Any = None, *, more: str = "") -> StepForm:
        """The form of a page, with what the draft holds or with what was sent. `more`: the kind of a row to be added."""
        kept = self.answers.get(slug)
        return self._held(FORMS[slug](data, kept=with_row(kept, more) if more else kept, **self._about()))

    def _held(self, form: StepForm) -> StepForm:
        if isinstance(form, AddressSearch):
            form.held_by = self.draft.municipality
        if isinstance(form, WhoForm):
            form.ask_about_minor(asks=self.told_minor != Answered.NO)
        return form

    def _about(self) -> dict[str, Any]:
        return {"actor": self.actor, "own": self.sends, "in_danger": self.in_danger}

    def asks_otherwise(self, slug: str) -> bool:
        """Whether this page was filled in when it asked something else: its answers still stand, and are looked at again."""
        return slug in self.answers and self._typed_in(slug) < CHANGED.get(slug, 0)

    def has_changed(self, slug: str) -> bool:
        """Whether this page says that it is not the one that was filled in: then nothing of it is kept until it is sent."""
        return self.asks_otherwise(slug) or bool(self.left_over(slug))

    def left_over(self, slug: str) -> list[str]:
        """What was typed on this page in an earlier version, for a question that it does not ask any more."""
        if slug not in self.answers or self._typed_in(slug) == FORM_VERSION:
            return []
        fields: Mapping[str, Any] = self.answers[slug]["fields"]
        asked = self.form(slug).fields
        gone = {name: said for name, said in fields.items() if name not in asked and name not in _NO_QUESTION}
        texts = (said for name, said in gone.items() if not name.startswith((BASIS, TEXT)))
        return [", ".join(text) if isinstance(text, list) else str(text) for text in texts if text]

    @property
    def changed_pages(self) -> list[tuple[str, str]]:
        """(label, address) of each page that asks otherwise since it was filled in, or does not ask something any more."""
        changed = (slug for slug in self.pages if self.asks_otherwise(slug) or self.left_over(slug))
        return [(FORMS[slug].title, self.url(slug)) for slug in changed]

    def _typed_in(self, slug: str) -> int:
        version: int = self.answers[slug].get("form", self.draft.form_version)
        return version

    def after(self, slug: str) -> str:
        """The page that follows; the first one after the choice of municipality."""
        if slug not in self.pages:
            return self.pages[0]
        following = self.pages[self.pages.index(slug) + 1 :]
        return following[0] if following else CHECK

    def before(self, slug: str) -> str:
        """The page before, "" for the first."""
        pages = [*self.pages, CHECK]
        at = pages.index(slug)
        return pages[at - 1] if at else ""

    def url(self, slug: str) -> str:
        """The address of a page."""
        if slug == CHECK:
            return reverse("signals:draft-check", args=[self.draft.pk])
        return reverse("signals:draft-step", args=[self.draft.pk, slug])

    def has_page(self, slug: str) -> bool:
        """Whether this is a page of this draft."""
        return slug == CHECK or slug in self.pages

    @property
    def sender_id(self) -> int | None:
        """The organisation in whose name a partner sends, when it chose one."""
        chosen = self.answers.get(BEGIN, {"fields": {}})["fields"].get("sender", "")
        return int(chosen) if str(chosen).isdigit() else None

    @property
    def must_call(self) -> bool:
        """Somebody is in danger and the page about 112 was not answered yet."""
        return self.in_danger and CALL not in self.answers

    @property
    def calls_veilig_thuis(self) -> bool:
        """Somebody under 18 is involved, and Veilig Thuis was not called yet: that is done the same day."""
        called = self.answers.get(WHO, {"fields": {}})["fields"].get("veilig_thuis")
        return self.told_minor == Answered.YES and called != Answered.YES

    @property
    def told_minor(self) -> str:
        """What was answered about somebody under 18; "" while that was not asked."""
        told: Mapping[str, Any] = self.answers.get("wat", {"fields": {}})["fields"]
        return str(told.get("minor", ""))

    def number(self, slug: str) -> int:
        """Which of the steps the page belongs to, from 1."""
        return step_number(slug)

    def first_open(self) -> str:
        """Where to go on: the first page that is not right yet, else the check."""
        return next((slug for slug, form in self._filled if not form.is_valid()), CHECK)

    def left_off(self) -> tuple[str, str]:
        """Where to go on, and in words how far it is."""
        if self.is_note:
            return reverse("signals:draft-note", args=[self.draft.pk]), "korte notitie"
        slug = self.first_open()
        return self.url(slug), f"stap {step_number(slug)} van {len(LABELS)}"

    @property
    def first_words(self) -> str:
        """How the story begins, "" while there is none: for its writer, to know it again in a list."""
        told = (self.answers.get(slug, {"fields": {}})["fields"].get("facts") for slug in ("wat", NOTE))
        return Truncator(next(filter(None, told), "")).words(MOST_WORDS)

    def steps(self, slug: str) -> list[dict[str, str]]:
        """Every step as the component draws it."""
        drawn = plain_steps(step_number(slug))
        for key, step in zip(LABELS, drawn, strict=True):
            if key in self.answers or key == CHECK:
                step["url"] = self.url(key)
            if key in self.answers and step["state"] == "next":
                step["state"] = "done"
        return drawn

    @property
    def open_pages(self) -> list[tuple[str, str, bool]]:
        """(label, address, whether it seems to hold a BSN) of each page that must be looked at before sending."""
        return [(form.title, self.url(slug), bool(form.flagged)) for slug, form in self._filled if not form.is_valid()]

    def rows(self) -> Iterator[Row]:
        """The summary, page by page."""
        for slug, form in self._filled:
            back = f"{self.url(slug)}?terug=1"
            if form.is_valid():
                yield from (Row(label, answer, back) for label, answer in form.summary())
            else:
                yield Row(form.title, "nog niet in orde" if slug in self.answers else "", back)

    def facts(self) -> SignalFacts:
        """The signal that the pages make together. Only when none is open any more."""
        known: dict[str, Any] = {}
        reporter: dict[str, Any] = {}
        for _slug, form in self._filled:
            form.is_valid()
            known |= form.known()
            reporter |= form.about_reporter()
        return SignalFacts(**known, reporter=ReporterFacts(**reporter))

    @property
    def passed(self) -> list[str]:
        """The fields, of pages that are all right, with a number of which the writer said that it is no BSN."""
        return [name for _slug, form in self._filled for name in form.passed]

    @cached_property
    def _filled(self) -> list[tuple[str, StepForm]]:
        empty = {"fields": {}, "saved": 0}
        kept = ((slug, self.answers.get(slug, empty)) for slug in self.pages)
        return [(slug, self._held(FORMS[slug].of_kept(page, **self._about()))) for slug, page in kept]


def sends(actor: Actor) -> bool:
    """Whether the actor sends the signal to somebody else ("versturen"), or logs it for its own work ("vastleggen")."""
    return may(actor, SignalAction.SUBMIT)


def step_number(slug: str) -> int:
    """Which of the steps a page belongs to, from 1."""
    return list(LABELS).index(FIRST if slug == CALL else slug) + 1


def plain_steps(now: int) -> list[dict[str, str]]:
    """The steps without links; `now` is the present one."""
    return [
        {"label": label, "state": "current" if number == now else "next"}
        for number, label in enumerate(LABELS.values(), start=1)
    ]
