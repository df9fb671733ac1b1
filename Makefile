# Every command of this repository. `make` alone lists them.
# Nothing has to be set up first: a target makes the environment it needs, once, in $(VENV).

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BENCH_VENV := .venv-bench
BENCH_AIRFLOW_VENV := .venv-bench-airflow
BIN := $(VENV)/bin
PIP_FLAGS := --disable-pip-version-check --no-input -qq
PIP := $(BIN)/python -m pip $(PIP_FLAGS)
BENCH_PIP := $(BENCH_VENV)/bin/python -m pip $(PIP_FLAGS)
BENCH_AIRFLOW_PIP := $(BENCH_AIRFLOW_VENV)/bin/python -m pip $(PIP_FLAGS)
PYTEST := $(BIN)/python -m pytest
ARGS ?=
# The tests are shared by so many processes, one more than two cores: many tests wait, for servers of Airflow most.
# JOBS=0 runs them in one, which prints as it goes and can be debugged.
JOBS ?= 3

EXAMPLE := examples/flights
DEMO_OUT ?= build/demo
DEMO_DAY ?= 2013-01-01

.DEFAULT_GOAL := help
.PHONY: help test demo lint golden bench clean setup

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

test: $(VENV)/.dev ## set up and run every test (ARGS="-k name" selects)
	$(PYTEST) -n $(JOBS) $(ARGS)

demo: $(VENV)/.demo ## build the flights example for every target and run one day of it
	@PATH="$(abspath $(BIN)):$$PATH" bash scripts/demo "$(EXAMPLE)" "$(DEMO_OUT)" "$(DEMO_DAY)"

lint: $(VENV)/.dev ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

golden: $(VENV)/.dev ## rewrite every committed artifact and table from what is built now; read the diff as code
	cd $(EXAMPLE) && $(abspath $(BIN))/dagcompile build --force
	$(PYTEST) -n $(JOBS) --update-golden tests/golden tests/history tests/diagnostics/test_pages.py tests/docs/test_*_page.py $(ARGS)

bench: $(VENV)/.dev $(BENCH_VENV)/.peers $(BENCH_AIRFLOW_VENV)/.peers ## measure everything beside other libraries, write docs/performance.md (minutes)
	$(BIN)/python -m benchmarks --write docs/performance.md $(ARGS)

setup: $(VENV)/.dev ## only make the environment

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) $(BENCH_VENV) $(BENCH_AIRFLOW_VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# In stages, so that the demo waits for a few packages and not for an orchestrator. The build back ends (ours, and
# that of a data set that comes as source) are installed first and used without isolation, so that constraints.txt
# decides their versions as well.
$(VENV)/.core: pyproject.toml constraints.txt
	@echo "setting up $(VENV): dagcompile and what it needs to compile"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dagcompile needs Python 3.11 or newer, this is " + sys.version)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install -c constraints.txt pip hatchling setuptools
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

# What the frames of the example need.
$(VENV)/.demo: $(VENV)/.core
	@echo "setting up $(VENV): pandera and polars"
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[pandera,polars]'
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@echo "setting up $(VENV): Airflow, Dask, pandas, polars and the tools; a few minutes the first time"
	@$(PIP) install -c constraints.txt --no-build-isolation --group dev -e '.[all]'
	@touch $@

# The libraries that are measured beside us want other versions of what we and Airflow want.
$(BENCH_VENV)/.peers: pyproject.toml benchmarks/constraints.txt
	@echo "setting up $(BENCH_VENV): the libraries to compare with"
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_PIP) install -c constraints.txt pip
	@$(BENCH_PIP) install -c benchmarks/constraints.txt --group bench
	@touch $@

# Those that write or load DAG files are read by the same Airflow as ours.
$(BENCH_AIRFLOW_VENV)/.peers: pyproject.toml benchmarks/constraints-airflow.txt
	@echo "setting up $(BENCH_AIRFLOW_VENV): Airflow, and what makes DAG files for it"
	@test -x $(BENCH_AIRFLOW_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_AIRFLOW_VENV)
	@$(BENCH_AIRFLOW_PIP) install -c constraints.txt pip
	@$(BENCH_AIRFLOW_PIP) install -c benchmarks/constraints-airflow.txt --group bench-airflow
	@touch $@
