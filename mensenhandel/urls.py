"""The root table of addresses: each app brings its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from municipalities.views import log

from . import pages, security_text, start

handler400 = "mensenhandel.failures.not_understood"
handler404 = "mensenhandel.failures.not_found"
handler500 = "mensenhandel.failures.fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("mensenhandel.api_urls")),
    path("postvak/", include("signals.partner_urls")),
    path("", include("cases.urls")),
    path("", start.start, name="start"),
    path("mijn-werk/", start.work, name="work"),
    path("zoeken/", start.search, name="search"),
    path("signalen/", include("signals.urls")),
    path("melden/", include("signals.public_urls")),
    path("gemeenten/", include("municipalities.urls")),
    path("rapportages/", include("reports.urls")),
    path("taken/", include("jobs.urls")),
    path("controle/", log.log, name="log"),
    path("", include("accounts.urls")),
    path(security_text.PATH, pages.security_text, name="security-text"),
    path("hulp/", pages.help_page, name="help"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
]
if settings.DEBUG:
    urlpatterns.append(path("componenten/", pages.components, name="components"))
