"""Addresses of the signal pages."""

from django.urls import path

from .views import (
    alarms,
    completing,
    decision,
    detail,
    drafts,
    handover,
    inbox,
    letter,
    note,
    sending,
    steps,
    submissions,
    wizard,
)

app_name = "signals"
urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("nieuw/", wizard.begin, name="begin"),
    path("notitie/", note.note, name="note"),
    path("concepten/", drafts.drafts, name="drafts"),
    path("concept/<uuid:pk>/verwijderen/", drafts.discard, name="draft-discard"),
    path("concept/<uuid:pk>/controleren/", sending.check, name="draft-check"),
    path("concept/<uuid:pk>/<slug:slug>/", wizard.step, name="draft-step"),
    path("klaar/<uuid:pk>/", sending.logged, name="logged"),
    path("ingestuurd/", submissions.submissions, name="submissions"),
    path("ingestuurd/<uuid:pk>/", submissions.submission, name="submission"),
    path("alarmen/", alarms.alarms, name="alarms"),
    path("alarmen/<uuid:pk>/", alarms.alarm, name="alarm"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/oppakken/", steps.take_up, name="take-up"),
    path("<uuid:pk>/verzamelen/", steps.gather, name="gather"),
    path("<uuid:pk>/beoordelen/", steps.stop_gathering, name="stop-gathering"),
    path("<uuid:pk>/informatie/", steps.enrich, name="enrich"),
    path("<uuid:pk>/aanvullen/", completing.complete, name="complete"),
    path("<uuid:pk>/inzage/", detail.readers, name="readers"),
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
