"""The form with which a file is added."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.files import BY_EXTENSION, Kind, Refusal, Why, early_kind, sentence_of, shown_name, told
from core.forms import ChangeForm, CreateForm
from signals.models import Attachment, Signal
from signals.operations.attachments import NewFile
from signals.sharing_codes import Provenance

from .page import CHOOSE

_ACCEPTED = ",".join(f".{extension}" for extension in BY_EXTENSION)


class AddFileForm(CreateForm):
    """One file, what it is, and whose data it holds. `signal`: the one it is added to."""

    file = forms.FileField(
        label="Bestand",
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={
            "required": "Kies een bestand.",
            "invalid": "Kies een bestand.",
            "empty": sentence_of(Why.EMPTY),
        },
    )
    description = forms.CharField(
        label="Wat is het?",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: foto van de voordeur, 3 mei. De naam van het bestand en deze regel zijn extra beveiligd.",
    )
    provenance = forms.ChoiceField(
        label="Van wie zijn de gegevens in dit bestand?",
        choices=[("", "Kies"), *Provenance.choices],
        help_text="Gegevens van politie, justitie of M. gaan later niet vanzelf mee in een doormelding.",
        error_messages=CHOOSE,
    )
    kind: Kind

    def __init__(self, *args: Any, signal: Signal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whose a report is, is proposed where that is somebody else's; that it is her own, she says herself.
        if signal is not None and signal.provenance != Provenance.OWN:
            self.fields["provenance"].initial = signal.provenance
        self.fields["file"].help_text = (
            f"Een foto (JPG, PNG, WebP), PDF, Word, Excel, ODT, ODS of platte tekst, hoogstens "
            f"{settings.FILE_MOST_BYTES // 1024**2} MB. Van een foto blijft alleen het beeld over: waar en wanneer die "
            "is gemaakt, wordt gewist. Schrijf dat op als het van belang is."
        )

    def clean_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        name = shown_name(upload.name or "")
        try:
            self.kind = early_kind(name, upload.read(), upload.size or 0)
        except Refusal as refusal:
            raise forms.ValidationError(told(refusal, name)) from None
        return upload

    def new_file(self) -> NewFile:
        """The parsed values."""
        upload = self.cleaned_data["file"]
        upload.seek(0)
        return NewFile(
            name=shown_name(upload.name or ""),
            kind=self.kind,
            content=upload.read(),
            description=self.cleaned_data["description"],
            provenance=Provenance(self.cleaned_data.get("provenance", Provenance.OWN)),
            key=self.cleaned_data["key"],
        )


class CorrectFileForm(ChangeForm):
    """Whose data a file holds after all, and why. `file`: opens with what stands there."""

    provenance = forms.ChoiceField(
        label="Van wie zijn de gegevens in dit bestand?",
        choices=Provenance.choices,
        help_text="Gegevens van politie, justitie of M. gaan niet vanzelf mee in een doormelding.",
        error_messages=CHOOSE,
    )
    reason = forms.CharField(
        label="Waarom klopte het niet?", max_length=300, help_text="Dit veld is extra beveiligd. Noem geen namen."
    )

    def __init__(self, *args: Any, file: Attachment, **kwargs: Any) -> None:
        super().__init__(*args, version=file.version, initial={"provenance": file.provenance}, **kwargs)

    def told(self) -> dict[str, Any]:
        """The parsed values."""
        return {"provenance": Provenance(self.cleaned_data["provenance"]), "reason": self.cleaned_data["reason"]}


class SendFileForm(AddFileForm):
    """The same for who sent the signal, and does not get the file to see again; whose it is follows from the report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["provenance"]
        self.fields["file"].help_text += " U ziet er hier later alleen de naam en de grootte van."
