"""Read-only questions about transfer batches: what may enter, how they stand, what papers say."""
