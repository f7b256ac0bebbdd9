"""Loading the shipped curriculum into pages, and writing the pages back as files. Both may be run again."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Page, Site

from courses.content import bodies, files, shapes
from courses.models import CoursePage, LearnIndexPage, LessonPage, TierPage

Tally = dict[str, int]


@transaction.atomic
def load(root: Path) -> tuple[dict[str, int], Tally]:
    """Bring the pages to what the files say: all of it or, when anything is wrong, nothing.

    Returns how many of each kind the folder holds, and how many pages were created, updated, left as they were.
    A page that no file names is left alone. Raises: ContentRefused.
    """
    folder = files.read(root)
    tally = {"created": 0, "updated": 0, "unchanged": 0}
    index = learn_index()
    tiers: dict[str, TierPage] = {}
    for item in sorted(folder.tiers, key=lambda one: one["order"]):
        tiers[item["slug"]] = _put(
            TierPage,
            TierPage.objects.child_of(index).filter(slug=item["slug"]).first(),
            index,
            tally,
            {name: item[name] for name in ("slug", "title", "age", "intro")},
        )
    _order(index, [tiers[item["slug"]] for item in sorted(folder.tiers, key=lambda one: one["order"])])
    tiers = {slug: TierPage.objects.get(pk=tier.pk) for slug, tier in tiers.items()}  # moving changed their paths
    courses: dict[tuple[str, str], CoursePage] = {}
    for item in folder.courses:
        tier = tiers[item["tier"]]
        courses[item["tier"], item["slug"]] = _put(
            CoursePage,
            CoursePage.objects.child_of(tier).filter(slug=item["slug"]).first(),
            tier,
            tally,
            {name: item[name] for name in ("slug", "title", "intro")},
        )
    lessons: dict[str, LessonPage] = {}
    for item in folder.lessons:
        parent = courses[item["tier"], item["course"]]
        page = LessonPage.objects.filter(key=item["key"]).first()
        if page is not None and not page.is_child_of(parent):
            page.move(parent, pos="last-child")
            page = LessonPage.objects.get(pk=page.pk)
        lessons[item["key"]] = _put(LessonPage, page, parent, tally, _fields(item))
    for item in folder.courses:
        here = [one for one in folder.lessons if (one["tier"], one["course"]) == (item["tier"], item["slug"])]
        place = {name: i for i, name in enumerate(item["lessons"])}
        here.sort(key=lambda one: place.get(one["key"], place.get(one["slug"], len(place))))
        _order(courses[item["tier"], item["slug"]], [lessons[one["key"]] for one in here])
    return folder.counts(), tally


def learn_index() -> LearnIndexPage:
    """The page at /learn/, made when it is not there."""
    index = LearnIndexPage.objects.first()
    if index is None:
        site = Site.objects.get(is_default_site=True)
        root = Page.objects.get(pk=site.root_page_id)
        index = root.add_child(instance=LearnIndexPage(title="学习", slug="learn", show_in_menus=True))
        index.save_revision().publish()
    return index


def save(root: Path) -> dict[str, int]:
    """Write every tier, course, lesson and module that is live below `root`; returns how many of each."""
    counts = {"tiers": 0, "courses": 0, "lessons": 0, "modules": 0}
    tiers = []
    for order, tier in enumerate(TierPage.objects.live().order_by("path"), start=1):
        tiers.append(shapes.write_record(files.TIER, {**_read(tier, files.TIER, "order"), "order": order}))
        for course in CoursePage.objects.live().child_of(tier).order_by("path"):
            counts["courses"] += 1
            lessons = list(LessonPage.objects.live().child_of(course).exclude(key="").order_by("path"))
            values = {**_read(course, files.COURSE, "lessons"), "lessons": [lesson.key for lesson in lessons]}
            _write(root / "courses" / tier.slug / f"{course.slug}.yaml", shapes.write_record(files.COURSE, values))
            for lesson in lessons:
                item = as_record(lesson, tier.slug, course.slug)
                counts["modules" if lesson.is_module else "lessons"] += 1
                folder = root / "modules" if lesson.is_module else root / "lessons" / tier.slug
                _write(folder / f"{lesson.key if lesson.is_module else lesson.slug}.yaml", item)
    counts["tiers"] = len(tiers)
    _write(root / "tiers.yaml", tiers)
    return counts


def as_record(lesson: LessonPage, tier: str, course: str) -> dict[str, Any]:
    """What the file of a lesson says."""
    values = {**_read(lesson, files.LESSON, "tier", "course", "plan"), "tier": tier, "course": course}
    values["plan"] = {name: getattr(lesson, name) for name in files.PLAN}
    if not any(values["plan"].values()):
        values["plan"] = None
    if not lesson.hours:
        values["hours"] = None
    return shapes.write_record(files.LESSON, values)


def _read(page: Page, fields: dict[str, shapes.Shape], *but: str) -> dict[str, Any]:
    return {name: getattr(page, name) for name in fields if name not in but}


def _write(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    draft = file.with_suffix(".yaml.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    """A lesson's record as the fields of its page."""
    plan = item["plan"]
    plain = ("key", "slug", "title", "summary", "minutes", "hours", "aims", "facts")
    return {
        **{name: item[name] for name in plain},
        **{name: plan[name] for name in ("preparation", "board", "homework", "notes")},
        "checked": item["checked"] and shapes.DAY.write(item["checked"]),
        "body": bodies.stored(item["body"], item["key"]),
        "timing": bodies.stored(plan["timing"], f"{item['key']}:plan"),
    }


_STREAMS = {"body": bodies.written, "timing": bodies.written_timing}


def _put(model: Any, page: Any, parent: Page, tally: Tally, fields: dict[str, Any]) -> Any:
    """Create or update one page and publish it; a page that already says so is not touched."""
    values = {name: json.dumps(value) if name in _STREAMS else value for name, value in fields.items()}
    if page is None:
        page = parent.specific_class.objects.get(pk=parent.pk).add_child(instance=model(**values))
        tally["created"] += 1
    else:
        wanted = model(**values)
        if page.live and all(_says(page, name) == _says(wanted, name) for name in fields):
            tally["unchanged"] += 1
            return page
        for name, value in values.items():
            setattr(page, name, value)
        tally["updated"] += 1
    page.full_clean()
    page.save_revision(clean=False).publish()
    return model.objects.get(pk=page.pk)


def _says(page: Any, name: str) -> Any:
    value = getattr(page, name)
    return _STREAMS[name](value) if name in _STREAMS else value


def _order(parent: Page, pages: list[Any]) -> None:
    """Bring children into this order; others keep their place after them."""
    ids = list(Page.objects.child_of(parent).order_by("path").values_list("pk", flat=True))
    wanted = [page.pk for page in pages]
    if [pk for pk in ids if pk in wanted] == wanted:
        return
    for pk in wanted:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
