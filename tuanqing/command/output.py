"""What the commands print: tables, CSV, JSON, a progress bar."""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.look import Look
from tuanqing.show import look_words


def plain(value: Any) -> Any:
    """A value as JSON has it: whole decimals as integers, dates as ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def print_json(document: Any) -> None:
    print(json.dumps(plain(document), ensure_ascii=False, indent=2))


def print_rows(rows: list[dict[str, Any]], form: str, titles: dict[str, str] | None = None) -> None:
    """Rows as a table on the terminal, CSV or JSON."""
    if form == "json":
        print_json(rows)
    elif form == "csv":
        import csv

        from tuanqing.store.batch.exports import safe

        writer = csv.writer(sys.stdout, lineterminator="\n")
        if rows:
            writer.writerow(rows[0])
        writer.writerows([safe(plain(value)) for value in row.values()] for row in rows)
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in rows[0] if rows else []:
            table.add_column((titles or {}).get(name, name))
        for row in rows:
            table.add_row(*("" if value is None else str(plain(value)) for value in row.values()))
        Console(width=None if sys.stdout.isatty() else 240, soft_wrap=False, markup=False, emoji=False).print(
            table if rows else _("(nothing)")
        )


def day(text: str | None) -> date | None:
    if text is None:
        return None
    from tuanqing.store.cell import values

    found = values.parse(text, "date").value
    if not isinstance(found, date):
        raise Refused(_("“{text}” is not a date. Write 2023-12-31.").format(text=text))
    return periods.containing(found).last if len(text) <= 7 else found


def refused_by_disk(fault: OSError) -> str:
    """A fault of the disk as a sentence: the file it is about, without the way there."""
    named = Path(fault.filename).name if isinstance(fault.filename, str | Path) else _("a file")
    return _("The disk refused {what}: {reason}").format(what=named, reason=fault.strerror)


def progress() -> Any:
    """A context giving a function (what, share); it draws a bar on a terminal and nothing elsewhere."""
    from contextlib import contextmanager

    @contextmanager
    def bar():
        if not sys.stderr.isatty():
            yield lambda _what, _share: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=1.0)
            yield lambda what, share: progress.update(task, description=what[:40], completed=share)

    return bar()


def warehouse_too() -> argparse.ArgumentParser:
    """The parent of a command below a command, which may name the warehouse, too."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--warehouse",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=_("the warehouse folder ($TUANQING_HOME)"),
    )
    return shared


def add_look(parser: argparse.ArgumentParser) -> None:
    """The options that say which rows count and in which boundaries."""
    rows = parser.add_mutually_exclusive_group()
    rows.add_argument(
        "--claimed", action="store_true", help=_("by every row, as reported (台账数): the default")
    )
    rows.add_argument("--verified", action="store_true", help=_("without the rows a check doubts (核实数)"))
    parser.add_argument(
        "--boundaries",
        choices=["reported", "today"],
        default="reported",
        help=_("the areas of then, as reported, or those of today: where units have merged or moved"),
    )


def look_of(options: argparse.Namespace) -> Look:
    """The look those options ask for."""
    return Look(options.verified, options.boundaries == "today")


def told_of(look: Look) -> dict[str, str]:
    """What a document of JSON says of the look its figures are of."""
    return {
        "figures": "verified" if look.verified else "claimed",
        "boundaries": "today" if look.today else "reported",
    }


def tell(look: Look) -> None:
    """Say beside a table what its figures are of, where it is not the ordinary look."""
    for sentence in look_words.sentences(look):
        print(sentence)
