"""How far everybody came, by school: our engine against plain DuckDB and ClickHouse's windowFunnel, in the same run.

    uv run --group benchmark python benchmarks/funnel.py [events]          (default: 10 000 000)

Six steps in a window of 365 days over 3,000 schools; one applicant in twenty applies twice, one step in ten is out of
order or repeated. Two questions: the applicants of one school year (counted from their first application), and
everybody (from the application that leads furthest). The engines take turns, three rounds, each answer in a process of
its own from its own tables after a warm-up; the answers, people per school and level, must be equal. Prints the median
seconds, the ratio to windowFunnel and the peak memory.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from tuanqing.define.steps import StepList, inline
from tuanqing.measure.chain import Chain, Question

CODES = ("apply", "activist", "educate", "target", "meeting", "approve")
SCHOOLS, WITHIN = 3_000, 365
FIRST, LAST = date(2021, 9, 1), date(2022, 8, 31)
QUESTIONS = {"one cohort": ("first", FIRST, LAST), "all events": ("latest", None, None)}
ENGINES = ("windowFunnel", "plain DuckDB", "ours", "ours, gaps repaired")


def events(folder: Path, count: int) -> None:
    """Invented events as Parquet and as a DuckDB file with its area register."""
    people = count * 28 // 100  # of whom each step loses about a quarter
    with duckdb.connect(str(folder / "event.duckdb")) as con:
        con.execute(
            f"""
            CREATE TABLE event AS
            WITH person AS (
                SELECT i, left(md5(i::VARCHAR), 31) AS person, 'S' || hash(i) % {SCHOOLS} AS area_code,
                    DATE '2018-09-01' + (hash(i * 7 + 1) % 2200)::INTEGER AS start
                FROM range({people}) AS t(i)
            ), planned AS (
                SELECT person.*, k FROM person, range(0, 6) AS s(k)
                WHERE hash(i * 13) % 1000 < [1000, 780, 610, 450, 330, 240][k + 1]
            ), happened AS (
                SELECT *, start + (k * 40 + hash(i * 31 + k) % 40)::INTEGER * (k > 0)::INTEGER AS on_date FROM planned
                UNION ALL  -- again, or before its time
                SELECT *, start + (hash(i * 3 + k) % 400)::INTEGER - 100 FROM planned WHERE k > 0 AND hash(i * 5 + k) % 10 = 0
                UNION ALL  -- a second application
                SELECT *, start + 60 + (hash(i * 3) % 200)::INTEGER FROM planned WHERE k = 0 AND hash(i * 11) % 20 = 0
            )
            SELECT area_code, person, {list(CODES)}[k + 1] AS step, on_date FROM happened ORDER BY hash(i * 101 + k)
            """
        )
        con.execute(
            "CREATE TABLE area_path AS SELECT DISTINCT area_code, area_code AS ancestor_code, 'school' AS ancestor_level, "
            "0 AS steps FROM event"
        )
        con.execute(f"COPY event TO '{folder / 'event.parquet'}'")
        rows, known = con.execute("SELECT count(*), count(DISTINCT person) FROM event").fetchall()[0]
    print(f"{os.cpu_count()} cores, DuckDB {duckdb.__version__}, {rows:,} events of {known:,} people")


def ours(
    con: duckdb.DuckDBPyConnection, order: str, first: date | None, last: date | None, repair: bool
) -> list:
    """The engine's own tables up to what became of everybody."""
    front = {"stalled_after_days": 180, "steps": [{"code": c, "title": {"zh": c, "en": c}} for c in CODES]}
    steps: StepList = inline(front, "benchmark", dict.fromkeys(("zh", "en"), "benchmark"), "benchmark")
    asked = Question(
        by="school", order=order, first=first, last=last, within=WITHIN, repair=repair, as_of=date(2100, 1, 1)
    )
    with con.cursor() as own:
        for name, select in Chain("event", steps, asked, set()).tables().items():
            own.execute(f"CREATE TEMP TABLE {name} AS {select}")
        return own.execute("SELECT grp, level, count(*) FROM ended GROUP BY ALL").fetchall()


def plain(con: duckdb.DuckDBPyConnection, order: str, first: date | None, last: date | None) -> list:
    """The shortest SQL that is fast: the starts, then one hash join per step."""
    starts = (
        f"SELECT person, min(on_date) AS start, min(area_code) AS school FROM event WHERE step = 'apply' "
        f"AND on_date <= DATE '{last}' GROUP BY person HAVING start >= DATE '{first}'"
        if order == "first"
        else "SELECT DISTINCT person, on_date AS start, area_code AS school FROM event WHERE step = 'apply'"
    )
    parts = [f"s1 AS MATERIALIZED (SELECT *, start AS day FROM ({starts}))"]
    for k, code in enumerate(CODES[1:], 2):
        parts.append(
            f"s{k} AS MATERIALIZED (SELECT s.person, s.start, any_value(s.school) AS school, min(e.on_date) AS day "
            f"FROM s{k - 1} AS s JOIN event AS e USING (person) WHERE e.step = '{code}' AND e.on_date >= s.day "
            f"AND e.on_date <= s.start + {WITHIN} GROUP BY s.person, s.start)"
        )
    levels = " UNION ALL ".join(
        f"SELECT person, school, {k} AS level FROM s{k}" for k in range(1, len(CODES) + 1)
    )
    return con.execute(
        f"WITH {', '.join(parts)}, furthest AS (SELECT person, any_value(school) AS school, max(level) AS level "
        f"FROM ({levels}) GROUP BY person) SELECT school, level, count(*) FROM furthest GROUP BY ALL"
    ).fetchall()


def window_funnel(session: Any, order: str, first: date | None, last: date | None) -> list:
    """The same in ClickHouse. Its funnel knows no first start: the cohort's is joined."""
    start, cohort = CODES[0], ""
    conditions = [f"step = '{code}'" for code in CODES]
    if order == "first":
        conditions[0] += " AND on_date = start"
        cohort = (
            f"INNER JOIN (SELECT person, min(on_date) AS start FROM b.event WHERE step = '{start}' AND on_date <= '{last}' "
            f"GROUP BY person HAVING start >= '{first}') AS begun USING (person)"
        )
    found = session.query(
        "SELECT school, level, count() FROM (SELECT any(area_code) AS school, "
        f"windowFunnel({WITHIN})(toUInt32(on_date), {', '.join(conditions)}) AS level FROM b.event {cohort} GROUP BY person) "
        "WHERE level > 0 GROUP BY school, level",
        "CSV",
    )
    lines = (line.replace('"', "").split(",") for line in str(found).splitlines())
    return [(school, int(level), int(people)) for school, level, people in lines]


def answer(engine: str, question: str, folder: Path) -> None:
    """In a process of its own: prints the median seconds and a fingerprint of the answer."""
    order, first, last = QUESTIONS[question]
    run: Callable[[], list]
    if engine == "windowFunnel":
        session = import_module("chdb.session").Session(
            str(folder / "clickhouse")
        )  # of the benchmark group only
        session.query("CREATE DATABASE IF NOT EXISTS b")
        session.query(
            "CREATE TABLE IF NOT EXISTS b.event ENGINE = MergeTree ORDER BY tuple() AS SELECT assumeNotNull(area_code) AS "
            "area_code, assumeNotNull(person) AS person, assumeNotNull(step) AS step, assumeNotNull(on_date) AS on_date "
            f"FROM file('{folder / 'event.parquet'}')"
        )
        run = lambda: window_funnel(session, order, first, last)  # noqa: E731
    else:
        con = duckdb.connect(str(folder / "event.duckdb"), read_only=True)
        if engine == "plain DuckDB":
            run = lambda: plain(con, order, first, last)  # noqa: E731
        else:
            run = lambda: ours(con, order, first, last, engine != "ours")  # noqa: E731
    run()
    begun = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - begun
    mark = hashlib.sha256("\n".join(map(str, sorted(found))).encode()).hexdigest()
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert peak
    print(seconds, mark, sum(people for *_where, people in found), int(peak[1]) // 1024)


def asked_apart(engine: str, question: str, folder: str) -> tuple[float, str, int, int]:
    """The answer of a fresh process: seconds, fingerprint, people, peak MB."""
    command = [sys.executable, __file__, "--answer", engine, question, folder]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[-4]), told[-3], int(told[-2]), int(told[-1])


def main(count: int) -> None:
    """One line per question and engine."""
    with tempfile.TemporaryDirectory() as scratch:
        events(Path(scratch), count)
        for question in QUESTIONS:
            rounds = [
                {engine: asked_apart(engine, question, scratch) for engine in ENGINES} for _n in range(3)
            ]
            floor = 0.0
            for engine in ENGINES:
                told = [answers[engine] for answers in rounds]
                seconds = sorted(each[0] for each in told)[1]
                floor = floor or seconds
                if engine != ENGINES[-1]:  # which counts more, by repairing gaps
                    wanted = {answers[ENGINES[0]][1] for answers in rounds}
                    assert {each[1] for each in told} == wanted, f"{engine} answers {question} otherwise"
                print(
                    f"{question:11} {engine:20} {seconds:6.2f} s = {seconds / floor:4.2f}x  "
                    f"peak {max(each[3] for each in told):,} MB  {told[0][2]:,} people"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main(*[int(argument) for argument in sys.argv[1:2]] or [10_000_000])
