"""Floor 3: numbers. The only place that computes: roll-up, comparison, gaps, traces."""

from tuanqing.measure.build import rebuild

__all__ = ["rebuild"]
