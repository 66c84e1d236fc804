"""What leaves the server: callbacks, events and calls, each with a limit on everything.

What is owed is stored with its cause and sent after the commit. What comes of it returns as a
command, like any other.
"""
