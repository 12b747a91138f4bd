"""What the worker of this app can do: importing the modules registers their jobs."""

from enrollment.jobs import case_papers, exports, letters, notices

__all__ = ["case_papers", "exports", "letters", "notices"]
