import os
import sys
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home import demo, running
from home.preparation import prepare
from home.supervisor import Child, TooManyDeaths, port_is_free, supervise
from kit import starting
from organisations.demo import PASSWORD


class Command(BaseCommand):
    help = "Run web, worker with schedule, sweeper and reference receiver on this machine. Ctrl-C ends it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        for wanted, what in ((port, "the web pages"), (port + 1, "the reference receiver")):
            if not port_is_free(host, wanted):
                raise CommandError(
                    f"Port {wanted}, meant for {what}, is busy. Try another one: make run PORT={wanted + 100}"
                )
        address = f"http://{host}:{port}"
        os.environ.setdefault("BASE_URL", address)
        settings.BASE_URL = os.environ["BASE_URL"]
        os.environ["PORT"] = str(port)
        os.environ.setdefault("FEED_PROVINCE_URL", f"http://127.0.0.1:{port + 1}")
        prepare()
        starting.check()
        running.note(port)
        if settings.DEMO and not demo.is_there():
            self.stdout.write("First start: loading the demonstration's world …")
            self.stdout.flush()
            demo.seed()
        try:
            supervise(
                _children(host, port),
                environment={**os.environ, "PYTHONPATH": os.pathsep.join(["site", os.environ.get("PYTHONPATH", "")])},
                ready=lambda: _answers(f"http://{host}:{port}/healthz"),
                on_ready=lambda: self._announce(address),
            )
        except TooManyDeaths as fault:
            raise CommandError(
                f"The process “{fault}” died five times within a minute; its last words stand above."
            ) from None
        finally:
            running.forget()

    def _announce(self, address: str) -> None:
        lines = [f"知信 Zhixin  {address}"]
        if settings.DEMO:
            lines.append(f"演示账号（口令均为 {PASSWORD} ）：")
            lines += [f"  {one['username']:<14} {one['role']:<14} {one['organisation']}" for one in demo.accounts()]
        self.stdout.write("\n".join([*lines, "Ctrl-C ends it."]))
        self.stdout.flush()


def _children(host: str, port: int) -> list[Child]:
    manage = [sys.executable, "manage.py"]
    folder = str(settings.DATA_DIR)
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2"]
    worker = [
        "celery",
        "-A",
        "config",
        "worker",
        "-B",
        "--pool",
        "threads",
        "--concurrency",
        "2",
        "--loglevel",
        "WARNING",
    ]
    return [
        Child("web", [sys.executable, "-m", *web, "--blocking-threads", "2", "--no-ws", "config.wsgi:application"]),
        Child("worker", [sys.executable, "-m", *worker, "--schedule", f"{folder}/schedule", "--without-gossip"]),
        Child("sweeper", [*manage, "run_sweeper"]),
        Child("receiver", [*manage, "credit_platform", "--port", str(port + 1), "--data", f"{folder}/credit_platform"]),
    ]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 -- our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
