# The commands of the project; `make` alone lists them. Each fetches libz3 first if it is missing.

CARGO ?= cargo

# Real-world data kept beside the checkout, never in it: the corpus tests read it.
ORILEX_SHARED ?= $(abspath ../shared)

DEMO = check rules/nafta-1994 rules/proposals/us-2017.roo

.PHONY: help z3 build demo test soak mutants breakages lint bench against corpus annex cross-check clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

z3: ## Put the pinned libz3 into .z3/ (Z3_LIB_DIR=<folder> names one of your own)
	@.ci/fetch-z3

build: z3 ## Build the orilex program, optimised
	$(CARGO) build --release

# The findings are what the demo is about: exit code 1 is a success here, any other failure is not.
demo: z3 ## Check the NAFTA rulebook and the 2017 US proposals, and show the findings
	@echo 'building orilex (the first time takes a few minutes)'
	@$(CARGO) build --release --quiet
	@echo '$$ orilex $(DEMO)'
	@code=0; $(CARGO) run --release --quiet -- $(DEMO) || code=$$?; \
	case $$code in \
	    0) echo 'exit code 0: every claim holds, and there is no warning' ;; \
	    1) echo 'exit code 1: a warning or an error was found, shown above' ;; \
	    *) echo "exit code $$code: not a full answer (2 bad input, 3 undecided)" >&2; exit $$code ;; \
	esac

test: z3 ## Run the whole test suite
	$(CARGO) test --profile tests

# More than a hundred thousand pairs of a rulebook and a good; each number can be set in the environment as well.
soak: z3 ## Try the verifier against a second reading of the language, at length
	SOAK_BOOKS=$${SOAK_BOOKS:-4500} SOAK_LAWS=$${SOAK_LAWS:-500} SOAK_TINY=$${SOAK_TINY:-1500} \
	    $(CARGO) test --profile tests --test soak

breakages: z3 ## Break the verifier in each way that .ci/breakages lists, and see which tests notice
	@CARGO='$(CARGO)' .ci/break-verifier

mutants: z3 ## Put defects and changes into rules/ and see whether the checks find them
	$(CARGO) test --profile tests --test mutants -- --all

lint: z3 ## Check formatting, clippy and the documentation, warnings denied
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --no-deps

bench: z3 ## Measure parsing, checking and evaluating
	$(CARGO) bench --bench speed

# A package of its own with some six hundred others: the first build takes long.
against: z3 ## Time the evaluator beside general rule engines and a hand-written function
	$(CARGO) run --release --manifest-path tests/against/Cargo.toml

# On a developer's machine the data may be absent; in CI its absence must not pass for success, and nowhere may
# a run of no tests at all.
corpus: z3 ## Import and check the agreements in ../shared, with the tests on its data
	@if [ -d '$(ORILEX_SHARED)' ]; then \
	    export ORILEX_SHARED='$(ORILEX_SHARED)'; \
	    $(CARGO) test --profile tests --quiet --test spec -- --list corpus:: | grep -q corpus:: || \
	        { echo 'error: there is no test named corpus::' >&2; exit 1; }; \
	    $(CARGO) test --profile tests --test spec -- corpus:: && \
	    .ci/corpus-table "$${CARGO_TARGET_DIR:-target}/tests/orilex" '$(ORILEX_SHARED)/data'; \
	elif [ "$$CI" = true ]; then \
	    echo 'error: the corpus tests need the data in $(ORILEX_SHARED), and it is not there' >&2; exit 1; \
	else \
	    echo 'corpus tests not run: no data in $(ORILEX_SHARED)'; \
	fi

annex: z3 ## Import rules/nafta-annex-401 anew from the data in ../shared
	$(CARGO) build --profile tests --quiet
	.ci/annex-401 target/tests/orilex '$(ORILEX_SHARED)/data' --write

cross-check: z3 ## Have cvc5 confirm every verdict about rules/
	@.ci/cross-check

clean: ## Remove what cargo built (.z3/ stays)
	$(CARGO) clean
