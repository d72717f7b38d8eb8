"""Pages on paper: what is to be handed over fits on one sheet, and nothing that scrolls on the screen is cut."""

import io
import unicodedata

import pypdf
import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def sheets(visit: Visit, address: str, waits_for: str) -> list[str]:
    visit.open(address, waits_for)
    visit.page.wait_for_timeout(2500)
    printed = visit.page.pdf(prefer_css_page_size=True)
    pages = pypdf.PdfReader(io.BytesIO(printed)).pages
    return [unicodedata.normalize("NFKC", page.extract_text()) for page in pages]  # a font's ⽉ is 月


def test_a_units_page_is_one_sheet_and_a_scorecard_is_whole(visit: Visit):
    (sheet,) = sheets(visit, "unit?area=411424107&period=2023-12", "岗王镇")
    assert "2023年12月" in sheet
    assert "找单位" not in sheet  # no controls
    text = "".join(sheets(visit, "?area=411424&period=2023-12", "乡镇记分卡"))
    assert all(name in text for name in ("凤凰街道", "惠济乡", "皇集乡", "洪恩乡"))
    assert text.count("项") > 20  # the last column, of every township
