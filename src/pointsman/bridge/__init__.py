"""The bridge: what the worker SDK speaks to, a WebSocket and an HTTP envelope.

Events go from the loops to the sockets (``hub.py``, ``connection.py``); calls come in envelopes
(``envelope.py``, ``calls.py``) and become commands, as in the API.
"""
