"""Commands about corrections: make one, list them, take one back."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from tuanqing.command.output import day, print_json, print_rows
from tuanqing.define import contract as contracts_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show import corrections as words
from tuanqing.store.batch import correcting
from tuanqing.store.warehouse import corrections
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `correct` takes."""
    pair = _("COLUMN=VALUE")
    parser.add_argument("dataset", metavar="DATASET")
    parser.add_argument(
        "--key",
        metavar=pair,
        action="append",
        default=[],
        help=_("which row: a column of its key; may be said more than once"),
    )
    parser.add_argument(
        "--where",
        metavar=pair,
        action="append",
        default=[],
        help=_("which rows: area=CODE, period=2023-12, batch=N, line=N, or any column"),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--drop", action="store_true", help=_("the rows do not count"))
    what.add_argument(
        "--set", metavar=pair, action="append", default=[], help=_("what a column should have been")
    )
    what.add_argument(
        "--scale",
        metavar=_("COLUMN=FACTOR"),
        action="append",
        default=[],
        help=_("multiply a column, e.g. by 0.0001 where yuan were taken for ten thousand yuan"),
    )
    what.add_argument(
        "--flag", action="store_true", help=_("the rows count, and their figures say that they are in doubt")
    )
    parser.add_argument("--reason", required=True, metavar="TEXT", help=_("it stands beside the figures"))
    parser.add_argument("--who", required=True, metavar="NAME", help=_("who says so"))
    parser.add_argument("--expires", metavar="DATE", help=_("the last day on which it applies"))
    parser.add_argument(
        "--expect",
        metavar=pair,
        action="append",
        default=[],
        help=_(
            "what the source says now: a column, or rows=N; once it says something else, the correction no longer "
            "applies. Left out, it is read from the rows"
        ),
    )


def correct(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Make a correction and publish the version that has it."""
    from tuanqing.measure import rebuild

    contracts = contracts_of.load_all()
    contract = contracts.get(options.dataset)
    if contract is None:
        raise Refused(
            _("There is no dataset {name}. Known: {known}.").format(
                name=options.dataset, known=", ".join(contracts)
            )
        )
    if warehouse.is_empty:
        _ignored = warehouse.current  # raises the sentence for an empty warehouse
    said = {
        "key": _pairs(options.key, contract),
        "where": _pairs(options.where, contract, whole=("batch", "line")),
        "set": _pairs(options.set, contract),
        "factor": _pairs(options.scale, contract),
        "expect": _pairs(options.expect, contract, whole=("rows",)),
        "expires": day(options.expires),
    }
    what = "drop" if options.drop else "flag" if options.flag else "override" if options.set else "scale"
    table = {"dataset": contract.name, "what": what, "reason": options.reason, "who": options.who}
    made = correcting.make(
        warehouse,
        {**table, **{key: value for key, value in said.items() if value}},
        contracts,
        rebuild,
        lambda sentence: print(sentence, file=sys.stderr),
    )
    print(f"{corrections.applies(made)}; {warehouse.version}")
    return 0


def _pairs(given: Sequence[str], contract: Contract, whole: Sequence[str] = ()) -> dict[str, Any]:
    """Columns with what is said of them; a column by its name or by a header it goes by."""
    names = {header: column.name for column in contract.columns.values() for header in column.header}
    found: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise Refused(_("“{text}” is no pair. Write COLUMN=VALUE.").format(text=text))
        name = name if name in contract.columns else names.get(name, name)
        found[name] = int(value) if name in whole and value.isdecimal() else value
    return found


def listed(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Every correction and what became of it; or, with --withdraw, one taken back."""
    contracts = contracts_of.load_all()
    if options.withdraw:
        return _withdraw(options, warehouse)
    with warehouse.read() as snapshot:
        found = correcting.history(snapshot, contracts)
    rows = [
        {
            **words.entry(each["stands"]),
            "state": each["stands"].state,
            "rows": each["stands"].rows,
            "made_at": each["made_at"],
            "withdrawn_at": each["withdrawn_at"],
            "withdrawn_by": each["withdrawn_by"],
            "problem": corrections.trouble(each["stands"]),
        }
        for each in found
    ]
    if options.json:
        print_json({"corrections": rows})
        return 0
    keep = ("correction", "state", "dataset", "what", "rows", "reason", "who", "made_on", "expires")
    print_rows([{key: row[key] for key in keep} for row in rows], "table")
    for row in rows:
        if row["problem"]:
            print(row["problem"], file=sys.stderr)
    return 0


def _withdraw(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import rebuild

    if warehouse.is_empty:
        _ignored = warehouse.current  # raises the sentence for an empty warehouse
    correcting.withdraw(
        warehouse,
        options.withdraw,
        options.who or "",
        contracts_of.load_all(),
        rebuild,
        lambda sentence: print(sentence, file=sys.stderr),
    )
    print(
        _("Correction {name} is withdrawn; version {version}.").format(
            name=options.withdraw, version=warehouse.version
        )
    )
    return 0
