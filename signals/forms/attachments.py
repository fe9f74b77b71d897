"""The form with which a file is added."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.files import BY_EXTENSION, Kind, Refusal, Why, early_kind, sentence_of, shown_name, told
from core.forms import CreateForm
from signals.operations.attachments import NewFile

_ACCEPTED = ",".join(f".{extension}" for extension in BY_EXTENSION)


class AddFileForm(CreateForm):
    """One file, and what it is."""

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
    kind: Kind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            key=self.cleaned_data["key"],
        )


class SendFileForm(AddFileForm):
    """The same for who sent the signal, and does not get the file to see again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text += " U ziet er hier later alleen de naam en de grootte van."
