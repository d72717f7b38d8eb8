"""The menu has eleven entries; pages of one entry are tabs, and one without data says which file fills it."""

from tests.pages.conftest import AREA, boards, huishui, visit  # noqa: F401
from tuanqing.show import html
from tuanqing.ui.frame.discovery import SECTIONS, discover
from tuanqing.ui.frame.menu import _entries


def test_eleven_entries_and_each_leads_somewhere():
    found = discover()
    entries = _entries(found, found[0])
    assert [page.section for page in entries] == list(SECTIONS)
    assert [page.name for page in entries] == [
        "overview", "todo", "coverage", "unit", "pipeline", "terms", "funding", "index", "report", "upload", "dictionary",
    ]  # fmt: skip


def test_the_entry_of_the_page_looked_at_leads_to_that_page():
    found = discover()
    fees = next(page for page in found if page.name == "fees")
    entries = _entries(found, fees)
    assert fees in entries
    assert [page.section for page in entries] == list(SECTIONS)


def test_a_tab_without_data_is_greyed_and_names_the_file(visit):  # noqa: F811
    shown = next(
        text for key, text in boards(visit("fees", area=AREA, period="2023-06")).items() if "tabs" in key
    )
    assert shown.count("aria-current") == 1
    assert 'class="tq-tab-none"' in shown
    assert "填报模板：团费收缴统计" in shown
    assert f'href="./aid?area={AREA}' in shown.replace("&amp;", "&")


def test_what_stands_on_a_tab_is_text():
    shown = html.tabs([("<b>", None, ""), ("x", "./x", '"><i>')], "l")
    assert "<b>" not in shown
    assert "<i>" not in shown
