"""Rows that have slipped by a column put people where they do not belong: nobody is found in what is stored or said."""

import random
from pathlib import Path

import pytest

from tuanqing.command.cli import main
from tuanqing.command.rows import as_json, in_words
from tuanqing.define.contract import Column, Contract
from tuanqing.store.batch import exports
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.versions import Warehouse

FAMILY, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁", "翀昶珺玥璟旸翊甯祎珩瑀瓒鋆燚垚犇淼赟韡熠曦馥"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class People:
    """Invented people, each with a name, an identity number of the code never given to a place, and a phone."""

    def __init__(self) -> None:
        self.random, self.planted = random.Random(), list[str]()

    def name(self) -> str:
        return self._plant(self._one(FAMILY) + self._one(GIVEN) + self._one(GIVEN))

    def number(self) -> str:
        day = (
            f"{self.random.randint(1975, 2012)}{self.random.randint(1, 12):02}{self.random.randint(1, 28):02}"
        )
        first = f"999999{day}{self.random.randint(0, 999):03}"
        check = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11
        return self._plant(first + "10X98765432"[check])

    def phone(self) -> str:
        return self._plant(f"199{self.random.randint(10_000_000, 99_999_999)}")

    def _one(self, letters: str) -> str:
        return self.random.choice(letters)

    def _plant(self, text: str) -> str:
        self.planted.append(text)
        return text


def cell(column: Column, people: People) -> str:
    """What stands under a column in a row that has not slipped."""
    title = "".join(column.header)
    if column.personal in ("drop", "hash", "mask"):
        if any(word in column.title for word in ("电话", "手机", "联系方式")):
            return people.phone()
        return people.number() if "证" in column.title else people.name()
    if column.personal:
        return "2009-05-01"
    if column.refers:
        return {
            "county": "东平县",
            "township": "岗王镇",
            "school": "岗王镇第一初级中学",
            "village": "李庄村",
        }.get(column.level[0] if column.level else "township", "")
    if column.values:
        return next(iter(column.values))
    if column.pattern or "编号" in title or "号" in column.title:
        return ""
    return {
        "date": "2023-05-04",
        "month": "2023-05",
        "integer": "3",
        "decimal": "2",
        "percent": "50%",
        "boolean": "是",
    }.get(column.type, f"第{people.random.randint(1, 9999)}次读书会")


def table(contract: Contract, people: People) -> tuple[list[str], list[list[str]]]:
    """A header, and rows of which most have slipped to the left or to the right by one to three columns, or have one
    cell that holds what belongs elsewhere: a number or a phone anywhere, a name in place of a word of a list."""
    columns = list(contract.columns.values())
    people.random.shuffle(columns)
    rows = []
    for number in range(10):
        row = [cell(column, people) for column in columns]
        if 1 < number < 6:
            by = people.random.choice((-3, -2, -1, 1, 2, 3))
            row = row[by:] + row[:by] if number % 2 else [""] * max(by, 0) + row[max(-by, 0) :]
        elif number > 5:
            at = people.random.choice([n for n, column in enumerate(columns) if column.stored])
            takes_names = columns[at].values or columns[at].refers
            row[at] = people.random.choice(
                (people.name, people.number, people.phone) if takes_names else (people.number, people.phone)
            )()
        rows.append((row + [""] * len(columns))[: len(columns)])
    return [column.title for column in columns], rows


def stored(warehouse: Warehouse) -> str:
    """All that lies in a warehouse but the files of rejected rows: its bytes, and the texts in its tables."""
    everything = [
        file.read_bytes().decode("utf-8", "ignore")
        for file in warehouse.folder.rglob("*")
        if file.is_file() and "rejects" not in file.parts
    ]
    with warehouse.read() as snapshot:
        tables = snapshot.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        everything += [
            str(snapshot.execute(f'FROM "{schema}"."{name}"').fetchall()) for schema, name in tables
        ]
    return "\n".join(everything)


def leaks(warehouse: Warehouse, contracts, folder: Path, capfd, seeds) -> list[str]:
    """What of the people planted in one file per seed is found again, and the file it was in."""
    people = People()
    about = [c for c in contracts.values() if any(column.personal for column in c.columns.values())]
    wishes, planted = {}, {}
    for seed in seeds:
        people.random.seed(seed)
        contract = about[seed % len(about)]
        file = folder / f"{contract.name}_{seed}_20230630.csv"
        file.write_bytes(exports.as_csv(*table(contract, people)))
        wishes[file, ""] = ImportWish(dataset=contract.name, area="410001", yes=seed % 3 > 0)
        planted |= dict.fromkeys(people.planted, file.name)
        people.planted.clear()
    files = [file for file, _sheet in wishes]
    outcomes = import_files(warehouse, files, contracts, lambda _con: None, wishes=wishes)
    receipts = [outcome.receipt for outcome in outcomes]
    said = [
        line
        for receipt in receipts
        for line in (*in_words(receipt), str(as_json(receipt)), str(receipt.error))
    ]
    assert main(["refresh", "--warehouse", str(warehouse.folder)]) == 0
    assert main(["batches", "--json", "--warehouse", str(warehouse.folder)]) == 0
    everything = "\n".join([stored(warehouse), *said, *capfd.readouterr()])
    return [f"{text} ({file})" for text, file in planted.items() if text in everything]


@pytest.mark.usefixtures("bring")
def test_nobody_is_found_in_what_is_stored_or_said(warehouse, contracts, tmp_path, capfd):
    assert leaks(warehouse, contracts, tmp_path, capfd, range(18)) == []


@pytest.mark.sweep
@pytest.mark.timeout(1500)
@pytest.mark.usefixtures("bring")
def test_nobody_is_found_among_forty_files(warehouse, contracts, tmp_path, capfd):
    assert leaks(warehouse, contracts, tmp_path, capfd, range(36, 76)) == []
