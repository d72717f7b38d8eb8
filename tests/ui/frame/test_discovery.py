"""A page is one file with a PAGE literal."""

import pytest

from tuanqing.define.errors import Malformed
from tuanqing.ui.frame.discovery import discover


def write(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_a_new_file_is_a_new_page(tmp_path):
    write(tmp_path, "board/late.py", 'PAGE = {"title": "Late", "order": 90}\nraise SystemExit\n')
    write(tmp_path, "board/first.py", 'PAGE = {"title": "First", "order": 10}\n')
    write(tmp_path, "board/chain.py", 'PAGE = {"title": "Chain", "order": 1, "section": "Pipeline"}\n')

    assert [page.name for page in discover(tmp_path)] == ["first", "late", "chain"]


@pytest.mark.parametrize("text", ["", "PAGE = 1", 'PAGE = {"title": "x"}', "PAGE = dict(title='x')"])
def test_a_file_without_a_readable_page_is_refused(tmp_path, text):
    write(tmp_path, "help/odd.py", text)

    with pytest.raises(Malformed, match="has no PAGE"):
        discover(tmp_path)


def test_an_unknown_section_is_refused(tmp_path):
    write(tmp_path, "help/odd.py", 'PAGE = {"title": "x", "order": 1, "section": "Elsewhere"}')

    with pytest.raises(Malformed, match="section"):
        discover(tmp_path)
