import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction

from campaigns.creditfeed.actions import outbox
from campaigns.creditfeed.models import Destination
from kit import clock

SECRET = "whsec_" + "c2VjcmV0LWZvci10ZXN0cy1vbmx5"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Receiver:
    """The reference receiver as its own process."""

    def __init__(self, folder, port):
        self.folder, self.port, self.process = folder, port, None

    def start(self):
        command = [sys.executable, "manage.py", "credit_platform", "--port", str(self.port), "--data", str(self.folder)]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATA_DIR": str(settings.DATA_DIR),
        }
        self.process = subprocess.Popen(command, cwd=settings.ROOT, env=environment)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError("the receiver did not start")

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.wait(30)


@pytest.fixture
def receiver(tmp_path, monkeypatch):
    port = free_port()
    monkeypatch.setenv("FEED_PROVINCE_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("FEED_PROVINCE_SECRET", SECRET)
    one = Receiver(Path(tmp_path) / "platform", port).start()
    yield one
    one.kill()


@pytest.fixture
def province(db, monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_SECRET", SECRET)
    return Destination.objects.create(name="PROVINCE", title="省平台", mode="service")


def honour(**changes):
    return {
        "subject_name": "示例学校",
        "subject_code": "12421122EX000001XX"[:18],
        "subject_kind": "school",
        "honour_name": "诚信示范学校",
        "honour_code": "H0000000000X"[:11] + "0",
        "decision_no": "示教发〔2026〕1号",
        "decision_date": "2026-11-20",
        "deciding_organ": "示例省教育厅",
        "valid_from": "2026-11-20",
        "valid_to": None,
        "status": "valid",
        "region_code": "421122",
        "public_attribute": "主动公开",
        **changes,
    }


def put(record_id=None, version=1, event="award", **changes):
    with transaction.atomic():
        (row,) = outbox.put(
            record_id=record_id or uuid4(), version=version, event=event, data=honour(**changes), at=clock.now()
        )
    return row
