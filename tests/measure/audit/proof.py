"""The audit let loose on made-up counties: what it finds of the faults, and what it says of clean ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from tests.measure.audit.faults import FAULTS, Seeded
from tests.measure.audit.world import World
from tuanqing.define.contract import Contract
from tuanqing.define.example import Table
from tuanqing.define.query import Library
from tuanqing.measure import build, example
from tuanqing.store.warehouse import schema

LATER = (
    "志愿服务人次连着一样",
    "只导出了一页",
)  # put in after all others, which would change a sum or a length


@dataclass(frozen=True)
class Outcome:
    """What one county came to. `missed`: faults not found, or found without the rows that are false; `other`: findings, each
    once, that no fault accounts for; `doubted`: rows doubted that are not false; `figures`: how many rows there were."""

    seeded: tuple[Seeded, ...]
    missed: tuple[Seeded, ...]
    other: tuple[tuple[str, str, str, str], ...]  # check, area, key, detail
    doubted: Counter[str]
    figures: int
    twice: tuple[
        tuple[object, ...], ...
    ]  # findings of one key in one place and month, of which one could not be followed


def library(whole: Library) -> Library:
    """The checks the faults are for, and no more: the others say that work is owed."""
    names = {seeded.check for function in FAULTS.values() for seeded in function(World(0))}
    return Library(whole.base, {name: whole.queries[name] for name in sorted(names)})


def seed(world: World) -> list[Seeded]:
    """Every kind of fault put into it."""
    order = [*(kind for kind in FAULTS if kind not in LATER), *LATER]
    return [replace(found, kind=kind) for kind in order for found in FAULTS[kind](world)]


def audit(number: int, contracts: Mapping[str, Contract], checks: Library, *, faulty: bool) -> Outcome:
    """The county of a number, with or without faults, audited."""
    world = World(number)
    seeded = seed(world) if faulty else []
    con = duckdb.connect()
    schema.create(con, contracts)
    example.put(con, tables(world), contracts, f"world {number}")
    build.rebuild(con, contracts, checks)
    found = con.execute(
        "SELECT check_name, area_code, key, any_value(detail) FROM finding GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    doubted: dict[str, set[int]] = {}
    for check, line in con.execute("SELECT check_name, line FROM doubtful").fetchall():
        doubted.setdefault(check, set()).add(line)
    twice = con.execute(
        "SELECT check_name, period, area_code, key FROM finding GROUP BY ALL HAVING count(*) > 1"
    ).fetchall()
    con.close()
    places = {(check, area) for check, area, *_rest in found}
    missed = [
        each
        for each in seeded
        if (each.check, each.area) not in places or not each.lines <= doubted.get(each.check, set())
    ]
    wanted = {(each.check, each.area) for each in seeded}
    false: dict[str, set[int]] = {}
    for each in seeded:
        false.setdefault(each.check, set()).update(each.lines)
    return Outcome(
        tuple(seeded),
        tuple(missed),
        tuple(row for row in found if (row[0], row[1]) not in wanted),
        Counter({check: len(lines - false.get(check, set())) for check, lines in doubted.items()}),
        sum(len(rows) for rows in world.rows.values()),
        tuple(twice),
    )


def tables(world: World) -> list[Table]:
    """The world's rows as texts, and that its ledgers speak for every month."""
    found = []
    for dataset, rows in world.rows.items():
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        cells = tuple(tuple(_text(row.get(name)) for name in columns) for row in rows)
        found.append(Table(dataset, columns, cells))
    return found


def _text(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:.4f}" if isinstance(value, float) else str(value)
