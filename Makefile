# Everything runs in this checkout's own .venv; the first target that needs it makes it.
VENV := .venv
BIN := $(VENV)/bin
DEPENDENCIES := pyproject.toml
.DEFAULT_GOAL := help
.PHONY: help demo test validate bench fuzz docs lint clean

help:
	@echo "make demo      install into .venv, analyse the embedded demo, say where the report is"
	@echo "make test      all tests"
	@echo "make validate  compare with the recordings in ../shared/data, where they are present"
	@echo "make bench     speed of the engine, beside OpenSim"
	@echo "make fuzz      mutated recordings against check and analyze; more with COUNT=5000 SEED=2"
	@echo "make docs      the manual, as docs/_build/html/index.html"
	@echo "make lint      style, types"
	@echo "make clean     remove what was made here"

# A python3.x on the PATH may be a stub that only says which versions exist: each candidate is run.
$(BIN)/python:
	@for candidate in "$$PYTHON" python3 python3.11 python3.12 python3.13 python; do \
	  [ -n "$$candidate" ] && "$$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' \
	    >/dev/null 2>&1 && { found="$$candidate"; break; }; \
	done; \
	[ -n "$$found" ] || { echo "groundup needs Python 3.11 or newer; install it, or name it: make PYTHON=... $(MAKECMDGOALS)" >&2; exit 1; }; \
	echo "making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV)

$(VENV)/.base: $(DEPENDENCIES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@

$(VENV)/.docs: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]"
	@touch $@

$(VENV)/.bench: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	@touch $@

demo: $(VENV)/.base
	$(BIN)/groundup warmup
	$(BIN)/groundup demo --out groundup-demo

test: $(VENV)/.test
	$(BIN)/python -m pytest

validate: $(VENV)/.base
	$(BIN)/python -m validation

bench: $(VENV)/.bench
	$(BIN)/python -m bench

COUNT := 1000
SEED := 1
fuzz: $(VENV)/.base
	$(BIN)/python -m fuzz --count $(COUNT) --seed $(SEED)

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "the manual is docs/_build/html/index.html"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) docs/_build docs/generated dist build groundup-demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
