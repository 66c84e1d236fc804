"""The handlers, one file a resource."""
