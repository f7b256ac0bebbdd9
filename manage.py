#!/usr/bin/env python
"""Django's command line. Ours: `site/`, a source root, is put on the path; a bad setting is told in one line."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

if __name__ == "__main__":
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        from config.settings import env

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(2)
