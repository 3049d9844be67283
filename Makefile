# Two commands matter: `make extract` and `make test`. Each sets up what it needs in .venv.

SHELL := /bin/sh
PYTHON ?= python3
INPUT ?= raw/
OUTPUT ?= output
BENCH ?=
export PYTHON

python := .venv/bin/python
run_ready := .venv/.ready
dev_ready := .venv/.ready-dev

need := install Python 3.11 or newer, or name one: make PYTHON=python3.12
set_up = @command -v $(PYTHON) >/dev/null 2>&1 || \
	{ echo "qingdan: $(PYTHON) is not there; $(need)" >&2; exit 2; }; \
	$(PYTHON) .ci/venv.py

.DEFAULT_GOAL := help
.PHONY: help extract review counts test soak net docs lint types check bench lock clean distclean
.NOTPARALLEL:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

extract: $(run_ready) ## raw/ -> output/ (INPUT=, OUTPUT= change that); status 0, 1 or 2 as in README
	@$(python) -m qingdan extract $(INPUT) --output $(OUTPUT)

review: $(run_ready) ## pages to look at what is extracted from raw/, opened in the browser
	@$(python) -m qingdan extract $(INPUT) --output $(OUTPUT) --quiet || [ $$? -eq 1 ]
	@$(python) -m qingdan review $(OUTPUT) --raw $(INPUT) --open

counts: $(dev_ready) ## items and clauses of output/ per document, list and category, against the reviewed ones
	@$(python) -m bench.counts $(OUTPUT)

test: $(dev_ready) ## all tests
	@$(python) -m pytest

soak: $(dev_ready) ## the long forms of tests: minutes to hours
	@$(python) -m pytest -m soak

net: $(dev_ready) ## all tables of all fixtures against a saved state (NET=--save keeps it)
	@$(python) -m tests.net $(NET)

docs: $(dev_ready) ## docs/codes.md from the table of codes
	@$(python) docs/codes.py > docs/codes.md.part
	@mv docs/codes.md.part docs/codes.md

lint: $(dev_ready) ## ruff: rules and format
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .

types: $(dev_ready) ## mypy --strict
	@$(python) -m mypy

check: lint types test ## lint + types + test

bench: $(dev_ready) ## CPU time: ratios with targets, costs, growth (BENCH=country, "--ratios" or "--baseline COMMAND")
	@$(python) -m bench $(BENCH)

lock: $(dev_ready) ## resolve pyproject.toml anew into the three lock files
	@sh .ci/lock

clean: ## remove what was written to output/ and everything tools left behind, but not .venv
	@if [ ! -d "$(OUTPUT)" ]; then :; elif [ -x $(python) ]; then \
		$(python) -m qingdan clean --output "$(OUTPUT)"; else \
		echo "$(OUTPUT) stays: it takes .venv to tell what in it was written by qingdan"; fi
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## clean, and remove .venv
	@rm -rf .venv

# --- set-up: the stamps are made last, so that an interrupted one is done again ----------------

$(run_ready): requirements-build.lock requirements.lock pyproject.toml .ci/venv.py
	$(set_up) requirements.lock
	@touch $@

$(dev_ready): requirements-build.lock requirements-dev.lock pyproject.toml .ci/venv.py
	$(set_up) requirements-dev.lock
	@touch $@ $(run_ready)
