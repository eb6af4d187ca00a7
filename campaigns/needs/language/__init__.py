"""In which language a question was asked."""

from campaigns.needs.language.detector import Detected, detect_language
from campaigns.needs.language.words import all_common_words

__all__ = ["Detected", "all_common_words", "detect_language"]
