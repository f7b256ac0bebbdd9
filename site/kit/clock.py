"""The one clock. Everything that stamps an instant asks here, and passes it on as an argument."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # where the demo clock may stand
FAR = 200 * 366 * 86400  # seconds; what a timedelta holds is checked against this first

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
            value = int(offset_file().read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            value = 0
        value = value if reaches(value) else 0
        _offset = (time.monotonic(), value)
    return value


def reaches(seconds: int) -> bool:
    """Whether the demo clock can be moved so far."""
    return FIRST - real_now() <= timedelta(seconds=max(-FAR, min(seconds, FAR))) < LAST - real_now()


def move(seconds: int) -> None:
    """Move the demo clock of every process that shares the data folder. Raises: ValueError, when it cannot reach."""
    global _offset  # noqa: PLW0603 -- this process sees it at once
    if not reaches(seconds):
        raise ValueError(seconds)
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
