import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config.settings import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())

from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

from kit import starting

app = Celery("zhixin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _refuse_to_start(**named: Any) -> None:
    """Ends the process; Celery would log any other exception and go on."""
    try:
        starting.check()
    except ImproperlyConfigured as fault:
        sys.stderr.write(f"{fault}\n")
        raise SystemExit(2) from None
