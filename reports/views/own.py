"""The page of an officer's own figures."""

from django import forms
from django.http import HttpResponse

from audit.recording import record_search
from core.access import Actor
from core.forms import offer_choices, offer_rows
from core.pages import Request, page, show
from municipalities.models import Municipality
from reports.events import ReportEvent
from reports.own import own_figures, periods
from reports.periods import Period
from reports.policies import ReportAction

_UNKNOWN = {"required": "Kies er een.", "invalid_choice": "Kies een van de mogelijkheden."}


class OwnFiguresForm(forms.Form):
    """Of which municipality and which period; asked by address, for it holds nothing that was typed."""

    gemeente = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Municipality.objects.none(),
        to_field_name="gm_code",
        empty_label="Kies",
        error_messages=_UNKNOWN,
    )
    periode = forms.ChoiceField(label="Periode", error_messages=_UNKNOWN)

    def __init__(self, data: dict[str, str], *, actor: Actor) -> None:
        own = list(Municipality.objects.filter(pk__in=actor.content).order_by("sort_name"))
        choices = [(period.code, period.name) for period in periods()]
        usual = {"periode": choices[0][0]} | ({"gemeente": own[0].gm_code} if len(own) == 1 else {})
        super().__init__(usual | data)
        offer_rows(self, "gemeente", Municipality.objects.filter(pk__in=actor.content))
        offer_choices(self, "periode", choices)
        if len(own) == 1:
            self.fields["gemeente"].widget = forms.HiddenInput()


@page(ReportAction.OWN_FIGURES)
def figures(request: Request) -> HttpResponse:
    """The figures; who serves several municipalities chooses one first."""
    asked = {name: request.GET[name] for name in ("gemeente", "periode") if request.GET.get(name)}
    form = OwnFiguresForm(asked, actor=request.actor)
    context: dict[str, object] = {"form": form, "errors": "yes" if asked else "no"}
    if form.is_valid():
        municipality, period = form.cleaned_data["gemeente"], Period.from_code(form.cleaned_data["periode"])
        found = own_figures(request.actor, municipality, period)
        rows = sum(figure.count for figure in found.figures)
        record_search(ReportEvent.OWN_FIGURES, actor=request.actor, query=period.code, rows=rows)
        context |= {"municipality": municipality, "period": period, "found": found, "runs": not period.is_closed()}
    return show(request, "reports/own.html", context)
