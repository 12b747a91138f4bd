# make run    installs what is missing, prepares the database with a demo district, starts everything
# make setup  the first half of it: installation and database, without the demo district
# make test   every check but the long ones
# make test-deep   the long ones: forty threads at once, killed workers, a full disk, on both databases
# make bench  how fast the heavy work is, against the least it could cost (half an hour; needs an idle machine)
# make sbom   writes the components of the product, with versions and hashes, to var/sbom.json (CycloneDX)
# make format / make lock / make fonts   for those who work on the code

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.PHONY: help run setup test bench test-deep sbom format lock fonts packages

export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= copy
# As git and apt: whom the machine trusts, we trust.
export UV_SYSTEM_CERTS ?= 1
UV := PYTHONPATH=.boot .boot/bin/uv
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py

RUN_PACKAGES := ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk
# libatomic1: what drives the browser in the tests needs it and does not bring it.
TEST_PACKAGES := chromium poppler-utils libatomic1

help:
	@sed -n '/^# make/s/^# //p' Makefile

run: setup
	@$(MANAGE) load_demo --if-empty
	$(MANAGE) collectstatic --no-input -v 0
	LOG_LEVEL=$${LOG_LEVEL:-WARNING} exec $(PYTHON) -m pension.supervisor

setup: packages .stamps/run
	@deploy/fonts.sh "$${PENSION_FONT_DIR:-var/fonts}"
	$(MANAGE) migrate -v 0

test: packages .stamps/dev
	@deploy/system_packages.sh $(TEST_PACKAGES)
	deploy/fonts.sh "$${PENSION_FONT_DIR:-var/fonts}"
	deploy/check.sh

test-deep: packages .stamps/dev
	@deploy/fonts.sh "$${PENSION_FONT_DIR:-var/fonts}"
	.venv/bin/pytest -q -m deep
	$(PYTHON) -m tests.postgres .venv/bin/pytest -q -m deep --migrations
	$(PYTHON) -m tests.postgres .venv/bin/pytest -q -n auto --migrations tests/test_access.py tests/test_fuzz.py

# BENCH="roster case_lists" runs these alone; BENCH="roster --share 10" a tenth of the size.
bench: packages .stamps/dev
	@deploy/fonts.sh "$${PENSION_FONT_DIR:-var/fonts}"
	$(PYTHON) -m tests.benchmarks $(BENCH)

packages:
	@deploy/system_packages.sh $(RUN_PACKAGES)

# uv makes the environment ten times faster than pip; pip only fetches uv.
.stamps/uv: requirements/boot.txt
	@python=$$(deploy/python.sh)
	"$$python" -m pip --version >/dev/null 2>&1 || deploy/system_packages.sh python3-pip
	echo "==> 准备 Python 环境"
	"$$python" -m pip install -q --root-user-action ignore --upgrade --require-hashes --target .boot -r requirements/boot.txt
	mkdir -p .stamps
	touch $@

.stamps/venv: .stamps/uv
	@$(UV) venv -q --clear --python "$$(deploy/python.sh)" .venv
	rm -f .stamps/run .stamps/dev
	touch $@

# dev.txt holds all of run.txt: whoever has the former lacks nothing of the latter.
.stamps/run: requirements/run.txt | .stamps/venv
	@$(UV) pip sync -q --require-hashes --python $(PYTHON) requirements/run.txt
	rm -f .stamps/dev
	touch $@

.stamps/dev: requirements/dev.txt requirements/run.txt | .stamps/venv
	@$(UV) pip sync -q --require-hashes --python $(PYTHON) requirements/dev.txt
	touch .stamps/run $@

# From the locks, so that it names what is installed; locks don't say who needs whom (the warning).
sbom: .stamps/dev
	@mkdir -p var
	$(PYTHON) -W ignore::UserWarning -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible -o var/sbom.json requirements/run.txt
	echo "==> 组件清单：var/sbom.json"

format: .stamps/dev
	@.venv/bin/ruff check -q --fix-only .
	.venv/bin/ruff format -q .
	git ls-files 'templates/*.html' | xargs .venv/bin/djade

fonts:
	@rm -f var/fonts/.asked
	deploy/fonts.sh "$${PENSION_FONT_DIR:-var/fonts}"

LOCK := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: .stamps/uv
	@$(LOCK) -o requirements/run.txt pyproject.toml
	$(LOCK) -o requirements/dev.txt -c requirements/run.txt pyproject.toml --group dev
	echo uv | $(LOCK) -o requirements/boot.txt -
