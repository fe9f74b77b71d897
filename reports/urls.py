"""Addresses of this app, below /rapportages/."""

from django.urls import path

from .views import making, own, reading

app_name = "reports"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("eigen-cijfers/", own.figures, name="own-figures"),
    path("nieuw/", making.new, name="new"),
    path("<uuid:pk>/", reading.detail, name="detail"),
    path("<uuid:pk>/teksten/", making.edit, name="edit"),
    path("<uuid:pk>/maken/", making.ask, name="ask"),
    path("<uuid:pk>/nieuwe-versie/", making.correct, name="correct"),
    path("<uuid:pk>/pdf/", reading.pdf, name="pdf"),
    path("<uuid:pk>/tabellen/", reading.tables, name="tables"),
]
