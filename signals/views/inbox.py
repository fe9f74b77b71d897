"""The list of signals: tabs are saved filters, the page of the signal is where things happen."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, may
from core.pages import Request, page, show
from core.pagination import keyset_page
from core.references import misread
from core.search import count_some, in_words
from core.words import FIELD
from signals.events import SignalEvent
from signals.explaining import explain, explained
from signals.filters import FOLLOWED, PASSED_ON, TABS, SignalFilter, order_of, tab_of
from signals.models import SavedFilter, Signal
from signals.policies import SignalAction
from signals.querysets import SignalQuerySet

# More signals than this are not counted: nobody reads them to the end, and each page would wait for the number.
MOST_COUNTED = 1000
COLUMNS = ("Nummer", "Ontvangen", "Vorm", "Plaats", "Stand", "Termijn", "Eigenaar")
COLUMNS_OF_SEVERAL = ("Nummer", "Gemeente", *COLUMNS[1:])
_TOGETHER = {
    FOLLOWED: ("signals:review-many", "Meerdere opnieuw bekijken", SignalAction.REVIEW_FOLLOW),
    PASSED_ON: ("signals:partners", "Per partner bekijken", SignalAction.COMPARE_PARTNERS),
}
# What the list says while it is empty: what will come here, and the first thing to do.
EMPTY: Mapping[str, Mapping[str, str]] = {
    "te-doen": {
        "heading": "Er is nu niets te doen",
        "text": "Hier komen signalen die iemand moet oppakken of beoordelen. Belt er iemand? Maak dan een korte notitie.",
    },
    "te-laat": {
        "heading": "Er is niets te laat",
        "text": "Hier komen signalen waarvan de termijn voorbij is, of die u opnieuw had moeten bekijken.",
    },
    PASSED_ON: {
        "heading": "Er is nu niets doorgegeven",
        "text": "Hier komen open signalen die naar een partner gingen. Doorgeven doet u op de pagina van een signaal.",
    },
    FOLLOWED: {
        "heading": "Er wordt nu niets gevolgd",
        "text": "Hier komen signalen die u volgt. Kies “Volgen” bij uw besluit over een signaal.",
    },
    "alles": {
        "heading": "Er zijn nog geen signalen",
        "text": "Hier komen alle signalen. Begin met een nieuw signaal of een korte notitie, of importeer uw lijst.",
    },
    "gefilterd": {
        "heading": "Geen signalen gevonden",
        "text": "Geen signaal past bij wat u koos of typte. Haal een filter weg, of kijk bij het tabblad Alles.",
    },
}


@page(SignalAction.LIST, methods=("GET", "POST"))
def inbox(request: Request) -> HttpResponse:
    """The signals that the actor may see, filtered, in the order that suits the tab (`order_of`).

    The filters are sent by POST: they hold words.
    """
    if request.method == "POST":
        return SignalFilter.asked(request, request.actor, also=("tab",))
    several = len(request.actor.content) > 1
    tab = request.GET.get("tab") or ("alles" if request.GET.get("q") else "te-doen")
    seen = Signal.objects.listed_for(request.actor)
    if not request.GET.get("q"):  # who looks for a number or for words finds it wherever it stands
        seen = seen.once()
    chosen = SignalFilter(request.GET, tab_of(seen, tab), actor=request.actor)
    signals, words = chosen.qs, chosen.words
    order = order_of(tab, chosen.data.get("volgorde", ""))
    listed = explained(signals.for_list(), words) if words else signals.for_list()
    after = request.GET.get("na", "")
    found = keyset_page(listed.sortable(), order=order.columns, after=after, size=chosen.size, seen_by=request.actor)
    record_search(SignalEvent.LISTED, actor=request.actor, query=chosen.asked_words, rows=len(found.rows))
    context = {
        "filter": chosen,
        "tab": tab,
        **_tabs(request, {"tab": tab, **chosen.kept()}),
        "chips": chosen.chips(request.path),
        "page": found,
        "order": order,
        "count": _count(signals, words),
        "columns": _columns(tab, several=several, words=words),
        "lines": [
            (signal, explain(signal, words, chosen.by_key.get(signal.pk, ())) if words else None)
            for signal in found.rows
        ],
        "misread": misread(words),
        "several": several,
        "by_review": tab == FOLLOWED,
        "beside": _beside(tab, request.actor),
        "logs": may(request.actor, SignalAction.DRAFT),
        "notes": may(request.actor, SignalAction.NOTE),
        "nothing": EMPTY["gefilterd" if chosen.kept() or words else tab if tab in EMPTY else "te-doen"],
        "exports": may(request.actor, SignalAction.ORDER_EXPORT),
        "imports": may(request.actor, SignalAction.START_IMPORT),
        "clear_url": f"{request.path}?{urlencode({'tab': tab})}",
    }
    return show(request, "signals/inbox.html", context, partial="rows")


def _count(signals: SignalQuerySet, words: str) -> int | str:
    """How many there are, up to what is counted; of words that were typed up to what every search counts."""
    if words:
        return in_words(count_some(signals))
    return in_words(count_some(signals, MOST_COUNTED), MOST_COUNTED)


def _beside(tab: str, actor: Actor) -> dict[str, str]:
    """Beside a tab: the page on which its signals are looked at together, for who may; else nothing."""
    if tab not in _TOGETHER:
        return {}
    url, text, action = _TOGETHER[tab]
    return {"url": reverse(url), "text": text} if may(actor, action) else {}


def _columns(tab: str, *, several: bool, words: str) -> list[str]:
    columns = COLUMNS_OF_SEVERAL if several else COLUMNS
    named = ["Opnieuw bekijken" if name == "Termijn" and tab == FOLLOWED else name for name in columns]
    return [*named, "Gevonden in"] if words else named


def _tabs(request: Request, shown: Mapping[str, str]) -> dict[str, object]:
    """The tabs, then those of one's own; `keep_url`: where what is shown now is kept under a name, "" for what is a tab already."""
    kept = {name: value for name, value in request.GET.items() if name not in {"tab", "na"} and value}
    url = reverse("signals:list")
    own = [
        {"label": saved.name, "url": saved.url, "current": FIELD not in kept and saved.filters == shown}
        for saved in SavedFilter.objects.mine(request.actor)
    ]
    on_own = any(tab["current"] for tab in own)
    tabs = [
        {
            "label": label,
            "url": f"{url}?{urlencode({'tab': code, **kept})}",
            "current": code == shown["tab"] and not on_own,
        }
        for code, label in TABS
    ]
    may_keep = len(shown) > 1 and not on_own
    return {
        "tabs": [*tabs, *own],
        "own": bool(own),
        "keep_url": f"{reverse('signals:keep-filter')}?{urlencode(shown)}" if may_keep else "",
    }
