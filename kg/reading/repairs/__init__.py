"""Repairs of noisy text, one module a phenomenon: each takes a text and yields edits of it."""
