"""待办 as a visitor meets it: nothing hidden, each row to its place, notices to take along, one item written on by two."""

import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest

from tests.pages.conftest import AREA, boards, page_text
from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define import rule
from tuanqing.define.errors import Malformed
from tuanqing.define.period import parse
from tuanqing.measure import alerts, completeness, figure, findings, matters, places, plan
from tuanqing.show import matters as shapes
from tuanqing.show.document import notice
from tuanqing.store.notes import follow_ups

JUNE = "2023-06"


@pytest.fixture(scope="module")
def found(huishui):
    with huishui.read() as snapshot:
        return matters.matters(snapshot, queries_of.load_all(), AREA, parse(JUNE))


def _rows(at) -> str:
    return next(text for key, text in boards(at).items() if key.endswith("board todo rows"))


def _lines(at) -> int:
    return _rows(at).count("<tr>") - 1


def test_everything_is_a_row(huishui, found):
    library, of = queries_of.load_all(), {m.kind: set() for m in found}
    for m in found:
        of[m.kind].add((m.name, m.area_code, m.key))
    with huishui.read() as snapshot:
        standing = findings.standing(snapshot, AREA, parse(JUNE))
        assert of["finding"] == {(r["check"], r["area_code"], r["key"]) for r in standing}
        for indicator in library.indicators.values():
            if indicator.unit == "percent" and indicator.better == "higher":
                rows = findings.gaps(snapshot, indicator, AREA, parse(JUNE)).rows
                assert {(n, a, k) for n, a, k in of["gap"] if n == indicator.name} == {
                    (indicator.name, r["area_code"], r["unit"] or "") for r in rows
                }
        lines = completeness.account(snapshot, AREA, parse(JUNE), until=date(2023, 6, 30)).lines
        owed = {(line.dataset, each.area_code, "2023") for line in lines for each in line.missing}
        assert of.get("report", set()) == owed
        assert sum(line.late - line.before for line in lines) == len(of.get("late", ()))
    assert len({m.id for m in found}) == len(found)


def test_a_missed_target_says_how_many_more_reach_it_as_the_plan_does(huishui, found):
    library = queries_of.load_all()
    with huishui.read() as snapshot:
        ways = matters.ways(snapshot, library, AREA, found)
        missed = [m for m in found if m.id in ways]
        assert missed
        for m in missed:
            target = m.figure.target
            told = plan.plan(snapshot, library.indicators[m.name], m.area_code, parse(JUNE), target)
            assert ways[m.id].names == tuple(told.steps["name"]), m
            assert ways[m.id].reaches == told.reaches


def test_no_row_is_left_out_and_a_link_of_the_overview_lands_on_its_own(visit, found):
    at = visit("todo", area=AREA, period=JUNE)
    assert f"{len(found)}件事项待办" in page_text(at)
    assert _lines(at) == len([m for m in found if not m.is_of_a_person])
    overview = boards(visit(area=AREA, period=JUNE))
    (todo,) = (text for key, text in overview.items() if key.endswith("board todo"))
    wanted = set(re.findall(r"of=(\w+)", todo))
    assert wanted
    for name in list(wanted)[:2]:
        assert _lines(visit("todo", area=AREA, period=JUNE, of=name)) == sum(m.name == name for m in found)


def test_a_filter_there_is_not_is_said(visit):
    at = visit("todo", area=AREA, period=JUNE, matter="nonsense")
    assert "nonsense" in at.info[0].value


def test_of_two_who_write_on_one_item_the_second_sees_what_the_first_wrote(visit, huishui, tmp_path, found):
    folder = tmp_path / "own"
    shutil.copytree(huishui.folder, folder)
    id = next(m.id for m in found if m.kind == "gap")
    at = visit("todo", warehouse=folder, area=AREA, period=JUNE, item=id)
    at.text_input(key=f"note {id}").set_value("我来办")
    follow_ups.edit(folder, id, "甲", None, "下周建成", "甲")
    next(b for b in at.button if b.label == "保存").click().run()
    assert "下周建成" in at.error[0].value
    assert at.text_input(key=f"note {id}").value == "我来办"  # what he had typed is still there
    next(b for b in at.button if b.label == "保存").click().run()
    assert [edit.note for edit in follow_ups.ledger(folder).items[id].edits] == ["下周建成", "我来办"]


def test_a_notice_for_each_township_holds_its_rows_in_every_form(found):
    library = queries_of.load_all()
    named = shapes.titles(library, contracts_of.load_all())
    rows = shapes.rows(found, library, named, {}, {})
    made = notice.notices(rows, date(2023, 6, 30), "v000001")
    assert sum(len(each.rows) for each in made) == len(rows)
    assert {each.town for each in made} == {m.town for m in found}
    first = next(each for each in made if each.name != "惠水县")
    text = first.text()
    assert all(row.unit.split()[-1] in text for row in first.rows)
    with zipfile.ZipFile(io.BytesIO(notice.archive([first]))) as archive:
        word = docx.Document(io.BytesIO(archive.read(f"{first.name}.docx")))
        page = openpyxl.load_workbook(io.BytesIO(archive.read(f"{first.name}.xlsx"))).active
    printed = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert all(sentence in printed for _heading, said in first.sections() for sentence in said)
    assert page.max_row == len(first.rows) + 1


def test_a_person_is_counted_and_not_named(found):
    library = queries_of.load_all()
    person = replace(next(m for m in found if m.kind == "finding"), unit="志愿者f0cdf6", key="f0cdf6")
    (row,) = shapes.rows([person, replace(person, unit="志愿者a0cdf6", key="a0cdf6")], library, {}, {}, {})
    assert (row.count, "cdf6" in row.unit + row.detail) == (2, False)


def test_the_gap_list_says_how_many_more_reach_the_target(visit, huishui):
    library = queries_of.load_all()
    indicator = library.indicators["youth_home_township_coverage"]
    with huishui.read() as snapshot:
        told = plan.plan(snapshot, indicator, AREA, parse(JUNE), indicator.target(parse(JUNE)))
    at = visit("coverage", area=AREA, period=JUNE, indicator=indicator.name)
    names = "、".join(told.steps["name"])
    assert any(f"再有{len(told.steps)}个即达标：{names}" in each.value for each in at.markdown)


def test_the_grid_of_reports_is_what_completeness_counts(visit, huishui):
    with huishui.read() as snapshot:
        lines = completeness.account(snapshot, AREA, parse(JUNE), until=date(2023, 6, 30)).lines
    at = visit("reporting", area=AREA, period=JUNE)
    grid = next(text for key, text in boards(at).items() if key.endswith("board reporting grid"))
    assert grid.count("<td class=") == sum(line.expected for line in lines)
    assert grid.count('class="tq-missed"') == sum(len(line.missing) for line in lines)
    reminded = {each.area_name for line in lines for each in line.missing}
    text = "\n".join(code.value for code in at.code)
    assert all(name in text for name in reminded)
    assert text.count("请尽快报送") == len(reminded)
    only = boards(visit("reporting", area=AREA, period=JUNE, of="youth_home"))
    one = next(line for line in lines if line.dataset == "youth_home")
    assert (
        next(t for k, t in only.items() if k.endswith("board reporting grid")).count("<td class=")
        == one.expected
    )


def test_every_unit_is_held_to_every_rule_for_alerts(huishui):
    library, june = queries_of.load_all(), parse(JUNE)
    rates = {i.name: i for i in library.indicators.values() if i.unit == "percent" and i.better != "neither"}
    told = rule.load(alerts.FILE)
    rows = [
        {"name": "差了", "watches": "change", "amount": 0.5, "valid_from": date(2020, 1, 1)},
        {"name": "低了", "indicator": "youth_home_active_rate", "watches": "threshold", "amount": 90, "valid_from": date(2020, 1, 1)},
        {"name": "过时", "watches": "change", "amount": 0, "valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)},
    ]  # fmt: skip
    with huishui.read() as snapshot:
        units = [AREA]
        for level in matters.WATCHED:
            units += places.below(snapshot, AREA, level, june)
        got = alerts.alerts(snapshot, library, units, june, replace(told, rows=tuple(rows)))
        every = [
            row for unit in units for row in figure.figures(snapshot, list(rates.values()), [unit], june)
        ]
        mine = [m for m in matters.matters(snapshot, library, AREA, june) if m.kind == matters.ALERT]
        ours = alerts.alerts(snapshot, library, units, june)
    wanted = set()
    for row in every:
        points = (
            row.change.size if row.change and row.change.kind == "points" and not row.is_partial else None
        )
        worse = None if points is None else -points if rates[row.indicator].better == "higher" else points
        if worse is not None and worse >= 0.5:
            wanted.add(("差了", row.indicator, row.area_code))
        known = row.value is not None and not row.is_partial and not row.lower_bound
        if row.indicator == "youth_home_active_rate" and known and row.value < 90:
            wanted.add(("低了", row.indicator, row.area_code))
    assert {(name, row.indicator, row.area_code) for name, row in got} == wanted
    assert {name for name, _indicator, _area in wanted} == {"差了", "低了"}
    assert {(m.detail, m.name, m.area_code) for m in mine} == {(n, r.indicator, r.area_code) for n, r in ours}
    (row,) = shapes.rows(mine[:1], library, shapes.titles(library, {}), {}, {})
    assert row.detail.startswith(f"{mine[0].detail}；")
    assert "个百分点" in row.detail


@pytest.mark.parametrize(
    ("row", "said"),
    [({"watches": "rise"}, "rise"), ({"watches": "change", "indicator": "youth_homes"}, "youth_homes")],
)
def test_a_rule_for_alerts_that_nobody_can_follow_is_refused(huishui, row, said):
    told = replace(rule.load(alerts.FILE), rows=({"name": "x", "amount": 1, **row},))
    with huishui.read() as snapshot, pytest.raises(Malformed, match=said):
        alerts.alerts(snapshot, queries_of.load_all(), [AREA], parse(JUNE), told)
