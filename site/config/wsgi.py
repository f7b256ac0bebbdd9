import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('ENVIRONMENT', 'embedded')}")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from assessments import heartbeat  # noqa: E402 -- the apps have to be there first
from home import leftovers  # noqa: E402

leftovers.refuse()
heartbeat.start()
