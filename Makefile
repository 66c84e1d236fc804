# Needs GNU make and a Python of 3.11 or later, nothing else. Everything is installed into .venv, from
# the lock files, and only when a lock file or the package's own description has changed.

PYTHON ?=
PORT   ?= 8020
SEEDS  ?= 2000
SEED   ?=
EXAMPLES ?= 500
PLAY_OPTIONS ?=
TEST_OPTIONS ?=
LOCK_OPTIONS ?=
BENCH  ?= engine
BENCH_OPTIONS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test console types check format sim fuzz bench lock clean

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

BIN       := .venv/bin
MADE      := .venv/.made
RUN_LOCK  := .venv/.run
DEV_LOCK  := .venv/.dev
PACKAGE   := .venv/.package
PIP_LOG   := .venv/pip.log

# $(call install,ARGUMENTS): quiet when it works; when it does not, pip's last words are shown.
install = $(BIN)/python -m pip install --progress-bar off $(1) > $(PIP_LOG) 2>&1 || { \
	tail -n 20 $(PIP_LOG) >&2; \
	echo "make: the installation failed; the whole story is in $(PIP_LOG)" >&2; \
	exit 1; }

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(RUN_LOCK) $(PACKAGE) console ## start the server with its console and play the tutorial live (PORT=8020 PLAY_OPTIONS=)
	@$(BIN)/python examples/quickstart/play.py --port $(PORT) $(PLAY_OPTIONS)

test: $(DEV_LOCK) $(PACKAGE) console ## install what the tests need and run all of them (TEST_OPTIONS=)
	@$(BIN)/python -m pytest -n auto --durations 10 --durations-min 1 $(TEST_OPTIONS)

console: $(RUN_LOCK) ## build the console from web/, if it has changed
	@$(BIN)/python tools/console.py build

types: $(DEV_LOCK) $(PACKAGE) ## make the console's types of the API anew
	@$(BIN)/python tools/console.py types

check: $(DEV_LOCK) $(PACKAGE) ## formatting, lint, types and the directions of imports, and the same of the console
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/console.py check

format: $(DEV_LOCK) ## format the code and fix what can be fixed by machine
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/python tools/console.py format

sim: $(DEV_LOCK) $(PACKAGE) ## run the simulation over many seeds, or tell one (SEEDS=2000 SEED= TEST_OPTIONS=)
	@$(if $(SEED),PYTHONPATH=tests $(BIN)/python -m simulation.replay $(SEED),\
		POINTSMAN_SIM_SEEDS=$(SEEDS) $(BIN)/python -m pytest -n auto tests/simulation $(TEST_OPTIONS))

fuzz: $(DEV_LOCK) $(PACKAGE) ## ask much more of the API than the tests do (EXAMPLES=500 TEST_OPTIONS=)
	@POINTSMAN_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n auto tests/fuzz $(TEST_OPTIONS)

bench: $(DEV_LOCK) $(PACKAGE) ## measure the engine, with BENCH=lists the lists, with BENCH=realtime the sockets, with BENCH=statistics these (BENCH_OPTIONS=--json)
	@$(BIN)/python bench/$(BENCH).py $(BENCH_OPTIONS)

lock: $(MADE) ## resolve the dependencies anew into locks/ (LOCK_OPTIONS=--upgrade)
	@echo "Resolving the dependencies"
	@$(call install,uv)
	@$(COMPILE) --extra dev --output-file locks/dev.txt $(LOCK_OPTIONS)
	@$(COMPILE) --extra console --extra quickstart --constraints locks/dev.txt --output-file locks/run.txt $(LOCK_OPTIONS)

clean: ## remove everything that was installed or built
	rm -rf .venv build dist web/node_modules src/pointsman/console/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
	find src tests examples -name __pycache__ -type d -prune -exec rm -rf {} +

# One lock serves every platform and every Python we support. run.txt is compiled under the pins of
# dev.txt, so the two agree and may be installed into the same environment in any order.
COMPILE = $(BIN)/uv pip compile pyproject.toml --group install --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet

# The interpreter must run, not merely be on the path, and must be able to make an environment.
$(MADE):
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found="$$python"; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
		echo "Making .venv with $$("$$python" --version)"; \
		rm -rf .venv && "$$python" -m venv .venv && touch $@ && exit 0; \
		exit 1; \
	done; \
	if [ -n "$$found" ]; then \
		echo "make: $$found cannot make environments; install its venv package (Debian: python3-venv)" >&2; \
	else \
		echo "make: Python 3.11 or later is needed; name one with 'make PYTHON=/path/to/python'" >&2; \
	fi; \
	exit 1

$(RUN_LOCK): locks/run.txt | $(MADE)
	@echo "Installing what the server and the tutorial need (locks/run.txt)"
	@$(call install,--requirement locks/run.txt)
	@touch $@

# dev.txt holds everything run.txt holds, at the same versions.
$(DEV_LOCK): locks/dev.txt | $(MADE)
	@echo "Installing what the tests and checks need (locks/dev.txt)"
	@$(call install,--requirement locks/dev.txt)
	@touch $(RUN_LOCK) $@

# Either lock carries the build tools; the one that is asked for is installed first.
$(PACKAGE): pyproject.toml src/pointsman/__init__.py | $(MADE)
	@$(call install,--no-build-isolation --no-deps --editable .)
	@touch $@
