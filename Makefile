# The few commands a person needs. `make help` lists them.
# Every command sets up what it needs; Node 24 comes with the dependencies, so the system's node may be older.

.PHONY: help node setup demo test check fmt lint typecheck docs bench bench-gc jit-fuzz fuzz-gc stress-gc stress arm mutation build clean
.DEFAULT_GOAL := help

export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
NPM := npm --loglevel=error
NODE := node --disable-warning=ExperimentalWarning

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

node_modules/.package-lock.json: package-lock.json package.json
	$(NPM) ci
	@touch $@

node: node_modules/.package-lock.json
	@command -v $${CC:-gcc} >/dev/null || { echo "No C compiler: apt-get install gcc"; exit 1; }

setup: node ## install dependencies (as root also libgc-dev, for the collector that the tests compare with)
	@if printf '#include <gc/gc.h>\n' | $${CC:-gcc} -E - >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get install -y -qq libgc-dev >/dev/null || { apt-get update -qq && apt-get install -y -qq libgc-dev >/dev/null; }; \
	else echo "The Boehm collector is missing: sudo apt-get install libgc-dev"; exit 1; fi

demo: node ## translate the Brainfuck interpreter with and without the JIT and run both
	@mkdir -p build/demo
	npm run -s translate -- --opt=jit targets/brainfuck/target.ts -o build/demo/bf-jit
	VMSMITH_JIT=threshold=20,traceEagerness=10 VMSMITH_LOG=jit-summary:- build/demo/bf-jit targets/brainfuck/programs/counting.bf
	npm run -s translate -- --opt=2 targets/brainfuck/target.ts -o build/demo/bf
	build/demo/bf targets/brainfuck/programs/mandelbrot.bf

test: ## everything .ci/run does: types, lint, format, all tests
	@.ci/run

check: setup ## the everyday part of it, under three minutes
	@VMSMITH_MATRIX=small $(NODE) tests/tools/run-checks.ts

typecheck: setup ## tsc over the whole repository
	$(NPM) run -s typecheck

lint: setup ## eslint, errors only
	$(NPM) run -s lint

fmt: setup ## prettier over the whole repository
	$(NPM) run -s fmt

docs: setup ## write the generated pages of docs/
	$(NODE) --conditions=vmsmith-source tests/tools/write-docs.ts

bench: setup ## benchmarks against peers
	$(NODE) bench/run.ts

bench-gc: setup ## the collectors against Node, C++ and each other
	$(NODE) bench/gc.ts

jit-fuzz: setup ## random guests under every setting of the JIT (VMSMITH_JIT_PROGRAMS, VMSMITH_SEED)
	@VMSMITH_JIT_PROGRAMS=$${VMSMITH_JIT_PROGRAMS:-2000} $(NPM) exec -- vitest run tests/jitgen/binary.test.ts --testTimeout=1200000

fuzz-gc: setup ## a random mutator against every collector (VMSMITH_GC_SEEDS, VMSMITH_GC_STEPS, VMSMITH_SEED)
	@VMSMITH_GC_SEEDS=$${VMSMITH_GC_SEEDS:-50} VMSMITH_GC_STEPS=$${VMSMITH_GC_STEPS:-50000} $(NPM) exec -- vitest run tests/gc/fuzz.test.ts

stress-gc: setup ## sanitizers, valgrind and a long run (VMSMITH_STRESS=long: all programs; VMSMITH_GC_SOAK: seconds)
	@command -v valgrind >/dev/null || apt-get install -y -qq valgrind >/dev/null
	@VMSMITH_GC_SANITIZED=1 VMSMITH_GC_SEEDS=$${VMSMITH_GC_SEEDS:-20} $(NPM) exec -- vitest run tests/gc/fuzz.test.ts
	@VMSMITH_MATRIX=sanitized $(NPM) exec -- vitest run tests/matrix/matrix.test.ts --testTimeout=1200000
	@VMSMITH_GC_SOAK=$${VMSMITH_GC_SOAK:-60} $(NPM) exec -- vitest run tests/gc/soak.test.ts

stress: setup ## the matrix under GC stress, long fuzzing
	@VMSMITH_MATRIX=stress $(NODE) tests/tools/run-checks.ts

arm: setup ## the programs of tests/run as executables for AArch64, under qemu
	@command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null || \
	  apt-get install -y -qq --no-install-recommends gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user >/dev/null
	@VMSMITH_STRESS=long $(NPM) exec -- vitest run tests/matrix/aarch64.test.ts --testTimeout=1200000

mutation: setup ## damage every row of the C emitter and the evaluator; tests must notice
	@VMSMITH_MATRIX=full $(NPM) exec -- vitest run tests/mutation

build: setup ## dist/, as it is published
	$(NPM) run -s build

clean: ## remove everything generated
	rm -rf build dist
