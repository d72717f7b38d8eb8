"""The key: without it, with an empty or another one, nobody is hashed; and it is in no backup unasked."""

import zipfile

import duckdb
import pytest

from tuanqing.command.cli import main
from tuanqing.define.errors import Refused
from tuanqing.store.warehouse import key
from tuanqing.store.warehouse.backup import backup, restore
from tuanqing.store.warehouse.versions import Warehouse

PEOPLE = "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n张三,4100001234567,植树,太平街道,2023-01-03,2\n"
MORE = "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n张三,4100001234567,植树,太平街道,2023-02-03,2\n"
HOMES = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平,2023-01-03,10\n"


@pytest.fixture
def peopled(bring, warehouse) -> Warehouse:
    """A warehouse that knows one volunteer."""
    bring("a.csv", PEOPLE)
    return warehouse


def persons(warehouse: Warehouse) -> int:
    with warehouse.read() as snapshot:
        return snapshot.execute("SELECT count(DISTINCT person) FROM volunteer_service").fetchall()[0][0]


def test_the_key_is_made_when_people_come_and_not_before(bring, warehouse):
    bring("h.csv", HOMES)
    assert key.load(warehouse.folder) is None
    bring("a.csv", PEOPLE)
    secret = key.load(warehouse.folder)
    assert secret is not None
    assert (warehouse.folder / "key").stat().st_mode & 0o077 == 0
    with duckdb.connect(str(warehouse.current), read_only=True) as con:
        assert key.of_version(con) == key.fingerprint(secret)
    bring("b.csv", MORE)
    assert persons(warehouse) == 1


@pytest.mark.parametrize("how", ["missing", "empty", "short", "another"])
def test_without_the_right_key_nobody_is_hashed_and_a_sentence_says_what_to_do(peopled, bring, how):
    file = peopled.folder / "key"
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "short": b"x" * 8, "another": b"x" * key.BYTES}[how])
    version = peopled.version
    (outcome,) = bring("b.csv", MORE)
    assert peopled.version == version
    assert outcome.receipt.batch is None
    assert "`key`" in outcome.receipt.error
    assert how == "missing" or file.exists()
    (outcome,) = bring("h.csv", HOMES)
    assert outcome.receipt.error is None, "what names nobody needs no key"


def test_a_version_from_before_fingerprints_misses_its_key_too(peopled, bring):
    with duckdb.connect(str(peopled.current)) as con:
        con.execute("UPDATE store.version SET key = NULL")
    secret = (peopled.folder / "key").read_bytes()
    (peopled.folder / "key").unlink()
    (outcome,) = bring("b.csv", MORE)
    assert "`key`" in outcome.receipt.error
    (peopled.folder / "key").write_bytes(secret)
    bring("b.csv", MORE)
    assert persons(peopled) == 1


def test_a_backup_leaves_the_key_out_and_says_where_it_is(peopled, tmp_path, capsys):
    home = ["--warehouse", str(peopled.folder)]
    assert main(["backup", str(tmp_path / "a.zip"), *home]) == 0
    assert str(peopled.folder / "key") in capsys.readouterr().out
    assert main(["backup", str(tmp_path / "b.zip"), "--with-key", *home]) == 0
    capsys.readouterr()
    secret = (peopled.folder / "key").read_bytes()
    assert "key" not in zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert all(
        secret not in zipfile.ZipFile(tmp_path / "a.zip").read(n)
        for n in zipfile.ZipFile(tmp_path / "a.zip").namelist()
    )
    assert zipfile.ZipFile(tmp_path / "b.zip").read("key") == secret
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0
    bare, whole = Warehouse(tmp_path / "bare"), Warehouse(tmp_path / "whole")
    assert main(["restore", str(tmp_path / "a.zip"), "--warehouse", str(bare.folder)]) == 0
    assert "key" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "b.zip"), "--warehouse", str(whole.folder)]) == 0
    assert "key" not in capsys.readouterr().out
    assert (persons(bare), persons(whole)) == (1, 1)
    assert key.load(bare.folder) is None
    assert key.load(whole.folder) == secret


def test_a_backup_with_another_key_is_not_restored_over_the_one_that_is_there(peopled, tmp_path):
    backup(peopled, tmp_path / "a.zip", with_key=True)
    other = Warehouse(tmp_path / "other")
    other.folder.mkdir()
    (other.folder / "key").write_bytes(b"y" * key.BYTES)
    with pytest.raises(Refused):
        restore(other, tmp_path / "a.zip")
    assert (other.folder / "key").read_bytes() == b"y" * key.BYTES
    assert other.is_empty


def test_the_fingerprint_is_shown_and_gives_no_key_away(peopled, capsys, tmp_path):
    assert main(["key", "show-fingerprint", "--warehouse", str(peopled.folder)]) == 0
    shown = capsys.readouterr().out.strip()
    assert shown == key.fingerprint((peopled.folder / "key").read_bytes())
    assert shown not in (peopled.folder / "key").read_bytes().hex()
    assert main(["key", "show-fingerprint", "--warehouse", str(tmp_path / "nothing")]) == 1
