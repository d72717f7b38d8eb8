"""Cleaning of cell texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanqing.store.cell.text import clean, is_missing, one_line, shape, squeeze, unspaced


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("１２３％（甲）", "123%(甲)"),
        ("  李若溪\u3000", "李若溪"),
        ("\u200b陈青集镇\ufeff", "陈青集镇"),
        ("陈青\u2060集\u200d镇", "陈青集镇"),
        ("a\u00a0 \t b", "a b"),
        ("第一行\r\n第二行", "第一行第二行"),
        ("青年\n 之家", "青年之家"),
        ("黄陵镇_x000D_\n青年之家", "黄陵镇青年之家"),
        ("读书会\n2期", "读书会 2期"),
        ("Youth\nHome", "Youth Home"),
        ('="410727199001010011"', "410727199001010011"),
        ('="a""b"', 'a"b'),
        ("a_x005F_b", "a_b"),
        ("\u2066岗王\ufe0f镇\u2069", "岗王镇"),
        ("'0370", "0370"),
        ("−5", "-5"),
        ("王䶮", "王䶮"),
        ("", ""),
        ("①（２）㈢", "①(2)㈢"),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["合 计", "合　计", " 合\u200b计", "合\n计"])
def test_squeeze(text):
    assert squeeze(text) == "合计"


@pytest.mark.parametrize(
    "text", ["", " ", "—", "-", "--", "——", "/", "\\", "无", "空", "N/A", "na", "NULL", "…", "暂无"]
)
def test_missing(text):
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "０", "否", "无名", "x", "×", "-1", "空军"])
def test_not_missing(text):
    assert not is_missing(text)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert once == once.strip()
    assert "  " not in once
    if not once.startswith("'"):
        assert clean(once) == once or once.startswith("'") or clean(once) == clean(clean(once))


def test_spaces_that_widen_a_word_go_those_between_phrases_stay():
    assert unspaced("岗 王 镇") == unspaced("岗 王镇") == "岗王镇"
    assert unspaced("喜迎盛会 永远跟党走") == "喜迎盛会 永远跟党走"
    assert unspaced("第1期 读书会") == "第1期 读书会"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("411424201312244751", "18位数字"),
        ("王小明", "3个汉字"),
        ("王小明13800000001", "3个汉字、11位数字"),
        ("１３８ ００００", "7位数字"),
        ("2013-12-24", "8位数字（-）"),
        ("4114**********4751", "8位数字（*）"),
        ("①", "1个符号（①）"),
        ("(((", "3个符号（(）"),
        ("Li Ming", "6个字母"),
        ("a@b.cn/?", "4个字母（@./…）"),
        ("𠮷", "1个汉字"),
        (" \u200b", "空白"),
    ],
)
def test_the_shape_of_a_cell_says_what_it_looks_like(text, words):
    assert shape(text) == words


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1))
def test_a_shape_holds_no_character_of_the_cell(text):
    told = set(shape(text)) - set("位数字个汉字字母符号空白0123456789")
    assert not any(character.isalnum() for character in told)


def test_what_a_sentence_quotes_stays_on_one_line_and_short():
    assert one_line("名\x1b[31m单\n第二\u202e行.csv") == "名 [31m单 第二行.csv"
    assert one_line("长" * 50) == "长" * 39 + "…"
