"""The superior's blank form: its grid and the words that govern a cell, what they ask for, the cells filled."""
