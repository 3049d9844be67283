"""`rules/` as values: what the files say, validated once, and every pattern made of it."""

from .loading import Rules, check_patterns, default_directory, load_rules

__all__ = ["Rules", "check_patterns", "default_directory", "load_rules"]
