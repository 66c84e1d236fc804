"""Reports: what was done in a window of time, by queue, by worker, or as it went."""
