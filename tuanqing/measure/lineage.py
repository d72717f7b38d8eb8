"""What a query reads: tables, datasets and the columns of their contracts, told by DuckDB's own plan of it.

A plan from which nothing but unused columns has been taken out names every table that is scanned and the columns used
of it, through views and common table expressions. The shared tables of `queries/_base` are tables by then: the columns
used of one are looked for in the plan of its own SQL, and so on down to the datasets.

Of an indicator only what its figure is made from counts: not the words beside it, not what it is broken down by.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Malformed
from tuanqing.define.query import PARTS, Indicator, Library, Query
from tuanqing.measure import views
from tuanqing.store.warehouse import schema

FIGURE = ("area_code", "period", *PARTS)  # what an indicator's figure is made from
_TOTALS = (
    "sum",
    "count",
    "count_star",
)  # of which it does not matter how the rows are grouped before they are added up
_Found = TypeVar("_Found")
_LITERAL = re.compile(r"'(\w+)'")


@dataclass(frozen=True)
class Reads:
    """`tables`: qualified names of the tables read, those behind shared tables among them. `columns`: by dataset the
    columns of its contract without which there is no figure; none of a dataset that is only asked about (whether it was
    reported, say). `used`: with those that are read where they are there, or are filled by themselves."""

    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    used: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Shared:
    """`tables`: qualified names of the tables a shared table is made of, other shared tables as such. `datasets`: those it is
    made of in the end."""

    tables: frozenset[str]
    datasets: frozenset[str]


@dataclass(frozen=True)
class _Plan:
    scans: Mapping[str, frozenset[str]]  # table → columns
    words: frozenset[str]  # literals a column `dataset` is compared with


def of(
    con: duckdb.DuckDBPyConnection,
    queries: Iterable[Query],
    contracts: Mapping[str, Contract],
    library: Library,
) -> dict[str, Reads]:
    """What each query reads, by the query's name. `con` holds the views of views.create. The register of areas is a
    table and no dataset here: every figure is summed up along it.

    It follows from the definitions alone, and takes a second: a process works it out once for each."""
    asked = list(queries)
    key = (*_ground(con, contracts, library), repr([_definition(q, library) for q in asked]))
    return dict(_known(key, lambda: _of(con, asked, contracts, library)))


def _ground(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library
) -> tuple[object, ...]:
    """All that what a query reads follows from, beside itself."""
    return (library.base, tuple(contracts.values()), row_views(con))


def row_views(con: duckdb.DuckDBPyConnection) -> str:
    """The views of the datasets' standing rows: another of each dataset that corrections are laid over."""
    rows = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE view_name LIKE '%\\_rows' ESCAPE '\\' ORDER BY ALL"
    )
    return repr(rows.fetchall())


def _known(key: tuple[object, ...], work_out: Callable[[], dict[str, _Found]]) -> dict[str, _Found]:
    """What was worked out for a key in this process, the newest last."""
    if hash(key) not in _KNOWN:
        if len(_KNOWN) >= _MANY:
            _KNOWN.pop(next(iter(_KNOWN)))
        _KNOWN[hash(key)] = work_out()
    return _KNOWN[hash(key)]


_KNOWN: dict[int, dict[str, Any]] = {}
_MANY = 16


def _definition(query: Query, library: Library) -> tuple[object, ...]:
    """All of a query that what it reads follows from."""
    parts = [library.queries[name].sql for name in getattr(query, "compose", None) or ()]
    rules = [
        getattr(query, name, None) for name in ("over_time", "by", "optional", "compose", "is_rate", "doubts")
    ]
    return (query.name, query.sql, parts, rules)


def _of(
    con: duckdb.DuckDBPyConnection,
    queries: Iterable[Query],
    contracts: Mapping[str, Contract],
    library: Library,
) -> dict[str, Reads]:
    _let_plans_stand(con)
    try:
        plans, found = _Plans(con, dict(library.shared)), {}
        for query in queries:
            parts = [library.queries[name] for name in getattr(query, "compose", None) or ()]
            own = [_wanted(part, [_reads(plans, part, contracts)]) for part in parts or [query]]
            if parts:
                _hold_base(query, parts, own, contracts)
            found[query.name] = _wanted(query, own) if parts else own[0]
        return found
    finally:
        con.execute("RESET disabled_optimizers")


def shared(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library
) -> dict[str, Shared]:
    """What each shared table is made of, by its name; they must exist."""
    return dict(_known(_ground(con, contracts, library), lambda: _shared(con, contracts, library)))


def _shared(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], library: Library
) -> dict[str, Shared]:
    _let_plans_stand(con)
    try:
        plans = _Plans(con, dict(library.shared))
        return {
            name: Shared(
                frozenset(plans.of(sql, ("*",)).scans),
                frozenset(plans.read(sql, ("*",), contracts).columns),
            )
            for name, sql in library.shared
        }
    finally:
        con.execute("RESET disabled_optimizers")


def datasets(query: Query, contracts: Mapping[str, Contract], library: Library) -> list[str]:
    """The datasets a query stands on, in the contracts' order: without a warehouse, over empty tables."""
    parts = [library.queries[name] for name in getattr(query, "compose", None) or ()] or [query]
    found = {n for part in parts for n in _datasets(part.sql, library.base, tuple(contracts.values()))}
    return [name for name in contracts if name in found]


@cache
def _datasets(
    sql: str, base: tuple[tuple[str, str], ...], contracts: tuple[Contract, ...]
) -> tuple[str, ...]:
    known = {contract.name: contract for contract in contracts}
    library = Library(base, {})
    bench, made = _bench(base, contracts)
    with bench.cursor() as con:  # one per thread; what one has asked of a shared table the next need not
        own = _Plans(con, dict(library.shared), made).read(sql, ("*",), known)
    return tuple(name for name in known if name in own.columns)


@lru_cache(maxsize=1)
def _bench(
    base: tuple[tuple[str, str], ...], contracts: tuple[Contract, ...]
) -> tuple[duckdb.DuckDBPyConnection, "dict[tuple[str, tuple[str, ...]], _Plan]"]:
    """A database with empty tables, for plans only; and those it has been asked for."""
    con = duckdb.connect()
    known = {contract.name: contract for contract in contracts}
    schema.create(con, known)
    views.create(con, known, Library(base, {}), rules=[])
    _let_plans_stand(con)
    return con, {}


def _let_plans_stand(con: duckdb.DuckDBPyConnection) -> None:
    """From a plan only unused columns, and joins nothing is used of, are taken out; `RESET` undoes it."""
    (others,) = con.execute(
        "SELECT string_agg(name, ',') FROM duckdb_optimizers() "
        "WHERE name NOT IN ('unused_columns', 'deliminator', 'join_elimination')"
    ).fetchall()[0]
    con.execute(f"SET disabled_optimizers = '{others}'")


def _wanted(query: Query, found: Sequence[Reads]) -> Reads:
    """What is read in all, without what the query declares `optional`. Raises Malformed where that is not read."""
    columns, used = _united(each.columns for each in found), _united(each.used for each in found)
    for name in query.optional if isinstance(query, Indicator) else ():
        dataset, _dot, column = name.partition(".")
        if column not in columns.get(dataset, ()):
            read = sorted(f"{d}.{c}" for d, names in columns.items() for c in names)
            raise Malformed(
                _place(query),
                f"`optional` names {name}, which its figure does not read.",
                f"It reads {', '.join(read) or 'no column'}.",
            )
        columns[dataset] -= {column}
    return Reads(frozenset[str]().union(*(each.tables for each in found)), columns, used)


def _united(found: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """By dataset the columns of all of them."""
    columns: dict[str, frozenset[str]] = {}
    for each in found:
        for dataset, names in each.items():
            columns[dataset] = columns.get(dataset, frozenset()) | names
    return columns


def _hold_base(
    query: Query, parts: Sequence[Query], found: Sequence[Reads], contracts: Mapping[str, Contract]
) -> None:
    """Two counts over one dataset count the same rows only where they look at the same columns of those a row may lack:
    raises Malformed for others."""
    sides = list(zip(parts, found, strict=True))
    for (part, mine), (other, theirs) in (sides, reversed(sides)):
        for dataset in mine.columns.keys() & theirs.columns.keys():
            contract = contracts[dataset]
            sure = {column.name for column in contract.columns.values() if column.required} | {contract.date}
            alone = sorted(mine.columns[dataset] - theirs.columns[dataset] - sure)
            if alone:
                raise Malformed(
                    f"{_place(query)} compose",
                    f"{part.name} counts by {dataset}.{alone[0]}, which a row may lack, and {other.name} does not: they "
                    "do not count the same base.",
                    "Write SQL that leaves out of both what one of them cannot count.",
                )


def _place(query: Query) -> str:
    return f"queries/{query.topic}/{query.name}.sql"


def _reads(plans: "_Plans", query: Query, contracts: Mapping[str, Contract]) -> Reads:
    return plans.read(*_asked(plans.con, query), contracts)


def _asked(con: duckdb.DuckDBPyConnection, query: Query) -> tuple[str, tuple[str, ...]]:
    """The SELECT to be planned and the columns wanted of it."""
    if not isinstance(query, Indicator):
        return query.sql, ("*",)
    rules = {part: query.over_time.get(part, query.over_time["numerator"]) for part in PARTS}
    counts_units = "distinct" in rules.values()
    labels = {*query.by} if counts_units else {"unit", *query.by}
    added = [part for part, rule in rules.items() if rule != "distinct"]
    return _unlabelled(con, query.sql, labels, added), (*FIGURE, "unit") if counts_units else FIGURE


def _unlabelled(con: duckdb.DuckDBPyConnection, sql: str, labels: set[str], added: Sequence[str]) -> str:
    """The SELECT without the labels that only tell apart the rows (`GROUP BY ALL`) whose parts are added up anyway."""
    told = con.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()[0][0]
    tree = json.loads(told)
    nodes = [statement["node"] for statement in tree["statements"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("children", [])
        if node["type"] != "SELECT_NODE" or node["aggregate_handling"] != "FORCE_AGGREGATES":
            continue
        named = {_name(item): item for item in node["select_list"]}
        if all(_adds_up(named.get(part)) for part in added):
            node["select_list"] = [
                {**_NOTHING, "alias": name} if name in labels else item for name, item in named.items()
            ]
    return con.execute("SELECT json_deserialize_sql($1)", [json.dumps(tree)]).fetchall()[0][0]


_NOTHING = {"class": "CONSTANT", "type": "VALUE_CONSTANT", "query_location": 0, "query_location_length": 0}
_NOTHING["literal"] = {"kind": "NULL_LITERAL", "text": ""}


def _name(item: Mapping[str, Any]) -> str:
    return item["alias"] or item.get("column_names", [""])[-1]


def _adds_up(item: Mapping[str, Any] | None) -> bool:
    """Whether a part is a total, or nothing (NULL or 0)."""
    if item is None:
        return False
    if item["class"] == "CAST":
        return _adds_up(item["child"])
    if item["class"] == "CONSTANT":
        return item["literal"]["kind"] == "NULL_LITERAL" or item["literal"]["text"] == "0"
    return item.get("function_name") in _TOTALS and not item["distinct"]


@dataclass
class _Plans:
    """The plans of queries and of the shared tables they read, each made once."""

    con: duckdb.DuckDBPyConnection
    shared: Mapping[str, str]  # name → SQL
    made: dict[tuple[str, tuple[str, ...]], _Plan] = field(default_factory=dict)

    def read(self, sql: str, used: tuple[str, ...], contracts: Mapping[str, Contract]) -> Reads:
        """What those columns of a SELECT are made from. A column its contract fills by itself is never lacking."""
        own = self.of(sql, used)
        columns: dict[str, frozenset[str]] = {}
        used_in: dict[str, frozenset[str]] = {}
        tables: set[str] = set()
        for plan, asked in ((own, None), *self.below(own, None)):
            tables |= {
                t
                for t in plan.scans
                if asked is None or t.removeprefix("store.") not in contracts.keys() - asked
            }
            for name, contract in contracts.items():
                if asked is not None and name not in asked:
                    continue
                scanned = plan.scans.get(f"store.{name}")
                if not contract.is_register and (scanned is not None or name in plan.words):
                    given = {column.name for column in contract.stored if column.default is None}
                    columns[name] = columns.get(name, frozenset()) | ((scanned or frozenset()) & given)
                    own_ones = (scanned or frozenset()) & contract.columns.keys()
                    used_in[name] = used_in.get(name, frozenset()) | own_ones
        return Reads(frozenset(tables), columns, used_in)

    def of(self, sql: str, used: tuple[str, ...]) -> _Plan:
        """The plan of those columns of a SELECT."""
        if (sql, used) not in self.made:
            select = f"EXPLAIN (FORMAT JSON) SELECT {', '.join(used)} FROM ({sql}\n)"
            nodes = list(_nodes(json.loads(self.con.execute(select).fetchall()[0][1])))
            scans: dict[str, frozenset[str]] = {}
            for info in nodes:
                if "Table" in info:
                    table = info["Table"].replace('"', "").split(".", 1)[1]
                    scans[table] = scans.get(table, frozenset()) | _listed(info.get("Projections", []))
            told = [
                text
                for info in nodes
                for value in info.values()
                for text in _listed(value)
                if "dataset" in text
            ]
            self.made[sql, used] = _Plan(scans, frozenset(w for text in told for w in _LITERAL.findall(text)))
        return self.made[sql, used]

    def below(
        self, plan: _Plan, asked: frozenset[str] | None
    ) -> Iterator[tuple[_Plan, frozenset[str] | None]]:
        """The plans of the shared tables a plan scans, of the columns it uses, and of those they scan; each with the
        datasets it is asked about: those its column `dataset` is compared with, None where it is not."""
        for table, used in plan.scans.items():
            sql = self.shared.get(table.removeprefix("main."))
            if sql is not None and table.startswith("main."):
                inner = self.of(sql, tuple(sorted(used)) or ("*",))
                narrowed = asked
                if "dataset" in used and plan.words:
                    narrowed = plan.words if asked is None else plan.words & asked
                yield inner, narrowed
                yield from self.below(inner, narrowed)


def _nodes(plan: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in plan:
        yield node["extra_info"]
        yield from _nodes(node["children"])


def _listed(value: str | list[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)
