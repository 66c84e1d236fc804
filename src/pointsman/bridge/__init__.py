"""The bridge: what the worker SDK speaks to, a WebSocket and an HTTP envelope."""
