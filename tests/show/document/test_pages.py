"""The look that is prescribed, asserted from the XML: GB/T 9704, native charts, header rows, fonts by name, equal bytes."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pptx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from tests.show.document import parsed
from tests.show.document.conftest import REPORTS
from tuanqing.define.errors import Refused
from tuanqing.define.period import parse
from tuanqing.show.document import make, pdf
from tuanqing.show.document.make import FORMATS
from tuanqing.show.document.model import Chart, Heading, Paragraph, Table, sides, text_of

YEAR = ("411424", "year", "2023")


@pytest.fixture(scope="module")
def made(composed) -> dict[str, bytes]:
    return make.files(composed(*YEAR), FORMATS)


@pytest.fixture(scope="module")
def word(made):
    return docx.Document(io.BytesIO(made["docx"]))


def test_the_page_is_that_of_the_standard(word):
    upright, turned, internal = word.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    margins = upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(turned.page_width.mm), round(turned.page_height.mm)) == (297, 210)
    assert round(internal.page_width.mm) == 210
    assert upright._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"  # 22 lines in 225 mm


def test_fonts_are_named_for_chinese(word):
    def faces(text: str) -> tuple[str, int]:
        run = next(
            r
            for p in word.element.body.iter(qn("w:p"))
            for r in p.iter(qn("w:r"))
            if r.text and text in r.text
        )
        return run.rPr.rFonts.get(qn("w:eastAsia")), int(run.rPr.find(qn("w:sz")).get(qn("w:val")))

    assert faces("工作总结和") == ("方正小标宋简体", 44)
    assert faces("二、组织引领") in (
        ("黑体", 32),
        ("仿宋_GB2312", 28),
    )  # the heading, or its line in the contents
    headings = [p for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    deeper = next(p for p in word.paragraphs if p.style.name == "Heading 2")
    assert deeper.text.startswith("（一）")
    assert deeper.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    assert faces("截至2023年12月31日，团组织732") == ("仿宋_GB2312", 32)
    assert word.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    body = next(p for p in word.paragraphs if p.text.startswith("截至"))
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert body._p.pPr.find(qn("w:spacing")).get(qn("w:line")) == "579"


def test_page_numbers_stand_outside_between_dashes(word):
    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((word.sections[0].footer, "right"), (word.sections[0].even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line.text.replace("1", "") == "—  —"
        assert "PAGE" in line._p.xml


def test_every_table_repeats_its_head_and_keeps_its_rows_whole(word):
    assert len(word.tables) >= 3
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_are_charts_with_their_data_inside(made, composed):
    charts = [b for b in composed(*YEAR).blocks if isinstance(b, Chart)]
    assert {chart.kind for chart in charts} >= {"bars"}
    for format, folder in (("docx", "word"), ("pptx", "ppt"), ("xlsx", "xl")):
        names = parsed.parts_of(made[format])
        assert sum(n.startswith(f"{folder}/charts/chart") and n.endswith(".xml") for n in names) == len(
            charts
        )
        if format != "xlsx":
            assert sum(n.startswith(f"{folder}/embeddings/") for n in names) == len(charts)
        assert not any(n.endswith((".png", ".emf")) for n in names)


def test_slides_are_wide_and_name_their_sources(made):
    show = pptx.Presentation(io.BytesIO(made["pptx"]))
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=0.001)
    noted = [slide.notes_slide.notes_text_frame.text for slide in show.slides]
    assert all(noted)
    assert any("数据来源" in text and "口径" in text for text in noted)


def test_the_annex_is_a_working_sheet(made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    page = book["主要指标表"]
    head = [
        "指标名称",
        "计量单位",
        "本年",
        "填报数",
        "上年",
        "同比",
        "年度目标",
        "完成率",
        "数据来源",
        "口径说明",
    ]
    assert [cell.value for cell in page[3]] == head
    assert page.freeze_panes == "B4"
    assert page.auto_filter.ref
    assert page.print_title_rows == "$3:$3"
    assert page.print_area
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_a_text_that_looks_like_a_formula_stays_a_text(composed):
    from dataclasses import replace

    table = Table("甲", ("=1+1", "b"), (("=cmd()", "+1"),))
    content = make.files(replace(composed(*YEAR), annex=table, blocks=()), ["xlsx"])["xlsx"]
    page = openpyxl.load_workbook(io.BytesIO(content))["甲"]
    assert [(cell.value, cell.data_type) for cell in page[4]] == [("=cmd()", "s"), ("+1", "s")]


def test_the_same_report_has_the_same_bytes(made, samples, con, library, contracts):
    from tuanqing.define import template as templates_of
    from tuanqing.define.language import language, speak

    area, kind, period = YEAR
    wish = make.ReportOrder(templates_of.choose(templates_of.load_all(), kind, area), area, parse(period))
    before = language()
    speak("en")  # whatever language the screen has
    again = make.files(make.document(con, wish, samples.version, library, contracts), FORMATS)
    speak(before)
    assert {n: make.digest(c) for n, c in again.items()} == {n: make.digest(c) for n, c in made.items()}


def test_nothing_in_a_file_depends_on_today(made):
    from datetime import date

    for format in ("docx", "pptx", "xlsx"):
        package = zipfile.ZipFile(io.BytesIO(made[format]))
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        core = package.read("docProps/core.xml").decode()
        assert "2023-12-31" in core
        assert f"{date.today():%Y-%m-%d}" not in core
    facts = pypdf.PdfReader(io.BytesIO(made["pdf"])).metadata
    assert facts is not None
    assert f"{date.today():%Y%m%d}" not in str(dict(facts))


@pytest.mark.parametrize("area", ["411424", "522731", "331081", "320281", "3608"])
def test_a_brief_is_one_page(composed, area: str):
    period = next(period for place, kind, period in REPORTS if (place, kind) == (area, "month"))
    content = make.files(composed(area, "brief", period), ["pdf"])["pdf"]
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_what_is_missing_is_on_the_cover(composed):
    cover = "".join(composed("522731", "year", "2023").cover)
    assert "数据未到2023年末" in cover
    assert "学习与活动台账、经费收支台账：7—12月未报。" in cover
    assert "培养链条进展：3月、9月、12月未报。" in cover
    assert "从未报过：对标定级与述职评议、" in cover
    half = composed("522731", "year", "2023")
    flow = next(row for row in half.annex.rows if row[0] == "志愿服务场次")
    assert text_of(flow[3:6]) == "11/11 (1—6月)63—"  # half a year is not compared with a whole one
    stock = next(row for row in half.annex.rows if row[0] == "团组织数")
    assert text_of(stock[5:6]) == "+5.6%"


@pytest.mark.parametrize(("area", "kind", "period"), [r for r in REPORTS if r[1] == "month"])
def test_the_cover_counts_what_is_owed_and_what_is_whole(composed, con, area: str, kind: str, period: str):
    month, whole = parse(period), []
    owing: dict[str, list[tuple[str, list[int]]]] = {}
    for dataset, unit, months in con.execute(
        "SELECT dataset, area_code, months FROM owed JOIN area_path USING (area_code) WHERE ancestor_code = ? "
        "AND coalesce(owed.since <= ?, true) AND coalesce(owed.until > ?, true) AND dataset <> 'area'",
        [area, month.last, month.last],
    ).fetchall():
        if month.first.month in months:
            owing.setdefault(dataset, []).append((unit, months))
    for dataset, units in owing.items():
        given = [
            unit
            for unit, months in units
            if con.execute(
                "SELECT 1 FROM coverage JOIN area_path AS p ON p.ancestor_code = coverage.area_code "
                "WHERE dataset = $dataset AND p.area_code = $unit AND CASE WHEN is_list THEN first_month > $before "
                "AND first_month <= $month ELSE $month BETWEEN first_month AND last_month END",
                {
                    "dataset": dataset,
                    "unit": unit,
                    "month": month.first,
                    "before": next(
                        before.first
                        for n in range(1, 13)
                        if (before := month.shift(-n)).first.month in months
                    ),
                },
            ).fetchall()
        ]
        whole += [dataset] if len(given) == len(units) else []
    assert len(owing) > 7
    assert (
        f"本期应报{len(owing)}类数据，到期末报齐{len(whole)}类。没有注明的数，到所写日期或月份都已报齐。"
        in composed(area, kind, period).cover
    )


def test_a_place_without_data_for_the_period_says_so(con, samples, library, contracts):
    from tuanqing.define import template as templates_of

    wish = make.ReportOrder(
        templates_of.choose(templates_of.load_all(), "month", "522731"), "522731", parse("2019-01")
    )
    document = make.document(con, wish, samples.version, library, contracts)
    assert "没有截至本期的数据" in document.cover[0]
    assert any(sentence.startswith("从未报过：学习与活动台账、") for sentence in document.cover)
    assert document.annex is None
    assert set(make.files(document, FORMATS)) == set(FORMATS)


def test_an_annex_of_few_but_tall_rows_goes_on_over_the_page(composed):
    document = composed(*YEAR)
    tall = tuple((*row[:-1], "口径说明" * 60) for row in document.annex.rows[:12])
    content = pdf.write(replace(document, blocks=(), annex=replace(document.annex, rows=tall)))
    sideways = [p for p in pypdf.PdfReader(io.BytesIO(content)).pages if p.mediabox.width > p.mediabox.height]
    assert len(sideways) > 1


def test_without_a_chinese_font_the_pdf_is_refused_with_the_cure(composed, monkeypatch):
    pdf.faces.cache_clear()
    monkeypatch.setattr(pdf, "_SERIF", ())
    monkeypatch.setattr(pdf, "_SANS", ("No Such Font",))
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        make.files(composed(*YEAR), ["pdf"])
    pdf.faces.cache_clear()


def test_libreoffice_opens_them(made, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (soffice)")
    files = [tmp_path / f"{format}.{format}" for format in FORMATS if format != "pdf"]
    for file in files:
        file.write_bytes(made[file.stem])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    for file in files:
        pages = pypdf.PdfReader(file.with_suffix(".pdf")).pages
        text = "".join(page.extract_text() for page in pages).replace(" ", "")
        assert "732" in text, file
        assert "34591" in text, file
        assert "\ufffd" not in text, file


def test_a_line_holds_28_signs_and_the_annex_begins_as_the_standard_has_it(composed):
    """GB/T 9704-2012: 22 lines of 28 signs; 附件 flush left on the first line of its page, its title on the third."""
    file = docx.Document(io.BytesIO(make.files(composed("411424", "quarter", "2023Q4"), ["docx"])["docx"]))
    grid = file.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    width = (210 - 28 - 26) / 25.4 * 72
    assert int(width / (16 + int(grid.get(qn("w:charSpace"))) / 4096) + 0.01) == 28
    close = {
        int(each.get(qn("w:val")))
        for each in file.element.body.iter(qn("w:spacing"))
        if each.get(qn("w:val"))
    }
    assert {int(width / (16 + twips / 20)) for twips in close} == {28}  # where a program has no such grid
    texts = [p.text for p in file.paragraphs]
    start = texts.index("附件")
    assert (texts[start + 1], texts[start + 2]) == ("", "主要指标表")
    assert file.paragraphs[start].alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert file.paragraphs[start + 2].alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_who_signs_and_the_date_stand_as_the_standard_has_them():
    """The date begins two signs after the name does; neither comes nearer to the edge than two signs."""
    date = "　　年　月　日"
    for name in ("共青团柘城县委员会", "共青团惠水县委", "团委", "共青团浙江省温岭市城东街道工作委员会"):
        before, after = sides(name, date)
        assert min(before, after) >= 2
        assert (len(name) + before) - (len(date) + after) == 2


def test_tables_and_charts_are_numbered_and_referred_to(composed):
    for area, kind, period in (("411424", "quarter", "2023Q4"), ("331081", "month", "2020-06")):
        blocks = composed(area, kind, period).blocks
        for kind_of, sign in ((Table, "表"), (Chart, "图")):
            labels = [b.label for b in blocks if isinstance(b, kind_of)]
            assert labels == [f"{sign}{n}" for n in range(1, len(labels) + 1)]
            assert labels
            told = [
                label for b in blocks if isinstance(b, Paragraph) for label in b.refers if label[0] == sign
            ]
            assert told == labels
        for n, block in enumerate(blocks):
            if isinstance(
                block, Table | Chart
            ):  # the paragraph that refers to it stands before it in its section
                before = next(b for b in blocks[n::-1] if isinstance(b, Paragraph | Heading))
                assert isinstance(before, Paragraph)
                assert f"{block.label}" in before.line


@pytest.mark.parametrize(("area", "period"), [("411424", "2023"), ("331081", "2019"), ("3608", "2021")])
def test_what_the_cover_says_stays_on_it(composed, area: str, period: str):
    """The contents begin on the second page, and hold one."""
    pages = [
        re.sub(r"\s", "", page.extract_text())
        for page in pypdf.PdfReader(
            io.BytesIO(make.files(composed(area, "year", period), ["pdf"])["pdf"])
        ).pages
    ]
    assert pages[1].startswith("目录")
    assert "目录" not in pages[2]
    assert composed(area, "year", period).cover[-1].replace(" ", "") in pages[0]


def test_schools_that_findings_name_and_the_version_are_in_the_internal_annex_alone(composed, con):
    document = composed("411424", "quarter", "2023Q4")
    schools = {n for (n,) in con.execute("SELECT name FROM area WHERE level = 'school'").fetchall()}
    findings = [b.line for b in document.blocks if isinstance(b, Paragraph) and "件，最早" in b.line]
    assert any("名单见内部附件" in line for line in findings)
    assert [(line, name) for line in findings for name in schools if name in line] == []
    assert document.internal is not None
    named = "、".join(str(row[3]) for row in document.internal.rows)
    assert any(name in named for name in schools)
    assert document.version in document.internal.notes[0]
    assert not any(document.version in line for line in document.cover)


def test_a_table_too_long_for_the_text_is_an_annex_of_its_own(composed):
    """224 townships: 附件2, referred to where it would stand, with all its rows; the workbook has it too."""
    document = composed("3608", "year", "2021")
    (long,) = document.annexes
    assert len(long.rows) > 224
    assert not any(isinstance(b, Table) and len(b.rows) > 45 for b in document.blocks)
    assert [annex.label for annex in document.annexed] == ["附件1", "附件2"]
    assert any("附件2" in b.refers for b in document.blocks if isinstance(b, Paragraph))
    texts = [p.text for p in docx.Document(io.BytesIO(make.files(document, ["docx"])["docx"])).paragraphs]
    last = len(texts) - texts[::-1].index("附件2") - 1
    assert (texts[last + 1], texts[last + 2]) == ("", long.title)
    assert "附件：1.主要指标表" in texts
    assert f"\u3000\u3000\u30002.{long.title}" in texts
    book = openpyxl.load_workbook(io.BytesIO(make.files(document, ["xlsx"])["xlsx"]), read_only=True)
    assert long.title in book.sheetnames
