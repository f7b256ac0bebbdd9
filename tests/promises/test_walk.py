"""P-T1: every address of ours, as everybody, to everybody's things. The figure is `make soak`'s; here one of each."""

import pytest

from home import demo
from tests.promises import actors, things, walk

PUBLIC = {one.name for one in walk.OURS if one.access == "public"}
BY_TOKEN = {one.name for one in walk.OURS if one.access == "token"}
# Not walked to with a thing of somebody's, and why.
WITHOUT_THINGS = {
    "assessments:paper": "a paper is for whoever may sit it, and says nothing of anybody",
    "assessments:start": "the same",
    "home:job": "a job is its starter's; tests/home/test_jobs.py",
    "courses:by_school": "",
}


@pytest.fixture
def world(db):
    made = demo.seed()
    demo.grow(made, {"schools": 13}, seed=1, canary=walk.MARK)
    return made


def start(world, *, whole):
    return walk.Walk(world, actors.all_of_them(world), things.all_of_them(world, walk.MARK), whole=whole)


def test_nobody_enters_a_foreign_room_or_learns_that_it_is_there(world):
    round_ = start(world, whole=False)

    found = round_.go(); open("/tmp/findings.txt","w").write("\n".join(found)); assert found == []
    print(round_.requests)
