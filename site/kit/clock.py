"""The one clock. Everything that stamps an instant asks here, and passes it on as an argument."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")

_offset: tuple[float, int] = (0.0, 0)


def offset_file() -> Path:
    return Path(settings.DATA_DIR) / "clock-offset"


def offset_seconds() -> int:
    """How far the demo clock is moved, in whole seconds; always 0 outside demo and test settings."""
    global _offset  # noqa: PLW0603 -- read once a second, not once a call
    if not settings.DEMO:
        return 0
    read_at, value = _offset
    if time.monotonic() - read_at >= 1 or not read_at:
        try:
            value = int(offset_file().read_text().strip())
        except (FileNotFoundError, ValueError):
            value = 0
        _offset = (time.monotonic(), value)
    return value


def move(seconds: int) -> None:
    """Move the demo clock of every process that shares the data folder."""
    global _offset  # noqa: PLW0603 -- this process sees it at once
    draft = offset_file().with_suffix(".new")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(str(seconds))
    draft.replace(offset_file())
    _offset = (0.0, 0)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=offset_seconds())


def real_now() -> datetime:
    """This instant by the machine's own clock, which no demo moves. For signatures only."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def local(instant: datetime) -> datetime:
    return instant.astimezone(SHANGHAI)


def rfc3339(instant: datetime) -> str:
    """`instant` in UTC with milliseconds, as the interfaces of this platform write it."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
