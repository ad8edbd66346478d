# Two commands: `make run` builds and shows the graph of the corpus, `make test` runs all tests.
PYTHON ?= python3
BIN := .venv/bin
KG := $(BIN)/kg

.PHONY: run test lint screenshots clean

run: .venv/installed
	$(KG) build corpus/articles
	@echo; echo "── What has Japan's stand been, and which sentence says so? ──"
	$(KG) query positions-of-actor --param actor=japan --limit 6
	@echo; echo "── When did Abe and Putin meet? ──"
	$(KG) query meetings-of-two --param first=shinzo-abe --param second=vladimir-putin --limit 6
	@echo; echo "── What are the islands called, and by whom? ──"
	$(KG) query names-by-authority --limit 12
	@echo
	$(KG) view --output out/network.html
	@echo
	@echo "Next: open out/network.html in a browser, or type"
	@echo "  $(KG) queries                    the questions it can answer"
	@echo "  $(KG) build YOUR-FOLDER --store out/mine"
	@echo "  $(KG) --help"

test: .venv/tested
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/mypy

.venv/installed: pyproject.toml hatch_build.py $(wildcard kg/web/frontend/*.json kg/web/frontend/*.mjs kg/web/frontend/entries/*)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/tested: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

screenshots: .venv/tested  # of the README, from the real site
	$(KG) build corpus/articles
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis kg/web/frontend/node_modules kg/web/static/vendor
