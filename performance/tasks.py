"""What the worker of this app can do: importing the modules registers their jobs."""

from performance.jobs import self_evaluation

__all__ = ["self_evaluation"]
