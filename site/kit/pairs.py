"""Chinese text cut into characters and pairs, so that a search finds words inside sentences without a dictionary."""

import re

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# A bare double quote breaks the query language of SQLite's full-text search; control characters that of both.
_UNSAFE = re.compile(r'["\x00-\x1f\x7f]')


def for_index(text: str) -> str:
    """Each run of Chinese characters as its single characters, then its overlapping pairs; the rest as it is."""
    return _RUN.sub(lambda run: f" {' '.join([*run.group(), *_pairs(run.group())])} ", text)


def for_query(text: str) -> str:
    """Each run as its overlapping pairs, or as the one character that it is."""
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run.group()) or [run.group()])} ", _UNSAFE.sub(" ", text)).strip()


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
