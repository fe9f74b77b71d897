"""Addresses of the form without sign-in; each answers 404 unless the settings name a municipality."""

from django.urls import path

from .views import public

app_name = "public"
urlpatterns = [
    path("", public.choose, name="choose"),
    path("<str:gm_code>/", public.tell, name="tell"),
]
