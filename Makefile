# `make book` reads, `make test` checks; both set themselves up with Python >= 3.11 alone.
PYTHON ?= python3
PORT ?= 8000
BOOK = .venv
TEST = .venv-test
BUILD = $(BOOK)/bin/jupyter-book build -W -n --keep-going .

.DEFAULT_GOAL := help
.PHONY: help book html test bench notebooks vectors bundle cover lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: html  ## build the book and serve it at http://localhost:8000 (PORT=… changes the port)
	@$(BOOK)/bin/python tools/serve.py _build/html $(PORT)

html: $(BOOK)/.ready  ## build the book into _build/html
	@$(BUILD)
	@$(BOOK)/bin/python tools/check_build.py _build/html

test: $(TEST)/.ready html node_modules/.package-lock.json  ## run every check and test, with one summary
	@$(TEST)/bin/python tools/run_tests.py

bench: $(TEST)/.ready html node_modules/.package-lock.json  ## measure the library against its peers, the pages against their budgets
	@$(TEST)/bin/python -m benchmarks; kept=$$?; $(TEST)/bin/python tools/write_benchmarks.py && exit $$kept

notebooks: $(TEST)/.ready  ## run every chapter anew and strip the noise from it
	@$(TEST)/bin/python tools/notebooks.py run

vectors: $(TEST)/.ready  ## compute the test vectors of the JavaScript with gmmlib
	@$(TEST)/bin/python tools/make_vectors.py

bundle: $(TEST)/.ready node_modules/.package-lock.json  ## bundle the JavaScript of the explorables
	@$(TEST)/bin/python tools/node.py npm run --silent bundle

cover: $(TEST)/.ready html  ## take the README's picture anew
	@$(TEST)/bin/python tools/cover.py

lock: $(TEST)/.ready  ## resolve the exact versions of both environments anew
	@$(TEST)/bin/python tools/lock.py

clean:  ## remove what was built and both environments
	rm -rf _build node_modules $(BOOK) $(TEST)

# Each environment is made once and again only when its lock changes.
$(BOOK)/.ready: requirements.txt pyproject.toml
	@$(PYTHON) tools/make_env.py $(BOOK) requirements.txt

$(TEST)/.ready: requirements.txt tests/requirements.txt pyproject.toml
	@$(PYTHON) tools/make_env.py $(TEST) tests/requirements.txt

node_modules/.package-lock.json: package.json package-lock.json | $(TEST)/.ready
	@$(TEST)/bin/python tools/node.py npm ci --no-audit --no-fund
