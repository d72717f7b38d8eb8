"""The folder of published versions: their tables, the register of areas, receipts, backup."""
