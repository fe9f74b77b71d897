"""What the log can say about reports."""

from audit.events import EventName


class ReportEvent(EventName):
    """Facts of this app."""

    CREATED = "reports.created", "begon een rapportage"
    EDITED = "reports.edited", "wijzigde de teksten van de rapportage"
    ASKED = "reports.asked", "liet de rapportage maken"
    MADE = "reports.made", "maakte de rapportage"
    PDF_MADE = "reports.pdf_made", "maakte de PDF van de rapportage"
    CORRECTED = "reports.corrected", "begon een nieuwe versie van de rapportage"
    ADOPTED = "reports.adopted", "legde vast dat de rapportage is vastgesteld"
    PUBLISHED = "reports.published", "publiceerde de rapportage"
    VIEWED = "reports.viewed", "bekeek de rapportage"
    DOWNLOADED = "reports.downloaded", "downloadde de PDF van de rapportage"
    OWN_FIGURES = "reports.own_figures_viewed", "bekeek de cijfers van de eigen gemeente"
    EXPORTED = "reports.exported", "downloadde de tabellen van de rapportage"
