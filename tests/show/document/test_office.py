"""The office's own Word file: every placeholder filled with the cube's number, all else as it was, what nobody can fill named."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.show.document import parsed
from tests.show.document.conftest import PERIODS
from tests.show.document.oracle import Oracle, half_up
from tuanqing.command.cli import main
from tuanqing.define import template as templates_of
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import LETTERS
from tuanqing.define.period import parse
from tuanqing.measure import findings, places
from tuanqing.show.document import make
from tuanqing.show.document.model import Paragraph, text_of
from tuanqing.show.document.office.filling import Letter, data_of, fill_letter, template_for
from tuanqing.store.notes import office_templates

COUNTY, MONTH = "411424", "2023-12"
READ_ELSEWHERE = {"numerator", "denominator", "rank", "gaps"}  # parts the oracle does not know


def written(lines: Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A Word file of these paragraphs and one table."""
    book = docx.Document()
    for line in lines:
        book.add_paragraph(line)
    if rows:
        table = book.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        book.sections[0].header.paragraphs[0].text = header
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture(scope="module")
def fill(samples, con, library, contracts) -> Callable[..., Letter]:
    """fill(content, area, period): the file filled from the samples."""
    templates = templates_of.load_all()

    def fill(content: bytes, area: str = COUNTY, period: str = MONTH, name: str = "文.docx") -> Letter:
        own = parse(period)
        chosen = template_for(templates, area, own)
        desk = data_of(con, chosen, area, own, samples.version, library, contracts)
        return fill_letter(desk, content, name)

    return fill


def told(letter: Letter) -> list[str]:
    """The paragraphs of a filled file."""
    return [p.text for p in docx.Document(io.BytesIO(letter.content)).paragraphs]


@pytest.fixture(scope="module")
def oracle(con, library) -> Oracle:
    return Oracle(con, library)


def held(oracle: Oracle, name: str, period: str = MONTH, area: str = COUNTY) -> tuple:
    found = oracle.cube(name, area, parse(period))
    assert found
    return found


def test_each_way_to_say_a_figure_is_the_cubes(fill, oracle: Oracle):
    members, before = held(oracle, "members"), held(oracle, "members", "2022-12")
    rate = held(oracle, "youth_home_community_coverage")
    homes, homes_before = (held(oracle, "youth_home_township_coverage", p) for p in (MONTH, "2022-12"))
    spent = held(oracle, "funding_spent", "2023")
    expected = {
        "团员数": f"{members[2]:.0f}人",
        "members": f"{members[2]:.0f}人",
        " 团员数 ｜ 数 ": f"{members[2]:.0f}",
        "团员数|上年同期": f"{before[2]:.0f}人",
        "团员数|同比": f"增长{half_up((members[2] / before[2] - 1) * 100, 1)}%",
        "团员数|同比增减": f"+{half_up((members[2] / before[2] - 1) * 100, 1)}%",
        "青年之家村社区覆盖率": f"{half_up(rate[2], 1)}%",
        "青年之家村社区覆盖率|详": f"{half_up(rate[2], 1)}%（{rate[0]:.0f}/{rate[1]:.0f}）",
        "青年之家村社区覆盖率|分子": f"{rate[0]:.0f}",
        "青年之家村社区覆盖率|分母": f"{rate[1]:.0f}",
        "青年之家村社区覆盖率|同比": "持平",
        "青年之家乡镇覆盖率|同比": f"提高{half_up(homes[2] - homes_before[2], 1)}个百分点",
        "经费支出|2023年|数：元": f"{spent[2]:.2f}".rstrip("0").rstrip("."),
        "经费支出|2023年|数:万元": f"{spent[2] / 10000:.6f}".rstrip("0").rstrip("."),
        "青年之家乡镇覆盖率|目标": "100%",
        "青年之家乡镇覆盖率|是否达标": "达标",
        "团费收缴率|差距": f"{half_up(100 - held(oracle, 'fee_paid_rate')[2], 1)}个百分点",
        "名称": "柘城县",
        "期间": "2023年12月",
        "季度": "4",
        "下期": "2024年1月",
        "数据截至": "2023年12月31日",
    }
    letter = fill(written([f"甲{{{{{words}}}}}乙" for words in expected]))
    assert letter.problems == []
    assert told(letter) == [f"甲{text}乙" for text in expected.values()]
    assert [spot.words for spot in letter.spots] == [f"{{{{{words}}}}}" for words in expected]


def test_a_part_by_a_declared_column_and_a_sum_since_january(fill, con, oracle: Oracle):
    (full,) = con.execute(
        "SELECT numerator FROM cube WHERE indicator = 'cadres' AND dimension = 'post' AND member = 'full_time' "
        "AND area_code = ? AND grain = 'month' AND period = DATE '2023-12-01'",
        [COUNTY],
    ).fetchone()
    months = [held(oracle, "volunteer_person_times", f"2023-{n:02}") for n in range(1, 13)]
    letter = fill(written(["{{团干部数|其中：专职}}，{{志愿服务人次|累计}}，{{志愿服务人次|累计|数}}"]))
    total = f"{sum(m[2] for m in months):.0f}"
    assert any(m[3] for m in months)  # one month is a lower bound, and the sum with it
    assert told(letter) == [f"{full:.0f}人，不少于{total}人次，≥{total}"]


def test_what_a_number_may_not_be_told_without_stands_with_it(fill):
    """A prefecture's total of a few of its counties, and a year of which half has been reported."""
    part = fill(written(["{{志愿服务时长}}，{{志愿服务时长|数}}"]), "3608", "2021-12")
    (line,) = told(part)
    assert re.fullmatch(r"[\d.]+(小时)?（13个县区中\d+个有数据），[\d.]+（13个县区中\d+个有数据）", line), (
        line
    )
    half = fill(written(["{{志愿服务人次}}；{{志愿服务人次|同比}}"]), "522731", "2023")
    (line,) = told(half)
    assert "（2023年1—6月）；不作比较" in line
    assert half.blank[0].reason
    nothing = fill(written(["{{团干部数}}，{{团干部数|其中:专职}}，{{团干部数|目标}}"]), "3608", "2021")
    assert told(nothing) == ["暂无数据，暂无数据，—"]
    assert len(nothing.blank) == 3
    assert all(spot.reason for spot in nothing.blank)


def test_a_placeholder_cut_into_runs_takes_the_looks_of_its_first_piece_and_nothing_else_changes(fill):
    book = docx.Document()
    line = book.add_paragraph()
    line.add_run("团员").italic = True
    line.add_run("{{团").bold = True
    line.add_run("员")
    line.add_run("数}").italic = True
    line.add_run("}。")
    book.add_paragraph("没有占位符").runs[0].underline = True
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/media/印章.png"] = b"\x89PNG not looked at"
    parts["customXml/item1.xml"] = b"<own xmlns='urn:x'/>"
    blank = io.BytesIO()
    with zipfile.ZipFile(blank, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    letter = fill(blank.getvalue())
    after = docx.Document(io.BytesIO(letter.content))
    runs = after.paragraphs[0].runs
    assert [(run.text, run.bold, run.italic) for run in runs] == [
        ("团员", None, True), ("11809人", True, None), ("", None, None), ("", None, True), ("。", None, None),
    ]  # fmt: skip
    assert after.paragraphs[1].runs[0].underline
    with zipfile.ZipFile(io.BytesIO(letter.content)) as file:
        same = {name for name in parts if file.read(name) == parts[name]}
    assert {*parts} - same == {"word/document.xml"}
    assert fill(blank.getvalue()).content == letter.content


def test_headers_footers_text_boxes_and_content_controls_are_filled(fill):
    book = docx.Document(io.BytesIO(written(["正文"], header="{{名称}}")))
    book.sections[0].footer.paragraphs[0].text = "{{期间}}"
    book.paragraphs[0]._p.addnext(
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>{{团员数}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
            "</w:pict></w:r><w:r><w:t>外</w:t></w:r></w:p>"
        )
    )
    book.paragraphs[0]._p.addnext(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{{{{年份}}}}</w:t></w:r>"
            "<w:del><w:r><w:delText>{{不存在}}</w:delText></w:r></w:del></w:p></w:sdtContent></w:sdt>"
        )
    )
    buffer = io.BytesIO()
    book.save(buffer)
    letter = fill(buffer.getvalue())
    assert letter.problems == []
    after = docx.Document(io.BytesIO(letter.content))
    assert after.sections[0].header.paragraphs[0].text == "柘城县"
    assert after.sections[0].footer.paragraphs[0].text == "2023年12月"
    texts = [t.text for t in after.element.iter("{*}t")]
    assert texts == ["正文", "2023", "11809人", "外"]
    assert {spot.where for spot in letter.spots} == {"页眉", "页脚", "文本框", "第2段"}


def test_rows_paragraphs_and_blocks_are_repeated_for_units_in_the_order_of_the_register(
    fill, con, oracle: Oracle
):
    letter = fill(
        written(
            [
                "{{各乡镇}}{{序号}}.{{名称}}{{团员数|数}}",
                "{{各乡镇}}",
                "【{{名称}}】",
                "{{团员数|数}}",
                "{{完}}",
                "尾",
            ],
            [["单位", "团员"], ["{{各乡镇}}{{名称}}", "{{团员数|数}}"], ["合计", "{{团员数|数}}"]],
        )
    )
    assert letter.problems == []
    codes = places.below(con, COUNTY, "township", parse(MONTH))
    names = [places.place(con, code).name for code in codes]
    counts = [f"{held(oracle, 'members', area=code)[2]:.0f}" for code in codes]
    pairs = list(zip(names, counts, strict=True))
    lines = [f"{n}.{name}{count}" for n, (name, count) in enumerate(pairs, 1)]
    assert told(letter) == [*lines, *(text for name, n in pairs for text in (f"【{name}】", n)), "尾"]
    (table,) = parsed.word(letter.content).tables
    assert table == [["单位", "团员"], *map(list, pairs), ["合计", "11809"]]


def test_repetition_goes_into_repetition(fill, con):
    lines = ["{{各县}}", "{{名称}}", "{{各乡镇}}", "·{{名称}}属{{所属}}", "{{完}}", "{{完}}"]
    letter = fill(written(lines), "3608", "2021")
    assert letter.problems == []
    expected = []
    for county in places.below(con, "3608", "county", parse("2021")):
        own = places.place(con, county).name
        expected.append(own)
        codes = places.below(con, county, "township", parse("2021"))
        expected += [f"·{places.place(con, code).name}属{own}" for code in codes]
    assert told(letter) == expected


def test_whom_an_indicator_misses_stands_row_by_row_and_who_has_not_reported_is_said(fill, con, library):
    rows = [
        ["单位", "缺", "电话"],
        ["{{各缺口:青年之家村社区覆盖率}}{{名称}}", "{{有}}/{{应有}}", "{{联系单位}}"],
    ]
    texts = ["缺{{青年之家村社区覆盖率|缺口}}：{{青年之家村社区覆盖率|缺口名单}}"]
    letter = fill(written(texts, rows))
    gaps = findings.gaps(con, library.indicators["youth_home_community_coverage"], COUNTY, parse(MONTH))
    assert gaps.rows
    assert not gaps.unheard
    (table,) = parsed.word(letter.content).tables
    assert [row[0] for row in table[1:]] == [row["area_name"] for row in gaps.rows]
    assert [row[1] for row in table[1:]] == [
        f"{g['numerator']:.0f}/{g['denominator']:.0f}" for g in gaps.rows
    ]
    assert [row[2] for row in table[1:]] == [row["contact_office"] for row in gaps.rows]
    names = list(dict.fromkeys(row["unit"] or row["area_name"] for row in gaps.rows))
    assert told(letter) == [f"缺{len(gaps.rows)}个：{'、'.join(names)}"]
    closed = fill(
        written(["{{青年之家乡镇覆盖率|缺口}}"], [["{{各缺口:青年之家乡镇覆盖率}}{{名称}}", "{{有}}"]])
    )
    assert told(closed) == ["没有缺口"]
    assert parsed.word(closed.content).tables == [[["没有缺口", ""]]]
    title = next(
        i.title
        for i in library.indicators.values()
        if i.is_rate
        and i.unit == "percent"
        and findings.gaps(con, i, "3608", parse("2021")).whole.value is None
    )
    silent = fill(written([], [[f"{{{{各缺口:{title}}}}}{{{{名称}}}}", "{{有}}"]]), "3608", "2021")
    (note,) = {row[0] for row in parsed.word(silent.content).tables[0]}
    assert "未报" in note  # nobody has reported it: nobody can say who is missing
    assert not note.startswith("没有缺口")


def test_targets_missed_and_what_checks_found_are_rows_too(fill, con, library, oracle: Oracle):
    lines = ["{{各未达标指标}}{{指标名}}{{本指标|数}}", "{{各核查问题}}{{问题}}{{件数}}"]
    letter = fill(written(lines), COUNTY, "2023")
    missed = [i for i in library.indicators.values() if oracle.status(i, COUNTY, parse("2023")) == "missed"]
    found = told(letter)
    assert missed
    assert [line for line in found if any(line.startswith(i.title) for i in missed)][: len(missed)] == [
        f"{i.title}{oracle.value(i, held(oracle, i.name, '2023'))}" for i in missed
    ]
    due = findings.checked(con, library, COUNTY, parse("2023"))
    assert all(f"{library.checks[one.name].title}{one.count}" in found for one in due)


def test_the_paragraphs_of_our_reports_stand_where_their_names_stand(fill, composed):
    letter = fill(written(["{{下一步打算}}", "前{{目标完成情况}}后"]), COUNTY, "2023")
    ours = {text_of(b.runs) for b in composed(COUNTY, "year", "2023").blocks if isinstance(b, Paragraph)}
    steps, whole = told(letter)[:-1], told(letter)[-1]
    assert len(steps) > 1
    assert set(steps) <= ours
    assert whole.startswith("前设有目标的")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("青年之家覆盖", "是不是"), ("天气", "没有叫这个名称的指标"), ("团员数|乱", "“乱”不是已知的写法"), ("", "里面是空的"),
        ("团干部数|其中:月亮", "有专职"), ("青年之家乡镇覆盖率|其中:专职", "没有分项"), ("团员数|缺口", "没有缺口"),
        ("各缺口", "哪个指标的缺口"), ("各缺口:团员数", "没有缺口"), ("有", "重复"), ("本指标", "各未达标指标"), ("完", "没有要结束的"),
        ("团员数|数:万元", "不是金额"), ("团员数|分母", "没有分子分母"), ("团干部数|其中:专职|同比", "其中项只能写数"), ("团员数|上季度", "可能有几种意思"),
    ],
)  # fmt: skip
def test_what_nobody_can_fill_is_named_with_its_place_and_all_else_is_done(fill, words: str, reason: str):
    letter = fill(written(["一", f"前{{{{{words}}}}}后{{{{团员数}}}}"]))
    (problem,) = letter.problems
    assert problem.startswith(f"第2段，{{{{{words}}}}}：")
    assert reason in problem
    assert told(letter)[1] == f"前{{{{{words}}}}}后11809人"


def test_braces_without_a_partner_and_a_block_without_an_end_are_named(fill):
    letter = fill(written(["{{团员数}和{{期间}}", "{{各乡镇}}", "{{名称}}"], [["{{团员数}}", "{{不是}}"]]))
    assert len(letter.problems) == 3
    assert any(p.startswith("第2段，{{各乡镇}}：缺少") for p in letter.problems)
    assert any(p.startswith("表1第1行第2列，{{不是}}：") for p in letter.problems)
    assert parsed.word(letter.content).tables == [[["11809人", "{{不是}}"]]]


def _zip(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .docx"),
        ("文.wps", written([]), "另存为 .docx"),
        ("文.docx", b"plain words", "另存为 .docx"),
        ("文.docx", _zip(**{"xl/workbook.xml": b"<a/>"}), "另存为 .docx"),
        ("文.docx", written([])[:900], "损坏"),
        ("文.docx", _zip(**{"word/document.xml": b"<a"}), "损坏"),
        ("文.docx", _zip(**{"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "损坏"),
        ("文.docm", _zip(**{"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "宏"),
    ],
)
def test_what_is_no_word_file_is_refused_with_what_to_do(fill, name: str, content: bytes, said: str):
    with pytest.raises(Refused, match=said):
        fill(content, name=name)


@pytest.mark.parametrize("area", PERIODS)
def test_our_examples_leave_no_placeholder_and_every_number_is_the_cubes(fill, oracle: Oracle, area: str):
    month = PERIODS[area][0]
    period = PERIODS[area][2] if area == "3608" else month
    for file in sorted(LETTERS.glob("*.docx")):
        letter = fill(file.read_bytes(), area, period)
        assert letter.problems == []
        assert letter.spots
        text = "\n".join(parsed.word(letter.content).texts) + str(parsed.word(letter.content).tables)
        assert "{{" not in text
        for figure in (figure for spot in letter.spots for figure in spot.figures):
            if figure.source.part not in READ_ELSEWHERE:
                assert figure.text in oracle.text(figure.source), figure


def test_a_text_of_a_template_is_filled_like_a_word_file(samples, con, library, contracts):
    house = templates_of.load_all()["month"]
    text = "团员{{团员数}}，{place}{{青年之家乡镇覆盖率|详}}。"
    plain = f'title = "x"\nkind = "month"\nabout = "x"\n[[chapter]]\ntitle = "一"\n[[chapter.part]]\ntext = ["{text}"]\n'

    def made(text: str) -> list[str]:
        template = templates_of.parse(text, "own", "own.toml", house.counters)
        wish = make.ReportOrder(template, COUNTY, parse(MONTH))
        document = make.document(con, wish, samples.version, library, contracts)
        return [text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph)]

    assert made(plain) == ["团员11809人，柘城县100.0%（22/22）。"]
    with pytest.raises(Malformed, match="没有叫这个名称的指标"):
        made(plain.replace("{{团员数}}", "{{天气}}"))


def test_the_command_fills_checks_and_makes_one_for_each_township(samples, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(samples.folder))
    file = tmp_path / "月报.docx"
    file.write_bytes(written(["{{名称}}团员{{团员数}}，{{天气}}"]))
    told = ["report", "word", str(file), "--area", COUNTY, "--period", MONTH, "--out", str(tmp_path / "out")]
    assert main([*told, "--check"]) == 1
    assert "天气" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    file.write_bytes(written(["{{名称}}团员{{团员数}}"]))
    assert main(told) == 0
    (made,) = (tmp_path / "out").iterdir()
    assert made.name == "月报（柘城县2023年12月）.docx"
    assert docx.Document(str(made)).paragraphs[0].text == "柘城县团员11809人"
    made.unlink()
    assert main([*told, "--each", "township"]) == 0
    (made,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(made) as packed:
        names = packed.namelist()
        assert len(names) == 23
        own = next(name for name in names if "岗王镇" in name)
        assert docx.Document(io.BytesIO(packed.read(own))).paragraphs[0].text == "岗王镇团员404人"


def test_a_kept_template_is_found_by_its_name_and_only_there(tmp_path):
    office_templates.keep(tmp_path, "月报.docx", b"PK")
    assert office_templates.names(tmp_path) == ["月报.docx"]
    assert office_templates.content(tmp_path, "月报.docx") == b"PK"
    for name in ("../x.docx", "a/b.docx", "..\\x.docx", "月报.toml", ".docx", "~$月报.docx"):
        with pytest.raises(Refused):
            office_templates.keep(tmp_path, name, b"PK")
    office_templates.drop(tmp_path, "月报.docx")
    with pytest.raises(Refused):
        office_templates.content(tmp_path, "月报.docx")
