"""The data dictionary: whole, escaped, and one file without anything from outside."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tuanqing.define import index as indices
from tuanqing.define import published, rule, steps
from tuanqing.define.errors import Refused
from tuanqing.show import dictionary, entries


@pytest.fixture(scope="module")
def made(contracts, library) -> list[entries.Entry]:
    return entries.entries(contracts, library, published.load())


def test_everything_we_measure_and_take_is_in_it(made, contracts, library):
    names = {entry.name for entry in made}
    scored = indices.load_all(library.indicators)
    assert names == {*contracts, *library.queries, *rule.load_all(), *steps.load_all(), *scored}


def test_an_entry_says_all_a_reader_needs(made, library):
    entry = next(entry for entry in made if entry.name == "youth_home_township_coverage")
    text, indicator = html.unescape(dictionary.html(entry)), library.indicators[entry.name]
    for part in (
        indicator.why,
        indicator.numerator,
        indicator.denominator,
        indicator.source,
        indicator.owner,
    ):
        assert part in text
    assert indicator.sql in text
    assert indicator.example.words in text
    assert "青年之家名录" in text, "the dataset it reads"
    assert "东溪镇" in text, "the rows of the worked example"
    assert "分部" in text, "codes are put back into the words of the exports"
    assert "公布数据" in text, "the published figures it must reproduce"


def test_a_contract_says_what_happens_to_personal_columns(made):
    entry = next(entry for entry in made if entry.name == "volunteer_service")
    text = dictionary.html(entry)
    assert "不可还原" in text
    assert "不入库的列" in text
    assert "超过24小时" in text


def test_the_written_file_needs_nothing_else(tmp_path: Path, contracts, library):
    file = tmp_path / "字典.html"
    dictionary.write(file, contracts, library)
    text = file.read_text("utf-8")
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import|(src|href)=\"(?!#)", text)
    for heading in ("指标", "核查", "数据集"):
        assert f"<h2>{heading}" in text
    anchors = re.findall(r'href="#([^"]+)"', text)
    assert anchors
    assert all(f'id="{anchor}"' in text for anchor in anchors)


def test_nothing_a_definition_says_becomes_markup(contracts, library):
    name, contract = next(iter(contracts.items()))
    bad = replace(contract, title='<b>"x"</b>', about="a|b <script>alert(1)</script>")
    made = entries.entries(dict(contracts) | {name: bad}, library)
    assert "<script>" not in dictionary.document(made)
    assert "<b>&quot;" not in dictionary.document(made)
    lines = dictionary.markdown(made).split("```")[0]
    assert "<script>" not in lines.replace("\\<", "")


def test_markdown_tables_keep_their_columns(made):
    for block in re.findall(r"(?:^\|.*\n)+", dictionary.markdown(made), re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block[:200]


def test_another_ending_is_refused_with_the_two_there_are(tmp_path: Path, contracts, library):
    with pytest.raises(Refused, match=r"\.html.*\.md"):
        dictionary.write(tmp_path / "字典.pdf", contracts, library)


def test_search_takes_every_word_and_puts_titles_first(made):
    found = entries.search(made, "志愿 乡镇")
    assert found
    assert all("志愿" in entry.words and "乡镇" in entry.words for entry in found)
    first = entries.search(made, "青年之家名录")[0]
    assert first.title == "青年之家名录"
