"""Pages of recoveries."""
