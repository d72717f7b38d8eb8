"""Reports of the five places, each composed once."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tuanqing.define import template as templates_of
from tuanqing.define.period import parse
from tuanqing.show.document import make
from tuanqing.show.document.model import Document

PERIODS = {  # area → the last month, quarter and year its samples reach
    "411424": ("2023-12", "2023Q4", "2023"),
    "522731": ("2023-06", "2023Q2", "2023"),  # the year is half full
    "331081": ("2020-06", "2020Q2", "2019"),
    "320281": ("2021-12", "2021Q4", "2021"),
    "3608": ("2021-12", "2021Q4", "2021"),
}
KINDS = ("month", "quarter", "year")
REPORTS = [
    (area, kind, period)
    for area, periods in PERIODS.items()
    for kind, period in zip(KINDS, periods, strict=True)
]


@pytest.fixture(scope="session")
def con(samples) -> Iterator[Any]:
    with closing(samples.read()) as con:
        yield con


@pytest.fixture(scope="session")
def composed(samples, con, library, contracts) -> Callable[..., Document]:
    """composed(area, kind, period) gives the document, the same one each time."""
    templates, kept = templates_of.load_all(), {}

    def composed(area: str, kind: str, period: str, template: str | None = None) -> Document:
        key = (area, kind, period, template)
        if key not in kept:
            chosen = templates_of.choose(templates, kind, area, template)
            wish = make.ReportOrder(chosen, area, parse(period))
            kept[key] = make.document(con, wish, samples.version, library, contracts)
        return kept[key]

    return composed
