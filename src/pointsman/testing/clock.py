"""The clock that moves when told, for those who build a server's parts in their own process."""

from pointsman.runtime.clock import START, ManualClock

__all__ = ["START", "ManualClock"]
