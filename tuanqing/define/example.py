"""Worked examples: a sentence, the input tables, and after `=>` the rows that must come out.

They are each query's unit test and its 算例 in the dictionary. A table is its name on a line, a header row
and rows of cells split by `|`; blank cells are NULL; `#` begins a comment that says why a row is there.
"""

from dataclasses import dataclass

from tuanqing.define.errors import Malformed


@dataclass(frozen=True)
class Table:
    """Named rows of text cells (None for an empty one)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Example:
    """`expected.name` is what stood after `=>`: the grain, for an indicator."""

    words: str
    tables: tuple[Table, ...]
    expected: Table
    text: str


def parse(text: str, where: str) -> Example:
    """Read a worked example; `where` names the file in errors. Raises Malformed."""
    lines = [line.split("#")[0].rstrip() for line in text.splitlines()]
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if not blocks or "|" in blocks[0][0]:
        raise Malformed(where, "does not begin with a sentence.", "Say in words what the example shows.")
    expected = [block for block in blocks if block[0].startswith("=>")]
    if len(expected) != 1:
        raise Malformed(where, "has no `=>` table (or several).", "End with `=>` and the rows that come out.")
    tables = [_table(block, where) for block in blocks[1:] if block is not expected[0]]
    result = _table([expected[0][0][2:].strip() or "month", *expected[0][1:]], where)
    return Example("".join(line.strip() for line in blocks[0]), tuple(tables), result, text)


def _table(block: list[str], where: str) -> Table:
    name, *grid = block
    rows = [
        tuple(cell.strip() or None for cell in line.split("|")) for line in grid if set(line) - set("-+| ")
    ]
    if not rows or None in rows[0]:
        raise Malformed(where, f"table “{name}” has no header row.", "Write the column names, split by |.")
    header = tuple(str(cell) for cell in rows[0])
    for row in rows[1:]:
        if len(row) != len(header):
            raise Malformed(
                where, f"table “{name}”: a row has {len(row)} cells, the header {len(header)}.", "Mend it."
            )
    return Table(name.strip(), header, tuple(rows[1:]))
