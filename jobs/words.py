"""What a page says about a job: one sentence on how it stands, one on what to do.

Another page shows how far a job is by `{% include "jobs/progress.html#progress" %}` with `progress_of(job)` in its
context; the part then renews itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import documents

from .models import Job
from .registry import KINDS
from .states import MAX_ATTEMPTS, JobState

_REFUSED: Mapping[str, str] = {
    "Forbidden": "U hebt hier geen recht (meer) op. Er is niets gewijzigd.",
    "NotVisible": "Waar het om gaat, is er niet meer of is voor u niet meer zichtbaar. Er is niets gewijzigd.",
    "WrongState": "Intussen is de stand van zaken veranderd, zodat dit niet meer kan. Er is niets gewijzigd.",
    "Stale": "Iemand anders was u voor. Er is niets overschreven.",
}
_BY_CODE: Mapping[str, str] = {
    kind.code: kind.message
    for kind in (documents.PangoMissing, documents.FontsMissing, documents.TooMuch, documents.Refused)
}


_GOES_ON = "U kunt deze pagina sluiten: het werk gaat gewoon door."


@dataclass(frozen=True, slots=True)
class Words:
    """`said`: how the job stands. `advice`: what the reader can do, or need not do; may be empty."""

    said: str
    advice: str = ""


def words_of(job: Job) -> Words:
    """What to say of the job now."""
    match job.state:
        case JobState.DONE:
            return Words("Klaar.")
        case JobState.FAILED:
            reason = _REFUSED.get(job.error, "Dit kon niet worden uitgevoerd. Er is niets gewijzigd.")
            return Words("Niet uitgevoerd.", reason)
        case JobState.MANUAL:
            return Words(
                "Dit lukte niet vanzelf en wordt met de hand afgehandeld.",
                _BY_CODE.get(job.error, "De beheerder kijkt ernaar. U hoeft het niet opnieuw te vragen."),
            )
    return _running(job) if job.is_being_run else _waiting(job)


def _running(job: Job) -> Words:
    said = f"{job.progress_text or 'Begonnen, de eerste stap loopt'}."
    if job.progress_total:
        step = min(job.progress_done + 1, job.progress_total)
        said = f"Stap {step} van {job.progress_total}: {said[0].lower()}{said[1:]}"
    if job.runs_long:
        return Words(said, f"Dit duurt langer dan gewoonlijk. {_GOES_ON} Kijk er later op deze pagina naar.")
    return Words(said, f"Meestal is dit binnen een minuut klaar. {_GOES_ON}")


def _waiting(job: Job) -> Words:
    if job.error:
        attempt = min(job.attempts + 1, MAX_ATTEMPTS)
        return Words(
            f"Dit lukte niet meteen. We proberen het opnieuw (poging {attempt} van {MAX_ATTEMPTS}).",
            "U hoeft niets te doen. U kunt deze pagina sluiten.",
        )
    if job.waits_long:
        return Words(
            "Wacht op verwerking; dit kan langer duren.",
            "Uw opdracht is bewaard en gaat niet verloren. U kunt deze pagina sluiten en later terugkomen.",
        )
    return Words("Wacht op verwerking.", f"Meestal begint dit binnen een halve minuut. {_GOES_ON}")


def label_of(job: Job) -> str:
    """What the job is called on screen."""
    kind = KINDS.get(job.kind)
    return kind.label if kind else "Opdracht"


def result_url_of(job: Job) -> str:
    """Where the result is, "" while there is none."""
    kind = KINDS.get(job.kind)
    return kind.result_url(job) if kind and kind.result_url and job.state == JobState.DONE else ""


def way_back_of(job: Job) -> str:
    """Where one goes on after a job that ended without result; "" when that is not known, or not theirs (any more)."""
    kind = KINDS.get(job.kind)
    without = job.has_ended and job.state != JobState.DONE and job.error not in {"Forbidden", "NotVisible"}
    return kind.way_back(job) if kind and kind.way_back and without else ""


def way_out_of(job: Job) -> str:
    """Where the result will be, while there is none; "" when the kind has no such page."""
    kind = KINDS.get(job.kind)
    return kind.way_back(job) if kind and kind.way_back and not job.has_ended else ""


def progress_of(job: Job) -> dict[str, Any]:
    """What `jobs/progress.html` and its part `progress` show."""
    return {
        "job": job,
        "label": label_of(job),
        "words": words_of(job),
        "result_url": result_url_of(job),
        "way_back": way_back_of(job),
        "way_out": way_out_of(job),
    }
