"""The tests' settings without the demonstration, on the database of a running test; for processes of their own."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

DEMO = False
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
