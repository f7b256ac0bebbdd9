"""Kinds of background work. An app registers its kinds where it defines them, in `<app>/tasks.py`."""

from collections.abc import Callable
from typing import Any

_kinds: dict[str, Callable[..., Any]] = {}


def job_kind(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a function runnable as a job of this kind. It must be harmless to run twice with the same arguments."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        _kinds[name] = run
        return run

    return register


def runner(kind: str) -> Callable[..., Any]:
    return _kinds[kind]
