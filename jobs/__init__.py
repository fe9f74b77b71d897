"""Work that does not fit in a request: a row per job, a worker that runs it, a sweeper that forgets none."""
