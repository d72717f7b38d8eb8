"""What a sheet has that its reader should know of: said in the receipt."""

from collections.abc import Iterable

from tuanqing.define.language import _


def hidden_columns_note(sheet: str, hidden: set[int]) -> str:
    """What to tell about hidden columns."""
    letters = _(", ").join(column_letters(column) for column in sorted(hidden)[:10])
    return _("Sheet “{sheet}”: hidden columns were skipped ({columns}).").format(sheet=sheet, columns=letters)


def date1904_note(sheet: str) -> str:
    """What to tell about the other date system."""
    return _("Sheet “{sheet}” counts its dates from 1904; they were converted.").format(sheet=sheet)


def hidden_lines_note(lines: Iterable[int]) -> str:
    """What to tell about rows hidden on purpose."""
    hidden = sorted(lines)
    return _("{count} hidden rows were left out (line {lines}); unhide them if they count").format(
        count=len(hidden), lines=spans(hidden)
    )


def filtered_lines_question(lines: Iterable[int]) -> str:
    """What to ask about rows that a filter hides."""
    hidden = sorted(lines)
    return _(
        "{count} rows are hidden by a filter (line {lines}) and were left out; clear the filter and save the file "
        "again if they count"
    ).format(count=len(hidden), lines=spans(hidden))


def spans(lines: Iterable[int], most: int = 6) -> str:
    """Lines in order as people write them: 1–3, 7."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in found]
    return _(", ").join(shown[:most]) + ("…" if len(shown) > most else "")


def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
