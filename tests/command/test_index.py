"""`tuanqing index` on a small county of its own."""

import json

import pytest

from tuanqing.command.cli import main
from tuanqing.define import index as indices
from tuanqing.define.query import load_all

NAME = next(iter(indices.load_all(load_all().indicators)))
HOMES = """青年之家编号,名称,乡镇,级别,建成时间
YH1,岗王之家,岗王镇,分部,2020-01-01
YH2,月城之家,月城镇,分部,2020-01-01
"""


@pytest.fixture
def house(bring, few, warehouse) -> list[str]:
    (outcome,) = bring("青年之家名录.csv", HOMES, measure=few, area="410001", dataset="youth_home")
    assert outcome.receipt.added == 2, outcome.receipt
    return ["--warehouse", str(warehouse.folder)]


def test_json_has_every_township_and_every_part(house, capsys):
    assert main(["index", NAME, *house, "--as-of", "2023", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["index"], found["area"], found["as_of"]) == (NAME, "410001", "2023")
    assert "岗王镇" in {row["area_name"] for row in found["rows"]}
    assert all(
        row["score"] is None and row["rank"] is None for row in found["rows"]
    )  # nothing of it was reported
    assert len(found["parts"]) % len(found["rows"]) == 0
    assert {row["points"] for row in found["parts"]} == {None}


def test_an_unknown_index_and_an_unknown_area_are_refused_in_a_sentence(house, capsys):
    assert main(["index", "nothing", *house]) == 1
    assert NAME in capsys.readouterr().err
    assert main(["index", NAME, *house, "--area", "999999"]) == 1
    assert "999999" in capsys.readouterr().err


def test_csv_and_table_print_the_same_townships(house, capsys):
    for form in ("csv", "table"):
        assert main(["index", NAME, *house, "--as-of", "2023", "--format", form]) == 0
        assert "北山乡" in capsys.readouterr().out
