# `make run` and `make test` need nothing but Python 3.11 and make: all else they fetch into .venv
# and node_modules. Every step leaves a stamp, so the second start is quick.

PORT ?= 8000
DATA ?= var
DIST ?= dist
HUBS ?= 2
SEEDS ?= 10000
FIRST ?= 0
SECONDS ?= 600

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

bin := .venv/bin
npm := tools/with-node npm
install := $(bin)/python -m pip install --quiet --disable-pip-version-check
# Without the index's address and other traces of the machine that makes the lock files.
compile := env -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null $(bin)/pip-compile --upgrade

chaos = $(if $(SEED),--seed $(SEED)) --program tests.faults.dying_hub

page := server/hubbub_server/http/browser/index.html
page_sources := package-lock.json tsconfig.base.json $(wildcard clients/*/*.json clients/web/*.*) \
	$(shell find clients/js/src clients/web/src clients/web/public -type f)

.PHONY: help run demo cluster test check chaos simulate lint lint-python lint-typescript format lock wheel

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/.stamp-run $(page) ## Start a hub and its browser client: PORT=8000 DATA=var
	@exec $(bin)/hubbub serve --port $(PORT) --data $(DATA)

demo: .venv/.stamp-run $(page) ## Start a hub with a community that already talks: PORT=8000 DATA=var
	@exec $(bin)/hubbub-load demo --port $(PORT) --data $(DATA)/demo

# Redis and PostgreSQL are the system's, or are installed.
cluster: .venv/.stamp-cluster $(page) ## Start several hubs on Redis and PostgreSQL: HUBS=2 PORT=8000 DATA=var
	@PORT=$(PORT) DATA=$(DATA) HUBS=$(HUBS) exec tools/databases tools/cluster

test: .venv/.stamp-dev $(page) lint ## Run everything: all linters, all tests
	@tools/chromium
	@tools/databases
	@$(npm) test --silent
	@$(MAKE) -j2 test-programs test-rest

# At the same time, since those of the first mostly wait. What is in neither list is in the second.
programs := tests/packaging tests/together

.PHONY: test-programs test-rest
test-programs:
	@$(bin)/pytest $(programs)
test-rest:
	@$(bin)/pytest $(addprefix --ignore=,$(programs))

check: .venv/.stamp-dev lint ## Run the linters and the fast tests
	@tools/databases
	@$(npm) test --silent
	@$(bin)/pytest -m "not slow"

# One third of the time on one hub with SQLite, the rest on several with Redis and PostgreSQL. The
# hubs are those of the tests, which can also die between commit and publication.
chaos: .venv/.stamp-dev ## Break everything under members who write, at length: SECONDS=600 SEED= HUBS=2
	@tools/databases $(bin)/hubbub-load chaos --hubs 1 --seconds $$(($(SECONDS) / 3)) $(chaos)
	@tools/databases $(bin)/hubbub-load chaos --hubs $(HUBS) --seconds $$(($(SECONDS) * 2 / 3)) $(chaos)

simulate: .venv/.stamp-dev ## Play many schedules of faults on a virtual clock: SEEDS=10000 FIRST=0
	@PYTHONHASHSEED=0 $(bin)/python -m tests.faults.simulator --seeds $(SEEDS) --first $(FIRST)

lint: .venv/.stamp-dev node_modules/.stamp
	@$(MAKE) -j2 --output-sync=target lint-python lint-typescript

lint-python:
	@$(bin)/ruff format --quiet --check
	@$(bin)/ruff check --quiet
	@$(bin)/mypy

lint-typescript:
	@$(npm) run --silent format:check
	@$(npm) run --silent lint
	@$(npm) run --silent typecheck

.PHONY: mutants
mutants: .venv/.stamp-dev node_modules/.stamp ## Break each guarantee, and see the test that watches it fail: ONE=
	@tools/databases tools/with-node $(bin)/python -m tests.faults.mutants $(ONE)

format: .venv/.stamp-dev node_modules/.stamp ## Lay out all code, fix what can be fixed, generate anew
	@$(bin)/ruff check --quiet --fix
	@$(bin)/ruff format --quiet
	@$(bin)/python -m hubbub_protocol.schema protocol/schema
	@$(bin)/python -m hubbub_protocol.vectors protocol/vectors
	@$(bin)/python -m hubbub_protocol.typescript clients/js/src/generated
	@$(npm) run --silent format

lock: .venv/.stamp-dev ## Choose the newest versions that fit, and write the lock files anew
	$(compile) --build-deps-for editable --extra server --output-file requirements/run.txt pyproject.toml
	$(compile) --build-deps-for editable --extra dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt pyproject.toml
	$(compile) --constraint requirements/dev.txt \
		--output-file requirements/cluster.txt requirements/cluster.in
	$(compile) --output-file requirements/databases.txt requirements/databases.in
	$(compile) --output-file requirements/node.txt requirements/node.in
	$(npm) update

wheel: .venv/.stamp-dev $(page) ## Build a wheel with the browser client in it: DIST=dist
	@$(bin)/python -m build --wheel --no-isolation --outdir $(DIST)

.venv/pyvenv.cfg:
	@tools/venv .venv

.venv/.stamp-run: .venv/pyvenv.cfg requirements/run.txt pyproject.toml
	@echo "Installing Hubbub into .venv"
	@$(install) --require-hashes -r requirements/run.txt
	@$(install) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.stamp-cluster: .venv/.stamp-run requirements/cluster.txt
	@$(install) --require-hashes -r requirements/cluster.txt
	@touch $@

.venv/.stamp-dev: .venv/.stamp-run requirements/dev.txt
	@echo "Installing the tools and the tests' needs into .venv"
	@$(install) --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.stamp: package-lock.json package.json .venv/pyvenv.cfg
	@echo "Installing the browser client's parts into node_modules"
	@$(npm) ci --ignore-scripts --no-progress --loglevel=error >/dev/null
	@touch $@

$(page): node_modules/.stamp $(page_sources)
	@echo "Building the browser client"
	@$(npm) run build --silent --workspace clients/web -- --logLevel warn
	@touch $@
