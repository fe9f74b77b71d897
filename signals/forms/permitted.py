"""Who agreed that what was given for this matter goes on: asked in one way wherever such data can leave."""

from django import forms

# The form that asks for the day beside it asks this much.
WHO_AGREED = "Wie vond het goed dat dit verder gaat?"


def permitted_field(*, of_partner: bool = False, with_day: bool = True) -> forms.CharField:
    """A function and a day, in words; which data were ticked says whether it is needed, so form or operation ask for it.

    `of_partner`: it is asked for data of a partner too, and not only of the police and justice. `with_day`: without, the form asks
    for the day beside it.
    """
    whose = "de politie, justitie of een partner" if of_partner else "de politie of justitie"
    return forms.CharField(
        label=f"{WHO_AGREED[:-1]}, en wanneer?" if with_day else WHO_AGREED,
        max_length=200,
        required=False,
        help_text=f"Nodig bij gegevens van {whose}. Noem een functie bij wie ze gaf, geen naam. Dit blijft bij uw "
        "gemeente.",
        widget=forms.TextInput(attrs={"data-needed": True}),
    )
