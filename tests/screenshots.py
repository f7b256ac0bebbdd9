"""`make screenshots`: the key pages of the demo world as pictures in DATA_DIR/screenshots.

Starts the platform on a free port, or looks at the one that BASE_URL names. Ends with 1 when a page failed, was wider
than its screen, or wrote an error to the browser's console.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DATA_DIR = ROOT / os.environ.get("DATA_DIR", "var")
WIDTHS = (390, 1280)
THEMES = ("light", "dark")
PASSWORD = "Zhixin-demo-2026"  # printed by `make run`
START_WITHIN_S = 240

# Name of the picture, address, who looks. An address may name a link on the page to follow: "/notices/ main h2 a".
PAGES = [
    ("home", "/", ""),
    ("learn", "/learn/", ""),
    ("lesson", "/learn/primary-lower/ main li a", ""),
    ("training", "/training/", ""),
    ("activities", "/activities/", ""),
    ("activity", "/activities/ main .told__one", ""),
    ("campaigns", "/campaigns/", ""),
    ("notices", "/notices/", ""),
    ("honours", "/honours/", ""),
    ("documents", "/documents/", ""),
    ("verify", "/verify/", ""),
    ("search", "/search/?q=诚信", ""),
    ("rights", "/rights/", ""),
    ("help", "/help/", ""),
    ("login", "/accounts/login/", ""),
    ("missing", "/no-such-page/", ""),
    ("styleguide", "/styleguide/", ""),
    ("english", "/en/", ""),
    ("teacher", "/me/", "teacher"),
    ("school", "/desk/", "head"),
    ("editor", "/desk/", "editor"),
    ("activity-form", "/desk/activities/new/", "editor"),
    ("county", "/desk/", "county"),
    ("activity-review", "/desk/activities/review/ main table a", "county"),
    ("province", "/desk/", "province"),
    ("editing-desk", "/cms/", "province"),
    ("editing-library", "/cms/images/", "province"),
    ("editing-activities", "/cms/snippets/activities/activity/", "editor"),
    ("feed", "/desk/", "feed"),
    ("jobs", "/desk/jobs/", "county"),
]


def main() -> int:
    pictures = DATA_DIR / "screenshots"
    pictures.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with platform() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width in WIDTHS:
            for theme in THEMES:
                faults += take(browser, base, pictures, width, theme)
        browser.close()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(list(pictures.glob('*.png')))} pictures in {pictures}; {len(faults)} faults.\n")
    return 1 if faults else 0


def take(browser: Browser, base: str, pictures: Path, width: int, theme: str) -> list[str]:
    faults: list[str] = []
    contexts: dict[str, BrowserContext] = {}
    for name, address, username in PAGES:
        if username not in contexts:
            contexts[username] = signed_in(browser, base, width, theme, username)
        page = contexts[username].new_page()
        said: list[str] = []
        page.on("console", lambda one, said=said: said.append(one.text) if one.type == "error" else None)
        where, _, link = address.partition(" ")
        answer = page.goto(base + where)
        if link:
            target = page.locator(link).first
            if target.count():
                target.click()
                page.wait_for_load_state()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=pictures / f"{name}-{width}-{theme}.png", full_page=True)
        status = answer.status if answer else 0
        if status != (404 if name == "missing" else 200):
            faults.append(f"{name} ({width}, {theme}): answered {status}")
        elif name != "missing":
            faults += [f"{name} ({width}, {theme}): {text}" for text in said]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name} ({width}, {theme}): {wide} px wide")
        page.close()
    for context in contexts.values():
        context.close()
    return faults


def signed_in(browser: Browser, base: str, width: int, theme: str, username: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if theme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    if username:
        page = context.new_page()
        page.goto(f"{base}/accounts/login/")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        page.close()
    return context


@contextmanager
def platform() -> Iterator[str]:
    """The address of a running platform; one that was started here is stopped in the end."""
    if os.environ.get("BASE_URL"):
        yield os.environ["BASE_URL"].rstrip("/")
        return
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"{base}/readyz", process)
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def free_port() -> int:
    """A port whose neighbour is free too: the reference receiver takes that one."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            if port < 65_535 and second.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port
    raise RuntimeError("no two neighbouring ports are free")


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the platform ended with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError(f"{url} did not answer within {START_WITHIN_S} s")


if __name__ == "__main__":
    sys.exit(main())
