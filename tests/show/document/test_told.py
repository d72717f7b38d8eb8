"""What papers say beside a figure, on the samples: who is in it, how old it is, what it may be compared with."""

import io
import re
from typing import Any

import openpyxl
import pytest

from tests.show.document import parsed
from tests.show.document.conftest import REPORTS
from tests.show.document.oracle import Oracle
from tuanqing.define import form as forms
from tuanqing.define import template as templates_of
from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.show.document import make, pdf
from tuanqing.show.document.form.filler import Filler
from tuanqing.show.document.make import FORMATS
from tuanqing.show.document.model import Chart, Document, Paragraph, Table, text_of
from tuanqing.show.document.workbook import opened

CALM = ("全部达标", "均达到100%", "指标已达标", "没有查出")  # what only whole data may say
ORDER = ("居前的是", "居后的是", "并列居首")


@pytest.fixture(autouse=True)
def chinese_words():
    speak("zh")


@pytest.fixture(scope="module")
def oracle(con, library) -> Oracle:
    return Oracle(con, library)


def prose(document: Document) -> str:
    return "\n".join(text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph))


def read_back(document: Document) -> dict[str, str]:
    """All text of each file, without white space."""
    made = make.files(document, FORMATS)
    word, slides, sheets = (
        parsed.word(made["docx"]),
        parsed.slides(made["pptx"]),
        parsed.sheets(made["xlsx"]),
    )
    found = {
        "docx": "\n".join([*word.texts, *("\t".join(row) for table in word.tables for row in table)]),
        "pptx": "\n".join([*slides.texts, *("\t".join(row) for table in slides.tables for row in table)]),
        "xlsx": "\n".join("\t".join(str(c or "") for c in row) for rows in sheets.values() for row in rows),
        "pdf": parsed.pdf(made["pdf"]),
    }
    return {name: re.sub(r"[ \xa0]", "", text) for name, text in found.items()}


def filled(con: Any, library: Any, area: str, period: str, *names: str, part: str = "value") -> list[Any]:
    """Cells of a form below each other, filled."""
    book = openpyxl.Workbook()
    content = io.BytesIO()
    book.save(content)
    text = "".join(
        f'[[cell]]\nat = "B{n}"\nindicator = "{name}"\npart = "{part}"\n' for n, name in enumerate(names, 2)
    )
    blank = opened(content.getvalue(), "表.xlsx")
    return Filler(con, library, area, parse(period)).fill(blank, forms.parse(text, "map")).spots


def row_of(table: Table | None, title: str) -> list[str]:
    assert table is not None
    return next([text_of((cell,)) for cell in row] for row in table.rows if text_of(row[:1]) == title)


def test_one_countys_volunteers_are_not_the_prefectures(composed, con, library):
    """吉安市 2021: 830 active volunteers are 吉州区's alone, and every surface says so where it says 830."""
    document = composed("3608", "year", "2021")
    said = "活跃志愿者830人（13个县区中1个有数据）"
    assert said in prose(document)
    assert "活跃志愿者数：13个县区中1个报齐" in prose(document)
    assert row_of(document.annex, "活跃志愿者数")[2:4] == ["830 (1/13)", "1/13"]
    for format, text in read_back(document).items():
        if format != "xlsx":
            assert said in text, format
        for found in () if format == "xlsx" else re.finditer(r"(?<![\d.])830(?![\d.])", text):
            around = text[max(0, found.start() - 40) : found.end() + 60]
            assert "1/13" in around or "1个有数据" in around or "吉州区" in around, (format, around)
    book = openpyxl.load_workbook(io.BytesIO(make.files(document, ["xlsx"])["xlsx"]))
    (cell,) = [row[2] for row in book.worksheets[0].iter_rows(min_row=4) if row[0].value == "活跃志愿者数"]
    assert (cell.value, cell.number_format) == (830, '0" (1/13)"')
    (spot,) = filled(con, library, "3608", "2021", "active_volunteers")
    assert (spot.value, spot.remark) == (830, "13个县区中1个有数据")


def test_hours_of_seventeen_townships_are_not_compared_with_those_of_twenty_two(composed, con, library):
    """柘城县 2023: five townships gave a ledger without hours."""
    document = composed("411424", "year", "2023")
    assert "志愿服务时长59142小时（22个乡镇（街道）中17个" in prose(document)
    hours = row_of(document.annex, "志愿服务时长")
    assert hours[2:4] == ["59142 (17/22)", "17/22"]
    assert hours[5] == "—"
    assert any("填报单位与比较期不同" in note and "志愿服务时长" in note for note in document.annex.notes)
    for format, text in read_back(document).items():
        assert "251.7" not in text, format
    (spot,) = filled(con, library, "411424", "2023", "volunteer_hours", part="on_year")
    assert (spot.value, "不" in spot.reason) == (None, True)


def test_a_change_between_lists_is_named_by_their_days(composed):
    document = composed("411424", "month", "2023-12")
    assert (
        "截至2023年12月31日，团组织732个，比2023年6月30日的名册增长11.4%，比2022年12月31日的名册增长22.8%"
        in prose(document)
    )
    assert any("上期是2023年6月30日名册的：团组织数" in note for note in document.annex.notes)
    assert "比上年末" in prose(composed("3608", "year", "2021"))
    assert not re.search(r"截至[^。]*比上年(同期)?(增长|提高|下降)", prose(composed("3608", "year", "2021")))


@pytest.mark.parametrize(("area", "kind", "period"), REPORTS)
def test_no_change_stands_under_two_names(composed, con, library, area: str, kind: str, period: str):
    """环比 and 同比 are two changes, or one is not given."""
    document = composed(area, kind, period)
    oracle = Oracle(con, library)
    for name, indicator in library.indicators.items():
        told = [f for f in document.figures() if f.source.indicator == name and f.source.area == area]
        parts = {f.source.part for f in told if f.source.part.endswith("_change")}
        if parts >= {"previous_change", "year_change"} and indicator.over_time["numerator"] == "last":
            then = [parse(period).shift(-1), parse(period).year_before()]
            lists = [oracle.told(name, area, p).lists for p in then]
            assert lists[0] is None or lists[0] != lists[1], name


def test_half_a_year_is_called_by_its_months_and_its_targets_wait(composed):
    """惠水县 2023 reaches to June."""
    document = composed("522731", "year", "2023")
    assert "2023年1—6月，志愿服务29场" in prose(document)
    assert not re.search(r"(?<!—6月|—2月)，志愿服务29场", prose(document))
    assert row_of(document.annex, "志愿服务场次")[3] == "11/11 (1—6月)"
    assert re.search(r"设有目标的\d+项指标都无法判断：.*期间未结束的\d+项", prose(document))
    charts = [b for b in document.blocks if isinstance(b, Chart) and "志愿服务人次" in b.title]
    assert all("2023年1—6月" in chart.title for chart in charts if chart.kind == "bars")
    assert charts


def test_two_judgements_of_one_threshold_say_of_when_each_is(composed):
    """惠水县 2023: the funding of the year 2022 is in the findings, that of January to June among the figures; what is
    complete to December is counted apart from what is complete to June."""
    document = composed("522731", "year", "2023")
    assert "全年少先队人均经费不到1.5元：11件，最早的自2022年12月31日起，涉及" in prose(document)
    assert "2023年1—6月，经费收入" in prose(document)
    assert "本期应报24类数据，到期末报齐0类。没有注明的数，到所写日期或月份都已报齐。" in document.cover


@pytest.mark.parametrize(("area", "kind", "period"), REPORTS)
def test_a_count_of_a_kind_nobody_ever_gave_is_not_printed_as_zero(composed, con, area, kind, period):
    """江阴市 lists practice bases and no brigade, 惠水县 counts activities in 人次 and none in 人."""
    never = {
        name
        for (name,) in con.execute(
            "SELECT DISTINCT indicator FROM cube JOIN measured USING (indicator) JOIN heard USING (dataset) "
            "JOIN area_path AS path ON path.area_code = heard.area_code AND path.ancestor_code = cube.area_code "
            "WHERE cube.area_code = ? AND dimension = '' AND denominator IS NULL GROUP BY ALL HAVING max(numerator) = 0",
            [area],
        ).fetchall()
    }
    assert not never
    printed = {f.source.indicator for f in composed(area, kind, period).figures() if f.source.area == area}
    if area == "320281":
        assert printed.isdisjoint({"pioneer_brigades", "pioneer_squads", "badge_special_medals"})
    if area == "522731":
        assert "activity_people" not in printed


def test_what_is_unchanged_on_a_small_base_is_level_everywhere(composed):
    document = composed("411424", "month", "2023-12")
    row = row_of(document.annex, "文明实践志愿服务站县级覆盖率")
    assert row[2:3] + row[7:8] == ["1/1", "持平"]
    found = parsed.sheets(make.files(document, ["xlsx"])["xlsx"])
    (row,) = [r for r in next(iter(found.values())) if r[0] == "文明实践志愿服务站县级覆盖率"]
    assert row[7] == "持平"


def test_where_nothing_was_reported_nothing_is_said_to_be_well(con, samples, library, contracts):
    """惠水县, January 2019: no data at all."""
    for kind, period in (("month", "2019-01"), ("quarter", "2019Q1"), ("year", "2019"), ("brief", "2019-01")):
        chosen = templates_of.choose(templates_of.load_all(), kind, "522731")
        wish = make.ReportOrder(chosen, "522731", parse(period))
        document = make.document(con, wish, samples.version, library, contracts)
        text = prose(document)
        assert "都无法判断" in text
        assert not any(words in text for words in (*CALM, *ORDER)), kind
        assert not any(isinstance(block, Chart) for block in document.blocks)
        assert document.annex is None


@pytest.mark.parametrize(("area", "kind", "period"), REPORTS)
def test_calm_and_order_stand_on_whole_data_alone(
    composed, oracle: Oracle, area: str, kind: str, period: str
):
    """Of each sentence that says all is well, or who is first: every area it speaks of has reported the whole."""
    document = composed(area, kind, period)
    for block in (b for b in document.blocks if isinstance(b, Paragraph)):
        text = text_of(block.runs)
        if not any(words in text for words in (*CALM, *ORDER)):
            continue
        for figure in (run for run in block.runs if not isinstance(run, str)):
            if figure.source.part in ("aimed", "aimed_met") or not figure.source.indicator:
                continue  # held to the cube elsewhere: each of them
            told = oracle.told(figure.source.indicator, figure.source.area, parse(figure.source.period))
            assert told.reported == told.expected, text


@pytest.mark.parametrize(("area", "kind", "period"), REPORTS)
def test_nobody_is_named_first_or_last_among_equals(
    composed, oracle: Oracle, area: str, kind: str, period: str
):
    document, checked = composed(area, kind, period), 0
    for block in (b for b in document.blocks if isinstance(b, Paragraph)):
        text = text_of(block.runs)
        named = re.search(r"居前的是(.*?)[；。]", text), re.search(r"居后的是(.*?)[；。]", text)
        figures = [run for run in block.runs if not isinstance(run, str) and run.source.part == "value"]
        for found in (one for one in named if one):
            some = [f for f in figures if f.text in found[1]]
            assert some
            values = [oracle.cube(f.source.indicator, f.source.area, parse(period))[2] for f in some]
            assert len({round(v, 9) for v in values}) == len({f.source.area for f in some}), text
            checked += 1
    assert checked or area in ("331081", "320281", "522731")


def test_a_quotient_whose_base_is_only_at_least_says_that(con, library):
    """江阴市 and others print 余: what is divided by such a count is not worked out, and not "unreported"."""
    found = con.execute(
        "SELECT indicator, area_code, period FROM cube WHERE grain = 'year' AND dimension = '' AND value IS NULL "
        "AND numerator IS NOT NULL AND denominator > 0 ORDER BY ALL"
    ).fetchall()
    for name, area, period in found[:5]:
        (spot,) = filled(con, library, area, str(period.year), name)
        assert (spot.value, spot.reason) == (None, "分母只知道“至少”，算不出"), (name, area, period)


def test_the_preview_is_the_document(composed):
    """The pages on the screen are those of the file."""
    document = composed("3608", "brief", "2021-12")
    assert len(pdf.pictures(document)) == 1
    assert len(pdf.pictures(composed("411424", "month", "2023-12"))) > 5
