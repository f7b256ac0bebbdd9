"""Production settings, asked in a process of their own as a deployment would."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from home import leftovers
from tests.factories.identity import UserFactory
from tests.factories.organisations import SchoolFactory, grant

ROOT = Path(settings.ROOT)
COMPLETE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://zhixin@127.0.0.1:5432/zhixin",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "zhixin.example",
    "BASE_URL": "https://zhixin.example",
}
ASK = (
    "import json, django; django.setup(); from django.conf import settings as s; "
    "from django.core.files.storage import storages; "
    "print(json.dumps({n: getattr(s, n) for n in ('DEMO','SESSION_COOKIE_NAME','CSRF_COOKIE_NAME','EMAIL_HOST',"
    "'EMAIL_PORT','EMAIL_USE_TLS','EMAIL_HOST_PASSWORD','SECOND_FACTOR_REQUIRED','SECURE_HSTS_SECONDS')} | "
    "{'stores': [type(storages[n]).__name__ for n in ('default', 'public')], "
    "'public': storages['public'].url('a/b.webp'), 'private': storages['default'].url('a')}))"
)


def ask(**changes):
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {"PYTHONPATH": str(ROOT / "site"), "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    environment |= {name: value for name, value in (COMPLETE | changes).items() if value}
    environment |= {"DATA_DIR": str(settings.DATA_DIR)}
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {ASK}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


def test_production_is_strict():
    told = json.loads(ask().stdout)

    assert told["DEMO"] is False
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    assert (told["SECOND_FACTOR_REQUIRED"], told["SECURE_HSTS_SECONDS"]) == (True, 31_536_000)
    assert told["stores"] == ["PrivateStorage", "PublicStorage"]


def test_mail_and_bucket_are_read_from_their_addresses():
    answer = ask(
        EMAIL_URL="smtp://post:p%40ss@mail.example:587?tls=1",
        MEDIA_STORAGE="s3://zhixin?endpoint=http://127.0.0.1:9000&region=cn",
    )

    told = json.loads(answer.stdout)
    mail = [told[name] for name in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_PASSWORD")]
    assert mail == ["mail.example", 587, True, "p@ss"]
    assert told["stores"] == ["PrivateBucket", "PublicBucket"]
    assert (told["public"], told["private"]) == ("/uploads/a/b.webp", "")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "BASE_URL"])
def test_what_is_missing_is_named(name):
    answer = ask(**{name: ""})

    assert answer.returncode != 0
    assert f"{name} is not set" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("BASE_URL", "http://zhixin.example"),
        ("EMAIL_URL", "http://mail.example"),
        ("EMAIL_URL", "smtp://mail.example?starttls=1"),
        ("MEDIA_STORAGE", "/var/files"),
        ("DATABASE_URL", "mysql://x/y"),
        ("SESSION_IDLE_SECONDS", "bald"),
        ("ADMIN_BIND", "zz"),
        ("ADMIN_BIND", "10.0.0.5:70000"),
        ("PORT", "x"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(name, value):
    answer = ask(**{name: value})

    assert answer.returncode != 0
    assert name in answer.stderr.splitlines()[-1]
    assert "expected" in answer.stderr.splitlines()[-1]


def test_an_unknown_environment_is_refused_in_one_line():
    environment = {**os.environ, "ENVIRONMENT": "foo"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, capture_output=True, text=True, env=environment, check=False
    )

    expected = 'ENVIRONMENT is "foo"; expected embedded or production or test.\n'
    assert (answer.returncode, answer.stderr) == (2, expected)


def test_without_port_the_one_that_was_served_on_last_is_meant(tmp_path):
    (tmp_path / "port").write_text("9100\n")
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "from campaigns.creditfeed import destinations; print(s.BASE_URL, destinations.url('PROVINCE'))"
    )
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
    environment |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}

    def told(**more):
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, capture_output=True, text=True, env=environment | more, check=True
        ).stdout.split()

    assert told() == ["http://127.0.0.1:9100", "http://127.0.0.1:9101"]
    assert told(PORT="9200") == ["http://127.0.0.1:9200", "http://127.0.0.1:9201"]
    (tmp_path / "port").write_text("half a li")
    assert told() == ["http://127.0.0.1:8000", "http://127.0.0.1:8001"]


def test_a_password_in_a_bad_address_is_not_printed():
    assert "geheim" not in ask(EMAIL_URL="http://post:geheim@mail.example").stderr


@pytest.mark.django_db
def test_a_database_of_the_demonstration_is_refused(settings):
    settings.DEMO = False
    leftovers.refuse()  # an empty one is not

    school = SchoolFactory(is_demo=True)
    with pytest.raises(ImproperlyConfigured, match="1 organisations and 0 accounts"):
        leftovers.refuse()
    grant(UserFactory(username="teacher"), "teacher", school)
    with pytest.raises(ImproperlyConfigured, match="1 organisations and 1 accounts"):
        leftovers.refuse()


def test_every_variable_that_is_read_stands_in_the_table():
    read = set()
    for file in (ROOT / "site" / "config" / "settings").glob("*.py"):
        read |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', file.read_text()))
    table = (ROOT / "docs" / "operations.md").read_text()

    assert len(read) > 15
    assert {name for name in read if f"`{name}`" not in table} == set()
