"""`make bench`: how fast the demo world answers on this machine, one learner at a time. Figures, not a test.

Starts the platform on a free port, or measures the one that BASE_URL names.
"""

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar

from tests.screenshots import PASSWORD, platform

ROUNDS = 60
PAGES = [
    "/",
    "/learn/",
    "/honours/",
    "/honours.json",
    "/notices/",
    "/campaigns/",
    "/documents/",
    "/verify/",
    "/search/?q=诚信",
]


def main() -> int:
    with platform() as base:
        sys.stdout.write(f"{'':<28}{'median ms':>12}{'95 % ms':>12}\n")
        for page in PAGES:
            url = base + urllib.request.quote(page, safe="/?=")
            report(page, lambda url=url: urllib.request.urlopen(url).read())  # type: ignore[misc]
        sit(base)
    return 0


def report(name: str, act: Callable[[], object]) -> None:
    act()  # the first one fills caches
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(f"{name:<28}{statistics.median(took):>12.1f}{statistics.quantiles(took, n=20)[-1]:>12.1f}\n")


def sit(base: str) -> None:
    """Saving answers of the practice paper, one after another, each on stable storage before it is acknowledged."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def csrf() -> str:
        return next(cookie.value or "" for cookie in jar if cookie.name == "csrftoken")

    browser.open(f"{base}/accounts/login/").read()
    form = f"username=teacher2&password={PASSWORD}&csrfmiddlewaretoken={csrf()}"
    browser.open(f"{base}/accounts/login/", form.encode()).read()
    seeded = subprocess.run([sys.executable, "manage.py", "seed_demo", "--json"], capture_output=True, check=True)
    paper = json.loads(seeded.stdout)["papers"][-1]["uuid"]
    start = urllib.request.Request(
        f"{base}/assessments/papers/{paper}/attempts/",
        json.dumps({"pledge": 1}).encode(),
        {"Content-Type": "application/json", "X-CSRFToken": csrf(), "Referer": base},
    )
    begun = json.loads(browser.open(start).read())
    address = f"{base}/assessments/attempts/{begun['attempt']}/"
    bearer = {"Authorization": f"Bearer {begun['token']}", "Content-Type": "application/json"}
    asked = json.loads(urllib.request.urlopen(urllib.request.Request(f"{address}paper/", headers=bearer)).read())
    chosen = next(one for one in asked["questions"] if one["type"] in {"truefalse", "single"})
    state = json.loads(urllib.request.urlopen(urllib.request.Request(f"{address}answers/", headers=bearer)).read())
    version = state["answers"][str(chosen["slot"])]["version"]

    def save() -> None:
        nonlocal version
        answer = bool(version % 2) if chosen["type"] == "truefalse" else "AB"[version % 2]
        body = json.dumps({"base_version": version, "answer": answer}).encode()
        url = f"{address}answers/{chosen['slot']}/"
        urllib.request.urlopen(urllib.request.Request(url, body, bearer, method="PUT")).read()
        version += 1

    report("save an answer", save)


if __name__ == "__main__":
    sys.exit(main())
