"""Whole errands in a real browser, against the product running as its own process."""
