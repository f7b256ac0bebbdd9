"""With `--canary`, every organisation owns something in whose every free text the canary stands with its code."""

import pytest
from django.apps import apps
from django.db import models

from home import demo
from organisations.models import Organisation, OrganisationKind

TEXT = "KNRI7"
OURS = ("home", "campaigns", "courses", "assessments", "media", "official_documents", "organisations", "notifications")

# Which organisations have such a thing of their own; the others cannot have one.
SCHOOLS = {"kind": OrganisationKind.SCHOOL}
BUREAUS = {"kind": OrganisationKind.ADMINISTRATION}
PROVINCE = {"level": "province"}
EVERYBODY: dict[str, str] = {}
OWNERS = {
    "organisations.Membership": EVERYBODY,
    "calls.Call": BUREAUS,
    "calls.Indicator": BUREAUS,
    "calls.Application": SCHOOLS,
    "calls.Answer": SCHOOLS,
    "calls.Evidence": SCHOOLS,
    "calls.Review": SCHOOLS,
    "notices.PublicNotice": PROVINCE,
    "notices.Candidate": SCHOOLS,
    "notices.Objection": SCHOOLS,
    "honours.Decision": PROVINCE,
    "honours.EntryEvent": SCHOOLS,
    "courses.Programme": BUREAUS,
    "courses.HoursEntry": SCHOOLS,
    "courses.Certificate": SCHOOLS,
    "assessments.Paper": BUREAUS,
    "assessments.Attempt": SCHOOLS,
    "assessments.AnswerHistory": SCHOOLS,
    "activities.Activity": SCHOOLS,
    "activities.ActivityPicture": SCHOOLS,
    "activities.ReviewNote": SCHOOLS,
    "media.ClassConsent": SCHOOLS,
}
NO_FREE_TEXT = {
    "a code, a digest or a number that the platform makes": {
        *("calls.Call.code", "calls.Call.indicators_sha256", "calls.Indicator.number", "calls.Evidence.sha256"),
        *("calls.Evidence.file", "notices.PublicNotice.code", "notices.Objection.code", "courses.Certificate.code"),
        *("assessments.Attempt.receipt_code", "assessments.Attempt.receipt", "assessments.Attempt.points"),
        *("honours.HonourEntry.code", "courses.SectionProgress.section", "courses.CheckDone.check_id"),
        *("courses.Programme.rule_version", "courses.HoursEntry.rule_version", "activities.Activity.code"),
        *("media.Picture.file", "media.Picture.digest", "media.PublicCopy.name", "media.WithdrawalCode.digest"),
        *("activities.Activity.territory",),
    },
    "chosen from a list": {
        *("calls.Call.stages", "calls.Indicator.stages", "courses.Programme.organisation_kinds"),
        *("courses.Programme.teacher_kinds", "courses.HoursEntry.category", "courses.Certificate.category"),
        *("organisations.Membership.teacher_kinds", "organisations.Membership.stages", "notices.PublicNotice.days"),
        *("honours.EntryEvent.what", "organisations.Organisation.level", "organisations.Organisation.stages"),
        *("honours.HonourEntry.kind", "media.ClassConsent.school_year"),
    },
    "the questions as drawn from the bank, which belongs to nobody": {"assessments.Attempt.slots"},
    "a public register: names and codes that anybody may read": {
        *("organisations.Organisation.name", "organisations.Organisation.uscc", "organisations.Organisation.path"),
        *("organisations.Organisation.school_code", "notices.Candidate.name", "notices.Candidate.division_name"),
        *("courses.Certificate.organiser_name", "honours.RollName.name", "honours.HonourEntry.name"),
        *("honours.HonourEntry.subject_code", "honours.HonourEntry.authority_name", "honours.HonourEntry.honour"),
        *("honours.HonourEntry.city_code", "honours.HonourEntry.division_code", "honours.HonourEntry.division_name"),
        *("honours.HonourEntry.organ_name", "honours.HonourEntry.decision_no"),
    },
    "repeats the reason of the entry's last event": {"honours.HonourEntry.status_reason"},
}
# What the province's editors of curricula keep in common; the walk enters the editor's rooms by itself.
LIBRARY = {"media.LibraryImage", "media.LibraryDocument", "media.LibraryRendition"}
EXCEPTIONS = {name for names in NO_FREE_TEXT.values() for name in names}


def tenants():
    """Every model of ours that reaches an organisation by its foreign keys, but not by way of a person."""
    known = {Organisation}
    everyone = [one for one in apps.get_models() if one.__module__.split(".")[0] in OURS]
    while True:
        more = {
            one
            for one in everyone
            for field in one._meta.concrete_fields
            if field.is_relation and field.related_model in known
        }
        if more <= known:
            return sorted(known, key=lambda one: one._meta.label)
        known |= more


def free_texts(model):
    texts = models.CharField | models.TextField | models.JSONField
    fields = [field for field in model._meta.concrete_fields if isinstance(field, texts) and not field.choices]
    return [field.name for field in fields if f"{model._meta.label}.{field.name}" not in EXCEPTIONS]


def labels(**which):
    return {f"{TEXT}-{one.code or one.pk}": one.name for one in Organisation.objects.filter(is_demo=True, **which)}


@pytest.fixture
def world(db):
    made = demo.seed()
    demo.grow(made, {"schools": 14}, seed=1, canary=TEXT)
    return made


def test_the_canary_of_each_organisation_stands_in_every_free_text_of_what_it_owns(world):
    without = {}
    for model in tenants():
        if model._meta.label in LIBRARY:
            continue
        for field in free_texts(model):
            values = [str(value) for value in model._default_manager.values_list(field, flat=True)]
            owners = OWNERS.get(model._meta.label)
            name = f"{model._meta.label}.{field}"
            if owners is None:
                without[name] = "nobody says who owns one: OWNERS or EXCEPTIONS"
            elif missing := [unit for mark, unit in labels(**owners).items() if not any(mark in one for one in values)]:
                without[name] = missing

    assert without == {}
    assert Organisation.objects.schools().count() == 14


def test_planting_again_adds_nothing_and_totals_hold(world):
    before = demo.counts()
    demo.grow(world, {"schools": 14}, seed=1, canary=TEXT)

    assert demo.counts() == before

    demo.grow(world, {"teachers": 200, "attempts": 60, "honours": 40}, seed=1, canary=TEXT)

    assert [demo.counts()[kind] for kind in ("users", "attempts", "honours")] == [200, 60, 40]


def test_what_carries_the_canary_opens(world, client):
    """The planted things are as real ones: their pages open for whom they belong to."""
    owner = next(one for one in world["owners"] if one.organisation == world["organisations"]["hongan_school"])
    attempt = owner.person.attempts.get()
    client.force_login(owner.person)

    assert client.get(f"/me/assessments/{attempt.uuid}/").status_code == 200
    assert client.get(f"/verify/{owner.person.certificates.get().code}/").status_code == 200
    assert client.get(f"/notices/{world['canary_notice'].code}/").status_code == 410
    for username, path in {"head": "/desk/", "county": "/desk/", "province": "/desk/", "decider": "/desk/"}.items():
        client.force_login(world["users"][username])
        assert client.get(path).status_code == 200
