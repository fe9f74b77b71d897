"""The report as two A4 pages."""

from typing import Any

from django.template.loader import render_to_string

from core.documents import render_pdf

from .charts import bar_chart
from .edition import Edition
from .models import Report

MARK = "Intern, niet verder verspreiden"
# More letters than this on the first page are set smaller, so that it stays one page.
_FITS = 1400


def pdf_of(report: Report) -> bytes:
    """The PDF of a made report. Raises NoDocument."""
    return render_pdf(html_of(report), title=report.title)


def html_of(report: Report) -> str:
    """The HTML that is typeset."""
    return render_to_string("reports/report.pdf.html", context_of(report) | {"mark": MARK, "title": report.title})


def context_of(report: Report) -> dict[str, Any]:
    """What page and PDF show of a made report, the same in both."""
    edition = Edition.from_data(report.figures or {})
    proposal = edition.proposal
    key_sentence = report.key_sentence or proposal.key_sentence
    good, attention = report.good or proposal.good, report.attention or proposal.attention
    words = [
        key_sentence,
        report.introduction,
        *good,
        *attention,
        *(text for ask in report.asks for text in ask.values()),
    ]
    return {
        "report": report,
        "edition": edition,
        "tables": edition.tables,
        "key_sentence": key_sentence,
        "good": good,
        "attention": attention,
        "wordy": sum(map(len, words)) > _FITS,
        "chart": bar_chart(edition.chart.bars, edition.chart.message) if edition.chart else "",
    }
