"""Addresses of the signal pages."""

from django.urls import path

from .views import detail, inbox, steps

app_name = "signals"
urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/oppakken/", steps.take_up, name="take-up"),
    path("<uuid:pk>/informatie-verzamelen/", steps.start_gathering, name="gather"),
    path("<uuid:pk>/beoordelen/", steps.finish_gathering, name="stop-gathering"),
]
