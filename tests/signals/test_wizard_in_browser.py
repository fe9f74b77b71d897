"""What a page of the wizard shows only after the answer that makes it a question (style sheets do it, no script), and
what is said while somebody types.
"""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from core.access import Actor
from signals.forms.page import StepForm
from signals.forms.wizard import CallForm, FormForm, WhatForm, WhereForm
from signals.indicators import Indicator

pytestmark = pytest.mark.journey

DIST = Path(__file__).resolve().parents[2] / "assets" / "dist"
STYLES = DIST / "app.css"
WRITER = Actor(user_id=1, hat="focal_officer")


def _shown(browser: Browser, form: StepForm) -> Page:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(f"<style>{STYLES.read_text()}</style><form class='form'>{form}</form>")
    return page


def test_the_reason_for_no_place_is_asked_once_the_place_is_unknown(browser: Browser) -> None:
    page = _shown(browser, WhereForm(actor=WRITER))
    reason = page.locator("[name=place_unknown]")
    assert not reason.is_visible()
    page.locator("[name=no_place]").check()
    assert reason.is_visible()


def test_a_reason_that_was_given_before_stays_in_sight(browser: Browser) -> None:
    kept = {"fields": {"place_unknown": "Het was online."}, "saved": 1}
    assert _shown(browser, WhereForm(actor=WRITER, kept=kept)).locator("[name=place_unknown]").is_visible()


def test_of_the_call_only_what_belongs_to_the_answer_is_asked(browser: Browser) -> None:
    page = _shown(browser, CallForm(actor=WRITER))
    when, why_not = page.locator("[name=called_at]"), page.locator("[name=not_called]")
    assert (when.is_visible(), why_not.is_visible()) == (False, False)
    page.locator("[name=called][value=yes]").check()
    assert (when.is_visible(), why_not.is_visible()) == (True, False)
    page.locator("[name=called][value=no]").check()
    assert (when.is_visible(), why_not.is_visible()) == (False, True)


def test_a_message_about_a_field_is_never_hidden(browser: Browser) -> None:
    data = {"hat": WRITER.hat, "version": "0", "key": "00000000-0000-4000-8000-000000000000", "called": "no"}
    form = CallForm(data, actor=WRITER)
    assert "not_called" in form.errors
    page = _shown(browser, form)
    page.locator("[name=called][value=yes]").check()
    assert page.locator("[name=not_called]").is_visible()


def _typing(browser: Browser, form: StepForm, more: str = "") -> Page:
    page = browser.new_context().new_page()
    page.set_content(f"<form class='form'>{more}{form}</form>")
    page.add_script_tag(path=DIST / "app.js")
    return page


def test_a_bsn_is_pointed_out_while_somebody_types_and_no_longer_once_it_is_gone(browser: Browser) -> None:
    page = _typing(browser, WhatForm(actor=WRITER))
    told, field = page.get_by_text("Dit lijkt een burgerservicenummer"), page.locator("[name=facts]")
    for text, shown in (("Zijn nummer is 111222333.", True), ("Nummer 111222334.", False), ("1112.22.333", True)):
        field.fill(text)
        assert (told.count() == 1) == shown, text
    field.fill("Geen nummer.")
    assert told.count() == 0


def test_who_said_that_it_is_no_bsn_is_not_told_so_again(browser: Browser) -> None:
    page = _typing(browser, WhatForm(actor=WRITER), "<input type='checkbox' name='no_bsn' checked>")
    page.locator("[name=facts]").fill("Zijn nummer is 111222333.")
    assert page.get_by_text("Dit lijkt een burgerservicenummer").count() == 0


def test_with_danger_nothing_is_said_of_a_bsn(browser: Browser) -> None:
    pages = (
        _typing(browser, WhatForm(actor=WRITER, in_danger=True)),
        _typing(browser, WhatForm(actor=WRITER), "<input type='radio' name='danger' value='yes' checked>"),
    )
    for page in pages:
        page.locator("[name=facts]").fill("Zijn nummer is 111222333.")
        assert page.get_by_text("Dit lijkt een burgerservicenummer").count() == 0


def _characteristics(browser: Browser, *, scripted: bool) -> Page:
    form = FormForm(actor=WRITER)
    drawn = render_to_string("signals/parts/indicator_fields.html", {"form": form})
    page = browser.new_context(java_script_enabled=scripted).new_page()
    page.set_content(f"<style>{STYLES.read_text()}</style><form class='form'>{form['form']}{drawn}</form>")
    if scripted:
        page.add_script_tag(path=DIST / "app.js")
    return page


def test_without_a_script_every_group_unfolds_and_a_tick_asks_how_it_is_known(browser: Browser) -> None:
    page = _characteristics(browser, scripted=False)
    for group in page.locator("summary").all():
        group.click()
    assert page.locator("[name=indicators]").count() == len(Indicator)
    how, words = page.locator("[name=basis_crim_other]"), page.locator("[name=text_crim_other]")
    assert (how.first.is_visible(), words.is_visible()) == (False, False)
    page.locator("[name=indicators][value=crim_other]").check()
    assert (how.first.is_visible(), words.is_visible()) == (True, True)


def test_a_form_that_is_chosen_unfolds_its_group_and_folds_those_without_a_tick(browser: Browser) -> None:
    page = _characteristics(browser, scripted=True)

    def unfolded() -> list[str]:
        return [group.inner_text() for group in page.locator("details[open] > summary").all()]

    page.locator("[name=form][value=labour]").check()
    assert unfolded() == ["Algemeen", "Arbeidsuitbuiting"]
    page.locator("[name=indicators][value=lab_hours]").check()
    page.locator("[name=form][value=sexual]").check()
    assert unfolded() == ["Algemeen", "Seksuele uitbuiting", "Arbeidsuitbuiting"]
    page.locator("[name=form][value=unknown]").check()
    assert unfolded() == ["Arbeidsuitbuiting"]
