"""Reads all the others, owns figures and reports."""
