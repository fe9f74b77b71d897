"""Addresses of a partner's inbox."""

from django.urls import path

from .views import asking_back, partner

app_name = "postbox"
urlpatterns = [
    path("", partner.inbox, name="inbox"),
    path("<uuid:pk>/", partner.handover, name="handover"),
    path("<uuid:pk>/aannemen/", partner.accept, name="accept"),
    path("<uuid:pk>/weigeren/", partner.refuse, name="refuse"),
    path("<uuid:pk>/antwoord/", partner.answer, name="answer"),
    path("<uuid:pk>/vraag/", asking_back.ask_back, name="ask-back"),
]
