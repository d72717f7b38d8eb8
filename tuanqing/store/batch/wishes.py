"""What was asked of an import, and what became of each sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.receipt import Receipt

BASES = (
    "consent",
    "duty",
)  # grounds to keep people under 14: the guardian's consent, a duty by law (PIPL art. 13, 31)


@dataclass(frozen=True)
class ImportWish:
    """What the person importing has said about the files."""

    dataset: str | None = None
    area: str | None = None  # the county (or prefecture, or township) the files belong to
    as_of: date | None = None
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None  # what stands between the cells of a text
    covers: tuple[str, ...] = ()  # the areas the file speaks for
    months: tuple[date, date] | None = (
        None  # of events: the first and last it speaks for, by their first days
    )
    columns: Mapping[str, str | None] = field(default_factory=dict)  # header → column
    given: Mapping[str, str] = field(default_factory=dict)  # column → what every row has there
    yes: bool = False
    partial: bool | None = None  # the file only supplements the list; None: yes if it is mended rejects


Wishes = Mapping[tuple[Path, str], ImportWish | None]  # per file and sheet; None leaves the sheet out


@dataclass(frozen=True)
class Outcome:
    """A receipt, and for the page a few rows of each kind: accepted, rejected, gone."""

    receipt: Receipt
    path: Path | None = None
    recognition: Recognition | None = None
    scope: str | None = None  # the county (or prefecture) its names were looked up in
    partial: bool = False
    occurring: Sequence[str] = ()  # the townships (else counties) that have rows in it
    headers: Sequence[str] = ()  # of the header, or of the fullest row when none was found
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def refused(self, sentence: str) -> "Outcome":
        """The same, not published for the reason told."""
        return replace(self, receipt=replace(self.receipt, batch=None, error=sentence))
