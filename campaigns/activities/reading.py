"""Reading what is published: filters, pages, cards. A page of the list costs four statements."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse

from campaigns.activities.models import Activity, ActivityPicture, Kind, Tier
from kit.codes import parse_code
from kit.errors import BadInput
from media.models import PublicCopy
from organisations.models import Division, DivisionLevel

FILTERS = ("territory", "tier", "kind", "year", "school")
FIRST_YEAR = 2016
CARD_WIDTH = 480
_CODE = re.compile(r"[0-9A-Z]{10}|[0-9A-Z]{18}")


@dataclass(frozen=True)
class Asked:
    """What a reader asks for; what cannot be read is left out."""

    territory: str = ""
    tier: str = ""
    kind: str = ""
    year: int = 0
    school: str = ""
    after: str = ""


def territories() -> dict[str, str]:
    """Code and name of every city, prefecture and directly administered place, by code."""
    rows = Division.objects.filter(valid_to__isnull=True)
    rows = rows.filter(Q(level=DivisionLevel.CITY) | Q(directly_administered=True))
    return dict(rows.order_by("code").values_list("code", "name"))


def asked(given: Any, this_year: int, known_territories: Any) -> Asked:
    year = given.get("year", "")
    return Asked(
        territory=_one_of(given.get("territory", ""), known_territories),
        tier=_one_of(given.get("tier", ""), Tier.values),
        kind=_one_of(given.get("kind", ""), Kind.values),
        year=int(year) if year in {str(one) for one in range(FIRST_YEAR, this_year + 1)} else 0,
        school=school if _CODE.fullmatch(school := given.get("school", "")) else "",
        after=given.get("after", "")[:12],
    )


def found(what: Asked) -> Any:
    rows = Activity.objects.public()
    if what.territory:
        rows = rows.filter(territory=what.territory)
    if what.kind:
        rows = rows.filter(kind=what.kind)
    if what.tier:
        rows = rows.filter(tiers__tier=what.tier)
    if what.year:
        rows = rows.filter(held_on__gte=date(what.year, 1, 1), held_on__lte=date(what.year, 12, 31))
    if what.school:
        code = Q(organisation__uscc=what.school) | Q(organisation__school_code=what.school)
        rows = rows.filter(code)
    return rows


def page(what: Asked, size: int) -> list[Activity]:
    """So many from behind `after` on, newest first, with one picture each at hand."""
    rows = found(what)
    last = by_code(what.after) if what.after else None
    if last is not None:
        behind = Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, pk__lt=last.pk)
        rows = rows.filter(behind)
    return list(with_cards(rows.order_by("-published_at", "-pk"))[:size])


def with_cards(rows: Any) -> Any:
    """With the school and, in two more statements, the small copies of the pictures."""
    copies = Prefetch("picture__copies", PublicCopy.objects.filter(width__lte=CARD_WIDTH))
    shown = (
        ActivityPicture.objects.filter(picture__shown_as__isnull=False)
        .select_related("picture")
        .prefetch_related(copies)
        .order_by("place")
    )
    return rows.select_related("organisation").prefetch_related(Prefetch("pictures", shown, to_attr="shown_pictures"))


def by_code(code: str) -> Activity | None:
    """The published activity with this code, however it was typed."""
    try:
        plain = parse_code(code, "A")
    except BadInput:
        return None
    rows = Activity.objects.public().filter(code=plain)
    return rows.select_related("organisation__managing_authority").first()


def shown(found: Activity) -> dict[str, Any]:
    """What the public page of an activity shows."""
    pictures = [one for one in found.pictures.shown() if one.picture.shown_as]
    return _page(found, pictures, [_sizes(one) for one in pictures])


def previewed(found: Activity) -> dict[str, Any]:
    """The same for those who may see it on the desk before it is published, with its pictures from there."""
    pictures = list(found.pictures.shown())
    return _page(found, pictures, [_before(found, one) for one in pictures])


def _page(found: Activity, pictures: list[ActivityPicture], sizes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "activity": found,
        "pictures": sizes,
        "contacts": sorted({one.picture.consent.contact for one in pictures if one.picture.consent}),
        "tiers": [Tier(one).label for one in found.tier_codes()],
    }


def _sizes(one: ActivityPicture) -> dict[str, Any]:
    """The largest copy, and all of them for the browser to choose from."""
    copies = list(one.picture.copies.all())
    return {"alt": one.alt, "large": copies[-1], "set": ", ".join(f"{copy.url} {copy.width}w" for copy in copies)}


def _before(found: Activity, one: ActivityPicture) -> dict[str, Any]:
    """The one copy that the desk shows."""
    url, picture = reverse("activities:picture", args=[found.uuid, one.place]), one.picture
    large = {"url": url, "width": picture.width, "height": picture.height}
    return {"alt": one.alt, "large": large, "set": f"{url} {picture.width}w"}


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""
