import re

import pytest
from django.test import Client

from home.views import errors

pytestmark = pytest.mark.django_db


def test_a_failure_is_told_without_asking_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "平台出错了" in answer.content.decode()


def test_a_form_without_its_token_gets_a_page_with_a_remedy():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "x", "password": "y"})

    assert answer.status_code == 403
    assert re.search("<h1>.+</h1>", answer.content.decode())


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_each_refusal_has_a_page(rf, view, status):
    assert view(rf.get("/")).status_code == status
