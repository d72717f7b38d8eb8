"""Workbooks for those who owe a dataset: filled with what is known, and known again when they come back."""

import functools
import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tuanqing.define.errors import Refused
from tuanqing.define.period import parse
from tuanqing.define.query import Library
from tuanqing.measure import collecting, completeness
from tuanqing.store.batch import exports

TODAY, JUNE = date(2023, 7, 20), "2023-06"
LIST = (
    "青年之家编号,名称,乡镇,级别,状态,是否入驻云平台,面积,负责人\n"
    "H1,太平家,太平街道,乡镇,正常,是,80,某某甲\nH2,岗王家,岗王镇,分部,停用,否,,某某乙\n"
)


@pytest.fixture
def bring(bring, library):
    """The same, and what is known of reports is worked out."""
    few = Library(library.base, {name: library.queries[name] for name in ("youth_home_township_coverage",)})
    return functools.partial(bring, measure=few)


@pytest.fixture
def asks(warehouse, contracts):
    """asks("youth_home") for June, as of a day in July."""

    def asks(name: str, level: str = "township", **told) -> list[exports.Ask]:
        with warehouse.read() as snapshot:
            return collecting.asks(snapshot, contracts[name], "410001", level, parse(JUNE), TODAY, **told)

    return asks


@pytest.fixture
def missing(warehouse):
    """The units that have not given a dataset for June."""

    def missing(name: str) -> set[str]:
        with warehouse.read() as snapshot:
            lines = completeness.account(snapshot, "410001", parse(JUNE), TODAY).lines
        (line,) = (each for each in lines if each.dataset == name)
        return {given.name for given in line.units if not given.is_reported}

    return missing


def _bytes(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _pasted(contract, *parts: exports.Ask) -> bytes:
    """One workbook with the sheets of several below each other."""
    first, *others = (openpyxl.load_workbook(io.BytesIO(exports.asked(contract, part))) for part in parts)
    for other in others:
        for row in other.worksheets[0].iter_rows(values_only=True):
            first.worksheets[0].append(row)
    return _bytes(first)


def test_each_unit_that_owes_gets_its_own_list_and_nobody_else(bring, asks, contracts):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    found = {ask.name: ask for ask in asks("youth_home")}
    assert set(found) == {"太平街道", "岗王镇", "月城镇", "北山乡"}
    with zipfile.ZipFile(io.BytesIO(exports.archive(contracts["youth_home"], list(found.values())))) as whole:
        (name,) = (each for each in whole.namelist() if each.startswith("太平街道"))
        page = openpyxl.load_workbook(io.BytesIO(whole.read(name))).worksheets[0]
    title, head, row = page.iter_rows(values_only=True)
    assert title[0] == "东平县太平街道青年之家名录（截至2023年6月30日）"
    told = dict(zip(head, row, strict=True))
    assert (told["青年之家编号"], told["级别"], told["状态"], told["是否入驻云平台"]) == (
        "H1",
        "分部",
        "运行",
        "是",
    )
    assert "负责人" not in told
    choices = [each.formula1 for each in page.data_validations.dataValidation]
    assert {"'下拉'!$G$1:$G$3", "'下拉'!$N$1:$N$2"} <= set(choices)
    assert not found["月城镇"].rows


def test_what_comes_back_renamed_counts_as_that_units_report(bring, asks, missing, contracts):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    taiping = next(ask for ask in asks("youth_home") if ask.name == "太平街道")
    (outcome,) = bring("新建表格(1).xlsx", exports.asked(contracts["youth_home"], taiping))
    assert (outcome.receipt.unchanged, outcome.receipt.changed, outcome.receipt.rejected) == (1, 0, 0)
    assert missing("youth_home") == {"岗王镇", "月城镇", "北山乡"}
    assert {ask.name for ask in asks("youth_home")} == missing("youth_home")


def test_pasted_together_each_is_counted_also_one_that_has_nothing(bring, asks, missing, contracts):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    by_name = {ask.name: ask for ask in asks("youth_home")}
    whole = _pasted(contracts["youth_home"], by_name["月城镇"], by_name["岗王镇"], by_name["北山乡"])
    bring("汇总.xlsx", whole)
    assert missing("youth_home") == {"太平街道"}


def test_events_are_asked_for_by_month_and_an_empty_sheet_says_there_were_none(
    bring, asks, missing, contracts
):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    found = asks("volunteer_service", prefilled=True)
    assert [ask.stretches for ask in found] == [("2023年6月",)] * 4
    bring("1.xlsx", exports.asked(contracts["volunteer_service"], found[0]))
    assert missing("volunteer_service") == {ask.name for ask in found[1:]}


def test_a_countys_list_is_put_together_by_its_townships(bring, asks, missing, contracts):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    found = asks("organisation")
    assert len(found) == 4
    for n, ask in enumerate(found[:3]):
        bring(f"{n}.xlsx", exports.asked(contracts["organisation"], ask))
    assert [ask.name for ask in asks("organisation")] == [found[3].name]
    bring("9.xlsx", exports.asked(contracts["organisation"], found[3]))
    assert not missing("organisation")
    with pytest.raises(Refused, match="都报了"):
        asks("organisation")


def test_rows_about_minors_are_never_written_down(bring, asks, contracts, monkeypatch):
    bring("青年之家名录_20221231.csv", LIST, area="410001", as_of=date(2022, 12, 31))
    assert any(ask.rows for ask in asks("youth_home"))
    monkeypatch.setitem(contracts, "youth_home", replace(contracts["youth_home"], counted=("township",)))
    assert not any(ask.rows for ask in asks("youth_home"))
