# Gema: one command for each thing one does. `make` lists them.
#
# A bare machine needs python3 (3.11 or newer) with venv, and make. Everything else is
# downloaded by hash into .tools, .venv and node_modules. A stamp file stands for each
# finished step, so a second run starts at once and a changed lock file is followed.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The steps of one target are taken in the order in which they are listed.
.NOTPARALLEL:

PYTHON ?= python3
UV_VERSION := 0.13.9

PACKAGES := web content channels composer scheduler newsroom
VENV := .venv/bin/python
UV := .tools/bin/uv
MANAGE := $(VENV) manage.py

# The Python is the one named above; uv must not go and fetch another.
export UV_PYTHON_DOWNLOADS := never

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard web/locale/*/LC_MESSAGES/*.po))
PAGES := $(wildcard $(addsuffix /html,$(PACKAGES)))

say = @printf '\n== %s\n' '$(1)'
fail = { printf '\nGema: %s\n' '$(1)' >&2; exit 1; }

# -- what one types ------------------------------------------------------------------------

.PHONY: help setup setup-dev run demo test test-fast test-postgres test-story test-crash test-faults test-browser test-real screenshots bench crash faults channels format messages lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup  ## install what is missing, then serve on http://127.0.0.1:8000 (PORT=, GEMA_SETTINGS=, GEMA_DATA=)
	@exec $(MANAGE) serve

demo: setup  ## the main job from feed to feed, without a browser; each step read back
	@exec $(VENV) -m tests.story

test: test-postgres test-story test-crash test-faults test-fast test-browser  ## all tests

test-fast: setup-dev  ## the tests that need no browser
	$(call say,tests without a browser)
	$(VENV) -m pytest -n 2 --dist loadscope -m 'not browser and not real' --ignore tests/faults

test-postgres: setup-dev  ## what depends on the database, on a real PostgreSQL
	$(call say,tests on PostgreSQL)
	$(VENV) -m tests.on_postgres

test-story: setup-dev  ## the main job end to end, read back step by step
	$(call say,the main job)
	$(VENV) -m tests.story

test-crash: setup-dev  ## a few engines killed and stopped on each database
	$(call say,engines killed)
	$(VENV) -m tests.crash --kills 12 --stops 2 --control 120 --accounts 8

# One channel after another on both cores; by module they would all be one worker's.
test-faults: setup-dev  ## every request of every call to every network, broken in every way
	$(call say,the fault matrix)
	$(VENV) -m pytest -n 2 --dist load tests/faults

test-browser: setup-dev  ## the tests that drive Chromium
	$(call say,tests in the browser)
	$(VENV) -m pytest -n 2 --dist loadscope -m browser

# The servers are fetched once into build/real; apt-get and npm are asked for them, root is not needed.
test-real: setup-dev  ## the channels against a Bluesky PDS, WordPress on MariaDB and Exim, on loopback
	$(call say,fetching the real servers)
	@$(VENV) -m tests.real
	$(call say,tests against real servers)
	$(VENV) -m pytest -m real tests/real

screenshots: setup-dev  ## the main screens, wide and narrow, light and dark, into screenshots/
	$(VENV) -m tests.browser.screenshots

bench: setup-dev  ## punctuality of the engine, and cards
	$(VENV) -m benchmarks.engine --quick
	$(VENV) -m benchmarks.cards

crash: setup-dev  ## 1,000 engines killed on each database, 40 stopped; half an hour or so
	$(VENV) -m tests.crash

format: setup-dev  ## put code and pages into their form
	$(VENV) -m ruff check --quiet --fix --exit-zero .
	$(VENV) -m ruff format .
	$(VENV) -m djhtml --tabwidth 2 $(PAGES)

faults: setup-dev  ## every request of every call broken in every way; prints the table, writes docs/faults.md
	$(VENV) -m tests.faults

channels: setup-dev  ## write docs/channels.md from what the channels declare
	$(VENV) -m tests.channels.overview

messages: setup  ## bring the English catalogue in step with the source; prints what is to be translated
	@$(MANAGE) collect_messages

# -- make check ----------------------------------------------------------------------------

CHECKS := format lint pages types layers migrations deploy
.PHONY: check $(addprefix check-,$(CHECKS))

check: $(addprefix check-,$(CHECKS))  ## format, lint, types, layers, migrations, deployment
	$(call say,all checks passed)

check-format: setup-dev
	$(call say,format: ruff format)
	$(VENV) -m ruff format --check .

check-lint: setup-dev
	$(call say,lint: ruff)
	$(VENV) -m ruff check .

check-pages: setup-dev
	$(call say,indentation of pages: djhtml)
	$(VENV) -m djhtml --tabwidth 2 --check $(PAGES)

check-types: setup-dev
	$(call say,types: mypy --strict)
	GEMA_DATA=build/check $(VENV) -m mypy

check-layers: setup-dev
	$(call say,layers: import-linter)
	.venv/bin/lint-imports

check-migrations: setup-dev
	$(call say,missing migrations)
	GEMA_DATA=build/check $(MANAGE) makemigrations --check --dry-run

# A desk in service has an https address; every other setting is the one in settings.toml.
check-deploy: setup-dev
	$(call say,deployment: check --deploy)
	@mkdir -p build/check
	sed 's|^address = .*|address = "https://gema.example"|' settings.toml > build/check/settings.toml
	GEMA_SETTINGS=build/check/settings.toml GEMA_DATA=build/check \
		$(MANAGE) check --deploy --fail-level WARNING

# -- set-up --------------------------------------------------------------------------------

# Syncing removes what a list does not name. So once the development packages are here, setting
# up follows the longer list, which holds the shorter one at the same versions.
STAGE := $(if $(wildcard .venv/.dev-synced),dev,run)
READY_run := .venv/.run-synced node_modules/.run-synced $(CATALOGUES)
READY_dev := .venv/.dev-synced node_modules/.dev-synced build/.chromium-ready $(CATALOGUES)

setup: $(READY_$(STAGE))  ## what running needs
setup-dev: $(READY_dev)  ## what testing needs

$(UV):
	$(call say,tools for setting up)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| $(call fail,Python 3.11 or newer was not found. Install python3 and python3-venv or name another: make PYTHON=python3.12)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| $(call fail,Python has no venv here. Install it: apt install python3-venv)
	@rm -rf .tools && $(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)' \
		|| { rm -rf .tools; $(call fail,uv could not be installed from the Python package index. Is the network there?); }

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .venv \
		|| $(call fail,The Python environment .venv could not be made; the lines above say why.)

.venv/.%-synced: requirements/%.txt | .venv/bin/python
	$(call say,Python packages of $<)
	@$(UV) pip sync --quiet --require-hashes --python $(VENV) $< \
		|| $(call fail,The packages of $< could not be installed; the lines above say why.)
	@touch $@

# npm runs on the Node that came as a Python package. `npm ci` empties the folder first, and
# the stamps with it.
node_modules/.%-synced: package.json package-lock.json | .venv/.%-synced
	$(call say,front-end packages)
	@.venv/bin/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error $(OMIT_$*) \
		|| $(call fail,The front-end packages could not be installed; the lines above say why.)
	@touch $@

OMIT_run := --omit=dev

build/.chromium-ready: node_modules/.dev-synced tests/browser/chromium.py
	$(call say,unpacking Chromium)
	@$(VENV) -m tests.browser.chromium
	@touch $@

%.mo: %.po
	@$(MANAGE) compile_catalogue

# -- upkeep --------------------------------------------------------------------------------

# Versions already locked are kept unless UPGRADE=1.
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--python-version 3.11 $(if $(UPGRADE),--upgrade)

lock: setup  ## write the lock files anew (UPGRADE=1 takes newer versions)
	$(COMPILE) requirements/run.in --output-file requirements/run.txt
	$(COMPILE) requirements/dev.in --constraint requirements/run.txt --output-file requirements/dev.txt
	.venv/bin/npm $(if $(UPGRADE),update,install) --package-lock-only --ignore-scripts --no-audit --no-fund

clean:  ## remove all that was downloaded or built; data/ stays
	rm -rf .tools .venv node_modules build screenshots test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f $(CATALOGUES)
