"""Tables below each other on one sheet, alike but for their titles: which lines are titles and headers again, and
which place or month a title gives to the rows under it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell.text import squeeze
from tuanqing.store.reading.sheet import Row, Sheet
from tuanqing.store.reading.told import spans
from tuanqing.store.recognise.data_date import date_in_title
from tuanqing.store.recognise.recognition import Mapped, Recognition
from tuanqing.store.recognise.row_kinds import NOTE, TOTAL
from tuanqing.store.warehouse.register import ORDER, Register

MOST_CELLS = 1_000_000  # sheets that people lay out are smaller; what a system exports has one table
TITLE = re.compile(
    r".{0,60}(统计表|情况表|明细表|登记表|汇总表|一览表|名册|名单|台账|清单|表)([(（].{0,30}[)）])?"
)
NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].+")  # 一、太平街道


COUNTED = re.compile(r"[:：]$|[:：]?[(（]?共?\d+[个家人所支名][)）]?$")  # 太平街道（3个）


@dataclass
class _Section:
    """A title (or the one above the header) and the lines it speaks for."""

    first: int
    titles: list[str]
    last: int = field(default=0)


def with_sections(sheet: Sheet, recognition: Recognition, register: Register) -> Recognition:
    """`recognition` with the lines that repeat its header or are titles, which are no data; and, where the titles name
    each its place (or month) and no column does, a column that has it for the rows under them."""
    if sheet.size > MOST_CELLS:
        return recognition
    rows = [row for row in sheet.rows() if not row.hidden and row.line > recognition.header_line]
    titles, headers = _told_apart(sheet, recognition, rows, _place_names(recognition, register))
    found = replace(
        recognition,
        title_lines=tuple(titles),
        titles_below=tuple(titles.values()),
        header_lines=tuple(headers),
    )
    if not titles:
        return found
    sections = [_Section(recognition.header_line + 1, list(recognition.titles))]
    for line, text in titles.items():
        if sections[-1].last == line - 1:  # two lines of one title
            sections[-1].titles.append(text)
        else:
            sections.append(_Section(line, [text]))
        sections[-1].last = line
    return _with_months(_with_places(found, sections, register), sections)


def _told_apart(
    sheet: Sheet, recognition: Recognition, rows: Sequence[Row], places: Mapping[str, str]
) -> tuple[dict[int, str], list[int]]:
    """The titles by line, and the lines that repeat the header. The name of a place alone in a row is a title, too."""
    place = sheet.head_lines.index(max(line for line in sheet.head_lines if line <= recognition.header_line))
    head = [_words(cells) for cells in sheet.head[place + 1 - recognition.header_rows : place + 1]]
    words = [_words(row.cells) for row in rows]
    wide = {
        first for first, left, _last, right in sheet.merges if right - left + 1 >= max(3, sheet.width // 2)
    }
    titles: dict[int, str] = {}
    headers: list[int] = []
    for i, row in enumerate(rows):
        if words[i] == head[0] and words[i : i + len(head)] == head:
            headers += [each.line for each in rows[i : i + len(head)]]
            for above, its in zip(reversed(rows[:i]), reversed(words[:i]), strict=True):
                if (said := _alone(its)) is None and its:
                    break
                if said is not None:
                    if _is_aside(said):
                        break
                    titles[above.line] = said
        elif (
            (said := _alone(words[i])) is not None
            and not _is_aside(said)
            and (
                row.line in wide
                or TITLE.fullmatch(said)
                or (NUMBERED.fullmatch(said) and len(head[0]) > 2)
                or COUNTED.sub("", said) in places
            )
        ):
            titles[row.line] = said
    return dict(sorted(titles.items())), headers


def _words(cells: Sequence[str]) -> list[str]:
    """The cells squeezed, without the blank ones at the end."""
    words = [squeeze(cell) for cell in cells]
    while words and not words[-1]:
        words.pop()
    return words


def _alone(words: Sequence[str]) -> str | None:
    """The one text of a row that has no other."""
    texts = {word for word in words if word}
    return texts.pop() if len(texts) == 1 else None


def _is_aside(text: str) -> bool:
    return re.match(NOTE, text) is not None or re.fullmatch(TOTAL, text) is not None


def _with_places(found: Recognition, sections: Sequence[_Section], register: Register) -> Recognition:
    """With a column of places, where titles name one each and no finer column than the county is there."""
    for column in _place_columns(found):
        names = _names(register, column)
        places = {section.first: _named(section.titles, names) for section in sections}
        if any(place for line, place in places.items() if line != sections[0].first):
            return _with_column(found, column, places)
    return found


def _place_columns(found: Recognition) -> list[Column]:
    """The columns titles may stand in for, finest first: none where the sheet has one of its own."""
    fine = [c for c in found.contract.area_columns if ORDER.index(c.level[0]) > ORDER.index("county")]
    if any(found.index(column.name) for column in fine):
        return []
    named = [c for c in fine if c.level[0] in ("township", "school")]
    return sorted(named, key=lambda c: ORDER.index(c.level[0]), reverse=True)


def _names(register: Register, column: Column) -> dict[str, str]:
    """The names of the areas a column may hold, as they are compared."""
    return {squeeze(a.name): a.name for a in register.areas.values() if a.level == column.level[0]}


def _place_names(found: Recognition, register: Register) -> dict[str, str]:
    return {text: name for column in _place_columns(found) for text, name in _names(register, column).items()}


def _named(titles: Sequence[str], names: Mapping[str, str]) -> str | None:
    """The one name that stands in the titles, the longer where one holds another."""
    hits = [name for name in names if any(name in squeeze(title) for title in titles)]
    longest = [hit for hit in hits if not any(hit != other and hit in other for other in hits)]
    return names[longest[0]] if len(longest) == 1 else None


def _with_months(found: Recognition, sections: Sequence[_Section]) -> Recognition:
    """With a column of months, where titles name one each and no column does."""
    column = found.contract.columns.get(found.contract.month or "")
    if column is None or found.index(column.name):
        return found
    days = {section.first: date_in_title(section.titles) for section in sections}
    if not any(day for line, day in days.items() if line != sections[0].first):
        return found
    return _with_column(found, column, {line: f"{day:%Y-%m}" if day else None for line, day in days.items()})


def _with_column(found: Recognition, column: Column, texts: Mapping[int, str | None]) -> Recognition:
    """With a column no header names, whose text changes at some lines; said in a warning."""
    mapped = Mapped(len(found.columns), column.title, column.name, sections=tuple(texts.items()))
    told = _("; ").join(
        _("from line {line} on {text}").format(line=line, text=text or _("nothing"))
        for line, text in texts.items()
    )
    warning = _(
        "tables stand below each other; “{column}” was taken from the title above each: {told}. Titles: line {lines}"
    ).format(column=column.title, told=told, lines=spans(found.title_lines))
    return replace(found, columns=(*found.columns, mapped), warnings=(*found.warnings, warning))
