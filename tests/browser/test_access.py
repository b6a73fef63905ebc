"""For everyone: by keyboard alone, and axe clean in both languages, both themes, on phone and desk."""

import pytest
from browsing import axe, go, looks, result, sample_dressed
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_axe_finds_nothing(visit):
    page = visit()
    wrong = looks(page, "empty")
    sample_dressed(page)
    go(page)
    result(page)
    page.evaluate(
        "document.querySelector('vt-try-on').shadowRoot.querySelector('vt-report')"
        ".shadowRoot.querySelectorAll('details').forEach((details) => { details.open = true; })"
    )
    wrong += looks(page, "result")
    page.get_by_role("button", name="Erase this visit").click()
    wrong += axe(page, "dialog")
    assert not wrong, "\n".join(wrong)


def focused(page: Page) -> str:
    """Name of what has the focus, through the shadows."""
    return page.evaluate(
        """() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at?.getAttribute('aria-label') ?? at?.textContent.trim() ?? '';
        }"""
    )


def tab_to(page: Page, name: str, steps: int = 60) -> None:
    for _ in range(steps):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


def test_by_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the fitting room"
    page.keyboard.press("Enter")
    tab_to(page, "Try on ")
    page.keyboard.press("Space")
    name = page.locator("vt-look .tile .name").first.text_content()
    tab_to(page, name)
    page.keyboard.press("Space")
    tab_to(page, "Try it on")
    page.keyboard.press("Enter")
    result(page)
    page.locator("body").evaluate("() => document.getElementById('room').focus()")
    tab_to(page, "Before and after")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuenow", "2")
    expect(slider).to_have_attribute("aria-valuetext", "98 % after")
    tab_to(page, "Zoom in")
    page.keyboard.press("Enter")
    expect(page.locator("vt-compare")).to_have_attribute("zoomed", "")
    tab_to(page, "Erase this visit")
    page.keyboard.press("Enter")
    expect(page.locator("vt-confirm dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("vt-confirm dialog")).to_be_hidden()
    assert focused(page) == "Erase this visit"


def test_forced_colours_keep_the_controls_in_sight(visit):
    page = visit(forced_colors="active")
    border = page.locator("vt-look .go button").evaluate("(button) => getComputedStyle(button).borderTopStyle")
    assert border == "solid"


def test_reduced_motion_stills_the_stage(visit):
    page = visit()
    sample_dressed(page)
    go(page)
    sweep = page.locator("vt-stage .sweep")
    if sweep.count():
        assert sweep.evaluate("(element) => getComputedStyle(element).display") == "none"
    result(page)
