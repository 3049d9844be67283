"""Lists side by side: two editions of one township (diff), many townships (compare)."""
