"""Exact figures, each a function that is asked with municipalities and a period or day.

They read dated rows (states, phases, follows, readiness), never the audit, and so give the same answer for a past day
whenever they are asked. They read past the gate, as a role that sees no text (`source.py`), and nothing exact leaves this package but through
`reports.disclosure`.
"""
