"""Whether the platform runs on this data folder: `serve` notes its port and process, others ask."""

import contextlib
import os
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings


def note(port: int) -> None:
    """The port stays noted after the end, so that commands go on meaning the same addresses."""
    _file("port").write_text(f"{port}\n", encoding="ascii")
    _file("serve.pid").write_text(f"{os.getpid()}\n", encoding="ascii")


def forget() -> None:
    _file("serve.pid").unlink(missing_ok=True)


def found() -> str:
    """What runs, in words; an empty text when nothing does."""
    if (process := _noted_process()) and _lives(process):
        return f"serve, process {process}"
    address = f"http://127.0.0.1:{settings.PORT}/readyz"
    return f"what answers at {address}" if _answers(address) else ""


def _file(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _noted_process() -> int:
    with contextlib.suppress(OSError, ValueError):
        return int(_file("serve.pid").read_text(encoding="ascii"))
    return 0


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
