"""The key: without it, with an empty or another one, nobody is hashed; and it is in no backup unasked."""

import zipfile

import duckdb
import pytest

from tests import accounts as people
from tuanqing.command.cli import main
from tuanqing.define.errors import Refused
from tuanqing.store.warehouse import key, rotating
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


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A place of its own for the key."""
    file = tmp_path / "safe" / "tuanqing.key"
    file.parent.mkdir()
    monkeypatch.setenv("TUANQING_KEY", str(file))
    return file


def test_the_key_lies_where_it_is_said_to_and_not_with_what_it_guards(elsewhere, bring, warehouse, tmp_path):
    bring("a.csv", PEOPLE)
    secret = elsewhere.read_bytes()
    assert elsewhere.stat().st_mode & 0o077 == 0
    assert not (warehouse.folder / "key").exists()
    backup(warehouse, tmp_path / "a.zip", with_key=True)
    bring("b.csv", MORE)
    assert persons(warehouse) == 1
    elsewhere.unlink()
    (outcome,) = bring("c.csv", MORE.replace("02-03", "03-03"))
    assert "`key`" in outcome.receipt.error
    restored = Warehouse(tmp_path / "restored")
    assert restore(restored, tmp_path / "a.zip")
    assert elsewhere.read_bytes() == secret
    assert not (restored.folder / "key").exists()


def test_a_key_that_still_lies_in_the_folder_is_to_be_moved(peopled, bring, tmp_path, monkeypatch):
    file = tmp_path / "tuanqing.key"
    monkeypatch.setenv("TUANQING_KEY", str(file))
    (outcome,) = bring("b.csv", MORE)
    assert "TUANQING_KEY" in outcome.receipt.error
    (peopled.folder / "key").rename(file)
    bring("b.csv", MORE)
    assert persons(peopled) == 1


def test_pupils_cannot_be_found_out_from_a_backup_without_the_key(peopled, tmp_path):
    """All the numbers there can be are few: with the key each is tried in a second, without it none is told."""
    assert main(["backup", str(tmp_path / "a.zip"), "--without-key", "--warehouse", str(peopled.folder)]) == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    with peopled.read() as snapshot:
        (person,) = snapshot.execute("SELECT DISTINCT person FROM volunteer_service").fetchall()[0]
    secret = (peopled.folder / "key").read_bytes()
    assert person == "s" + key.digest(secret, "4100001234567"), "with it he is found"
    assert secret not in content
    assert secret.hex().encode() not in content


def test_a_rotation_makes_every_key_anew_and_a_person_stays_one(
    peopled, bring, few, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr("tuanqing.measure.build.queries_of.load_all", lambda: few)
    bring("m.csv", "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n李四,,植树,太平街道,2023-01-03,2\n")
    backup(peopled, tmp_path / "before.zip")
    old = {person for (person,) in rows(peopled)}
    secret = (peopled.folder / "key").read_bytes()
    assert main(["key", "rotate", "--warehouse", str(peopled.folder)]) == 0
    fresh = (peopled.folder / "key").read_bytes()
    assert key.fingerprint(fresh) in capsys.readouterr().out
    assert fresh != secret
    assert len(old) == len({person for (person,) in rows(peopled)}) == 2
    assert old.isdisjoint(person for (person,) in rows(peopled))
    held = b"".join(
        file.read_bytes() for file in peopled.folder.rglob("*") if file.is_file() and file.name != "key"
    )
    assert not [person for person in old if person[1:].encode() in held], "no version has an old one"
    bring("b.csv", MORE)
    bring("n.csv", "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n李四,,植树,太平街道,2023-03-03,2\n")
    assert persons(peopled) == 2, "who comes again is the same"
    assert main(["key", "rotate", "--warehouse", str(peopled.folder)]) == 0, "and once more"
    bring("c.csv", MORE.replace("02-03", "04-03"))
    assert persons(peopled) == 2
    restored = Warehouse(tmp_path / "restored")
    restore(restored, tmp_path / "before.zip")
    (restored.folder / "key").write_bytes((peopled.folder / "key").read_bytes())
    with duckdb.connect(str(restored.current)) as con:
        assert key.for_people(restored.folder, con, {}) == secret, "an old backup goes on with the key it had"


def rows(warehouse: Warehouse) -> list[tuple]:
    with warehouse.read() as snapshot:
        return snapshot.execute("SELECT person FROM volunteer_service").fetchall()


@pytest.mark.parametrize("at", ["before publishing", "after it"])
def test_a_rotation_that_is_cut_off_leaves_a_key_that_fits(peopled, bring, contracts, monkeypatch, at):
    file, cut_off = peopled.folder / "key", peopled.folder / "key.next"
    secret, version = file.read_bytes(), peopled.version

    def cut(*_what: object) -> None:
        raise KeyboardInterrupt

    if at == "after it":
        monkeypatch.setattr(rotating, "write_anew", cut)
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(peopled, contracts, cut if at == "before publishing" else lambda _con: None)
    if at == "after it":  # as if cut off before the key was put in its place
        file.replace(cut_off)
        file.write_bytes(secret)
    assert cut_off.exists()
    assert (peopled.version == version) == (at == "before publishing")
    bring("b.csv", MORE)
    assert persons(peopled) == 1
    assert (file.read_bytes() == secret) == (at == "before publishing")
    assert not cut_off.exists()


def test_where_nobody_was_imported_there_is_nothing_to_rotate(bring, warehouse, contracts):
    bring("h.csv", HOMES)
    with pytest.raises(Refused):
        rotating.rotate(warehouse, contracts, lambda _con: None)


def test_doctor_says_where_the_key_ought_to_lie_once_there_are_accounts(
    peopled, capsys, monkeypatch, tmp_path
):
    said = "TUANQING_KEY"
    main(["doctor", "--warehouse", str(peopled.folder)])
    assert said not in capsys.readouterr().out
    people.make(peopled.folder, "410001", monkeypatch)
    main(["doctor", "--warehouse", str(peopled.folder)])
    assert said in capsys.readouterr().out
    monkeypatch.setenv("TUANQING_KEY", str(tmp_path / "key"))
    (peopled.folder / "key").rename(tmp_path / "key")
    main(["doctor", "--warehouse", str(peopled.folder)])
    assert said not in capsys.readouterr().out
