"""Rows of the area register itself: each hangs under another, of this file or of the register in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from tuanqing.define.language import _
from tuanqing.store.cell.text import shape
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held
from tuanqing.store.warehouse import register

_TOP = ("province", "prefecture", "county")  # units that need no parent

Unit = tuple[str | None, str | None]  # parent, level


def hung(bench: Bench, held: Held) -> Held:
    """The rows with the county each lies in; those whose parent or successor is known nowhere, or that go round in a
    circle, are rejected, and all below them.

    A row that does not say since when it stands tells on the stretch of its unit that is known, not a new one.
    """
    accepted = [
        _Row(*row)
        for row in bench.con.execute(
            f"SELECT line, area_code, parent_code, level, valid_from, valid_to, successor_code FROM {held.rows} "
            "WHERE _ok ORDER BY line"
        ).fetchall()
    ]
    standing = {code: (parent, level) for code, parent, level in _register(bench)}
    lost = _circular(bench, accepted)
    while True:
        own = {row.code: (row.parent, row.level) for row in accepted if row.line not in lost}
        known = standing | own
        found = {
            row.line: sentence
            for row in accepted
            if row.line not in lost and (sentence := row.is_without(known))
        }
        if not found:
            break
        lost |= found
    known = standing | own
    dated = _begun(bench, accepted)
    counties = pl.DataFrame(
        [(row.line, _county(row.code, known), lost.get(row.line), dated.get(row.line)) for row in accepted],
        schema={"line": pl.Int64, "county": pl.String, "lost": pl.String, "since": pl.Date},
        orient="row",
    )
    hangs = bench.frame("hangs", counties)
    rows = bench.table(
        "register",
        "SELECT typed.* REPLACE (_ok AND hangs.lost IS NULL AS _ok, CASE WHEN hangs.lost IS NULL THEN _reasons "
        "ELSE [hangs.lost] END AS _reasons, coalesce(typed.valid_from, hangs.since) AS valid_from), "
        "hangs.county AS _county, hangs.county AS _cover "
        f"FROM {held.rows} AS typed LEFT JOIN {hangs} AS hangs USING (line)",
    )
    columns = tuple(dict.fromkeys([*held.columns, "valid_from", "_county", "_cover"]))
    return replace(held, rows=rows, rejected=Held.rejects(bench, rows), columns=columns)


@dataclass(frozen=True)
class _Row:
    line: int
    code: str
    parent: str | None
    level: str | None
    since: date | None
    until: date | None
    heirs: str | None

    @property
    def successors(self) -> tuple[str, ...]:
        """The codes of the units it went to."""
        return register.codes(self.heirs)

    def is_without(self, known: Mapping[str, Unit]) -> str | None:
        """What it says of a unit nobody knows; None when there is nothing to say."""
        if self.parent is not None and self.level not in _TOP and self.parent not in known:
            return _(
                "「上级代码」{shape}: neither in this file nor in the register; add the parent first"
            ).format(shape=shape(self.parent))
        strange = [code for code in self.successors if code not in known]
        if strange:
            return _(
                "「并入单位代码」{shape}: neither in this file nor in the register; add that unit first"
            ).format(shape=shape(strange[0]))
        return None


def _circular(bench: Bench, rows: Sequence[_Row]) -> dict[int, str]:
    """By line: rows whose unit goes over into itself, or lies in itself, by way of others of the file or the register."""
    ways: dict[str, dict[str, list[str]]] = {"parent": {}, "heirs": {}}
    own = {row.code for row in rows}
    stored = bench.con.execute(
        "SELECT area_code, parent_code, valid_to, successor_code FROM main.area"
    ).fetchall()
    known = [row for row in stored if row[0] not in own]
    for code, parent, until, heirs in (*known, *((r.code, r.parent, r.until, r.heirs) for r in rows)):
        ways["parent"].setdefault(code, []).extend(filter(None, [parent]))
        ways["heirs"].setdefault(code, []).extend(register.codes(heirs) if until else ())
    sentences = {
        "parent": _("「上级代码」 goes round in a circle: {circle}; write what it really lies in"),
        "heirs": _("「并入单位代码」 goes round in a circle: {circle}; write what the last of them became"),
    }
    return {
        row.line: sentence.format(circle=" → ".join(circle))
        for field, sentence in sentences.items()
        for row in rows
        if (circle := _round(row.code, ways[field]))
    }


def _round(code: str, ways: Mapping[str, Sequence[str]]) -> list[str]:
    """The way from a code back to itself; [] when there is none."""
    waiting = [[code]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for step in ways.get(way[-1], ()):
            if step == code:
                return [*way, code]
            if step not in seen:
                seen.add(step)
                waiting.append([*way, step])
    return []


def moved(bench: Bench, held: Held) -> tuple[str, ...]:
    """What is said of units that lie elsewhere now without a day since when: all that was reported moves with them.

    To be asked before the rows are settled.
    """
    rows = bench.con.execute(
        f"""
        SELECT own.name, any_value(before.name), coalesce(any_value(now.name), any_value(own.parent_code)) FROM {held.rows} AS own
        JOIN main.area AS stands USING (area_code) JOIN main.area AS before ON before.area_code = stands.parent_code
        LEFT JOIN main.area AS now ON now.area_code = own.parent_code
        WHERE own._ok AND own.parent_code <> stands.parent_code
            AND own.valid_from IS NOT DISTINCT FROM stands.valid_from
        GROUP BY own.area_code, own.name ORDER BY own.area_code
        """
    ).fetchall()
    if not rows:
        return ()
    named = [
        _("{name} ({before} → {now})").format(name=name, before=before, now=now)
        for name, before, now in rows[:3]
    ]
    sentence = _(
        "{count} units lie in another unit now, without a day since when: {names}. Earlier figures move with them. "
        "Where they moved on a day, add a line with 设立时间 and leave the former line as it was"
    )
    return (sentence.format(count=len(rows), names=_("、").join(named)),)


def _begun(bench: Bench, rows: Sequence[_Row]) -> dict[int, date]:
    """By line, for rows without one: the day the stretch of their unit begins that the register knows and that they
    tell on, the last before their end."""
    known: dict[str, list[date]] = {}
    for code, since in bench.con.execute(
        "SELECT area_code, valid_from FROM main.area_rows WHERE valid_from IS NOT NULL ORDER BY ALL"
    ).fetchall():
        known.setdefault(code, []).append(since)
    said = {(row.code, row.since) for row in rows}
    found = {}
    for row in rows:
        dates = [since for since in known.get(row.code, ()) if row.until is None or since < row.until]
        if row.since is None and dates and (row.code, dates[-1]) not in said:
            found[row.line] = dates[-1]
    return found


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
