"""The surfaces a figure stands on, one by one: on each it is the same, with who reported it, its change or why there is none.

Pages, commands, formats and shapes of reports are listed below. One that is added and not on the list fails here: whoever
adds it says whether it prints figures, and has it read back if it does.
"""

import argparse
import contextlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tests.show.document import parsed
from tuanqing.command import cli
from tuanqing.define import form as forms
from tuanqing.define import query as queries_of
from tuanqing.define import template as templates_of
from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.define.template import SHAPES, Clip
from tuanqing.measure import figure
from tuanqing.measure.figure import Figure
from tuanqing.show import words
from tuanqing.show.document import make, pdf
from tuanqing.show.document.figures import Pen, counted, nouns
from tuanqing.show.document.form.filler import Filler
from tuanqing.show.document.model import Document, Paragraph, Table, text_of
from tuanqing.show.document.workbook import opened
from tuanqing.ui.frame.discovery import discover

ONE = ("522731", "year", "2023")  # half a year, partial totals, small bases
OTHERS = (("411424", "month", "2023-12"), ("3608", "year", "2021"))
LEFT_OUT = {  # shapes without a figure of their own place: held to the cube area by area elsewhere
    "ranking",
    "areas",
    "bars",
    "trend",
    "targets",
    "gaps",
    "findings",
    "remarks",
    "splits",
    "kept",
    "steps",
    "cures",
    "owed",
}


@dataclass(frozen=True)
class Said:
    """What a surface says of a figure."""

    value: str  # with ≥; 3/8 on a small base
    reported: str  # 17/22
    change: str  # on the year before: +4.5, 持平; "" where there is none


@dataclass(frozen=True)
class Made:
    """One report with what it was made from."""

    document: Document
    rows: Mapping[str, Figure]  # by the indicator's title
    con: Any
    library: Any
    area: str
    period: str
    run: Callable[[str, str], str]  # an indicator and a format → what `tuanqing show` prints


def expected(made: Made, title: str) -> Said:
    """What the figure itself carries."""
    row = made.rows[title]
    indicator = made.library.indicators[row.indicator]
    text = words.figure(indicator, row).replace(",", "")
    if row.value is not None and indicator.unit == "yuan" and not indicator.is_rate:
        text = "≥" * row.lower_bound + words.rounded(Decimal(str(row.value)) / 10000, 2).replace(",", "")
    value = "≥" * text.startswith("≥") + (re.search(r"[\d.]+(/\d+)?", text) or [""])[0]
    change = row.year
    size = (
        "" if change is None or change.size is None else words.rounded(abs(change.size), 1).replace(",", "")
    )
    if change is not None and change.size == 0:
        size = "持平"
    elif change is not None and change.kind == "count":
        size = words.plain(abs(change.size)).replace(",", "")
    elif size == "0.0":
        size = "不足0.1"
    return Said(value, f"{row.reported}/{row.expected}", size)


def is_same(said: Said, told: Said) -> bool:
    """Equal; but what misses its target by little is printed with the decimals that tell."""
    more = re.fullmatch(r"\d+\.\d{2,}", said.value)
    if more and len(said.value) > len(told.value):
        places = len(told.value.partition(".")[2])
        said = replace(said, value=words.rounded(Decimal(said.value), places))
    return said == told


def of_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Said]:
    """A table with a column of who reported, by its first column."""
    found = {}
    now = next(n for n, name in enumerate(head) if name in ("本期", "本年"))
    for row in rows:
        cells = [str(cell) if cell is not None else "" for cell in row]
        value = re.match(r"≥?[\d.]+(/\d+)?", cells[now])
        change = cells[list(head).index("同比")]
        found[cells[0]] = Said(
            value[0] if value else "",
            cells[list(head).index("填报数")].partition("(")[0].strip(),
            change if change in ("持平", "不足0.1") else (re.search(r"[\d.]+", change) or [""])[0],
        )
    return found


def docx(made: Made) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for table in parsed.word(make.files(made.document, ["docx"])["docx"]).tables:
        if "填报数" in table[0]:
            found |= of_table(table[0], table[1:])
    return found


def pptx(made: Made) -> dict[str, Said]:
    """The claims, and what of them stands in full in the notes."""
    deck = parsed.deck(make.files(made.document, ["pptx"])["pptx"])
    whole = {text_of(b.runs) for b in made.document.blocks if isinstance(b, Paragraph)}
    told = [line for slide in deck for line in (*slide.lines, *slide.notes.splitlines()) if line in whole]
    return of_prose(made, "\n".join(told))


def xlsx(made: Made) -> dict[str, Said]:
    """As a person sees the cells: the number format brings ≥ and the sign of a partial total."""
    book = openpyxl.load_workbook(io.BytesIO(make.files(made.document, ["xlsx"])["xlsx"]))
    page = book.worksheets[0]
    head, *rows = [[_seen(cell) for cell in row] for row in page.iter_rows(min_row=3)]
    return of_table(head, [row for row in rows if row[1]])


def _seen(cell: Any) -> str:
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    places = len((re.search(r"0\.(0+)", cell.number_format) or ["", ""])[1])
    text = words.rounded(abs(cell.value), places).replace(",", "")
    return "≥" * cell.number_format.startswith('"≥"') + text


def pages(made: Made) -> dict[str, Said]:
    """The file and the preview are set from the same data; the text of the file has each row of them."""
    text = parsed.pdf(make.files(made.document, ["pdf"])["pdf"])
    given = pdf._data(made.document)
    found: dict[str, Said] = {}
    annexes = [annex["table"] for annex in given["annexes"]]
    for table in [b for b in (*given["blocks"], *annexes) if b["kind"] == "table"]:
        if "填报数" not in table["head"]:
            continue
        rows = [[cell["text"] for cell in row] for row in table["rows"]]
        for row in rows:
            assert re.sub(r"\s", "", "".join(row)) in text, row
        found |= of_table(table["head"], rows)
    return found


def annex(made: Made) -> dict[str, Said]:
    table = made.document.annex
    assert table is not None
    return of_table(table.head, [[text_of((cell,)) for cell in row] for row in table.rows])


def form(made: Made) -> dict[str, Said]:
    """Two cells of a form for each indicator: the figure with its remark, and its change or why there is none."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.save(content)
    names = {row.indicator: title for title, row in made.rows.items() if row.value is not None}
    cells = "".join(
        f'[[cell]]\nat = "{column}{n}"\nindicator = "{name}"\npart = "{part}"\nunit = "{_asked(made, name)}"\n'
        for n, name in enumerate(names, 2)
        for column, part in (("B", "value"), ("C", "on_year"))
    )
    filler = Filler(made.con, made.library, made.area, parse(made.period))
    spots = {
        s.at: s for s in filler.fill(opened(content.getvalue(), "表.xlsx"), forms.parse(cells, "map")).spots
    }
    found = {}
    for n, title in enumerate(names.values(), 2):
        value, change = spots[f"B{n}"], spots[f"C{n}"]
        row, indicator = made.rows[title], made.library.indicators[made.rows[title].indicator]
        assert words.share(row) in value.remark
        assert ("是下限" in value.remark) == row.lower_bound
        if change.value is None:
            assert change.reason == (words.because(row.year) if row.year.reason else change.reason) != ""
        text = (
            words.parts(indicator, row)
            if words.is_small(indicator, row)
            else _written(indicator, value.value)
        )
        assert not words.is_small(indicator, row) or text in value.remark
        size = "" if change.value is None else _written_change(indicator, row, change.value)
        found[title] = Said("≥" * row.lower_bound + text, f"{row.reported}/{row.expected}", size)
    return found


def _asked(made: Made, name: str) -> str:
    """The unit a form asks for money in: the one the other surfaces have."""
    indicator = made.library.indicators[name]
    return "" if indicator.unit != "yuan" else "元" if indicator.is_rate else "万元"


def _written(indicator: Any, value: float) -> str:
    places = 2 if indicator.unit == "yuan" else 1 if indicator.unit == "percent" or indicator.is_rate else 0
    return words.rounded(value, places if places or value == int(value) else 1).replace(",", "")


def _written_change(indicator: Any, row: Figure, value: float) -> str:
    if row.year.size == 0:
        return "持平"
    if row.year.kind == "count":
        return _written(indicator, abs(value))
    text = words.rounded(abs(value), 1).replace(",", "")
    return "不足0.1" if text == "0.0" else text


def sentences(made: Made) -> dict[str, Said]:
    """Each figure of the prose, as far as a sentence says it: the number, and in the same breath who contributed."""
    return of_prose(
        made, "\n".join(text_of(b.runs) for b in made.document.blocks if isinstance(b, Paragraph))
    )


def of_prose(made: Made, text: str) -> dict[str, Said]:
    found = {}
    every = queries_of.load_all().indicators
    called = nouns(every.values())
    pen = Pen(parse(made.period), "v000001", templates_of.load_all()["year"].counters)
    money = {name for name, i in every.items() if i.unit == "yuan" and not i.is_rate}
    for title, row in made.rows.items():
        said, noun = expected(made, title), called.get(row.indicator, title)
        unit = "元" if row.indicator in money else re.escape(pen.unit(every[row.indicator]))
        number = rf"(不低于|不少于)?(?:(\d+/\d+)|([\d.]+)(万?)(余?){unit})"
        some = {
            found[0]: found for found in re.finditer(rf"[；，]{re.escape(noun)}{number}[^；。]*[；。]", text)
        }
        if row.value is None or not some:
            continue
        ((told, shown),) = some.items()
        share = words.share(row, counted)
        assert share in told
        assert ("有数据）" in told or "报齐）" in told or "一部分）" in told) == bool(share)
        if row.year is not None and row.year.kind and row.year.size is None:
            assert "为" in told
        assert bool(re.search(r"比上年|与上年|\d日的名册|上年[同末]", told)) >= bool(said.change)
        value = shown[2] or shown[3]
        if row.indicator in money:  # a table has it in 万元, a sentence a small sum in 元
            value = f"{Decimal(value) if shown[4] else Decimal(value) / 10000:.2f}"
        elif shown[4]:
            value = str(int(Decimal(value) * 10000))
        found[title] = Said("≥" * bool(shown[1] or shown[5]) + value, said.reported, said.change)
    return found


def clip(made: Made) -> dict[str, Said]:
    """A table put in from a page stands as it stood there, with its version."""
    rows = tuple(
        (title, said.value, said.reported, said.change)
        for title in made.rows
        if (said := expected(made, title))
    )
    given = Clip("取自页面的表", ("指标", "本期", "填报数", "同比"), rows, "v000001")
    chosen = templates_of.choose(templates_of.load_all(), "brief", made.area)
    wish = make.ReportOrder(chosen, made.area, parse(made.period), clips=(given,))
    from tuanqing.define import contract as contracts_of

    document = make.document(made.con, wish, made.document.version, made.library, contracts_of.load_all())
    (table,) = [b for b in document.blocks if isinstance(b, Table) and b.title == given.title]
    assert table.notes == ("取自页面，数据版本v000001。",)
    return of_table(table.head, [[text_of((cell,)) for cell in row] for row in table.rows])


def command(made: Made) -> dict[str, Said]:
    """`tuanqing show`: its text and its JSON, of each indicator with a figure."""
    found = {}
    for number, (title, row) in enumerate(made.rows.items()):
        (said,) = json.loads(made.run(row.indicator, "json"))["rows"]
        if number % 9 == 0:
            listed = made.run(row.indicator, "csv").splitlines()
            assert len(listed) == 2, title
            assert listed[0].split(",") == list(said), title
        indicator = made.library.indicators[row.indicator]
        told_change = row.change or row.year or row.previous
        assert said["change_reason"] == ((told_change.reason or None) if told_change else None), title
        assert said["list_as_of"] == (row.list_as_of.isoformat() if row.list_as_of else None), title
        assert (said["change"] is None) == (row.change is None or row.change.size is None), title
        if row.value is None:
            assert said["value"] is None
            continue
        assert float(said["value"]) == pytest.approx(row.value), title
        assert said["lower_bound"] == row.lower_bound, title
        text = words.figure(indicator, row) if words.is_small(indicator, row) else ""
        told_of = expected(made, title)
        found[title] = Said(text or told_of.value, f"{said['reported']}/{said['expected']}", told_of.change)
    return found


SURFACES: Mapping[str, Callable[[Made], Mapping[str, Said]]] = {
    "docx": docx,
    "pptx": pptx,
    "xlsx": xlsx,
    "pdf": pages,
    "annex": annex,
    "form": form,
    "clip": clip,
    "sentences": sentences,
    "command": command,
}
SHAPES_READ = {"sentences": "sentences", "table": "docx"}  # of templates, by the surface that reads them back
PAGES = {  # page → what reads its figures back, or why it has none of an indicator
    "overview": "cards", "coverage": "cards", "funding": "cards", "unit": "cards", "volunteering": "cards",
    "youth_homes": "cards", "study": "cards", "batches": "no indicator", "audit": "no indicator", "corrections": "no indicator", "start": "no indicator", "upload": "no indicator", "dictionary": "no indicator",
    "published": "tests/pages: against the sources", "badges": "cards", "entry": "tests/pages: conditions",
    "pipeline": "cards", "points": "cards", "recommendation": "cards", "activities": "cards", "aid": "cards",
    "cadres": "cards", "checklists": "cards", "emerging": "cards", "fairness": "tests/pages: inequality",
    "fees": "cards", "index": "tests/pages: index", "pioneers": "cards", "rating": "cards", "services": "cards",
    "talent": "cards", "tasks": "cards", "terms": "cards", "todo": "tests/pages/test_todo.py", "reporting": "no indicator", "form": "form", "report": "docx", "letter": "tests/show/document/test_office.py", "minors": "no indicator",
}  # fmt: skip
COMMANDS = {  # command → what reads its figures back, or "" where it prints none
    "show": "command", "report": "docx", "dictionary": "", "funnel": "tests/command/test_funnel.py",
    "index": "tests/command/test_index.py", "plan": "tests/measure/test_plan.py",
    "check": "tests/measure/test_findings.py", "completeness": "tests/command/test_cli.py",
    "indicators": "", "user": "", "audit": "", "demo": "", "serve": "", "area": "", "import": "", "watch": "", "batches": "", "withdraw": "", "correct": "", "corrections": "",
    "rejects": "", "read": "", "template": "", "refresh": "", "doctor": "", "recover": "", "purge": "", "forget": "", "backup": "", "export": "", "cube": "",
    "restore": "", "key": "", "find": "", "todo": "tests/measure/test_follow.py",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(samples, library, contracts) -> Callable[..., Made]:
    speak("zh")
    kept: dict[tuple, Made] = {}
    con = samples.read()

    def made(area: str, kind: str, period: str) -> Made:
        if (area, kind, period) not in kept:
            chosen = templates_of.choose(templates_of.load_all(), kind, area)
            document = make.document(
                con, make.ReportOrder(chosen, area, parse(period)), samples.version, library, contracts
            )
            every = list(library.indicators.values())
            rows = {
                library.indicators[row.indicator].title: row
                for row in figure.figures(con, every, [area], parse(period))
            }

            def run(name: str, format: str) -> str:
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    asked = ["show", name, "--area", area, "--as-of", period, "--format", format]
                    assert cli.main([*asked, "--warehouse", str(samples.folder)]) == 0
                return out.getvalue()

            kept[area, kind, period] = Made(document, rows, con, library, area, period, run)
        return kept[area, kind, period]

    return made


@pytest.mark.parametrize("surface", SURFACES)
def test_a_figure_is_one_on_every_surface(made, surface: str):
    assert_one(made(*ONE), surface)


@pytest.mark.sweep
@pytest.mark.parametrize(
    "surface", [s for s in SURFACES if s != "command"]
)  # a quarter of a minute for each hundred
@pytest.mark.parametrize(("area", "kind", "period"), OTHERS)
def test_a_figure_is_one_on_every_surface_elsewhere(made, surface: str, area: str, kind: str, period: str):
    assert_one(made(area, kind, period), surface)


def assert_one(one: Made, surface: str) -> None:
    speak("zh")
    found = SURFACES[surface](one)
    assert len(found) >= 10
    different = {
        title: (said, expected(one, title))
        for title, said in found.items()
        if not is_same(said, expected(one, title))
    }
    assert different == {}


def test_no_surface_is_left_out():
    """Whoever adds a page, a command, a format of reports or a shape of templates puts it on the list."""
    assert {page.name for page in discover()} == PAGES.keys()
    (subparsers,) = [a for a in cli._parser("")._actions if isinstance(a, argparse._SubParsersAction)]
    assert subparsers.choices.keys() == COMMANDS.keys()
    assert set(make.FORMATS) <= SURFACES.keys()
    assert set(SHAPES) == LEFT_OUT | SHAPES_READ.keys()
    assert {how for how in (*COMMANDS.values(), *PAGES.values()) if how in SURFACES} >= {
        "command",
        "docx",
        "form",
    }
