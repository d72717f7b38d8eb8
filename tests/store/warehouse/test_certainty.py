"""Nothing is deleted on the word of a missing or odd pointer; what is kept is as many versions as the setting says."""

import shutil
from contextlib import nullcontext

import duckdb
import pytest

from tests.conftest import AREAS
from tuanqing.command import demo
from tuanqing.command.cli import main
from tuanqing.command.demo import manifest
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files
from tuanqing.store.notes import remarks
from tuanqing.store.warehouse import recovery, versions
from tuanqing.store.warehouse.versions import Warehouse

ROWS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n"


@pytest.fixture
def three(bring, warehouse) -> Warehouse:
    """A warehouse with three versions: the register, then two imports. The last has a rejected row."""
    bring("a.csv", ROWS + "读书会,太平家,太平,2023-01-03,10\n")
    bring("b.csv", ROWS + "读书会,太平家,太平,2023-02-03,10\n读书会,太平家,太平,二月半,10\n")
    assert [file.stem for file in warehouse.kept()] == ["v000001", "v000002", "v000003"]
    return warehouse


def everything(warehouse: Warehouse) -> dict[str, bytes]:
    """Versions and rejects, byte for byte."""
    return {
        str(file.relative_to(warehouse.folder)): file.read_bytes()
        for folder in ("versions", "rejects")
        for file in (warehouse.folder / folder).rglob("*")
    }


def lose(warehouse: Warehouse, how: str) -> None:
    pointer = warehouse.folder / "current"
    if how == "missing":
        pointer.unlink()
    else:
        pointer.write_bytes(
            {
                "empty": b"",
                "garbled": b"\xff\xfe\x00v",
                "elsewhere": b"../../v000003.duckdb",
                "gone": b"v000009.duckdb",
                "older": b"v000001.duckdb",
            }[how]
        )


@pytest.mark.parametrize("how", ["missing", "empty", "garbled", "elsewhere", "gone", "older"])
def test_an_odd_pointer_deletes_nothing_whatever_is_done(three, bring, how, monkeypatch, capsys):
    monkeypatch.setattr(versions, "KEEP", 20)
    before = everything(three)
    lose(three, how)
    three.sweep()
    home = ["--warehouse", str(three.folder)]
    for command in (["batches"], ["doctor"], ["recover"], ["recover", "--json"], ["withdraw", "7"]):
        main([*command, *home])
    for dry_run in (True, False):
        with nullcontext() if how == "older" else pytest.raises(Refused, match="tuanqing recover"):
            bring(
                "c.csv", ROWS + "读书会,太平家,太平,2023-03-03,10\n坏,太平家,太平,三月半,1\n", dry_run=dry_run
            )
    with pytest.raises(Refused):
        demo.build(three)  # the samples go into an empty folder
    after = everything(three)
    assert {name: after.get(name) for name in before} == before
    capsys.readouterr()


def test_after_an_older_pointer_the_next_version_takes_no_name_and_no_batch_that_is_taken(three, bring):
    lose(three, "older")
    (outcome,) = bring("c.csv", ROWS + "读书会,太平家,太平,2023-03-03,10\n")
    assert three.version == "v000004"
    assert outcome.receipt.batch == 4, "2 and 3 lie in versions that may be gone back to"


def test_recover_lists_what_is_there_and_takes_the_newest_whole_version_when_told(three, capsys):
    newest = three.folder / "versions" / "v000003.duckdb"
    damaged = bytearray(newest.read_bytes())
    damaged[len(damaged) // 2 :] = b"\x00" * (len(damaged) - len(damaged) // 2)
    newest.write_bytes(damaged)
    lose(three, "missing")
    home = ["--warehouse", str(three.folder)]
    assert main(["recover", *home]) == 0, "it asks, and nobody answers"
    said = capsys.readouterr().out
    assert "v000002" in said.splitlines()[-2] and "v000001" in said  # noqa: PT018
    assert not (three.folder / "current").exists()
    assert main(["recover", "--yes", *home]) == 0
    assert three.version == "v000002"
    assert main(["recover", "v000003", *home]) == 1, "it is damaged"
    assert "v000003" in capsys.readouterr().err
    assert main(["recover", "v000001", *home]) == 0
    assert three.version == "v000001"
    assert newest.read_bytes() == bytes(damaged)


def test_a_damaged_block_is_found_though_the_file_opens(three):
    """The header is whole, a table is not: opening alone would call it whole."""
    newest = three.folder / "versions" / "v000003.duckdb"
    with duckdb.connect(str(newest)) as con:
        con.execute("CREATE TABLE store.much AS SELECT hash(i) AS h FROM range(300000) AS t(i)")
        con.execute("CHECKPOINT")
    assert recovery.newest_whole(recovery.versions(three)).version == "v000003"
    whole, found = newest.read_bytes(), []
    for place in range(12288 + 1000, len(whole), 262144):  # a byte of each block, after the heads
        newest.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            duckdb.connect(str(newest), read_only=True).close()
        except duckdb.Error:
            continue  # it is needed to open the file at all
        found = recovery.versions(three)
        if found[0].problem:
            break
    assert found[0].problem
    assert recovery.newest_whole(found).version == "v000002"


def test_a_damaged_version_is_refused_with_a_sentence(three, capsys):
    three.current.write_bytes(b"not a database at all" * 1000)
    assert main(["batches", "--warehouse", str(three.folder)]) == 1
    assert "tuanqing recover" in capsys.readouterr().err


def test_as_many_versions_are_kept_beside_the_current_as_the_setting_says(three, bring, monkeypatch):
    for keep, wanted in (
        (2, ["v000002", "v000003", "v000004"]),
        (1, ["v000004", "v000005"]),
        (0, ["v000006"]),
    ):
        monkeypatch.setattr(versions, "KEEP", keep)
        bring(f"{keep}.csv", ROWS + f"读书会,太平家,太平,2023-05-{keep + 1:02d},10\n")
        assert [file.stem for file in three.kept()] == wanted


def test_a_dry_run_lets_no_version_go(three, bring, monkeypatch):
    monkeypatch.setattr(versions, "KEEP", 0)
    before = everything(three)
    bring("x.csv", ROWS + "读书会,太平家,太平,2023-05-01,10\n坏,太平家,太平,三月半,1\n", dry_run=True)
    assert everything(three) == before


def test_a_draft_is_on_the_disk_before_it_is_published_and_its_name_before_it_is_named(
    three, bring, monkeypatch
):
    """What is renamed unsynced may be empty after a power cut."""
    done = []

    def noted(what, name):
        real = getattr(disk, name)
        monkeypatch.setattr(disk, name, lambda *paths: (done.append((what, paths[-1].name)), real(*paths))[1])

    noted("synced", "sync")
    noted("named", "replace")
    noted("folder", "sync_folder")
    bring("x.csv", ROWS + "读书会,太平家,太平,2023-05-01,10\n")
    own = [step for step in done if step[1] not in ("writer.json", three.folder.name) or step[0] == "synced"]
    assert own == [
        ("synced", "v000004.duckdb"),
        ("named", "v000004.duckdb"),
        ("folder", "versions"),
        ("named", "000004.parquet"),
        ("folder", "rejects"),
        ("named", "current"),
        ("named", "head.json"),  # of the log: the deed is done before it is written down
        ("folder", "log"),
    ]


def test_the_samples_are_built_over_nothing_that_is_not_theirs(tmp_path, few, contracts, monkeypatch):
    """A folder without versions may still be somebody's; so may one where the samples were once."""
    monkeypatch.setattr(
        demo, "rebuild", lambda con, progress: rebuild(con, contracts, few, progress=progress)
    )
    monkeypatch.setattr(demo, "manifest", lambda _place="": manifest("柘城县")[:1])
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Refused):
        demo.build(Warehouse(tmp_path))
    assert (tmp_path / "mine.txt").exists()
    house = Warehouse(tmp_path / "demo")
    demo.build(house)
    remarks.write(house.folder, "411424", "2022-06", "", "我写的。")
    demo.build(house)
    assert (house.version, len(remarks.history(house.folder))) == ("v000001", 1), "what was written stays"
    (tmp_path / "own.csv").write_text(AREAS, "utf-8")
    import_files(house, [tmp_path / "own.csv"], contracts, lambda _con: None)
    before = everything(house)
    with pytest.raises(Refused):
        demo.build(house)
    assert everything(house) == before


def test_a_full_disk_ends_in_a_sentence_and_leaves_what_was_there(three, bring, monkeypatch):
    before, version = everything(three), three.version

    def full(*_paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(Refused, match="doctor"):
        bring("x.csv", ROWS + "读书会,太平家,太平,2023-05-01,10\n")
    assert (everything(three), three.version) == (before, version)
    assert not three.room.exists()
