import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('ENVIRONMENT', 'embedded')}")

from typing import Any

from celery import Celery
from celery.signals import worker_init

app = Celery("zhixin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _refuse_leftovers(**named: Any) -> None:
    from home import leftovers

    leftovers.refuse()
