# Each target calls Maven and nothing else. `make MVN=./mvnw test` uses the wrapper.
MVN ?= mvn
# One group alone: no unit tests, no documentation.
QUICK = -DskipTests -Dmaven.javadoc.skip
.DEFAULT_GOAL := help

.PHONY: help
help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-30s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: test
test: ## All tests and checks, without the performance suite
	$(MVN) verify

.PHONY: test-performance
test-performance: ## The performance gate: all tests, then every scenario of the contract
	$(MVN) verify -Pperformance

.PHONY: test-performance-audit
test-performance-audit: ## The audit scenarios alone, the fastest group
	$(MVN) verify -Pperformance $(QUICK) -Dperf.groups=audit

.PHONY: test-performance-monitoring
test-performance-monitoring: ## The production monitoring scenarios alone
	$(MVN) verify -Pperformance $(QUICK) -Dperf.groups=monitoring

.PHONY: test-performance-integration
test-performance-integration: ## The integration scenarios alone
	$(MVN) verify -Pperformance $(QUICK) -Dperf.groups=integration

.PHONY: test-performance-full
test-performance-full: ## Everything with coverage, the scenarios included
	$(MVN) verify -Pperformance,coverage

.PHONY: benchmarks
benchmarks: ## The audit trail beside its peers, some 10 minutes
	$(MVN) verify -Pbenchmarks $(QUICK)

.PHONY: format
format: ## Formats all sources and POMs
	$(MVN) spotless:apply

.PHONY: clean
clean: ## Removes what the build made
	$(MVN) clean
