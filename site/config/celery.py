import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('ENVIRONMENT', 'embedded')}")

from celery import Celery

app = Celery("zhixin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
