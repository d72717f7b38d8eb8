"""What the reader understands of a file, before any contract: for people who wonder why an import went wrong."""

from pathlib import Path
from typing import Any

from tuanqing.store.reading import open_file
from tuanqing.store.recognise.layout import layout


def glimpse(
    path: Path, sheet: str | None = None, encoding: str | None = None, separator: str | None = None
) -> list[dict[str, Any]]:
    """Every sheet (or the one named) with kind, encoding, separator, questions, notes, the lines of its title, header and
    foot, and all rows that are not hidden as line,
    fault and cell texts: as many cells as the row has, at least as many as the sheet is wide.

    Raises Refused as `open_file` does.
    """
    found = []
    for each in open_file(path, encoding, separator):
        if sheet is not None and each.name != sheet:
            continue
        rows = [row for row in each.rows() if not row.hidden]
        parts = layout(rows)
        found.append(
            {
                "file": each.file,
                "sheet": each.name,
                "kind": each.kind,
                "encoding": each.encoding,
                "separator": each.separator,
                "hidden": each.hidden,
                "questions": each.questions,
                "notes": each.notes,
                "title_lines": parts.title,
                "header_lines": parts.header,
                "foot_lines": parts.foot,
                "rows": [
                    {
                        "line": row.line,
                        "fault": row.fault,
                        "cells": [cell or None for cell in row.cells]
                        + [None] * (each.width - len(row.cells)),
                    }
                    for row in rows
                ],
            }
        )
    return found
