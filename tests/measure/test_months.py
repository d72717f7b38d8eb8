"""A publish works out the months its rows reach, and the cube is as if it had been made from scratch: over random imports,
withdrawals, refreshes, corrections and changes of the register."""

import shutil
from contextlib import suppress

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import AREAS
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import QUERIES
from tuanqing.define.query import Library, load
from tuanqing.measure import cube, rebuild
from tuanqing.store.batch import correcting
from tuanqing.store.batch.importing import import_files, refresh, withdraw
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

HEAD = "记录编号,志愿者编号,项目名称,志愿团体,服务日期,服务时长(小时),状态,乡镇"
LEDGER = "项目名称,志愿团体,服务日期,服务人次,乡镇"
TOWNSHIPS = ("太平街道", "岗王镇")
TABLES = ("main.cube", "verified.redrawn", "main.lacking", "main.finding")
DROP = {"dataset": "volunteer_service", "what": "drop", "reason": "重复填报", "who": "试点办"}

record = st.tuples(
    st.sampled_from(("V1", "V2", "V3", "")),
    st.sampled_from(("清河", "护苗", "敬老")),
    st.sampled_from(("2022-12-31", "2023-01-05", "2023-01-06", "2023-06-30", "2023-07-01", "2024-02-29")),
    st.sampled_from(("1", "2.5", "9", "13")),  # two of 9 on a day, or one of 13, are doubted
    st.sampled_from(("已生效", "已生效", "已驳回")),
    st.sampled_from(TOWNSHIPS),
)
step = st.one_of(
    st.tuples(st.just("records"), st.lists(record, min_size=1, max_size=6)),
    st.tuples(st.just("ledger"), st.lists(record, min_size=1, max_size=3)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("refresh"), st.none()),
    st.tuples(st.just("correct"), st.sampled_from(("清河", "护苗", "敬老"))),
    st.tuples(st.just("register"), st.sampled_from(("石门镇", "白塔镇"))),
)


@pytest.fixture(scope="module")
def own(library) -> Library:
    """What is measured of volunteers, and the checks that doubt their rows."""
    wanted = {
        n: q
        for n, q in library.queries.items()
        if q.topic == "volunteering" or n.startswith("volunteer_hours_over")
    }
    return Library(library.base, wanted)


def _file(folder, number, kind, rows):
    file = folder / f"{kind}{number}.csv"
    if kind == "records":
        lines = [HEAD] + [
            f"R{number}-{n},{v},{p},队,{d},{h},{s},{t}" for n, (v, p, d, h, s, t) in enumerate(rows)
        ]
    else:
        lines = [LEDGER] + [f"{p},队,{d},{n + 3},{t}" for n, (_v, p, d, _h, _s, t) in enumerate(rows)]
    file.write_text("\n".join(lines), "utf-8")
    return file


def _all(file, table):
    """The rows of a table; none where it is not there."""
    with duckdb.connect(str(file), read_only=True) as con:
        schema, name = table.split(".")
        there = "SELECT 1 FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?"
        return (
            con.execute(f"FROM {table} ORDER BY ALL").fetchall()
            if con.execute(there, [schema, name]).fetchall()
            else []
        )


@settings(max_examples=5, deadline=None)
@given(steps=st.lists(step, min_size=2, max_size=5))
def test_the_months_worked_out_again_give_what_scratch_gives(steps, county, contracts, own, tmp_path_factory):
    folder = tmp_path_factory.mktemp("months")
    shutil.copytree(county, folder / "warehouse")
    warehouse = Warehouse(folder / "warehouse")
    measure = lambda con: rebuild(con, contracts, own)  # noqa: E731
    batches = []
    for number, (kind, what) in enumerate(steps):
        if kind == "withdraw" and batches:
            withdraw(warehouse, batches.pop(what % len(batches)), contracts, measure)
        elif kind == "refresh":
            refresh(warehouse, contracts, measure)
        elif kind == "register":
            (folder / "area.csv").write_text(f"{AREAS}4100011{number:02d},{what},410001,镇,900,,,\n", "utf-8")
            import_files(warehouse, [folder / "area.csv"], contracts, measure, ImportWish(yes=True))
        elif kind == "correct":
            with suppress(Refused):  # nobody has served in that project yet
                correcting.make(warehouse, DROP | {"key": {"project": what}}, contracts, measure)
        elif kind in ("records", "ledger"):
            (outcome,) = import_files(
                warehouse, [_file(folder, number, kind, what)], contracts, measure, ImportWish(yes=True)
            )
            batches += [outcome.receipt.batch] if outcome.receipt.batch else []
    if not batches:
        return
    copy = folder / "scratch.duckdb"
    shutil.copy(warehouse.current, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("DROP TABLE main.made; DROP TABLE main.cube")
        rebuild(con, contracts, own)
    for table in TABLES:
        assert _all(warehouse.current, table) == _all(copy, table), table


def test_only_the_months_of_new_rows_are_worked_out(bring, warehouse, own, monkeypatch):
    rows = [("V1", "清河", f"2023-{m:02d}-05", "2", "已生效", "岗王镇") for m in range(1, 13)]
    text = "\n".join(
        [HEAD] + [f"R{n},{v},{p},队,{d},{h},{s},{t}" for n, (v, p, d, h, s, t) in enumerate(rows)]
    )
    bring("志愿时长一.csv", text, measure=own)
    bring("志愿时长二.csv", f"{HEAD}\nX1,V2,清河,队,2023-11-01,2,已生效,岗王镇", measure=own)
    spans = {}
    fill = cube.fill
    monkeypatch.setattr(
        cube,
        "fill",
        lambda con, i, *rest, months=None: (
            spans.update({i.name: months}),
            fill(con, i, *rest, months=months),
        ),
    )
    bring("志愿时长三.csv", f"{HEAD}\nX2,V3,清河,队,2023-06-01,2,已生效,岗王镇", measure=own)
    for name in ("active_volunteers", "volunteer_hours", "volunteer_sessions", "volunteer_hours_per_active"):
        assert {str(month) for month in spans[name]} == {"2023-06-01"}, name
    with warehouse.read() as con:
        months = "SELECT period, numerator FROM cube WHERE indicator = 'active_volunteers' AND dimension = '' AND grain = ? AND area_code = '410001' ORDER BY 1"
        assert [int(n) for _p, n in con.execute(months, ["month"]).fetchall()] == [1] * 5 + [2] + [1] * 4 + [
            2,
            1,
        ]
        assert [int(n) for _p, n in con.execute(months, ["year"]).fetchall()] == [3]


@pytest.mark.parametrize(("told", "word"), [("soon", "number of days"), ("-1 days", "number of days")])
def test_a_reach_that_is_no_number_of_days_is_refused(library, tmp_path, told, word):
    text = library.queries["volunteer_hours"].text.replace('"0 days"', f'"{told}"')
    (tmp_path / "volunteer_hours.sql").write_text(text, "utf-8")
    shutil.copy(QUERIES / "volunteering" / "volunteer_hours.txt", tmp_path)
    with pytest.raises(Malformed, match=word):
        load(tmp_path / "volunteer_hours.sql")


def test_a_list_in_force_reaches_to_the_next(library, tmp_path):
    text = library.queries["youth_homes"].text.replace(
        'over_time   = "last"', 'over_time   = "last"\nreaches = "0 days"'
    )
    (tmp_path / "youth_homes.sql").write_text(text, "utf-8")
    shutil.copy(QUERIES / "youth_homes" / "youth_homes.txt", tmp_path)
    with pytest.raises(Malformed, match="without adding up events"):
        load(tmp_path / "youth_homes.sql")
