"""`make run` and a bare `manage.py`: the demo world on this machine, with no server besides."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR
from kit import made_once

SECRET_KEY = made_once.text(DATA_DIR / "keys" / "secret-key")
DEMO = True
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR_REQUIRED = False
ONE_LIVE_SESSION_PER_OFFICER = False
FEED_ALLOW_PRIVATE = True
