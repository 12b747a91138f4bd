"""What the technician of an office runs: the check of a machine, backup and restore, the log."""
