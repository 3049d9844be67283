"""Lists printed as bare lines: where they begin, and where their rows and cells do."""
