"""The lake: what it holds and does not, that it is whole at every instant, and that it is written once."""

import functools
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable
from filelock import FileLock

from tests.store.batch.test_planted import People, table
from tuanqing.command import cli
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.measure import rebuild
from tuanqing.measure.lake import export as exporting
from tuanqing.measure.lake import manifest
from tuanqing.store.batch import exports
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

SERVICE = """身份证号,姓名,服务日期,服务时长,活动名称,乡镇
999999199901010011,乔木森,2023-06-01,2.5,扫雪,太平街道
999999199901010011,乔木森,2023-07-01,1.5,扫雪,岗王镇
999999200001010015,李苗苗,2023-07-02,3,助老,岗王镇
"""
MORE = """身份证号,姓名,服务日期,服务时长,活动名称,乡镇
999999200001010015,李苗苗,2023-07-09,4,助老,月城镇
"""


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture(scope="module")
def made(county, contracts, few, tmp_path_factory) -> Path:
    """A folder with a warehouse that has three records of two people, and its lake. Read only: `served` is a copy."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(county, folder / "warehouse")
    bring(folder, "志愿服务.csv", SERVICE, contracts, few)
    export(Warehouse(folder / "warehouse"), folder / "lake")
    return folder


@pytest.fixture
def served(made, tmp_path) -> Warehouse:
    shutil.copytree(made / "warehouse", tmp_path / "warehouse")
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def lake(made, tmp_path) -> Path:
    shutil.copytree(made / "lake", tmp_path / "lake")
    return tmp_path / "lake"


@pytest.fixture
def more(tmp_path, contracts, few):
    """Brings one record more."""
    return lambda: bring(tmp_path, "志愿服务续.csv", MORE, contracts, few)


def bring(folder: Path, name: str, text: str, contracts, library) -> None:
    (folder / name).write_text(text, "utf-8")
    wish = ImportWish(dataset="volunteer_service", area="410001")
    measured = functools.partial(rebuild, contracts=contracts, library=library)
    import_files(Warehouse(folder / "warehouse"), [folder / name], contracts, measured, wish)


def export(warehouse, lake: Path):
    with warehouse.read() as snapshot:
        return exporting.export(snapshot, warehouse.folder, lake)


def rows(lake: Path, name: str, select: str = "*") -> list[tuple]:
    """The rows of a table at the version the lake names."""
    delta = manifest.read(lake).tables[name].delta
    files = DeltaTable(manifest.folder_of(lake, name), version=delta).file_uris()
    return duckdb.sql(
        f"SELECT {select} FROM read_parquet({files!r}, hive_partitioning = true, hive_types_autocast = false)"
    ).fetchall()


def test_a_dataset_lies_by_county_and_month_in_the_types_of_its_contract(lake, contracts):
    table = DeltaTable(manifest.folder_of(lake, "volunteer_service"))
    assert table.metadata().partition_columns == ["_county", "_month"]
    kinds = {field.name: str(field.type) for field in table.schema().fields}
    assert "decimal(18,4)" in kinds["hours"]
    assert {"date"} == {kind.split('"')[1] for name, kind in kinds.items() if name == "served_on"}
    wanted = [c.name for c in contracts["volunteer_service"].stored]
    assert [name for name in kinds if name in wanted] == wanted
    assert sorted(rows(lake, "volunteer_service", "_month, hours::VARCHAR")) == [
        ("2023-06", "2.5000"),
        ("2023-07", "1.5000"),
        ("2023-07", "3.0000"),
    ]
    everything = [kind for table in manifest.read(lake).tables.values() for kind in table.columns.values()]
    assert not {"HUGEINT", "TIME", "UBIGINT"} & {*everything}


def test_nothing_is_written_twice_and_a_change_writes_its_own_part(served, more, lake):
    files = {file: file.stat().st_mtime_ns for file in lake.rglob("*") if file.name != "lock"}
    assert export(served, lake).parts == {}
    assert files == {file: file.stat().st_mtime_ns for file in lake.rglob("*") if file.name != "lock"}
    more()
    done = export(served, lake)
    assert done.parts["volunteer_service"] == 1
    assert done.manifest.version == served.version
    assert sum(1 for _ in rows(lake, "volunteer_service")) == 4


def test_the_tree_is_flat_and_the_rules_are_tables(served, lake):
    above = rows(lake, "area_path", "ancestor_code, steps")
    assert ("410001", 2) in above
    assert len(rows(lake, "rules.term_length")) > 0
    assert {level for (level,) in rows(lake, "rules.reporting", "DISTINCT level")} >= {"county", "township"}
    with served.read() as snapshot:
        assert len(above) == snapshot.execute("SELECT count(*) FROM area_path").fetchall()[0][0]


@pytest.mark.usefixtures("bring")
def test_nobody_is_found_in_a_lake_and_everybody_is_counted(warehouse, contracts, few, tmp_path):
    people, files, wishes = People(), [], {}
    for contract in contracts.values():
        if any(column.personal for column in contract.columns.values()):
            file = tmp_path / f"{contract.name}_20230630.csv"
            header, lines = table(contract, people)
            file.write_bytes(exports.as_csv(header, lines[:2]))
            wishes[file, ""] = ImportWish(dataset=contract.name, area="410001", yes=True)
            files.append(file)
    import_files(warehouse, files, contracts, lambda con: rebuild(con, contracts, few), wishes=wishes)
    lake = tmp_path / "lake"
    export(warehouse, lake)
    stored = [file.read_bytes().decode("utf-8", "ignore") for file in lake.rglob("*") if file.is_file()]
    stored += [str(rows(lake, name)) for name, told in manifest.read(lake).tables.items() if told.rows]
    everything = "\n".join(stored)
    assert len(people.planted) > 20
    assert [text for text in people.planted if text in everything] == []
    for name, contract in contracts.items():
        held = manifest.read(lake).tables[name].columns
        left_out = [c.name for c in contract.columns.values() if c.personal in ("drop", "mask", "birth")]
        assert not held.keys() & {*left_out}
    with warehouse.read() as snapshot:
        keyed = [c.name for c in contracts.values() if any(x.name == "person" for x in c.stored)]
        keys = {
            name: {p for (p,) in snapshot.execute(f'SELECT DISTINCT person FROM "{name}"').fetchall() if p}
            for name in keyed
        }
        assert any(keys.values())
        for name, own in keys.items():
            assert not [person for person in own if person in everything], name
            assert len({p for (p,) in rows(lake, name, "person") if p}) == len(own) if own else True


@pytest.mark.parametrize("where", ["first", "later"])
def test_an_export_that_is_cut_off_leaves_the_lake_it_found(served, more, lake, monkeypatch, where):
    if where == "later":
        more()
    else:
        shutil.rmtree(lake)
    before = manifest.read(lake) if where == "later" else None
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", _full(disk.write))
        with pytest.raises(OSError, match="cut off"):
            export(served, lake)
    if before:
        assert manifest.read(lake) == before
        assert len(rows(lake, "volunteer_service")) == 3
    else:
        with pytest.raises(Refused, match="half written"):
            manifest.read(lake)
    export(served, lake)
    assert manifest.read(lake).version == served.version
    assert len(rows(lake, "volunteer_service")) == (4 if before else 3)


def _full(write):
    """Writes everything but the manifest."""

    def cut(path: Path, content: bytes) -> None:
        if path.name == manifest.FILE:
            raise OSError("cut off")
        write(path, content)

    return cut


def test_what_is_no_lake_of_ours_is_left_alone(served, tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    (other / "a.jpg").write_bytes(b"x")
    with pytest.raises(Refused, match="no lake"):
        export(served, other)
    assert [file.name for file in other.iterdir()] == ["a.jpg"]
    with pytest.raises(Refused, match="no lake"):
        export(served, other / "a.jpg")
    with pytest.raises(Refused, match="is no lake"):
        manifest.read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: json.dumps(told | {"lake": manifest.LAKE + 1}), "newer program"),
        (lambda told: json.dumps(told)[:40], "damaged"),
        (lambda told: json.dumps([told]), "damaged"),
        (lambda told: json.dumps(told | {"what": "holiday"}), "damaged"),
    ],
)
def test_a_lake_of_a_newer_program_or_a_damaged_one_is_refused(served, lake, change, said):
    file = lake / manifest.FILE
    file.write_text(change(json.loads(file.read_text("utf-8"))), "utf-8")
    told = file.read_bytes()
    with pytest.raises(Refused, match=said):
        export(served, lake)
    assert file.read_bytes() == told


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(served, tmp_path, monkeypatch):
    def refuse(path: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(disk, "own_folder", refuse)
    with pytest.raises(Refused, match=r"lake cannot be written: Permission denied\. What was there stands"):
        export(served, tmp_path / "lake")


def test_two_exports_into_one_lake_do_not_meet(served, lake):
    with FileLock(lake / "lock"), pytest.raises(Refused, match="Another export"):
        export(served, lake)


def test_without_the_key_and_for_a_reader_of_a_part_there_is_no_lake(served, tmp_path):
    with served.read() as snapshot, pytest.raises(Refused, match="you see a part of it"):
        exporting.export(snapshot.seen_by(("410001001",)), served.folder, tmp_path / "lake")
    (served.folder / "key").unlink()
    with pytest.raises(Refused, match="`key` is missing"):
        export(served, tmp_path / "lake")
    assert not (tmp_path / "lake").exists()


def test_the_command_says_what_it_did(served, lake, capsys):
    shutil.rmtree(lake)
    words = ["export", "--lake", str(lake), "--warehouse", str(served.folder)]
    assert cli.main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == served.version
    assert told["written"] > 50
    assert cli.main(words) == 0
    assert "nothing was written" in capsys.readouterr().out
