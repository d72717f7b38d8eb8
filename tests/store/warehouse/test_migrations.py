"""Every warehouse an earlier program made opens, reads and imports; none is changed by being read."""

import hashlib
import re
import shutil
import zipfile

import duckdb
import pytest

from tests.store.warehouse.freeze import FROZEN
from tuanqing.define.errors import Refused
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files, refresh, withdraw
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.notes import remarks, runs
from tuanqing.store.warehouse import migrations, quotes, schema
from tuanqing.store.warehouse.backup import backup, restore
from tuanqing.store.warehouse.versions import Warehouse

ARCHIVES = sorted(FROZEN.glob("schema_*.zip"), key=lambda file: int(re.sub(r"\D", "", file.stem)))
HOMES = "青年之家编号,青年之家名称,所属乡镇,级别,状态\nQNZJ411424903,岗王镇青年之家二店,岗王镇,门店,运行\n"


@pytest.fixture(scope="module", params=ARCHIVES, ids=lambda file: file.stem)
def frozen(request, few, tmp_path_factory) -> Warehouse:
    """A warehouse as users have it on their disks. Read only."""
    folder = tmp_path_factory.mktemp(request.param.stem)
    zipfile.ZipFile(request.param).extractall(folder)
    return Warehouse(folder, lambda con: rebuild(con, library=few))


@pytest.fixture
def own(frozen, tmp_path) -> Warehouse:
    """The same, to be written to."""
    shutil.copytree(frozen.folder, tmp_path / "own")
    return Warehouse(tmp_path / "own", frozen.rebuild)


def digests(warehouse: Warehouse) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (warehouse.folder / "versions").iterdir()
    }


def test_every_change_of_tables_comes_with_its_migration(frozen, contracts):
    """An old warehouse that was migrated has the tables a new one has, column by column."""
    columns = (
        "SELECT table_name, list({n: column_name, t: data_type} ORDER BY column_name) FROM duckdb_columns() "
        "WHERE schema_name = 'store' AND database_name <> 'temp' GROUP BY 1 ORDER BY 1"
    )
    with frozen.read() as snapshot, duckdb.connect() as con:
        schema.create(con, contracts)
        assert snapshot.execute(columns).fetchall() == con.execute(columns).fetchall()


def test_a_frozen_warehouse_reads_like_one_of_today_and_stays_as_it_was(frozen):
    before = digests(frozen)
    with frozen.read() as con:
        assert migrations.number(con.con) == migrations.SCHEMA
        figures = con.execute(
            "SELECT period, numerator FROM cube WHERE indicator = 'youth_homes' AND area_code = '411424' "
            "AND grain = 'month' AND dimension = '' AND month(period) IN (6, 12) ORDER BY period"
        ).fetchall()
        assert [int(count) for _period, count in figures] == [16, 19]
    with frozen.read("v000006") as con:  # an older one, too
        assert con.execute("SELECT count(*) FROM main.youth_home").fetchall() == [(20,)]
    assert digests(frozen) == before
    made = {file.name: file.stat().st_mtime_ns for file in (frozen.folder / "migrated").glob("*.duckdb")}
    frozen.read().close()
    again = {file.name: file.stat().st_mtime_ns for file in (frozen.folder / "migrated").glob("*.duckdb")}
    assert made == again, "a copy is made once"
    assert len(made) == 2
    assert [remark.text for remark in remarks.latest(frozen.folder)] == ["上半年新建较多。"]
    assert [run.version for run in runs.history(frozen.folder)] == ["v000007"]


def test_what_is_imported_into_a_frozen_warehouse_is_published_in_the_tables_of_today(
    own, contracts, tmp_path
):
    before = digests(own)
    file = tmp_path / "柘城县青年之家名录_20221231补.csv"
    file.write_text(HOMES, "utf-8")
    assert own.rebuild
    (outcome,) = import_files(own, [file], contracts, own.rebuild, ImportWish(partial=True))
    assert (outcome.receipt.error, outcome.receipt.added) == (None, 1)
    published = own.current
    with duckdb.connect(str(published), read_only=True) as con:
        assert migrations.number(con) == migrations.SCHEMA
        assert con.execute("SELECT count(*) FROM main.youth_home").fetchall() == [(21,)]
    assert {name: digest for name, digest in digests(own).items() if name != published.name} == before


def test_without_somebody_to_measure_an_older_version_says_what_to_do(frozen, own, contracts):
    with pytest.raises(Refused, match="tuanqing refresh"):
        Warehouse(frozen.folder).read()
    assert own.rebuild
    refresh(own, contracts, own.rebuild)
    Warehouse(own.folder).read().close()


@pytest.mark.parametrize("frozen", ARCHIVES[:1], indirect=True, ids=["schema_1"])
def test_what_a_batch_spoke_for_is_inferred_from_its_rows(frozen):
    with frozen.read() as con:
        rows = con.execute(
            "SELECT batch, dataset, count(*), min(area_code), min(first_month)::VARCHAR, max(last_month)::VARCHAR, "
            "bool_and(inferred) FROM store.coverage GROUP BY ALL ORDER BY batch"
        ).fetchall()
        columns = dict(con.execute("SELECT DISTINCT batch, columns FROM store.coverage").fetchall())
    assert rows == [
        (2, "youth_home", 14, "411424001", "2022-06-01", "2022-06-01", True),
        (3, "youth_home_event", 1, "411424", "2022-01-01", "2022-09-01", True),
        (4, "volunteer_service", 1, "411424", "2022-01-01", "2022-05-01", True),
        (5, "pipeline_event", 1, "411424", "2021-09-01", "2022-12-01", True),
        (6, "youth_home", 16, "411424001", "2022-12-01", "2022-12-01", True),
        (7, "youth_home_event", 1, "411424", "2022-07-01", "2022-07-01", True),
    ]  # batch 1 is the register, 8 only supplements the list of 6, 9 was withdrawn
    assert set(columns[4]) == {"project", "team", "township", "served_on", "person_times", "status"}
    assert {"step", "on_date", "person"} <= set(columns[5])


def test_a_withdrawn_batch_speaks_for_nothing_any_more(own, contracts):
    assert own.rebuild
    withdraw(own, 7, contracts, own.rebuild)
    with own.read() as con:
        speaking = con.execute("SELECT list(DISTINCT batch) FROM store.coverage").fetchall()[0][0]
    assert {3, 4, 5, 6} <= set(speaking)
    assert not {7, 9} & set(speaking)


PLANTED = (
    "999999201005084435",
    "19900005976",
    "19900002913",
    "上官试状",
    "诸葛试题",
    "2022.02.30",
    "若干",
    "王店镇",
)
BY_LINE = "SELECT batch, line, reasons FROM store.reject ORDER BY ALL"


def test_what_earlier_sentences_quoted_is_gone_from_every_byte(frozen, own, contracts):
    assert own.rebuild
    refresh(own, contracts, own.rebuild)
    with frozen.read() as snapshot:
        reasons = {reason for _b, _l, reasons in snapshot.execute(BY_LINE).fetchall() for reason in reasons}
        tables = snapshot.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        everything = [str(snapshot.execute(f"FROM {schema}.{table}").fetchall()) for schema, table in tables]
    assert "「活动时间」「18位数字」不是日期" in reasons
    assert any("「4个汉字」不在可选范围内，应为：运行、停用" in reason for reason in reasons)
    for file in [own.current, *(frozen.folder / "migrated").glob("*.duckdb")]:
        content = file.read_bytes()
        for planted in PLANTED:
            assert planted.encode() not in content, (planted, file.name)
    for planted in PLANTED:
        assert not [text for text in everything if planted in text], planted


KNOWN = {"活动时间", "金额", "青年之家名录", "岗王镇", "Amount"}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("「活动时间」「999999201005084435」不是日期", "「活动时间」「18位数字」不是日期"),
        ("“Amount”: “张三” is not a number", "“Amount”: “2个汉字” is not a number"),
        (
            "“Amount”: “x” is approximate (e.g. 张三 19900005976)",
            "“Amount”: “1个字母” is approximate (e.g. 2个汉字、11位数字)",
        ),
        ("代码 410001199001011234 不属于岗王镇", "代码 18位数字 不属于岗王镇"),
        (
            "「金额」：「张三」、「李四」不在已知的说法里",
            "「金额」：「2个汉字」、「2个汉字」不在已知的说法里",
        ),
        ("「岗王镇」已于 2022-01-01 撤销", "「岗王镇」已于 2022-01-01 撤销"),
        (
            "合计行「金额」为 1234567，各行相加是 1234560，两者不符",
            "合计行「金额」为 1234567，各行相加是 1234560，两者不符",
        ),
        ("「金额」「他叫「张三」啊」不是数字", "这个单元格不符合该列的要求"),
        ("「金额」「张三」」不是数字", "这个单元格不符合该列的要求"),
        ("「金额」「0370-7272 1234」不是数字", "「金额」「12位数字（-）」不是数字"),
        ("电话 138 0000 0000 打不通", "电话 11位数字 打不通"),
        ("「金额」「」不是数字", "「金额」「」不是数字"),
    ],
)
def test_a_sentence_keeps_our_words_and_loses_the_cells(sentence, told):
    assert quotes.unquoted(sentence, KNOWN) == told


def test_rows_that_had_slipped_hold_nobody_after_the_fifth_step(contracts):
    """A number in a text, a name among the words of a list; a person's key stays as it is."""
    key = "s19912345678abcdef0123456789abcde"
    with duckdb.connect() as con:
        schema.create(con, contracts)
        con.execute("UPDATE store.version SET schema = 4")
        for project, kind in (
            ("找张三 19900005976", "credit"),
            ("999999201005084435", "诸葛试题"),
            ("巡河", "线上"),
        ):
            con.execute(
                "INSERT INTO store.volunteer_service (project, hours_kind, person, _flags, _batch, _line) "
                "VALUES (?, ?, ?, ['任职时间 1991-09-10 早于出生年月 1995-07-01'], 1, 1)",
                [project, kind, key],
            )
        con.execute("INSERT INTO store.reject VALUES (1, 2, ['「乡镇」在某县找不到乡镇街道「王小明」'])")
        migrations.migrate(con, contracts)
        rows = con.execute(
            "SELECT DISTINCT project, hours_kind, person, _flags FROM store.volunteer_service"
        ).fetchall()
        reasons = con.execute("SELECT reasons FROM store.reject").fetchall()
    told = ["任职时间早于出生年月"]
    assert sorted(rows) == sorted(
        [
            ("找张三 [11位数字]", "credit", key, told),
            ("[18位数字]", "其他", key, told),
            ("巡河", "线上", key, told),
        ]
    )
    assert reasons == [(["「乡镇」在某县找不到乡镇街道「3个汉字」"],)]


def test_a_month_without_rows_is_not_spoken_for(contracts):
    """Rows of January and March say nothing about February."""
    with duckdb.connect() as con:
        schema.create(con, contracts)
        con.execute("DROP TABLE store.coverage; DROP TABLE store.version")
        con.execute("DROP TABLE store.replaced; DROP TABLE store.again")
        con.execute(
            "INSERT INTO store.batch (batch, dataset, mapping) VALUES (1, 'volunteer_service', '{\"服务日期\": \"served_on\"}')"
        )
        for day in ("2022-01-03", "2022-01-09", "2022-03-01", "2022-04-30"):
            con.execute(
                "INSERT INTO store.volunteer_service (served_on, _county, _batch, _line) VALUES (?, '410001', 1, 1)",
                [day],
            )
        migrations.migrate(con, contracts)
        found = con.execute(
            "SELECT first_month::VARCHAR, last_month::VARCHAR, columns FROM store.coverage ORDER BY 1"
        ).fetchall()
    columns = ["served_on", "status", "person_times"]  # the last two are filled by default
    assert found == [("2022-01-01", "2022-01-01", columns), ("2022-03-01", "2022-04-01", columns)]


def test_a_version_of_a_later_program_is_refused_with_that_programs_name(own, contracts, tmp_path):
    assert own.rebuild
    refresh(own, contracts, own.rebuild)
    with duckdb.connect(str(own.current)) as con:
        con.execute("UPDATE store.version SET schema = 9999, program = '7.3'")
    with pytest.raises(Refused, match=r"7\.3"):
        own.read()
    (tmp_path / "x.csv").write_text(HOMES, "utf-8")
    version = own.version
    with pytest.raises(Refused, match=r"7\.3"):
        import_files(own, [tmp_path / "x.csv"], contracts, own.rebuild)
    assert own.version == version


def test_a_backup_of_a_frozen_warehouse_is_restored_and_read(frozen, tmp_path):
    backup(frozen, tmp_path / "all.zip")
    fresh = Warehouse(tmp_path / "fresh", frozen.rebuild)
    restore(fresh, tmp_path / "all.zip")
    with fresh.read() as con:
        assert con.execute("SELECT count(*) FROM main.youth_home").fetchall() == [(20,)]


def test_batches_whose_rows_were_merged_are_named_and_nothing_is_invented(contracts):
    """Events that were left out as doubled, and units overruled; not rows of a list that were the same."""
    with duckdb.connect() as con:
        schema.create(con, contracts)
        con.execute("DROP TABLE store.replaced; DROP TABLE store.again")
        con.execute("UPDATE store.version SET schema = 2")
        for batch, dataset, state in (
            (1, "aid", "published"),
            (2, "youth_home", "published"),
            (3, "youth_home", "published"),
            (4, "aid", "withdrawn"),
        ):
            con.execute(
                "INSERT INTO store.batch (batch, dataset, state) VALUES (?, ?, ?)", [batch, dataset, state]
            )
        con.execute(
            "INSERT INTO store.surplus VALUES (1, 3, 'duplicate', 2), (2, 3, 'duplicate', 2), "
            "(3, 3, 'superseded', 2), (4, 3, 'duplicate', 2)"
        )
        for line, ended in ((2, 5), (3, None)):
            con.execute(
                "INSERT INTO store.aid (project, paid_on, _batch, _line, _ended) VALUES ('甲', '2023-01-01', ?, ?, ?)",
                [5 if ended is None else 1, line, ended],
            )
        migrations.migrate(con, contracts)
        assert con.execute("FROM store.again ORDER BY 1").fetchall() == [(1,), (3,)]
        assert con.execute("FROM store.replaced").fetchall() == [("aid", 1, 2, 5, 3)]
        assert con.execute("SELECT count(*) FROM store.aid").fetchall() == [(2,)]
