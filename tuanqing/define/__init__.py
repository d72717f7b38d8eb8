"""Floor 1: what things are. Standard library only; knows no dataset and no indicator by name."""
