"""`tuanqing user` and `tuanqing audit`, as somebody types them."""

import io
import json

import openpyxl
import pytest

from tests import accounts as people
from tuanqing.command.cli import main
from tuanqing.define import disk
from tuanqing.store.access import accounts, log, throttle
from tuanqing.store.batch import exports


@pytest.fixture
def typed(tmp_path, county, monkeypatch, capsys):
    """typed("user", "list", password=…) runs a command over a warehouse that knows 410001; what it said, exit code first."""
    import shutil

    shutil.copytree(county, tmp_path / "w")
    monkeypatch.setattr(accounts, "COST", {"n": 2**4, "r": 1, "p": 1})

    def typed(*words: str, password: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        code = main([*words, "--warehouse", str(tmp_path / "w")])
        return code, *capsys.readouterr()

    return typed


def add(typed, name: str, role: str, *words: str, password: str = people.PASSWORD):
    return typed("user", "add", name, "--role", role, *words, "--password-stdin", password=password)


def test_accounts_from_the_first_to_the_last(typed, tmp_path):
    assert add(typed, "王芳", "analyst", "--area", "410001")[0] == 1, "the first is an administrator's"
    assert add(typed, "admin", "administrator")[0] == 0
    assert add(typed, "王芳", "analyst", "--area", "999999")[:2] == (1, ""), "no such area"
    assert add(typed, "王芳", "analyst", "--area", "410001", password="short")[0] == 1
    assert add(typed, "王芳", "analyst", "--area", "410001101", "--area", "410001102")[0] == 0
    assert typed("user", "add", "through", "--role", "leader", "--area", "410001", "--no-password")[0] == 0
    listed = json.loads(typed("user", "list", "--json")[1])
    assert [(e["name"], e["role"], e["areas"], e["state"], e["password"]) for e in listed] == [
        ("admin", "administrator", [], "open", True),
        ("王芳", "analyst", ["410001101", "410001102"], "open", True),
        ("through", "leader", ["410001"], "open", False),
    ]
    assert "王芳" in typed("user", "list")[1]
    for _try in range(5):
        throttle.attempt(tmp_path / "w", "王芳", "10.0.0.1")
    assert throttle.is_locked(tmp_path / "w", "王芳", "10.0.0.2")
    assert typed("user", "passwd", "王芳", "--password-stdin", password="Zehn Pferde 10")[0] == 0
    assert not throttle.is_locked(tmp_path / "w", "王芳", "10.0.0.2")
    assert accounts.fits(accounts.all_of(tmp_path / "w")["王芳"], "Zehn Pferde 10")
    assert typed("user", "disable", "admin")[0] == 1, "the last administrator stays"
    assert typed("user", "disable", "王芳")[0] == 0
    assert accounts.all_of(tmp_path / "w")["王芳"].disabled
    assert typed("user", "enable", "王芳")[0] == 0
    assert typed("user", "passwd", "nobody", "--password-stdin")[0] == 1
    assert typed("user", "passwd", "王芳")[0] == 1, "no terminal to type on"
    told = [
        (e.act, e.what["account"], e.what["change"])
        for e in log.entries(tmp_path / "w")
        if e.act == "account"
    ]
    assert told == [
        ("account", "admin", "made"), ("account", "王芳", "made"), ("account", "through", "made"),
        ("account", "王芳", "passwd"), ("account", "王芳", "disable"), ("account", "王芳", "enable"),
    ]  # fmt: skip
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "w" / log.FOLDER).glob("*.jsonl"))
    assert "Pferde" not in written


def test_the_log_is_read_filtered_and_verified(typed, tmp_path):
    add(typed, "admin", "administrator")
    add(typed, "王芳", "analyst", "--area", "410001")
    code, said, _err = typed("audit", "verify", "--json")
    noted = json.loads(said)["hash"]
    assert (code, json.loads(said)["faults"]) == (0, [])
    typed("user", "disable", "王芳")
    entries = json.loads(typed("audit", "--act", "account", "--json")[1])
    assert [e["what"]["change"] for e in entries] == ["made", "made", "disable"]
    assert json.loads(typed("audit", "--who", "nobody", "--json")[1]) == []
    assert json.loads(typed("audit", "--since", "2999-01-01", "--json")[1]) == []
    assert "disable" in typed("audit")[1]
    assert typed("audit", "verify", "--noted", noted)[0] == 0
    assert typed("audit", "verify", "--noted", "0" * 64)[0] == 1
    (file,) = (tmp_path / "w" / log.FOLDER).glob("*.jsonl")
    file.write_text(file.read_text("utf-8").replace('"disable"', '"enable"'), "utf-8")
    code, _out, err = typed("audit", "verify")
    assert (code, "改动" in err) == (1, True)


def test_what_changes_the_data_is_written_down_by_whoever_does_it(typed, tmp_path):
    (tmp_path / "homes.csv").write_text(
        "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,门店,运行\n", "utf-8"
    )
    file = str(tmp_path / "homes.csv")
    options = [
        "import",
        file,
        "--dataset",
        "youth_home",
        "--as-of",
        "2023-12-31",
        "--area",
        "410001",
        "--partial",
    ]
    assert typed(*options, "--dry-run")[0] == 0
    assert typed("import", str(tmp_path / "none.csv"))[0] == 1
    assert not [*log.entries(tmp_path / "w")][1:], "nothing was done yet but the register"
    assert typed(*options)[0] == 0
    assert typed("withdraw", "2")[0] == 0
    done = [(e.act, e.what) for e in log.entries(tmp_path / "w")][-2:]
    assert done[0][0] == "import"
    assert done[0][1]["batches"] == [2]
    assert done[1] == ("withdraw", {"batch": 2, "dataset": "youth_home"})


def test_a_command_done_as_an_account_is_held_to_its_role_and_areas(typed, tmp_path):
    add(typed, "admin", "administrator")
    add(typed, "岗王团委", "township_secretary", "--area", "410001101")
    add(typed, "领导", "leader", "--area", "410001")
    (tmp_path / "homes.csv").write_text(
        "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,门店,运行\n", "utf-8"
    )
    options = ["import", str(tmp_path / "homes.csv"), "--dataset", "youth_home", "--as-of", "2023-12-31"]
    options += ["--area", "410001", "--partial"]
    assert "角色" in typed(*options, "--user", "领导")[2]
    assert "没有账号" in typed(*options, "--user", "nobody")[2]
    assert "太平街道" in "".join(typed(*options, "--user", "岗王团委")[1:])
    assert typed(*options)[0] == 0, "nobody named: whoever may read the folder"
    assert "太平街道" in typed("withdraw", "2", "--user", "岗王团委")[2]
    add(typed, "太平团委", "township_secretary", "--area", "410001001")
    assert typed("withdraw", "2", "--user", "太平团委")[0] == 0
    (entry,) = [e for e in log.entries(tmp_path / "w") if e.act == "withdraw"]
    assert (entry.who, entry.role) == ("太平团委", "township_secretary")


def test_accounts_and_log_come_back_from_a_backup_and_over_nobody_elses(typed, tmp_path, capsys):
    add(typed, "admin", "administrator")
    noted = json.loads(typed("audit", "verify", "--json")[1])["hash"]
    assert typed("backup", str(tmp_path / "b.zip"))[0] == 0
    fresh = ["--warehouse", str(tmp_path / "fresh")]
    assert main(["restore", str(tmp_path / "b.zip"), *fresh]) == 0
    assert accounts.fits(accounts.all_of(tmp_path / "fresh")["admin"], people.PASSWORD)
    assert main(["audit", "verify", "--noted", noted, *fresh]) == 0
    assert not disk.is_open_to_others(tmp_path / "fresh" / "access")
    assert not disk.is_open_to_others(tmp_path / "fresh" / "access" / "log")
    people.make(tmp_path / "other", "410001")
    before = (tmp_path / "other" / accounts.FILE).read_bytes()
    capsys.readouterr()
    assert main(["restore", str(tmp_path / "b.zip"), "--warehouse", str(tmp_path / "other")]) == 1
    assert "日志" in capsys.readouterr().err
    assert (tmp_path / "other" / accounts.FILE).read_bytes() == before
    assert not (tmp_path / "other" / "versions").exists()


def test_rows_that_quote_people_are_taken_by_whom_they_may_and_for_a_reason(typed, tmp_path):
    """Names and numbers lie in a batch's rejects alone."""
    file = tmp_path / "志愿.csv"
    file.write_text(
        "姓名,志愿者编号,项目名称,乡镇,服务日期,服务时长\n张三,4100001234567,植树,太平街道,不知道,2\n",
        "utf-8",
    )
    assert typed("import", str(file), "--area", "410001", "--yes")[0] == 0
    taken = ("rejects", "2", "--out", str(tmp_path / "r.csv"))
    assert typed(*taken)[0] == 0, "one person on one machine"
    (tmp_path / "r.csv").unlink()
    add(typed, "admin", "administrator")
    for role in ("analyst", "secretary"):
        assert add(typed, role, role, "--area", "410001")[0] == 0
    for words in (("--user", "secretary", "--reason", "补录"), ("--user", "analyst"), (), ("--reason", "  ")):
        assert typed(*taken, *words)[0] == 1, words
        assert not (tmp_path / "r.csv").exists()
    assert typed(*taken, "--user", "analyst", "--reason", "日期写错，请学校补正")[0] == 0
    assert "张三" in (tmp_path / "r.csv").read_text("utf-8-sig")
    told = [each for each in log.entries(tmp_path / "w") if each.act == "unmask"]
    assert [(each.who, each.what) for each in told] == [
        ("analyst", {"batch": 2, "why": "日期写错，请学校补正"})
    ]


def test_rows_about_people_under_14_want_a_ground_where_there_are_accounts(typed, tmp_path):
    file = tmp_path / "诉求.csv"
    file.write_text(
        "事项编号,事项类别,问题类型,受理时间,乡镇\nB1,个案咨询,心理,2023-03-01,太平街道\n", "utf-8"
    )
    options = ("import", str(file), "--dataset", "case", "--area", "410001", "--yes")
    assert typed(*options)[0] == 0, "one person on one machine"
    assert "basis" not in [*log.entries(tmp_path / "w")][-1].what
    assert typed("withdraw", "2")[0] == 0
    add(typed, "admin", "administrator")
    code, _out, err = typed(*options)
    assert code == 1
    assert "不满14周岁" in err
    assert "--basis" in err
    assert typed(*options, "--dry-run")[0] == 0, "looking is free"
    before = len([*log.entries(tmp_path / "w")])
    assert typed(*options, "--basis", "consent")[0] == 0
    (entry,) = [*log.entries(tmp_path / "w")][before:]
    assert (entry.act, entry.what["basis"]) == ("import", "consent")
    homes = tmp_path / "homes.csv"
    homes.write_text(
        "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,门店,运行\n", "utf-8"
    )
    assert (
        typed("import", str(homes), "--dataset", "youth_home", "--as-of", "2023-12-31", "--area", "410001")[0]
        == 0
    )


def test_a_mark_of_who_took_a_file_stands_in_it_and_is_no_row_when_it_comes_back(typed, tmp_path):
    mark = "备注：内部资料，analyst（数据员）于2026-11-29 23:00导出。"
    head, rows = (
        ["青年之家编号", "青年之家名称", "乡镇", "级别", "状态"],
        [["H1", "太平青年之家", "太平街道", "门店", "运行"]],
    )
    for suffix, write in ((".csv", exports.as_csv), (".xlsx", exports.as_xlsx)):
        file = tmp_path / f"homes{suffix}"
        file.write_bytes(write(head, rows, mark=mark))
        code, out, _err = typed("import", str(file), "--dataset", "youth_home", "--as-of", "2023-12-31", "--area", "410001", "--json", "--dry-run")  # fmt: skip
        assert code == 0, out
        assert '"added": 1' in out
        assert '"rejected": 0' in out
    book = openpyxl.load_workbook(tmp_path / "homes.xlsx")
    assert mark in (book.worksheets[0].oddFooter.left.text or "")
    assert book.worksheets[0]["A3"].value == mark
