# Two commands matter: `make demo` and `make test`. Both set up everything on a machine that has only
# Python 3.11, pip, make and git.
PYTHON ?= python3
UV := .uv/bin/uv
RUN := $(UV) run --locked

.PHONY: demo test check locale samples setup benchmark

demo: setup
	$(RUN) --no-dev tuanqing serve --demo

test: setup check
	$(RUN) python tests/chromium.py
	$(RUN) pytest -n 3 --dist loadfile --no-loadscope-reorder

check: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) ty check tuanqing pages benchmarks app.py

setup: $(UV)

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet uv

locale: setup
	$(RUN) python tests/locale_catalogue.py

samples: setup
	$(RUN) python -m tests.samples.make

benchmark: setup
	$(RUN) python benchmarks/import.py
	$(RUN) python benchmarks/pages.py
	$(RUN) python benchmarks/report.py
	$(RUN) python benchmarks/reads.py
	$(RUN) --group benchmark python benchmarks/funnel.py
