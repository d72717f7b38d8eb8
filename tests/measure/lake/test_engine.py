"""The same .sql on a cluster: its figures and rows are DuckDB's, and what it cannot do is named."""

import dataclasses
import json
import math
import shutil
import tomllib
from collections import Counter
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.measure.lake.conftest import server
from tests.measure.lake.test_export import SERVICE, bring
from tuanqing.command import cli
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.define.query import Library
from tuanqing.measure import views
from tuanqing.measure.lake import engine, export, manifest, transpiling
from tuanqing.measure.lake.cluster import Cluster
from tuanqing.measure.lake.transpiling import Lacking
from tuanqing.store.warehouse.versions import Warehouse

LACKING = tomllib.loads((Path(__file__).parent / "lacking.toml").read_text("utf-8"))
SLOW = {
    "total_row"
}  # a shared table Sail finds by comparing every row with every other: what reads it is not asked


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture(scope="module")
def lake(samples, tmp_path_factory) -> Path:
    """The lake of the samples."""
    lake = tmp_path_factory.mktemp("engine") / "lake"
    with samples.read() as snapshot:
        export.export(snapshot, samples.folder, lake)
    return lake


def plain(value, keys):
    """A value by what it says, whichever engine's it is; a person by the lake's key."""
    match value:
        case bool() | None:
            return value
        case Decimal() | int() | float():
            return None if math.isnan(value) else float(f"{float(value):.9g}")
        case datetime():
            return value.date() if value.time() == time() else value
        case time():
            return str(value)
        case list() | tuple():
            return tuple(plain(each, keys) for each in value)
        case dict():
            return tuple(plain(each, keys) for each in value.values())
        case str():
            return keys.get(value, value)
    return value


@pytest.mark.sweep
@pytest.mark.timeout(900)
def test_every_figure_is_the_served_one_and_what_does_not_run_is_named(samples, lake, sail):
    with samples.read() as snapshot:
        done = engine.compare(snapshot, lake, sail)
    assert done.other == {}
    assert done.figures > 1_000_000
    known = LACKING["indicator"]
    assert done.lacking.keys() == known.keys()
    for name, reason in known.items():
        assert done.lacking[name].startswith(reason), name


@pytest.mark.sweep
@pytest.mark.timeout(900)
def test_every_row_is_duckdbs_and_what_does_not_run_is_named(samples, lake, sail, contracts, library):
    """Of indicators, funnels, checks and lists alike; birth dates are in no lake, and not asked for."""
    lacking = {}
    with samples.read() as snapshot, Cluster(sail) as cluster:
        keys = people(snapshot, samples, contracts)
        cluster.lay_out(lake, manifest.read(lake), contracts)
        missing = engine.share(cluster, contracts, library)
        for query in library.queries.values():
            if views.is_composed(query):
                continue  # made of figures, not of rows
            name = f"{views.schema_of(query)}.{query.name}"
            if any(table in query.sql for table in SLOW):
                lacking[query.name] = "too slow: "
                continue
            try:
                cluster.view(name, query.sql)
                asked = ", ".join(f'"{column}"' for column in cluster.schema[name] if column != "born")
                found = cluster.rows(f"SELECT {asked} FROM {name}").to_pylist()
            except Lacking as lack:
                lacking[query.name] = engine.reason(lack, missing)
                continue
            rows = snapshot.execute(f"SELECT {asked} FROM {name}").fetchall()
            got = Counter(tuple(plain(value, keys) for value in row.values()) for row in found)
            assert got == Counter(tuple(plain(value, keys) for value in row) for row in rows), name
    known = LACKING["indicator"] | LACKING["other"]
    assert {
        name: reason for name, reason in lacking.items() if not reason.startswith(known.get(name, "-"))
    } == {}
    assert lacking.keys() >= LACKING["other"].keys()


def people(snapshot, warehouse: Warehouse, contracts) -> dict[str, str]:
    """The lake's key of each person, by the warehouse's."""
    keys = {}
    for contract in contracts.values():
        for column in contract.stored:
            if column.personal == "hash":
                keys |= dict(
                    snapshot.execute(
                        f'SELECT DISTINCT "{column.name}", left(sha256($secret || "{column.name}"), 32) FROM "{contract.name}" '
                        f'WHERE "{column.name}" IS NOT NULL',
                        {"secret": export.secret_of(warehouse.folder, snapshot.con)},
                    ).fetchall()
                )
    return keys


@pytest.fixture(scope="module")
def small(county, contracts, library, tmp_path_factory) -> Path:
    """A small warehouse that measures one count of people and one rate, and its lake."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(county, folder / "warehouse")
    bring(folder, "志愿服务.csv", SERVICE, contracts, chosen(library))
    with Warehouse(folder / "warehouse").read() as snapshot:
        export.export(snapshot, folder / "warehouse", folder / "lake")
    return folder


def chosen(library: Library) -> Library:
    names = ("active_volunteers", "volunteer_hours", "volunteer_person_times", "volunteer_township_coverage")
    return Library(library.base, {name: library.queries[name] for name in names})


@pytest.fixture
def served(small, tmp_path, monkeypatch, library) -> Warehouse:
    shutil.copytree(small / "warehouse", tmp_path / "warehouse")
    monkeypatch.setattr(queries_of, "load_all", lambda: chosen(library))
    return Warehouse(tmp_path / "warehouse")


def compare(warehouse: Warehouse, lake: Path, remote: str) -> engine.Compared:
    with warehouse.read() as snapshot:
        return engine.compare(snapshot, lake, remote)


def test_figures_that_are_others_are_told_and_put_in_place_when_asked(served, small, sail, capsys):
    words = ["cube", "--engine", "spark", "--remote", sail, "--lake", str(small / "lake")]
    words += ["--warehouse", str(served.folder)]
    assert cli.main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["other"] == told["lacking"] == {}
    assert told["same"]["active_volunteers"] > 10
    with duckdb.connect(str(served.current)) as con:
        right = con.execute(COUNT).fetchall()
        con.execute("UPDATE main.cube SET numerator = numerator + 1 WHERE indicator = 'active_volunteers'")
    version = served.version
    assert cli.main(words) == 1
    assert "active_volunteers: " in capsys.readouterr().out
    assert served.version == version
    assert cli.main([*words, "--publish"]) == 0
    assert served.version != version
    with served.read() as snapshot:
        assert snapshot.execute(COUNT).fetchall() == right
    assert cli.main(words) == 1
    assert f"is of version {version}" in capsys.readouterr().err


COUNT = "SELECT * FROM main.cube WHERE indicator = 'active_volunteers' ORDER BY ALL"


def test_a_cluster_that_is_killed_in_the_middle_changes_nothing(served, small, tmp_path):
    before = served.version

    def kill(_what: str, _share: float) -> None:
        process.kill()
        process.wait()

    with (
        server(tmp_path / "log") as (remote, process),
        served.read() as snapshot,
        pytest.raises(Refused, match="stopped answering"),
    ):
        engine.compare(snapshot, small / "lake", remote, kill)
    assert served.version == before


def test_a_cluster_that_is_not_there_or_no_cluster_is_refused(served, small, monkeypatch):
    monkeypatch.setattr("tuanqing.measure.lake.cluster.PATIENCE", 0.5)
    with pytest.raises(Refused, match="does not answer"):
        compare(served, small / "lake", "sc://127.0.0.1:9")
    with pytest.raises(Refused, match="is no cluster"):
        compare(served, small / "lake", "http://127.0.0.1:9")


def test_an_older_cluster_is_refused(served, small, sail, monkeypatch):
    monkeypatch.setattr("tuanqing.measure.lake.cluster.OLDEST", 9)
    with pytest.raises(Refused, match="it takes 9 or later"):
        compare(served, small / "lake", sail)


def test_a_lake_of_another_version_or_none_is_refused_before_the_cluster_is_asked(served, small, tmp_path):
    lake = tmp_path / "lake"
    shutil.copytree(small / "lake", lake)
    manifest.write(lake, dataclasses.replace(manifest.read(lake), version="v000001"))
    with pytest.raises(Refused, match="is of version v000001"):
        compare(served, lake, "sc://127.0.0.1:9")
    with pytest.raises(Refused, match="is no lake"):
        compare(served, tmp_path / "nowhere", "sc://127.0.0.1:9")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("SELECT a, count(*) AS n FROM t GROUP BY ALL", "GROUP BY"),
        ("SELECT a / 2 AS half FROM t", "AS DOUBLE) / 2"),
        ("SELECT day + to_years(2) AS due FROM t", "ADD_MONTHS"),
        ("FROM rules.holiday", "`rules__holiday`"),
    ],
)
def test_what_spark_would_read_otherwise_is_written_out(said, heard):
    spark = transpiling.transpiled(
        said, {"t": {"a": "BIGINT", "day": "DATE"}, "rules.holiday": {"day": "DATE"}}
    )
    assert heard in spark
    assert "ALL" not in spark


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT mad(a) FROM t",
        "SELECT format('{:g}', a) FROM t",
        "SELECT unnest([1, 2]), unnest([3, 4]) FROM t",
        "SELECT EXISTS (FROM t) AS there FROM t",
        "FROM t ASOF JOIN u ON t.a >= u.a",
    ],
)
def test_what_cannot_be_said_there_is_refused(sql):
    with pytest.raises(Lacking):
        transpiling.transpiled(sql, {"t": {"a": "BIGINT"}, "u": {"a": "BIGINT"}})
