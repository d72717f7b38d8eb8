"""Reports made over a warehouse, and the list of them: each can be made again from the same version to the same bytes."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from tuanqing.define import template as templates_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.look import Look
from tuanqing.define.period import parse
from tuanqing.define.query import Library
from tuanqing.define.template import Template
from tuanqing.measure import places, seen
from tuanqing.show import words
from tuanqing.show.document import make
from tuanqing.show.document.make import ReportOrder
from tuanqing.show.document.model import Document
from tuanqing.show.document.pack import packed
from tuanqing.store.access.actor import note
from tuanqing.store.batch.exports import as_csv
from tuanqing.store.notes import remarks as notes
from tuanqing.store.notes import runs
from tuanqing.store.notes.runs import Run
from tuanqing.store.warehouse.versions import Warehouse


@dataclass(frozen=True)
class Report:
    """One of many: whose it is, its files in the .zip, and what its cover says."""

    area: str
    place: str
    files: tuple[str, ...]
    cover: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """Reports of many places in one .zip, with a list of them (目录.csv)."""

    name: str
    content: bytes
    version: str
    reports: tuple[Report, ...]


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

    def run_each(
        self, wish: ReportOrder, level: str, formats: Sequence[str], template: str | None = None
    ) -> Batch:
        """A report for each unit of a level in the area of `wish`, by the template made for it (or the one of that name).

        Raises Refused where the area has none of the level.
        """
        with closing(self.warehouse.read(look=wish.look)) as snapshot:
            place = places.place(snapshot, wish.area)
            codes = places.below(snapshot, wish.area, level, wish.period)
        if not codes:
            raise Refused(
                _("{name} has no {level} below it.").format(name=place.name, level=words.level(level))
            )
        files: dict[str, bytes] = {}
        reports: list[Report] = []
        for code in codes:
            own = templates_of.choose(self.templates(), wish.template.kind, code, template)
            document, made = self.run(replace(wish, area=code, template=own), formats)
            names = {suffix: make.file_name(document, suffix) for suffix in made}
            if files.keys() & set(names.values()):  # two counties have a township of one name
                names = {suffix: f"{code}{name}" for suffix, name in names.items()}
            files |= {names[suffix]: content for suffix, content in made.items()}
            reports.append(Report(code, document.place, tuple(names.values()), document.cover))
        title = f"{place.name}{wish.period.words}{words.counted(level, len(reports))}.zip"
        files["目录.csv"] = _listed(reports)
        return Batch(title, packed(files), self.warehouse.version, tuple(reports))

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


def _listed(reports: Sequence[Report]) -> bytes:
    """The list of a batch, for a spreadsheet: unit, code, files, what each cover says."""
    head = [_("Unit"), _("Code"), _("File"), _("About the data")]
    return as_csv(
        head, [[each.place, each.area, " ".join(each.files), "".join(each.cover)] for each in reports]
    )
