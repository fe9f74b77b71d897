"""Making a report: count, hide, freeze, typeset.

The one place where figures are read: the coordinator who asks sees no signal. What is counted of signals and cases is read
as a role of its own, which sees no text (`figures/source.py`); the readiness of municipalities in a context as wide as all
areas that hang together with this one (`reports.nesting` tells why), for as long as a job may run, and shut again before
anything is stored. Only an `Edition` comes out.

    report = make(report, actor=coordinator)           # draft -> made, with its PDF; what the job does
    report = renew_pdf(report, actor=coordinator)      # the PDF again, after adoption
"""

from collections.abc import Callable

from core import walls
from core.access import Actor
from core.errors import NotVisible
from jobs.states import JOB_LIFETIME
from municipalities.areas import AREA_MODELS, AnyArea
from municipalities.codes import AreaKind

from .at import PARTS
from .counting import Question, count
from .edition import Edition
from .families import ever_around
from .figures import source
from .models import Report
from .operations import store_made, store_pdf
from .pdf import pdf_of

type Tell = Callable[[int, int, str], object]

SETTING = "Opmaken als PDF"


def make(report: Report, *, actor: Actor, tell: Tell = lambda _done, _total, _text: None) -> Report:
    """Count (the first time only), freeze and typeset. A report that is made already stays as it is.

    `tell` hears how many parts are done, of how many, and what is going on.
    """
    if report.is_made:
        return report
    total = len(PARTS) + 2  # what comes before this period, and the PDF
    done = iter(range(total))
    figures = report.figures
    if figures is None:
        figures = counted(report, tell=lambda part: tell(next(done), total, part)).as_data()
    made = store_made(report, actor=actor, figures=figures, version=report.version)
    tell(total - 1, total, SETTING)
    return renew_pdf(made, actor=actor)


def counted(report: Report, *, tell: Callable[[str], object] = lambda _part: None) -> Edition:
    """The figures of a report as they may be read."""
    area = area_of(report)
    question = Question(area, report.period, report.focus, report.capacity)
    # Earlier periods are those of the municipalities of then; what may be shown depends on the areas around it.
    places = sorted(ever_around(area, report.reference_date).union(report.places))
    # Where figures have a role of their own, no signal or case comes within reach of this one.
    content = () if source.has_own_role() else places
    token = walls.sign_all(content=content, governance=places, lifetime=JOB_LIFETIME)
    with walls.context(token):
        return count(question, tell)


def renew_pdf(report: Report, *, actor: Actor) -> Report:
    """Typeset it as it is now and keep that."""
    return store_pdf(report, actor=actor, pdf=pdf_of(report))


def area_of(report: Report) -> AnyArea:
    """The area of a report. Raises NotVisible when it is gone."""
    area: AnyArea | None = AREA_MODELS[AreaKind(report.area_kind)].objects.filter(pk=report.area_id).first()
    if area is None:
        raise NotVisible
    return area
