"""The command that shows what the reader understood of a file."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tuanqing.command.output import print_json, print_rows
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.told import spans
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing read` takes."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--sheet", metavar="S")
    parser.add_argument("--encoding", metavar="E")
    parser.add_argument("--separator", metavar="C", help=_("what stands between the cells of a text"))
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def read(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Every sheet with all its rows; what is wrong with a row stands in a column of its own."""
    from tuanqing.store.recognise.glimpse import glimpse

    del warehouse  # this command reads a file, no warehouse
    path = Path(options.file)
    if not path.is_file():
        raise Refused(_("{file}: there is no such file.").format(file=path.name))
    sheets = glimpse(path, options.sheet, options.encoding, options.separator)
    if options.sheet and not sheets:
        raise Refused(_("{file} has no sheet “{sheet}”.").format(file=path.name, sheet=options.sheet))
    if options.format == "json":
        print_json({"sheets": sheets})
        return 0
    for sheet in sheets:
        for line in _told(sheet):
            print(f"# {line}", file=sys.stdout if options.format == "table" else sys.stderr)
        print_rows(_table(sheet["rows"]), options.format)
    return 0


def _told(sheet: dict[str, Any]) -> list[str]:
    """The lines above a table: what it is, where its parts lie, and what was noted."""
    hidden = _("(hidden)") if sheet["hidden"] else ""
    parts = [
        words.format(lines=spans(sheet[part]))
        for part, words in (
            ("title_lines", _("title: line {lines}")),
            ("header_lines", _("header: line {lines}")),
            ("foot_lines", _("foot: line {lines}")),
        )
        if sheet[part]
    ]
    head = f"{sheet['file']} {sheet['sheet']} {sheet['kind']} {sheet['encoding'] or ''} {hidden}".rstrip()
    return [head, *([_("; ").join(parts)] if parts else []), *sheet["questions"], *sheet["notes"]]


def _table(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    width = max((len(row["cells"]) for row in rows), default=0)
    faulty = any(row["fault"] for row in rows)
    return [
        {"line": row["line"]}
        | {f"c{i}": row["cells"][i] if i < len(row["cells"]) else None for i in range(width)}
        | ({"fault": row["fault"]} if faulty else {})
        for row in rows
    ]
