"""Secrets that are made once into the data folder and never leave it."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def text(path: Path) -> str:
    """The secret in `path`, made on first use. Processes that start together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # fails when another process was first, so the file is whole once it is there
        Path(draft).unlink()
    return path.read_text().strip()
