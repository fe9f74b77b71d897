"""Components keep their contract, forms say what is wrong where it is wrong, dates and terms read as in a letter."""

import copy
import datetime as dt
import re

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from core.templatetags import ui
from core.widgets import CardRadios, Explained


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


MISSING = {"required": "Vul dit in."}


class NoteForm(forms.Form):
    use_required_attribute = False
    hat = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="Wat is er gezien?", help_text="Feiten.", widget=forms.Textarea, max_length=2000, error_messages=MISSING
    )
    place = forms.CharField(label="Waar", max_length=100)
    day = forms.DateField(label="Wanneer", required=False, error_messages={"invalid": "Dit is geen datum."})
    danger = forms.ChoiceField(
        label="In gevaar?", choices=[("y", "Ja"), ("n", "Nee")], widget=forms.RadioSelect, error_messages=MISSING
    )


@pytest.mark.parametrize(
    "source",
    [
        '{% ui "badge" text="Ontvangen" colour="red" %}',
        '{% ui "badge" %}',
        '{% ui "badge" "Ontvangen" %}',
        "{% ui badge text='Ontvangen' %}",
        '{% wrap "badge" text="Ontvangen" %}{% endwrap %}',
        '{% ui "panel" %}',
        '{% ui "badge" text="Ontvangen" hx_get="/x/" %}',
    ],
    ids=["unknown", "missing", "not named", "no quotes", "no content", "content needed", "no attributes"],
)
def test_a_page_that_breaks_the_contract_of_a_component_does_not_compile(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_a_value_that_is_not_in_the_list_of_the_option_fails() -> None:
    with pytest.raises(ValueError, match="tone='pink'"):
        rendered('{% ui "badge" text="Ontvangen" tone=tone %}', tone="pink")


def test_outside_tests_a_wrong_value_does_not_break_the_page(settings: pytest.FixtureRequest) -> None:
    settings.STRICT_TEMPLATES = False  # type: ignore[attr-defined]  # the fixture takes any setting
    assert "Ontvangen" in rendered('{% ui "badge" text="Ontvangen" tone="pink" %}')


def test_a_component_sees_its_options_only() -> None:
    assert "geheim" not in rendered('{% ui "button" text="Opslaan" %}', icon="geheim", name="geheim")


def test_an_option_is_escaped_and_content_is_not() -> None:
    shown = rendered('{% wrap "panel" heading=text %}<p>{{ text }}</p>{% endwrap %}', text="<b>")
    assert "<b>" not in shown
    assert shown.count("&lt;b&gt;") == 2
    assert "<p>" in shown


def test_attributes_are_written_with_dashes_and_left_out_when_empty() -> None:
    shown = rendered(
        '{% ui "button" text="Ja" hx_get=url aria_pressed=none data_x=yes %}', url="/a/?b=1&c", none=None, yes=True
    )
    assert ' hx-get="/a/?b=1&amp;c"' in shown
    assert "aria-pressed" not in shown
    assert " data-x>" in shown


def test_a_component_leaves_no_space_around_itself() -> None:
    assert rendered('a{% ui "badge" text="b" %}c').startswith("a<span")


def test_every_message_leads_to_its_field_and_names_it() -> None:
    form = NoteForm({"place": "Goes", "day": "31-02-2026"})
    form.add_error(None, "Dit kan niet samen.")
    assert ui.error_links(form) == [
        ("id_text", "Wat is er gezien? Vul dit in."),
        ("id_day", "Wanneer: Dit is geen datum."),
        ("id_danger_0", "In gevaar? Vul dit in."),
        ("", "Dit kan niet samen."),
    ]


def test_messages_stand_in_the_order_of_the_fields_also_when_a_rule_found_one_first() -> None:
    form = NoteForm({"text": "Iets gezien.", "day": "31-02-2026"})
    form.is_valid()
    form.add_error("text", "Dit is te kort.")
    assert [target for target, _ in ui.error_links(form)] == ["id_text", "id_place", "id_day", "id_danger_0"]


def test_a_form_that_was_not_sent_has_no_messages() -> None:
    assert ui.error_links(NoteForm()) == []
    assert ui.error_links(None) == []
    assert ui.error_links("a word") == []


def test_a_wrong_field_is_marked_and_described_by_help_and_message() -> None:
    shown = str(NoteForm({"place": "Goes"}))
    assert 'aria-invalid="true" aria-describedby="id_text_helptext id_text_error"' in shown
    assert 'id="id_text_helptext"' in shown
    assert 'id="id_text_error"' in shown
    assert 'role="alert"' in shown
    assert 'type="hidden" name="hat"' in shown


def test_a_date_is_a_date_field_and_a_wrong_date_stands_as_it_was_typed() -> None:
    good, wrong = NoteForm({"day": "21-11-2026"}), NoteForm({"day": "31-02-2026"})
    assert 'type="date"' in str(good["day"])
    assert 'value="2026-11-21"' in str(good["day"])
    assert 'type="text"' in str(wrong["day"])
    assert 'value="31-02-2026"' in str(wrong["day"])


def test_a_long_text_is_counted_and_never_cut_off() -> None:
    shown = str(NoteForm()["text"])
    assert 'data-limit="2000"' in shown
    assert "maxlength" not in shown
    assert "Maximaal 2.000 tekens." in shown
    assert 'maxlength="100"' in str(NoteForm()["place"])


def test_browsers_are_asked_not_to_remember_what_is_typed() -> None:
    assert str(NoteForm()).count('autocomplete="off"') == 3


def test_a_form_component_writes_its_hidden_fields_once() -> None:
    whole = rendered('{% ui "form" form=form submit="Opslaan" %}', form=NoteForm(), csrf_token="token")
    own = rendered(
        '{% wrap "form" form=form %}{{ form.place.as_field_group }}{% endwrap %}', form=NoteForm(), csrf_token="token"
    )
    for shown in (whole, own):
        assert shown.count('name="hat"') == 1
        assert shown.count('name="csrfmiddlewaretoken"') == 1


def test_a_choice_with_an_explanation_survives_the_copy_of_its_form() -> None:
    field = forms.ChoiceField(choices=[("a", Explained("Werk", hint="Onder dwang."))], widget=CardRadios)
    form = type("OneForm", (forms.Form,), {"kind": copy.deepcopy(field)})()
    assert "Onder dwang." in str(form["kind"])
    assert form["kind"].subwidgets[0].choice_label == "Werk"


@time_machine.travel("2026-11-20 12:00+01:00", tick=False)  # a Friday
@pytest.mark.parametrize(
    ("days", "unit", "text", "tone"),
    [
        (0, "working", "vandaag", "soon"),
        (3, "working", "nog 1 werkdag", "soon"),
        (4, "working", "nog 2 werkdagen", "plain"),
        (4, "calendar", "nog 4 dagen", "plain"),
        (-1, "working", "1 dag te laat", "late"),
        (-3, "calendar", "3 dagen te laat", "late"),
    ],
)
def test_a_term_says_what_is_left_and_how_urgent_it_is(days: int, unit: str, text: str, tone: str) -> None:
    due = dt.date(2026, 11, 20) + dt.timedelta(days=days)
    assert (ui.term_text(due, unit), ui.term_tone(due)) == (text, tone)


def test_without_a_last_day_nothing_is_said() -> None:
    assert rendered('{% ui "term" due=due %}', due=None) == ""


def test_dates_read_as_in_a_letter_and_as_the_clock_in_the_netherlands_says() -> None:
    late = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    assert ui.date_long(late) == "2 juli 2026"
    assert ui.date_short(dt.date(2026, 11, 21)) == "21-11-2026"
    assert ui.moment(late) == "2 juli 2026, 00:30"


def test_counted_words_and_numbers() -> None:
    assert ui.counted(1, "signaal,signalen") == "1 signaal"
    assert ui.counted(1980, "signaal,signalen") == "1.980 signalen"


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("06-12345678 na vijven", ["0612345678"]),
        ("0113 123 456 of 06 1234 5678", ["0113123456", "0612345678"]),
        ("+31 (0)6 12345678", ["+31612345678"]),
        ("Veilig Thuis 0800-2000, politie 0900-8844", ["08002000", "09008844"]),
        ("op 01-02-2026 om 10.30 uur, kamer 012", []),
        ("naam@voorbeeld.example", []),
        ("", []),
        (None, []),
    ],
)
def test_a_telephone_number_in_a_text_dials_and_a_date_does_not(text: str | None, dials: list[str]) -> None:
    shown = ui.phone_links(text)
    assert re.findall(r'href="tel:([^"]*)"', shown) == dials
    assert re.sub(r"<[^>]*>", "", shown) == (text or "")


def test_what_stands_around_a_telephone_number_is_escaped() -> None:
    assert "<b>" not in ui.phone_links("<b>06-12345678</b>")


def test_no_reference_in_a_text_is_broken_over_two_lines() -> None:
    assert ui.whole_references("Noem S-DKVR-3 & bel") == 'Noem <span class="nowrap">S-DKVR-3</span> &amp; bel'
    assert ui.whole_references("Een e-mail van 1-2") == "Een e-mail van 1-2"
    assert "<b>" not in ui.whole_references("<b>S-DKVR-3")
    assert ui.whole_numbers("<b> 06-0000 0100.") == '&lt;b&gt; <span class="nowrap">06-0000 0100</span>.'
    assert ui.mail_parts("windvaan@goes.example") == "windvaan@<wbr>goes.example"
    assert "<b>" not in ui.mail_parts("<b>@<b>")


def test_each_choice_of_a_list_stands_in_it_escaped_and_in_its_group() -> None:
    class Chooser(forms.Form):
        place = forms.ChoiceField(
            choices=[("", "Kies"), ("<b>", "'s-Heer & co"), ('Groep "een"', [("1", "één"), ("2", "twee")])]
        )

    shown = str(Chooser({"place": "2"})["place"])
    assert '<option value="">Kies</option>' in shown
    assert '<option value="&lt;b&gt;">&#x27;s-Heer &amp; co</option>' in shown
    group = shown.partition('<optgroup label="Groep &quot;een&quot;">')[2].partition("</optgroup>")[0]
    assert '<option value="1">één</option>' in group
    assert '<option value="2" selected>twee</option>' in group
    assert shown.count("<option") == 4
