"""`serve`, as `make run` starts it: everything from one command, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_S = 180
LATER_START_S = 30  # ten on an idle machine, see `make bench`; the suite's is busy


def two_free_ports():
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def start(folder, port):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "REDIS_URL", "DATABASE_URL"))
    }
    environment |= {"DATA_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_until_it_answers(process, port, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    process.kill()
    pytest.fail(process.communicate()[0])


def processes_with(folder):
    """Every living process that was started with this data folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if (
                f"DATA_DIR={folder}".encode() in (one / "environ").read_bytes().split(b"\0")
                and (one / "cmdline").read_bytes()
            ):
                found.append((one / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def stop(process, number=signal.SIGINT):
    process.send_signal(number)
    return process.communicate(timeout=45)[0]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc to find processes left behind")
def test_one_command_starts_everything_twice_and_leaves_nothing_behind(tmp_path):
    port = two_free_ports()
    process = start(tmp_path, port)
    wait_until_it_answers(process, port, FIRST_START_S)
    running = " ".join(processes_with(tmp_path))
    said = stop(process)

    assert all(word in running for word in ("granian", "celery", "run_sweeper", "credit_platform"))
    assert f"http://127.0.0.1:{port}" in said
    assert "Zhixin-demo-2026" in said
    assert processes_with(tmp_path) == []

    began = time.monotonic()
    process = start(tmp_path, port)
    wait_until_it_answers(process, port, LATER_START_S)
    took = time.monotonic() - began
    said = stop(process, signal.SIGTERM)

    assert took < LATER_START_S
    assert "First start" not in said
    assert processes_with(tmp_path) == []


def test_a_busy_port_is_told_with_its_remedy(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, port)
        said = process.communicate(timeout=60)[0]

    assert process.returncode != 0
    assert f"Port {port}" in said
    assert f"make run PORT={port + 100}" in said
