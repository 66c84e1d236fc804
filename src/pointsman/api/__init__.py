"""TaskRouter's REST API: forms in, commands on, JSON out."""
