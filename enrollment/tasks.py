"""What the worker of this app can do: importing the modules registers their jobs."""

from enrollment.jobs import exports, letters, notices

__all__ = ["exports", "letters", "notices"]
