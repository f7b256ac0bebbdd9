"""P-T1: every address of ours, as everybody, to everybody's things. `make soak` walks all of it; here one of each."""

import pytest

from home import demo
from tests.promises import actors, things, walk

# Addresses with places that are not walked to with somebody's thing, and why.
WITHOUT_THINGS = {
    "assessments:paper": "a paper is for whoever may sit it, and says nothing of anybody",
    "assessments:start": "the same",
    "home:job": "a job is its starter's alone: tests/home/test_jobs.py",
}


@pytest.fixture
def world(db):
    made = demo.seed()
    demo.grow(made, {"schools": 12}, seed=1, canary=walk.MARK)
    return made


def start(world, *, whole=False):
    return walk.Walk(world, actors.all_of_them(world, whole=whole), things.all_of_them(world, walk.MARK), whole=whole)


def closed_addresses_with_places():
    return {
        one.name
        for one in walk.OURS
        if one.access in {"role", "signed-in"} and (walk.PLACE.search(one.pattern) or "(?P" in one.pattern)
    }


def test_every_closed_address_with_a_place_is_walked_to(world):
    walked = {thing.name for thing in things.all_of_them(world, walk.MARK)}

    assert closed_addresses_with_places() - walked - set(WITHOUT_THINGS) == set()


def test_nobody_enters_a_foreign_room_or_learns_that_it_is_there(world):
    round_ = start(world)

    assert round_.go() == []
    # A walk that is let in nowhere would find nothing either.
    assert len(round_.opened) > 20
    assert {"school_head", "officer", "auditor", "decider", "security_admin"} <= set().union(*round_.opened.values())


@pytest.mark.soak
def test_the_whole_walk(world):
    round_ = start(world, whole=True)

    assert round_.go() == []
    assert round_.requests > 50_000
