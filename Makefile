# `make run` serves the application, `make test` runs the whole suite. docs/operating.md explains every target.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test e2e bench lint format lock messages static clean stop

BIN := .venv/bin
TEST := $(BIN)/python -m pytest
PORT ?= 8000
HOST ?= 127.0.0.1
PO := $(wildcard locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
SOURCES := $(shell find static/scss static/js templates regional20x10/templates committees/templates factories/templates \
	reports/templates factories/data -type f 2>/dev/null) $(PO) $(wildcard regional20x10/fonts.py regional20x10/outlines.py)

help:  ## say what there is
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## *' '{ printf "make %-9s %s\n", $$1, $$2 }'

run: .venv/runtime.stamp static/build/.stamp $(MO)  ## serve the application (PORT=8000, HOST=127.0.0.1)
	@$(BIN)/python manage.py run --port $(PORT) --host $(HOST)

test: .venv/dev.stamp static/build/.stamp $(MO)  ## run the whole test suite (ARGS="-k words" for a part)
	@$(TEST) -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

e2e: .venv/dev.stamp static/build/.stamp $(MO)  ## run the stories in a real browser
	@$(TEST) -m e2e $(ARGS)

bench: .venv/dev.stamp static/build/.stamp $(MO)  ## measure, on the demonstration and on a generated decade
	@$(TEST) -m bench -s $(ARGS)

lint: .venv/dev.stamp  ## check style, layers, templates and translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo
	@git ls-files -z -- '*.html' | xargs -0r $(BIN)/djade --check
	@git ls-files -z -- '*.html' | xargs -0r $(BIN)/djhtml --check
	@$(BIN)/python -m regional20x10.translations check

format: .venv/dev.stamp  ## write code and templates in the one style
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .
	@git ls-files -z -- '*.html' | xargs -0r $(BIN)/djade || true
	@git ls-files -z -- '*.html' | xargs -0r $(BIN)/djhtml

lock: .venv/dev.stamp  ## write the lock files anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile $(LOCK) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock
LOCK := --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

messages: .venv/dev.stamp  ## gather texts to translate into locale/ (needs gettext)
	@$(BIN)/python manage.py makemessages --locale ko --no-obsolete --no-wrap --add-location file \
		--ignore node_modules --ignore .venv --ignore var --ignore tests --ignore static

static: static/build/.stamp  ## build style sheet, scripts and fonts

stop:  ## stop embedded servers that a killed process left running
	@$(BIN)/python -m regional20x10.embedded stop

clean:  ## remove what was built (not the data in var/)
	rm -rf .venv node_modules static/build $(MO) .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/created.stamp: .python-version
	@python=$$(scripts/find-python) && echo "Making .venv with $$python …" && "$$python" -m venv --clear .venv
	@touch $@

.venv/runtime.stamp: requirements.lock .venv/created.stamp
	@echo "Installing Python packages …"
	@$(PIP) -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo "Installing Python packages for tests …"
	@$(PIP) -r requirements-dev.lock
	@touch $@
# odfpy and zc-zlibstorage, pure Python that the OC4IDS validator asks for, are published as source alone.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --only-binary :all: --no-binary odfpy,zc-zlibstorage --require-hashes

node_modules/.stamp: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm was not found: install Node.js 20 or newer." >&2; exit 1; }
	@echo "Installing front-end packages …"
	@npm ci --ignore-scripts --silent --no-audit --no-fund
	@touch $@

static/build/.stamp: node_modules/.stamp .venv/runtime.stamp $(SOURCES)
	@echo "Building style sheet, scripts and fonts …"
	@mkdir -p static/build
	@$(BIN)/python -m regional20x10.fonts
	@$(BIN)/python -m regional20x10.outlines
	@npm run --silent build
	@touch $@

%.mo: %.po .venv/runtime.stamp
	@$(BIN)/python -m regional20x10.translations compile
	@touch $@
