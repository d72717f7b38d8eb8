"""Townships merge, divide, are renamed; schools move. Whatever happens, every month has one place for whatever a row names.

The register is drawn with changes at random; where each unit belongs in each month is worked out here by hand, month by
month, and compared with the SQL that does it by stretches.
"""

from dataclasses import dataclass, replace
from datetime import date

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.measure.trees import TREE, grow
from tuanqing.define.look import TODAY
from tuanqing.measure import places, tree
from tuanqing.measure.looks import redraw
from tuanqing.store.warehouse.snapshot import Snapshot

MONTHS = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(48)]
LAST = MONTHS[-1]


@dataclass(frozen=True)
class Row:
    """A line of the register."""

    code: str
    level: str
    parent: str | None
    since: date | None = None
    until: date | None = None
    heirs: str | None = None
    name: str = "某地"


def lay(rows: list[Row]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": 1})
    con.execute(
        "CREATE TABLE area (area_code VARCHAR, level VARCHAR, parent_code VARCHAR, valid_from DATE, valid_to DATE, "
        "successor_code VARCHAR, name VARCHAR, _batch BIGINT, _line BIGINT, youth BIGINT, contact_office VARCHAR, kind VARCHAR, counts BOOLEAN)"
    )
    con.executemany(
        "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, NULL, NULL, NULL, true)",
        [(r.code, r.level, r.parent, r.since, r.until, r.heirs, r.name, n) for n, r in enumerate(rows)],
    )
    grow(con)
    return con


@st.composite
def registers(draw) -> list[Row]:
    """Counties with townships and schools, then a few changes one after the other."""
    rows = [Row("P", "prefecture", None), Row("C0", "county", "P"), Row("C1", "county", "P")]
    rows += [Row(f"T{n}", "township", f"C{n % 2}") for n in range(5)]
    rows += [Row(f"S{n}", "school", f"T{n % 5}") for n in range(6)]
    days = sorted(draw(st.lists(st.sampled_from(range(2, 46)), max_size=5, unique=True)))
    for number, at in enumerate(days):
        day = MONTHS[at].replace(day=draw(st.integers(1, 28)))
        newest = {r.code: r for r in rows}  # of a renamed one the last line
        open_rows = [r for r in newest.values() if r.until is None]
        towns = [r for r in open_rows if r.level == "township"]
        own = draw(st.sampled_from(towns))
        alike = [t for t in towns if t.parent == own.parent and t != own]
        kind = draw(st.sampled_from(["merge", "merge_new", "split", "upgrade", "rename", "move", "close"]))
        new = [replace(own, code=f"N{number}{x}", since=day) for x in "ab"]
        if kind == "merge" and alike:
            rows = [
                replace(r, until=day, heirs=draw(st.sampled_from(alike)).code) if r == own else r
                for r in rows
            ]
        elif kind == "merge_new" and alike:
            gone = (own, draw(st.sampled_from(alike)))
            rows = [replace(r, until=day, heirs=new[0].code) if r in gone else r for r in rows] + new[:1]
        elif kind == "split":
            rows = [
                replace(r, until=day, heirs="、".join(n.code for n in new)) if r == own else r for r in rows
            ]
            rows += new
        elif kind == "upgrade":
            rows = [replace(r, until=day, heirs=new[0].code) if r == own else r for r in rows] + new[:1]
        elif kind == "rename":
            rows = [*rows, replace(own, since=day, name=f"改名{number}")]
        elif kind == "move":
            near = [
                r for r in open_rows if r.level == "school" and f"C{int(r.code[1:]) % 5 % 2}" == own.parent
            ]
            rows = [
                *rows,
                replace(draw(st.sampled_from(near)), since=day, parent=own.code),
            ]  # within its county
        elif kind == "close":
            rows = [replace(r, until=day) if r == own else r for r in rows]
    return rows


def first(day: date | None) -> date:
    assert day is not None
    return day.replace(day=1)


def row_at(rows: list[Row], code: str, month: date) -> Row:
    """The line that tells of a unit in a month: the last that has begun, else its first."""
    own = sorted((r for r in rows if r.code == code), key=lambda r: r.since or date.min)
    return next((r for r in reversed(own) if r.since is None or first(r.since) <= month), own[0])


def stands_for(rows: list[Row], code: str, month: date) -> str:
    """The unit that a code belongs to in a month, by the rules of the register."""
    own = sorted((r for r in rows if r.code == code), key=lambda r: r.since or date.min)
    begun, last = own[0].since, own[-1]
    if last.until and month >= first(last.until):
        heirs = (last.heirs or "").split("、") if last.heirs else []
        return stands_for(rows, heirs[0] if len(heirs) == 1 else str(last.parent), month)
    if begun and month < first(begun):
        ended = [r for r in rows if r.until and code in (r.heirs or "").split("、")]
        before = [r for r in ended if first(r.until) <= first(begun)]  # later ones joined it
        if len(before) == 1 and month < first(before[0].until):
            return stands_for(rows, before[0].code, month)
    return code


def way(rows: list[Row], code: str, month: date) -> list[str]:
    """A code's unit and all above it, in a month."""
    found, step = [], code
    while step is not None:
        unit = stands_for(rows, step, month)
        found.append(unit)
        step = row_at(rows, unit, month).parent
    return found


TWICE = [  # a file that says of a move twice, with two dates: it moved on the first
    Row("P", "prefecture", None), Row("C0", "county", "P"), Row("T0", "township", "C0"), Row("T1", "township", "C0"),
    Row("S0", "school", "T0"), Row("S0", "school", "T1", since=date(2020, 4, 1)), Row("S0", "school", "T1", since=date(2020, 7, 1)),
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@example(TWICE)
@given(registers())
def test_every_month_has_one_place_for_every_unit(rows):
    with lay(rows) as con:
        for code in {r.code for r in rows}:
            stretches = con.execute(
                "SELECT ancestor_code, steps, since, until FROM area_path WHERE area_code = ?", [code]
            ).fetchall()
            for month in (MONTHS[0], *MONTHS[1::4], LAST):
                told = [(steps, up) for up, steps, since, until in stretches if since <= month < until]
                assert [up for _steps, up in sorted(told)] == way(rows, code, month), (code, month)


@settings(max_examples=20, deadline=None)
@given(
    registers(),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 47), st.integers(1, 9)), min_size=1, max_size=30),
)
def test_reported_and_todays_boundaries_sum_to_the_same_and_owe_nothing_of_the_closed(rows, drawn):
    codes = sorted({r.code for r in rows if r.level in ("township", "school")})
    facts = [(codes[at % len(codes)], MONTHS[month], size) for at, month, size in drawn]
    with lay(rows) as con:
        con.execute("CREATE TABLE fact (area_code VARCHAR, month DATE, size BIGINT)")
        con.executemany("INSERT INTO fact VALUES (?, ?, ?)", facts)
        if not redraw(con, LAST):
            return
        summed = (
            "SELECT ancestor_code, month, sum(size) FROM fact JOIN {} AS path ON path.area_code = fact.area_code AND "
            "month >= since AND month < until WHERE ancestor_level = {} GROUP BY ALL ORDER BY ALL"
        )
        for level in ("'county'", "'prefecture'"):
            reported, today = (
                con.execute(summed.format(path, level)).fetchall()
                for path in ("main.area_path", f"{TODAY}.area_path")
            )
            assert reported == today
        for path in ("main.area_path", f"{TODAY}.area_path"):
            orphans = con.execute(
                f"SELECT * FROM fact WHERE 1 <> (SELECT count(*) FROM {path} AS p WHERE p.area_code = fact.area_code "
                "AND p.steps = 0 AND month >= since AND month < until)"
            ).fetchall()
            assert not orphans
        con.execute(f"SET search_path = '{TODAY},main'")
        snapshot = Snapshot("made", con)
        closed = {r.code for r in rows if r.until} - {r.code for r in rows if not r.until}
        shown = {row["area_code"] for row in places.children(snapshot, "P", "township")}
        assert not shown & closed
        below = con.execute(
            f"SELECT area_code FROM area WHERE {tree.inside('area.area_code', '$day', '$place')}",
            {"day": MONTHS[0], "place": "P"},
        ).fetchall()
        assert {code for (code,) in below} == {r.code for r in rows}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([Row("T", "township", "C", until=date(2021, 5, 1), heirs="U"), Row("U", "township", "C")], ["T", "U"]),
        ([Row("T", "township", "C", until=date(2021, 5, 1), heirs="U、V"), Row("U", "township", "C", date(2021, 5, 1)),
          Row("V", "township", "C", date(2021, 5, 1))], ["T", "C"]),
        ([Row("T", "township", "C", until=date(2021, 5, 1))], ["T", "C"]),
        ([Row("T", "township", "C"), Row("T", "township", "C", date(2021, 5, 1), name="改名")], ["T"]),
    ],
)  # fmt: skip
def test_where_a_unit_belongs_after_its_end(rows, told):
    with lay([Row("C", "county", None), *rows]) as con:
        found = con.execute(
            "SELECT ancestor_code FROM area_path WHERE area_code = 'T' AND steps = 0 ORDER BY since"
        ).fetchall()
    assert [up for (up,) in found] == told


def test_the_same_line_told_again_with_its_date_is_one_stretch():
    """A list that gives 设立时间 afterwards does not make a second unit, and a date set right takes the wrong one's place."""
    once = [Row("C", "county", None), Row("T", "township", "C")]
    for dates in (
        [date(1958, 1, 1)],
        [date(1958, 6, 1), date(1958, 3, 1)],
        [date(1958, 3, 1), date(1958, 6, 1)],
    ):
        with lay([*once, *(Row("T", "township", "C", day) for day in dates)]) as con:
            con.execute("UPDATE area_rows SET _batch = _line")
            sql = dict(TREE)["area_span"]
            found = con.execute(f"SELECT since FROM ({sql}) WHERE area_code = 'T'").fetchall()
        assert found == [(first(dates[-1]),)], dates
