from dataclasses import asdict
from typing import Any

from kit import school_codes, uscc
from kit.commands import ReportCommand, add_json


class Command(ReportCommand):
    help = "Judge unified social credit codes and school codes. Changes nothing."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("codes", nargs="+", metavar="CODE")

    def report(self, *, codes: list[str], **options: Any) -> tuple[Any, bool]:
        findings = [judge(code) for code in codes]
        return findings, all(finding["valid"] for finding in findings)


def judge(typed: str) -> dict[str, Any]:
    """What there is to say about a code of either kind, told apart by its length."""
    tidy = uscc.tidy(typed)
    damaged = uscc.check(typed).damaged
    if len(tidy) == 10 and not damaged:
        return {**asdict(school_codes.check(typed)), "code": typed}
    finding = {**asdict(uscc.check(typed)), "code": typed}
    return finding if len(tidy) == 18 or damaged else {**finding, "kind": "unknown"}
