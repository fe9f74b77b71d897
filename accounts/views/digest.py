"""One's own choice: how often a mail counts what waits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.codes import Rhythm
from accounts.digest import DigestForm, choose
from core.pages import Request, member_page, show

from .owner import owner_of

_SAVED = {
    Rhythm.DAILY: "Bewaard. Op werkdagen krijgt u een mail als er iets op u wacht.",
    Rhythm.WEEKLY: "Bewaard. Op de eerste werkdag van de week krijgt u een mail als er iets op u wacht.",
    Rhythm.NONE: "Bewaard. U krijgt geen overzicht per mail.",
}


@member_page("one's own account", methods=("GET", "POST"), carried=True)
def digest(request: Request) -> HttpResponse:
    """Every working day, every week, or not."""
    owner = owner_of(request)
    form = DigestForm(request.POST or None, actor=request.actor, initial={"rhythm": owner.digest})
    if chosen := form.carried_out(lambda: choose(owner, Rhythm(form.cleaned_data["rhythm"]), actor=request.actor)):
        messages.success(request, _SAVED[Rhythm(chosen.digest)])
        return redirect("accounts:digest")
    return show(request, "accounts/digest.html", {"form": form}, status=form.status)
