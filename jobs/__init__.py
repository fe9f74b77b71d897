"""Work that outlives a request: job and outbox rows, and the sweeper that re-sends them."""
