"""Starts the platform's processes as one, and ends them as one."""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

DEATHS_ALLOWED = 5  # in a minute; a child that keeps dying needs a person
STOP_SECONDS = 40
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = field(default=None)


class TooManyDeaths(Exception):
    """Children died too often for another start to help."""


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def supervise(
    children: list[Child], *, environment: dict[str, str], ready: Callable[[], bool], on_ready: Callable[[], None]
) -> None:
    """Start the children, restart whoever dies, and return once told to stop by SIGTERM or Ctrl-C.

    `on_ready` is called once, when `ready` first answers True.
    Raises: TooManyDeaths, after stopping the others.
    """
    told_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: told_to_stop.append(received))
    deaths: deque[float] = deque(maxlen=DEATHS_ALLOWED)
    announced = False
    try:
        for child in children:
            child.process = _start(child, environment)
        while not told_to_stop:
            time.sleep(0.2)
            for child in children:
                if child.process is None or child.process.poll() is None:
                    continue
                deaths.append(time.monotonic())
                log.warning(
                    "child died", extra={"event": "child_died", "child": child.name, "status": child.process.returncode}
                )
                if len(deaths) == DEATHS_ALLOWED and deaths[-1] - deaths[0] < 60:
                    raise TooManyDeaths(child.name)
                child.process = _start(child, environment)
            if not announced and ready():
                announced = True
                on_ready()
    finally:
        _stop(children)


def _start(child: Child, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- our own commands
        child.command,
        env=environment,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509
    )


def _die_with_parent() -> None:
    """On Linux, a supervisor that is killed takes its children along."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: list[Child]) -> None:
    """SIGTERM to each main process, the whole group only when it will not end."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
