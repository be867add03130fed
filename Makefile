# Two commands are enough: `make demo` and `make test`. What each needs is installed by scripts/need.
# Variables may be set: make demo DATA=/srv/haat LISTEN=0.0.0.0:8480 DATABASE=postgres://…

DATA ?= haat-data
LISTEN ?= 127.0.0.1:8480
DATABASE ?=
CLIENTS ?= 64
SECONDS ?= 20

.DEFAULT_GOAL := help
.PHONY: help demo test assets lint bench verify clean

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: ## builds Haat and runs it with a small nation; sign-ins stand in haat-data/sign-ins.csv
	@scripts/need demo
	@scripts/assets
	cargo build --release --package haat
	target/release/haat demo --data $(DATA) --listen $(LISTEN) $(if $(DATABASE),--database '$(DATABASE)')

test: ## all tests: Rust on both engines, forms, papers, browser, lints
	@scripts/need test
	@scripts/test

assets: ## builds the stylesheet and the script into assets/dist
	@scripts/assets

lint: assets ## formatting and clippy, warnings are errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

bench: assets ## receipts a second at the counter, beside this machine's bare limit
	cargo build --release --package haat
	target/release/haat bench counter --clients $(CLIENTS) --seconds $(SECONDS)

verify: ## reads every book of the demo again: chains, seals, balances, views
	target/release/haat verify --data $(DATA)

clean: ## removes what was built; the data stays
	cargo clean
	rm -rf assets/dist assets/node_modules browser/node_modules screenshots .venv
