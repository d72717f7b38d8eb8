"""Remarks and runs: kept beside the warehouse, versioned, and a run made again is the same to the last byte."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

from tests.show.document import parsed
from tuanqing.command.cli import main
from tuanqing.define import template as templates_of
from tuanqing.define.house import ROOT
from tuanqing.define.period import parse
from tuanqing.define.template import Clip
from tuanqing.show.document import make
from tuanqing.show.document.model import Heading, Table, text_of
from tuanqing.show.document.press import Press
from tuanqing.store.notes import remarks as notes
from tuanqing.store.notes import runs
from tuanqing.store.notes.journal import Journal
from tuanqing.store.warehouse.versions import Warehouse


def wish(kind: str = "month", area: str = "411424", period: str = "2023-12") -> make.ReportOrder:
    return make.ReportOrder(templates_of.load_all()[kind], area, parse(period))


def words(document) -> str:
    return "\n".join(text_of(block.runs) for block in document.blocks if hasattr(block, "runs"))


def test_every_version_of_a_remark_is_kept_and_the_last_is_in_force(tmp_path: Path):
    notes.write(tmp_path, "1", "2023", "homes", "第一稿", "张*")
    notes.write(tmp_path, "1", "2022", "homes", "另一年")
    notes.write(tmp_path, "1", "2023", "homes", "第二稿")
    assert [(r.version, r.text) for r in notes.history(tmp_path) if r.period == "2023"] == [
        (1, "第一稿"),
        (2, "第二稿"),
    ]
    assert {r.text for r in notes.latest(tmp_path)} == {"第二稿", "另一年"}
    assert {r.text for r in notes.latest(tmp_path, until=1)} == {"第一稿"}
    notes.write(tmp_path, "1", "2023", "homes", "")
    assert {r.text for r in notes.latest(tmp_path)} == {"另一年"}


APPEND = """
import sys
import zipfile
from pathlib import Path
from tuanqing.store.notes.journal import Journal
for n in range(20):
    Journal(Path(sys.argv[1])).append({"writer": sys.argv[2], "n": n})
"""


def test_two_writers_lose_nothing_and_half_a_line_is_none(tmp_path: Path):
    file = tmp_path / "x.jsonl"
    workers = [subprocess.Popen([sys.executable, "-c", APPEND, file, str(n)], cwd=ROOT) for n in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert len({(e["writer"], e["n"]) for e in Journal(file).read()}) == 60
    with file.open("a") as stream:
        stream.write('{"half": ')
    assert len(Journal(file).read()) == 60
    assert Journal(file).append({"whole": 1}) == 61
    assert json.loads(file.read_text().splitlines()[-1]) == {"whole": 1}


def test_remarks_stand_in_the_report_where_they_belong(press: Press):
    folder = press.warehouse.folder
    notes.write(folder, "411424", "2023-12", "本月重点工作进展", "开展主题团日。\n完成换届。")
    notes.write(folder, "411424", "2023-12", "volunteer_sessions", "场次集中在寒假。")
    notes.write(folder, "411424102", "2023-12", "", "本镇新建一处青年之家。")
    notes.write(folder, "411424", "2023-11", "volunteer_sessions", "上个月的话。")
    document = press.document(wish("month"))
    text = words(document)
    assert "开展主题团日。\n完成换届。" in text
    assert "场次集中在寒假。" in text
    assert "镇：本镇新建一处青年之家。" in text
    assert "上个月的话" not in text
    assert "本月重点工作进展" not in document.cover[-1]  # no longer among what is to be written


def test_what_was_promised_stands_beside_what_came_of_it(press: Press):
    notes.write(
        press.warehouse.folder, "411424", "2023-11", "2023年12月计划", "12月底前补齐两个乡镇的青年之家。"
    )
    document = press.document(wish("month"))
    text = words(document)
    said = next(line for line in text.splitlines() if line.startswith("2023年11月未达标的"))
    assert "青年之家乡镇覆盖率（90.9%→100.0%）" in said
    assert "2023年11月提出的打算：\n12月底前补齐两个乡镇的青年之家。" in text
    assert "2024年1月计划" in document.cover[-1]  # the data have written of it, nobody else
    notes.write(press.warehouse.folder, "411424", "2023-12", "2024年1月计划", "走访三所学校。")
    again = press.document(wish("month"))
    assert "走访三所学校。" in words(again)
    assert "2024年1月计划" not in again.cover[-1]


def test_what_is_put_in_by_hand_stands_before_what_is_planned(press: Press):
    document = press.document(replace(wish("month"), extra=("volunteer_hours",)))
    chapters = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters[-2:] == ["补充材料", "2024年1月计划"]


def test_many_come_in_one_archive_with_a_list_of_them(press: Press, tmp_path, capsys):
    asked = [
        "report",
        "brief",
        "--area",
        "411424",
        "--period",
        "2023-12",
        "--format",
        "docx",
        "--each",
        "township",
    ]
    where = ["--warehouse", str(press.warehouse.folder)]
    assert main([*asked, *where, "--out", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with zipfile.ZipFile(told["file"]) as archive:
        names = archive.namelist()
        rows = list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
        for row in rows:
            assert row["单位"] in "".join(parsed.word(archive.read(row["文件"])).texts[:2]), row
    assert len(rows) == len(told["reports"]) == 22
    assert sorted(names) == sorted([row["文件"] for row in rows] + ["目录.csv"])
    assert len(runs.history(press.warehouse.folder)) == 22
    assert main([*asked[:2], *where, "--area", "411424102", *asked[4:], "--out", str(tmp_path)]) == 1
    assert "没有乡镇" in capsys.readouterr().err


def test_a_run_made_again_is_the_same_whatever_was_written_or_changed_since(press: Press):
    notes.write(press.warehouse.folder, "411424", "2023-12", "organisations", "当时的话。")
    clip = Clip("慈圣镇名单", ("单位", "人数"), (("慈圣镇", 12), ("岗王镇", "")), "v000001")
    asked = replace(wish(), extra=("volunteer_hours",), clips=(clip,))
    document, made = press.run(asked, ["docx", "xlsx", "pdf", "pptx"])
    *_others, last = [block for block in document.blocks if isinstance(block, Table)]
    assert isinstance(last, Table)
    assert (last.title, last.head, last.notes) == (
        "慈圣镇名单",
        ("单位", "人数"),
        ("取自页面，数据版本v000001。",),
    )
    assert [text_of(row) for row in last.rows] == ["慈圣镇12", "岗王镇"]
    notes.write(press.warehouse.folder, "411424", "2023-12", "organisations", "后来的话。")
    own = press.warehouse.folder / "templates"
    own.mkdir()
    (own / "month.toml").write_text(wish().template.text.replace("本月重点工作进展", "别的"), "utf-8")
    (run,) = runs.history(press.warehouse.folder)
    assert (run.version, run.place, run.period, run.template) == (
        document.version,
        "柘城县",
        "2023-12",
        "month",
    )
    again, files, others = press.again(run)
    assert others == []
    assert files == made
    assert "当时的话" in words(again)
    changed = press.document(make.ReportOrder(press.templates()["month"], "411424", parse("2023-12")))
    assert "后来的话" in words(changed)
    assert "别的" in next(b.text for b in changed.blocks if isinstance(b, Heading))


def test_a_run_that_comes_out_otherwise_says_so(press: Press):
    press.run(wish("brief"), ["xlsx"])
    (run,) = runs.history(press.warehouse.folder)
    assert press.again(replace(run, hashes={"xlsx": "0" * 64}))[2] == ["xlsx"]


def test_the_command_line_writes_the_files_and_the_run(press: Press, tmp_path: Path, capsys):
    folder, out = str(press.warehouse.folder), tmp_path / "out"
    assert (
        main(
            [
                "report",
                "month",
                "--area",
                "411424",
                "--warehouse",
                folder,
                "--out",
                str(out),
                "--format",
                "docx,xlsx",
                "--json",
            ]
        )
        == 0
    )
    said = json.loads(capsys.readouterr().out)
    assert said["period"] == "2023-12"
    assert {Path(name).suffix for name in said["files"]} == {".docx", ".xlsx"}
    assert all(Path(name).stat().st_size > 5000 for name in said["files"])
    assert {run.number for run in runs.history(press.warehouse.folder)} == {1}
    for wrong, complaint in (
        (["month", "--period", "2023"], "2023-12"),
        (["month", "--format", "odt"], "odt"),
        (["month", "--template", "year"], "year"),
        (["year", "--area", "999"], "999"),
    ):
        given = ["report", *wrong, "--warehouse", folder, "--out", str(out)]
        assert main(given if "--area" in wrong else [*given, "--area", "411424"]) == 1
        assert complaint in capsys.readouterr().err


def test_a_backup_holds_what_people_wrote(press: Press, tmp_path: Path):
    from tuanqing.store.notes import form_maps
    from tuanqing.store.warehouse.backup import backup, restore

    folder = press.warehouse.folder
    notes.write(folder, "411424", "2023", "", "一段话。")
    form_maps.remember(folder, "abc", 'title = "x"\n')
    press.run(wish("brief"), ["xlsx"])
    backup(press.warehouse, tmp_path / "all.zip")
    other = Warehouse(tmp_path / "other")
    restore(other, tmp_path / "all.zip")
    assert [r.text for r in notes.latest(other.folder)] == ["一段话。"]
    assert runs.history(other.folder) == runs.history(folder)
    assert form_maps.remembered(other.folder, "abc") == 'title = "x"\n'
