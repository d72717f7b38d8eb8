"""Reports made over a warehouse, and the list of them: each can be made again from the same version to the same bytes."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from tuanqing.define import template as templates_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.look import PLAIN, Look
from tuanqing.define.period import Period, parse
from tuanqing.define.query import Library
from tuanqing.define.template import Template
from tuanqing.measure import places, read, seen
from tuanqing.show import words
from tuanqing.show.document import make
from tuanqing.show.document.make import ReportOrder
from tuanqing.show.document.model import Document
from tuanqing.show.document.office.filling import Letter, data_of, fill_letter, template_for
from tuanqing.show.document.pack import packed
from tuanqing.store.access.actor import note
from tuanqing.store.batch.exports import as_csv
from tuanqing.store.notes import remarks as notes
from tuanqing.store.notes import runs
from tuanqing.store.notes.runs import Run
from tuanqing.store.warehouse.snapshot import Snapshot
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
            place, units = (
                places.place(snapshot, wish.area),
                units_of(snapshot, wish.area, level, wish.period),
            )
        files: dict[str, bytes] = {}
        reports: list[Report] = []
        for code, _unit in units:
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

    def letter(self, content: bytes, name: str, area: str, period: Period, look: Look = PLAIN) -> Letter:
        """The office's own Word file filled for an area and period, and a line in the log."""
        written = notes.latest(self.warehouse.folder)
        with closing(self.warehouse.read(look=look)) as snapshot:
            seen.refuse_part(snapshot, area)
            template = template_for(self.templates(), area, period)
            desk = data_of(
                snapshot,
                template,
                area,
                period,
                self.warehouse.version,
                self.library,
                self.contracts,
                written,
            )
            made = fill_letter(desk, content, name)
        note(self.warehouse.folder, "report", template=name, area=area, period=str(period))
        return made

    def letter_each(
        self, content: bytes, name: str, area: str, period: Period, level: str, look: Look = PLAIN
    ) -> tuple[Batch, list[str]]:
        """The Word file filled for each unit of a level in an area, in one .zip; and what of it nobody can fill.

        Raises Refused where the area has none of the level.
        """
        with closing(self.warehouse.read(look=look)) as snapshot:
            place, units = places.place(snapshot, area), units_of(snapshot, area, level, period)
        files: dict[str, bytes] = {}
        reports: list[Report] = []
        problems: dict[str, None] = {}
        for code, unit in units:
            made = self.letter(content, name, code, period, look)
            own = letter_name(name, unit, period)
            own = f"{code}{own}" if own in files else own  # two counties have a township of one name
            files[own] = made.content
            problems |= dict.fromkeys(made.problems)
            left = tuple(f"{spot.where} {spot.words}: {spot.reason}; " for spot in made.blank)
            reports.append(Report(code, unit, (own,), left))
        title = f"{place.name}{period.words}{words.counted(level, len(reports))}.zip"
        files["目录.csv"] = _listed(reports)
        return Batch(title, packed(files), self.warehouse.version, tuple(reports)), list(problems)

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


def units_of(snapshot: Snapshot, area: str, level: str, period: Period) -> list[tuple[str, str]]:
    """Code and name of each unit of a level in an area. Raises Refused where it has none."""
    names = read.area_names(snapshot)
    codes = places.below(snapshot, area, level, period)
    if not codes:
        raise Refused(_("{name} has no {level} below it.").format(name=names[area], level=words.level(level)))
    return [(code, names[code]) for code in codes]


def letter_name(name: str, place: str, period: Period) -> str:
    """What a filled Word file is called: 工作报告（柘城县2023年12月）.docx."""
    stem = name.rpartition("/")[2].removesuffix(".docx").removesuffix(".DOCX")
    return "".join(sign for sign in f"{stem}（{place}{period.words}）" if sign not in '\\/:*?"<>|') + ".docx"


def _listed(reports: Sequence[Report]) -> bytes:
    """The list of a batch, for a spreadsheet: unit, code, files, what each cover says."""
    head = [_("Unit"), _("Code"), _("File"), _("About the data")]
    return as_csv(
        head, [[each.place, each.area, " ".join(each.files), "".join(each.cover)] for each in reports]
    )
