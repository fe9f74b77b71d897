"""Library: gate, policy, operation table, sealed field, page mark. No models, no URLs, no domain noun."""
