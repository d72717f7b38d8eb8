"""Rows of the area register itself: each hangs under another, of this file or of the register in force."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from tuanqing.define.language import _
from tuanqing.store.cell.text import shape
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held

_TOP = ("province", "prefecture", "county")  # units that need no parent

Unit = tuple[str | None, str | None]  # parent, level


def hung(bench: Bench, held: Held) -> Held:
    """The rows with the county each lies in; those whose parent is known nowhere are rejected, and all below them."""
    accepted = bench.con.execute(
        f"SELECT line, area_code, parent_code, level FROM {held.rows} WHERE _ok ORDER BY line"
    ).fetchall()
    standing = {code: (parent, level) for code, parent, level in _register(bench)}
    sentence = _("「上级代码」{shape}: neither in this file nor in the register; add the parent first")
    lost: dict[int, str] = {}
    while True:
        own = {code: (parent, level) for line, code, parent, level in accepted if line not in lost}
        found = {
            line: sentence.format(shape=shape(parent))
            for line, _code, parent, level in accepted
            if line not in lost
            and parent is not None
            and level not in _TOP
            and parent not in own
            and parent not in standing
        }
        if not found:
            break
        lost |= found
    known = standing | own
    counties = pl.DataFrame(
        [(line, _county(code, known), lost.get(line)) for line, code, _parent, _level in accepted],
        schema={"line": pl.Int64, "county": pl.String, "lost": pl.String},
        orient="row",
    )
    hangs = bench.frame("hangs", counties)
    rows = bench.table(
        "register",
        "SELECT typed.* REPLACE (_ok AND hangs.lost IS NULL AS _ok, CASE WHEN hangs.lost IS NULL THEN _reasons "
        "ELSE [hangs.lost] END AS _reasons), hangs.county AS _county, hangs.county AS _cover "
        f"FROM {held.rows} AS typed LEFT JOIN {hangs} AS hangs USING (line)",
    )
    columns = tuple(dict.fromkeys([*held.columns, "_county", "_cover"]))
    return replace(held, rows=rows, rejected=Held.rejects(bench, rows), columns=columns)


def _register(bench: Bench) -> list[tuple]:
    return bench.con.execute("SELECT area_code, parent_code, level FROM main.area").fetchall()


def _county(code: str, known: Mapping[str, Unit]) -> str:
    """The county a unit lies in; itself where it lies in none."""
    step: str | None = code
    for _steps in range(12):
        parent, level = known.get(step or "", (None, None))
        if level == "county":
            return step or code
        step = parent
    return code
