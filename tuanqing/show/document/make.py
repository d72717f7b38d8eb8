"""One report from wish to files: which template, place, period, version and remarks; every format at once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, speak
from tuanqing.define.look import PLAIN, Look
from tuanqing.define.period import Period, containing
from tuanqing.define.query import Library
from tuanqing.define.template import Clip, Template, check, period_for
from tuanqing.measure import completeness, places
from tuanqing.show.document.compose import compose
from tuanqing.show.document.model import Document
from tuanqing.show.document.report_data import ReportData
from tuanqing.store.notes.remarks import Remark
from tuanqing.store.warehouse.snapshot import Snapshot

FORMATS = ("docx", "pptx", "xlsx", "pdf")


@dataclass(frozen=True)
class ReportOrder:
    """A report somebody wants."""

    template: Template
    area: str
    period: Period
    extra: tuple[str, ...] = ()  # indicators put in by hand (加入报告)
    clips: tuple[Clip, ...] = ()  # tables put in by hand
    look: Look = PLAIN


def default_period(snapshot: Snapshot, kind: str, area: str) -> Period:
    """The last period of the kind's length that the area has data for. Raises Refused when there is none."""
    span = completeness.span(snapshot, area)
    if span is None:
        raise Refused(_("Nothing has been reported for {name} here yet.").format(name=area))
    return containing(span[1], kind if kind in ("month", "quarter", "year") else "month")


def document(
    snapshot: Snapshot,
    wish: ReportOrder,
    version: str,
    library: Library,
    contracts: Mapping[str, Contract],
    remarks: Sequence[Remark] = (),
) -> Document:
    """The document of a wish, read from one version. Always Chinese: it is an official paper, and its own language."""
    check(wish.template, library)
    period = period_for(wish.template.kind, wish.period)
    place = places.place(snapshot, wish.area)
    extra = [name for name in wish.extra if name in library.indicators]

    def composed() -> Document:
        speak("zh")
        template = wish.template.with_extra(extra, wish.clips, _("Further material"))
        return compose(ReportData(snapshot, template, place, period, version, library, contracts, remarks))

    return copy_context().run(composed)


def files(document: Document, formats: Sequence[str]) -> dict[str, bytes]:
    """The document in every format asked for."""

    def written() -> dict[str, bytes]:
        speak("zh")
        return {name: _writer(name)(document) for name in formats}

    return copy_context().run(written)


def _writer(name: str) -> Callable[[Document], bytes]:
    """The writer of a format; each brings a library that only it needs."""
    if name == "docx":
        from tuanqing.show.document.docx import write
    elif name == "pptx":
        from tuanqing.show.document.pptx import write
    elif name == "xlsx":
        from tuanqing.show.document.xlsx import write
    elif name == "pdf":
        from tuanqing.show.document.pdf import write
    else:
        raise Refused(
            _("{format} is not a format of reports. Choose among {known}.").format(
                format=name, known=", ".join(FORMATS)
            )
        )
    return write


def digest(content: bytes) -> str:
    """What tells two files apart: SHA-256."""
    return hashlib.sha256(content).hexdigest()


def file_name(document: Document, suffix: str) -> str:
    """共青团柘城县委员会2023年12月工作月报.docx, without what a file name must not have."""
    return "".join(sign for sign in document.name if sign not in '\\/:*?"<>|') + f".{suffix}"
