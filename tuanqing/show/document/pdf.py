"""A report as .pdf, and its pages as pictures, by typst: the page of `report.typ` filled with data."""

import json
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show import words
from tuanqing.show.document.figures import DASH
from tuanqing.show.document.model import (
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
    annex_line,
    annex_lines,
    sides,
)
from tuanqing.show.palette import LIGHT

FULL = 300  # signs about the data that a cover holds at their usual size
_PAGE = Path(__file__).with_name("report.typ")
_SERIF = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "宋体")  # fmt: skip
_SANS = (
    "SimHei",
    "黑体",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "微软雅黑",
    "PingFang SC",
)
FACES = {  # which of the fonts of this computer stand in for the prescribed ones, the best first
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", *_SERIF, *_SANS),
    "hei": (*_SANS, *_SERIF),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", *_SERIF, *_SANS),
    "fang": (*_SERIF, *_SANS),
    "song": ("SimSun", "宋体", *_SERIF, *_SANS),
}
LATIN = ("Times New Roman", "Liberation Serif")


@cache
def faces() -> dict[str, list[str]]:
    """For each role the fonts there are, Latin first. Raises Refused where no Chinese font is installed."""
    there = set(typst.Fonts().families())
    if not there & {*_SERIF, *_SANS}:
        raise Refused(
            _(
                "This computer has no Chinese font, so no PDF can be made. Install one (Debian: fonts-noto-cjk), "
                "or choose docx, pptx or xlsx: those use the fonts of whoever opens them."
            )
        )
    latin = [name for name in LATIN if name in there]
    return {role: latin + [name for name in names if name in there] for role, names in FACES.items()}


def write(document: Document) -> bytes:
    """The file."""
    return _compiled(document, format="pdf")


def pictures(document: Document, ppi: float = 72) -> list[bytes]:
    """Its pages as PNG, for a preview."""
    pages = _compiled(document, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _compiled(document: Document, **options: Any) -> Any:
    made = datetime.combine(document.day, time())
    given = json.dumps(_data(document), ensure_ascii=False)
    # The date must not depend on when, and the markup not on what, is written.
    return typst.compile(
        _PAGE.read_bytes(), sys_inputs={"report": given}, timestamp=int((made - datetime(1970, 1, 1)).total_seconds()), **options
    )  # fmt: skip


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title.splitlines(),
        "name": document.name,
        "author": document.signed,
        "cover": document.cover,
        "blocks": [_block(block) for block in document.blocks],
        "annexes": [
            {
                "label": annex.label,
                "line": annex_line(annex),
                "table": {**_table(annex), "title": annex.title},
            }
            for annex in document.annexed
        ],
        "internal": _block(document.internal) if document.internal else None,
        "sides": sides(document.signed, _("(date)")),
        "contents": document.contents,
        "full": sum(map(len, document.cover)) > FULL,
        "brief": document.brief,
        "signed": document.signed,
        "labels": {
            "about": _("About the data"),
            "contents": _("Contents"),
            "annexed": annex_lines(document),
            "date": _("(date)"),
        },
        "fonts": faces(),
        "shade": LIGHT.none_wash,
        "blue": LIGHT.blue,
        "label": LIGHT.label,
        "nothing": words.none(),
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.line}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.line}
    if isinstance(block, Chart):
        points = [
            {"name": name, "value": float(point.value) if point else 0.0, "text": point.text if point else ""}
            for name, point in zip(block.categories, block.points, strict=True)
        ]
        return {"kind": block.kind, "title": block.caption, "points": points, "note": block.note}
    return _table(block)


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.caption,
        "head": table.head,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "notes": table.notes,
        "wide": table.wide,
        "long": table.wide or not table.is_short,
        "shares": table.shares,
    }


def _cell(cell: Run) -> dict[str, Any]:
    if isinstance(cell, Figure):
        tinted = cell.status in ("met", "near", "missed")
        return {"text": cell.text, "tint": LIGHT.status(cell.status) if tinted else "", "number": True}
    return {"text": cell, "tint": "", "number": cell == DASH}
