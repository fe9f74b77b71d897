"""Addresses of the signal pages."""

from django.urls import path

from .views import decision, detail, handover, inbox, letter, steps

app_name = "signals"
urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/oppakken/", steps.take_up, name="take-up"),
    path("<uuid:pk>/verzamelen/", steps.gather, name="gather"),
    path("<uuid:pk>/beoordelen/", steps.stop_gathering, name="stop-gathering"),
    path("<uuid:pk>/informatie/", steps.enrich, name="enrich"),
    path("<uuid:pk>/besluit/", decision.decide, name="decide"),
    path("<uuid:pk>/sluiten/", steps.close_at_once, name="close-at-once"),
    path("<uuid:pk>/heropenen/", steps.reopen, name="reopen"),
    path("<uuid:pk>/melder/", steps.inform_reporter, name="inform-reporter"),
    path("<uuid:pk>/doorgeven/", handover.hand_over, name="hand-over"),
    path("doormelding/<uuid:pk>/brief/", letter.letter, name="letter"),
    path("doormelding/<uuid:pk>/antwoord/", steps.record_answer, name="record-answer"),
    path("doormelding/<uuid:pk>/intrekken/", steps.withdraw_handover, name="withdraw-handover"),
    path("volgen/<uuid:pk>/bekijken/", steps.review_follow, name="review-follow"),
    path("volgen/<uuid:pk>/stoppen/", steps.end_follow, name="end-follow"),
    path("aanbod/<uuid:pk>/antwoord/", steps.offer_again, name="offer-again"),
    path("aanbod/<uuid:pk>/intrekken/", steps.withdraw_offer, name="withdraw-offer"),
]
