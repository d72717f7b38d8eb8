"""The proof of the authenticity audit: a county made up at random, clean, and faults of every kind put into it.

Written from the words of what each kind is, and not from the rules: what must be found is noted down by whoever puts the
fault in. Sizes, places and days are drawn at random; no rule sees them.
"""
