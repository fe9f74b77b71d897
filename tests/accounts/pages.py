"""One small page with a form beside the real ones, and a stand-in for the roles.

The stand-in reads the hats from the user's function title: "app_admin focal_officer" is somebody with two hats.
"""

from django import forms
from django.http import HttpResponse
from django.urls import path

import mensenhandel.urls
from accounts.models import User
from accounts.policies import AccountAction
from core.access import Actor
from core.forms import Form
from core.pages import Request, page, public_page


def actor_for(user: User, hat: str = "") -> Actor:
    hats = tuple(user.function_title.split())
    worn = hat if hat in hats else next(iter(hats), "")
    return Actor(user.pk, name=user.full_name, hat=worn, hats=hats, hat_names=hats)


class NoteForm(Form):
    what = forms.CharField(label="Wat is er gezien?", widget=forms.Textarea)
    danger = forms.ChoiceField(label="Is iemand in gevaar?", choices=[("no", "Nee"), ("yes", "Ja")], required=False)


SAVED: list[str] = []


@page(AccountAction.INVITE, methods=("GET", "POST"))
def note(request: Request) -> HttpResponse:
    form = NoteForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        SAVED.append(form.cleaned_data["what"])
        return HttpResponse("bewaard")
    return HttpResponse("ongeldig" if form.is_bound else "leeg", status=422 if form.is_bound else 200)


@public_page("the start page of these tests")
def start(request: Request) -> HttpResponse:
    return HttpResponse(f"hat={request.actor.hat} signed_in={request.actor.is_signed_in}")


urlpatterns = [
    path("", start, name="start"),
    path("notitie/", note, name="note"),
    *mensenhandel.urls.urlpatterns,
]
