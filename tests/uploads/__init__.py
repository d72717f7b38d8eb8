"""Files with one fault each, named by it; `python -m tests.uploads.make_quirks` writes them."""
