"""Every sentence the screen can say is there in Chinese, and the compiled catalogue is the written one."""

from tests import locale_catalogue


def test_the_catalogue_is_whole_and_compiled():
    assert locale_catalogue.complaints() == []


def test_a_sentence_without_translation_is_found(monkeypatch):
    monkeypatch.setattr(locale_catalogue, "sentences", lambda: iter([("Nobody says this.", "here:1")]))
    assert "here:1: no translation of 'Nobody says this.'" in locale_catalogue.complaints()
