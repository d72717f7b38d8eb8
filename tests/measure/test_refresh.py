"""A query newer than the last publishing: it is known to be new, and worked out without an import."""

from dataclasses import replace

import pytest

from tuanqing.command.cli import main
from tuanqing.define.errors import Malformed
from tuanqing.define.query import Library
from tuanqing.measure import read, rebuild
from tuanqing.measure.excess import excesses
from tuanqing.store.batch.importing import refresh

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,乡镇分部,运行\n"


def test_a_new_indicator_is_worked_out_by_a_refresh(bring, warehouse, contracts, few, library):
    bring("青年之家_20231231.csv", HOMES, measure=few)
    wider = Library(library.base, {**few.queries, "cadres": library.queries["cadres"]})
    with warehouse.read() as con:
        assert (read.is_made(con, "youth_homes"), read.is_made(con, "cadres")) == (True, False)
    refresh(warehouse, contracts, lambda con: rebuild(con, contracts, wider))
    with warehouse.read() as con:
        assert read.is_made(con, "cadres")


def test_an_edited_indicator_is_shown_with_the_word_that_its_figures_are_former(
    bring, warehouse, few, monkeypatch, capsys
):
    bring("青年之家_20231231.csv", HOMES, measure=few)
    command = ["show", "youth_homes", "--warehouse", str(warehouse.folder)]
    monkeypatch.setattr("tuanqing.define.query.load_all", lambda: few)
    assert main(command) == 0
    assert "refresh" not in capsys.readouterr().err
    was = few.queries["youth_homes"]
    for sql in (f"{was.sql} WHERE false", "SELECT nothing FROM nowhere"):
        wider = Library(few.base, {**few.queries, "youth_homes": replace(was, sql=sql)})
        monkeypatch.setattr("tuanqing.define.query.load_all", lambda wider=wider: wider)
        assert main(command) == 0
        told = capsys.readouterr()
        assert "tuanqing refresh" in told.err
        assert "tuanqing refresh" not in told.out


@pytest.mark.parametrize(
    ("area", "figure", "word"),
    [("NULL::VARCHAR", "1", "without area_code"), ("area_code", "'是'", "no number")],
)
def test_rows_of_no_place_and_figures_that_are_none_are_refused(
    bring, warehouse, contracts, few, area, figure, word
):
    bring("青年之家_20231231.csv", HOMES, measure=few)
    wrong = replace(
        few.queries["youth_homes"],
        by={},
        sql=f"SELECT {area} AS area_code, period, name AS unit, {figure} AS numerator, NULL::INTEGER AS denominator "
        "FROM youth_home_monthly",
    )
    before = warehouse.version
    with pytest.raises(Malformed, match=word):
        refresh(
            warehouse,
            contracts,
            lambda con: rebuild(con, contracts, Library(few.base, {"youth_homes": wrong})),
        )
    assert warehouse.version == before


def test_a_share_of_more_than_the_whole_is_told(bring, warehouse, few, monkeypatch, capsys):
    rate = next(i for i in few.indicators.values() if i.unit == "percent")
    sql = "SELECT area_code, period, name AS unit, (30)::INTEGER AS numerator, 10 AS denominator FROM youth_home_monthly"
    wrong = replace(rate, by={}, optional=(), sql=sql, over_time={"numerator": "last"})
    library = Library(few.base, {rate.name: wrong})
    bring("青年之家_20231231.csv", HOMES, measure=few)
    monkeypatch.setattr("tuanqing.define.query.load_all", lambda: library)
    assert main(["refresh", "--warehouse", str(warehouse.folder)]) == 0, capsys.readouterr().err
    with warehouse.read() as con:
        (excess,) = excesses(con, [wrong])
        assert not excesses(con, [replace(wrong, may_exceed=True)])
        assert not excesses(con, [replace(wrong, unit="ratio")])
    assert (excess.numerator, excess.denominator) == (30, 10)
    for words in (rate.title, "2023年12月", "太平街道", "30／10"):
        assert words in excess.sentence
    assert excess.sentence in capsys.readouterr().err
