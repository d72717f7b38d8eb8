"""What became of every row of a sheet."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
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
    skipped: dict[str, int] = field(default_factory=dict)
    batch: int | None = None  # None: nothing was written (a dry run, or a refusal)
    reasons: list[dict[str, Any]] = field(default_factory=list)  # reason, count, first_line
    doubled: list[dict[str, Any]] = field(default_factory=list)  # line, kind, kept_line; the first SHOWN
    columns: dict[str, str] = field(default_factory=dict)  # header → column
    unmapped_headers: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str | None = None  # the sentence, when the sheet was refused as a whole
    needs_yes: list[str] = field(default_factory=list)  # what must be confirmed before publishing

    @property
    def balance(self) -> int:
        """Rows not accounted for; always 0."""
        return self.rows_read - (
            self.added + self.changed + self.unchanged + self.rejected + sum(self.skipped.values())
        )

    def as_json(self) -> dict[str, Any]:
        """The receipt as the command line prints it."""
        return asdict(self)
