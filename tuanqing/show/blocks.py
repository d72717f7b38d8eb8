"""The blocks a dictionary entry is made of, whatever it is printed as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuanqing.define.language import language


@dataclass(frozen=True)
class Facts:
    """Label and text, line by line; empty texts are left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A small table; `folded` hides it behind its caption."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False
    strong: bool = False  # the rows that must come out


@dataclass(frozen=True)
class Words:
    """A paragraph, or a heading inside an entry."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Code:
    """A file's text, folded."""

    caption: str
    text: str


Block = Facts | Grid | Words | Code


@dataclass(frozen=True)
class Entry:
    """One indicator, funnel, check, list, dataset, table of rules or step list."""

    kind: str  # one of entries.kinds()
    name: str
    title: str
    tag: str  # a word or two beside the title
    lead: str  # what it is about, one paragraph
    blocks: tuple[Block, ...]
    words: str  # everything a search may find it by

    @property
    def anchor(self) -> str:
        """Its id in the written file."""
        return f"{self.kind}-{self.name}"


def entry(kind: str, name: str, title: str, tag: str, lead: str, blocks: Sequence[Block], more: str) -> Entry:
    """An entry, with the words a search finds it by."""
    facts = " ".join(text for block in blocks if isinstance(block, Facts) for _label, text in block.rows)
    words = f"{name} {title} {tag} {lead} {facts} {more}".lower()
    return Entry(kind, name, title, tag, lead, tuple(blocks), words)


def written(day: date) -> str:
    """A day as people write it in the language in force."""
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else day.isoformat()
