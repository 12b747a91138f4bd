"""Pages of transfer batches."""
