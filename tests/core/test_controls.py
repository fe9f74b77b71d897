"""How fields are written: what comes from outside is text on the page, wherever it stands in a control."""

import re
from html.parser import HTMLParser

from django import forms

from core import controls
from core.access import NOBODY
from core.forms import Form
from core.widgets import CardCheckboxes, CardRadios, Explained, NewestRadios

SLY = "\"'><script>x</script>&amp;"
CHOICES = [(SLY, Explained(SLY, hint=SLY)), (f"{SLY}2", SLY)]
GROUPED = [(SLY, CHOICES)]
ATTRS = {"class": SLY, "data-sly": SLY, "autocomplete": SLY}


class SlyForm(Form):
    text = forms.CharField(label=SLY, help_text=SLY, initial=SLY, max_length=9, widget=forms.TextInput(ATTRS))
    number = forms.IntegerField(label=SLY, initial=SLY, widget=forms.NumberInput(ATTRS))
    hidden = forms.CharField(initial=SLY, widget=forms.HiddenInput(ATTRS))
    box = forms.BooleanField(label=SLY, help_text=SLY, widget=forms.CheckboxInput(ATTRS))
    story = forms.CharField(label=SLY, initial=SLY, max_length=2000, widget=forms.Textarea(ATTRS))
    day = forms.DateField(label=SLY, initial=SLY, widget=forms.DateInput(ATTRS))
    hour = forms.TimeField(label=SLY, initial=SLY, widget=forms.TimeInput(ATTRS))
    file = forms.FileField(label=SLY, widget=forms.FileInput(ATTRS))
    one = forms.ChoiceField(label=SLY, choices=GROUPED, initial=SLY, widget=forms.Select(ATTRS))
    radio = forms.ChoiceField(label=SLY, help_text=SLY, choices=GROUPED, initial=SLY, widget=CardRadios(ATTRS))
    newest = forms.ChoiceField(label=SLY, choices=GROUPED, initial=SLY, widget=NewestRadios(ATTRS))
    several = forms.MultipleChoiceField(label=SLY, choices=CHOICES, initial=[SLY], widget=CardCheckboxes(ATTRS))


class Read(HTMLParser):
    """The tags and attributes as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.sly = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.sly += sum(value is not None and SLY in value for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.sly += SLY in data


def test_what_comes_from_outside_stays_text_in_every_control() -> None:
    names = list(SlyForm.base_fields)
    for form in (
        SlyForm(actor=NOBODY),
        SlyForm(dict.fromkeys(names, SLY) | {"several": [SLY], "hat": ""}, actor=NOBODY),
    ):
        for name in names:
            for text in (str(form[name]), form[name].label_tag(), form[name].as_field_group()):
                read = Read(text)
                assert "script" not in read.tags, text
                assert all(re.fullmatch("[A-Za-z-]+", attribute) for attribute in read.names), text
        for name in ("text", "box", "radio"):
            assert "script&gt;x" in form[name].as_field_group().partition("_helptext")[2]
        # Class, value, data-sly, autocomplete: each as it was given.
        assert Read(str(form["text"])).sly == 4


class PlainForm(Form):
    why = forms.CharField(label="Waarom?", help_text="Kort.", required=False)
    number = forms.IntegerField(label="Hoeveel?", required=False)
    kind = forms.ChoiceField(label="Wat?", choices=[("a", "Een"), ("b", "Twee")], widget=CardRadios)
    who = forms.ChoiceField(label="Wie?", choices=lambda: [("1", "Iemand")])


def test_what_was_written_of_one_form_stands_in_another_of_its_class_only_where_nothing_of_either_is_in_it() -> None:
    def drawn(name: str, data: dict[str, str] | None = None, prefix: str | None = None, **initial: object) -> str:
        return str(PlainForm(data, actor=NOBODY, prefix=prefix, initial=initial)[name].as_field_group())

    assert drawn("why") == drawn("why") != drawn("why", why="Geheim")
    assert "Geheim" not in drawn("why")
    assert "Geheim" not in str(dict(controls._KEPT[PlainForm]))
    assert (drawn("kind", kind="b").count("checked"), drawn("kind").count("checked")) == (1, 0)
    assert drawn("number") != drawn("number", number=0)
    assert drawn("kind", {"kind": "x"}) != drawn("kind", {"kind": "a"}) != drawn("kind")
    assert 'name="x-why"' in drawn("why", prefix="x")

    changed = PlainForm(actor=NOBODY)
    changed.fields["why"].help_text = "Van vandaag."
    changed.fields["kind"].choices = [("a", "Iets anders")]  # type: ignore[attr-defined]  # a field of choices
    changed.fields["number"].widget.attrs["data-needed"] = True
    assert "Van vandaag." in changed["why"].as_field_group()
    assert "Iets anders" in changed["kind"].as_field_group()
    assert "data-needed" in changed["number"].as_field_group()
    assert "data-needed" not in drawn("number")
    assert {key[1] for key in controls._KEPT[PlainForm]} == {"why", "kind", "number", "x-why"}
