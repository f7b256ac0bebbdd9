import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config.settings import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from assessments import heartbeat  # noqa: E402 -- the apps have to be there first
from kit import starting  # noqa: E402

starting.check()
heartbeat.start()
