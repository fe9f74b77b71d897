"""Invented content for `templates/gallery.html`, the page that shows every component with its variants."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from core import workdays
from core.pagination import Page
from core.widgets import CardCheckboxes, Explained


class QuestionForm(forms.Form):
    """One field of each kind."""

    use_required_attribute = False
    what = forms.CharField(
        label="Wat is er gezien of gehoord?",
        help_text="Schrijf op wat u zeker weet. Namen zijn niet nodig.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
    danger = forms.ChoiceField(
        label="Is iemand nu in gevaar?",
        choices=[("yes", "Ja"), ("no", "Nee"), ("unknown", "Weet ik niet")],
        widget=forms.RadioSelect,
    )
    form = forms.MultipleChoiceField(
        label="Waar lijkt het op?",
        choices=[
            ("labour", Explained("Uitbuiting in werk", hint="Iemand werkt onder dwang of voor veel te weinig loon.")),
            ("sexual", Explained("Seksuele uitbuiting", hint="Iemand wordt gedwongen tot seks met anderen.")),
        ],
        widget=CardCheckboxes,
        required=False,
    )
    day = forms.DateField(label="Wanneer was het?", required=False)
    time = forms.TimeField(label="Hoe laat?", required=False)
    place = forms.ChoiceField(label="In welke gemeente?", choices=[("", "Kies een gemeente"), ("goes", "Goes")])
    name_may_go = forms.BooleanField(label="Mijn naam mag mee naar een partner", required=False)


class DecisionForm(forms.Form):
    """The boxes of a decision panel with a field or two below each."""

    use_required_attribute = False
    prefix = "d"
    hand_over = forms.BooleanField(label="Doorgeven aan een partner", required=False, initial=True)
    receiver = forms.ChoiceField(label="Aan wie?", choices=[("a", "Nederlandse Arbeidsinspectie"), ("p", "Politie")])
    purpose = forms.CharField(label="Waarvoor?", widget=forms.Textarea(attrs={"rows": 3}))
    offer = forms.BooleanField(label="Aanbieden aan de zorgcoördinator", required=False)
    follow = forms.BooleanField(
        label="Volgen", required=False, help_text="We blijven dit actief volgen; er is nog geen hulptraject."
    )
    review = forms.DateField(label="Wanneer kijkt u opnieuw?")
    why = forms.CharField(label="Waarom volgt u?")
    close = forms.BooleanField(label="Sluiten", required=False)
    reason = forms.CharField(label="Waarom sluit u dit signaal?")


class FilterForm(forms.Form):
    """The filters of a list."""

    prefix = "f"
    q = forms.CharField(label="Zoeken", required=False)
    form = forms.ChoiceField(label="Vorm", choices=[("", "Alle vormen")], required=False)
    owner = forms.ChoiceField(label="Eigenaar", choices=[("", "Iedereen")], required=False)
    since = forms.DateField(label="Ontvangen vanaf", required=False)


def context(*, with_errors: bool = False) -> dict[str, Any]:
    """Everything the page names; with_errors: the form as it comes back when it was filled in wrongly."""
    today = workdays.today()
    typed = {"what": "Acht bedden in een huis voor drie.", "day": "31-02-2026", "place": ""}
    return {
        "breadcrumb": _links("Start", "Signalen"),
        "soon": workdays.add_working_days(today, 1),
        "later": workdays.add_working_days(today, 9),
        "late": today - dt.timedelta(days=3),
        "day": today - dt.timedelta(days=40),
        "now": timezone.now(),
        "earlier": timezone.now() - dt.timedelta(days=9),
        "form": QuestionForm(typed) if with_errors else QuestionForm(),
        "decision": DecisionForm(),
        "filters": FilterForm(),
        "chips": _links("Vorm: uitbuiting in werk", "Te laat"),
        "page": Page([], next="verder", previous="-terug"),
        **_numbers(),
        **_course(today),
        "rows": _rows(today),
    }


def _links(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": "#"} for label in labels]


def _numbers() -> dict[str, Any]:
    counted = [(6, "intensief"), (9, "op de voet"), (4, "nazorg"), (30, "signalen gevolgd"), (2, "aangeboden")]
    asks = [
        ("danger", "1 signaal met direct gevaar, nog niet opgepakt", "S-K7R4-M", "2 uur geleden"),
        ("warning", "2 signalen langer dan de termijn in beoordeling", "Bekijk de lijst", ""),
        ("plain", "1 vraag van de arbeidsinspectie", "S-9D2F-X", ""),
        ("plain", "2 melders die nog niets hoorden", "Bekijk de lijst", ""),
    ]
    tabs = [("Te doen", 6), ("Te laat", 2), ("Doorgegeven", 4), ("Gevolgd", None), ("Alles", None)]
    return {
        "stats": [{"count": count, "label": label, "url": "#"} for count, label in counted],
        "attention": [{"tone": t, "text": text, "link": link, "meta": m, "url": "#"} for t, text, link, m in asks],
        "tabs": [{"label": label, "url": "#", "count": n, "current": label == "Te doen"} for label, n in tabs],
    }


def _course(today: dt.date) -> dict[str, Any]:
    phases = _in_order(["Aangemeld", "Intake", "Intensief", "Volgen", "Nazorg", "Afgesloten"], current=2)
    for days, phase in zip((60, 58, 50), phases, strict=False):
        phase["date"] = today - dt.timedelta(days=days)
    pages = [
        "Is iemand nu in gevaar?",
        "Van wie komt dit?",
        "Wat",
        "Waar",
        "Wanneer",
        "Vorm en kenmerken",
        "Controleren",
    ]
    return {"phases": phases, "steps": _in_order(pages, current=2)}


def _in_order(labels: Sequence[str], *, current: int) -> list[dict[str, Any]]:
    states = ["done"] * current + ["current"] + ["next"] * (len(labels) - current - 1)
    return [
        {"label": label, "state": state, "url": "#" if state == "done" else ""}
        for label, state in zip(labels, states, strict=True)
    ]


def _rows(today: dt.date) -> list[dict[str, Any]]:
    rows = [
        ("S-K7R4-M", 1, "Uitbuiting in werk", "Goes", "Ontvangen", "neutral", 1, "nog niemand"),
        ("S-9D2F-X", 20, "Seksuele uitbuiting", "'s-Heer Arendskerke", "In beoordeling", "info", -3, "W. Windvaan"),
        ("S-3XPT-2", 62, "Criminele uitbuiting", "Goes", "In behandeling", "warning", 12, "W. Windvaan"),
    ]
    names = ("reference", "received", "form", "place", "state", "tone", "due", "owner")
    return [
        {
            **dict(zip(names, row, strict=True)),
            "received": today - dt.timedelta(days=row[1]),
            "due": today + dt.timedelta(days=row[6]),
        }
        for row in rows
    ]
