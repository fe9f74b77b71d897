"""Addresses of the case pages, and of the part of a signal's page that belongs to cases."""

from django.urls import path

from .views import caseload, daily, detail, offers, opening, phases, related, shielding, support

app_name = "cases"
_CASE = "casussen/<uuid:pk>"

urlpatterns = [
    path("casussen/", caseload.caseload, name="list"),
    path("casussen/afgesloten/", caseload.ended, name="ended"),
    path("casussen/gevolgd/", caseload.followed, name="followed"),
    path("casussen/aanbod/", offers.offers, name="offers"),
    path("casussen/aanbod/<uuid:pk>/", offers.offer, name="offer"),
    path("casussen/aanbod/<uuid:pk>/vraag/", offers.ask_back, name="ask-back"),
    path("casussen/aanbod/<uuid:pk>/eerst-volgen/", offers.advise_following, name="advise-following"),
    path("casussen/aanbod/<uuid:pk>/weigeren/", offers.refuse, name="refuse-offer"),
    path("casussen/nieuw/", opening.new_case, name="new"),
    path("casussen/aanvullen/", opening.join_case, name="join"),
    path("casussen/aanmelden/", opening.refer, name="refer"),
    path("signalen/<uuid:pk>/casus/", opening.of_signal, name="of-signal"),
    # One case
    path(f"{_CASE}/", detail.overview, name="detail"),
    path(f"{_CASE}/persoon/", detail.people, name="people"),
    path(f"{_CASE}/hulp/", detail.help_, name="help"),
    path(f"{_CASE}/verloop/", detail.course, name="course"),
    path(f"{_CASE}/verwant/", related.related, name="related"),
    path(f"{_CASE}/verwant/<uuid:other>/", related.judge_pair, name="judge-pair"),
    path(f"{_CASE}/inzage/", detail.readers, name="readers"),
    # Its phase
    path(f"{_CASE}/aannemen/", phases.take_in, name="take-in"),
    path(f"{_CASE}/intensief/", phases.start_intensive, name="start-intensive"),
    path(f"{_CASE}/opschalen/", phases.scale_up, name="scale-up"),
    path(f"{_CASE}/op-de-voet/", phases.follow, name="follow"),
    path(f"{_CASE}/afschalen/", phases.scale_down, name="scale-down"),
    path(f"{_CASE}/nazorg/", phases.start_aftercare, name="start-aftercare"),
    path(f"{_CASE}/opnieuw-bekijken/", phases.review, name="review"),
    path(f"{_CASE}/afsluiten/", phases.close, name="close"),
    path(f"{_CASE}/heropenen/", phases.reopen, name="reopen"),
    # Its days
    path(f"{_CASE}/contact/", daily.log_contact, name="log-contact"),
    path(f"{_CASE}/notitie/", daily.add_note, name="add-note"),
    path(f"{_CASE}/taak/", daily.plan_task, name="plan-task"),
    path("casussen/taak/<uuid:pk>/gedaan/", daily.complete_task, name="complete-task"),
    path(f"{_CASE}/veilig-contact/", daily.edit_safe_contact, name="edit-safe-contact"),
    path(f"{_CASE}/gegevens/", daily.edit_facts, name="edit"),
    path(f"{_CASE}/persoon/nieuw/", daily.add_person, name="add-person"),
    path("casussen/persoon/<uuid:pk>/tonen/", detail.reveal, name="reveal"),
    path("casussen/persoon/<uuid:pk>/wijzigen/", daily.edit_person, name="edit-person"),
    # Help of others, clocks, team, transfer
    path(f"{_CASE}/klok/", support.start_clock, name="start-clock"),
    path("casussen/klok/<uuid:pk>/stoppen/", support.stop_clock, name="stop-clock"),
    path(f"{_CASE}/doorverwijzen/", support.refer_on, name="refer-on"),
    path("casussen/doorverwijzing/<uuid:pk>/resultaat/", support.record_outcome, name="record-outcome"),
    path(f"{_CASE}/collega/", support.assign, name="assign"),
    path(f"{_CASE}/team/", support.add_member, name="add-member"),
    path(f"{_CASE}/team/<int:user_id>/eruit/", support.end_member, name="end-member"),
    path(f"{_CASE}/uitsluiten/", shielding.exclude, name="exclude"),
    path(f"{_CASE}/uitsluiten/<int:user_id>/beeindigen/", shielding.readmit, name="readmit"),
    path(f"{_CASE}/afschermen/", shielding.restrict, name="restrict"),
    path(f"{_CASE}/afschermen/opheffen/", shielding.lift_restriction, name="lift-restriction"),
    path(f"{_CASE}/overdragen/", support.offer_transfer, name="offer-transfer"),
    path("casussen/overdracht/<uuid:pk>/aangenomen/", support.accept_transfer, name="accept-transfer"),
    path("casussen/overdracht/<uuid:pk>/geweigerd/", support.refuse_transfer, name="refuse-transfer"),
    path("casussen/overdracht/<uuid:pk>/intrekken/", support.withdraw_transfer, name="withdraw-transfer"),
]
