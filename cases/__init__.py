"""Care coordination: from accepted signal to closed case."""
