# Two commands: `make run` and `make test`. Everything they do is in scripts/.
PORT ?= 8000
HTTPS ?=
EXTRAS ?=

.DEFAULT_GOAL := help
.PHONY: help install run test check bench docs clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

install: ## Install everything that runs the server (EXTRAS="train cluster large" adds extras)
	@EXTRAS="$(EXTRAS)" scripts/install

run: ## Install, try the main job once, then serve on PORT (HTTPS=1: certificate and QR code for phones)
	@PORT="$(PORT)" HTTPS="$(HTTPS)" scripts/run

test: ## Run all tests: Python, web, and in a real Chromium
	@scripts/test

check: ## Format, lint, types, import contract, docs, no foreign host
	@scripts/check

bench: ## Measure quality and speed on real pictures (needs ../shared/data)
	@scripts/bench

docs: ## Build the documentation into site/
	@scripts/docs

clean: ## Remove what was installed and built (keeps var/, where data lives)
	@rm -rf .venv site web/node_modules vitrine/web
