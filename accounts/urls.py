"""Dutch addresses of signing in and of one's own account. allauth's own views keep the names that allauth asks for."""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path, re_path

from core.pages import member_page, public_page

from .personas import is_demo
from .views import confirming, digest, hat, issuer, second_factor, session, sign_in

_FORM = ("GET", "POST")
_entrance = public_page("signing in: shows nothing of anybody", methods=_FORM)
_reset = public_page("a new password, by a link in a mail", methods=_FORM)
_own = member_page("one's own account", methods=_FORM)

own: list[URLPattern | URLResolver] = [
    path("inloggen/verder/", sign_in.resume, name="resume"),
    path("inloggen/organisatie/", issuer.organisation, name="organisation"),
    path("inloggen/organisatie/<uuid:issuer_id>/terug/", issuer.returned, name="returned"),
    path("inloggen/organisatie/nogmaals/", issuer.again, name="again"),
    path("inloggen/organisatie/nogmaals/klaar/", issuer.shown_again, name="shown-again"),
    path("pet/", hat.switch, name="hat"),
    path("inloggen/nogmaals/code/", confirming.confirm, name="confirm"),
    path("account/sessie/", session.left, name="session"),
    path("account/sessies/<int:session_id>/beeindigen/", session.end, name="end-session"),
    path("account/overzicht/", digest.digest, name="digest"),
    path("account/tweede-stap/", second_factor.index, name="second-factor"),
    path("account/tweede-stap/app/", second_factor.add_app, name="add-app"),
    path("account/tweede-stap/passkey/", second_factor.add_passkey, name="add-passkey"),
    path("account/tweede-stap/herstelcodes/", second_factor.recovery_codes, name="recovery-codes"),
    path("account/tweede-stap/<int:factor_id>/verwijderen/", second_factor.remove, name="remove-factor"),
]
if is_demo():
    own.append(path("inloggen/demo/", sign_in.choose_persona, name="personas"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("inloggen/", _entrance(sign_in.SignInView.as_view()), name="account_login"),
    path("inloggen/tweede-stap/", _entrance(second_factor.SecondStepView.as_view()), name="mfa_authenticate"),
    path("inloggen/nieuw-account/", _entrance(allauth.signup), name="account_signup"),
    path("inloggen/gesloten-account/", _entrance(allauth.account_inactive), name="account_inactive"),
    path("inloggen/bevestig/", _entrance(allauth.email_verification_sent), name="account_email_verification_sent"),
    path("inloggen/bevestig/<str:key>/", _entrance(allauth.confirm_email), name="account_confirm_email"),
    path("inloggen/nogmaals/", _own(sign_in.AgainView.as_view()), name="account_reauthenticate"),
    path("uitloggen/", _entrance(allauth.logout), name="account_logout"),
    path("wachtwoord/vergeten/", _reset(allauth.password_reset), name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", _reset(allauth.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/herstel/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        _reset(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/hersteld/",
        _reset(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/wachtwoord/", _own(allauth.password_change), name="account_change_password"),
    path("account/wachtwoord/instellen/", _own(allauth.password_set), name="account_set_password"),
    path("account/sessies/", session.where, name="usersessions_list"),
]
