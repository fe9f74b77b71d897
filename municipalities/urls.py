"""Addresses of this app, below /gemeenten/."""

from django.urls import path

from .views import duty, emergency, mandates, organisations, overview, readiness, roles, terms, users

app_name = "municipalities"

_CELL = "basis-op-orde/<slug:gm_code>/<slug:slug>/"

urlpatterns = [
    path("", overview.listing, name="list"),
    path("basis-op-orde/", readiness.readiness, name="readiness"),
    path("basis-op-orde/zet/", readiness.set_readiness, name="set-readiness"),
    path("basis-op-orde/regel/<uuid:cell_id>/schrappen/", readiness.strike_readiness, name="strike-readiness"),
    path(_CELL, readiness.readiness_cell, name="readiness-cell"),
    path(f"{_CELL}wijzigen/", readiness.change_readiness, name="change-readiness"),
    path("gebruikers-en-rollen/", roles.users_and_roles, name="users-and-roles"),
    path("gebruikers-en-rollen/uitnodigen/", users.invite_user, name="invite-user"),
    path("gebruikers-en-rollen/<int:user_id>/wijzigen/", users.change_user, name="change-user"),
    path("gebruikers-en-rollen/<int:user_id>/sluiten/", users.close_account, name="close-account"),
    path("gebruikers-en-rollen/<int:user_id>/openen/", users.open_account, name="open-account"),
    path(
        "gebruikers-en-rollen/<int:user_id>/tweede-stap-wissen/",
        users.reset_second_factor,
        name="reset-second-factor",
    ),
    path("gebruikers-en-rollen/<int:user_id>/rol-geven/", roles.grant_role, name="grant-role"),
    path("gebruikers-en-rollen/rol/<slug:kind>/<int:pk>/beeindigen/", roles.end_role, name="end-role"),
    path("gebruikers-en-rollen/mandaten/", mandates.mandates, name="mandates"),
    path("gebruikers-en-rollen/mandaten/vastleggen/", mandates.register_mandate, name="register-mandate"),
    path("gebruikers-en-rollen/mandaten/<int:pk>/beeindigen/", mandates.end_mandate, name="end-mandate"),
    path("gebruikers-en-rollen/organisaties/", organisations.organisations, name="organisations"),
    path("gebruikers-en-rollen/organisaties/toevoegen/", organisations.register, name="register-organisation"),
    path("gebruikers-en-rollen/organisaties/<int:pk>/wijzigen/", organisations.change, name="change-organisation"),
    path("gebruikers-en-rollen/organisaties/<int:pk>/beeindigen/", organisations.end, name="end-organisation"),
    path("gebruikers-en-rollen/achtervang/", mandates.fall_backs, name="fall-backs"),
    path("gebruikers-en-rollen/achtervang/<slug:kind>/aanwijzen/", mandates.name_fall_back, name="name-fall-back"),
    path("termijnen/", terms.terms, name="terms"),
    path("termijnen/<int:region_id>/<slug:slug>/", terms.term, name="term"),
    path("termijnen/<int:region_id>/<slug:slug>/instellen/", terms.set_term, name="set-term"),
    path("noodtoegang/", emergency.take, name="emergency"),
    path("noodtoegang/<uuid:pk>/sluiten/", emergency.end, name="end-emergency"),
    path("noodtoegang/<uuid:pk>/", emergency.told, name="emergency-told"),
    path("noodtoegang/toezicht/", emergency.reviews, name="emergency-reviews"),
    path("noodtoegang/toezicht/<uuid:pk>/", emergency.review, name="review-emergency"),
    path("afwezigheid/", duty.absence, name="absence"),
    path("afwezigheid/<int:pk>/beeindigen/", duty.end_absence, name="end-absence"),
    path("<slug:gm_code>/", overview.detail, name="detail"),
    path("<slug:gm_code>/aandachtsfunctionaris-aanwijzen/", duty.appoint, name="appoint"),
]
