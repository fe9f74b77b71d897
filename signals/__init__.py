"""From observation to weighed signal, handover and answer."""
