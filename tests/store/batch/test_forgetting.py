"""One person is erased: of him nothing stays in any byte of the warehouse, and everybody else stays as he was."""

import io

import pytest

from tuanqing.command.cli import main
from tuanqing.define.errors import Refused
from tuanqing.measure import rebuild
from tuanqing.store.access import log
from tuanqing.store.batch.forgetting import forget
from tuanqing.store.warehouse import key

NUMBER, OTHER = "4100001234567", "4100007654321"
HEAD = "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n"
FIRST = HEAD + f"张三,{NUMBER},植树,太平街道,2023-01-03,2\n李四,{OTHER},植树,太平街道,2023-01-03,3\n"
LATER = (
    HEAD
    + f"张三,{NUMBER},护河,太平街道,2023-02-03,2\n张三,{NUMBER},护河,太平街道,不知道,2\n李四,{OTHER},护河,太平街道,不知道,4\n"
)


@pytest.fixture
def remade(contracts, few):
    return lambda con: rebuild(con, contracts, few)


@pytest.fixture
def known(bring, warehouse, few):
    """Two volunteers in two batches, with rejected rows of both."""
    bring("a.csv", FIRST, measure=few)
    bring("b.csv", LATER, measure=few)
    return warehouse


def bytes_of(folder) -> bytes:
    return b"".join(
        file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "key"
    )


def rows(warehouse) -> list[tuple]:
    with warehouse.read() as snapshot:
        return snapshot.execute(
            "SELECT person, project, served_on, hours FROM volunteer_service ORDER BY ALL"
        ).fetchall()


def rejected(warehouse) -> list[list[str]]:
    import polars as pl

    return [
        cells
        for f in sorted((warehouse.folder / "rejects").glob("*"))
        for cells in pl.read_parquet(f)["cells"].to_list()
    ]


def test_of_whoever_is_forgotten_nothing_stays_and_of_others_all(known, contracts, remade):
    secret = key.load(known.folder)
    gone, stays = key.digest(secret, NUMBER), key.digest(secret, OTHER)
    before = [row for row in rows(known) if row[0] != f"s{gone}"]
    assert gone.encode() in bytes_of(known.folder)
    assert NUMBER in str(rejected(known))
    done = forget(known, NUMBER, contracts, remade)
    assert (done.rows, done.rejected) == (2, 1)
    assert done.versions >= 2
    held = bytes_of(known.folder)
    assert gone.encode() not in held
    assert NUMBER.encode() not in held
    assert rows(known) == before
    assert stays.encode() in held
    assert [cells for cells in rejected(known) if OTHER in cells]
    assert [file.stem for file in known.kept()] == [known.version] or len(known.kept()) == 2
    (entry,) = [each for each in log.entries(known.folder) if each.act == "forget"]
    assert NUMBER not in str(entry)
    assert gone not in str(entry)


@pytest.mark.parametrize("number", ["4100009999999", "", "张三", "41000012****567"])
def test_whoever_is_not_there_or_cannot_be_told_is_refused(known, contracts, remade, number):
    version, held = known.version, rows(known)
    with pytest.raises(Refused):
        forget(known, number, contracts, remade)
    assert (known.version, rows(known)) == (version, held)


def test_the_number_need_not_stand_on_the_command_line(known, few, monkeypatch, capsys):
    monkeypatch.setattr("tuanqing.measure.build.queries_of.load_all", lambda: few)
    monkeypatch.setattr("sys.stdin", io.StringIO(NUMBER + "\n"))
    assert main(["forget", "-", "--warehouse", str(known.folder)]) == 0
    assert NUMBER not in "".join(capsys.readouterr())
    assert main(["forget", NUMBER, "--warehouse", str(known.folder)]) == 1
    assert len({row[0] for row in rows(known)}) == 1


def test_who_comes_again_is_a_new_person_and_batches_are_still_taken_back(
    known, bring, contracts, few, remade
):
    from tuanqing.store.batch.importing import withdraw

    forget(known, NUMBER, contracts, remade)
    (again,) = bring("c.csv", HEAD + f"张三,{NUMBER},植树,太平街道,2023-03-03,2\n", measure=few)
    assert again.receipt.added == 1
    withdraw(known, 2, contracts, remade)
    assert [row[1] for row in rows(known)] == ["植树"]
