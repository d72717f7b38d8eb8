"""What the documents tell people to type, typed; and what they point at, there."""

import re
import shlex
from pathlib import Path

import pytest

from tuanqing.command.cli import main
from tuanqing.define.house import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_RECIPE = re.compile(r"^```sh recipe\n(.*?)^```", re.MULTILINE | re.DOTALL)
_POINTED = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
WITH_RECIPES = [paper for paper in PAPERS if _RECIPE.search(paper.read_text("utf-8"))]


def commands(paper: Path) -> list[list[str]]:
    """The commands of its recipes, word by word, in order."""
    blocks = _RECIPE.findall(paper.read_text("utf-8"))
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words for words in lines if words]


def test_there_are_recipes_for_analysts_and_administrators():
    assert {paper.stem for paper in WITH_RECIPES} >= {"analysts", "administrators"}


@pytest.mark.parametrize("paper", WITH_RECIPES, ids=lambda paper: paper.stem)
def test_a_recipe_does_what_it_says(paper, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path / "own"))
    for program, *words in commands(paper):
        assert program == "tuanqing"
        assert main(words) == 0, (words, capsys.readouterr().err)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_what_a_paper_points_at_is_there(paper):
    missing = [to for to in _POINTED.findall(paper.read_text("utf-8")) if not (paper.parent / to).exists()]
    assert missing == []
