"""The states of a report. Read this first.

A draft has texts. Making it counts the figures once and sets them in a PDF that says "concept". Changing the texts
takes a made report back to draft with the same figures: figures are counted once in the life of a report. Other figures
mean a new edition (`corrects`). Adoption and publishing keep everything as it is.
"""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

from .policies import ReportAction as A


class ReportState(models.TextChoices):
    """How far a report is."""

    DRAFT = "draft", "In voorbereiding"
    MADE = "made", "Concept"
    ADOPTED = "adopted", "Vastgesteld"
    PUBLISHED = "published", "Gepubliceerd"


S = ReportState
COUNTED_STATES = (S.MADE, S.ADOPTED, S.PUBLISHED)
ADOPTED_STATES = (S.ADOPTED, S.PUBLISHED)

STATE_TONES: Mapping[str, str] = {
    S.DRAFT: "neutral",
    S.MADE: "info",
    S.ADOPTED: "success",
    S.PUBLISHED: "success",
}

CORRECTED = "Van deze rapportage is al een nieuwere versie begonnen."

REPORT = Workflow(
    "report",
    [
        arrow(A.EDIT, {S.DRAFT, S.MADE}, S.DRAFT),
        arrow(A.ASK, {S.DRAFT}),
        arrow(A.MAKE, {S.DRAFT}, S.MADE),
        arrow(A.CORRECT, COUNTED_STATES),
        arrow(A.ADOPT, {S.MADE}, S.ADOPTED),
        arrow(A.PUBLISH, {S.ADOPTED}, S.PUBLISHED),
    ],
)
