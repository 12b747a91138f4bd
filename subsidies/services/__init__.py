"""Decisions on money: the only writers of what is due and paid."""
