"""One text into one value: numbers, dates, ID numbers as people type them."""
