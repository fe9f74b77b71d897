"""The words of filler signals: hand-written openings, places and observations that are put together."""
