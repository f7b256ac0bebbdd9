#!/usr/bin/env python
"""Django's command line. The only line that is ours puts `site/`, a source root, on the path."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

if __name__ == "__main__":
    environment = os.environ.get("ENVIRONMENT", "embedded")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{environment}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
