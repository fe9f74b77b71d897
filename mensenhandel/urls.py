"""The root table of addresses: each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("signalen/", include("signals.urls")),
    path("", include("accounts.urls")),
]
