"""One import as one published version: what was asked, what changed, what the ledger says of it."""
