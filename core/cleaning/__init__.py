"""Taking what can do harm out of a file that somebody sent. Everything here runs in a process of its own (`program.py`).

Nothing of Django and no settings: `core/files.py` starts the program and knows its answers.
"""
