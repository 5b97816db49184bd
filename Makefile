# Copydesk: `make run` opens the page, `make test` runs the tests. Both need only Python 3.11+ and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint clean
.DEFAULT_GOAL := run

run: $(VENV)/.run            ## open the page on http://127.0.0.1:7860 with the sample articles
	$(BIN)/python app.py

test: $(VENV)/.test          ## all tests; those in a browser are skipped, saying so, where no Chromium is found
	$(BIN)/python -m pytest

lint: $(VENV)/.test          ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:                       ## remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/.run: pyproject.toml
	@echo "Making the virtual environment $(VENV): a few minutes, the first time."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --editable .
	@touch $@

$(VENV)/.test: pyproject.toml
	@echo "Making the virtual environment $(VENV) with the developers' tools: a few minutes, the first time."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --editable ".[dev]"
	@touch $(VENV)/.run $@
