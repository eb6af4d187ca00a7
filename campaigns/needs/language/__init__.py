"""In which language a question was asked."""

from campaigns.needs.language.detector import Detected, all_common_words, detect_language

__all__ = ["Detected", "all_common_words", "detect_language"]
