"""Areas, organisations, who works where in which role, mandates, readiness."""
