# Passerelle: `make` alone lists what can be asked.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install up test quick prove steady check house bench bench-compare bench-peers lock-peers pictures lock sbom vendor schemas catalogue chromium \
        check-code check-types check-imports check-rules check-contracts check-asyncapi check-register check-templates check-vendored check-locks

BIN := .venv/bin
# What users install, and what developers need besides: the second holds the first.
USED := .venv/.installed-for-use
INSTALLED := .venv/.installed
CODE := contracts services deploy tests
# Folders with assets of others: what pages load, what pages are judged with.
VENDORED := services/chassis/web tests/browser
# Tests run in this many processes, each with a PostgreSQL and a nats-server of its own: tests/conftest.py says
# how many "logical" is. It says in which order too, not xdist, which begins with files that have many tests.
WORKERS ?= logical
ARGS ?=

# Where a machine asks Python to keep no compiled modules, each of the many processes of the tests and of
# `up` would compile a thousand of them anew: they are kept, beside their sources.
unexport PYTHONDONTWRITEBYTECODE

# uv reads neither pip.conf nor PIP_INDEX_URL: a machine that says there where its packages come from
# (a mirror, an intranet) is asked, and uv is told. No index is ever written in this repository.
INDEX = index=$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$${PIP_INDEX_URL:-$$($(BIN)/pip config get global.index-url 2>/dev/null || true)}}}; \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; export UV_SYSTEM_CERTS=true

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z -]+:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) ## make .venv for development as requirements-dev.lock says (done by the others when needed)
	@$(BIN)/python -m tests.contracts.asyncapi --fetch
	@$(BIN)/python -m tests.support.npm

up: $(USED) ## run everything on this machine, with a demonstration (ARGS="--no-demo", ARGS="--data DIR")
	@exec $(BIN)/passerelle up --demo $(ARGS)

test: $(INSTALLED) chromium ## all tests, on real PostgreSQL, NATS and Chromium (ARGS="-k words")
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

quick: check-code check-types check-rules check-contracts chromium ## the checks, and the tests that stand beside what changed (ARGS="--changed=COMMIT")
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder --quick $(ARGS)

prove: $(INSTALLED) chromium ## the long proofs: hundreds of deaths, every page as every role (SCHEDULES=1000, SEED=1)
	@$(BIN)/pytest -m prove -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

steady: $(INSTALLED) chromium ## run the tests N times beside LOAD busy processes; name each that ever failed
	@$(BIN)/python -m tests.support.steady $(or $(N),3) $(or $(LOAD),2)

check: check-code check-types check-imports check-rules check-contracts check-asyncapi check-register check-templates check-vendored check-locks ## all checks that run no service
	@echo "Everything checked."

house: $(INSTALLED) ## measure how wide the code is: largest folders, ways of five slices, what loads
	@$(BIN)/python -m tests.architecture.house $(ROOT)

bench: $(INSTALLED) ## measure each hot path beside its floor (ARGS="NAME")
	@$(BIN)/python -m tests.bench $(ARGS)

bench-compare: $(INSTALLED) ## measure the pages of this tree beside those of another commit (COMMIT=abc123)
	@$(BIN)/python -m tests.bench.compare $(COMMIT)

bench-peers: $(INSTALLED) ## measure the registry beside Creme CRM and BottleCRM (needs redis-server, libcairo2-dev, gcc, Python 3.12)
	@$(INDEX); $(BIN)/python -m tests.bench.peers

pictures: $(INSTALLED) chromium ## take the picture of each role again, of a loaded demonstration
	@$(BIN)/python -m tests.browser.pictures_of_roles

# The second is held to the versions of the first: what is tested is what users install.
LOCKING = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --extra embedded --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

lock: $(BIN)/uv ## write requirements.lock (users) and requirements-dev.lock from pyproject.toml
	@$(INDEX); $(LOCKING) --group install --output-file requirements.lock
	@$(INDEX); $(LOCKING) --group dev --constraint requirements.lock --output-file requirements-dev.lock

sbom: $(INSTALLED) ## write var/sbom.json, what users install (CycloneDX), from requirements.lock
	@mkdir -p var && $(BIN)/python -m tests.architecture.bill_of_materials > var/sbom.json && echo "var/sbom.json"

lock-peers: $(BIN)/uv ## write the locks of the peers of the bench
	@$(INDEX); for peer in creme bottlecrm; do $(BIN)/uv pip compile tests/bench/peers/$$peer.in --universal \
		--python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock-peers" --quiet --output-file tests/bench/peers/$$peer.lock; done

vendor: $(INSTALLED) ## fetch what the two vendor.toml name again (the only target that needs npm)
	@$(BIN)/python -m services.chassis.base.vendored_assets $(VENDORED)

schemas catalogue: $(INSTALLED) ## write contracts/schemas, CATALOGUE.md, asyncapi.json, *_STATES.md and deploy/SETTINGS.md
	@$(BIN)/python -m deploy.catalogue

check-code: $(INSTALLED)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE)

check-types: $(INSTALLED)
	@$(BIN)/python -m tests.architecture.types

check-imports: $(INSTALLED)
	@$(BIN)/lint-imports --no-logo

check-rules: $(INSTALLED)
	@$(BIN)/python -m tests.architecture

check-contracts: $(INSTALLED)
	@$(BIN)/python -m deploy.catalogue --check

check-register: $(INSTALLED)
	@$(BIN)/python -m deploy.register

# Fetches the parser at its first use: `make install` has done so before the network is gone.
check-asyncapi: $(INSTALLED)
	@$(BIN)/python -m tests.contracts.asyncapi

check-templates: $(INSTALLED)
	@$(BIN)/djlint services --quiet --lint

check-vendored: $(INSTALLED)
	@$(BIN)/python -m services.chassis.base.vendored_assets --check $(VENDORED)

check-locks: $(INSTALLED)
	@! grep -nE '://|file:|^-|@ /' requirements.lock requirements-dev.lock tests/bench/peers/*.lock || { echo "a lock names an address or a path" >&2; exit 1; }

# The shell draws the same with less than half of the processor; Ubuntu has the whole browser alone.
chromium:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
			&& { apt-get install -y -qq chromium-headless-shell >/dev/null 2>&1 || apt-get install -y -qq chromium >/dev/null; }; } \
		|| { echo "The browser tests need Chromium: run 'sudo apt-get install chromium-headless-shell' (on Ubuntu: chromium) and try again." >&2; exit 1; }

# The first Python 3.11 or newer of this machine.
$(BIN)/pip:
	@echo "Installation de ce dont Passerelle a besoin (une à deux minutes, une seule fois)…"
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec "$$python" -m venv .venv; \
	done; echo "Passerelle needs Python 3.11 or newer with its venv module." >&2; exit 1

# uv itself comes by pip, at the version and with the hashes of the lock.
$(BIN)/uv: | $(BIN)/pip
	@sed -n '/^uv==/,/^[^ ]*==/{/^uv==/p;/^ .*--hash/p;}' requirements.lock > .venv/uv.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.txt

SYNC = $(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes
OURS = $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --offline --editable .

# Where somebody develops, development tools stay.
$(USED): requirements.lock pyproject.toml | $(BIN)/uv
	@echo "Installation des bibliothèques de requirements.lock…"
	@if [ -e $(INSTALLED) ]; then $(MAKE) --no-print-directory $(INSTALLED); else $(INDEX); $(SYNC) requirements.lock && $(OURS); fi
	@touch $@

$(INSTALLED): requirements.lock requirements-dev.lock pyproject.toml | $(BIN)/uv
	@$(INDEX); $(SYNC) requirements-dev.lock && $(OURS)
	@touch $(USED) $@
