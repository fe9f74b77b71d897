"""The project on one machine: what `bin/start` and `bin/test` do.

A system Python runs the first steps (virtual environment, packages, assets), so `__main__`, `screen`, `places` and
`steps` use the standard library alone; everything after that runs in `.venv`.
"""
