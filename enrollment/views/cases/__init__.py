"""Pages of cases: the list, the case with its decisions, work desk by desk, papers."""
