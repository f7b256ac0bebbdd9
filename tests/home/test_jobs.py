import pytest

from tests.factories.identity import UserFactory
from trail.actions import jobs
from trail.models import Job

pytestmark = pytest.mark.django_db


def start(user, number, **fields):
    job = jobs.enqueue(
        "test.nothing", number, key=f"export:{user.pk}:{number}", by=user, title=f"导出 {number}", total=10
    )
    Job.objects.filter(pk=job.pk).update(**fields)
    return job


@pytest.mark.parametrize("rows", [1, 3])
def test_the_task_centre_asks_the_same_few_questions_however_many_tasks(client, django_assert_num_queries, rows):
    user = UserFactory()
    for number in range(rows):
        start(user, number)
    client.force_login(user)

    with django_assert_num_queries(4):  # session, user, count, rows
        answer = client.get("/desk/jobs/")

    assert len(answer.context["page"].object_list) == rows


def test_a_task_is_found_by_who_started_it_and_by_nobody_else(client):
    mine, foreign = UserFactory(), UserFactory()
    job = start(mine, 1)

    found = []
    for user in (mine, foreign):
        client.force_login(user)
        found.append(client.get(f"/desk/jobs/{job.uuid}/").status_code)

    assert found == [200, 404]


def test_progress_is_told_in_figures(client):
    user = UserFactory()
    start(user, 1, progress_done=3)
    client.force_login(user)

    assert 'max="10" value="3"' in client.get("/desk/jobs/").content.decode()


def test_the_reason_of_a_fault_is_for_operators_only(client):
    user = UserFactory()
    job = start(user, 1, state="parked", reason="KeyError: secret")
    client.force_login(user)

    assert "secret" not in client.get(f"/desk/jobs/{job.uuid}/").content.decode()
