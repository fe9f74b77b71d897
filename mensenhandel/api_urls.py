"""The addresses of the REST API: no trailing slash, Dutch names, the major version in the path."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from core.pages import public_page
from municipalities.api.token import ProgramToken
from municipalities.api.views import MunicipalityViewSet
from signals.api.danger import DangerViewSet
from signals.api.files import SentFileViewSet
from signals.api.views import CodeListViewSet, HandoverViewSet, QuestionViewSet, SignalViewSet

_token = public_page("a program signs in with its own secret", methods=("POST",))
_document = public_page("the description of the API holds nothing of anybody")

app_name = "api"
urlpatterns = [
    path("token", _token(ProgramToken.as_view()), name="token"),
    path("openapi.json", _document(SpectacularJSONAPIView.as_view()), name="openapi"),
    path("signalen", SignalViewSet.as_view({"get": "list", "post": "create"}), name="signals"),
    path("signalen/<uuid:pk>", SignalViewSet.as_view({"get": "retrieve"}), name="signal"),
    path("signalen/<uuid:pk>/bijlagen", SentFileViewSet.as_view({"post": "create"}), name="send-file"),
    path("signalen/<uuid:pk>/gevaar", DangerViewSet.as_view({"post": "create"}), name="tell-danger"),
    path("doormeldingen", HandoverViewSet.as_view({"get": "list"}), name="handovers"),
    path("doormeldingen/<uuid:pk>", HandoverViewSet.as_view({"get": "retrieve"}), name="handover"),
    path("doormeldingen/<uuid:pk>/bijlagen/<int:nummer>", HandoverViewSet.as_view({"get": "file"}), name="handed-file"),
    path("doormeldingen/<uuid:pk>/antwoord", HandoverViewSet.as_view({"post": "answer"}), name="answer"),
    path("doormeldingen/<uuid:pk>/vragen", HandoverViewSet.as_view({"post": "ask"}), name="ask-back"),
    path("vragen", QuestionViewSet.as_view({"get": "list"}), name="questions"),
    path("vragen/<uuid:pk>", QuestionViewSet.as_view({"get": "retrieve"}), name="question"),
    path("vragen/<uuid:pk>/antwoord", QuestionViewSet.as_view({"post": "answer"}), name="answer-question"),
    path("gemeenten", MunicipalityViewSet.as_view({"get": "list"}), name="municipalities"),
    path("codelijsten", CodeListViewSet.as_view({"get": "list"}), name="code-lists"),
    path("codelijsten/<slug:name>", CodeListViewSet.as_view({"get": "retrieve"}), name="code-list"),
]
