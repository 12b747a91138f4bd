"""Papers: HTML templates set as PDF, with the Chinese fonts of official documents."""
