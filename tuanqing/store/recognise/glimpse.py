"""What the reader understands of a file, before any contract: for people who wonder why an import went wrong."""

from pathlib import Path
from typing import Any

import duckdb

from tuanqing.store.reading import open_file


def glimpse(path: Path, sheet: str | None = None, encoding: str | None = None) -> list[dict[str, Any]]:
    """Every sheet (or the one named) with kind, encoding, notes and all rows as line, fault and cell texts.

    Raises Refused as `open_file` does.
    """
    found = []
    for each in open_file(path, encoding=encoding):
        if sheet is not None and each.name != sheet:
            continue
        with duckdb.connect() as con:
            each.load(con, "cells", after_line=0)
            columns = ", ".join(f"c{i}" for i in range(max(each.width, 1)))
            rows = con.execute(f"SELECT line, fault, {columns} FROM cells ORDER BY line").fetchall()
        found.append(
            {
                "file": each.file,
                "sheet": each.name,
                "kind": each.kind,
                "encoding": each.encoding,
                "hidden": each.hidden,
                "notes": each.notes,
                "rows": [{"line": row[0], "fault": row[1], "cells": list(row[2:])} for row in rows],
            }
        )
    return found
