"""Tables of the project itself."""

from regional20x10.shared.clock import Clock

__all__ = ["Clock"]
