"""Pages of the performance papers."""
