"""The forms of signals: they parse and never save."""
