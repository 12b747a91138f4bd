"""Decisions on performance papers: their only writers."""
