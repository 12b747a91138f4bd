"""Batches on the page and in workbooks: cells whose texts are ready."""
