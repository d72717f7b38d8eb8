"""One notice for each township: what it has to see to, as text to copy, as .docx, as .xlsx, all of them in one archive."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tuanqing.define.language import _
from tuanqing.measure.matters import ALERT, LATE, TARGET
from tuanqing.show import matters
from tuanqing.show.document import make
from tuanqing.show.document.model import Block, Document, Heading, Paragraph, numbered
from tuanqing.show.document.pack import packed
from tuanqing.show.matters import Row
from tuanqing.show.words import day as dated
from tuanqing.store.batch import exports


@dataclass(frozen=True)
class Notice:
    """What one township has to see to."""

    town: str  # its code
    name: str
    office: str
    rows: tuple[Row, ...]
    day: date  # of the data
    version: str

    @property
    def title(self) -> str:
        """What stands above it."""
        return _("What {place} has to see to").format(place=self.name)

    @property
    def opening(self) -> str:
        """To whom, as of when, how many."""
        return _("{office}: by the data up to {day} there are {n} matters to see to.").format(
            office=self.office or self.name, day=dated(self.day), n=len(self.rows)
        )

    def sections(self) -> list[tuple[str, list[str]]]:
        """Kind by kind: its heading, and its sentences, one for each matter, those of one indicator's gap as one."""
        called, found = matters.kinds(), []
        for kind in called:
            mine = [row for row in self.rows if row.matter.kind == kind]
            if mine:
                found.append(
                    (_("{kind} ({n})").format(kind=called[kind], n=len(mine)), _sentences(kind, mine))
                )
        return found

    def text(self) -> str:
        """The whole notice to copy."""
        parts = [self.title, "", self.opening]
        for n, (heading, sentences) in enumerate(self.sections(), start=1):
            parts.append(f"{numbered(1, n)}{heading}")
            parts += [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]
        return "\n".join(parts)


def _sentences(kind: str, rows: Sequence[Row]) -> list[str]:
    said = []
    for what, same in groupby(sorted(rows, key=lambda row: row.what), lambda row: row.what):
        mine = list(same)
        if kind in (TARGET, ALERT):
            said += [f"{row.what}（{row.unit}）{row.detail}" for row in mine]
        elif len(mine) > 1 and kind in ("gap", "report", LATE):
            named = _("、").join(f"{row.unit}（{row.detail}）" if kind != "gap" else row.unit for row in mine)
            said.append(_("{what}, {n}: {names}").format(what=what, n=len(mine), names=named))
        else:
            for row in mine:
                beside = _("; ").join(part for part in (row.detail, row.overdue) if part)
                said.append(_("{what}: {unit}, {detail}").format(what=what, unit=row.unit, detail=beside))
    return said


def notices(rows: Sequence[Row], day: date, version: str) -> list[Notice]:
    """One for each township that has anything to see to, by code; what lies in none goes to the county's own office."""
    towns: dict[str, list[Row]] = {}
    for row in rows:
        towns.setdefault(row.matter.town, []).append(row)
    found = []
    for town, mine in sorted(towns.items()):
        first = mine[0].matter
        own = next((row.office for row in mine if row.matter.area_code == town and row.office), "")
        found.append(Notice(town, first.town_name, own, tuple(mine), day, version))
    return found


def docx(notice: Notice) -> bytes:
    """The notice on the page of an official paper."""
    blocks: list[Block] = [Paragraph((notice.opening,))]
    for n, (heading, sentences) in enumerate(notice.sections(), start=1):
        blocks.append(Heading(1, numbered(1, n), heading))
        blocks += [
            Paragraph((f"{number}. {sentence}",)) for number, sentence in enumerate(sentences, start=1)
        ]
    document = Document(
        notice.title, notice.name, "", notice.version, (_("The data reach {day}.").format(day=dated(notice.day)),),
        tuple(blocks), None, prints_annex=False, contents=False, brief=False, signed="", day=notice.day, notes={},
    )  # fmt: skip
    return make.files(document, ["docx"])["docx"]


def xlsx(notice: Notice) -> bytes:
    """The same matters as rows."""
    return exports.as_xlsx(matters.head(), matters.cells(notice.rows), notice.name)


def archive(found: Sequence[Notice]) -> bytes:
    """Every notice as .docx and .xlsx, in one .zip."""
    named = Counter(notice.name for notice in found)
    files: dict[str, bytes] = {}
    for notice in found:
        name = notice.name if named[notice.name] == 1 else f"{notice.name}{notice.town}"
        files |= {f"{name}.docx": docx(notice), f"{name}.xlsx": xlsx(notice)}
    return packed(files)
