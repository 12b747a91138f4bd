"""Worked examples (算例): a table of facts and expectations, checked against the rules. Pure."""
