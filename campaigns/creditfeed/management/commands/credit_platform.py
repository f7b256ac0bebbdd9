import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from campaigns.creditfeed.receiver.server import Server


class Command(BaseCommand):
    help = "Run the reference receiver of the credit feed, a process of its own. SIGTERM ends it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--data", type=Path, default=None, help="Its folder; DATA_DIR/credit_platform by default.")
        parser.add_argument(
            "--name", default="PROVINCE", help="The destination it plays: its FEED_<NAME>_SECRET is read."
        )

    def handle(self, *, host: str, port: int, data: Path | None, name: str, **options: Any) -> None:
        server = Server((host, port), data or Path(settings.DATA_DIR) / "credit_platform", name)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever(poll_interval=0.2)
        server.server_close()
