"""Cleaning of cell texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanqing.store.cell.text import clean, is_missing, squeeze, unspaced


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("１２３％（甲）", "123%(甲)"),
        ("  李若溪\u3000", "李若溪"),
        ("\u200b陈青集镇\ufeff", "陈青集镇"),
        ("陈青\u2060集\u200d镇", "陈青集镇"),
        ("a\u00a0 \t b", "a b"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("'0370", "0370"),
        ("−5", "-5"),
        ("王䶮", "王䶮"),
        ("", ""),
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
