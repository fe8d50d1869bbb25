# Two commands are enough: `make demo` and `make test`. Everything lands in .venv and var; nothing else is touched.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
# files that the web build is made from; node_modules is its own business
WEB := $(shell find web -type f -not -path 'web/node_modules/*' 2>/dev/null)
PYTEST := $(BIN)/python -m pytest
JOBS ?= 3 # also the quick ones wait: for commits, servers, a browser
SLOW_JOBS ?= 3 # slow tests wait more than they work
SLOW = $(shell grep -rl "mark\.slow" --include="test_*.py" src/dothi tests) # each process reads what it may run: not all files

# What is imported is compiled once and kept, also where the surroundings forbid it: else every start compiles it all again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo up test test-slow check style bench wheel format env-example structure lock chromium lighthouse mosquitto dovecot clean

demo: $(VENV)/.built ## the demo city on http://127.0.0.1:8000
	@exec $(BIN)/dothi demo

up: $(VENV)/.built ## your own city, empty at first
	@exec $(BIN)/dothi up

test: $(VENV)/.built $(VENV)/.dev chromium ## every test except the slow ones
	@$(PYTEST) -m "not slow" -n $(JOBS) --dist loadscope --no-loadscope-reorder --durations 15

test-slow: $(VENV)/.built $(VENV)/.dev chromium mosquitto dovecot lighthouse ## kills, long loads, big files, long walks in a browser
	@$(PYTEST) -m slow -n $(SLOW_JOBS) --dist loadgroup --no-loadscope-reorder --durations 15 $(SLOW)

check: style ## what reads the code: style, types, import map, migrations, words
	@$(PYTEST) tests/architecture

style: $(VENV)/.built $(VENV)/.dev ## check without the tests of the house (import map and migrations among them), which make test runs too
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: $(VENV)/.built ## speed beside its floor, one bench after the other
	@set -e; for name in ingest latency; do $(BIN)/dothi bench $$name; done

wheel: $(VENV)/.built ## one file to install elsewhere
	@$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls -l dist/*.whl

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

env-example: $(VENV)/.built ## writes .env.example and the settings page from the declared settings
	@$(BIN)/python -m dothi.kernel.env_example > .env.example
	@$(BIN)/python -m dothi.kernel.settings_page > docs/reference/settings.md

structure: $(VENV)/.built ## writes what all migrations make of an empty database into one file: before a release, or when one was renamed
	@DJANGO_SETTINGS_MODULE=dothi.config.settings DOTHI_SECRET_KEY=only-for-the-structure-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx $(BIN)/python -m dothi.kernel.structure.making

lock: $(VENV)/.made ## pins requirements/*.in again: hashes only, for every Python and platform
	@$(PIP) install --quiet uv
	@for name in base dev build; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.lock; done

clean:
	rm -rf $(VENV) build dist src/dothi/web/static/dist web/node_modules

$(VENV)/.made:
	@test -n "$(PYTHON)" || { \
	  echo "Cần Python 3.11 trở lên có venv (Debian/Ubuntu: apt install python3 python3-venv) · Python 3.11 or newer with venv is needed"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# --no-compile: only what is imported is compiled, when it is first imported; saves half a minute
$(VENV)/.base: $(VENV)/.made requirements/base.lock requirements/build.lock
	@echo "Đang cài các gói vào $(VENV) … · Installing into $(VENV) …"
	@$(PIP) install --quiet --no-compile --require-hashes -r requirements/base.lock -r requirements/build.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.lock
	@$(PIP) install --quiet --no-compile --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.built: $(VENV)/.base pyproject.toml hatch_build.py requirements/base.in $(WEB)
	@echo "Đang dựng giao diện … · Building the web assets …"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Đang cài Chromium cho kiểm thử trình duyệt … · Installing Chromium for the browser tests …"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
	    || echo "Không cài được Chromium: các kiểm thử trình duyệt bị bỏ qua · Chromium cannot be installed: browser tests are skipped"; \
	else \
	  echo "Thiếu Chromium: hãy cài (apt install chromium) để chạy kiểm thử trình duyệt · Chromium is missing: install it (apt install chromium) to run the browser tests"; \
	fi

lighthouse: $(VENV)/.dev
	@test -d tests/lighthouse/node_modules && exit 0; \
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests/lighthouse --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null 2>&1 \
	  || echo "Không cài được Lighthouse: kiểm thử của nó bị bỏ qua · Lighthouse cannot be installed: its tests are skipped"

mosquitto:
	@command -v mosquitto_pub >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mosquitto-clients; } >/dev/null 2>&1 \
	    || echo "Không cài được mosquitto-clients: kiểm thử của nó bị bỏ qua · mosquitto-clients cannot be installed: its test is skipped"; \
	else \
	  echo "Thiếu mosquitto_pub (apt install mosquitto-clients): kiểm thử của nó bị bỏ qua · mosquitto_pub is missing: its test is skipped"; \
	fi

dovecot: # an IMAP server to read letters from
	@{ command -v dovecot || test -x /usr/sbin/dovecot; } >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd; } >/dev/null 2>&1 \
	    || echo "Không cài được dovecot-imapd: kiểm thử của nó bị bỏ qua · dovecot-imapd cannot be installed: its tests are skipped"; \
	else \
	  echo "Thiếu dovecot (apt install dovecot-imapd): kiểm thử của nó bị bỏ qua · dovecot is missing: its tests are skipped"; \
	fi
