"""What the tests run on: SQLite in DATA_DIR, or PostgreSQL and Redis where DATABASE_URL and REDIS_URL name them."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", str(Path(tempfile.gettempdir()) / "zhixin-tests"))

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, DATABASES

(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
SECRET_KEY = "only-for-tests"  # noqa: S105
DEMO = True
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR_REQUIRED = False
ONE_LIVE_SESSION_PER_OFFICER = False
FEED_ALLOW_PRIVATE = True
NOTICES_DIR = None  # nothing to accept, but in the tests about accepting
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "kit.storage.PrivateStorage"},
    "public": {"BACKEND": "kit.storage.PublicStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
