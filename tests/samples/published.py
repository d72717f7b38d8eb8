"""The published figures the samples must come to, read from data/samples/published.toml."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "data" / "samples" / "published.toml"


@cache
def figures() -> dict[str, dict]:
    """Every figure by id."""
    return {figure["id"]: figure for figure in tomllib.loads(FILE.read_text("utf-8"))["figure"]}


def value(id: str) -> int:
    """A figure's number, in whole units."""
    return figures()[id]["value"]
