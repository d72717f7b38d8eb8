"""Commands about rows: import, batches, withdraw, rejects, template, demo, serve."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tuanqing.command import users
from tuanqing.command.output import day, print_json, print_rows, progress
from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import months
from tuanqing.store.access import accounts
from tuanqing.store.access.actor import note
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.versions import Warehouse


def demo(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.command.demo import build

    with progress() as advance:
        build(warehouse, options.place, advance)
    print(_("The sample warehouse is ready: version {version}.").format(version=warehouse.version))
    return 0


def serve(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.ui.frame.server import Outside, serve

    outside = Outside(
        options.name,
        options.proxy,
        options.user_header or "",
        options.certificate and Path(options.certificate),
        options.certificate_key and Path(options.certificate_key),
    )
    if options.demo:
        from tuanqing.command.demo import DEMO, meanwhile

        warehouse = Warehouse(Path(options.warehouse) if options.warehouse else DEMO)
        with meanwhile(warehouse):
            return serve(warehouse, options.host, options.port, options.open, outside, is_demo=True)
    return serve(warehouse, options.host, options.port, options.open, outside)


def import_(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild
    from tuanqing.store.batch.importing import import_files
    from tuanqing.store.batch.wishes import ImportWish

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
    given: dict[str, str] = {}
    for pair in options.set:
        column, sign, text = pair.partition("=")
        if not (column.strip() and sign and text.strip()):
            raise Refused(_("--set takes COLUMN=VALUE, not “{pair}”.").format(pair=pair))
        given[column.strip()] = text.strip()
    wish = ImportWish(
        dataset=options.dataset,
        area=options.area,
        as_of=day(options.as_of),
        sheet=options.sheet,
        encoding=options.encoding,
        separator=options.separator,
        covers=tuple(options.covers),
        months=months(options.months) if options.months else None,
        columns=answers,
        given=given,
        yes=options.yes,
        partial=options.partial,
    )
    with progress() as advance:
        outcomes = import_files(
            warehouse,
            files,
            contracts_of.load_all(),
            rebuild,
            wish,
            dry_run=options.dry_run,
            basis=options.basis,
            progress=advance,
            say=lambda sentence: print(sentence, file=sys.stderr),
        )
    receipts = [outcome.receipt for outcome in outcomes]
    refused = [receipt for receipt in receipts if receipt.error]
    if options.json:
        print_json({"files": [as_json(receipt) for receipt in receipts]})
    else:
        for receipt in receipts:
            for line in in_words(receipt, options.dry_run):
                print(line)
    for receipt in refused:
        print(receipt.error, file=sys.stderr)
    if any(receipt.batch is not None for receipt in receipts):
        _print_excesses(warehouse)
    return 1 if refused else 0


def _print_excesses(warehouse: Warehouse) -> None:
    from tuanqing.define import query as queries_of
    from tuanqing.measure.excess import excesses

    with warehouse.read() as snapshot:
        for excess in excesses(snapshot, queries_of.load_all().indicators.values()):
            print(f"  ! {excess.sentence}", file=sys.stderr)


def as_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt as a program reads it, with what was left out in words too."""
    from tuanqing.show.receipt import left_out

    return {**receipt.as_json(), "left_out_because": left_out(receipt)}


def in_words(receipt: Receipt, dry_run: bool = False) -> Iterator[str]:
    """A sheet's account, line by line; of one that was refused only what its rows were, and nothing of why."""
    from tuanqing.show.receipt import left_out
    from tuanqing.show.receipt import skipped as skipped_kinds

    if receipt.error and not receipt.needs_yes:
        return
    titles = {name: contract.title for name, contract in contracts_of.load_all().items()}
    dataset = receipt.dataset or ""
    where = receipt.file + (f" [{receipt.sheet}]" if receipt.sheet else "")
    yield f"{where} → {titles.get(dataset, dataset)}" + (f"  {receipt.as_of}" if receipt.as_of else "")
    skipped = sum(receipt.skipped.values())
    yield (
        "  " + _("read {read} = added {added} + changed {changed} + unchanged {unchanged} + rejected {rejected} + skipped {skipped}").format(
            read=receipt.rows_read, added=receipt.added, changed=receipt.changed, unchanged=receipt.unchanged,
            rejected=receipt.rejected, skipped=skipped,
        )
    )  # fmt: skip
    if skipped:
        yield "  – " + _("skipped: {kinds}").format(kinds=skipped_kinds(receipt.skipped))
    for sentence in left_out(receipt):
        yield f"  – {sentence}"
    if receipt.removed:
        yield "  " + _("{count} rows of the list before are gone").format(count=receipt.removed)
    for entry in receipt.reasons[:10]:
        yield (
            "  ✗ "
            + _("{reason} ({count} rows, first line {line})").format(
                reason=entry["reason"], count=entry["count"], line=entry["first_line"]
            )
        )
    if receipt.unmapped_headers:
        yield (
            "  ? " + _("headers not used: {headers}").format(headers=_("、").join(receipt.unmapped_headers))
        )
    for warning in receipt.warnings:
        yield f"  ! {warning}"
    if receipt.error:  # what is asked follows
        return
    yield (
        "  "
        + (_("dry run: nothing was published") if dry_run else _("batch {batch}").format(batch=receipt.batch))
    )


def batches(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store.batch import ledger

    with warehouse.read() as snapshot:
        rows = ledger.batches(snapshot).to_dicts()
        again = ledger.to_import_again(snapshot)
    if options.json:
        for row in rows:
            row["skipped"] = json.loads(row["skipped"])
        print_json(rows)
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
        print_rows(
            [
                {k: str(v)[:19] if k == "imported_at" else v for k, v in row.items() if k in keep}
                for row in rows
            ],
            "table",
        )
    if again:
        sentence, named = ledger.merged(again)
        print("\n  ".join([sentence, *named]), file=sys.stderr)
    return 0


def withdraw(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild
    from tuanqing.store.batch.importing import withdraw

    if warehouse.is_empty:
        _ignored = warehouse.current  # raises the sentence for an empty warehouse
    dataset = withdraw(warehouse, options.batch, contracts_of.load_all(), rebuild)
    print(
        _("Batch {batch} ({dataset}) is withdrawn; version {version}.").format(
            batch=options.batch, dataset=dataset, version=warehouse.version
        )
    )
    return 0


def refresh(_options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild
    from tuanqing.store.batch.importing import refresh

    if warehouse.is_empty:
        _ignored = warehouse.current  # raises the sentence for an empty warehouse
    refresh(warehouse, contracts_of.load_all(), rebuild)
    print(_("The indicators are worked out again; version {version}.").format(version=warehouse.version))
    for sentence in _overwritten(warehouse):
        said = _("{sentence}. A new dated row (`from`, `valid_from`) would leave them as they were.")
        print(said.format(sentence=sentence), file=sys.stderr)
    _print_excesses(warehouse)
    return 0


def _overwritten(warehouse: Warehouse) -> list[str]:
    """Which targets and rules were found today to be others than when their months were reported."""
    from tuanqing.define import query as queries_of
    from tuanqing.measure import overwritten
    from tuanqing.show.overwritten import sentence

    library = queries_of.load_all()
    with warehouse.read() as snapshot:
        found = [each for each in overwritten.read(snapshot) if each.noted == date.today()]
    return [sentence(each, library) for each in found]


def rejects(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store.batch import exports, ledger

    with warehouse.read() as snapshot:
        headers, rows = ledger.rejects(warehouse.folder, snapshot, options.batch)
        contract = contracts_of.load_all().get(ledger.receipt(snapshot, options.batch).dataset or "")
    if rows and (contract is None or contract.names_people) and accounts.exist(warehouse.folder):
        _unmask(options, warehouse)
    out = Path(options.out)
    write = exports.as_xlsx if out.suffix.lower() == ".xlsx" else exports.as_csv
    disk.write(out, write(*exports.rejects_table(headers, rows)))  # it quotes people: for its owner alone
    print(_("{count} rejected rows written to {file}.").format(count=len(rows), file=out.name))
    return 0


def _unmask(options: argparse.Namespace, warehouse: Warehouse) -> None:
    """Write down who takes rows that quote people, and why. Raises Refused for a role that may not, or without a reason."""
    if options.user:
        users.act_for(warehouse, options.user, "unmask")
    if not (options.reason or "").strip():
        raise Refused(
            _("These rows quote people. Say why you take them: --reason TEXT. It goes into the log.")
        )
    note(warehouse.folder, "unmask", batch=options.batch, why=options.reason.strip())


def template(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.store.batch import examples

    contracts = contracts_of.load_all()
    if options.dataset not in contracts:
        raise Refused(
            _("There is no dataset {name}. Known: {known}.").format(
                name=options.dataset, known=", ".join(contracts)
            )
        )
    contract = contracts[options.dataset]
    if options.each:
        return _each(options, warehouse, contract)
    if options.prefilled or options.area or options.period:
        raise Refused(_("--prefilled, --area and --period go with --each township: whose list, and of when."))
    if options.filled:
        where = examples.ELSEWHERE
        if not warehouse.is_empty:
            with warehouse.read() as snapshot:
                where = examples.places(snapshot) or where
        content = examples.filled(contract, where)
    else:
        content = examples.with_example(contract)
    Path(options.out).write_bytes(content)
    return 0


def _each(options: argparse.Namespace, warehouse: Warehouse, contract: contracts_of.Contract) -> int:
    """One workbook for each unit that owes the dataset, as a .zip."""
    from tuanqing.measure import collecting, places
    from tuanqing.store.batch import exports

    period = periods.parse(options.period) if options.period else None
    found = []
    with warehouse.read() as snapshot:
        areas = [options.area] if options.area else [code for code, _name, _level in places.roots(snapshot)]
        for area in areas:
            try:
                found += collecting.asks(
                    snapshot, contract, places.place(snapshot, area).code, options.each, period, prefilled=options.prefilled
                )  # fmt: skip
            except Refused as refusal:
                if len(areas) == 1:
                    raise
                print(f"{places.place(snapshot, area).name}: {refusal}", file=sys.stderr)
    if not found:
        raise Refused(_("Nobody owes {title}.").format(title=contract.title))
    out = Path(options.out)
    disk.write(out, exports.archive(contract, found))
    print(
        _("{count} workbooks of {title} written to {file}.").format(
            count=len(found), title=contract.title, file=out.name
        )
    )
    return 0
