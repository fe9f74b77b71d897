"""The pages of cases. Each view: gate, form, operation, answer."""
