# Two commands are enough on a machine with Python 3.11 or later: `make run` and `make test`.
# Everything is installed into .venv, from the locked and hashed lists in requirements/.

PORT ?= 8000
HOST ?= 127.0.0.1
DEBUG ?= false
VENV := .venv
PY := $(VENV)/bin/python
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.installed-base
TOOLS := $(VENV)/.installed-dev
IGNORED := --ignore .venv --ignore var --ignore tests --ignore docs
OUR_CODE := iso_docs search audits dossiers publications procedures document_control organisation

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow test-soak test-browser test-search-contract lint format types templates messages messages-check check lock \
	clean bench postgres-test

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## Make .venv and install the locked packages

run: $(RUNTIME) ## Start the site with a sample ward: make run [PORT=8000] [HOST=127.0.0.1] [DEBUG=true]
	@DJANGO_SETTINGS_MODULE=iso_docs.settings.dev DEBUG=$(DEBUG) $(PY) manage.py serve --port $(PORT) --host $(HOST)

test: $(TOOLS) ## Run the tests in parallel, without the long ones: make test [ARGS="-k fee"]
	$(PY) -m pytest -n auto --dist loadgroup -m "not slow" $(ARGS)

test-slow: $(TOOLS) ## Run the long property and golden tests that CI waits for
	$(PY) -m pytest -n auto --dist loadgroup -m "slow and not soak" $(ARGS)

test-soak: $(TOOLS) ## Run what takes longer than CI can wait, before a release (up to an hour)
	$(PY) -m pytest -n auto --dist loadgroup -m soak $(ARGS)

test-browser: $(TOOLS) ## Run the journeys in Chromium (skipped where none is installed)
	$(PY) -m pytest -n auto --dist loadgroup -m browser $(ARGS)

postgres-test: $(TOOLS) ## Run the tests on PostgreSQL, in a throw-away cluster (needs the postgresql package)
	.ci/with-postgres $(PY) -m pytest -n auto --dist loadgroup -m "not slow and not browser" $(ARGS)

CONTRACT := DJANGO_SETTINGS_MODULE=tests.search.backend.contract.settings $(PY) -m django test tests.search.backend.contract.suite
RELOADED := $(VENV)/whoosh-reloaded

test-search-contract: $(TOOLS) ## Run modelsearch's own suite on our search backend, on both kinds of Whoosh
	$(CONTRACT)
	$(PY) -m pip install --quiet --require-hashes --target $(RELOADED) --upgrade -r requirements/whoosh-reloaded.txt
	PYTHONPATH=$(RELOADED) $(CONTRACT)

lint: $(TOOLS) ## Check style, layers and templates
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(MAKE) --no-print-directory templates

templates: $(TOOLS) ## Check the templates
	$(VENV)/bin/djlint --lint --quiet templates

format: $(TOOLS) ## Format the code and sort its imports
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

types: $(TOOLS) ## Check the types
	$(VENV)/bin/mypy

messages: $(TOOLS) ## Collect new texts into the Vietnamese catalog and compile it (needs gettext)
	$(PY) manage.py makemessages --locale vi --no-location --no-wrap $(IGNORED)
	$(PY) manage.py compilemessages --locale vi --ignore .venv

messages-check: $(TOOLS) ## Fail when a text has no Vietnamese, or the compiled catalog is stale (needs gettext)
	$(PY) -m pytest -q tests/i18n

check: $(TOOLS) ## Django's checks, missing migrations, and the deployment checks of production
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q tests/project/test_production_settings.py

lock: $(RUNTIME) ## Resolve the dependencies of pyproject.toml anew into requirements/ (needs the network)
	@command -v uv >/dev/null || $(PY) -m pip install --quiet uv
	PATH="$(VENV)/bin:$$PATH" uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 pyproject.toml --output-file requirements/base.txt
	PATH="$(VENV)/bin:$$PATH" uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 pyproject.toml --group dev --constraint requirements/base.txt \
		--output-file requirements/dev.txt

BENCH_ROWS ?= 5000

bench: $(TOOLS) ## Measure working time, documents and dossiers, as ratios: make bench [BENCH_ROWS=5000]
	$(PY) -m bench.worktime
	$(PY) -m bench.documents
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export ISO_DOCS_VAR_DIR="$$folder" DATABASE_URL="sqlite:///$$folder/db.sqlite3" \
		&& $(PY) -m bench.dossiers --rows $(BENCH_ROWS) --rounds 3
	@echo "The search is measured on judged queries, which are files of your own: $(PY) -m bench.search DOCS.jsonl QUERIES.jsonl"

clean: ## Remove .venv and caches; data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find $(OUR_CODE) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Installing -----------------------------------------------------------------------------------------------------
# The stamps make a second start quick: packages are installed again only when the lists changed.

$(CREATED):
	@.ci/make-venv $(VENV)
	@touch $@

$(RUNTIME): requirements/base.txt $(CREATED)
	@echo "Đang cài các gói cần thiết… / Installing packages…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/base.txt
	@touch $@

$(TOOLS): requirements/dev.txt $(RUNTIME)
	@echo "Đang cài công cụ kiểm thử… / Installing test tools…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@touch $@
