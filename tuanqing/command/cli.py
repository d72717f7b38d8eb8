"""The command line: the same reads and writes as the pages, without a browser.

Exit 0 done, 1 refused with a sentence on stderr, 2 wrong usage. `--json` prints one JSON document and nothing else.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tuanqing.command.output import refused_by_disk
from tuanqing.define import disk, house
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import act_as
from tuanqing.store.warehouse import scratch
from tuanqing.store.warehouse.versions import Warehouse, default_folder


class _Later:
    """A module of commands, imported when one of them is asked for: measuring and drawing take a second to import."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, called: str) -> Any:
        return lambda *what: getattr(import_module(f"tuanqing.command.{self.name}"), called)(*what)


area, care, correct, funnels, indices = map(_Later, ("area", "care", "correct", "funnels", "indices"))
numbers, owed = map(_Later, ("numbers", "owed"))
plans, reports, rows, sheets, watch = map(_Later, ("plans", "reports", "rows", "sheets", "watch"))
audit, users, todos, lake, finding = map(_Later, ("audit", "users", "todo", "lake", "find"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    disk.console()
    words = sys.argv[1:] if arguments is None else arguments
    options = _parser(next((word for word in words if not word.startswith("-")), "")).parse_args(words)
    warehouse = Warehouse(
        Path(options.warehouse or default_folder()), _rebuild, lambda said: print(said, file=sys.stderr)
    )
    try:
        house.whole()
        scratch.sweep()
        warehouse.sweep()
        act_as(None)
        if name := getattr(options, "user", None):
            warehouse = users.act_for(warehouse, name, options.needs)
        return options.run(options, warehouse)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `tuanqing … | head`
        sys.stderr.close()
        return 0
    except OSError as fault:
        print(refused_by_disk(fault), file=sys.stderr)
        return 1


def _rebuild(*draft: Any) -> None:
    """Measuring takes a second to import, and most commands measure nothing."""
    from tuanqing.measure import rebuild

    rebuild(*draft)


def _parser(asked: str) -> argparse.ArgumentParser:
    """Every command; of those whose modules say themselves what they take, only the one asked for knows it."""
    parser = argparse.ArgumentParser(prog="tuanqing", description=_("County-level youth-work metrics."))
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--warehouse", metavar="DIR", help=_("the warehouse folder ($TUANQING_HOME)"))

    def command(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help, parents=[shared])
        sub.set_defaults(run=run)
        return sub

    def for_somebody(parser: argparse.ArgumentParser, needs: str) -> argparse.ArgumentParser:
        parser.add_argument(
            "--user",
            metavar="NAME",
            help=_("do it as this account: its role and its areas hold, the log names it"),
        )
        parser.set_defaults(needs=needs)
        return parser

    def with_its_own(module: _Later, parser: argparse.ArgumentParser) -> None:
        if parser.prog == f"tuanqing {asked}":
            module.add_arguments(parser)

    demo = command("demo", rows.demo, _("build a warehouse from the samples"))
    demo.add_argument(
        "--place", default="all", choices=["柘城县", "惠水县", "温岭市", "江阴市", "吉安市", "all"]
    )
    serve = command("serve", rows.serve, _("serve the web page"))
    serve.add_argument("--demo", action="store_true", help=_("build and show the sample warehouse"))
    serve.add_argument("--open", action="store_true", help=_("show it in the browser, too"))
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="H", help=_("the address to listen on; another needs accounts")
    )
    serve.add_argument(
        "--name", action="append", default=[], metavar="NAME", help=_("a name people reach this server by")
    )
    serve.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="PEER",
        help=_("the address of a reverse proxy to believe"),
    )
    serve.add_argument(
        "--user-header",
        metavar="HEADER",
        help=_("where that proxy says who has signed in, e.g. X-Remote-User"),
    )
    serve.add_argument("--certificate", metavar="FILE", help=_("a TLS certificate (.pem)"))
    serve.add_argument("--certificate-key", metavar="FILE", help=_("its key (.pem)"))
    with_its_own(
        area,
        command(
            "area", area.area, _("bring in a county's townships and villages from the divisions that ship")
        ),
    )
    load = for_somebody(command("import", rows.import_, _("import exported files")), "import")
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--dataset", metavar="NAME")
    load.add_argument("--area", metavar="CODE", help=_("the county (or prefecture) the files belong to"))
    load.add_argument("--as-of", metavar="DATE", help=_("the date a list is of"))
    load.add_argument("--sheet", metavar="S")
    load.add_argument("--encoding", metavar="E", help=_("when it cannot be told from the bytes, e.g. big5"))
    load.add_argument("--separator", metavar="C", help=_("what stands between the cells of a text"))
    load.add_argument(
        "--covers",
        metavar="CODE",
        action="append",
        default=[],
        help=_("an area the file speaks for, with or without rows; may be said more than once"),
    )
    load.add_argument(
        "--months", metavar="A..B", help=_("the months the file speaks for, e.g. 2023-01..2023-06 or 2023Q2")
    )
    load.add_argument(
        "--map",
        metavar=_("HEADER=COLUMN"),
        action="append",
        default=[],
        help=_("which column a header names"),
    )
    load.add_argument(
        "--set",
        metavar=_("COLUMN=VALUE"),
        action="append",
        default=[],
        help=_("what every row has in a column the sheet lacks, e.g. the name of a survey"),
    )
    load.add_argument("--yes", action="store_true", help=_("publish even if many rows would disappear"))
    load.add_argument(
        "--partial", action="store_true", default=None, help=_("the file only supplements the list in force")
    )
    load.add_argument(
        "--basis", choices=["consent", "duty"], default="",
        help=_("on which ground people under 14 are kept: the guardian's consent, a duty by law; asked for where there are accounts"),
    )  # fmt: skip
    load.add_argument("--dry-run", action="store_true", help=_("do everything but publish"))
    load.add_argument("--json", action="store_true")
    with_its_own(
        watch,
        for_somebody(
            command("watch", watch.watch, _("import what is dropped into a folder, and move it away")),
            "import",
        ),
    )
    listed = command("batches", rows.batches, _("list what was imported"))
    for_somebody(listed, "import").add_argument("--json", action="store_true")
    for_somebody(command("withdraw", rows.withdraw, _("take a batch back")), "withdraw").add_argument(
        "batch", type=int, metavar="BATCH"
    )
    with_its_own(
        correct,
        for_somebody(
            command("correct", correct.correct, _("say what a source got wrong, beside its rows")), "correct"
        ),
    )
    listed = command("corrections", correct.listed, _("list the corrections, or take one back"))
    for_somebody(listed, "correct")
    listed.add_argument("--withdraw", metavar="NAME", help=_("take this one back"))
    listed.add_argument("--who", metavar="NAME", help=_("who takes it back"))
    listed.add_argument("--json", action="store_true")
    command(
        "refresh",
        rows.refresh,
        _("work the indicators out again after a query, rule or contract has changed"),
    )
    rejects = command("rejects", rows.rejects, _("write a batch's rejected rows to a file"))
    for_somebody(rejects, "rows")
    rejects.add_argument(
        "--reason", metavar="TEXT", help=_("why rows that quote people are taken, where there are accounts")
    )
    rejects.add_argument("batch", type=int, metavar="BATCH")
    rejects.add_argument("--out", required=True, metavar="FILE", help=_(".csv or .xlsx"))
    with_its_own(
        sheets, command("read", sheets.read, _("show what the reader understood, before any contract"))
    )
    template = command("template", rows.template, _("write a dataset's empty workbook"))
    for_somebody(template, "rows")
    template.add_argument("dataset", metavar="DATASET")
    template.add_argument(
        "--filled", action="store_true", help=_("with three invented rows, to be tried as they are")
    )
    template.add_argument("--out", required=True, metavar="FILE")
    template.add_argument(
        "--each",
        choices=["county", "township", "school"],
        help=_("one for each such unit that owes it, in a .zip; its title says whose it is and of when"),
    )
    template.add_argument(
        "--prefilled", action="store_true", help=_("with what the unit's last accepted list holds")
    )
    template.add_argument("--area", metavar="CODE", help=_("of the units in this area"))
    template.add_argument(
        "--period", metavar="2023-12|2023", help=_("the last month that is owed and has ended by default")
    )
    command("indicators", numbers.indicators, _("list the indicators")).add_argument(
        "--json", action="store_true"
    )
    show = command("show", numbers.show, _("show an indicator"))
    show.add_argument("indicator", metavar="INDICATOR")
    show.add_argument("--area", metavar="CODE", help=_("the area; without it, every area nothing lies above"))
    show.add_argument(
        "--by", metavar="LEVEL|COLUMN", help=_("one row for each township, school …, or for each kind")
    )
    show.add_argument(
        "--as-of", "--period", metavar="PERIOD", help=_("the period, e.g. 2023-12, 2023Q4 or 2023")
    )
    show.add_argument("--from", dest="first", metavar="MONTH", help=_("the first period of several"))
    show.add_argument("--to", dest="last", metavar="MONTH", help=_("the last of them"))
    show.add_argument(
        "--grain",
        choices=["month", "quarter", "half", "year"],
        help=_("months, quarters, half-years or years"),
    )
    show.add_argument("--rows", action="store_true", help=_("the imported rows behind the figure"))
    _add_look(show)
    _add_format(show)
    for_somebody(show, "see")
    funnel = command("funnel", funnels.funnel, _("count people through the steps of a pipeline"))
    funnel.add_argument("name", metavar="NAME")
    funnel.add_argument("--area", metavar="CODE")
    funnel.add_argument("--by", metavar="LEVEL|COLUMN|month|half|school_year")
    funnel.add_argument("--from", dest="first", metavar="DATE", help=_("who started on or after this day"))
    funnel.add_argument("--to", dest="last", metavar="DATE", help=_("who started on or before this day"))
    funnel.add_argument("--within", type=int, metavar="DAYS", help=_("the window from the start"))
    funnel.add_argument("--order", choices=["first", "latest"], default="first", help=_("which start counts"))
    funnel.add_argument("--as-of", metavar="DATE", help=_("what came later is not seen"))
    funnel.add_argument("--steps", metavar="LIST", help=_("the step list, if not the one of the area"))
    funnel.add_argument(
        "--strict",
        metavar="MODE",
        help=_("another reading of the order: ordered, strict_order, strict_increase, any_order …"),
    )
    _add_look(funnel)
    _add_format(funnel)
    for_somebody(funnel, "see")
    ranked = command("index", indices.index, _("rank areas by a composite index"))
    with_its_own(indices, for_somebody(ranked, "see"))
    served = command("plan", plans.plan, _("say which units to serve first to reach a target"))
    with_its_own(plans, for_somebody(served, "rows"))
    check = command("check", numbers.check, _("list what looks wrong or is overdue"))
    for_somebody(check, "rows")
    check.add_argument("name", nargs="?", metavar="NAME")
    check.add_argument("--area", metavar="CODE")
    check.add_argument(
        "--as-of", metavar="MONTH", help=_("what stood at its end; without it, what stands now")
    )
    check.add_argument("--json", action="store_true")
    given = command(
        "completeness", owed.completeness, _("say who owes which data, and who has given it in time")
    )
    with_its_own(owed, for_somebody(given, "see"))
    written = command("report", reports.report, _("write a report, or fill a form"))
    with_its_own(reports, for_somebody(written, "report"))
    with_its_own(
        todos,
        for_somebody(
            command("todo", todos.todo, _("list what is to be followed up, or write on one item")), "remark"
        ),
    )
    searched = command("find", finding.find, _("find places, indicators and data by name or initials"))
    with_its_own(finding, for_somebody(searched, "see"))
    dictionary = command("dictionary", numbers.dictionary, _("write the data dictionary (.html or .md)"))
    dictionary.add_argument("--out", required=True, metavar="FILE")
    doctor = command("doctor", care.doctor, _("say what is wrong with the warehouse, and what to do"))
    doctor.add_argument("--json", action="store_true")
    recover = command(
        "recover", care.recover, _("list the versions that are there and go on with one of them")
    )
    recover.add_argument("version", nargs="?", metavar="VERSION")
    recover.add_argument("--yes", action="store_true", help=_("take the newest whole one without asking"))
    recover.add_argument("--json", action="store_true", help=_("list them and change nothing"))
    purge = command(
        "purge", care.purge, _("drop old versions, and the bytes of what was taken away, from the disk")
    )
    what = purge.add_mutually_exclusive_group()
    what.add_argument(
        "--before", metavar="DATE", help=_("versions published, and rows rejected, before this day")
    )
    what.add_argument(
        "--batch", type=int, metavar="N", help=_("a withdrawn batch: every version that may still hold it")
    )
    what.add_argument(
        "--due",
        action="store_true",
        help=_("what is older than the retention in data/access.toml lets it be"),
    )
    purge.add_argument("--json", action="store_true")
    forget = command("forget", care.forget, _("erase one person from everything that is kept"))
    forget.add_argument(
        "number",
        metavar="PERSON-NUMBER",
        help=_("ID, volunteer or League number; - reads it from standard input"),
    )
    forget.add_argument("--json", action="store_true")
    backup = command("backup", care.backup, _("write the whole warehouse to one file"))
    backup.add_argument("file", metavar="FILE")
    for_somebody(backup, "export")
    keyed = backup.add_mutually_exclusive_group()
    keyed.add_argument("--with-key", action="store_true", help=_("put the key in, too"))
    keyed.add_argument(
        "--without-key", action="store_true", help=_("leave the key out (it is left out anyway)")
    )
    with_its_own(
        lake,
        for_somebody(
            command("export", lake.export, _("write the rows as a lake of Delta tables for other programs")),
            "export",
        ),
    )
    with_its_own(
        lake,
        for_somebody(
            command("cube", lake.cube, _("work the figures out on a cluster, over a lake")), "export"
        ),
    )
    restore = command("restore", care.restore, _("make a warehouse from a backup"))
    restore.add_argument("file", metavar="FILE")
    with_its_own(users, command("user", users.user, _("who may sign in to the page")))
    with_its_own(audit, command("audit", audit.audit, _("what was done, and whether the log is whole")))
    key = command("key", care.key, _("the secret people's numbers are hashed with"))
    key.add_argument("what", choices=["show-fingerprint", "rotate"])
    return parser


def _add_look(parser: argparse.ArgumentParser) -> None:
    from tuanqing.command import output

    output.add_look(parser)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")
