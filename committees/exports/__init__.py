from committees.exports.meetings import agenda, meetings

__all__ = ["agenda", "meetings"]
