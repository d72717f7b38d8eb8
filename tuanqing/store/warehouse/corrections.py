"""Corrections laid over the rows of a version: which of them hold, and what the rows are with them.

The rows in `store` stay as they came. For a dataset with a correction in force the view `<dataset>_rows` shows, in place
of the rows it is about (`main.touched`), those of `main.<dataset>_mended`; without one it is the plain table. What became of
each correction stands in `main.correction`, whom and when it touches in `main.corrected`: figures are told by that.

A correction is made for what the source said then. Of a registry each list is a statement of its own: on one that says
something else the correction does not apply, on the others it does.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from tuanqing.define import correction as corrections_of
from tuanqing.define.contract import LEVELS, Contract
from tuanqing.define.correction import Correction, Unread
from tuanqing.define.language import _
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.register import in_force
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import literal, quoted, same, stored

APPLIED = ("applied", "partly")
_TABLES = """
CREATE OR REPLACE TABLE main.correction (
    name VARCHAR, dataset VARCHAR, title VARCHAR, what VARCHAR, columns VARCHAR[], titles VARCHAR[], reason VARCHAR, who VARCHAR, made_on DATE,
    expires DATE, moves BOOLEAN,
    state VARCHAR,               -- applied; partly: not on `lists`; mended, nothing, expired, refused, unread: not at all
    lists DATE[],                -- of a registry: the lists that say something else than when it was made
    rows BIGINT,                 -- it applies to
    sentence VARCHAR);           -- why it cannot be read, or does not fit the rows
CREATE OR REPLACE TABLE main.corrected (correction VARCHAR, dataset VARCHAR, area_code VARCHAR, cover VARCHAR, day DATE);
CREATE OR REPLACE TABLE main.touched (dataset VARCHAR, _batch BIGINT, _line BIGINT);
"""


@dataclass(frozen=True)
class Stands:
    """What became of a correction in a version. Its fields are the columns of `main.correction`."""

    name: str
    dataset: str = ""
    title: str = ""  # of the dataset
    what: str = ""
    columns: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of the columns
    reason: str = ""
    who: str = ""
    made_on: date | None = None
    expires: date | None = None
    moves: bool = False  # rows to another area
    state: str = "applied"
    lists: tuple[date, ...] = ()
    rows: int = 0
    sentence: str = ""

    @property
    def is_applied(self) -> bool:
        """Whether some row is another, or bears its remark, because of it."""
        return self.state in APPLIED

    def is_read_by(self, columns: Set[str]) -> bool:
        """Whether what reads these columns of the dataset is touched: by whole rows, and by their area, always."""
        return self.what in ("drop", "flag") or self.moves or not columns.isdisjoint(self.columns)

    @property
    def is_loud(self) -> bool:
        """Whether somebody should look at it: it does not do what it was made for."""
        return self.state not in ("applied", "expired", "withdrawn")


def settle(
    con: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    shipped: Sequence[Correction | Unread],
    on: date | None = None,
) -> list[Stands]:
    """Lay the shipped corrections and those of the warehouse over the rows, as they stand on a day (today)."""
    on = on or date.today()
    con.execute(_TABLES)
    found = [*shipped, *_own(con, contracts)]
    _lay_bare(con, contracts)
    told = [
        Stands(each.name, state="unread", sentence=each.sentence)
        for each in found
        if isinstance(each, Unread)
    ]
    known = [each for each in found if isinstance(each, Correction)]
    for each in sorted(known, key=lambda c: (c.made_on, c.is_own, c.name)):
        told.append(_Laying(con, contracts[each.dataset], each, on).lay())
    for stands in told:
        values = {
            key: list(value) if isinstance(value, tuple) else value for key, value in vars(stands).items()
        }
        con.execute(
            f"INSERT INTO main.correction VALUES ({', '.join('?' * len(values))})", list(values.values())
        )
    for (dataset,) in con.execute("SELECT DISTINCT dataset FROM main.touched ORDER BY 1").fetchall():
        con.execute(f"CREATE OR REPLACE VIEW main.{schema.rows_of(dataset)} AS {_mended_rows(dataset)}")
    return told


def _own(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> list[Correction | Unread]:
    """Those made in this warehouse and not withdrawn."""
    rows = con.execute(
        "SELECT correction, body FROM store.correction WHERE withdrawn_at IS NULL ORDER BY correction"
    ).fetchall()
    return [corrections_of.read_json(f"c{number}", body, contracts) for number, body in rows]


def _lay_bare(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Take away what the version before laid over its rows."""
    tables = {f"{name}_mended": name for name in contracts}
    for (table,) in con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
    ).fetchall():
        if table in tables:
            dataset = tables[table]
            con.execute(
                f"CREATE OR REPLACE VIEW main.{schema.rows_of(dataset)} AS {schema.standing(dataset)}"
            )
            con.execute(f"DROP TABLE main.{table}")


def _mended_rows(dataset: str) -> str:
    """SQL for the rows that stand, those that corrections are about as they are with them."""
    return (
        f"SELECT row.* FROM {stored(dataset)} AS row ANTI JOIN (SELECT _batch, _line FROM main.touched "
        f"WHERE dataset = {literal(dataset)}) AS touched USING (_batch, _line) WHERE row._ended IS NULL "
        f"UNION ALL SELECT * FROM main.{dataset}_mended"
    )


@dataclass(frozen=True)
class _Laying:
    """One correction laid over the rows of its dataset."""

    con: duckdb.DuckDBPyConnection
    contract: Contract
    own: Correction
    on: date

    def lay(self) -> Stands:
        """What became of it."""
        own = self.own
        if own.expires and own.expires < self.on:
            return self._stands("expired")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE meant AS {self.meant()}")
        groups = self.con.execute(
            f"SELECT list, count(*), count(*) FILTER (NOT ({self._says()})) FROM meant GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        if not groups:
            return self._stands("nothing")
        others = [day for day, rows, strange in groups if strange or own.rows not in (None, rows)]
        if len(others) == len(groups):
            return self._stands("mended", others)
        self.con.execute(
            "DELETE FROM meant WHERE list_contains($1::DATE[], list)", [[day for day in others if day]]
        )
        rows = self.con.execute("SELECT count(*) FROM meant").fetchall()[0][0]
        if own.what != "flag" and (fault := self._mend()):
            return self._stands("refused", others, sentence=fault)
        self._tell("meant")
        return self._stands("partly" if others else "applied", others, rows)

    def _stands(
        self, state: str, lists: Sequence[date | None] = (), rows: int = 0, sentence: str = ""
    ) -> Stands:
        own = self.own
        columns = [column for column in self.contract.columns.values() if column.name in own.columns]
        return Stands(
            own.name,
            own.dataset,
            self.contract.title,
            own.what,
            tuple(column.name for column in columns),
            tuple(column.title for column in columns),
            own.reason,
            own.who,
            own.made_on,
            own.expires,
            any(column.refers for column in columns),
            state,
            tuple(day for day in lists if day),
            rows,
            sentence,
        )

    def meant(self) -> str:
        """SQL for the rows it speaks of, as the source gave them, each with the list it stands on."""
        own, contract = self.own, self.contract
        day = self._day
        tests = [
            f"{quoted(name)} IS NOT DISTINCT FROM {self._cast(name, value)}" for name, value in own.match
        ]
        if own.area:
            register = in_force(self.con)
            inside = [code for code in register.areas if own.area in register.ever(code)]
            tests.append(f"area_code IN ({', '.join(map(literal, inside)) or 'NULL'})")
        if own.period:
            tests.append(f"{day} BETWEEN {literal(own.period.first)} AND {literal(own.period.last)}")
        if own.batch is not None:
            tests.append(f"_batch = {own.batch}")
        if own.line is not None:
            tests.append(f"_line > 0 AND _line % {schema.LINES} = {own.line}")
        listed = "_as_of" if contract.is_registry else "NULL::DATE"
        return (
            f"SELECT *, {listed} AS list, {day} AS day FROM {stored(own.dataset)} "
            f"WHERE {' AND '.join(['_ended IS NULL', *tests])}"
        )

    def _says(self) -> str:
        """SQL for whether a row says what the source said when the correction was made."""
        tests = [
            f"{quoted(name)} IS NOT DISTINCT FROM {self._cast(name, value)}"
            for name, value in self.own.expect
        ]
        return " AND ".join(tests) or "true"

    def _cast(self, name: str, value: str | None) -> str:
        return f"{literal(value)}::{self.contract.columns[name].sql_type}"

    def _mend(self) -> str:
        """Put the rows into the dataset's mended ones, as they are with it. Why not, where they would be no rows of the
        contract."""
        con, own = self.con, self.own
        mended, touched = (
            f"main.{own.dataset}_mended",
            f"FROM main.touched WHERE dataset = {literal(own.dataset)}",
        )
        con.execute(f"CREATE TABLE IF NOT EXISTS {mended} AS FROM {stored(own.dataset)} LIMIT 0")
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE was AS SELECT row.* FROM {mended} AS row SEMI JOIN meant USING (_batch, _line) "
            f"UNION ALL SELECT * EXCLUDE (list, day) FROM meant ANTI JOIN ({touched}) USING (_batch, _line)"
        )
        con.execute(f"CREATE OR REPLACE TEMP TABLE after AS {self._changed()}")
        fault = self._fault()
        if not fault:
            con.execute(
                f"INSERT INTO main.touched SELECT {literal(own.dataset)}, _batch, _line FROM meant "
                f"ANTI JOIN ({touched}) USING (_batch, _line)"
            )
            alike = same(("_batch", "_line"), "row", "meant")
            con.execute(f"DELETE FROM {mended} AS row USING meant WHERE {alike}")
            con.execute(f"INSERT INTO {mended} FROM after")
            self._tell(f"(SELECT *, {self._day} AS day FROM after)")
        elif not con.execute(f"SELECT 1 FROM ({touched}) LIMIT 1").fetchall():
            con.execute(f"DROP TABLE {mended}")
        return fault

    @property
    def _day(self) -> str:
        """SQL for the day that dates a row."""
        return "_as_of" if self.contract.is_registry else quoted(self.contract.date or "")

    def _changed(self) -> str:
        """SQL for the rows with the new values in place of the old. A value that is said is said exactly."""
        own = self.own
        if own.what == "drop":
            return "SELECT * FROM was WHERE false"
        values = {name: self._cast(name, value) for name, value in own.set}
        for name, factor in own.factor:
            kind = self.contract.columns[name].sql_type
            product = (
                f"{quoted(name)}::DECIMAL(38, {0 if kind == 'BIGINT' else 4}) * {factor}::DECIMAL(38, 9)"
            )
            whole = (
                f"CASE WHEN {product} = round({product}, 0) THEN"
                if kind == "BIGINT"
                else "CASE WHEN true THEN"
            )
            values[name] = f"{whole} try_cast({product} AS {kind}) END"
        said = ", ".join(literal(name) for name, _value in own.set)
        if said:
            values["_at_least"] = f"nullif(list_filter(_at_least, lambda c: c NOT IN ({said})), [])"
        inside = ", ".join(f"{value} AS {quoted(name)}" for name, value in values.items())
        changed = f"SELECT * REPLACE ({inside}) FROM was"
        if not any(self.contract.columns[name].refers for name in own.columns):
            return changed
        finest = ", ".join(quoted(column.name) for column in reversed(self.contract.area_columns))
        return (
            f"SELECT row.* REPLACE (coalesce({finest}) AS area_code, (SELECT ancestor FROM ({_CLIMB}) "
            f"WHERE code = coalesce({finest}) AND level = 'county') AS _county) FROM ({changed}) AS row"
        )

    def _fault(self) -> str:
        """Why the rows with it would be no rows of the contract; "" where they are."""
        own, columns = self.own, self.contract.columns
        for name, _factor in own.factor:
            column = quoted(name)
            if self._any(
                f"SELECT 1 FROM after JOIN was USING (_batch, _line) WHERE after.{column} IS NULL AND was.{column} IS NOT NULL"
            ):
                return _(
                    "“{column}” multiplied is no value of that column (a count is a whole number)"
                ).format(column=columns[name].title)
            for bound, sign in zip(columns[name].bounds, "<>", strict=True):
                if bound is not None and self._any(f"SELECT 1 FROM after WHERE {column} {sign} {bound}"):
                    return _("“{column}” multiplied lies beyond what that column may hold").format(
                        column=columns[name].title
                    )
        for name in own.columns:
            column = columns[name]
            if column.refers and self._any(
                f"SELECT 1 FROM after ANTI JOIN (SELECT area_code FROM main.area WHERE list_contains($levels, level)) AS known "
                f"ON known.area_code = after.{quoted(name)} WHERE after.{quoted(name)} IS NOT NULL",
                levels=list(column.level) or list(LEVELS),
            ):
                return _("“{column}”: the register has no such area of that level").format(
                    column=column.title
                )
            if column.refers:
                for other in self.contract.area_columns:
                    if self._any(
                        f"SELECT 1 FROM after WHERE {quoted(other.name)} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ({_CLIMB}) "
                        f"WHERE code = after.area_code AND ancestor = after.{quoted(other.name)})"
                    ):
                        return _(
                            "“{column}” and “{other}” then name areas that do not lie in each other"
                        ).format(column=column.title, other=other.title)
        for rule in self.contract.rules:
            unknown = [
                c.name for c in columns.values() if not c.stored and re.search(rf"\b{c.name}\b", rule.fails)
            ]
            if rule.level == "error" and not unknown and self._any(f"SELECT 1 FROM after WHERE {rule.fails}"):
                return rule.say
        return ""

    def _any(self, sql: str, **params: object) -> bool:
        return bool(
            self.con.execute(f"{sql} LIMIT 1", params).fetchall()
            if params
            else self.con.execute(f"{sql} LIMIT 1").fetchall()
        )

    def _tell(self, rows: str) -> None:
        """Write down where and when the rows lie: the figures there are told."""
        cover = "_cover" if self.contract.is_registry else "NULL"
        self.con.execute(
            f"INSERT INTO main.corrected SELECT DISTINCT {literal(self.own.name)}, {literal(self.own.dataset)}, area_code, "
            f"{cover}, day FROM {rows} EXCEPT FROM main.corrected"
        )


_CLIMB = (
    "WITH RECURSIVE climb AS (SELECT area_code AS code, area_code AS ancestor, level, parent_code FROM main.area UNION "
    "SELECT climb.code, area.area_code, area.level, area.parent_code FROM climb JOIN main.area "
    "ON area.area_code = climb.parent_code) SELECT code, ancestor, level FROM climb"
)


def says(con: duckdb.DuckDBPyConnection, contract: Contract, own: Correction) -> dict[str, Any]:
    """What the source says now of the rows a correction means, as its guard: the values it changes where all rows have
    one, else how many rows there are (of a registry, on each list where they are as many). Empty where neither is so."""
    meant = _Laying(con, contract, own, own.made_on).meant()
    found = {}
    for name in sorted(own.columns):
        values = con.execute(
            f"SELECT DISTINCT coalesce({quoted(name)}::VARCHAR, '') FROM ({meant}) LIMIT 2"
        ).fetchall()
        if len(values) == 1:
            found[name] = values[0][0]
    counts = con.execute(f"SELECT DISTINCT count(*) FROM ({meant}) GROUP BY list LIMIT 2").fetchall()
    if len(counts) == 1 and len(found) < max(len(own.columns), 1):
        found["rows"] = counts[0][0]
    return found


def applies(stands: Stands) -> str:
    """That a correction applies, and why it was made."""
    until = _(", until {day}").format(day=stands.expires) if stands.expires else ""
    return _("correction {name} applies to {rows} rows: {reason} ({who}{until})").format(
        name=stands.name, rows=stands.rows, reason=stands.reason, who=stands.who, until=until
    )


def problem(stands: Stands) -> str:
    """What keeps a correction from doing what it was made for, and what to do."""
    sentence = {
        "unread": _("correction {name} cannot be read and is not applied: {sentence}"),
        "expired": _("correction {name} of {dataset} ended on {expires} and no longer applies"),
        "nothing": _(
            "correction {name} of {dataset} names no row and does nothing ({reason}, {who}); say which rows it means, or "
            "withdraw it"
        ),
        "mended": _(
            "correction {name} of {dataset} is NOT applied any more: the source says something else than on {made_on}, "
            "when it was made ({reason}, {who}); if the source has been mended, withdraw it"
        ),
        "partly": _(
            "correction {name} of {dataset} is NOT applied on the lists of {lists}: they say something else than on "
            "{made_on}, when it was made ({reason}, {who}); if the source has been mended, let it end"
        ),
        "refused": _("correction {name} of {dataset} is not applied: {sentence} ({reason}, {who})"),
    }[stands.state]
    lists = _("、").join(str(day) for day in stands.lists)
    return sentence.format(**{**vars(stands), "dataset": stands.title, "lists": lists})


def trouble(stands: Stands, on: date | None = None) -> str:
    """What somebody should look at; "" where it does what it was made for, or has rightly ended."""
    if stands.is_applied and stands.expires and stands.expires < (on or date.today()):
        return _(
            "correction {name} of {dataset} ended on {expires}, and the published figures still bear it: the next import, "
            "or `tuanqing refresh`, takes it out"
        ).format(name=stands.name, dataset=stands.title, expires=stands.expires)
    return problem(stands) if stands.is_loud else ""


def read(snapshot: Snapshot) -> list[Stands]:
    """What became of every correction in a version, of those that touch rows of the reader; none in one that was made
    before there were any."""
    found = snapshot.once("corrections", _read)
    if snapshot.scope is None or not found:
        return found
    touching = snapshot.execute(
        f"SELECT DISTINCT correction FROM {snapshot.part('main.corrected')}"
    ).fetchall()
    return [each for each in found if (each.name,) in touching]


def _read(snapshot: Snapshot) -> list[Stands]:
    if not snapshot.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'correction'"
    ).fetchall():
        return []
    rows: list[dict[str, Any]] = snapshot.rows("FROM main.correction ORDER BY made_on, name")
    for row in rows:
        row.update({key: tuple(value) for key, value in row.items() if isinstance(value, list)})
    return [Stands(**row) for row in rows]
