"""The form with which a file of signals is asked for."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from core.access import Actor
from core.forms import CreateForm
from municipalities.models import Municipality
from signals.codes import ExportPurpose
from signals.exported_beside import COLUMNS_BESIDE
from signals.exporting import PLAIN, WORDS
from signals.filters import TABS, SignalFilter
from signals.holders import holders_for
from signals.models import Signal
from signals.operations.exporting import NewExport

from .holder import choose_holder

_CHOOSE = {"required": "Kies een antwoord.", "invalid_choice": "Kies een van de mogelijkheden."}
EVERY = "alle"  # for who serves several municipalities: of each a file of its own
FILTERS = ("stand", "vorm", "bron", "aandacht", "cijfer")
DAYS = ("van", "tot")


class ExportForm(CreateForm):
    """Which signals, which columns, and for what."""

    asks_after = tuple(FILTERS)
    municipality = forms.ChoiceField(label="Van welke gemeente?", error_messages=_CHOOSE)
    tab = forms.ChoiceField(label="Welke signalen?", choices=TABS, initial="alles", error_messages=_CHOOSE)
    words = forms.CharField(label="Met deze woorden of dit nummer", required=False, max_length=200)
    columns = forms.MultipleChoiceField(
        label="Welke kolommen?",
        choices=[(code, heading) for code, (heading, _) in (*PLAIN.items(), *COLUMNS_BESIDE.items())],
        initial=[*PLAIN, *COLUMNS_BESIDE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één kolom.", "invalid_choice": "Kies uit deze kolommen."},
    )
    texts = forms.MultipleChoiceField(
        label="Ook wat mensen zelf schreven?",
        choices=[(code, heading) for code, (heading, _) in WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Hier kunnen namen in staan. Vink alleen aan wat u voor uw doel nodig hebt. Melders, namen van personen en "
        "adressen staan nooit in het bestand.",
        error_messages=_CHOOSE,
    )
    kind = forms.ChoiceField(
        label="Soort bestand",
        choices=[("ods", "ODS (rekenblad)"), ("csv", "CSV")],
        initial="ods",
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    purpose = forms.ChoiceField(
        label="Waarvoor hebt u het bestand nodig?",
        choices=[("", "Kies"), *ExportPurpose.choices],
        error_messages=_CHOOSE,
    )
    why = forms.CharField(
        label="Licht dat toe in één zin",
        max_length=300,
        help_text="Noem geen namen. De privacy officer ziet dat u een bestand liet maken, waarvoor en hoe groot het is.",
        error_messages={"required": "Schrijf in één zin waarvoor u het bestand nodig hebt."},
    )

    def __init__(self, data: Any = None, *, actor: Actor, shown: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, actor=actor, **kwargs)
        self.holders = holders_for(actor)
        listed = SignalFilter(shown or QueryDict(), Signal.objects.none(), actor=actor)
        choose_holder(self.fields["municipality"], self.holders, listed.data.get("gemeente", ""))
        if len(self.holders) > 1:
            self._offer_every(is_shown=bool(shown))
        for name in FILTERS:
            self.fields[name] = forms.ChoiceField(
                label=listed.form.fields[name].label,
                choices=listed.form.fields[name].choices,
                required=False,
                initial=listed.data.get(name, ""),
                error_messages=_CHOOSE,
            )
        for name in DAYS:
            self.fields[name] = forms.DateField(
                label=listed.form.fields[name].label,
                required=False,
                initial=listed.data.get(name, ""),
                widget=forms.DateInput(attrs={"type": "date"}),
                help_text="Alleen bij een cijfer.",
                error_messages={"invalid": "Vul een dag in."},
            )
        self.fields["words"].initial = listed.data.get("q", "")
        if shown and shown.get("tab") in dict(TABS):
            self.fields["tab"].initial = shown["tab"]
        self.order_fields(["municipality", "tab", *FILTERS, *DAYS, "words"])

    def _offer_every(self, *, is_shown: bool) -> None:
        """The list that she looks at shows all of them, unless she chose one there."""
        field = self.fields["municipality"]
        field.choices = [*field.choices, (EVERY, "Alle: voor elke gemeente een eigen bestand")]  # type: ignore[attr-defined]  # a field of choices
        field.initial = field.initial or (EVERY if is_shown else "")

    @property
    def is_narrowed(self) -> bool:
        """Whether less is asked for than a tab holds, or that part may hold a fault: then it stands unfolded."""
        return self.is_bound or any(self[name].initial for name in (*FILTERS, "words"))

    @property
    def held_by(self) -> list[Municipality]:
        """The municipalities that were chosen; of each there is a file."""
        chosen = self.cleaned_data["municipality"]
        return [one.municipality for one in self.holders if chosen in {EVERY, one.code}]

    def new_export(self, municipality: Municipality) -> NewExport:
        """The parsed values, for the file of this one."""
        data: Mapping[str, Any] = self.cleaned_data
        key = uuid.uuid5(data["key"], municipality.gm_code) if data["municipality"] == EVERY else data["key"]
        return NewExport(
            kind=data["kind"],
            purpose=ExportPurpose(data["purpose"]),
            why=data["why"],
            chosen={name: str(data[name]) for name in ("tab", *FILTERS, *DAYS) if data[name]},
            words=data["words"],
            columns=[*data["columns"], *data["texts"]],
            key=key,
        )
