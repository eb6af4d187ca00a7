"""In which language a question was asked."""

from campaigns.needs.language.detector import Detected, detect_language

__all__ = ["Detected", "detect_language"]
