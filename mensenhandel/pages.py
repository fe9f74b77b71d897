"""The pages that belong to no app: help with telephone numbers, the accessibility page, whom to tell of a weakness, the components on one page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.pages import Request, public_page

from . import gallery
from .security_text import lines


@public_page("telephone numbers and help: the same for everybody")
def help_page(request: Request) -> HttpResponse:
    """Whom to call, who reads along, keyboard shortcuts."""
    return render(request, "pages/help.html")


@public_page("what was tested and how to report a problem")
def accessibility(request: Request) -> HttpResponse:
    """The installation's statement on accessibility."""
    return render(request, "pages/accessibility.html")


@public_page("where to tell of a weakness: the same for everybody")
def security_text(request: Request) -> HttpResponse:
    """`/.well-known/security.txt`, as plain text."""
    told = list(lines(timezone.localdate()))
    if not told:
        raise Http404
    return HttpResponse("".join(f"{line}\n" for line in told), content_type="text/plain; charset=utf-8")


@public_page("every component with invented content; in development only")
def components(request: Request) -> HttpResponse:
    """Every component with its variants."""
    return render(request, "gallery.html", gallery.context(with_errors="fout" in request.GET))
