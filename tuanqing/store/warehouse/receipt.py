"""What became of every row of a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """One sheet's account: rows_read = added + changed + unchanged + rejected + all skipped."""

    file: str
    dataset: str | None = None
    sheet: str = ""
    encoding: str | None = None
    as_of: str | None = None
    rows_read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    batch: int | None = None  # None: nothing was written (a dry run, or a refusal)
    reasons: Sequence[dict[str, Any]] = ()  # reason, count, first_line
    doubled: Sequence[dict[str, Any]] = ()  # line, kind, kept_line; the first SHOWN
    left_out: Sequence[
        dict[str, Any]
    ] = ()  # kind, count, lines (the first SHOWN; all_lines): below the header, no data
    columns: Mapping[str, str] = field(default_factory=dict)  # header → column
    unmapped_headers: Sequence[str] = ()
    covers: Sequence[str] = ()  # the areas (of a list, its units) it speaks for
    months: Sequence[str] = ()  # the stretches of months it speaks for, in words
    warnings: Sequence[str] = ()
    error: str | None = None  # the sentence, when the sheet was refused as a whole
    needs_yes: Sequence[str] = ()  # what must be confirmed before publishing

    @property
    def written(self) -> int:
        """Rows that came into the warehouse."""
        return self.added + self.changed

    @property
    def balance(self) -> int:
        """Rows not accounted for; always 0."""
        return self.rows_read - (
            self.added + self.changed + self.unchanged + self.rejected + sum(self.skipped.values())
        )

    def as_json(self) -> dict[str, Any]:
        """The receipt as the command line prints it."""
        return asdict(self)
