"""Floor 3: numbers. The only place that computes: roll-up, comparison, gaps, traces."""

from tuanqing.measure.cube import rebuild

__all__ = ["rebuild"]
