"""The pages of signals. Each view: gate, form, operation, answer."""
