# Zhijia 职家. `make help` lists what there is.
PY ?= python3
V  := .venv/bin
STAMP := .venv/.ok
RUN_STAMP := .venv/.run
export DJANGO_SETTINGS_MODULE = zhijia.site.settings
# compiled modules lie beside the libraries: the tree stays clean, and every start of Python is quicker
export PYTHONPYCACHEPREFIX = $(CURDIR)/.venv/pycache
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup system demo run test test-long check bench lock messages

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# what a running house needs; tests add their own below
$(RUN_STAMP): requirements.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PY=/path/to/python3")'
	$(PY) -m venv .venv
	$(V)/python -m pip install -q uv
	$(V)/uv pip install -q --python $(V)/python --require-hashes -r requirements.txt
	$(V)/uv pip install -q --python $(V)/python --no-deps --no-build-isolation -e .
	@touch $@

$(STAMP): $(RUN_STAMP) requirements-test.txt
	$(V)/uv pip install -q --python $(V)/python --require-hashes -r requirements-test.txt
	@touch $@

messages: $(RUN_STAMP)
	@$(V)/python scripts/compile_messages.py

system: ## system packages for browser tests (only where this may install them)
	@sh scripts/system_packages.sh

setup: $(STAMP) messages system ## everything: libraries, catalogues, system packages where allowed

demo: $(RUN_STAMP) messages ## a federation with a year of entries on the embedded database, served on 127.0.0.1:8000
	$(V)/zhijia demo

run: $(RUN_STAMP) messages ## the production server and one job worker
	$(V)/zhijia serve

test: $(STAMP) messages ## the suite on SQLite and on a private PostgreSQL, with browser stories where there is Chromium
	$(V)/python -m pytest -q -n 2 --dist worksteal -m "not long" --db=sqlite
	$(V)/python -m pytest -q -n 2 --dist worksteal -m "not long and not browser" --db=postgres

test-long: $(STAMP) messages ## the whole matrix, the long runs, many made-up inputs
	$(V)/python -m pytest -q -n 2 --dist worksteal -m "long or drawn" --hypothesis-profile=long --db=sqlite
	$(V)/python -m pytest -q -n 2 --dist worksteal -m "(long or drawn) and not browser" --hypothesis-profile=long --db=postgres tests/journal tests/tally tests/tree

check: $(STAMP) messages ## style, types, borders, migrations, catalogues
	$(V)/ruff check src tests benchmarks scripts
	$(V)/ruff format --check src tests benchmarks scripts
	$(V)/lint-imports
	$(V)/mypy src/zhijia
	$(V)/python scripts/check_house.py
	ZHIJIA_DATA=.venv/check $(V)/python -m django makemigrations --check --dry-run

bench: $(STAMP) messages ## every benchmark, each beside a ratio
	$(V)/python benchmarks/run.py

lock: ## pins every library with its hashes
	$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' requirements.in -o requirements.txt
	$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' requirements-test.in -o requirements-test.txt
