# make run    the portal with demonstration data at http://localhost:8000 (PORT=… for another port)
# make check  what every commit must pass, in under a minute
# make test   everything: checks, tests on SQLite and on PostgreSQL, journeys in a browser
# make bench  what proposing, the busiest pages and the search cost, as ratios, on SQLite and on PostgreSQL
# make bench-privacy  what the detector of identifiers finds and misses (CORPUS=… for texts of your own)
# Each starts from nothing: Debian, Python 3.11 or newer and make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export PYTHONPATH := site
export PYTHONUTF8 := 1
export LC_ALL := C.UTF-8
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q

.PHONY: help
help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "also: setup, setup-dev, lint, fast-tests, test-sqlite, test-postgresql, journey, format, messages"

.PHONY: setup
setup:
	@bin/setup

.PHONY: setup-dev
setup-dev:
	@bin/setup --dev

.PHONY: run
run: setup
	@exec $(BIN)/python bin/run.py

.PHONY: check
check: setup-dev lint fast-tests

.PHONY: lint
lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python bin/check_translations.py
	$(BIN)/mypy

# The house and the rules of the ground; who reads what, forms, pages, files and the staff's desk wait for `make test`.
RULES := arrows workflow clocks sweep departure matching promise whats_now drafts autosave differences rubricator_model
QUICK := tests/architecture $(RULES:%=tests/mentoring/test_%.py)

.PHONY: fast-tests
fast-tests:
	$(PYTEST) -n 2 -m "not browser and not slow and not postgresql_only" $(QUICK)

.PHONY: test
test: check test-sqlite test-postgresql journey

.PHONY: test-sqlite
test-sqlite:
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not postgresql_only"

# WHOLE=yes runs on PostgreSQL, too, what asks the same questions of both databases and is usually asked of one.
.PHONY: test-postgresql
test-postgresql:
	PORTAL_TEST_DATABASE=postgresql $(PYTEST) -n 2 --dist worksteal -m "not browser and not sqlite_only$(if $(WHOLE),, and not once)"

.PHONY: journey
journey:
	$(PYTEST) -s -m browser

.PHONY: bench
bench: setup-dev
	PYTHONPATH=.:site $(BIN)/python bench/matching.py
	PYTHONPATH=.:site $(BIN)/python bench/pages.py
	PYTHONPATH=.:site $(BIN)/python bench/search.py
	PYTHONPATH=.:site $(BIN)/python tests/engines/postgres.py -- $(BIN)/python bench/matching.py
	PYTHONPATH=.:site $(BIN)/python tests/engines/postgres.py -- $(BIN)/python bench/pages.py
	PYTHONPATH=.:site $(BIN)/python tests/engines/postgres.py -- $(BIN)/python bench/search.py

.PHONY: bench-privacy
bench-privacy: setup-dev
	PYTHONPATH=.:site $(BIN)/python bench/privacy.py $(addprefix --corpus ,$(CORPUS))

.PHONY: format
format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: messages
messages:
	$(BIN)/python manage.py makemessages --locale=ru --no-location --ignore=.venv --ignore=var
