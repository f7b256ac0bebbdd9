# `make` lists what it can do. Everything works with Python 3.11 or newer and make; the rest is built in .venv/.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR
export PYTHONDONTWRITEBYTECODE = 1

BIN = .venv/bin
RUN_READY = .venv/.ready-run
DEV_READY = .venv/.ready-dev

.PHONY: help run test check soak screenshots bench messages lock

help:
	@echo "make run          the platform with its demonstration world   (PORT=8000 DATA_DIR=var)"
	@echo "make test         the tests; PostgreSQL, Redis and Chromium join when they are there"
	@echo "make check        lint, types, floors, migrations, translations, content, system checks"
	@echo "make soak         the long fault and load tests with their stated figures"
	@echo "make screenshots  the key pages as pictures in DATA_DIR/screenshots"
	@echo "make bench        speed figures"
	@echo "make messages     brings the translation catalogue up to date"
	@echo "make lock         solves requirements.in into requirements.txt anew"

run: $(RUN_READY)
	@exec $(BIN)/python manage.py serve

test: $(DEV_READY)
	$(BIN)/python -m pytest -m "not soak"

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy site courses campaigns assessments media
	PYTHONPATH=site $(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py update_catalogue --check
	$(BIN)/python manage.py check_content
	$(BIN)/python manage.py list_urls > /dev/null

soak: $(DEV_READY)
	$(BIN)/python -m pytest -m soak

screenshots: $(DEV_READY)
	$(BIN)/python -m tests.screenshots

bench: $(DEV_READY)
	$(BIN)/python -m tests.bench

messages: $(DEV_READY)
	$(BIN)/python manage.py update_catalogue

lock: $(DEV_READY)
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Building .venv (once) …"
	@$(PYTHON) -m venv .venv

$(RUN_READY): requirements.txt | .venv/bin/python
	@echo "Installing what the platform needs (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
