"""The forms of cases: they parse and never save."""
