import pytest

from kit.places import is_closed, is_inside


@pytest.mark.parametrize(
    ("headers", "inside"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "203.0.113.7"}, False),
        ({"REMOTE_ADDR": "203.0.113.7", "SERVER_PORT": "8001"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1", "SERVER_PORT": "8001"}, False),
        ({"REMOTE_ADDR": "203.0.113.7", "HTTP_HOST": "127.0.0.1:8001"}, False),
    ],
)
def test_only_the_machine_itself_and_the_administration_port_are_inside(rf, settings, headers, inside):
    settings.ADMIN_BIND = "127.0.0.1:8001"

    assert is_inside(rf.get("/metrics", **headers)) is inside


def test_without_an_administration_port_only_the_machine_itself_is_inside(rf, settings):
    settings.ADMIN_BIND = ""

    assert is_inside(rf.get("/metrics", REMOTE_ADDR="127.0.0.1"))
    assert not is_inside(rf.get("/metrics", REMOTE_ADDR="203.0.113.7", SERVER_PORT=""))


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/cms/", True),
        ("/cms", True),
        ("/cms/documents/", True),
        ("/cms/documents/edit/1/", True),
        ("/cms/documents/1/lesson.pdf", False),
        ("/desk/", True),
        ("/desk/roles/", True),
        ("/en/desk/", True),
        ("/desks/", False),
        ("/", False),
        ("/me/", False),
    ],
)
def test_desks_and_editing_close_outside_once_the_administration_has_its_port(rf, settings, path, closed):
    settings.DEMO, settings.ADMIN_BIND = False, "10.0.0.5:8001"
    outside, inside = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.7", "SERVER_PORT": "8001"}

    assert is_closed(rf.get(path, **outside)) is closed
    assert not is_closed(rf.get(path, **inside))
    settings.ADMIN_BIND = ""
    assert not is_closed(rf.get(path, **outside))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cms/", "/desk/", "/en/desk/", "/api/v1/docs", "/api/v1/openapi.json", "/metrics"])
def test_what_is_closed_outside_is_as_if_it_were_not_there(client, settings, path):
    settings.DEMO, settings.ADMIN_BIND = False, "10.0.0.5:8001"
    outside = {"REMOTE_ADDR": "203.0.113.7"}

    assert client.get(path, **outside).status_code == 404
    assert client.get(path, **outside, SERVER_PORT="8001").status_code != 404
