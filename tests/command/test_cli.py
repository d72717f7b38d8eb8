"""The command line as other programs rely on it: exit codes, one JSON document, fixed keys, a sentence when refused."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AREAS
from tuanqing.command.cli import main
from tuanqing.define.disk import WINDOWS

HOMES = """东平县青年之家名录,,,,
截至2023年12月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
H1,太平青年之家,太平街道办事处,乡镇分部,运行
H2,岗王青年之家,共青团东平县岗王镇委员会,乡镇分部,运行
H3,北山青年之家,北山,乡镇分部,停用
H4,总部,,总部,运行
H5,=坏的,不存在镇,乡镇分部,运行
合 计,4,,,
"""
SERVICE = """姓名,身份证号,项目名称,志愿团体,服务日期,服务时长,乡镇,状态
甲,99999920081231000x,扫雪,青鸟队,2023-10-01,2,太平,已生效
甲,99999920081231000x,扫雪,青鸟队,2023-11-02,3,岗王镇,已生效
甲,99999920081231000x,巡河,青鸟队,2023-12-03,14,岗王镇,已生效
"""
MENU = "菜名,价格\n鱼,3\n"
RECEIPT = {
    "file", "dataset", "sheet", "encoding", "rows_read", "added", "changed", "unchanged", "removed", "rejected",
    "skipped", "batch", "reasons", "unmapped_headers", "warnings",
}  # fmt: skip
ROW = {
    *("area_code", "area_name", "period", "numerator", "denominator", "value", "lower_bound", "status"),
    *("reported", "expected", "list_as_of", "change", "change_kind", "change_against", "change_reason"),
    *("corrections", "verified_numerator", "verified_value"),
}


@dataclass
class Said:
    """What a command left: its exit code, and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


def command(*arguments: object) -> Said:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit:  # argparse
            code = int(exit.code or 0)
    assert "Traceback" not in err.getvalue()
    return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in (
        ("area.csv", AREAS),
        ("homes.csv", HOMES),
        ("service.csv", SERVICE),
        ("menu.csv", MENU),
    ):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(files, tmp_path_factory) -> tuple[Path, Said]:
    """A warehouse of three good files and one that is no dataset, all in one command; what that said."""
    folder = tmp_path_factory.mktemp("cli") / "warehouse"
    names = [files / name for name in ("area.csv", "homes.csv", "menu.csv", "service.csv")]
    return folder, command("import", *names, "--json", "--warehouse", folder)


@pytest.fixture
def tuanqing(filled) -> Run:
    """Run a command on the shared warehouse; for commands that only read."""
    folder = filled[0]
    return lambda *arguments: command(*arguments, "--warehouse", folder)


@pytest.fixture
def writing(filled, tmp_path) -> Run:
    """Run a command on a copy of it that may be written to."""
    shutil.copytree(filled[0], tmp_path / "own")
    return lambda *arguments: command(*arguments, "--warehouse", tmp_path / "own")


@pytest.fixture
def empty(tmp_path) -> Run:
    """Run a command on a warehouse that nothing was imported into."""
    return lambda *arguments: command(*arguments, "--warehouse", tmp_path / "nothing")


def refused(said: Said, *words: str) -> None:
    assert said.code == 1
    assert said.out == ""
    assert said.err.strip()
    for word in words:
        assert word in said.err


def test_of_several_files_the_good_ones_land_and_the_bad_one_is_told(filled):
    _folder, said = filled
    assert said.code == 1
    assert "menu.csv" in said.err
    receipts = {entry["file"]: entry for entry in said.json["files"]}
    assert set(said.json) == {"files"}
    assert all(set(entry) >= RECEIPT for entry in receipts.values())
    assert receipts["menu.csv"]["batch"] is None
    assert receipts["menu.csv"]["error"]
    homes = receipts["homes.csv"]
    assert (homes["dataset"], homes["encoding"], homes["as_of"]) == ("youth_home", "utf-8", "2023-12-31")
    assert (homes["rows_read"], homes["added"], homes["rejected"]) == (9, 4, 1)
    assert homes["skipped"] == {"title": 2, "header": 1, "total": 1}
    (reason,) = homes["reasons"]
    assert set(reason) == {"reason", "count", "first_line"}
    assert (reason["count"], reason["first_line"]) == (1, 8)
    assert {entry["batch"] for entry in receipts.values()} == {None, 1, 2, 3}


def test_the_same_file_again_changes_nothing_and_a_dry_run_publishes_nothing(writing, files):
    version = writing("show", "youth_homes", "--format", "json").json["version"]
    dry = writing("import", files / "homes.csv", "--dry-run", "--json")
    (receipt,) = dry.json["files"]
    assert (dry.code, dry.err, receipt["batch"], receipt["unchanged"]) == (0, "", None, 4)
    assert writing("show", "youth_homes", "--format", "json").json["version"] == version
    again = writing("import", files / "homes.csv")
    assert (again.code, again.err) == (0, "")
    assert "homes.csv" in again.out
    assert writing("show", "youth_homes", "--format", "json").json["version"] != version


def test_batches_are_listed_newest_first_and_withdrawn_by_number(writing):
    listed = writing("batches", "--json").json
    assert [row["batch"] for row in listed] == [3, 2, 1]
    assert listed[1]["skipped"] == {"title": 2, "header": 1, "total": 1}
    assert "homes.csv" in writing("batches").out
    assert writing("withdraw", 2).code == 0
    assert [row["state"] for row in writing("batches", "--json").json][1] == "withdrawn"
    (row,) = writing("show", "youth_homes", "--as-of", "2023-12", "--format", "json").json["rows"]
    assert (row["numerator"], row["value"], row["status"]) == (None, None, "no_data")
    refused(writing("withdraw", 2), "2")


def test_a_batch_others_stand_on_is_not_withdrawn(tuanqing):
    refused(tuanqing("withdraw", 1), "410001")


@pytest.mark.parametrize("name", ["rejects.csv", "rejects.xlsx"])
def test_rejected_rows_come_back_as_a_file(tuanqing, tmp_path, name):
    said = tuanqing("rejects", 2, "--out", tmp_path / name)
    assert (said.code, said.err) == (0, "")
    (sheet,) = command("read", tmp_path / name, "--format", "json").json["sheets"]
    assert [row["cells"][:3] for row in sheet["rows"]][1] == ["H5", "'=坏的", "不存在镇"]
    assert (
        "4个汉字" in sheet["rows"][1]["cells"][-1]
    )  # the reason says its shape; the row beside it has the cell


@pytest.mark.parametrize("arguments", [("withdraw", 9), ("rejects", 9, "--out", "r.csv")])
def test_a_batch_that_does_not_exist_is_told(tuanqing, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(tuanqing(*arguments), "9", "batches")
    assert not list(tmp_path.iterdir())


def test_read_tells_what_the_reader_understood(files, empty):
    (sheet,) = empty("read", files / "homes.csv", "--format", "json").json["sheets"]
    assert (sheet["file"], sheet["encoding"]) == ("homes.csv", "utf-8")
    cells = ["H1", "太平青年之家", "太平街道办事处", "乡镇分部", "运行"]
    assert sheet["rows"][3] == {"line": 4, "cells": cells, "fault": None}
    assert "太平青年之家" in empty("read", files / "homes.csv").out
    lines = list(csv.reader(io.StringIO(empty("read", files / "homes.csv", "--format", "csv").out)))
    assert lines[4][:3] == ["4", "H1", "太平青年之家"]
    refused(empty("read", files / "homes.csv", "--sheet", "二季度"), "二季度")


def test_show_gives_one_document_with_the_fixed_keys(tuanqing):
    said = tuanqing("show", "youth_homes", "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert set(said.json) == {
        "indicator",
        "unit",
        "as_of",
        "data_as_of",
        "version",
        "figures",
        "boundaries",
        "rows",
    }
    assert (said.json["indicator"], said.json["unit"]) == ("youth_homes", "count")
    assert (said.json["as_of"], said.json["data_as_of"]) == ("2023-12", "2023-12-31")
    (row,) = said.json["rows"]
    assert set(row) == ROW
    assert row["area_code"] == "410001"
    assert (row["numerator"], row["denominator"], row["value"], row["lower_bound"]) == (3, None, 3, False)


def test_show_by_township_names_also_those_without_a_figure(tuanqing):
    rows = tuanqing("show", "youth_homes", "--by", "township", "--format", "json").json["rows"]
    assert {row["area_name"]: row["value"] for row in rows if row["status"] == "no_target"} == {
        "太平街道": 1, "岗王镇": 1, "北山乡": 0, "月城镇": 0,
    }  # fmt: skip
    assert {row["area_name"]: row["value"] for row in rows if row["status"] == "no_data"} == {
        "月城园区": None,
    }  # fmt: skip


def test_show_by_a_column_of_the_indicator_gives_its_members(tuanqing):
    rows = tuanqing("show", "youth_homes", "--by", "level", "--format", "json").json["rows"]
    assert {row["member"]: row["numerator"] for row in rows} == {"branch": 2, "hq": 1}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--from", "2023-10", "--to", "2023-12"), {"2023-10": 2, "2023-11": 3, "2023-12": 14}),
        (("--from", "2023-10", "--to", "2023-12", "--grain", "quarter"), {"2023Q4": 19}),
        (("--from", "2023Q3", "--to", "2023Q4"), {"2023Q3": None, "2023Q4": 19}),
        (("--from", "2023-11", "--to", "2023-12", "--by", "county"), {"2023-11": 3, "2023-12": 14}),
        (("--as-of", "2023-11"), {"2023-11": 3}),
        (("--as-of", "2023-11", "--grain", "half"), {"2023H2": 19}),
        (("--as-of", "2023"), {"2023": 19}),
        (("--area", "410001101", "--as-of", "2023"), {"2023": 17}),
    ],
)
def test_show_over_time(tuanqing, options, expected):
    rows = tuanqing("show", "volunteer_hours", *options, "--format", "json").json["rows"]
    assert {row["period"]: row["value"] for row in rows} == expected


def test_show_a_course_for_every_township(tuanqing):
    span = ("--from", "2023-11", "--to", "2023-12", "--by", "township", "--area", "410001")
    rows = tuanqing("show", "volunteer_hours", *span, "--format", "json").json["rows"]
    assert {(r["area_code"], r["period"]): r["value"] for r in rows if r["value"]} == {
        ("410001101", "2023-11"): 3,
        ("410001101", "2023-12"): 14,
    }
    assert len(rows) == 2 * 5


def test_show_as_csv_is_csv_and_nothing_else(tuanqing):
    said = tuanqing("show", "youth_homes", "--by", "township", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert set(rows[0]) == ROW
    assert len(rows) == 5


def test_show_the_rows_behind_a_figure_with_their_file_and_line(tuanqing):
    document = tuanqing("show", "youth_homes", "--rows", "--format", "json").json
    (source,) = document["sources"]
    assert source["dataset"] == "youth_home"
    first = source["rows"][0]
    assert (first["file"], first["line"], first["batch"], first["name"]) == (
        "homes.csv",
        4,
        2,
        "太平青年之家",
    )
    assert "homes.csv" in tuanqing("show", "youth_homes", "--rows").out


def test_show_the_rows_of_a_span_and_not_only_of_its_end(tuanqing):
    span = ("--from", "2023-10", "--to", "2023-12")
    (source,) = tuanqing("show", "volunteer_hours", *span, "--rows", "--format", "json").json["sources"]
    assert [row["served_on"] for row in source["rows"]] == ["2023-10-01", "2023-11-02", "2023-12-03"]


def test_no_row_shown_holds_a_person(tuanqing):
    out = tuanqing("show", "volunteer_hours", "--as-of", "2023", "--rows", "--format", "json").out
    assert "甲" not in out
    assert 'person"' not in out


def test_indicators_are_listed_as_one_document(empty, library):
    listed = empty("indicators", "--json").json
    assert [row["name"] for row in listed] == list(library.indicators)
    assert {"title", "unit", "better", "over_time", "by", "source", "owner"} <= set(listed[0])
    assert "youth_homes" in empty("indicators").out


def test_check_lists_what_looks_wrong(tuanqing):
    (found,) = tuanqing("check", "volunteer_hours_over_12", "--json").json
    where = {"check", "severity", "period", "area_code", "area_name", "unit"}
    assert set(found) == {*where, "key", "since", "due", "detail", "corrections"}
    assert found in tuanqing("check", "--as-of", found["period"][:7], "--json").json
    assert tuanqing("check", "volunteer_hours_over_12", "--as-of", "2019-01", "--json").json == []
    assert (found["check"], found["area_code"]) == ("volunteer_hours_over_12", "410001101")
    assert found in tuanqing("check", "--json").json
    assert tuanqing("check", "volunteer_hours_over_12", "--area", "410001001", "--json").json == []
    assert tuanqing("check", "volunteer_hours_over_12").code == 0
    refused(tuanqing("check", "nonsense"), "nonsense", "volunteer_hours_over_12")


def test_find_lists_what_answers_and_suggests_where_nothing_does(writing):
    hit = writing("find", "gwz", "--json").json["found"][0]
    assert (hit["title"], hit["kind"]) == ("岗王镇", "township")
    assert writing("find", "youth_homes", "--json").json["found"][0]["kind"] == "indicator"
    nothing = writing("find", "岗玉镇", "--json").json
    assert nothing["found"] == []
    assert "岗王镇" in {each["title"] for each in nothing["like"]}


def test_todo_lists_each_item_once_and_takes_what_is_written(writing):
    first = writing("todo", "--json").json["items"]
    assert first
    assert {"id", "check", "area_code", "unit", "since", "due", "owner", "state"} <= set(first[0])
    come_to = writing("todo", "--state", "closed", "--json").json["progress"]  # of all, whatever is listed
    assert (come_to["every"], come_to["closed"], come_to["rate"]) == (len(first), 0, 0)
    assert sum(come_to["ages"]) == len(first)
    assert writing("todo", "--json").json["items"] == first
    found = writing("check", "--json").json
    keys = {(row["check"], row["area_code"], row["unit"]) for row in found}
    assert keys == {(i["check"], i["area_code"], i["unit"]) for i in first if i["kind"] == "finding"}
    said = writing(
        "todo", first[0]["id"], "--owner", "岗王镇团委", "--due", "2024-01-31", "--note", "在办", "--json"
    )
    (item,) = said.json["items"]
    assert (item["owner"], item["due"], item["note"], item["state"]) == (
        "岗王镇团委",
        "2024-01-31",
        "在办",
        "open",
    )
    assert not writing("todo", "--state", "closed", "--json").json["items"]
    refused(writing("todo", "nothing", "--note", "x"), "nothing")
    refused(writing("todo", "--note", "x"), "tuanqing todo")


def test_a_workbook_for_each_who_owes(writing, tmp_path):
    out = tmp_path / "ask.zip"
    said = writing(
        "template", "youth_home", "--each", "township", "--prefilled", "--period", "2024-06", "--out", out
    )
    assert said.code == 0, said.err
    with zipfile.ZipFile(out) as whole:
        assert len(whole.namelist()) == 4
    refused(writing("template", "youth_home", "--prefilled", "--out", out), "--each")


@pytest.mark.parametrize("name", ["words.html", "words.md"])
def test_the_dictionary_is_written(empty, library, tmp_path, name):
    assert empty("dictionary", "--out", tmp_path / name).code == 0
    text = (tmp_path / name).read_text("utf-8")
    assert all(indicator.title in text for indicator in library.indicators.values())


def test_a_backup_restored_elsewhere_shows_the_same(tuanqing, tmp_path):
    file = tmp_path / "saved.backup"
    assert tuanqing("backup", file).code == 0
    assert command("restore", file, "--warehouse", tmp_path / "new").code == 0
    show = ("show", "youth_homes", "--by", "township", "--format", "json")
    assert command(*show, "--warehouse", tmp_path / "new").json["rows"] == tuanqing(*show).json["rows"]
    refused(command("restore", tmp_path / "none.backup", "--warehouse", tmp_path / "newer"), "none.backup")


def test_a_template_goes_in_again_as_its_dataset(empty, contracts, tmp_path):
    for name in contracts:
        assert empty("template", name, "--out", tmp_path / f"{name}.xlsx").code == 0
        sheets = command("read", tmp_path / f"{name}.xlsx", "--format", "json").json["sheets"]
        cells = {cell for row in sheets[0]["rows"] for cell in row["cells"]}
        assert {column.title for column in contracts[name].columns.values() if column.required} <= cells
    refused(empty("template", "menu", "--out", tmp_path / "menu.xlsx"), "menu", "youth_home")


def test_serving_the_whole_network_is_refused(tuanqing):
    refused(tuanqing("serve", "--host", "0.0.0.0"), "0.0.0.0", "--host")


def test_an_unknown_indicator_names_the_nearest(tuanqing):
    refused(tuanqing("show", "yuoth_homes"), "yuoth_homes", "youth_homes")


WRONG = [
    ("show youth_homes --area 999", "999"),
    ("show youth_homes --by nonsense", "nonsense"),
    ("show youth_homes --as-of 2023-13", "2023-13"),
    ("show youth_homes --from 2023-10 --to 2023-12 --by level", "level"),
    ("show youth_homes --from 2023-12 --to 2023-10", "2023-12"),
    ("check --area 999", "999"),
    ("import nowhere.csv", "nowhere.csv"),
    ("read nowhere.csv", "nowhere.csv"),
]


@pytest.mark.parametrize(("line", "word"), WRONG)
def test_a_refusal_is_a_sentence_naming_what_was_wrong(tuanqing, line, word):
    refused(tuanqing(*line.split()), word)


CANNOT = {
    "--area 999": "999",
    "--dataset menu": "menu",
    "--as-of gestern": "gestern",
    "--map 乡镇": "乡镇",
    "--map 无此头=township": "无此头",
    "--sheet 二季度": "二季度",
    "--covers 999": "999",
}


@pytest.mark.parametrize("options", CANNOT)
def test_what_an_import_cannot_take_is_told(writing, files, options):
    refused(writing("import", files / "homes.csv", *options.split()), CANNOT[options])


EMPTY = ["batches", "show youth_homes", "check", "withdraw 1", "rejects 1 --out r.csv", "backup b"]


@pytest.mark.parametrize("line", EMPTY)
def test_an_empty_warehouse_says_what_to_do_first(empty, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(empty(*line.split()), "tuanqing demo")
    assert not (tmp_path / "r.csv").exists()
    assert not (tmp_path / "b").exists()


USAGE = ["", "dance", "show", "import", "withdraw two", "show youth_homes --grain week", "rejects 1"]


@pytest.mark.parametrize("line", USAGE)
def test_wrong_usage_exits_with_2(line):
    said = command(*line.split())
    assert said.code == 2
    assert said.out == ""
    assert "usage" in said.err


def test_the_installed_command_prints_utf_8_and_hands_on_the_exit_code(filled):
    program = Path(sys.executable).with_name("tuanqing")
    shown, wrong = (
        subprocess.run(
            [program, "show", name, "--format", "json", "--warehouse", filled[0]],
            capture_output=True,
            env={"PYTHONIOENCODING": "ascii", "PATH": ""},
            timeout=60,
        )
        for name in ("youth_homes", "yuoth_homes")
    )
    assert (shown.returncode, wrong.returncode, wrong.stdout) == (0, 1, b"")
    assert json.loads(shown.stdout.decode())["rows"][0]["area_name"] == "东平县"
    assert wrong.stderr.decode()


def test_area_brings_a_county_in_by_its_name(tmp_path, empty):
    """And a list of one's own comes after it; the same again changes nothing."""
    listed = empty("area", "封丘县", "--list", "--no-villages", "--json").json
    assert len(listed) == 20
    assert {"area_code": "410727100", "name": "城关镇", "level": "township", "kind": "镇"} in listed
    said = empty("area", "410727", "--no-villages")
    assert said.code == 0
    assert "20" in said.out
    (tmp_path / "homes.csv").write_text(HOMES.replace("东平县", "封丘县").replace("岗王", "黄陵"), "utf-8")
    assert empty("import", tmp_path / "homes.csv").code == 0
    shown = empty("show", "youth_home_township_coverage", "--format", "json").json
    assert [(row["area_code"], row["denominator"]) for row in shown["rows"]] == [("410727", 19)]
    again = empty("area", "410727", "--no-villages", "--json").json["files"][0]
    assert (again["added"], again["changed"], again["unchanged"], again["removed"]) == (0, 0, 20, 0)


@pytest.mark.parametrize(
    ("name", "words"), [("鼓楼区", ["320106", "江苏省"]), ("封邱县", ["410727"]), ("410381", ["410307"])]
)
def test_area_refuses_a_name_that_is_none_or_several(name, words, empty):
    refused(empty("area", name), *words)


@pytest.mark.skipif(WINDOWS, reason="limits of a process are Unix's")
@pytest.mark.parametrize("most", [20_000, 600_000, 2_000_000])
def test_a_disk_that_is_full_at_the_first_start_is_a_sentence_and_leaves_nothing(most, tmp_path):
    """Simulated: no file of this process may grow beyond so many bytes."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
        "from tuanqing.command.cli import main; sys.exit(main(['area', '封丘县', '--warehouse', 'own']))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()
    assert not (tmp_path / "own" / "current").exists()
    assert command("area", "封丘县", "--no-villages", "--warehouse", tmp_path / "own").code == 0


def test_a_finding_and_an_index_say_which_corrections_they_bear(writing):
    assert writing("check", "volunteer_hours_over_12", "--json").json[0]["corrections"] == []
    said = writing(
        "correct",
        "volunteer_service",
        "--where",
        "area=410001101",
        "--flag",
        "--reason",
        "登记本遗失",
        "--who",
        "王芳",
    )
    assert said.code == 0, said.err
    (found,) = writing("check", "volunteer_hours_over_12", "--json").json
    (bears,) = found["corrections"]
    assert (bears["reason"], bears["who"], bears["what"]) == ("登记本遗失", "王芳", "flag")
    assert "登记本遗失" in writing("check", "volunteer_hours_over_12").err
    told = writing("index", "vanguard_index", "--area", "410001", "--format", "json").json["corrections"]
    assert [each["correction"] for each in told] == [bears["correction"]]
