"""Which pages there are: every file one folder below `pages/`, its PAGE literal read without running it."""

import ast
from dataclasses import dataclass
from pathlib import Path

from tuanqing.define.access import access
from tuanqing.define.errors import Malformed
from tuanqing.define.house import PAGES, place

FOLDERS = {  # the entry of the menu a folder's pages stand under, where their `section` says no other
    "board": "Indicators",
    "pipeline": "Pipeline",
    "reform": "Organisation and people",
    "report": "Reports",
    "data": "Data",
    "help": "Help",
    "admin": "Data",
}
SECTIONS = (  # the entries of the menu; pages of one stand side by side as tabs
    "Overview", "To do", "Indicators", "Units", "Pipeline", "Organisation and people", "Funding", "Assessment",
    "Reports", "Data", "Help",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One page file."""

    file: Path
    title: str  # msgid
    section: str  # msgid of its entry
    order: int  # among the pages of its entry
    icon: str | None
    needs: str  # the capability of whoever may open it; "" for everybody who may sign in

    @property
    def name(self) -> str:
        """Its path in the address: the file's stem."""
        return self.file.stem


def discover(folder: Path = PAGES) -> list[Found]:
    """Every page in menu order. Raises Malformed for a file without a readable PAGE."""
    found = [_read(file) for file in sorted(folder.glob("*/*.py")) if file.parent.name in FOLDERS]
    return sorted(found, key=lambda page: (SECTIONS.index(page.section), page.order, page.name))


def _read(file: Path) -> Found:
    where = place(file)
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["PAGE"]:
            try:
                entry = ast.literal_eval(node.value)
                section = entry.get("section", FOLDERS[file.parent.name])
                page = Found(
                    file,
                    entry["title"],
                    section,
                    entry["order"],
                    entry.get("icon"),
                    entry.get("needs", "see"),
                )
            except (ValueError, KeyError, AttributeError):
                break
            if page.section not in SECTIONS:
                raise Malformed(
                    where, f"`section` is “{page.section}”.", f"Write one of {', '.join(SECTIONS)}."
                )
            if page.needs and page.needs not in access().capabilities:
                raise Malformed(
                    where, f"`needs` is “{page.needs}”.", f"Write one of {', '.join(access().capabilities)}."
                )
            return page
    raise Malformed(
        where, "has no PAGE.", 'Write PAGE = {"title": "…", "icon": ":material/…:", "order": 10}.'
    )
