"""The cube worked out on a cluster, over the lake of the published version.

The rows are the cluster's: it runs the very .sql of every indicator, sums its rows up the tree of areas month by month and
counts people. What is left of an indicator then is small, and DuckDB makes of it the figures of every period by the code a
publish does it by. What the cluster cannot do is named with the reason, and its figures stay as DuckDB made them.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import GRAINS
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import cube, lineage, views
from tuanqing.measure.lake import holdings, manifest
from tuanqing.measure.lake.cluster import Cluster
from tuanqing.measure.lake.transpiling import Lacking
from tuanqing.measure.lineage import Reads
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse

OWN = "own"  # the temporary table of the cluster's figures


@dataclass
class Compared:
    """What a cluster made of a version: by indicator how many figures are the served ones, how many are not, and why an
    indicator was not worked out."""

    version: str
    engine: str
    same: dict[str, int] = field(default_factory=dict)
    other: dict[str, int] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> int:
        """How many figures are the served ones."""
        return sum(self.same.values())


def compare(
    snapshot: Snapshot,
    lake: Path,
    remote: str,
    progress: Callable[[str, float], object] = lambda _what, _share: None,
    keep: Callable[[Any, list[str]], object] | None = None,
) -> Compared:
    """Work every indicator out on the cluster at `remote` and hold its figures against the served ones.

    `keep` is handed the cluster's figures as an Arrow table and the indicators that differ. Raises Refused for a lake that is
    none or of another version, and for a cluster that is not there, too old, or gone in the middle.
    """
    if not snapshot.sees(None):
        raise Refused(
            _("The cube is of everything there is, and you see a part of it. Ask the administrator.")
        )
    told = manifest.read(lake)
    if told.version != snapshot.version:
        raise Refused(
            _(
                "The lake in {folder} is of version {found}, and {version} is served. Run `tuanqing export --lake` again."
            ).format(folder=lake.name, found=told.version, version=snapshot.version)
        )
    contracts, library = contracts_of.load_all(), queries_of.load_all()
    with Cluster(remote) as cluster, closing(snapshot.con.cursor()) as con:
        done = Compared(told.version, cluster.version)
        cluster.lay_out(lake, told, contracts)
        missing = share(cluster, contracts, library)
        reads = lineage.of(con, library.indicators.values(), contracts, library)
        con.execute(f"CREATE TEMP TABLE {OWN} AS FROM main.cube LIMIT 0")
        ordered = sorted(library.indicators.values(), key=views.is_composed)
        for number, indicator in enumerate(ordered):
            progress(indicator.title, number / len(ordered))
            if taken := _personal(reads[indicator.name], contracts):
                done.lacking[indicator.name] = taken
                continue
            try:
                _work_out(cluster, con, indicator, reads[indicator.name], contracts, done)
            except Lacking as lack:
                done.lacking[indicator.name] = reason(lack, missing)
        cube.end(con, ordered, OWN)
        _hold(con, done)
        if keep and done.other:
            wanted = sorted(done.other)
            figures = con.execute(f"FROM {OWN} WHERE list_contains($1::VARCHAR[], indicator)", [wanted])
            keep(figures.to_arrow_table(), wanted)
        return done


def publish(warehouse: Warehouse, done: Compared, figures: Any, names: list[str]) -> str:
    """Put the cluster's figures of these indicators in the place of the served ones, as a new version; its name.

    What the next import keeps of them to add to is DuckDB's own: it works these indicators out again from the rows. Raises
    Refused where another version has been published meanwhile.
    """
    with warehouse.writing(_("figures of a cluster")):
        if warehouse.version != done.version:
            raise Refused(
                _(
                    "Version {version} has been published meanwhile; nothing was changed. Export the lake and repeat the command."
                ).format(version=warehouse.version)
            )
        with warehouse.draft() as con:
            con.register("given", figures)
            con.execute("DELETE FROM main.cube WHERE list_contains($1::VARCHAR[], indicator)", [names])
            con.execute("INSERT INTO main.cube SELECT * FROM given")
            con.execute("DELETE FROM main.made WHERE list_contains($1::VARCHAR[], indicator)", [names])
    return warehouse.version


def share(cluster: Cluster, contracts: Mapping[str, Contract], library: Library) -> dict[str, str]:
    """The monthly lists and the shared tables of events as views of the cluster; of those it cannot make, why."""
    missing: dict[str, str] = {}
    lists = [
        (f"{c.name}_monthly", views.monthly(c))
        for c in contracts.values()
        if c.is_registry and not c.is_register
    ]
    shared = [(name, sql) for name, sql in library.shared if name not in cluster.schema]
    for name, sql in [*lists, *shared]:
        try:
            cluster.view(name, sql)
        except Lacking as lack:
            missing[name] = reason(lack, missing)
    return missing


def _work_out(
    cluster: Cluster,
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    read: Reads,
    contracts: Mapping[str, Contract],
    done: Compared,
) -> None:
    """One indicator into OWN. Raises Lacking."""
    if indicator.compose:
        if lost := [part for part in indicator.compose if part in done.lacking]:
            raise Lacking(done.lacking[lost[0]])
        con.execute(f"CREATE OR REPLACE TEMP VIEW cube AS FROM {OWN}")
        cube.compose(con, indicator, OWN)
        con.execute("DROP VIEW cube")
        return
    cluster.view(f"indicator.{indicator.name}", indicator.sql)
    cluster.view("facts", cube.facts(indicator, cluster.schema[f"indicator.{indicator.name}"]))
    distinct = "distinct" in indicator.over_time.values()
    found = {}
    for dimension in ["", *indicator.by]:
        counted = [cluster.rows(cube.people(dimension, grain)) for grain in GRAINS] if distinct else []
        found[dimension] = (cluster.rows(cube.monthly(dimension)), counted)
    for dimension, (monthly, counted) in found.items():
        con.register("given", monthly)
        con.execute(
            "CREATE OR REPLACE TEMP TABLE monthly AS SELECT area_code, month::DATE AS month, member, "
            "numerator::DECIMAL(38, 4) AS numerator, denominator::DECIMAL(38, 4) AS denominator, lower_bound, loose FROM given"
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE counted (area_code VARCHAR, member VARCHAR, grain VARCHAR, period DATE, "
            "numerator BIGINT, denominator BIGINT)"
        )
        for part in counted:
            con.register("given", part)
            con.execute("INSERT INTO counted SELECT * FROM given")
        cube.finish(con, indicator, dimension, read, contracts, OWN)


def _hold(con: duckdb.DuckDBPyConnection, done: Compared) -> None:
    """Count the figures that are the served ones to the last digit, and those that are not on either side."""
    columns = ", ".join(
        "round(value, 9) AS value" if name == "value" else name for name in cube.NAMES
    )  # DOUBLE, of the same parts
    worked = f"indicator NOT IN ({', '.join(repr(name) for name in done.lacking) or 'NULL'})"
    if not done.lacking:
        worked = "true"
    rows = con.execute(
        f"SELECT indicator, count(*) FILTER (n = 0), count(*) FILTER (n <> 0) FROM (SELECT * EXCLUDE (side), sum(side) AS n FROM ("
        f"SELECT {columns}, 1 AS side FROM {OWN} UNION ALL SELECT {columns}, -1 FROM main.cube WHERE {worked}) GROUP BY ALL) "
        "GROUP BY indicator ORDER BY indicator"
    ).fetchall()
    done.same.update({name: same for name, same, _other in rows if same})
    done.other.update({name: other for name, _same, other in rows if other})


def _personal(read: Reads, contracts: Mapping[str, Contract]) -> str:
    """Why an indicator cannot be had from a lake: it takes what no lake holds."""
    for name, used in read.used.items():
        if lost := sorted(used & {*holdings.lost(contracts[name])}):
            return f"takes {name}.{lost[0]}, which no lake holds"
    return ""


def reason(lack: Lacking, missing: Mapping[str, str]) -> str:
    """Why something was not worked out: where a table is not there, why that is not."""
    return next((why for name, why in missing.items() if name in str(lack)), str(lack))
