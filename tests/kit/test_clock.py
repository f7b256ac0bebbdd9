import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from kit import clock


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    clock.move(0)
    yield
    clock.move(0)


def forget():
    clock._offset = (0.0, 0)


def test_the_clock_moves_and_comes_back(capsys):
    call_command("demo_clock", "--json", "--by", "3600")
    assert json.loads(capsys.readouterr().out)["offset_s"] == 3600
    assert clock.now() - clock.real_now() > timedelta(minutes=59)

    call_command("demo_clock", "--reset")
    assert clock.offset_seconds() == 0


@pytest.mark.parametrize(
    "how", [("--by", "99999999999999"), ("--by", "-99999999999999"), ("--by", "9" * 40), ("--to", "2100-01-02")]
)
def test_an_instant_out_of_reach_is_refused_and_changes_nothing(how):
    clock.move(60)

    with pytest.raises(CommandError) as refusal:
        call_command("demo_clock", *how)

    assert refusal.value.returncode == 2
    assert clock.offset_file().read_text() == "60"


@pytest.mark.parametrize("content", [b"99999999999999", b"-9" * 30, b"\xff\xfe", b"", b"soon"])
def test_a_file_that_cannot_be_meant_is_as_none(content):
    clock.offset_file().write_bytes(content)
    forget()

    assert clock.now() - clock.real_now() < timedelta(seconds=1)


def test_a_folder_in_its_place_is_as_none():
    clock.offset_file().unlink()
    clock.offset_file().mkdir()
    forget()

    assert clock.offset_seconds() == 0
    clock.offset_file().rmdir()
