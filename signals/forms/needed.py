"""Why something leaves: asked wherever a person may be known from it (domain R11)."""

from django import forms

from signals.operations.handovers import NECESSITY


def necessity_field(*, required: bool) -> forms.CharField:
    """The reasons in the officer's own words; they stay with her municipality, so names may stand in it."""
    return forms.CharField(
        label="Waarom is dit nodig, en kan het niet met minder?",
        max_length=1000,
        required=required,
        error_messages={"required": NECESSITY},
        help_text="Waarom heeft de ontvanger juist dit nodig? Waarom helpt een anonieme tip of minder gegevens niet? "
        "Dit blijft bij uw gemeente.",
        widget=forms.Textarea(attrs={"rows": 3, "data-needed": True}),
    )
