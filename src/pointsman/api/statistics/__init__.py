"""Statistics: windows of time, what is counted in them, and how it is shown."""
