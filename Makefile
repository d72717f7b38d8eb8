# Two commands matter: `make demo` and `make test`. Both set up everything on a machine that has only
# Python 3.11, pip, make and git.
PYTHON ?= python3
UV := .uv/bin/uv
RUN := $(UV) run --locked

.PHONY: demo test check locale authors licences samples setup benchmark wheelhouse

demo: setup
	$(RUN) --no-dev tuanqing serve --demo

# SWEEP=1: the heavy sweeps too, as CI does.
test: setup check
	$(RUN) python tests/chromium.py
	$(RUN) pytest -n 3 --dist loadfile --no-loadscope-reorder $(if $(SWEEP),,-m "not sweep")

check: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) ty check tuanqing pages benchmarks install app.py

setup: $(UV)

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet uv

locale: setup
	$(RUN) python tests/locale_catalogue.py

authors: setup
	$(RUN) python -m tests.authors

licences: setup
	$(RUN) python -m tests.licences

samples: setup
	$(RUN) python -m tests.samples.make

# Everything for a machine without internet, for Linux and Windows, in dist/tuanqing-offline. PYTHONS="3.11 3.12": for both.
wheelhouse: setup
	$(RUN) python install/wheelhouse.py $(if $(PYTHONS),--python $(PYTHONS))

benchmark: setup
	$(RUN) python benchmarks/import.py
	$(RUN) python benchmarks/publish.py
	$(RUN) python benchmarks/pages.py
	$(RUN) python benchmarks/report.py
	$(RUN) python benchmarks/reads.py
	$(RUN) python benchmarks/audit.py
	$(RUN) --group benchmark python benchmarks/funnel.py
