"""The command about composite indices."""

import argparse
import sys

from tuanqing.command.numbers import one_place
from tuanqing.command.output import print_json, print_rows
from tuanqing.define import index as index_of
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import completeness
from tuanqing.store.warehouse.versions import Warehouse

SHORT = (
    "rank",
    "area_name",
    "score",
    "delta",
    "stars",
    "veto",
    "known",
    "rank_low",
    "rank_high",
    "left_out_low",
    "left_out_high",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing index` takes."""
    parser.add_argument("name", metavar="NAME", help=_("a file of data/rules/indices"))
    parser.add_argument("--area", metavar="CODE")
    parser.add_argument("--as-of", metavar="PERIOD", help=_("a month, quarter, half-year or year"))
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def index(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """One index: every area's score, rank and stars, and what each score is made of."""
    from tuanqing.measure import corrected, read
    from tuanqing.measure import index as indices
    from tuanqing.show import corrections, words

    known = index_of.load_all(queries_of.load_all().indicators)
    if options.name not in known:
        raise Refused(
            _("There is no index {name}. Known: {known}.").format(name=options.name, known=", ".join(known))
        )
    with warehouse.read() as snapshot:
        area = one_place(snapshot, options.area)
        period = periods.parse(options.as_of) if options.as_of else _latest(snapshot, area)
        asked = index_of.choose(known, options.name, area, period.last)
        scored = indices.score(snapshot, asked, area, period)
        as_of = read.data_as_of(snapshot, area, None, period.last)
        touching = {
            each.name: each
            for part in asked.parts
            for each in corrected.Corrected.of(snapshot).figure(part.indicator, area, period)
        }
    if options.format == "json":
        print_json({
            "index": asked.name, "title": asked.title, "area": area, "as_of": str(period), "data_as_of": as_of,
            "version": warehouse.version, "incomparable": list(scored.incomparable),
            "corrections": [corrections.entry(each) for each in touching.values()], "rows": scored.areas.to_dicts(),
            "parts": scored.parts.to_dicts(), "bands": scored.bands.to_dicts(),
        })  # fmt: skip
    elif options.format == "csv":
        print_rows(scored.areas.drop("missing").to_dicts(), "csv")
    else:
        rows = scored.areas.select(SHORT).to_dicts()
        print_rows(
            [{k: words.rounded(v, 2) if isinstance(v, float) else v for k, v in row.items()} for row in rows],
            "table",
        )
        for each in touching.values():
            print(corrections.sentence(each), file=sys.stderr)
    return 0


def _latest(snapshot, area: str) -> periods.Period:
    """The year of the latest data: an index is a yearly thing unless asked otherwise."""

    span = completeness.span(snapshot, area)
    if span is None:
        raise Refused(_("Nothing has been reported here yet."))
    return periods.containing(span[1], "year")
