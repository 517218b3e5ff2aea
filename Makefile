# RaftLog. 'make' or 'make help' lists what there is.
SHELL := /bin/sh
CONFIGURATION := Release
CONFIG ?= three-nodes
PORT_BASE ?= 9092
NODE ?=
INPUT ?=
REPEATS ?= 3
SEED ?=
SEEDS ?=
FIRST ?=
NODES ?=
MINUTES ?=
SECONDS ?=
TRACE ?=
MUTANT ?=
FOR ?=
KINDS ?=
ONLY ?=
FILTER ?=
WITHOUT ?=
JOBS ?=
CHECK ?=
SHRINK ?=
SCENARIO ?= everything
ROUNDS ?=
FRAMES ?= 1000000
MEBIBYTES ?=
LIMITS ?=
ROWS ?=
FLUSH ?=
SCALE ?=
SAVE ?=
OLD ?=
NEW ?=
RESULT ?=
SHORT_CHAOS := leader-kill,power-cut,partition-leader,wiped-disk,clock-jump,compaction

DEMO := chaos/RaftLog.Demo/bin/$(CONFIGURATION)/net10.0/raftlog-demo
CHAOS := chaos/RaftLog.Chaos/bin/$(CONFIGURATION)/net10.0/raftlog-chaos
BENCHMARKS := tests/RaftLog.Benchmarks/bin/$(CONFIGURATION)/net10.0/raftlog-benchmarks
LOCAL := chaos/RaftLog.LocalCluster/bin/$(CONFIGURATION)/net10.0/raftlog-local
CHAOS_OPTIONS = $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) $(if $(MEBIBYTES),--mebibytes $(MEBIBYTES)) $(if $(UPDATES),--updates $(UPDATES)) $(if $(KEYS),--keys $(KEYS)) $(if $(RECORDS),--records $(RECORDS)) $(if $(LIMITS),--limits $(LIMITS))
CLUSTER_OPTIONS := --config $(CONFIG) --port-base $(PORT_BASE) $(if $(NODE),--node $(NODE))

.DEFAULT_GOAL := help
.PHONY: help sdk build test interop fuzz protocol-docs sim sim-mutants lint fmt bench bench-smoke bench-compare bench-report bench-micro bench-scale soak demo failover chaos-build chaos chaos-all chaos-short cluster status stop start kill clean

help: ## List the targets
	@echo "RaftLog: a replicated log that speaks the Kafka protocol. Targets:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 22
	@echo "Options: CONFIG=five-nodes PORT_BASE=19092 NODE=2 INPUT=path REPEATS=3"

sdk:
	@command -v dotnet >/dev/null 2>&1 || { echo "dotnet was not found. Install the .NET 10 SDK and put 'dotnet' on the PATH."; exit 1; }
	@dotnet --version >/dev/null 2>&1 || { echo "The .NET SDK here does not fit global.json. Install the .NET 10 SDK."; dotnet --list-sdks; exit 1; }

build: sdk ## Build everything
	@dotnet build RaftLog.sln -c $(CONFIGURATION) -v quiet -nologo

test: build ## Run the tests that need nothing but the .NET SDK
	@dotnet test RaftLog.sln -c $(CONFIGURATION) --no-build --nologo --logger "console;verbosity=minimal" --filter TestCategory!=Interop
	@echo "Skipped: the interop suite (make interop), which needs foreign clients; .ci/run installs them."

interop: build ## Run the tests against unchanged foreign clients
	@dotnet test tests/RaftLog.Interop.Tests -c $(CONFIGURATION) --no-build --nologo --logger "console;verbosity=minimal"

fuzz: sdk ## Feed spoilt frames to the decoders and to a broker: FRAMES=10000000 SEED=7
	@dotnet build tests/RaftLog.Broker.Tests -c $(CONFIGURATION) -v quiet -nologo
	@RAFTLOG_FUZZ_FRAMES=$(FRAMES) $(if $(SEED),RAFTLOG_FUZZ_SEED=$(SEED)) dotnet test tests/RaftLog.Broker.Tests -c $(CONFIGURATION) --no-build --nologo \
		--filter FullyQualifiedName~Fuzzing --logger "console;verbosity=detailed"

protocol-docs: sdk ## Write the table of APIs in docs/protocol-support.md anew
	@dotnet build tests/RaftLog.Broker.Tests -c $(CONFIGURATION) -v quiet -nologo
	@RAFTLOG_WRITE_DOCS=1 dotnet test tests/RaftLog.Broker.Tests -c $(CONFIGURATION) --no-build --nologo --filter FullyQualifiedName~ProtocolSupport

# One option of the simulator for each variable that was given.
SIM_OPTIONS = $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) $(if $(FOR),--for $(FOR)) $(if $(MINUTES),--minutes $(MINUTES)) \
	$(if $(SECONDS),--seconds $(SECONDS)) $(if $(NODES),--nodes $(NODES)) $(if $(KINDS),--kinds $(KINDS)) $(if $(ONLY),--only $(ONLY)) \
	$(if $(WITHOUT),--without $(WITHOUT)) $(if $(JOBS),--jobs $(JOBS)) $(if $(CHECK),--check $(CHECK)) $(if $(SHRINK),--shrink $(SHRINK)) \
	$(if $(TRACE),--trace $(TRACE)) $(if $(SEED),--seed $(SEED))

sim: sdk ## Run whole brokers under faults on one thread, from a seed: SEEDS=100, FOR=300 FIRST=random JOBS=2, or SEED=42 TRACE=1 WITHOUT=3,5
	@dotnet build tests/RaftLog.Simulator -c $(CONFIGURATION) -v quiet -nologo
	@tests/RaftLog.Simulator/bin/$(CONFIGURATION)/net10.0/RaftLog.Simulator $(SIM_OPTIONS)

sim-mutants: sdk ## Put known defects into a copy of the sources, and see the simulator catch each: MUTANT=name,name SEEDS=500
	@dotnet build tests/RaftLog.Simulator.Mutants -c $(CONFIGURATION) -v quiet -nologo
	@tests/RaftLog.Simulator.Mutants/bin/$(CONFIGURATION)/net10.0/RaftLog.Simulator.Mutants \
		--seeds "$(if $(filter file,$(origin SEEDS)),500,$(SEEDS))" $(if $(MUTANT),--mutant $(MUTANT))

lint: sdk ## Check layout, style and analyzers
	@dotnet format RaftLog.sln whitespace --verify-no-changes
	@dotnet build RaftLog.sln -c $(CONFIGURATION) -v quiet -nologo

fmt: sdk ## Bring the code into its layout
	@dotnet format RaftLog.sln whitespace

cluster: build ## Build, boot a local cluster and print its bootstrap servers
	@$(LOCAL) start --config $(CONFIG) --port-base $(PORT_BASE)

status: ## Show which brokers of the local cluster run
	@$(LOCAL) status --config $(CONFIG) --port-base $(PORT_BASE)

stop: ## Stop the local cluster, or NODE=2 of it, gracefully
	@$(LOCAL) stop $(CLUSTER_OPTIONS)

kill: ## kill -9 NODE=2 of the local cluster
	@$(LOCAL) kill $(CLUSTER_OPTIONS)

start: ## Start NODE=2 of the local cluster again
	@$(LOCAL) start $(CLUSTER_OPTIONS)

demo: build ## Produce every line of every text file here (or of INPUT), kill a leader, read all back, compare
	@$(DEMO) $(INPUT)

bench: build ## Measure throughput, latency and cost of three brokers: REPEATS=3 ROWS=produce,one-at-a-time FLUSH=always SAVE=name
	@$(BENCHMARKS) run --repeats $(REPEATS) $(if $(ROWS),--rows "$(ROWS)") $(if $(FLUSH),--flush $(FLUSH)) $(if $(SCALE),--scale $(SCALE)) $(if $(SAVE),--save $(SAVE))

bench-smoke: build ## See that the benchmarks run, with hardly any records
	@$(BENCHMARKS) run --repeats 1 --scale 0.002 --rows produce-100-12,one-at-a-time,open-loop-2000,read-1024-1,floor-16384-as-many,foreign-produce-100-1 --flush always

bench-compare: sdk ## Say what got better or worse beyond noise: OLD=name NEW=name
	@dotnet build tests/RaftLog.Benchmarks -c $(CONFIGURATION) -v quiet -nologo
	@$(BENCHMARKS) compare $(OLD) $(NEW)

bench-report: sdk ## Put a saved result into docs/benchmarks/README.md: RESULT=name
	@dotnet build tests/RaftLog.Benchmarks -c $(CONFIGURATION) -v quiet -nologo
	@$(BENCHMARKS) report $(RESULT) --into docs/benchmarks/README.md

bench-micro: sdk ## Measure the pieces of the hot paths by themselves, and what each allocates: FILTER='*Log*'
	@dotnet build tests/RaftLog.MicroBenchmarks -c $(CONFIGURATION) -v quiet -nologo
	@tests/RaftLog.MicroBenchmarks/bin/$(CONFIGURATION)/net10.0/raftlog-micro --filter '$(if $(FILTER),$(FILTER),*)'

bench-scale: build ## Measure how cost grows, and draw it: ONLY=partitions (or connections, brokers, record-size)
	@$(BENCHMARKS) scale $(ONLY) --save

soak: build ## See that a cluster at 70 % of its maximum is the same after MINUTES=60: SAVE=name
	@$(BENCHMARKS) soak $(or $(MINUTES),60) $(if $(SAVE),--save $(SAVE))

failover: build ## Measure how long a partition is silent when its leader is killed or stopped
	@chaos/RaftLog.Failover/bin/$(CONFIGURATION)/net10.0/raftlog-failover 10

chaos-build: sdk
	@dotnet build chaos/RaftLog.Chaos -c $(CONFIGURATION) -v quiet -nologo

chaos: chaos-build ## Break real brokers and check that nothing is lost: SCENARIO=leader-kill MINUTES=2 (or ROUNDS=10) SEED=7; without, a 5-minute mix
	@$(CHAOS) run $(SCENARIO) $(CHAOS_OPTIONS)

chaos-all: chaos-build ## Run every scenario (ROUNDS=10) and print one table
	@$(CHAOS) all $(CHAOS_OPTIONS)

chaos-short: chaos-build ## A few rounds of a few scenarios, as CI runs them
	@$(CHAOS) some $(SHORT_CHAOS) --rounds $(or $(ROUNDS),2) --limits off $(if $(SEED),--seed $(SEED))

clean: ## Remove what was built and what clusters left under .run/
	@if [ -x $(LOCAL) ]; then $(LOCAL) stop --config $(CONFIG) --port-base $(PORT_BASE) >/dev/null 2>&1 || true; fi
	@rm -rf .run
	@find . -type d \( -name bin -o -name obj -o -name TestResults \) -prune -exec rm -rf {} +
