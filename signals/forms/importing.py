"""The forms with which a list is taken over: the file, the sheet, its columns, what its words mean, which numbers are no BSN."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.access import Actor
from core.files import LIST_EXTENSIONS, Refusal, list_code, shown_name, told
from core.forms import ChangeForm, CreateForm, offer_choices
from municipalities.models import Municipality
from signals.columns import CLOSE_REASONS, COLUMNS, MOST_VALUES, Choice, closes, code_of, grouped_sources, value_codes
from signals.holders import holders_for
from signals.list_words import Standing
from signals.operations.importing import NewList

from .holder import choose_holder

NOT_TAKEN = ""
COLUMN, VALUE = "kolom_", "waarde_"
_UNCLEAR = {"required": "Kies wat dit betekent.", "invalid_choice": "Kies een van de mogelijkheden."}


class ReadInForm(CreateForm):
    """One file, and for who serves several the municipality whose list it is."""

    municipality = forms.ChoiceField(
        label="Van welke gemeente is deze lijst?", error_messages={"required": "Kies een gemeente."}
    )
    file = forms.FileField(
        label="Uw lijst",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in LIST_EXTENSIONS)}),
        error_messages={
            "required": "Kies een bestand.",
            "invalid": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
        },
    )
    code = ""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.holders = holders_for(actor)
        choose_holder(self.fields["municipality"], self.holders)
        self.fields["file"].help_text = (
            f"Een rekenblad (XLSX of ODS) of CSV, hoogstens {settings.FILE_MOST_BYTES // 1024**2} MB en "
            f"{settings.IMPORT_MOST_ROWS} regels, met één signaal per regel. Zonder wachtwoord en zonder macro's."
        )

    def clean_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        name = shown_name(upload.name or "")
        try:
            self.code = list_code(name, upload.read(), upload.size or 0)
        except Refusal as refusal:
            if name.rpartition(".")[2].lower() in LIST_EXTENSIONS:
                raise forms.ValidationError(told(refusal, name)) from None
            raise forms.ValidationError("Sla uw lijst op als XLSX, ODS of CSV en kies dat bestand.") from None
        return upload

    @property
    def held_by(self) -> Municipality:
        """The municipality that was chosen."""
        return next(one.municipality for one in self.holders if one.code == self.cleaned_data["municipality"])

    def new_list(self) -> NewList:
        """The parsed values."""
        upload = self.cleaned_data["file"]
        upload.seek(0)
        return NewList(shown_name(upload.name or ""), self.code, upload.read(), self.cleaned_data["key"])


class SheetForm(ChangeForm):
    """Which sheet it is, and where the names of its columns stand."""

    sheet = forms.TypedChoiceField(label="Op welk blad staat de lijst?", coerce=int, error_messages=_UNCLEAR)
    heading = forms.IntegerField(
        label="Op welke regel staan de namen van de kolommen?",
        min_value=1,
        error_messages={"required": "Vul het nummer van de regel in.", "invalid": "Vul een getal in, bijvoorbeeld 1."},
    )

    def __init__(self, *args: Any, sheets: Sequence[Mapping[str, Any]], choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        names = [(place, f"{one['name'] or 'Blad'} ({one['rows']} regels)") for place, one in enumerate(sheets)]
        offer_choices(self, "sheet", names)
        self.fields["sheet"].initial, self.fields["heading"].initial = choice.sheet, choice.heading

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        sheet, heading = data.get("sheet"), data.get("heading")
        if sheet is not None and heading and heading not in {number for number, _ in self.sheets[sheet]["top"]}:
            self.add_error(
                "heading", "Op deze regel staat niets, of zij staat te ver naar beneden. Kies een van de eerste regels."
            )
        return data


class ColumnsForm(ChangeForm):
    """What each column is, and what holds for the whole list."""

    added = {COLUMN: "Wat is deze kolom?"}
    changes_row = False

    standing = forms.ChoiceField(
        label="Als wat komen de signalen binnen?",
        choices=Standing.choices,
        widget=forms.RadioSelect,
        help_text="Heeft uw lijst een kolom “Stand”? Dan geldt dit voor regels waar die leeg is.",
        error_messages=_UNCLEAR,
    )
    source = forms.ChoiceField(
        label="Bron van regels waar geen bron staat",
        required=False,
        widget=forms.Select(attrs={"data-needed": True}),
        help_text="Alleen nodig als geen kolom de bron is, of als die soms leeg is.",
        error_messages=_UNCLEAR,
    )
    blank_is_unknown = forms.BooleanField(
        label="Een lege plaats of een leeg moment betekent: weet ik niet", required=False
    )
    close_reason = forms.ChoiceField(
        label="Reden van sluiten",
        required=False,
        choices=[("", "Kies"), *CLOSE_REASONS],
        widget=forms.Select(attrs={"data-needed": True}),
        help_text="Alleen nodig als er gesloten signalen in de lijst staan. De reden geldt voor al die signalen, behalve waar "
        "de lijst zelf een reden noemt.",
        error_messages=_UNCLEAR,
    )
    close_motivation = forms.CharField(
        label="Motivering bij het sluiten",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"data-needed": True}),
        help_text="Eén zin, bijvoorbeeld: afgehandeld vóór wij met Signaalpunt werkten.",
    )

    def __init__(
        self, *args: Any, headings: Sequence[str], examples: Mapping[int, str], choice: Choice, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        options = [(NOT_TAKEN, "Niet overnemen"), *((code, one.label) for code, one in COLUMNS.items())]
        self.places = [place for place, heading in enumerate(headings) if heading or place in examples]
        for place in self.places:
            self.fields[f"{COLUMN}{place}"] = forms.ChoiceField(
                label=f"Kolom “{headings[place] or place + 1}”",
                choices=options,
                required=False,
                initial=choice.columns.get(place, NOT_TAKEN),
                widget=forms.Select(attrs={"data-needed": True}),  # "(niet verplicht)" at every column says nothing
                help_text=f"Bijvoorbeeld: {examples[place]}" if place in examples else "",
                error_messages=_UNCLEAR,
            )
        offer_choices(self, "source", [("", "Kies"), *grouped_sources()])
        for name in ("standing", "source", "blank_is_unknown", "close_reason", "close_motivation"):
            self.fields[name].initial = getattr(choice, name)
        self.order_fields([f"{COLUMN}{place}" for place in self.places])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = [data.get(f"{COLUMN}{place}", "") for place in self.places]
        for place in self.places:
            code = data.get(f"{COLUMN}{place}", "")
            if code and chosen.count(code) > 1 and not COLUMNS[code].joins:
                self.add_error(
                    f"{COLUMN}{place}", f"U koos “{COLUMNS[code].label}” voor meer kolommen. Kies het één keer."
                )
        if "facts" not in chosen:
            self.add_error(None, "Kies welke kolom zegt wat er is gezien of gehoord.")
        if "source" not in chosen and not data.get("source"):
            self.add_error("source", "Er is geen kolom met de bron. Kies dan een bron voor alle regels.")
        self._clean_unknown(data, set(chosen))
        if closes(data.get("standing", ""), chosen):
            for name in ("close_reason", "close_motivation"):
                if not data.get(name):
                    self.add_error(name, "Vul dit in: er kunnen gesloten signalen in de lijst staan.")
        return data

    def _clean_unknown(self, data: Mapping[str, Any], chosen: set[str]) -> None:
        """Where and when: a column, or that it is not known."""
        if data.get("blank_is_unknown"):
            return
        if not chosen & {"place", "place_unknown"}:
            self.add_error("blank_is_unknown", "Geen kolom is de plaats. Kies er een, of vink dit aan.")
        elif not chosen & {"seen_on", "seen_when", "shift"}:
            self.add_error("blank_is_unknown", "Geen kolom zegt wanneer het was. Kies er een, of vink dit aan.")

    def chosen(self) -> Choice:
        """The parsed values; what was chosen for words stays."""
        data = self.cleaned_data
        columns = {place: data[f"{COLUMN}{place}"] for place in self.places if data[f"{COLUMN}{place}"]}
        return replace(
            self.choice,
            columns=columns,
            standing=data["standing"],
            source=data["source"],
            blank_is_unknown=data["blank_is_unknown"],
            close_reason=data["close_reason"],
            close_motivation=data["close_motivation"],
        )


class ValuesForm(ChangeForm):
    """What the words in the columns with a fixed list mean."""

    added = {VALUE: "Wat betekent dit woord?"}
    changes_row = False

    def __init__(self, *args: Any, words: Mapping[str, Mapping[str, str]], choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.names: dict[str, tuple[str, str]] = {}
        self.too_many = [COLUMNS[code].label for code, found in words.items() if len(found) > MOST_VALUES]
        for code, found in words.items():
            chosen = choice.values.get(code, {})
            for number, (key, text) in enumerate(list(found.items())[:MOST_VALUES]):
                name = f"{VALUE}{code}_{number}"
                self.names[name] = (code, key)
                self.fields[name] = forms.ChoiceField(
                    label=f"{COLUMNS[code].label}: “{text[:60]}”",
                    choices=[("", "Kies"), *(grouped_sources() if code == "source" else value_codes(code))],
                    initial=chosen.get(key) or code_of(code, text),
                    error_messages=_UNCLEAR,
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for label in self.too_many:
            message = (
                f"In de kolom “{label}” staan meer dan {MOST_VALUES} verschillende woorden. Is dat de goede kolom?"
            )
            self.add_error(None, message)
        return data

    def chosen(self) -> Choice:
        """With what each word means."""
        values: dict[str, dict[str, str]] = {}
        for name, (code, key) in self.names.items():
            values.setdefault(code, {})[key] = self.cleaned_data[name]
        return replace(self.choice, values=values)


class NoBsnForm(ChangeForm):
    """The way out of the stop at a BSN: the rows of which somebody says that the number is none."""

    keeps_texts = False

    no_bsn = forms.TypedMultipleChoiceField(
        label="Dit is geen BSN",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies een van de regels."},
    )

    def __init__(self, *args: Any, rows: Sequence[int], choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        offer_choices(self, "no_bsn", [(row, f"Regel {row}") for row in rows])

    def chosen(self) -> Choice:
        """With these rows beside those she named before."""
        return replace(self.choice, no_bsn=sorted({*self.choice.no_bsn, *self.cleaned_data["no_bsn"]}))
