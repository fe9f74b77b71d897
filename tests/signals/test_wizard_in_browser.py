"""What a page of the wizard shows only after the answer that makes it a question. Style sheets do it, no script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from core.access import Actor
from signals.forms.page import StepForm
from signals.forms.wizard import CallForm, WhereForm

pytestmark = pytest.mark.journey

STYLES = Path(__file__).resolve().parents[2] / "assets" / "dist" / "app.css"
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
