import pytest

from kit.places import is_inside


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
