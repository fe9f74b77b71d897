"""`base` holds everything; `dev`, `test` and `production` only say what differs."""
