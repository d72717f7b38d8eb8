"""Reports made over a warehouse, and the list of them: each can be made again from the same version to the same bytes."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from tuanqing.define import template as templates_of
from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.look import Look
from tuanqing.define.period import parse
from tuanqing.define.query import Library
from tuanqing.define.template import Template
from tuanqing.measure import seen
from tuanqing.show.document import make
from tuanqing.show.document.make import ReportOrder
from tuanqing.show.document.model import Document
from tuanqing.store.access.actor import note
from tuanqing.store.notes import remarks as notes
from tuanqing.store.notes import runs
from tuanqing.store.notes.runs import Run
from tuanqing.store.warehouse.versions import Warehouse


@dataclass(frozen=True)
class Press:
    """A warehouse with the definitions in force."""

    warehouse: Warehouse
    library: Library
    contracts: Mapping[str, Contract]

    def templates(self) -> dict[str, Template]:
        """The house's templates and the place's own."""
        return templates_of.load_all(self.warehouse.folder / templates_of.LOCAL)

    def document(self, wish: ReportOrder, version: str | None = None, remarks: int | None = None) -> Document:
        """A document from a version (the current one) with the remarks up to an entry (all)."""
        version = version or self.warehouse.version
        written = notes.latest(self.warehouse.folder, remarks)
        with closing(self.warehouse.read(version, wish.look)) as snapshot:
            seen.refuse_part(snapshot, wish.area)
            return make.document(snapshot, wish, version, self.library, self.contracts, written)

    def run(self, wish: ReportOrder, formats: Sequence[str]) -> tuple[Document, dict[str, bytes]]:
        """Make a report and put it on the list."""
        version, last = self.warehouse.version, notes.last_number(self.warehouse.folder)
        document = self.document(wish, version, last)
        made = make.files(document, formats)
        hashes = {name: make.digest(content) for name, content in made.items()}
        template = wish.template
        note(self.warehouse.folder, "report", template=wish.template.name, area=wish.area, period=str(wish.period))  # fmt: skip
        runs.record(
            self.warehouse.folder,
            Run(number=0, at="", kind=template.kind, template=template.name, text=template.text, area=wish.area,
                place=document.place, period=str(wish.period), version=version, remarks=last, extra=wish.extra,
                clips=wish.clips, verified=wish.look.verified, today=wish.look.today, hashes=hashes),
        )  # fmt: skip
        return document, made

    def again(self, run: Run) -> tuple[Document, dict[str, bytes], list[str]]:
        """Make a report once more from what it was made from; also the formats that came out otherwise.

        Raises Refused when its version is no longer kept.
        """
        counters = next(iter(templates_of.load_all().values())).counters
        template = templates_of.parse(run.text, run.template, f"{_('run')} {run.number}", counters)
        wish = ReportOrder(
            template, run.area, parse(run.period), run.extra, run.clips, Look(run.verified, run.today)
        )
        document = self.document(wish, run.version, run.remarks)
        made = make.files(document, list(run.hashes))
        return document, made, [n for n, content in made.items() if make.digest(content) != run.hashes[n]]
