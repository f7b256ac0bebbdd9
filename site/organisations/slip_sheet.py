"""What a printed sign-in slip says, for whom, in the order of the schools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from organisations.models import Membership


@dataclass(frozen=True)
class Line:
    school: str
    name: str
    username: str
    code: str


def lines(users: Iterable[Any], codes: Mapping[int, str]) -> list[Line]:
    """A line for each user who has a code; somebody at several schools stands with the first."""
    people = {user.pk: user for user in users if user.pk in codes}
    schools: dict[int, str] = {}
    keys = sorted(people)
    for start in range(0, len(keys), 500):
        rows = Membership.objects.current().filter(user_id__in=keys[start : start + 500]).order_by("pk")
        for user_id, name in rows.values_list("user_id", "organisation__name"):
            schools.setdefault(user_id, name)
    found = [Line(schools.get(key, ""), one.name, one.username, codes[key]) for key, one in people.items()]
    return sorted(found, key=lambda line: (line.school, line.username))
