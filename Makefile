# Trợ lý CCHC: `make run` serves it, `make test` checks it; nothing else has to be typed first.
.DEFAULT_GOAL := help
.PHONY: help run test format bench soak clean
SHELL := /bin/bash

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# Extra words for pytest: make test PYTEST_ARGS="-n 2 -k plan"
PYTEST_ARGS ?=

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.run ## serve the assistant (http://localhost:8000)
	@exec $(BIN)/troly serve

test: $(VENV)/.dev ## everything: ruff, import-linter, mypy beside pytest (NO_BROWSER=1 leaves out the browser tests)
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@BIN=$(BIN) NO_BROWSER=$(NO_BROWSER) .ci/test $(PYTEST_ARGS)

format: $(VENV)/.dev ## put every file into one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench ## measure beside a plain pipeline
	@for part in ask chat_load start_memory report progress_scale digest; do OMP_NUM_THREADS=1 $(BIN)/python -m bench.$$part || exit 1; done

soak: $(VENV)/.dev ## ask a server for SOAK_MINUTES (10), kill reporters and digests, send a digest of 5,000, deliver updates often (DELIVERY_SEEDS, 30), fuzz dialogue and HTTP contract (FUZZ_EXAMPLES, 200)
	$(BIN)/python -m bench.soak
	$(BIN)/python -m bench.kill_proof
	$(BIN)/python -m bench.delivery_kill
	$(BIN)/python -m bench.delivery_pace
	$(BIN)/python -m bench.fuzz
	DELIVERY_SEEDS=$${DELIVERY_SEEDS:-30} $(BIN)/pytest -q -n 0 tests/integration/test_duplicates.py
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-200} $(BIN)/pytest -q -n 0 tests/api/test_contract_fuzz.py

clean: ## remove environment and caches; data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist

# Each stamp is newer than what it was made from, so a second `make run` installs nothing.
$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing (the first time takes some minutes) ..."
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing, with what the tests need (the first time takes some minutes) ..."
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/.dev
	@$(PIP) install -c constraints.txt -e '.[dev,bench]'
	@touch $@

$(BIN)/python:
	@.ci/venv $(VENV)
