"""The command line: the same reads and writes as the pages, without a browser.

Exit 0 done, 1 refused with a sentence on stderr, 2 wrong usage. `--json` prints one JSON document and nothing else.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tuanqing.define import contract as contracts_of
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.store.warehouse import Warehouse, default_folder

AREA_LEVELS = ("prefecture", "county", "township", "village", "school", "enterprise")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console would stumble over 䶮
    options = _parser().parse_args(arguments)
    try:
        return options.run(options, Warehouse(Path(options.warehouse or default_folder())))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `tuanqing … | head`
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tuanqing", description=_("County-level youth-work metrics."))
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--warehouse", metavar="DIR", help=_("the warehouse folder ($TUANQING_HOME)"))

    def command(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help, parents=[shared])
        sub.set_defaults(run=run)
        return sub

    demo = command("demo", _demo, _("build a warehouse from the samples"))
    demo.add_argument(
        "--place", default="all", choices=["柘城县", "惠水县", "温岭市", "江阴市", "吉安市", "all"]
    )
    serve = command("serve", _serve, _("serve the web page"))
    serve.add_argument("--demo", action="store_true", help=_("build and show the sample warehouse"))
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--host", default="127.0.0.1")
    load = command("import", _import, _("import exported files"))
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--dataset", metavar="NAME")
    load.add_argument("--area", metavar="CODE", help=_("the county (or prefecture) the files belong to"))
    load.add_argument("--as-of", metavar="DATE", help=_("the date a list is of"))
    load.add_argument("--sheet", metavar="S")
    load.add_argument("--encoding", metavar="E", help=_("when it cannot be told from the bytes, e.g. big5"))
    load.add_argument(
        "--covers",
        metavar="CODE",
        action="append",
        default=[],
        help=_("an area this list is the full list of"),
    )
    load.add_argument(
        "--map",
        metavar=_("HEADER=COLUMN"),
        action="append",
        default=[],
        help=_("which column a header names"),
    )
    load.add_argument("--yes", action="store_true", help=_("publish even if many rows would disappear"))
    load.add_argument(
        "--partial", action="store_true", default=None, help=_("the file only supplements the list in force")
    )
    load.add_argument("--dry-run", action="store_true", help=_("do everything but publish"))
    load.add_argument("--json", action="store_true")
    command("batches", _batches, _("list what was imported")).add_argument("--json", action="store_true")
    command("withdraw", _withdraw, _("take a batch back")).add_argument("batch", type=int, metavar="BATCH")
    rejects = command("rejects", _rejects, _("write a batch's rejected rows to a file"))
    rejects.add_argument("batch", type=int, metavar="BATCH")
    rejects.add_argument("--out", required=True, metavar="FILE", help=_(".csv or .xlsx"))
    read = command("read", _read, _("show what the reader understood, before any contract"))
    read.add_argument("file", metavar="FILE")
    read.add_argument("--sheet", metavar="S")
    read.add_argument("--encoding", metavar="E")
    _add_format(read)
    template = command("template", _template, _("write a dataset's empty workbook"))
    template.add_argument("dataset", metavar="DATASET")
    template.add_argument("--out", required=True, metavar="FILE")
    command("indicators", _indicators, _("list the indicators")).add_argument("--json", action="store_true")
    show = command("show", _show, _("show an indicator"))
    show.add_argument("indicator", metavar="INDICATOR")
    show.add_argument("--area", metavar="CODE")
    show.add_argument("--by", metavar="LEVEL|COLUMN")
    show.add_argument("--as-of", metavar="MONTH")
    show.add_argument("--from", dest="first", metavar="MONTH")
    show.add_argument("--to", dest="last", metavar="MONTH")
    show.add_argument("--grain", choices=["month", "quarter", "half", "year"])
    show.add_argument("--rows", action="store_true", help=_("the imported rows behind the figure"))
    _add_format(show)
    check = command("check", _check, _("list what looks wrong or is overdue"))
    check.add_argument("name", nargs="?", metavar="NAME")
    check.add_argument("--area", metavar="CODE")
    check.add_argument("--json", action="store_true")
    dictionary = command("dictionary", _dictionary, _("write the data dictionary (.html or .md)"))
    dictionary.add_argument("--out", required=True, metavar="FILE")
    backup = command("backup", _backup, _("write the whole warehouse to one file"))
    backup.add_argument("file", metavar="FILE")
    restore = command("restore", _restore, _("make a warehouse from a backup"))
    restore.add_argument("file", metavar="FILE")
    return parser


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def _plain(value: Any) -> Any:
    """A value as JSON has it: whole decimals as integers, dates as ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _print_json(document: Any) -> None:
    print(json.dumps(_plain(document), ensure_ascii=False, indent=2))


def _print(rows: list[dict[str, Any]], form: str, titles: dict[str, str] | None = None) -> None:
    """Rows as a table on the terminal, CSV or JSON."""
    if form == "json":
        _print_json(rows)
    elif form == "csv":
        import csv

        from tuanqing.store.exports import safe

        writer = csv.writer(sys.stdout, lineterminator="\n")
        if rows:
            writer.writerow(rows[0])
        writer.writerows([safe(_plain(value)) for value in row.values()] for row in rows)
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in rows[0] if rows else []:
            table.add_column((titles or {}).get(name, name))
        for row in rows:
            table.add_row(*("" if value is None else str(_plain(value)) for value in row.values()))
        Console(width=None if sys.stdout.isatty() else 240, soft_wrap=False).print(
            table if rows else _("(nothing)")
        )


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    from tuanqing.store import values

    found = values.parse(text, "date").value
    if not isinstance(found, date):
        raise Refused(_("“{text}” is not a date. Write 2023-12-31.").format(text=text))
    return periods.containing(found).last if len(text) <= 7 else found


def _demo(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.demo import build

    with _progress() as advance:
        build(warehouse, options.place, advance)
    print(_("The sample warehouse is ready: version {version}.").format(version=warehouse.version))
    return 0


def _serve(options: argparse.Namespace, warehouse: Warehouse) -> int:
    if options.host not in ("127.0.0.1", "localhost", "::1"):
        raise Refused(
            _(
                "{host} would show the dashboard to the whole network, and there are no accounts yet. "
                "Leave --host out: the page is then served to this computer only."
            ).format(host=options.host)
        )
    from tuanqing.ui.server import serve

    if options.demo:
        from tuanqing.demo import DEMO, build, is_current

        warehouse = Warehouse(Path(options.warehouse) if options.warehouse else DEMO)
        if not is_current(warehouse):
            with _progress() as advance:
                build(warehouse, "all", advance)
    return serve(warehouse, options.host, options.port)


def _progress() -> Any:
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


def _import(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild
    from tuanqing.store.importing import Wish, import_files

    files = [Path(name) for name in options.files]
    for file in files:
        if not file.is_file():
            raise Refused(_("{file}: there is no such file.").format(file=file.name))
    answers: dict[str, str | None] = {}
    for pair in options.map:
        header, _sign, column = pair.rpartition("=")
        if not header:
            raise Refused(_("--map takes HEADER=COLUMN, not “{pair}”.").format(pair=pair))
        answers[header] = column or None
    wish = Wish(
        dataset=options.dataset,
        area=options.area,
        as_of=_date(options.as_of),
        sheet=options.sheet,
        encoding=options.encoding,
        covers=tuple(options.covers),
        columns=answers,
        yes=options.yes,
        partial=options.partial,
    )
    with _progress() as advance:
        outcomes = import_files(
            warehouse,
            files,
            contracts_of.load_all(),
            rebuild,
            wish,
            dry_run=options.dry_run,
            progress=advance,
            say=lambda sentence: print(sentence, file=sys.stderr),
        )
    receipts = [outcome.receipt for outcome in outcomes]
    refused = [receipt for receipt in receipts if receipt.error]
    if options.json:
        _print_json({"files": [receipt.as_json() for receipt in receipts]})
    else:
        for receipt in receipts:
            _print_receipt(receipt, options.dry_run)
    for receipt in refused:
        print(receipt.error, file=sys.stderr)
    return 1 if refused else 0


def _print_receipt(receipt: Any, dry_run: bool) -> None:
    if receipt.error:
        return
    titles = {name: contract.title for name, contract in contracts_of.load_all().items()}
    where = receipt.file + (f" [{receipt.sheet}]" if receipt.sheet else "")
    print(
        f"{where} → {titles.get(receipt.dataset, receipt.dataset)}"
        + (f"  {receipt.as_of}" if receipt.as_of else "")
    )
    skipped = sum(receipt.skipped.values())
    print(
        "  " + _("read {read} = added {added} + changed {changed} + unchanged {unchanged} + rejected {rejected} + skipped {skipped}").format(
            read=receipt.rows_read, added=receipt.added, changed=receipt.changed, unchanged=receipt.unchanged,
            rejected=receipt.rejected, skipped=skipped,
        )
    )  # fmt: skip
    if receipt.removed:
        print("  " + _("{count} rows of the list before are gone").format(count=receipt.removed))
    for entry in receipt.reasons[:10]:
        print(
            "  ✗ "
            + _("{reason} ({count} rows, first line {line})").format(
                reason=entry["reason"], count=entry["count"], line=entry["first_line"]
            )
        )
    if receipt.unmapped_headers:
        print(
            "  ? " + _("headers not used: {headers}").format(headers=_("、").join(receipt.unmapped_headers))
        )
    for warning in receipt.warnings:
        print(f"  ! {warning}")
    print(
        "  "
        + (_("dry run: nothing was published") if dry_run else _("batch {batch}").format(batch=receipt.batch))
    )


def _batches(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store import ledger

    with warehouse.read() as con:
        rows = ledger.batches(con).to_dicts()
    if options.json:
        for row in rows:
            row["skipped"] = json.loads(row["skipped"])
        _print_json(rows)
    else:
        keep = (
            "batch",
            "imported_at",
            "state",
            "dataset",
            "file",
            "sheet",
            "as_of",
            "rows_read",
            "added",
            "changed",
            "removed",
            "rejected",
        )
        _print(
            [
                {k: str(v)[:19] if k == "imported_at" else v for k, v in row.items() if k in keep}
                for row in rows
            ],
            "table",
        )
    return 0


def _withdraw(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild
    from tuanqing.store.importing import withdraw

    if warehouse.is_empty:
        _ignored = warehouse.current  # raises the sentence for an empty warehouse
    dataset = withdraw(warehouse, options.batch, contracts_of.load_all(), rebuild)
    print(
        _("Batch {batch} ({dataset}) is withdrawn; version {version}.").format(
            batch=options.batch, dataset=dataset, version=warehouse.version
        )
    )
    return 0


def _rejects(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store import exports, ledger

    with warehouse.read() as con:
        headers, rows = ledger.rejects(warehouse.folder / "rejects", con, options.batch)
    out = Path(options.out)
    write = exports.as_xlsx if out.suffix.lower() == ".xlsx" else exports.as_csv
    out.write_bytes(write(*exports.rejects_table(headers, rows)))
    print(_("{count} rejected rows written to {file}.").format(count=len(rows), file=out.name))
    return 0


def _read(options: argparse.Namespace, warehouse: Warehouse) -> int:
    import duckdb

    from tuanqing.store.reading import open_file

    del warehouse  # this command reads a file, no warehouse
    path = Path(options.file)
    if not path.is_file():
        raise Refused(_("{file}: there is no such file.").format(file=path.name))
    sheets = []
    for sheet in open_file(path, encoding=options.encoding):
        if options.sheet and sheet.name != options.sheet:
            continue
        with duckdb.connect() as con:
            sheet.load(con, "cells", after_line=0)
            columns = ", ".join(f"c{i}" for i in range(sheet.width))
            rows = con.execute(f"SELECT line, fault, {columns} FROM cells ORDER BY line").fetchall()
        sheets.append({
            "file": sheet.file, "sheet": sheet.name, "kind": sheet.kind, "encoding": sheet.encoding, "hidden": sheet.hidden,
            "notes": sheet.notes, "rows": [{"line": row[0], "fault": row[1], "cells": list(row[2:])} for row in rows],
        })  # fmt: skip
    if options.sheet and not sheets:
        raise Refused(_("{file} has no sheet “{sheet}”.").format(file=path.name, sheet=options.sheet))
    if options.format == "json":
        _print_json({"sheets": sheets})
        return 0
    for sheet in sheets:
        if options.format == "table":
            print(
                f"# {sheet['file']} {sheet['sheet']} {sheet['kind']} {sheet['encoding'] or ''} {'(hidden)' if sheet['hidden'] else ''}"
            )
            for note in sheet["notes"]:
                print(f"# {note}")
        _print(
            [
                {"line": row["line"], **{f"c{i}": cell for i, cell in enumerate(row["cells"])}}
                for row in sheet["rows"]
            ],
            options.format,
        )
    return 0


def _template(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store import exports

    del warehouse
    contracts = contracts_of.load_all()
    if options.dataset not in contracts:
        raise Refused(
            _("There is no dataset {name}. Known: {known}.").format(
                name=options.dataset, known=", ".join(contracts)
            )
        )
    Path(options.out).write_bytes(exports.template(contracts[options.dataset]))
    return 0


def _indicators(options: argparse.Namespace, warehouse: Warehouse) -> int:
    del warehouse  # the definitions are files, not data
    rows = [
        {
            "name": i.name, "title": i.title, "unit": i.unit, "better": i.better, "over_time": dict(i.over_time),
            "by": list(i.by), "numerator": i.numerator, "denominator": i.denominator, "source": i.source, "owner": i.owner,
        }
        for i in queries_of.load_all().indicators.values()
    ]  # fmt: skip
    if options.json:
        _print_json(rows)
    else:
        _print(
            [{k: r[k] for k in ("name", "title", "unit")} | {"by": ", ".join(r["by"])} for r in rows], "table"
        )
    return 0


def _indicator(name: str) -> Indicator:
    known = queries_of.load_all().indicators
    if name not in known:
        from rapidfuzz import process

        near = ", ".join(hit[0] for hit in process.extract(name, list(known), limit=3))
        raise Refused(_("There is no indicator {name}. Nearest: {near}.").format(name=name, near=near))
    return known[name]


def _only_root(con: Any, area: str | None) -> list[str]:
    from tuanqing.measure import read

    if area:
        return [read.place(con, area).code]
    return [code for code, _name, _level in read.roots(con)]


def _show(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import read

    indicator = _indicator(options.indicator)
    with warehouse.read() as con:
        areas = _only_root(con, options.area)
        if options.rows:
            return _show_rows(con, options, indicator, areas)
        rows, period = [], None
        for area in areas:
            period, found = _figures(con, options, indicator, area)
            rows += found
        as_of = max(
            (
                d
                for a in areas
                if (d := read.data_as_of(con, a, indicator.name, period.last if period else None))
            ),
            default=None,
        )
    if options.format == "json":
        _print_json({
            "indicator": indicator.name, "unit": indicator.unit, "as_of": str(period) if period else None,
            "data_as_of": as_of, "version": warehouse.version, "rows": rows,
        })  # fmt: skip
    else:
        _print(rows, options.format)
    return 0


def _asked_period(con: Any, options: argparse.Namespace, indicator: Indicator, area: str) -> periods.Period:
    from tuanqing.measure import read

    period = periods.parse(options.as_of) if options.as_of else read.default_period(con, indicator, area)
    return period.within(options.grain) if options.grain and not options.first else period


def _figures(
    con: Any, options: argparse.Namespace, indicator: Indicator, area: str
) -> tuple[periods.Period, list[dict[str, Any]]]:
    from tuanqing.measure import read

    if options.first or options.last:
        last = periods.parse(options.last or options.first)
        first = periods.parse(options.first or options.last)
        grain = options.grain or first.grain
        first, last = first.within(grain), periods.containing(last.last, grain)
        places = [area]
        if options.by in AREA_LEVELS:
            places = read.children(con, area, options.by)["area_code"].to_list()
        elif options.by:
            raise Refused(
                _("--by {by} goes with one period (--as-of), not with --from and --to.").format(by=options.by)
            )
        return last, [
            row for code in places for row in read.series(con, indicator, code, first, last).to_dicts()
        ]
    period = _asked_period(con, options, indicator, area)
    if options.by is None:
        rows = read.by_area(con, indicator, [area], period)
    elif options.by in AREA_LEVELS:
        below = read.children(con, area, options.by)
        codes = [area] if read.place(con, area).level == options.by else below["area_code"].to_list()
        rows = read.by_area(con, indicator, codes, period)
    else:
        rows = read.by_member(con, indicator, options.by, area, period)
    return period, rows.to_dicts()


def _show_rows(con: Any, options: argparse.Namespace, indicator: Indicator, areas: list[str]) -> int:
    from tuanqing.measure import read

    contracts, found = contracts_of.load_all(), []
    for area in areas:
        if options.first or options.last:
            period = periods.parse(options.last or options.first)
        else:
            period = _asked_period(con, options, indicator, area)
        for dataset in read.datasets_of(con, indicator.name):
            if dataset != "area":
                rows = read.sources(con, indicator, contracts[dataset], area, period)
                found.append({"dataset": dataset, "rows": rows.to_dicts()})
    if options.format == "json":
        _print_json({"indicator": indicator.name, "sources": found})
    else:
        for part in found:
            _print(part["rows"], options.format)
    return 0


def _check(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import read

    checks = queries_of.load_all().checks
    if options.name and options.name not in checks:
        raise Refused(
            _("There is no check {name}. Known: {known}.").format(name=options.name, known=", ".join(checks))
        )
    with warehouse.read() as con:
        rows = [
            {"check": check.name, "severity": check.severity, **row}
            for name, check in checks.items()
            if options.name in (None, name)
            for area in _only_root(con, options.area)
            for row in read.findings(con, check, area).to_dicts()
        ]
    _print(rows, "json" if options.json else "table")
    return 0


def _dictionary(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.show.dictionary import write

    del warehouse
    write(Path(options.out), contracts_of.load_all(), queries_of.load_all())
    return 0


def _backup(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store.backup import backup

    backup(warehouse, Path(options.file))
    print(
        _(
            "Version {version} is saved in {file}. Keep it as safe as the warehouse itself: it holds the key."
        ).format(version=warehouse.version, file=Path(options.file).name)
    )
    return 0


def _restore(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store.backup import restore

    restore(warehouse, Path(options.file))
    print(_("Restored version {version}.").format(version=warehouse.version))
    return 0
