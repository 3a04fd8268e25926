# `make demo` and `make test` need only Python (3.11 or newer, with venv) and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint editor clean

demo: $(VENV)/installed
	$(BIN)/careergraph route "machine learning engineer 2" "ai product manager 4"
	@mkdir -p out
	@$(BIN)/careergraph view matrix --output out/matrix.html --force
	@$(BIN)/careergraph view route "machine learning engineer 2" "ai product manager 4" \
		--output out/route.html --force
	@echo "Open out/matrix.html and out/route.html in a browser."

test: $(VENV)/installed-test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes CodeMirror anew for the SPARQL page; needs Node.js. Its output is committed.
editor:
	npm ci --ignore-scripts --prefix editor
	npm run build --prefix editor

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable '.[xlsx,yaml]'
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/installed-lint: $(VENV)/installed-test
	$(PIP) --editable '.[lint]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist
