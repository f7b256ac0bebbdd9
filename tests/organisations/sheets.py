"""Spreadsheets for the importers, written as a school would."""

import io

from kit import spreadsheets


def xlsx(headings, *rows, name="名单"):
    """A file with one sheet."""
    file = io.BytesIO()
    spreadsheets.write(file, [(name, headings.split(), rows)])
    file.seek(0)
    return file


def csv(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))
