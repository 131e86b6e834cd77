"""Readers, one per document form: a file in, raw rows out."""
