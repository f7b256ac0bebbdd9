"""What an import reports: counts, and every refused row by sheet, row, column and reason. See `docs/imports.md`."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class RowError:
    """`row` is the number the sheet shows, heading = 1; None when the fault is the whole file's."""

    sheet: str
    row: int | None
    column: str
    code: str
    reason: str


@dataclass
class Report:
    """`read` counts data rows including refused ones."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.errors

    def refuse(self, sheet: str, row: int | None, column: str, code: str, reason: object) -> None:
        self.errors.append(RowError(sheet, row, column, code, str(reason)))

    def ignore(self, what: object) -> None:
        """Name once what has no place here and was passed over."""
        if str(what) not in self.ignored_columns:
            self.ignored_columns.append(str(what))

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [asdict(error) for error in self.errors],
        }
