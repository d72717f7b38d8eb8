"""What is purged is gone from every byte of the folder, and nothing else is."""

import os
from datetime import date, datetime, timedelta

import pytest

from tuanqing.command.cli import main
from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import withdraw
from tuanqing.store.warehouse.purging import overdue, purge

FIRST = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,乡镇分部,运行\nH9,无处青年之家,无此镇,乡镇分部,运行\n"
WRONG = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,乡镇分部,运行\nQ8,葫芦沟里的青年之家,岗王镇,乡镇分部,运行\n"
MARK = "葫芦沟里的".encode()


def bytes_of(folder) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def remade(contracts, few):
    return lambda con: rebuild(con, contracts, few)


@pytest.fixture
def withdrawn(bring, warehouse, contracts, few, remade):
    """A warehouse with one good batch, and one that was withdrawn."""
    bring("青年之家_20231231.csv", FIRST, measure=few)
    (wrong,) = bring("青年之家_20240131.csv", WRONG, measure=few, yes=True)
    withdraw(warehouse, wrong.receipt.batch, contracts, remade)
    assert MARK in bytes_of(warehouse.folder)
    return wrong.receipt.batch


def test_of_a_withdrawn_batch_nothing_stays(warehouse, contracts, withdrawn, remade):
    with warehouse.read() as con:
        rows = con.execute("FROM youth_home ORDER BY ALL").fetchall()
        figures = con.execute("FROM cube ORDER BY ALL").fetchall()
    rejects = sorted((warehouse.folder / "rejects").glob("*"))
    assert rejects
    done = purge(warehouse, contracts, remade, batch=withdrawn)
    assert MARK not in bytes_of(warehouse.folder)
    with warehouse.read() as con:
        assert con.execute("FROM youth_home ORDER BY ALL").fetchall() == rows
        assert con.execute("FROM cube ORDER BY ALL").fetchall() == figures
    assert len(done.versions) == 2
    assert done.version == warehouse.version
    assert [file.stem for file in warehouse.kept()][-1] == warehouse.version
    assert sorted((warehouse.folder / "rejects").glob("*")) == rejects, "of the others they stay"


@pytest.mark.parametrize(("batch", "word"), [(2, "tuanqing withdraw 2"), (77, "77")])
def test_a_batch_that_counts_or_is_none_is_refused(bring, warehouse, contracts, few, remade, batch, word):
    bring("青年之家_20231231.csv", FIRST, measure=few)
    before = warehouse.version
    with pytest.raises(Refused, match=word):
        purge(warehouse, contracts, remade, batch=batch)
    assert warehouse.version == before


def test_what_is_older_than_a_day_goes_and_the_rest_stays(bring, warehouse, contracts, few, remade):
    for month in ("20231130", "20231231", "20240131"):
        bring(f"青年之家_{month}.csv", FIRST.replace("H1", f"H{month}"), measure=few, yes=True)
    old, kept = warehouse.kept()[1], warehouse.kept()[2]
    (rejects, *_later) = sorted((warehouse.folder / "rejects").glob("*.parquet"))
    for file in (old, rejects):
        os.utime(file, (0, datetime(2024, 5, 1).timestamp()))
    was = warehouse.current
    done = purge(warehouse, contracts, remade, before=date(2024, 6, 1))
    assert (old.exists(), rejects.exists(), was.exists(), kept.exists()) == (False, False, False, True)
    assert set(done.versions) >= {old.stem, was.stem}


def test_the_command_says_what_went(warehouse, few, withdrawn, monkeypatch, capsys):
    monkeypatch.setattr("tuanqing.measure.build.queries_of.load_all", lambda: few)
    assert main(["purge", "--batch", str(withdrawn), "--warehouse", str(warehouse.folder)]) == 0
    told = capsys.readouterr().out
    assert warehouse.version in told
    assert main(["purge", "--before", "gestern", "--warehouse", str(warehouse.folder)]) == 1


def test_what_is_kept_too_long_by_the_table_goes_and_doctor_says_so(
    bring, warehouse, contracts, few, remade, capsys
):
    """Rejects and versions have days of their own; the version in force stays however old it is."""
    bring("青年之家_20231231.csv", FIRST, measure=few)
    first = warehouse.current
    bring("青年之家_20240131.csv", FIRST.replace("H1", "H2"), measure=few, yes=True)
    rule = access().retention
    today = date.today()
    assert overdue(warehouse)[2] == 0
    rejects = sorted((warehouse.folder / "rejects").glob("*.parquet"))
    past = datetime.now().timestamp() - (rule.rejects_days + 1) * 86400
    os.utime(rejects[0], (past, past))
    os.utime(first, (past, past))  # older than rejects may be, younger than versions
    assert overdue(warehouse)[2] == 1
    every = len(warehouse.kept()) - 1 + len(rejects)  # all but the version in force
    assert overdue(warehouse, today + timedelta(days=rule.versions_days + 1))[2] == every
    assert main(["doctor", "--warehouse", str(warehouse.folder)]) == 1
    assert "tuanqing purge --due" in capsys.readouterr().out
    versions, rejects_before, _many = overdue(warehouse)
    done = purge(warehouse, contracts, remade, versions, rejects_before=rejects_before)
    assert first.exists()
    assert len(done.rejects) == 1
    assert overdue(warehouse)[2] == 0
    assert main(["purge", "--due", "--warehouse", str(warehouse.folder)]) == 0
    assert "没有" in capsys.readouterr().out
