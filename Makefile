# Everything on a fresh machine: Python 3.11-3.14 with its venv module, and make.
#   make demo     a full round on the sample applications, in demo/
#   make test     the tests
#   make lint     ruff, pyright (strict), import contracts
#   make verify   the tests, and then the long checks in full
#   make manual   the manual in Dutch, as a site of files, in build/handleiding/site
#   make samples  write the sample workbooks anew, byte for byte
#   make bundle PLATFORM=win_amd64 FOR=3.13
#                 what an office installs from without a network, in dist/; for that computer
#                 (win_amd64, manylinux_x86_64, macosx_arm64) and that Python

FIND_PYTHON := for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && { echo $$p; break; }; done
PYTHON ?= $(shell $(FIND_PYTHON))
BIN := .venv/bin
PLATFORM ?= win_amd64
FOR ?= 3.13

.PHONY: demo test lint style types types-on-windows contracts verify manual samples bundle clean

demo: .venv/runtime
	$(BIN)/verdeel demo --out demo

# What is imported is compiled once, not by each of the many processes that tests start.
test verify: export PYTHONDONTWRITEBYTECODE =

# Every day a quarter of the examples of hypothesis, which `make test` as a part of this has in full.
verify: export VERDEEL_TEST_EXAMPLES ?= 100

TESTS := $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

test: .venv/development
	$(TESTS) -m "not slow" $(PYTEST)

# Everything: what is found in minutes first, and then what takes hours. That a choice of files has
# nothing long in it, which pytest tells by 5, is no fault.
verify: test
	$(TESTS) -m slow $(PYTEST) || test $$? = 5

# Apart, so that `make -j2 lint` has the two readings of the types beside each other.
lint: style types types-on-windows contracts

style: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/development
	$(BIN)/pyright

types-on-windows: .venv/development
	$(BIN)/pyright --pythonplatform Windows grants instruments optimiser io sample_applications offline

contracts: .venv/development
	$(BIN)/lint-imports

manual: .venv/development
	$(BIN)/python docs/handleiding/build.py build/handleiding

samples: .venv/development
	$(BIN)/python -m verdeelsleutel.sample_applications.regenerate

bundle: .venv/development
	$(BIN)/python -m offline --platform $(PLATFORM) --python $(FOR)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12, 3.13 or 3.14 was found: install one, or name it with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian and Ubuntu, apt-get install python3-venv brings it."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[office]'
	@touch $@

.venv/development: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ .venv/runtime

clean:
	rm -rf .venv build dist demo *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
