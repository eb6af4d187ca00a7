# The two commands are `make run` and `make test`; everything else is for those who work on Litfass.
.PHONY: setup run test whole lint format test-postgres test-live dev migration lock messages golden \
	crash race year order faults deaths canary disclosure accuracy tampering trail life voices proof-layouts fuzz-media checks bench bench-peers

BIN := .venv/bin
# Tests run side by side, one more than there are processors: walks in the browser wait for much.
JOBS ?= $(shell expr $$(nproc) + 1)

setup:
	@scripts/setup.sh libfribidi0 bubblewrap

run: setup
	@$(BIN)/litfass up --demo

test:
	@scripts/setup.sh libfribidi0 bubblewrap chromium ffmpeg strace
	@$(BIN)/pytest -n $(JOBS) --dist worksteal

# The suite with everything that it otherwise does in part (tests/whole.py): half an hour.
whole:
	@scripts/setup.sh libfribidi0 bubblewrap chromium ffmpeg strace
	@LITFASS_TEST_WHOLE=1 $(BIN)/pytest -n $(JOBS) --dist worksteal --timeout 1200

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test-postgres:
	@scripts/setup.sh libfribidi0 bubblewrap chromium ffmpeg postgresql strace
	@$(BIN)/python scripts/postgres.py $(BIN)/pytest -n $(JOBS) --dist worksteal

# Installs real servers outside the repository (LITFASS_LIVE names another folder for them), starts them on loopback and
# sends to them: Matrix Synapse, Postfix with Dovecot, Bluesky's personal data server. ONLY="matrix mail" for a part.
test-live:
	@scripts/setup.sh g++
	@$(BIN)/python -m tests.live $(ONLY)

# Web and worker as two processes in one terminal, as on a server.
dev: setup
	@$(BIN)/litfass migrate
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho start web worker

migration: setup
	@$(BIN)/python scripts/migration.py

lock:
	@scripts/lock.sh

# Programmes that take longer than the suite. Stops a worker before every line, for every kind of channel and every fault
# of its network, and lets others go on from there, COUNT times; has to find the duplicates of a careless order.
crash: setup
	@$(BIN)/python -m tests.rules.stops $(or $(COUNT),20000)

# Four workers share COUNT posts on PostgreSQL while one of them is killed for every hundred, or KILLS times.
# CARELESS=--careless takes the locks out of the claim and has to find a double claim.
race: setup
	@scripts/setup.sh postgresql
	@$(BIN)/python scripts/postgres.py $(BIN)/python -m tests.rules.race $(or $(COUNT),100000) $(KILLS) $(CARELESS)

# Plays a year of COUNT posts with OUTAGES of every kind and every night on which clocks change.
year: setup
	@$(BIN)/python -m tests.rules.year $(or $(COUNT),50000) $(or $(OUTAGES),200)

# Whether the intent is on the disk before a post leaves, by the system calls of a worker. COUNT posts.
order: setup
	@scripts/setup.sh strace
	@$(BIN)/python -m tests.rules.order $(or $(COUNT),1000)

# Breaks the line to every channel at every byte, or at about COUNT places of each conversation.
faults: setup
	@$(BIN)/python -m tests.scheduler.channels.faults $(COUNT)

# Kills the worker in the middle of a newsletter's issue, at COUNT places spread over all its lines.
deaths: setup
	@NEWSLETTER_DEATHS=$(or $(COUNT),200) $(BIN)/pytest -q -n0 --timeout 0 tests/scheduler/test_newsletter.py -k killed

# Plants identifiers, kills whoever takes them in, and looks for them in every byte that is left.
canary: setup
	@$(BIN)/python -m tests.rules.canary $(or $(COUNT),200)

# Suppresses random tables in three linked reports each, and versions over shifted periods, and attacks them by linear
# programming; TABLES of them. Then reads WORLDS through all windows of reports that are not fixed; then reloads the
# radar after every one of random events, and attacks that; STREAMS of them; at last reads WORLDS through all windows of
# the radar, week by week.
disclosure: setup
	@$(BIN)/python -m tests.campaigns.reach.attack --tables $(or $(TABLES),5000)
	@$(BIN)/python -m tests.campaigns.reach.live_windows --worlds $(or $(WORLDS),300)
	@$(BIN)/python -m tests.campaigns.needs.reloads --streams $(or $(STREAMS),100)
	@$(BIN)/python -m tests.campaigns.needs.radar_windows --worlds $(or $(WORLDS),300)

# How often language and topic are told right; or of a FILE of lines with language, topic and question, parted by tabs.
accuracy: setup
	@$(BIN)/python -m tests.campaigns.needs.accuracy $(FILE)

# Changes something after an approval, of which nothing may leave; then sessions, passwords, factors, links, roles and
# the trail by hand, which may let nobody in. COUNT is the number of changes of each.
tampering: setup
	@$(BIN)/python -m tests.rules.tampering $(or $(COUNT),500)
	@$(BIN)/python -m tests.rules.door $(or $(COUNT),500)

# Edits the audit trail at random; every edit has to be found.
trail: setup
	@$(BIN)/python -m tests.rules.trail $(or $(COUNT),10000)

# Plays lives of 50 steps with writers, lawyers, planners, a worker, a network, deaths and backups.
life: setup
	@$(BIN)/python -m tests.rules.life $(or $(COUNT),1000)

# Plays histories of rights and logins that people give each other; no voice from one hand alone says yes.
voices: setup
	@$(BIN)/python -m tests.rules.voices $(or $(COUNT),1000)

# Draws the golden stills anew; look at every one of them before they are committed.
golden: setup
	@$(BIN)/python -m tests.assets.stills

# Real texts through every layout, format and language; ONLY=--articles for the articles alone, EVERY for a part.
proof-layouts: setup
	@$(BIN)/python -m tests.assets.proving --every $(or $(EVERY),1) $(ONLY)

# Broken pictures and sounds, and playlists that call themselves sound, at the locked room.
fuzz-media: setup
	@$(BIN)/python -m tests.assets.sandbox.fuzz --pictures $(or $(PICTURES),20000) --sounds $(or $(SOUNDS),3000)

# What the checks of copy find: seeded faults and clean pairs in every language, PAIRS of each, and pairs written by hand.
checks: setup
	@$(BIN)/python -m tests.campaigns.content.checks.seeded --pairs $(or $(PAIRS),500)
	@$(BIN)/python -m tests.campaigns.content.checks.seeded_texts --texts $(or $(TEXTS),200)
	@$(BIN)/python -m tests.campaigns.content.checks.written_pairs

# Programs to measure against, installed outside the repository; LITFASS_PEERS names another folder for them.
bench-peers:
	@mkdir -p "$${LITFASS_PEERS:-$$HOME/.cache/litfass-peers}"
	@cd "$${LITFASS_PEERS:-$$HOME/.cache/litfass-peers}" && npm install --no-audit --no-fund satori @resvg/resvg-js

bench: setup
	@$(BIN)/litfass bench images --json
	@$(BIN)/litfass bench films --json
	@$(BIN)/litfass bench campaign --json
	@$(BIN)/litfass bench needs --json
	@$(BIN)/litfass bench dispatch --json
	@$(BIN)/litfass bench web --json

# Collects the texts of the desk, updates and compiles the German catalogue, lists what is missing.
messages: setup
	@$(BIN)/python -m web.translations
