"""Pointsman, a self-hosted task router that speaks Twilio TaskRouter's protocol."""

__version__ = "0.1.0"
