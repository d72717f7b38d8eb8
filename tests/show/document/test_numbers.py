"""Every number in every file, parsed back, equals the cube: five places × three kinds × four formats."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.show.document import parsed
from tests.show.document.conftest import REPORTS
from tests.show.document.oracle import Oracle
from tests.sweeps import some
from tuanqing.define.period import parse
from tuanqing.show.document import make
from tuanqing.show.document.model import Chart, Document, Figure, Heading, Paragraph, Run, Table, text_of

PLAIN = re.compile(  # digits that are no figures: dates, versions, months, what is below the last decimal
    r"\d{4}年(\d{1,2}(—\d{1,2})?月(\d{1,2}日)?)?|版本v\d{6}|\d{1,2}月起累计|不足0\.0?1|v\d{6}|小于10的?|达到100%|附件\d(?!\d)|(?<!\d)\d\.(?=[\u4e00-\u9fff])"
)


@pytest.fixture(scope="module")
def oracle(con, library) -> Oracle:
    return Oracle(con, library)


def described(runs: Iterable[Run], known: list[str]) -> str:
    """What digits are left of runs without their figures, known names and dates."""
    text = "\0".join(run for run in runs if isinstance(run, str))
    for name in known:
        text = text.replace(name, "")
    return "".join(re.findall(r".?\d+.?", PLAIN.sub("", text)))


def blocks(document: Document) -> Iterable[Any]:
    return (*document.blocks, *((document.annex,) if document.annex else ()), *document.annexes)


@pytest.mark.parametrize(("area", "kind", "period"), REPORTS)
def test_every_number_of_a_document_is_a_figure_and_every_figure_is_the_cubes(
    composed, con, oracle: Oracle, library, contracts, area: str, kind: str, period: str
):
    document = composed(area, kind, period)
    figures = list(document.figures())
    assert len(figures) > 40
    if kind == "month":  # the brief of the same month is held to the cube too
        figures += composed(area, "brief", period).figures()
    for figure in figures:
        assert figure.source.version == document.version
        assert figure.text in oracle.text(figure.source), figure
    titles = sorted((q.title for q in library.queries.values()), key=len, reverse=True)
    texts = [
        t for i in library.indicators.values() for t in (i.source, i.numerator, i.denominator or "") if t
    ]
    # what is printed as it is written elsewhere: titles, what to do about a finding, the values of columns
    values = [member for (member,) in con.execute("SELECT DISTINCT member FROM cube").fetchall() if member]
    words = [word for c in contracts.values() for column in c.columns.values() for word in column.values]
    cures = [check.cure for check in library.checks.values()]
    known = sorted([*titles, *values, *words, *cures], key=len, reverse=True)
    known = [text for text in known if re.search(r"\d", text) and re.search(r"\D", text)]
    for block in blocks(document):
        if isinstance(block, Paragraph):
            assert not described(block.runs, known), text_of(block.runs)
        elif isinstance(block, Table) and block.listing:
            assert_listed(con, library.listings[block.listing], block, area, parse(period))
        elif isinstance(block, Table):
            for row in block.rows:
                assert not described(row, sorted([*texts, *titles], key=len, reverse=True)), row


def assert_listed(con: Any, query: Any, table: Table, area: str, period: Any) -> None:
    """The numbers and dates of a list are those of its view, row by row."""
    rows = con.execute(
        f"SELECT * FROM listing.{query.name} WHERE area_code IN (SELECT area_code FROM area_path WHERE ancestor_code = ?)",
        [area],
    )
    names = [column[0] for column in rows.description]
    held = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    held = [
        r
        for r in held
        if all(not isinstance(v, date) or period.first <= v <= period.last for v in r.values())
    ]
    assert len(table.rows) == min(len(held), 300)
    for n, name in enumerate(query.columns):
        if isinstance(held[0][name], int | float | Decimal):
            assert sorted(float(row[n]) for row in table.rows) == pytest.approx(
                sorted(float(r[name]) for r in held), abs=0.05
            )


def shown(table: Table) -> list[list[str]]:
    """A table as it is read back, the line breaks of its cells left out."""
    return [
        list(table.head),
        *(
            [cell if isinstance(cell, str) else cell.broken.replace("\n", "") for cell in row]
            for row in table.rows
        ),
    ]


def charts_hold(document: Document, drawn: list[parsed.DrawnChart], oracle: Oracle) -> None:
    wanted = [block for block in document.blocks if isinstance(block, Chart)]
    assert len(drawn) == len(wanted)
    for chart, found in zip(wanted, drawn, strict=True):
        numbers = [None if point is None else oracle.charted(point) for point in chart.points]
        expected = list(zip(chart.categories, numbers, strict=True))
        assert found.held == [(name, pytest.approx(n) if n is not None else None) for name, n in expected]
        assert found.cached == found.held


@pytest.mark.parametrize(("area", "kind", "period"), some(REPORTS, 4))
def test_word(composed, oracle: Oracle, area: str, kind: str, period: str):
    document = composed(area, kind, period)
    found = parsed.word(make.files(document, ["docx"])["docx"])
    body = [b.line for b in document.blocks if isinstance(b, Heading | Paragraph)]
    for sentence in document.cover:
        assert sentence in found.texts
    start = len(found.texts) - found.texts[::-1].index(body[0]) - 1  # after the contents
    rest = iter(found.texts[start:])
    assert all(line in rest for line in body), "a line of the body is missing or out of order"
    extra = set(found.texts) - {
        *body,
        *document.cover,
        *(document.internal.notes if document.internal else ()),
    }
    notes = {n for b in blocks(document) if isinstance(b, Table) for n in b.notes}
    for line in extra - notes - {b.caption for b in blocks(document) if isinstance(b, Table | Chart)}:
        assert not re.search(r"\d", PLAIN.sub("", line)), line
    tables = [*document.printed, *((document.internal,) if document.internal else ())]
    assert found.tables == [shown(b) for b in tables if isinstance(b, Table)]
    charts_hold(document, found.charts, oracle)


@pytest.mark.parametrize(("area", "kind", "period"), some(REPORTS, 4))
def test_slides(composed, oracle: Oracle, area: str, kind: str, period: str):
    """Claims word for word and every chart, on few slides; what is cut or left out stands in full in the notes."""
    document = composed(area, kind, period)
    content = make.files(document, ["pptx"])["pptx"]
    found, deck = parsed.slides(content), parsed.deck(content)
    assert len(deck) <= 14
    said = {text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph) and not b.leads} - {
        "（待撰写。）"
    }
    headings = {b.line for b in document.blocks if isinstance(b, Heading)}
    for slide in deck[1:]:
        assert slide.title
        assert slide.lines or slide.charts
        assert all(slide.lines)
        cut = [line.removesuffix("……") for line in slide.lines if line not in headings]
        for line in (line for line in cut if not re.fullmatch(r"另有\d+条，见备注和Word报告", line)):
            assert any(text.startswith(line) for text in said), line
        more = sum(int(re.findall(r"\d+", line)[0]) for line in slide.lines if line.startswith("另有"))
        in_full = [text for text in slide.notes.splitlines() if text in said]
        assert len(in_full) == more + sum(line.endswith("……") for line in slide.lines)
    told = "\n".join((*found.texts, *(slide.notes for slide in deck)))
    assert [text for text in said if text not in told] == []
    assert found.tables == []
    charts_hold(document, found.charts, oracle)


def test_a_table_put_in_by_hand_is_on_the_slides(composed):
    document = composed("411424", "month", "2023-12")
    table = next(b for b in document.blocks if isinstance(b, Table))
    by_hand = replace(document, blocks=(*document.blocks, replace(table, by_hand=True)))
    head, *rows = parsed.slides(make.files(by_hand, ["pptx"])["pptx"]).tables[0]
    assert [head, *rows] == shown(table)[: len(rows) + 1]


@pytest.mark.parametrize(("area", "kind", "period"), some(REPORTS, 4))
def test_spreadsheet(composed, oracle: Oracle, library, area: str, kind: str, period: str):
    document = composed(area, kind, period)
    found = parsed.sheets(make.files(document, ["xlsx"])["xlsx"])
    tables = [b for b in (document.annex, *document.blocks, *document.annexes) if isinstance(b, Table)]
    assert len(found) >= len(tables) + 1
    for table, rows in zip(tables, found.values(), strict=False):
        assert rows[2] == list(table.head)
        for wanted, row in zip(table.rows, rows[3:], strict=False):
            for cell, value in zip(wanted, row, strict=True):
                if isinstance(cell, Figure) and cell.value is not None:
                    assert isinstance(value, int | float), cell
                    assert value == pytest.approx(float(cell.value))
                else:
                    assert (value or "") == text_of((cell,))
    # and without our own model in between: the sheet's names and heads alone lead to the cube
    titles = {i.title: i for i in library.indicators.values()}
    _title, _about, head, *rows = next(iter(found.values()))
    checked = 0
    for row in rows:
        if (indicator := titles.get(row[0])) is None:
            continue
        assert row[head.index("填报数")] == oracle.reporters(indicator, area, parse(period)), row[0]
        for column, then in (
            ("本年" if kind == "year" else "本期", parse(period)),
            *([("上期", parse(period).shift(-1))] if kind != "year" else []),
            ("上年" if kind == "year" else "同期", parse(period).year_before()),
        ):
            value, cube = row[head.index(column)], oracle.cube(indicator.name, area, then)
            assert (value == "—") == (cube is None), (row[0], column)
            if isinstance(value, int | float) and cube is not None:
                assert value == pytest.approx(float(oracle.number(indicator, cube[2])[0])), (row[0], column)
                checked += 1
    assert checked > 15
    if any(isinstance(b, Chart) for b in document.blocks):
        page = [row for row in found["图表"] if any(row)]
        for chart in (b for b in document.blocks if isinstance(b, Chart)):
            start = next(n for n, row in enumerate(page) if row[0] == chart.title) + 2
            for n, point in enumerate(chart.points):
                value = page[start + n][1]
                assert value == ("—" if point is None else pytest.approx(oracle.charted(point)))


@pytest.mark.parametrize(("area", "kind", "period"), some(REPORTS, 4))
def test_pdf(composed, area: str, kind: str, period: str):
    """Every paragraph, row and bar stands in the file in order; no digit stands in it beside them."""
    document = composed(area, kind, period)
    text = parsed.pdf(make.files(document, ["pdf"])["pdf"])
    at, rest = 0, ""
    contents, (first, *_others) = document.contents, document.blocks
    begins = first.line
    for segment in segments(document):
        wanted = re.sub(r"\s", "", segment)
        if contents and wanted == re.sub(r"\s", "", begins):  # skip the contents, with its page numbers
            at, contents = text.rindex(wanted), False
        found = text.find(wanted, at)
        assert found >= 0, f"{segment!r} is not after {text[at : at + 80]!r}"
        rest += text[at:found]
        at = found + len(wanted)
    assert not re.search(r"\d", PLAIN.sub("", rest + text[at:])), rest


def segments(document: Document) -> Iterable[str]:
    yield document.name
    yield from document.cover
    for block in (*document.printed, *((document.internal,) if document.internal else ())):
        if isinstance(block, Heading | Paragraph):
            yield block.line
        elif isinstance(block, Table):
            yield block.caption
            yield "".join(block.head)
            yield from ("".join(row) for row in shown(block)[1:])
            yield from block.notes
        elif block.kind == "bars":
            yield block.caption
            for name, point in zip(block.categories, block.points, strict=True):
                yield name + (point.text if point else "暂无数据")
        else:
            yield block.caption
            yield "".join(point.text if point else "暂无数据" for point in block.points)
            yield "".join(block.categories)
