"""The page on the log, for who watches over it: who saw or did what, without content."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from accounts.names import names_of
from audit import questions
from audit.recording import record_search
from core.pages import Request, page, show
from core.pagination import Page, keyset_page
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.forms.log import LogFilter
from municipalities.oversight import overseeing
from municipalities.policies import MunicipalityAction as Action

SIZE = 25


@page(Action.WATCH_LOG)
def log(request: Request) -> HttpResponse:
    """The log of the municipalities that she oversees, newest first. Looking at it is an event too."""
    form = LogFilter(request.GET)
    with overseeing(request.actor):
        context = _asked(request, form)
    record_search(
        MunicipalityEvent.LOG_SEARCHED, actor=request.actor, query=request.GET.urlencode(), rows=len(context["lines"])
    )
    return show(request, "municipalities/log.html", context, status=form.status)


def _asked(request: Request, form: LogFilter) -> dict[str, Any]:
    actor = request.actor
    known = names_of(questions.actors_in(actor, form.period()))
    form.offer(sorted(known.items(), key=lambda one: one[1].casefold()))
    question = form.question()
    persons = questions.persons_of(actor, question.number) if question.number else []
    chosen = next((person for person in persons if person.key == question.person), None)
    question = replace(question, person=chosen.key if chosen else "")
    found = Page([]) if form.errors else _found(request, question)
    numbers = questions.numbers_of(actor, found.rows)
    return {
        "form": form,
        "page": found,
        "lines": questions.told(found.rows, names=known, hats=dict(Role.choices), numbers=numbers),
        "persons": persons,
        "chosen": chosen,
        "days": form.days,
        "clear_url": request.path,
    }


def _found(request: Request, question: questions.Question) -> Page[Any]:
    asked = questions.asked(request.actor, question)
    return keyset_page(asked, order=questions.ORDER, after=request.GET.get("na", ""), size=SIZE)
