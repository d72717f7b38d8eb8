"""Every sentence the screen can say is there in Chinese, and our reader of catalogues reads what Babel does."""

import pytest

from tests import locale_catalogue
from tuanqing.define.language import FOLDER, read


def test_the_catalogue_is_whole():
    assert locale_catalogue.complaints() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "a"\nmsgstr "甲"\n', {"a": "甲"}),
        ('# note\nmsgid ""\n"a "\n"b"\nmsgstr ""\n"甲"\n"乙"\n', {"a b": "甲乙"}),
        (r'msgid "say \"a\"\n"' "\n" r'msgstr "说“甲”\\\n"', {'say "a"\n': "说“甲”\\\n"}),
        ('msgid ""\nmsgstr "Language: zh"\n\n#~ msgid "old"\n#~ msgstr "旧"\n', {}),
        ('msgid "a"\nmsgstr ""\n', {}),
    ],
)
def test_a_catalogue_is_read_as_it_is_written(text, said):
    assert read(text) == said


def test_what_cannot_be_read_is_found(monkeypatch, tmp_path):
    """A plural would be lost in silence."""
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for file in FOLDER.glob("zh_CN/LC_MESSAGES/*.po"):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    with (folder / "core.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Once"\nmsgid_plural "Often"\nmsgstr[0] "次"\n')
    monkeypatch.setattr(locale_catalogue, "FOLDER", tmp_path)
    assert "core.po: holds what we cannot read; Babel reads it otherwise" in locale_catalogue.complaints()


def test_no_compiled_catalogue_is_kept():
    assert not list(FOLDER.rglob("*.mo"))


def test_a_sentence_without_translation_is_found(monkeypatch):
    monkeypatch.setattr(locale_catalogue, "sentences", lambda: iter([("Nobody says this.", "here:1")]))
    assert "here:1: no translation of 'Nobody says this.'" in locale_catalogue.complaints()
